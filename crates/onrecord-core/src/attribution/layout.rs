//! Attributions that the layout of a page makes, without a word of saying.
//!
//! A transcript names the speaker before a colon ("ROE: …", "Q: …"); a collection
//! of voices signs each with a dash ("“…” — Anna Roe"). The annotators of PolNeAR
//! mark colon and dash as the cue. Networks see too few of either to learn them,
//! but the pattern is plain once the whole page is looked at.

use super::link::Linked;
use super::tagger::Words;
use super::{Attribution, Form};
use crate::span::Span;
use crate::text::quote::is_double_mark;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Labels {
    not_speakers: HashSet<String>,
    #[cfg(test)]
    example: Vec<tests::Example>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/turns.toml"))
        .expect("turns.toml is checked by the tests")
});

/// Words a label can have.
const LABEL_WORDS: usize = 5;
/// Paragraphs that a turn may run on over, up to the next label.
const RUN_ON: usize = 6;

/// Who speaks in a paragraph of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The name of the speaker; bytes of the paragraph that begins the turn.
    pub label: Span,
    /// The colon.
    pub mark: Span,
    /// Index of that paragraph; a later paragraph only goes on with the turn.
    pub begins: usize,
}

/// The turns of a transcript in `paragraphs`, one entry a paragraph.
///
/// Labels make a transcript if at least two speakers take at least two turns
/// each, near one another. One "Photo:" or "Poll:" does not.
pub fn turns(paragraphs: &[&str]) -> Vec<Option<Turn>> {
    let labels: Vec<Option<(Span, Span)>> = paragraphs.iter().map(|p| label(p)).collect();
    let name = |i: usize| labels[i].map(|(name, _)| speaker_key(name.of(paragraphs[i])));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for key in (0..labels.len()).filter_map(name) {
        *counts.entry(key).or_default() += 1;
    }
    counts.retain(|_, count| *count >= 2);
    let mut out = vec![None; paragraphs.len()];
    if counts.len() < 2 {
        return out;
    }
    let taken: Vec<usize> = (0..labels.len())
        .filter(|i| name(*i).is_some_and(|key| counts.contains_key(&key)))
        .collect();
    for (n, begins) in taken.iter().enumerate() {
        let near = |other: Option<&usize>| other.is_some_and(|o| o.abs_diff(*begins) <= RUN_ON);
        let next = taken.get(n + 1);
        let before = n.checked_sub(1).map(|n| &taken[n]);
        let Some((label, mark)) = labels[*begins].filter(|_| near(next) || near(before)) else {
            continue;
        };
        let turn = Turn {
            label,
            mark,
            begins: *begins,
        };
        // What stands between two turns belongs to the first; after the last one the article goes on.
        let end = next.filter(|_| near(next)).copied().unwrap_or(begins + 1);
        out[*begins..end].fill(Some(turn));
    }
    out
}

/// The speaker's label and its colon, if `paragraph` begins with one; a transcript
/// that is quoted whole opens every paragraph with a mark.
fn label(paragraph: &str) -> Option<(Span, Span)> {
    let start = paragraph.find(|c: char| !is_double_mark(c) && !c.is_whitespace())?;
    let colon = paragraph
        .char_indices()
        .take(80)
        .find(|(_, c)| *c == ':')?
        .0;
    let rest = &paragraph[colon + 1..];
    // A row of figures ("Roe: 547.") is not spoken.
    let words = rest.contains(char::is_alphabetic);
    if colon <= start || !rest.starts_with(char::is_whitespace) || !words {
        return None;
    }
    // "ROE (laughing):"
    let head = &paragraph[start..colon];
    let name = head.split('(').next().unwrap_or(head).trim_end();
    let words: Vec<&str> = name.split_whitespace().collect();
    let named = |word: &&str| {
        let first = word.chars().next().unwrap_or(' ');
        first.is_uppercase() || ["of", "de", "van", "von", "al", "bin", "the"].contains(word)
    };
    let plausible = (1..=LABEL_WORDS).contains(&words.len())
        && words.iter().all(named)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || " .'’-,".contains(c));
    (plausible && !LABELS.not_speakers.contains(&speaker_key(name))).then(|| {
        (
            Span::new(start, start + name.len()),
            Span::new(colon, colon + 1),
        )
    })
}

fn speaker_key(name: &str) -> String {
    name.to_lowercase()
}

/// Puts what the layout says in the place of what was read in `words`; `turn`
/// is that of the paragraph with index `at`.
pub fn apply(words: &Words<'_>, linked: Linked, turn: Option<&Turn>, at: usize) -> Linked {
    if let Some(turn) = turn.filter(|turn| turn.begins == at) {
        let content = Span::new(turn.mark.end, words.text.len()).trim(words.text);
        return only(Attribution {
            source: vec![turn.label],
            cue: vec![turn.mark],
            content: vec![content],
            form: Form::Direct,
            score: LAYOUT_SCORE,
        });
    }
    match signed(words) {
        Some(attribution) => only(attribution),
        None => linked,
    }
}

/// How sure an attribution by layout is. On the 924 articles of PolNeAR's train
/// and dev splits 111 were found. The annotators have 70; of the other 41, forty
/// are turns of one interview that they left alone, and one is no speech.
const LAYOUT_SCORE: f32 = 0.95;

fn only(attribution: Attribution) -> Linked {
    Linked {
        attributions: vec![attribution],
        ..Linked::default()
    }
}

/// “…” — Anna Roe, harbour master: a quotation from the paragraph's beginning, a dash, a name.
fn signed(words: &Words<'_>) -> Option<Attribution> {
    let text = words.text;
    let begins = text.char_indices().find(|(_, c)| !c.is_whitespace())?;
    if !is_double_mark(begins.1) {
        return None;
    }
    let (close, mark) = text
        .char_indices()
        .rev()
        .find(|(_, c)| is_double_mark(*c))?;
    let content = Span::new(begins.0, close + mark.len_utf8());
    let after = Span::new(content.end, text.len()).trim(text);
    let dash_end = after
        .of(text)
        .find(|c: char| !"-–—―‒".contains(c))
        .map(|n| after.start + n)?;
    let dash = Span::new(after.start, dash_end);
    let name = Span::new(dash.end, after.end).trim(text);
    let name = Span::new(
        name.start,
        name.start + name.of(text).trim_end_matches('.').len(),
    );
    let long_enough = content.start + 3 * mark.len_utf8() < close;
    (!dash.is_empty() && long_enough && is_signature(name.of(text))).then(|| Attribution {
        source: vec![name],
        cue: vec![dash],
        content: vec![content],
        form: Form::Direct,
        score: LAYOUT_SCORE,
    })
}

/// Whether what stands after a dash is a name, perhaps with a description, and no sentence.
fn is_signature(text: &str) -> bool {
    let name = text.split(',').next().unwrap_or(text).trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let small = [
        "of", "de", "la", "van", "von", "der", "den", "al", "bin", "and", "the", "y", "da", "dos",
    ];
    (1..=6).contains(&words.len())
        && text.chars().count() <= 100
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) || small.contains(word))
        && words[0].starts_with(char::is_uppercase)
        && !text.contains(['?', '!', ';', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    pub struct Example {
        paragraphs: Vec<String>,
        turns: usize,
    }

    #[test]
    fn examples_of_the_label_list_hold() {
        for example in &LABELS.example {
            let paragraphs: Vec<&str> = example.paragraphs.iter().map(String::as_str).collect();
            let found = turns(&paragraphs).into_iter().flatten().count();
            assert_eq!(found, example.turns, "{paragraphs:?}");
        }
    }

    #[test]
    fn a_turn_runs_on_to_the_next_label() {
        let paragraphs = [
            "The hearing began at ten.",
            "ROE: When was it written?",
            "VANE: In March.",
            "It was sent in April.",
            "ROE: By whom?",
            "VANE: By the office.",
            "The hearing goes on tomorrow.",
        ];
        let found = turns(&paragraphs);
        let begins: Vec<Option<usize>> =
            found.iter().map(|t| t.as_ref().map(|t| t.begins)).collect();
        assert_eq!(
            begins,
            [None, Some(1), Some(2), Some(2), Some(4), Some(5), None]
        );
        let words = Words::new(paragraphs[2]);
        let linked = apply(&words, Linked::default(), found[2].as_ref(), 2);
        let turn = &linked.attributions[0];
        assert_eq!(turn.source[0].of(paragraphs[2]), "VANE");
        assert_eq!(turn.content[0].of(paragraphs[2]), "In March.");
    }

    #[test]
    fn a_signed_quotation() {
        for (text, name) in [
            ("“The lamps were out.” ― Anna Roe", Some("Anna Roe")),
            (
                "”We saw nothing,” — Ivo van Marr, harbour pilot.",
                Some("Ivo van Marr, harbour pilot"),
            ),
            ("\"Nobody asked us.\" -- Rosa Feld", Some("Rosa Feld")),
            ("“Nobody asked us” — which was true of most of them", None),
            ("“Nobody,” she said. “Nobody at all.” — Anna said so", None),
            ("The lamps were out — Anna Roe", None),
        ] {
            let found = signed(&Words::new(text));
            assert_eq!(found.map(|a| a.source[0].of(text)), name, "{text}");
        }
    }
}
