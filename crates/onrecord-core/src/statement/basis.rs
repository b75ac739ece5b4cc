//! What a claim rests on, where the text says so.

use crate::span::Span;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct BasisData {
    markers: Vec<String>,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

const DATA: &str = include_str!("../../data/basis.toml");

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    let data: BasisData = toml::from_str(DATA).expect("basis.toml is checked by the tests");
    let words: Vec<String> = data.markers.iter().map(|m| regex::escape(m)).collect();
    Regex::new(&format!(r"(?i)\b(?:{})\s+", words.join("|"))).expect("a valid pattern")
});

/// Where the phrase behind a marker ends.
static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[,;:.!?()“”\x22—–]|\s(?:that|which|who|when|but|because|and (?:he|she|it|they|we|I))\s|\s(?:said|says|told|added|found|concluded|was|were|is|are|has|have|had)\s").expect("a valid pattern")
});

/// The bases told in `sentence`, a part of `text`.
pub(super) fn basis(text: &str, sentence: Span) -> Vec<Span> {
    let words = sentence.of(text);
    let behind = |marker: regex::Match<'_>| {
        let rest = &words[marker.end()..];
        let length = END.find(rest).map_or(rest.len(), |end| end.start());
        let start = sentence.start + marker.end();
        Span::new(start, start + length).trim(text)
    };
    MARKER
        .find_iter(words)
        .map(behind)
        .filter(|span| !span.of(text).is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples() {
        let data: BasisData = toml::from_str(DATA).unwrap();
        let read = |text: &str| -> Vec<String> {
            let found = basis(text, Span::new(0, text.len()));
            found.iter().map(|s| s.of(text).to_owned()).collect()
        };
        for example in &data.r#match {
            let (sentence, expected) = example.split_once(" | ").unwrap();
            assert_eq!(read(sentence), [expected], "{sentence}");
        }
        for sentence in &data.no_match {
            assert_eq!(read(sentence), Vec::<String>::new());
        }
    }
}
