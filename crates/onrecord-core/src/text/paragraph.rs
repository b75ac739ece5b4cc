//! Paragraphs of a text of which nothing else is known.

use crate::span::Span;

/// The paragraphs of `text`: lines with something on them, except that lines
/// broken at one width (as mail programs and old wires break them) are joined
/// up to the next blank line. Spans are trimmed of white space.
pub fn paragraphs(text: &str) -> Vec<Span> {
    groups(text)
        .into_iter()
        .flat_map(|lines| match is_wrapped(text, &lines) {
            true => vec![lines[0].cover(lines[lines.len() - 1])],
            false => lines,
        })
        .collect()
}

/// Runs of non-blank lines between blank ones, each line trimmed.
fn groups(text: &str) -> Vec<Vec<Span>> {
    let mut out = vec![Vec::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if !span.is_empty() {
            out.last_mut().expect("never empty").push(span);
        } else if !out.last().expect("never empty").is_empty() {
            out.push(Vec::new());
        }
    }
    out.retain(|lines| !lines.is_empty());
    out
}

/// Longest line that a program that breaks lines would write, in bytes.
const WRAP_MAX: usize = 100;
/// Shortest such line.
const WRAP_MIN: usize = 50;

/// Whether the lines of a group look broken at one width: at least three of
/// them, all but the last between [`WRAP_MIN`] and [`WRAP_MAX`] long and at
/// most a long word apart, and most of them ending in mid-sentence.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((_, full)) = lines.split_last() else {
        return false;
    };
    if full.len() < 2 {
        return false;
    }
    let longest = full.iter().map(Span::len).max().unwrap_or(0);
    let ends_mid_sentence = |line: &&Span| {
        !line
            .of(text)
            .ends_with(['.', '!', '?', '”', '"', ':', '’', '\''])
    };
    (WRAP_MIN..=WRAP_MAX).contains(&longest)
        && full.iter().all(|line| line.len() + 20 > longest)
        && full.iter().filter(ends_mid_sentence).count() * 2 > full.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(
            split("One.\nTwo.\n\n Three. \n"),
            ["One.", "Two.", "Three."]
        );
        assert!(split(" \n\n").is_empty());
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The committee said on Thursday that it had not been given the\n\
                    papers it asked for in March, and that the ministry had told\n\
                    it twice that none existed.\n\nThe ministry denied this.";
        assert_eq!(split(text).len(), 2);
    }
}
