//! Numbered recommendations, as reports of the Universal Periodic Review list
//! them: "115.1 Take further steps … (Chad);".

use super::{Asked, Leaf, Reading, Stance};
use crate::document::BlockKind;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static OPENS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(\d{1,3}\.\d{1,3})\.?\s+\p{L}").expect("a valid pattern"));

/// The states that ask, in brackets at the end: brackets may stand within ("Iran (Islamic Republic of)").
static CLOSES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\(((?:[^()]|\([^()]*\))+)\)\s*[;.:]?(?:\s*and)?\s*\d{0,3}\s*$")
        .expect("a valid pattern")
});

static BRACKET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(((?:[^()]|\([^()]*\))+)\)\s*[;,.]").expect("a valid pattern"));

/// Whether every name between commas is a state's.
fn all_states(words: &str) -> bool {
    words
        .split(',')
        .all(|name| state_in_any_case(name).is_some())
}

/// The state that `name` names, also in small letters.
fn state_in_any_case(name: &str) -> Option<&'static str> {
    let plain = name.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::statement::state_named(&plain)
        .or_else(|| crate::statement::state_named(&crate::statement::titled(&plain)))
}

static PARAGRAPH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(\d{1,3})\.\s").expect("a valid pattern"));

/// Blocks that an item broken by a page may go on over.
const LONGEST: usize = 6;

/// Finds the numbered recommendations of the document.
pub(super) fn read(reading: &mut Reading<'_>, leaf: &mut Leaf) {
    let kinds = [
        BlockKind::Paragraph,
        BlockKind::Heading,
        BlockKind::Footnote,
    ];
    let blocks = reading.blocks_of(&kinds);
    let mut header: Option<(u32, Span)> = None;
    let mut at = 0;
    while at < blocks.len() {
        let words = blocks[at].of(reading.text);
        if let Some(found) = PARAGRAPH.captures(words) {
            header = found[1].parse().ok().map(|n| (n, blocks[at]));
        }
        let Some(number) = OPENS.captures(words).map(|c| c[1].to_owned()) else {
            at += 1;
            continue;
        };
        let pieces = item(reading.text, &blocks[at..]);
        at += pieces.len().max(1);
        if pieces.is_empty() {
            continue;
        }
        let mine = header.filter(|(n, _)| number.split('.').next() == Some(n.to_string().as_str()));
        leaf.asked
            .extend(asked(reading, number, &pieces, mine.map(|(_, span)| span)));
    }
}

/// The blocks of the item that the first of `blocks` opens: up to the one that names the states.
fn item(text: &str, blocks: &[Span]) -> Vec<Span> {
    for count in 1..=LONGEST.min(blocks.len()) {
        let words = blocks[count - 1].of(text);
        if count > 1 && (OPENS.is_match(words) || PARAGRAPH.is_match(words)) {
            break;
        }
        // The end may be a page's number or running head that stands between: a block with the states ends it.
        let joined = blocks[..count]
            .iter()
            .map(|b| b.of(text).trim())
            .collect::<Vec<_>>()
            .join(" ");
        if CLOSES.is_match(&joined) {
            return blocks[..count].to_vec();
        }
    }
    Vec::new()
}

fn asked(
    reading: &mut Reading<'_>,
    number: String,
    pieces: &[Span],
    header: Option<Span>,
) -> Option<Asked> {
    let first = pieces.first()?;
    let last = pieces.last()?;
    let text = reading.text;
    let whole = Span::new(first.start, last.end).trim(text);
    // The bracket may begin a block before the last.
    let (bracket, inside) = {
        let words = whole.of(text);
        let found = CLOSES.captures(words)?;
        let (all, inside) = (found.get(0)?, found.get(1)?);
        (
            Span::new(whole.start + all.start(), whole.start + all.end()),
            Span::new(whole.start + inside.start(), whole.start + inside.end()),
        )
    };
    // An item may put several together: "… (Chad); … (Peru, Egypt)".
    let mut by = Vec::new();
    let earlier = Span::new(whole.start, bracket.start);
    for found in BRACKET.captures_iter(earlier.of(text)) {
        let Some(inside) = found.get(1) else { continue };
        let all = Span::from(inside.range()).shift(earlier.start);
        if all_states(all.of(text)) {
            by.extend(states(reading, all));
        }
    }
    by.extend(states(reading, inside));
    by.sort_unstable();
    by.dedup();
    if by.is_empty() {
        return None;
    }
    let start = first.start + first.of(text).find(&number)? + number.len();
    let start = start + text[start..].len()
        - text[start..]
            .trim_start_matches(|c: char| c == '.' || c.is_whitespace())
            .len();
    let action: Vec<Span> = pieces
        .iter()
        .map(|piece| Span::new(piece.start.max(start), piece.end.min(bracket.start)).trim(text))
        .filter(|span| !span.is_empty())
        .collect();
    let (position, of) = header.map_or((None, None), |header| {
        (stance(header.of(text)), state_in(reading, header))
    });
    Some(Asked {
        number,
        span: reading.chars(whole),
        action: action.into_iter().map(|span| reading.chars(span)).collect(),
        by,
        of,
        position,
        position_at: header
            .filter(|_| position.is_some())
            .map(|h| reading.chars(h)),
    })
}

/// The states named in `span`, between commas.
pub(super) fn states(reading: &mut Reading<'_>, span: Span) -> Vec<usize> {
    let words = span.of(reading.text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    let mut parts: Vec<Span> = Vec::new();
    for (i, c) in words.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' | '/' if depth == 0 => {
                parts.push(Span::new(start, i));
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(Span::new(start, words.len()));
    for part in parts {
        let part = part.shift(span.start).trim(reading.text);
        let name = part
            .of(reading.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        // "Spain and Portugal" is two; "Bosnia and Herzegovina" one.
        let known = state_in_any_case(&name).is_some();
        let names: Vec<&str> = if known {
            vec![&name]
        } else {
            name.split(" and ").collect()
        };
        for name in names {
            let name = name.trim().trim_start_matches("and ");
            if let Some(name) = state_in_any_case(name) {
                found.extend(reading.actor(name, part));
            }
        }
    }
    found
}

/// The first state named in `span`.
pub(super) fn state_in(reading: &mut Reading<'_>, span: Span) -> Option<usize> {
    let words = span.of(reading.text);
    let all = crate::text::tokens(words);
    for (i, token) in all.iter().enumerate() {
        if !token.span.of(words).starts_with(char::is_uppercase) {
            continue;
        }
        for len in (1..=5.min(all.len() - i)).rev() {
            let name = token.span.cover(all[i + len - 1].span);
            if crate::statement::state_named(name.of(words)).is_some() {
                let at = name.shift(span.start);
                return reading.actor(at.of(reading.text), at);
            }
        }
    }
    None
}

static STANCES: LazyLock<Vec<(Stance, Regex)>> = LazyLock::new(|| {
    [
        (Stance::Rejected, r"(?i)\b(?:do(?:es)? not|did not|cannot|can not|could not|not) (?:be )?(?:accept|support)|\breject|\brefus"),
        (Stance::Noted, r"(?i)\bnot(?:es?|ed|ing)\b(?: the| by|$|\s)|\btakes? note|\bdid not enjoy|\bdo not enjoy|\bnot enjoy"),
        (Stance::Pending, r"(?i)will be examined|\bin due (?:time|course)|\bunder consideration|\bpending\b"),
        (Stance::Accepted, r"(?i)\baccept|\bsupport|\bendorse|\bapprove"),
    ]
    .into_iter()
    .map(|(stance, pattern)| (stance, Regex::new(pattern).expect("a valid pattern")))
    .collect()
});

/// What `words` say of recommendations.
pub(super) fn stance(words: &str) -> Option<Stance> {
    // "Did not enjoy the support" and "does not accept" are noted in the terms of the review.
    if words.contains("not enjoy") {
        return Some(Stance::Noted);
    }
    STANCES
        .iter()
        .find(|(_, pattern)| pattern.is_match(words))
        .map(|(stance, _)| *stance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stances_by_the_words_of_reports() {
        use Stance::*;
        for (words, wanted) in [
            (
                "The recommendations listed below will be examined by Lumeria",
                Some(Pending),
            ),
            (
                "The following recommendations enjoy the support of Lumeria:",
                Some(Accepted),
            ),
            (
                "The recommendations below did not enjoy the support of Lumeria and would thus be noted:",
                Some(Noted),
            ),
            ("Lumeria notes the recommendations 3 and 4.", Some(Noted)),
            (
                "Lumeria does not accept recommendations 3 and 4.",
                Some(Rejected),
            ),
            ("Lumeria accepts the recommendations 1–5.", Some(Accepted)),
            ("The delegation was headed by the minister.", None),
        ] {
            assert_eq!(stance(words), wanted, "{words}");
        }
    }

    #[test]
    fn items_may_be_broken_by_a_page() {
        let parts = [
            "115.1 Take further steps for",
            "the register of crews (Chad, Iran (Islamic Republic of));",
        ];
        let text = parts.join("\n\n");
        let second = parts[0].len() + 2;
        let blocks = [Span::new(0, parts[0].len()), Span::new(second, text.len())];
        assert_eq!(item(&text, &blocks).len(), 2);
        assert_eq!(item(&text, &blocks[..1]).len(), 0);
        let found = CLOSES.captures(parts[1]).unwrap();
        assert_eq!(&found[1], "Chad, Iran (Islamic Republic of)");
    }
}
