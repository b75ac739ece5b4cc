//! Units beside a number.

use crate::span::Span;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct UnitData {
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize)]
struct UnitEntry {
    name: String,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    forms: Vec<String>,
    /// The unit of its dimension that it is measured in.
    of: Option<String>,
    /// How many of those it is.
    factor: Option<f64>,
}

struct Units {
    /// Signs before a number, longest first.
    before: Vec<(String, String)>,
    /// Words behind it, in lower case.
    forms: HashMap<String, String>,
    /// Words that the longest form has.
    longest: usize,
    /// The unit of its dimension in which each is measured, and how many of it one is.
    base: HashMap<String, (String, f64)>,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let data: UnitData = toml::from_str(include_str!("../../../data/units.toml"))
        .expect("units.toml is checked by the tests");
    let mut units = Units {
        before: Vec::new(),
        forms: HashMap::new(),
        longest: 1,
        base: HashMap::new(),
    };
    for entry in data.unit {
        if let (Some(of), Some(factor)) = (entry.of, entry.factor) {
            units.base.insert(entry.name.clone(), (of, factor));
        }
        for sign in entry.before {
            units.before.push((sign, entry.name.clone()));
        }
        for form in entry.forms {
            units.longest = units.longest.max(form.split(' ').count());
            units.forms.insert(form.to_lowercase(), entry.name.clone());
        }
    }
    units
        .before
        .sort_by_key(|(sign, _)| std::cmp::Reverse(sign.len()));
    units
});

/// The unit in which quantities of the dimension of `unit` are compared, and how many of it one
/// `unit` is: metre and 1609.344 for a mile. A unit that is compared with none is its own.
pub fn base(unit: &str) -> (&str, f64) {
    let base = UNITS.base.get(unit);
    base.map_or((unit, 1.0), |(of, factor)| (of.as_str(), *factor))
}

/// The unit of a number, if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Its name in units.toml.
    pub name: Option<&'static str>,
    /// The number with its unit.
    pub span: Span,
    /// Whether the unit hangs at the number by a hyphen ("30-year").
    pub hyphen: bool,
}

impl Unit {
    /// Reads what stands before and behind the number at `number`.
    pub fn around(text: &str, number: Span) -> Self {
        let none = Unit {
            name: None,
            span: number,
            hyphen: false,
        };
        Self::before(text, number)
            .or_else(|| Self::behind(text, number))
            .unwrap_or(none)
    }

    fn before(text: &str, number: Span) -> Option<Self> {
        let before = text[..number.start].trim_end_matches([' ', '\u{a0}']);
        let (sign, name) = UNITS.before.iter().find(|(sign, _)| {
            let rest = before.strip_suffix(sign.as_str());
            let word = sign.starts_with(char::is_alphabetic);
            rest.is_some_and(|rest| !(word && rest.ends_with(char::is_alphanumeric)))
        })?;
        let mut end = number.end;
        // "$2m" has its scale as a letter; "$2-million" is read with the number.
        if let Some(rest) = text[end..].strip_prefix(['m', 'M', 'k', 'K'])
            && !rest.starts_with(char::is_alphanumeric)
        {
            end += 1;
        }
        Some(Unit {
            name: Some(name),
            span: Span::new(before.len() - sign.len(), end),
            hyphen: text[end..].starts_with('-'),
        })
    }

    fn behind(text: &str, number: Span) -> Option<Self> {
        let rest = &text[number.end..];
        let hyphen = rest.starts_with('-');
        let start = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-']).len();
        if start > 2 || rest[..start].matches(' ').count() > 1 {
            return None;
        }
        let words = &rest[start..];
        (1..=UNITS.longest).rev().find_map(|count| {
            let form = first_words(words, count)?;
            let name = UNITS.forms.get(&form.to_lowercase())?;
            // A letter alone is a unit only at its digits ("5 m" yes, "five g" no), and written small.
            let letters = form.chars().all(char::is_alphabetic) && form.len() <= 2;
            let digits = text[..number.end].ends_with(|c: char| c.is_ascii_digit());
            if letters && !digits {
                return None;
            }
            let end = number.end + start + form.len();
            Some(Unit {
                name: Some(name),
                span: Span::new(number.start, end),
                hyphen: hyphen || text[end..].starts_with('-'),
            })
        })
    }
}

/// The first `count` words of `text`, which end where a word ends.
fn first_words(text: &str, count: usize) -> Option<&str> {
    let mut end = 0;
    for nth in 0..count {
        let rest = &text[end..];
        let skip = if nth == 0 {
            0
        } else {
            rest.len() - rest.trim_start_matches([' ', '-']).len()
        };
        let word = rest[skip..]
            .char_indices()
            .find(|(_, c)| !(c.is_alphanumeric() || "%°.'/".contains(*c)))
            .map_or(rest.len() - skip, |(at, _)| at);
        let word = rest[skip..skip + word].trim_end_matches('.');
        if word.is_empty() || (nth > 0 && skip == 0) {
            return None;
        }
        // "%" ends where it ends, whatever follows.
        let word = if word.starts_with('%') { "%" } else { word };
        end += skip + word.len();
    }
    Some(&text[..end])
}

/// The factor of a letter behind a currency's number ("$2m").
pub(super) fn letter_scale(text: &str, unit: &Unit, number: Span) -> f64 {
    match text.get(number.end..unit.span.end) {
        Some("m" | "M") => 1e6,
        Some("k" | "K") => 1e3,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_means_two_units() {
        let data: UnitData = toml::from_str(include_str!("../../../data/units.toml")).unwrap();
        let mut seen = HashMap::new();
        for unit in &data.unit {
            for form in unit.forms.iter().chain(&unit.before) {
                let other = seen.insert(form.to_lowercase(), &unit.name);
                assert_eq!(other, None, "{form} stands twice");
            }
        }
    }
}
