//! Photo credits: the agency's name at the edge of a caption.

use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

/// Longest caption, in characters, that a credit at its edge gives away.
const CAPTION_CHARS: usize = 420;

/// How a line bears a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    /// It can only be a caption.
    Caption,
    /// A whole sentence with an agency's name after it: a caption, or the last
    /// paragraph of a story with the name of the wire that sent it.
    AfterSentence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agencies {
    credit: Vec<String>,
    shared: Vec<String>,
}

struct Patterns {
    /// A name that needs nothing around it, at the end of an open line.
    open_end: Regex,
    /// Any name after a stroke or in brackets, or after a label.
    marked_end: Regex,
    /// Any name after the end of a sentence.
    after_sentence: Regex,
    /// A name before the caption's first word.
    start: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let agencies: Agencies = toml::from_str(include_str!("../../data/agencies.toml"))
        .expect("agencies.toml is well formed");
    Patterns::compile(&agencies).expect("agency names make valid patterns")
});

impl Patterns {
    fn compile(agencies: &Agencies) -> Result<Self, regex::Error> {
        let credit = alternatives(agencies.credit.iter());
        let any = alternatives(agencies.credit.iter().chain(&agencies.shared));
        let list = format!(r"(?:{any})(?: ?(?:/|via|•|,|and|\|) ?(?:{any}))*");
        Ok(Patterns {
            open_end: Regex::new(&format!(
                r"(?P<before>\S+) (?:{credit})(?: ?(?:/|via|•|\|) ?(?:{any}))*$"
            ))?,
            marked_end: Regex::new(&format!(
                r"(?x) (?: [\p{{L}}\d)]\ ?/\ ?{list} | [(\[] (?:[^()\[\]]{{0,70}}[\ /,:])?{list} [)\]]
                   | [(\[] [^()\[\]]{{2,50}}\ ?/\ ?[^()\[\]]{{2,40}} [)\]]
                   | (?i:photo|image|picture|via|courtesy|credit|source)s?\W{{0,3}}(?:by\ |of\ )?{list} ) \.?$"
                    .replace("{list}", &list.replace(' ', r"\ ")).as_str()
            ))?,
            after_sentence: Regex::new(&format!(
                r#"[.!?]['"]?\s+(?:[\[(]\s?)?(?:[\p{{Lu}}][\p{{L}}.'-]+ ){{0,3}}(?:[\p{{L}}.' -]{{2,40}} ?/ ?)?{list}\s?[\])]?\.?$"#
            ))?,
            start: Regex::new(&format!(
                r"^(?:(?:{credit})(?: ?[/•|] ?(?:{any}))*)(?: [-–—] (?:Contributor|Stringer|Handout|File))?(?: or licensors)?:? \p{{Lu}}"
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
