//! Recorded votes in United Nations documents and reports of them.

use super::asked::states;
use super::{Leaf, Reading, Standing};
use crate::record::Side;
use crate::span::Span;
use crate::statement::Comparator;
use regex::Regex;
use std::sync::LazyLock;

/// "In favour: Albania, …", one of the lists of a recorded vote.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[\n\[.;:]\s*)(in favou?r|against|abstaining|abstentions?|abstained)\s*:\s*",
    )
    .expect("a valid pattern")
});

/// "a recorded vote of 25 to 13, with 9 abstentions", "voted 93 to 24 with 58 abstentions".
static TALLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(\d{1,3}|none)\s+(?:votes?\s+)?(?:in favou?r\s*)?(?:to|,)\s*(\d{1,3}|none)(?:\s+(?:votes?|against))?,?\s+(?:and\s+|with\s+)?(?:(\d{1,3}|no)\s+)(?:countries\s+|states\s+)?abst(?:entions?|ain)",
    )
    .expect("a valid pattern")
});

const WAYS: [(&str, Side); 3] = [
    ("in favour", Side::Supportive),
    ("against", Side::Critical),
    ("abstaining", Side::Neutral),
];

/// Finds recorded votes: lists of names, and tallies without them.
pub(super) fn read(reading: &mut Reading<'_>, leaf: &mut Leaf) {
    let text = reading.text;
    let labels: Vec<(Span, Span, usize)> = LIST
        .captures_iter(text)
        .filter_map(|found| {
            let word = found.get(1)?;
            let way = match word.as_str().to_lowercase() {
                w if w.starts_with("in fav") => 0,
                w if w == "against" => 1,
                _ => 2,
            };
            Some((word.range().into(), found.get(0)?.range().into(), way))
        })
        .collect();
    let mut listed = Vec::new();
    for (i, (word, label, way)) in labels.iter().enumerate() {
        let next = labels
            .get(i + 1)
            .map_or(text.len(), |(_, next, _)| next.start);
        let end = end_of_list(text, label.end, next);
        let names = Span::new(label.end, end);
        let members = states(reading, names);
        // Two names at least, or the words "against: none" between lists with names.
        if members.len() < 2 && i > 0 && labels.get(i + 1).is_none() && listed.is_empty() {
            continue;
        }
        if members.is_empty() {
            continue;
        }
        listed.push(word.start);
        let count = members.len() as f64;
        let span = Span::new(word.start, end).trim(text);
        leaf.lineups
            .push(standing(reading, span, *way, count, members));
    }
    for found in TALLY.captures_iter(text) {
        let Some(all) = found.get(0) else { continue };
        // Where the names follow, they are the record.
        if listed
            .iter()
            .any(|at| (all.start()..all.start() + 6000).contains(at))
        {
            continue;
        }
        for (way, group) in (1..=3).enumerate() {
            let Some(number) = found.get(group) else {
                continue;
            };
            let count = number.as_str().parse().unwrap_or(0.0);
            let span = reading
                .sentence_at(all.start())
                .unwrap_or(all.range().into());
            let vote = standing(reading, span, way, count, Vec::new());
            leaf.lineups.push(vote);
        }
    }
}

/// A list of names goes on over lines until a bracket closes, or a paragraph that names no state.
fn end_of_list(text: &str, from: usize, next: usize) -> usize {
    let region = &text[from..next];
    let mut end = 0;
    for line in region.split_inclusive("\n\n") {
        let names = line.split(',').filter(|part| {
            let part = part.trim().trim_end_matches(['.', ']', ';']);
            crate::statement::state_named(part).is_some()
        });
        if names.count() == 0 && end > 0 {
            break;
        }
        end += line.len();
        if line.contains(']') {
            return from + end - line.len() + line.find(']').unwrap_or(line.len());
        }
    }
    from + region[..end].trim_end().trim_end_matches(['.', '[']).len()
}

fn standing(
    reading: &Reading<'_>,
    span: Span,
    way: usize,
    count: f64,
    members: Vec<usize>,
) -> Standing {
    Standing {
        span: reading.chars(span),
        statement: None,
        count: Some(count),
        comparator: Comparator::Equal,
        noun: "state".to_owned(),
        members,
        led_by: None,
        stance: WAYS[way].1,
        towards: None,
        per: None,
        work: None,
        vote: Some(WAYS[way].0.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_and_lists_as_they_are_printed() {
        let tally = |words: &str| {
            let found = TALLY.captures(words)?;
            Some((
                found[1].to_owned(),
                found[2].to_owned(),
                found[3].to_owned(),
            ))
        };
        let wanted = Some(("25".to_owned(), "13".to_owned(), "9".to_owned()));
        assert_eq!(
            tally("Adopted by a recorded vote of 25 to 13, with 9 abstentions"),
            wanted
        );
        assert_eq!(tally("won by 25 to 13 in the second half"), None);
        let label = LIST.captures("\nIn favour: Chad, Peru").unwrap();
        assert_eq!(&label[1], "In favour");
        let text = "Chad, Peru, Viet Nam\n\nThe Council then turned to its budget.";
        assert_eq!(
            &text[..end_of_list(text, 0, text.len())],
            "Chad, Peru, Viet Nam"
        );
    }
}
