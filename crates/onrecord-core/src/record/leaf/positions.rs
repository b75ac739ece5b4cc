//! Which numbered recommendations a state accepts, notes or rejects.

use super::asked::{stance, state_in};
use super::{Leaf, Position, Reading, Stance};
use crate::document::BlockKind;
use crate::record::symbol::Symbol;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// "recommendations 1–5, 14–16 and 20", "recommendation No. 115.3".
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\brecommendations?(?:\s+(?:nos?\.?|numbers?|numbered|contained in paragraphs?|in paragraphs?|under))?:?\s+((?:\d{1,3}(?:\.\d{1,3})?)(?:\s*(?:[–—-]|to|,|;|and|&)\s*(?:and\s+)?\d{1,3}(?:\.\d{1,3})?)*)",
    )
    .expect("a valid pattern")
});

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d{1,3}(?:\.\d{1,3})?)(?:\s*(?:[–—-]|to)\s*(\d{1,3}(?:\.\d{1,3})?))?")
        .expect("a valid pattern")
});

/// "115.3 Accepted", "Recommendation 115.3: noted".
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:rec(?:ommendation|\.)?\s*)?(?:no\.?\s*)?(\d{1,3}\.\d{1,3})[.:]?\s+(?:is\s+)?(accepted|supported|supports|accepts|noted|notes|rejected|not accepted|not supported)\b")
        .expect("a valid pattern")
});

/// A line that is a list of numbers, under a heading that says what of them.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(\d{1,3}\.\d{1,3}(?:\s*(?:[–—-]|to|,|;|and)\s*(?:and\s+)?\d{1,3}\.\d{1,3})+)\.?\s*$",
    )
    .expect("a valid pattern")
});

/// Finds the answers to numbered recommendations.
pub(super) fn read(reading: &mut Reading<'_>, leaf: &mut Leaf) {
    let blocks = reading.blocks_of(&[BlockKind::Paragraph, BlockKind::Heading]);
    let own = leaf.symbol.as_deref().and_then(Symbol::parse);
    let report = own.as_ref().and_then(|symbol| symbol.parent());
    let mut heading: Option<Stance> = None;
    let mut by = None;
    for block in blocks {
        let words = block.of(reading.text);
        if words.len() < 160
            && !words.contains(|c: char| c.is_ascii_digit())
            && words.to_lowercase().contains("recommendation")
        {
            heading = stance(words);
        }
        let found = positions_in(words, heading);
        for (stance, at, numbers) in found {
            let span = block_sentence(reading.text, block, at);
            by = state_in(reading, span).or(by);
            leaf.positions.push(Position {
                stance,
                numbers,
                span: reading.chars(span),
                report: report.clone(),
                by,
            });
        }
    }
}

type Numbers = Vec<((u32, u32), (u32, u32))>;

/// Answers in one block: the answer, where its list begins, the numbers.
fn positions_in(words: &str, heading: Option<Stance>) -> Vec<(Stance, usize, Numbers)> {
    if let Some(row) = ROW.captures(words) {
        let of = stance(&row[2]).or(if row[2].to_lowercase().starts_with("not") {
            Some(Stance::Rejected)
        } else {
            None
        });
        return of
            .map(|stance| (stance, 0, ranges(&row[1])))
            .into_iter()
            .collect();
    }
    if let (Some(list), Some(stance)) = (NUMBERS.captures(words), heading) {
        return vec![(stance, 0, ranges(&list[1]))];
    }
    let lists = LIST.captures_iter(words);
    lists
        .filter_map(|list| {
            let at = list.get(0)?.start();
            // What is said of the numbers stands before them in their sentence, else right behind.
            let from = words[..at].rfind([';', ':']).map_or(0, |i| i + 1);
            let from = from.max(words[..at].rfind(". ").map_or(0, |i| i + 2));
            let end = list.get(0)?.end();
            let behind: String = words[end..].chars().take(60).collect();
            let stance = stance(&words[from..at])
                .or_else(|| stance(behind.split('.').next().unwrap_or("")))?;
            Some((stance, at, ranges(&list[1])))
        })
        .collect()
}

fn ranges(list: &str) -> Numbers {
    let number = |text: &str| -> Option<(u32, u32)> {
        match text.split_once('.') {
            Some((paragraph, item)) => Some((paragraph.parse().ok()?, item.parse().ok()?)),
            None => Some((0, text.parse().ok()?)),
        }
    };
    let found = RANGE.captures_iter(list);
    found
        .filter_map(|range| {
            let from = number(&range[1])?;
            let to = range.get(2).map_or(Some(from), |to| number(to.as_str()))?;
            // "115.1–5" goes on in the same paragraph.
            let to = if to.0 == 0 { (from.0, to.1) } else { to };
            Some((from, to))
        })
        .collect()
}

/// The sentence of `block` that byte `at` of it stands in.
fn block_sentence(text: &str, block: Span, at: usize) -> Span {
    let words = block.of(text);
    let start = words[..at].rfind(". ").map_or(0, |i| i + 2);
    let start = if start <= 5 { 0 } else { start };
    Span::new(block.start + start, block.end).trim(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges_with_what_is_said_of_them() {
        let found = positions_in(
            "3. The Government accepts the recommendations 1–5, 14 – 16 and 20.",
            None,
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Stance::Accepted);
        assert_eq!(
            found[0].2,
            [((0, 1), (0, 5)), ((0, 14), (0, 16)), ((0, 20), (0, 20))]
        );
        let two = positions_in(
            "Lumeria supports recommendations 115.1 to 115.4; it notes recommendation 115.5.",
            None,
        );
        assert_eq!(
            two.iter().map(|p| p.0).collect::<Vec<_>>(),
            [Stance::Accepted, Stance::Noted]
        );
        assert_eq!(two[0].2, [((115, 1), (115, 4))]);
        assert_eq!(positions_in("115.7 Noted", None)[0].0, Stance::Noted);
        assert_eq!(
            positions_in("115.1, 115.2 and 115.9", Some(Stance::Rejected))[0]
                .2
                .len(),
            3
        );
        assert!(positions_in("Rec. 30 See recommendation 24.", None).is_empty());
    }
}
