//! What stays when a text is cut, dressed anew or translated: names, numbers, credit lines.

use super::Reading;
use crate::document::{BlockKind, Document};
use crate::record::words::{is_small, number};
use crate::statement::fold;
use crate::text::{TokenKind, tokens};
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Numbers and capitalised words of the running text, in order.
///
/// A word that opens a sentence counts only where the text has it capitalised
/// elsewhere too.
pub(super) fn anchors(reading: &Reading<'_>) -> Vec<u32> {
    let mut found: Vec<(String, bool)> = Vec::new();
    for (sentence, _) in &reading.sentences {
        let part = sentence.of(reading.text);
        let mut opens = true;
        for token in tokens(part) {
            let word = token.span.of(part);
            let is_word = matches!(token.kind, TokenKind::Word | TokenKind::Number);
            let name = word.starts_with(char::is_uppercase);
            let digits = word.starts_with(|c: char| c.is_ascii_digit());
            if is_word && (name || digits) {
                let folded = fold(word.trim_end_matches("’s").trim_end_matches("'s"));
                if !is_small(&folded) {
                    found.push((folded.replace([',', '.'], ""), opens && name));
                }
            }
            // A quotation opens a sentence of its own.
            opens = if is_word {
                false
            } else {
                opens || "“\"‘".contains(word)
            };
        }
    }
    let within: std::collections::HashSet<String> = found
        .iter()
        .filter(|(_, opens)| !opens)
        .map(|(word, _)| word.clone())
        .collect();
    found
        .into_iter()
        .filter(|(word, opens)| !opens || within.contains(word))
        .map(|(word, _)| number(&word))
        .collect()
}

#[derive(Deserialize)]
struct Agencies {
    agency: Vec<Agency>,
}

#[derive(Deserialize)]
struct Agency {
    name: String,
    marks: Vec<String>,
}

static AGENCIES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let data: Agencies = toml::from_str(include_str!("../../../data/agencies.toml"))
        .expect("agencies.toml is checked by the tests");
    let marks = data.agency.into_iter().flat_map(|agency| {
        let name = agency.name;
        agency
            .marks
            .into_iter()
            .map(move |mark| (mark, name.clone()))
    });
    marks.collect()
});

fn agency(mark: &str) -> Option<String> {
    AGENCIES.get(mark.trim()).cloned()
}

/// "HARBOUR CITY, March 3 (AFP) – ", "(Reuters) - ", "GENEVA (AP) —".
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^.!?“”\x22]{0,70}?[\(\[]([\p{L}][\p{L} \-]{1,30})[\)\]]")
        .expect("a valid pattern")
});

/// "… denies. — Reuters", "… denies. (AFP)", "… (with inputs from PTI)".
static AT_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[—–-]\s*|[\(\[](?:[Ww]ith [^)\]]{0,30}(?:from|by) )?)([\p{L}][\p{L} \-/]{1,30}?)[\)\]]?\.?\s*$")
        .expect("a valid pattern")
});

/// The agency a document's text is credited to: in its dateline, at its end,
/// in its byline or on a line of its own. Credits of pictures do not count.
pub fn agency_of(document: &Document) -> Option<String> {
    let text = &document.text;
    let by = document
        .metadata
        .byline
        .iter()
        .chain(&document.metadata.publisher);
    let named = by
        .flat_map(|words| words.split([',', '/', ';', '|']))
        .find_map(|part| {
            agency(
                part.trim()
                    .trim_start_matches("By ")
                    .trim_start_matches("by "),
            )
        });
    let picture = |kind| matches!(kind, BlockKind::Caption | BlockKind::Title);
    let lines = || {
        document
            .blocks
            .iter()
            .filter(|b| !picture(b.kind))
            .map(|b| b.span.of(text).trim())
    };
    named
        .or_else(|| {
            let mut first = document.body().into_iter().take(2);
            first.find_map(|p| agency(IN_FRONT.captures(p.of(text))?.get(1)?.as_str()))
        })
        .or_else(|| {
            lines().find_map(|line| agency(line.trim_matches(|c: char| "()[]—–- .".contains(c))))
        })
        .or_else(|| {
            let ends = |line: &str| {
                let found = AT_END.captures(line)?;
                found[1].split('/').find_map(agency)
            };
            lines().filter_map(ends).next_back()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_read_where_wires_carry_them() {
        let front = |line: &str| agency(IN_FRONT.captures(line)?.get(1)?.as_str());
        assert_eq!(
            front("VELDA, March 3 (AFP) – Crews were").as_deref(),
            Some("Agence France-Presse")
        );
        assert_eq!(
            front("Crews were kept aboard (see map) for").as_deref(),
            None
        );
        let end = |line: &str| agency(&AT_END.captures(line)?[1]);
        assert_eq!(
            end("which the agency denies. — Reuters").as_deref(),
            Some("Reuters")
        );
        assert_eq!(
            end("which the agency denies. (AP)").as_deref(),
            Some("Associated Press")
        );
        assert_eq!(end("which the agency denies.").as_deref(), None);
    }
}
