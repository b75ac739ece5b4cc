//! Lines and paragraphs of a plain text, and whether the file breaks its paragraphs over lines.

use crate::furniture::shape::ends_sentence;
use onrecord_core::Span;
use std::borrow::Cow;

/// Wrapped lines a file needs before it counts as hard-wrapped.
const MIN_WRAPPED: usize = 4;
/// Widest column, in characters, that anybody wraps text at.
const MAX_COLUMN: usize = 132;
/// Narrowest such column.
const MIN_COLUMN: usize = 40;
/// Share of line breaks, in percent, that a column must explain.
const MIN_EXPLAINED: usize = 85;
/// Share of line breaks, in percent, that may come after a sentence in wrapped text.
const MAX_SENTENCE_ENDS: usize = 50;

/// The spans of the text's paragraphs in order, trimmed, and whether each
/// comes after a blank line. Every character that is not white space lies in one.
pub(super) fn paragraphs(text: &str) -> Vec<(Span, bool)> {
    let lines = lines(text);
    let column = column(text, &lines);
    let mut paragraphs: Vec<(Span, bool)> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        match (open, paragraphs.last_mut()) {
            (Some(column), Some(last))
                if !line.after_blank && wraps(text, &lines[at - 1], line, column) =>
            {
                last.0 = last.0.cover(line.span);
            }
            _ => paragraphs.push((line.span, line.after_blank)),
        }
        open = column;
    }
    paragraphs
}

/// A paragraph's text as one line.
pub(super) fn one_line(paragraph: &str) -> Cow<'_, str> {
    if paragraph.contains('\n') {
        Cow::Owned(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(paragraph)
    }
}

/// A line with something on it.
struct Line {
    span: Span,
    chars: usize,
    after_blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut after_blank = false;
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len() + 1;
        if span.is_empty() {
            after_blank = true;
            continue;
        }
        lines.push(Line {
            span,
            chars: span.of(text).chars().count(),
            after_blank,
        });
        after_blank = false;
    }
    lines
}

/// The column the file is wrapped at, or `None` if its lines end where their sentences do.
///
/// A file is wrapped where the lines within its groups end because the next word would not
/// have fitted; no other layout has that property.
fn column(text: &str, lines: &[Line]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| !pair[1].after_blank);
    let mut widths: Vec<usize> = pairs().map(|pair| pair[0].chars).collect();
    widths.sort_unstable();
    let column = *widths.last()?;
    if widths.len() < MIN_WRAPPED || !(MIN_COLUMN..=MAX_COLUMN).contains(&column) {
        return None;
    }
    let explained = pairs()
        .filter(|pair| wraps(text, &pair[0], &pair[1], column))
        .count();
    let after_sentence = pairs()
        .filter(|pair| ends_sentence(pair[0].span.of(text)))
        .count();
    let is_wrapped = explained * 100 >= widths.len() * MIN_EXPLAINED
        && after_sentence * 100 <= widths.len() * MAX_SENTENCE_ENDS;
    is_wrapped.then_some(column)
}

/// Whether the line break before `next` is there only because its first word did not fit.
fn wraps(text: &str, line: &Line, next: &Line, column: usize) -> bool {
    let word = next.span.of(text).split_whitespace().next().unwrap_or("");
    line.chars + 1 + word.chars().count() > column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text)
            .iter()
            .map(|(span, _)| span.of(text))
            .collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(
            texts("One.\n  Two. \n\n\nThree."),
            ["One.", "Two.", "Three."]
        );
        assert!(paragraphs(" \n\n").is_empty());
        let gaps: Vec<bool> = paragraphs("a\nb\n\nc").iter().map(|p| p.1).collect();
        assert_eq!(gaps, [false, false, true]);
    }

    #[test]
    fn a_wrapped_file_is_joined_by_blank_lines() {
        let text = "The dam above the town failed on Monday night after a\n\
                    week of rain, the ministry said. Nobody was hurt, and\n\
                    the road to the valley is open again, it added.\n\n\
                    Residents had warned of cracks in the wall since the\n\
                    spring, according to letters that were read out in the\n\
                    council on Tuesday.\n";
        let joined = texts(text);
        assert_eq!(joined.len(), 2);
        assert!(joined[0].ends_with("it added."));
        assert!(one_line(joined[0]).contains("after a week"));
    }

    #[test]
    fn single_newlines_between_paragraphs_are_kept() {
        let text = "The dam failed.\nNobody was hurt, the ministry said on Monday night.\nThe road is open.\nIt rained.\nIt is over now.\n";
        assert_eq!(texts(text).len(), 5);
    }
}
