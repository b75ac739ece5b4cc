//! Sentences of a paragraph.

use crate::span::Span;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The abbreviations and what their full stop means, with the examples that test them.
const DATA: &str = include_str!("../../data/abbreviations.toml");

#[derive(Deserialize)]
struct Data {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    ends: Ends,
    words: Vec<String>,
    #[cfg(test)]
    one: Vec<String>,
    #[cfg(test)]
    two: Vec<String>,
}

/// Whether the full stop of an abbreviation can end a sentence.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Ends {
    Never,
    BeforeStarter,
}

static ABBREVIATIONS: LazyLock<HashMap<String, Ends>> = LazyLock::new(|| {
    let data: Data = toml::from_str(DATA).expect("data/abbreviations.toml is checked by the tests");
    data.group
        .into_iter()
        .flat_map(|group| group.words.into_iter().map(move |word| (word, group.ends)))
        .collect()
});

/// Words that rarely stand capitalised except at the start of a sentence.
const STARTERS: &[&str] = &[
    "A", "About", "After", "All", "Although", "An", "And", "As", "At", "Before", "But", "By",
    "During", "For", "From", "He", "Her", "His", "However", "I", "If", "In", "Instead", "It",
    "Its", "Later", "Many", "Most", "No", "Not", "On", "One", "Others", "Our", "She", "Since",
    "So", "Some", "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "To",
    "Under", "We", "What", "When", "While", "With", "You",
];

/// The sentences of `paragraph`, trimmed of white space; together they cover
/// everything in it but white space.
pub fn sentences(paragraph: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in paragraph.char_indices() {
        if at < start || !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        let after_stop = at + c.len_utf8();
        if let Some(end) = sentence_end(paragraph, start, at, after_stop) {
            out.push(Span::new(start, end).trim(paragraph));
            start = end;
        }
    }
    out.push(Span::new(start, paragraph.len()).trim(paragraph));
    out.retain(|span| !span.is_empty());
    out
}

/// If the sentence that began at `start` ends with the stop at `stop`, where it ends.
fn sentence_end(text: &str, start: usize, stop: usize, after_stop: usize) -> Option<usize> {
    if text[after_stop..].starts_with(['.', '!', '?', '…']) {
        return None; // the last of a run of stops decides
    }
    let end = after_closers(text, after_stop);
    let rest = &text[end..];
    let wide = matches!(text[stop..].chars().next(), Some('。' | '！' | '？'));
    if !rest.starts_with(char::is_whitespace) && !rest.is_empty() && !wide {
        return None;
    }
    let next = rest.trim_start();
    let full_stop = text[stop..].starts_with('.');
    if next.is_empty() || wide {
        return Some(end);
    }
    let opener = next.trim_start_matches(|c: char| "“\"‘'«„([".contains(c) || c == '—');
    let next_word: &str = opener
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    // A sentence does not begin in lower case: "'No!' she said", "…and so on".
    if next_word.starts_with(char::is_lowercase) {
        return None;
    }
    if full_stop && end == after_stop && !ends_after_word(text, start, stop, next_word) {
        return None;
    }
    Some(end)
}

/// Past closing quotation marks, brackets and footnote signs that belong to the sentence.
fn after_closers(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let closers = rest
        .find(|c: char| !"”\"’'»)]*†".contains(c))
        .unwrap_or(rest.len());
    from + closers
}

/// Whether a full stop at `stop` ends a sentence, by the word before it.
fn ends_after_word(text: &str, start: usize, stop: usize, next_word: &str) -> bool {
    let before = &text[start..stop];
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || "(“\"‘—–-/[".contains(c))
        .map_or(0, |i| {
            i + before[i..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &before[word_start..];
    let starter = STARTERS.contains(&next_word);
    let letters_only = word.split('.').all(|part| part.chars().count() == 1);
    match ABBREVIATIONS.get(word) {
        Some(Ends::Never) => false,
        Some(Ends::BeforeStarter) => starter,
        // "U.S.", "J." and the like: an initial or an abbreviation.
        None if letters_only && word.starts_with(char::is_uppercase) => {
            word.contains('.') && starter
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn the_data_holds_to_its_examples() {
        let data: Data = toml::from_str(DATA).unwrap();
        for group in data.group {
            assert!(!group.one.is_empty() && !group.two.is_empty());
            for text in &group.one {
                assert_eq!(split(text).len(), 1, "{text}: {:?}", split(text));
            }
            for text in &group.two {
                assert_eq!(split(text).len(), 2, "{text}: {:?}", split(text));
            }
        }
    }

    #[test]
    fn quotations_end_sentences_with_their_mark() {
        assert_eq!(
            split("“It is over.” She left. “Why?” he asked."),
            ["“It is over.”", "She left.", "“Why?” he asked."]
        );
    }

    #[test]
    fn dots_and_initials_do_not() {
        assert_eq!(
            split("The U.S. envoy J. R. Lund said ... nothing.").len(),
            1
        );
        assert_eq!(split("They will not work...You know it.").len(), 1);
        assert_eq!(split("Talks in the U.S. The envoy left.").len(), 2);
        assert_eq!(split("It rose 2.5 percent to $1.2 billion.").len(), 1);
    }

    #[test]
    fn nothing_but_white_space_is_lost() {
        let text = " One! Two?! 三。四。 (Five.) ";
        let joined: String = split(text).concat();
        assert_eq!(
            joined.replace(char::is_whitespace, ""),
            text.replace(char::is_whitespace, "")
        );
    }
}
