//! Photo credits: the agency's name at the edge of a caption.

use super::shape::{ends_sentence, is_unpunctuated};
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

/// Longest caption, in bytes, that a credit at its edge gives away.
const CAPTION_BYTES: usize = 700;
/// Longest line, in bytes, that a credit before its first word makes a caption.
const LED_CAPTION_BYTES: usize = 260;

/// How a line bears a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    /// It can only be a caption.
    Caption,
    /// A whole sentence with an agency's name after it: a caption, or the last
    /// paragraph of a story with the name of the wire that sent it.
    AfterSentence,
}

/// What credit the [folded](super::shape::fold) line bears, if any.
///
/// A dash before the name (`… denies. — Reuters`) is how a wire signs a story, not a photo.
pub(super) fn credit(line: &str) -> Option<Credit> {
    if line.len() > CAPTION_BYTES {
        return None;
    }
    let patterns = &*PATTERNS;
    if patterns.alone.is_match(line)
        || patterns.labelled.is_match(line)
        || patterns.slash.is_match(line)
    {
        return Some(Credit::Caption);
    }
    if let Some(found) = patterns.bracket.find(line) {
        let is_sentence = ends_sentence(&line[..found.start()]);
        return Some(if is_sentence {
            Credit::AfterSentence
        } else {
            Credit::Caption
        });
    }
    if patterns.after_sentence.is_match(line) {
        return Some(Credit::AfterSentence);
    }
    if !is_unpunctuated(line) {
        return None;
    }
    let closes = patterns
        .open_end
        .captures(line)
        .is_some_and(|found| ends_a_caption(&found[1]));
    let opens = line.len() <= LED_CAPTION_BYTES && patterns.start.is_match(line);
    (closes || opens).then_some(Credit::Caption)
}

/// Whether an agency after the word `before` is a credit: not after a dash, a wire's way of
/// signing a story, nor where the sentence needs the name.
fn ends_a_caption(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || ",.;)'\"".contains(c))
        && !LEADS_ON.contains(&before.to_lowercase().as_str())
}

/// Words after which an agency is spoken of: `Minister tells Reuters`.
const LEADS_ON: [&str; 24] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "joins", "leaves", "of", "on",
    "or", "says", "sues", "tell", "tells", "the", "to", "told", "with", "via",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agencies {
    credit: Vec<String>,
    shared: Vec<String>,
}

struct Patterns {
    /// Nothing but agencies.
    alone: Regex,
    /// `Source: JANE EXAMPLE/AP` at the end.
    labelled: Regex,
    /// `Jane Example/AP` at the end.
    slash: Regex,
    /// `(Jane Example/AP)` at the end.
    bracket: Regex,
    /// `… the ministry said. AP`
    after_sentence: Regex,
    /// A name at the end of a line without a full stop.
    open_end: Regex,
    /// A name before the caption's first word.
    start: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    // The file is part of the program and the unit tests read it.
    let agencies: Agencies = toml::from_str(include_str!("../../data/agencies.toml"))
        .expect("agencies.toml is well formed");
    Patterns::compile(&agencies).expect("agency names make valid patterns")
});

impl Patterns {
    fn compile(agencies: &Agencies) -> Result<Self, regex::Error> {
        let sure = alternatives(agencies.credit.iter());
        let any = alternatives(agencies.credit.iter().chain(&agencies.shared));
        let more = format!(r"(?: ?(?:/|•|\|| via ) ?(?:{any}))*");
        let name = r"\p{Lu}[\p{L}.'’-]+";
        Ok(Patterns {
            alone: Regex::new(&format!(r"^[(\[—–-]*\s?(?:{sure}){more}\s?[)\]]?\.?$"))?,
            labelled: Regex::new(
                r"(?:^|[.!?'\x22)] )(?i:photos?|pictures?|images?|source|credit|courtesy)(?: ?(?i:credit|courtesy|by|source))?: ?[^.!?:]{2,60}\.?$|\[(?i:photo|image|picture)s?\b[^\[\]]{0,60}\]$|\((?i:photo|image|picture)?\s?(?i:credits?|courtesy(?: of)?|source):? [^()]{2,60}\)\.?$",
            )?,
            slash: Regex::new(&format!(r"[\p{{L}}\d)] ?/ ?(?:{any}){more}\.?$"))?,
            bracket: Regex::new(&format!(
                r"(?:\((?:[^()]{{0,70}}[ /,:])?(?:{sure}){more}\)|\({name} [^()]{{2,50}} ?/ ?{name}[^()]{{0,40}}\))\.?$"
            ))?,
            after_sentence: Regex::new(&format!(
                r#"[.!?…]['"]? (?:{name} {name}(?: {name})? ?/? ?)?(?:{sure}){more}\.?$"#
            ))?,
            open_end: Regex::new(&format!(r"(\S+) (?:{sure}){more}$"))?,
            start: Regex::new(&format!(
                r"^(?:{sure}){more}(?: [-–—] (?:Contributor|Stringer|Handout|File))?(?: or licensors)? \p{{Lu}}"
            ))?,
        })
    }
}

/// The names as one alternative, longest first, each as written and in capitals.
fn alternatives<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let mut forms: Vec<String> = names
        .flat_map(|name| [name.clone(), name.to_uppercase()])
        .map(|name| regex::escape(&name))
        .collect();
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    forms.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_at_the_end_of_an_open_line_makes_a_caption() {
        for line in [
            "A guard near the mosque in 2017. SOURCE: JANE EXAMPLE/AP",
            "Rescue workers at the dam Getty Images",
            "Rescue workers at the dam AFP/Getty",
            "Rescue workers at the dam Jane Example/REX",
            "Rescue workers at the dam (Reuters)",
            "(Jane Example Sample / The Daily)",
            "Rescue workers reach the dam. [Photo/Agencies]",
            "The ministry said it was closed. Jane Example / Reuters",
            "The dam from the air. (credit: Space Agency/J. Example)",
            "GETTY The dam was built in 1961",
            "EPA-EFE The dam was built in 1961",
            "Getty - Contributor The dam was built in 1961",
        ] {
            assert_eq!(credit(line), Some(Credit::Caption), "{line}");
        }
    }

    #[test]
    fn a_credit_after_a_sentence_is_told_apart() {
        for line in [
            "The ministry in Bern said it was closed. AP",
            "The ministry in Bern said 'it is closed'. AFP",
            "The ministry said it was closed. (Reuters)",
        ] {
            assert_eq!(credit(line), Some(Credit::AfterSentence), "{line}");
        }
    }

    #[test]
    fn an_agency_that_is_spoken_of_is_no_credit() {
        for line in [
            "The ministry denies it. — Reuters",
            "The minister told Reuters.",
            "Minister resigns, tells Reuters",
            "He gave his word to the AP",
            "AP reported that the dam had failed.",
            "LONDON (Reuters) - The dam failed on Monday.",
            "The mayor was Michael Bloomberg",
            "Most voters agreed. [AP]",
        ] {
            assert_eq!(credit(line), None, "{line}");
        }
    }

    #[test]
    fn names_are_not_found_inside_words() {
        assert_eq!(credit("Police set a TRAP"), None);
        assert_eq!(credit("The road map"), None);
    }
}
