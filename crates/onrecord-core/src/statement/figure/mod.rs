//! Figures: quantities with their unit, comparator and what they measure.
//!
//! Every number of a text is looked at; what dates, names, numbers or times
//! something is no quantity. What is measured is the head of the noun phrase
//! that the number stands in ("43 countries", "a $2 million fine").

mod measure;
mod unit;

use crate::span::Span;
use crate::text::{Number, numbers};
use measure::Measured;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use unit::Unit;

pub(crate) use unit::base as base_unit;

/// How a value bounds the quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// "48 pages".
    Equal,
    /// "at least".
    AtLeast,
    /// "up to".
    AtMost,
    /// "more than".
    More,
    /// "fewer than".
    Less,
    /// "some", "about", "nearly".
    About,
}

impl Comparator {
    /// Every one.
    pub const ALL: [Comparator; 6] = [
        Comparator::Equal,
        Comparator::AtLeast,
        Comparator::AtMost,
        Comparator::More,
        Comparator::Less,
        Comparator::About,
    ];

    /// The sign used in the case file and the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparator::Equal => "=",
            Comparator::AtLeast => ">=",
            Comparator::AtMost => "<=",
            Comparator::More => ">",
            Comparator::Less => "<",
            Comparator::About => "~",
        }
    }

    /// The comparator with this sign.
    pub fn from_sign(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == sign)
    }
}

/// A quantity of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Comparator, number, unit and counted noun.
    pub span: Span,
    /// The number, scale included.
    pub value: f64,
    /// A unit of measurement in the singular, an ISO 4217 code, `percent` or `times`; `None` for a bare count.
    pub unit: Option<String>,
    /// How the value bounds the quantity.
    pub comparator: Comparator,
    /// What is counted or measured, in the singular, if it stands beside the number.
    pub measure: Option<String>,
}

/// The figures of `text`, a paragraph; `dates` are where its dating expressions stand.
pub fn figures(text: &str, dates: &[Span]) -> Vec<Figure> {
    let all = numbers(text);
    let dated = |n: &Number| dates.iter().any(|d| d.overlaps(n.span));
    let mut out = Vec::new();
    let mut skip = false;
    for (at, number) in all.iter().enumerate() {
        if std::mem::take(&mut skip) || dated(number) {
            continue;
        }
        let next = all.get(at + 1).filter(|n| !dated(n));
        if let Some(high) = next.filter(|high| is_range(text, number, high)) {
            out.extend(range(text, number, high));
            skip = true;
            continue;
        }
        out.extend(figure(text, number));
    }
    out
}

fn figure(text: &str, number: &Number) -> Option<Figure> {
    let unit = Unit::around(text, number.span);
    let measured = measure::of(text, number, &unit);
    if is_no_quantity(text, number, &unit, measured.as_ref()) {
        return None;
    }
    let mut span = unit.span;
    if let Some(measured) = &measured {
        span = span.cover(measured.span);
    }
    let (comparator, span) = compared(text, unit.span, span);
    Some(Figure {
        span,
        value: number.value * unit::letter_scale(text, &unit, number.span),
        unit: unit.name.map(str::to_owned),
        comparator,
        measure: measured.map(|m| m.noun),
    })
}

/// "5 to 10 people", "between 5 and 10 people", "5-10 people" are two bounds of one quantity.
fn is_range(text: &str, low: &Number, high: &Number) -> bool {
    let between = &text[low.span.end..high.span.start];
    let before = text[..low.span.start].trim_end();
    let ends = |word: &str| before.to_lowercase().ends_with(word);
    // The unit may stand at both ("$5 to $10", "5% to 10%").
    let bare = between.trim_matches(|c: char| c.is_whitespace() || "$£€%".contains(c));
    let joined = match bare {
        "to" => !ends("from"),
        "or" => low.value + 1.0 == high.value || low.value * 2.0 >= high.value,
        "and" => ends("between"),
        "-" | "–" | "—" => low.value < high.value && !between.contains(' '),
        _ => false,
    };
    // A score ("5-3") or a name ("747-400") falls; a range rises.
    joined && low.value < high.value && high.value <= low.value.max(1.0) * 1e7
}

fn range(text: &str, low: &Number, high: &Number) -> Vec<Figure> {
    let Some(upper) = figure(text, high) else {
        return Vec::new();
    };
    let lower_unit = Unit::around(text, low.span);
    let upper = Figure {
        unit: upper.unit.or(lower_unit.name.map(str::to_owned)),
        ..upper
    };
    let span = Span::new(lower_unit.span.start, upper.span.end.max(high.span.end));
    // "5 to 10 million": the scale is told once.
    let scale = scale_of(high.span.of(text));
    let value = match scale_of(low.span.of(text)) {
        1.0 if low.value < 1e3 => low.value * scale,
        _ => low.value,
    };
    let lower = Figure {
        span,
        value,
        comparator: Comparator::AtLeast,
        ..upper.clone()
    };
    let upper = Figure {
        span,
        comparator: Comparator::AtMost,
        ..upper
    };
    vec![lower, upper]
}

fn scale_of(words: &str) -> f64 {
    let last = words
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    match last.to_lowercase().as_str() {
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => 1.0,
    }
}

static BEFORE: LazyLock<Vec<(Regex, Comparator)>> = LazyLock::new(|| {
    let rules = [
        (
            r"at least|no fewer than|no less than|not less than|a minimum of|a good",
            Comparator::AtLeast,
        ),
        (
            r"up to|at most|at the most|no more than|not more than|as many as|as much as|a maximum of|as few as|as little as|not exceeding",
            Comparator::AtMost,
        ),
        (
            r"(?:much |far |many |slightly |well |just |a little |little )?more than|(?:well |just )?over|(?:just )?above|in excess of|upwards of|greater than|higher than|exceeding|topping|surpassing|beyond",
            Comparator::More,
        ),
        (
            r"fewer than|(?:far |slightly )?less than|(?:well |just )?under|(?:well |just )?below|lower than|shy of|short of",
            Comparator::Less,
        ),
        (
            r"about|around|some|nearly|almost|roughly|approximately|approx\.|an? estimated|estimated|close to|circa|c\.|~|somewhere between|an average of about|perhaps|as near as",
            Comparator::About,
        ),
    ];
    rules
        .into_iter()
        .map(|(pattern, comparator)| {
            let whole = format!(r"(?i)(?:^|[^\w’'-])({pattern})\s+(?:the |an? |only |an additional |another |additional )?$");
            (Regex::new(&whole).expect("a valid pattern"), comparator)
        })
        .collect()
});

static AFTER: LazyLock<Vec<(Regex, Comparator)>> = LazyLock::new(|| {
    let rules = [
        (
            r"^(?:\+|\s*(?:,\s*)?or (?:more|higher|above|greater))\b?",
            Comparator::AtLeast,
        ),
        (
            r"^\s*(?:,\s*)?or (?:less|fewer|lower|below)\b",
            Comparator::AtMost,
        ),
        (
            r"^\s*(?:or so|or thereabouts|-odd|-some|-plus or so)\b",
            Comparator::About,
        ),
        (r"^-plus\b", Comparator::AtLeast),
    ];
    rules
        .into_iter()
        .map(|(pattern, comparator)| (Regex::new(pattern).expect("a valid pattern"), comparator))
        .collect()
});

/// Words before a number are looked for no farther than this, in bytes.
const REACH: usize = 40;

/// The comparator beside the number at `number`, and `whole` grown by its words.
fn compared(text: &str, number: Span, whole: Span) -> (Comparator, Span) {
    let from = text.floor_char_boundary(number.start.saturating_sub(REACH));
    let before = &text[from..number.start];
    for (pattern, comparator) in BEFORE.iter() {
        if let Some(words) = pattern.captures(before).and_then(|c| c.get(1)) {
            return (
                *comparator,
                whole.cover(Span::new(from + words.start(), number.start)),
            );
        }
    }
    for end in [number.end, whole.end] {
        for (pattern, comparator) in AFTER.iter() {
            if let Some(words) = pattern.find(&text[end..]) {
                return (*comparator, whole.cover(Span::new(end, end + words.end())));
            }
        }
    }
    (Comparator::Equal, whole)
}

/// Ages, times, scores, names, numbering.
fn is_no_quantity(text: &str, number: &Number, unit: &Unit, measured: Option<&Measured>) -> bool {
    let before = &text[..number.span.start];
    let after = &text[number.span.end..];
    if unit.name.is_some_and(|name| name != "times") {
        return is_age(before, after);
    }
    is_age(before, after)
        || is_time(before, after)
        || is_numbering(before, after, number, measured.is_some())
        || is_part_of_ratio(before, after)
        || ["-way", "-to-", "-fold", "-alarm", "-time ", "-on-", "-by-"]
            .iter()
            .any(|tail| after.starts_with(tail))
        || (number.value == 1.0 && !number.digits && !counts_as_one(before, after, measured))
}

static AGE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[- ](?:year|month|week|day)s?[- ]old\b|^[- ]years?[- ]of[- ]age\b|^-something\b")
        .expect("a valid pattern")
});
static AGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:aged?|ages|at the age of|turned|turns|turning)\s+(?:between\s+|of\s+|\d+\s+(?:and|to)\s+)?$").expect("a valid pattern")
});

fn is_age(before: &str, after: &str) -> bool {
    let name_before = {
        let word = before.trim_end().strip_suffix(',').unwrap_or("");
        word.rsplit(' ')
            .next()
            .is_some_and(|w| w.starts_with(char::is_uppercase))
    };
    // "Roe, 43, a father", "Roe, 43." and "Roe (43)".
    let set_off =
        after.starts_with([',', '.', ';']) && !after[1..].starts_with(|c: char| c.is_ascii_digit());
    let bracketed = before.ends_with('(')
        && after.starts_with(')')
        && before
            .trim_end_matches('(')
            .trim_end()
            .rsplit(' ')
            .next()
            .is_some_and(|w| w.starts_with(char::is_uppercase));
    AGE_AFTER.is_match(after)
        || AGE_BEFORE.is_match(before)
        || (name_before && set_off)
        || bracketed
}

static TIME_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s?(?:[ap]\.?m\b|o[’']clock|GMT|UTC|EST|ET\b|hrs\b)|^[.:]\d\d\s?(?:[ap]\.?m|GMT)",
    )
    .expect("a valid pattern")
});

fn is_time(before: &str, after: &str) -> bool {
    let half_past = ["past ", "half past ", "o’clock "]
        .iter()
        .any(|w| before.ends_with(w));
    TIME_AFTER.is_match(after) || half_past
}

/// Words whose number names or orders, and counts nothing.
const NUMBERED: &[&str] = &[
    "no",
    "nos",
    "number",
    "article",
    "section",
    "chapter",
    "page",
    "pages",
    "p",
    "pp",
    "paragraph",
    "paragraphs",
    "para",
    "rule",
    "resolution",
    "room",
    "gate",
    "line",
    "table",
    "figure",
    "annex",
    "appendix",
    "part",
    "phase",
    "level",
    "stage",
    "grade",
    "version",
    "volume",
    "vol",
    "item",
    "step",
    "unit",
    "act",
    "title",
    "proposition",
    "amendment",
    "route",
    "highway",
    "flight",
    "channel",
    "day",
    "week",
    "year",
    "game",
    "round",
    "type",
    "category",
    "class",
    "tier",
    "group",
    "district",
    "ward",
    "precinct",
    "issue",
    "question",
    "exhibit",
    "count",
    "file",
    "case",
    "track",
    "platform",
    "zone",
    "sector",
    "block",
    "building",
    "apartment",
    "suite",
    "box",
    "point",
    "top",
    "size",
    "age",
    "under",
    "area",
];

fn is_numbering(before: &str, after: &str, number: &Number, counted: bool) -> bool {
    let touching = before.ends_with(|c: char| c.is_alphanumeric() || "-–/#№§:.".contains(c))
        || after.starts_with(['/', '#']);
    let dashed =
        after.starts_with(['-', '–']) && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let telephone = before.ends_with('+')
        || (number.digits
            && after
                .trim_start_matches([' ', '-', ')'])
                .starts_with(|c: char| c.is_ascii_digit())
            && !counted);
    let opens = number.digits && before.trim().is_empty() && (after.starts_with([')', '.', ':']));
    let listed = (before.ends_with('(') || before.ends_with('[')) && after.starts_with([')', ']']);
    if touching || dashed || telephone || opens || listed {
        return true;
    }
    let word = before.trim_end_matches([' ', '\u{a0}']);
    let spaced = word.len() < before.len();
    let sentence_ends = word.ends_with(['.', '!', '?', ':', '”', '"']);
    let word = word
        .rsplit(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''))
        .next()
        .unwrap_or("");
    let name = word.starts_with(char::is_uppercase) && !crate::text::opener::is_opener(word);
    let first_word = before.trim_end().len() == word.len();
    // "Boeing 737", "Article 5"; but "gave Roe 40 votes", and "Another 40" opens a sentence.
    let named = name && spaced && !counted && !sentence_ends && !first_word && number.digits;
    let numbered = spaced && NUMBERED.contains(&word.to_lowercase().as_str()) && !counted;
    (named || numbered) && !(sentence_ends)
}

/// "1 in 4", "eight of 10 voters", "3 to 1", "5 out of 9".
fn is_part_of_ratio(before: &str, after: &str) -> bool {
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^ (?:in|of|out of|of every|in every) (?:every )?(?:\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)").expect("a valid pattern")
    });
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        let numbers = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine)";
        Regex::new(&format!(r"(?i)\b{numbers} (?:in|of|out of) (?:every )?$"))
            .expect("a valid pattern")
    });
    let head = text_end(before);
    let odds = ["to 1 ", "to one "]
        .iter()
        .any(|o| after.trim_start().starts_with(o))
        || after.contains(" margin") && after.trim_start().starts_with("to ");
    odds || AFTER.is_match(after) || BEFORE.is_match(head)
}

fn text_end(before: &str) -> &str {
    &before[before.floor_char_boundary(before.len().saturating_sub(REACH))..]
}

/// "one" counts where a noun it counts stands right behind it.
fn counts_as_one(before: &str, after: &str, measured: Option<&Measured>) -> bool {
    let word: String = after
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let only = [
        "no", "any", "every", "each", "this", "that", "which", "the", "another", "not",
    ];
    let last = before
        .trim_end()
        .rsplit(' ')
        .next()
        .unwrap_or("")
        .to_lowercase();
    let idiom = [
        "of", "another", "thing", "day", "way", "side", "hand", "more", "point", "time",
    ]
    .contains(&word.as_str());
    measured.is_some() && !idiom && !only.contains(&last.as_str()) && after.starts_with([' ', '-'])
}

#[cfg(test)]
mod tests;
