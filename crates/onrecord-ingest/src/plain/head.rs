//! The head of a plain text: its title and standfirst.

use super::Part;
use crate::furniture::shape::{LONG_LINE, ends_sentence, fold, key};
use onrecord_core::BlockKind;

/// Longest title, in characters.
const TITLE_CHARS: usize = 200;
/// Longest standfirst, in characters.
const STANDFIRST_CHARS: usize = 400;
/// Shortest standfirst, in bytes of its key, that a repetition below gives away.
const REPEATED_BYTES: usize = 40;
/// How many parts from the top a standfirst is looked for.
const HEAD_PARTS: usize = 8;

/// Finds the title, calls it one, and calls its repetitions furniture.
///
/// The title is the first line that is not furniture or a dateline, if it is
/// short, does not end as a sentence, and text follows.
pub(super) fn mark_title(parts: &mut [Part<'_>]) -> Option<usize> {
    let first = parts
        .iter()
        .position(|part| matches!(part.kind, BlockKind::Paragraph | BlockKind::Heading))?;
    let has_text_below = parts[first + 1..].iter().any(|part| part.kind.is_body());
    if !has_text_below || !is_title_like(&parts[first].line) {
        return None;
    }
    parts[first].kind = BlockKind::Title;
    let title = key(&parts[first].line);
    for part in &mut parts[first + 1..] {
        if part.line.len() <= LONG_LINE && key(&part.line) == title {
            part.kind = BlockKind::Furniture;
        }
    }
    Some(first)
}

fn is_title_like(line: &str) -> bool {
    let line = fold(line);
    let within = line.chars().take(TITLE_CHARS + 1).count() <= TITLE_CHARS;
    let is_sentence = ends_sentence(&line) && !line.ends_with(['?', '!']);
    let opens_story = line.contains(") - ") || line.contains(") – ") || line.contains(") — ");
    within && !is_sentence && !opens_story && !line.ends_with([':', ',', ';', '-'])
}

/// Calls what stands between the title and the text a heading: open lines, a paragraph
/// with a dateline or a caption under it, and a paragraph that the text below repeats.
pub(super) fn mark_standfirst(parts: &mut [Part<'_>], title: Option<usize>) {
    let Some(title) = title else { return };
    let end = parts.len().min(title + HEAD_PARTS);
    for at in title + 1..end {
        if !parts[at].kind.is_body() {
            continue;
        }
        if !is_standfirst(parts, at, title) {
            return;
        }
        parts[at].kind = BlockKind::Heading;
    }
}

fn is_standfirst(parts: &[Part<'_>], at: usize, title: usize) -> bool {
    let line = &parts[at].line;
    if line.chars().take(STANDFIRST_CHARS + 1).count() > STANDFIRST_CHARS {
        return false;
    }
    let has_text_below = parts[at + 1..].iter().any(|part| part.kind.is_body());
    if !ends_sentence(line) && !line.ends_with([':', ',', ';']) {
        return has_text_below;
    }
    let is_set_off = at == title + 1
        && parts
            .get(at + 1)
            .is_some_and(|below| below.kind == BlockKind::Dateline);
    is_set_off && has_text_below || is_repeated(line, &parts[at + 1..])
}

fn is_repeated(line: &str, below: &[Part<'_>]) -> bool {
    let line = key(line);
    line.len() >= REPEATED_BYTES
        && below
            .iter()
            .filter(|part| part.kind.is_body() && part.line.len() <= 4 * LONG_LINE)
            .any(|part| key(&part.line).contains(&line))
}
