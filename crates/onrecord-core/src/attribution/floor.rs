//! The floor under direct quotations: one in quotation marks, whose speaker is
//! named beside it with a verb of saying, is never lost.
//!
//! Where the tagger found nothing in such a quotation, the plain patterns of
//! news prose decide: “…,” Roe said; “…,” said Anna Roe, the pilot; Roe said, “…”.

use super::link::Linked;
use super::tagger::Words;
use super::{Attribution, Form};
use crate::cue::is_verb_of_saying;
use crate::span::Span;
use crate::text::opener::is_opener;
use crate::text::{Quotation, TokenKind};

/// On the 924 articles of PolNeAR's train and dev splits five of the seven that
/// were found this way are the annotators' too: few, as the tagger leaves few.
const SCORE: f32 = 0.7;
/// Words a quotation must have: shorter ones are mostly terms.
const WORDS: usize = 4;
/// Tokens a named speaker may take after the verb.
const SPEAKER: usize = 10;

/// Adds what is missing in `linked`.
pub fn hold(words: &Words<'_>, mut linked: Linked) -> Linked {
    for quotation in words.quotations.iter().filter(|q| q.depth == 0) {
        let taken = |a: &Attribution| a.spans().iter().any(|s| s.overlaps(quotation.outer));
        if linked.attributions.iter().any(taken) || word_count(words, quotation) < WORDS {
            continue;
        }
        let Some((source, cue)) = speaker(words, quotation) else {
            continue;
        };
        let overlaps = |a: &Attribution| {
            let spans = a.spans();
            spans.iter().any(|s| s.overlaps(source) || s.overlaps(cue))
        };
        if linked.attributions.iter().any(overlaps) {
            continue;
        }
        linked.alone.retain(|alone| !taken(alone));
        linked.waiting = linked.waiting.filter(|waiting| !overlaps(waiting));
        linked.attributions.push(Attribution {
            source: vec![source],
            cue: vec![cue],
            content: vec![quotation.outer],
            form: Form::Direct,
            score: SCORE,
        });
    }
    linked.attributions.sort_by_key(|a| (a.extent(), a.spans()));
    linked
}

fn word_count(words: &Words<'_>, quotation: &Quotation) -> usize {
    let inside =
        |t: &&crate::text::Token| t.kind == TokenKind::Word && quotation.inner.contains(t.span);
    words.tokens.iter().filter(inside).count()
}

/// The source and cue that stand beside `quotation`.
fn speaker(words: &Words<'_>, quotation: &Quotation) -> Option<(Span, Span)> {
    let after = words
        .tokens
        .partition_point(|t| t.span.start < quotation.outer.end);
    let before = words
        .tokens
        .partition_point(|t| t.span.end <= quotation.outer.start);
    let inner = quotation.inner.of(words.text).trim_end();
    let ends = inner.ends_with([',', '.', '?', '!', '…', '-', '–', '—']);
    if quotation.closed
        && ends
        && let Some(found) = following(words, after)
    {
        return Some(found);
    }
    preceding(words, before)
}

/// “…,” Roe said / “…,” said Roe, the pilot
fn following(words: &Words<'_>, first: usize) -> Option<(Span, Span)> {
    if let Some(last) = name_from(words, first)
        && is_verb(words, last + 1)
    {
        return Some((cover(words, first, last), words.tokens[last + 1].span));
    }
    if !is_verb(words, first) {
        return None;
    }
    let start = first + 1;
    let last = name_from(words, start).or_else(|| described_from(words, start))?;
    Some((cover(words, start, last), words.tokens[first].span))
}

/// Roe said, “…”
fn preceding(words: &Words<'_>, after: usize) -> Option<(Span, Span)> {
    let mut verb = after.checked_sub(1)?;
    if [",", ":"].contains(&words.token(verb)) {
        verb = verb.checked_sub(1)?;
    }
    if !is_verb(words, verb) {
        return None;
    }
    let last = verb.checked_sub(1)?;
    let mut first = last;
    if !is_pronoun(words, last) {
        if !is_name_word(words, last) {
            return None;
        }
        while first > 0 && is_name_word(words, first - 1) {
            first -= 1;
        }
    }
    Some((cover(words, first, last), words.tokens[verb].span))
}

fn cover(words: &Words<'_>, first: usize, last: usize) -> Span {
    words.tokens[first].span.cover(words.tokens[last].span)
}

fn is_verb(words: &Words<'_>, at: usize) -> bool {
    at < words.tokens.len() && is_verb_of_saying(words.token(at))
}

fn is_pronoun(words: &Words<'_>, at: usize) -> bool {
    ["he", "she", "they", "i", "we"].contains(&words.token(at).to_lowercase().as_str())
}

fn is_name_word(words: &Words<'_>, at: usize) -> bool {
    let token = &words.tokens[at];
    let text = words.token(at);
    token.kind == TokenKind::Word && text.starts_with(char::is_uppercase) && !is_opener(text)
}

/// The last token of the pronoun or name that begins at `first`.
fn name_from(words: &Words<'_>, first: usize) -> Option<usize> {
    if first >= words.tokens.len() {
        return None;
    }
    if is_pronoun(words, first) {
        return Some(first);
    }
    let end = (first..words.tokens.len()).find(|i| !is_name_word(words, *i));
    let end = end.unwrap_or(words.tokens.len());
    (end > first).then(|| end - 1)
}

/// The apostrophe of "the port’s".
fn is_apostrophe(token: &str) -> bool {
    ["'", "’"].contains(&token)
}

/// The last token of "the harbour's pilot" or "a spokesman for the port": up to the next mark.
fn described_from(words: &Words<'_>, first: usize) -> Option<usize> {
    if first >= words.tokens.len() {
        return None;
    }
    let determiner = words.token(first).to_lowercase();
    if !["the", "a", "an", "one", "his", "her", "their"].contains(&determiner.as_str()) {
        return None;
    }
    let rest = first..words.tokens.len().min(first + SPEAKER);
    let end = rest
        .clone()
        .find(|i| words.tokens[*i].kind != TokenKind::Word && !is_apostrophe(words.token(*i)))?;
    (end > first + 1).then(|| end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str) -> Vec<(String, String)> {
        let linked = hold(&Words::new(text), Linked::default());
        let of = |spans: &[Span]| spans[0].of(text).to_owned();
        let all = linked.attributions.iter();
        all.map(|a| (of(&a.source), of(&a.cue))).collect()
    }

    #[test]
    fn a_named_speaker_beside_the_quotation_is_found() {
        for (text, source, cue) in [
            (
                "“The gate was never closed,” Roe said on Monday.",
                "Roe",
                "said",
            ),
            (
                "“The gate was never closed,” said Anna Roe, the pilot.",
                "Anna Roe",
                "said",
            ),
            (
                "\"The gate was never closed,\" said the port's master.",
                "the port's master",
                "said",
            ),
            (
                "On Monday Anna Roe said: “The gate was never closed.”",
                "Anna Roe",
                "said",
            ),
            ("She added, “The gate was never closed.”", "She", "added"),
        ] {
            assert_eq!(held(text), [(source.to_owned(), cue.to_owned())], "{text}");
        }
    }

    #[test]
    fn terms_and_quotations_without_a_speaker_are_left() {
        for text in [
            "The “open gate” doctrine Roe said she knew.",
            "“The gate was never closed” was painted on the wall.",
            "“The gate was never closed.” The pilot left.",
        ] {
            assert!(held(text).is_empty(), "{text}");
        }
    }
}
