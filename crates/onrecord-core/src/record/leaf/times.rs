//! What a document dates.

use super::{Dated, Leaf, Reading};
use crate::record::Bound;

/// Longest label, in characters.
const LABEL: usize = 160;

/// Finds the dated sentences.
pub(super) fn read(reading: &Reading<'_>, leaf: &mut Leaf) {
    for time in &reading.times {
        let Some(date) = time.resolve(reading.published) else {
            continue;
        };
        let Some(sentence) = reading.sentence_at(time.span.start) else {
            continue;
        };
        let before = reading.text[sentence.start..time.span.start].to_lowercase();
        leaf.times.push(Dated {
            date,
            bound: bound(&before),
            at: reading.chars(time.span),
            span: reading.chars(sentence),
            label: label(sentence.of(reading.text)),
            statement: reading.statement_at(time.span.start),
        });
    }
}

/// "Since September 2018" is a beginning, "until May" an end.
fn bound(before: &str) -> Option<Bound> {
    let mut words = before.split_whitespace().rev();
    let mut last = words.next()?;
    if ["late", "early", "mid", "the", "at", "least"].contains(&last) {
        last = words.next()?;
    }
    match last.trim_matches(|c: char| !c.is_alphanumeric()) {
        "since" | "from" | "starting" | "beginning" => Some(Bound::Start),
        "until" | "till" | "through" | "by" => Some(Bound::End),
        _ => None,
    }
}

fn label(sentence: &str) -> String {
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LABEL) {
        None => line,
        Some((cut, _)) => {
            let end = line[..cut].rfind(' ').unwrap_or(cut);
            format!("{}…", line[..end].trim_end_matches([',', ';', ':']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_and_ends() {
        assert_eq!(
            bound("has negotiated for access since "),
            Some(Bound::Start)
        );
        assert_eq!(bound("kept aboard until late "), Some(Bound::End));
        assert_eq!(bound("was released on "), None);
    }
}
