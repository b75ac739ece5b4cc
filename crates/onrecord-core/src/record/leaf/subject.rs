//! What a figure is a figure of, told by the words of its clause.

use super::{Counted, Reading};
use crate::record::words::{content_stems, stem};
use crate::span::Span;
use crate::statement::{Figure, fold, state_named};
use crate::text::date::WEEKDAYS;
use crate::text::{numbers, tokens};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Data {
    fate: Vec<Class>,
    noun: Vec<Class>,
}

#[derive(Deserialize)]
struct Class {
    id: String,
    words: Vec<String>,
}

struct Classes {
    fates: HashMap<String, String>,
    nouns: HashMap<String, String>,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../../data/subjects.toml"))
        .expect("subjects.toml is checked by the tests");
    let by_stem = |classes: Vec<Class>| {
        let mut map = HashMap::new();
        for class in classes {
            for word in class.words {
                map.entry(stem(&word)).or_insert_with(|| class.id.clone());
            }
        }
        map
    };
    Classes {
        fates: by_stem(data.fate),
        nouns: by_stem(data.noun),
    }
});

/// How far from a figure the words that tell its fate may stand, in words.
const REACH: usize = 9;

/// The figures of the document with what they are figures of.
pub(super) fn counted(reading: &Reading<'_>) -> Vec<Counted> {
    let figures = reading.analysis.figures.iter();
    figures.map(|figure| read(reading, figure)).collect()
}

fn read(reading: &Reading<'_>, figure: &Figure) -> Counted {
    let sentence = reading
        .sentence_at(figure.span.start)
        .unwrap_or(figure.span);
    let clause = clause(reading.text, sentence, figure.span);
    let words = clause.of(reading.text);
    let noun = figure.measure.as_deref().and_then(|m| {
        let last = m.split_whitespace().next_back()?;
        CLASSES.nouns.get(&stem(&fold(last))).cloned()
    });
    let on = reading.times.iter().find(|t| sentence.contains(t.span));
    Counted {
        span: reading.chars(figure.span),
        sentence: reading.chars(sentence),
        value: figure.value,
        grain: grain(figure.span.of(reading.text), figure.value),
        unit: figure.unit.clone(),
        comparator: figure.comparator,
        measure: figure.measure.clone(),
        noun,
        fate: fate(reading.text, clause, figure.span),
        parts: parts(
            words,
            Span::new(figure.span.end, clause.end.max(figure.span.end)).of(reading.text),
        ),
        places: places(reading, clause, figure.span),
        sides: sides(words),
        clause: content_stems(words),
        work: None,
        counts_lineup: false,
        statement: reading.statement_at(figure.span.start),
        on: on.and_then(|t| t.resolve(reading.published)),
    }
}

/// The part of `sentence` around `figure` between marks and words that begin another clause.
fn clause(text: &str, sentence: Span, figure: Span) -> Span {
    let words = tokens(sentence.of(text));
    let mut start = sentence.start;
    let mut end = sentence.end;
    for token in &words {
        let span = token.span.shift(sentence.start);
        let breaks = matches!(
            span.of(text).to_lowercase().as_str(),
            ";" | ":"
                | "—"
                | "–"
                | ","
                | "and"
                | "while"
                | "but"
                | "which"
                | "who"
                | "when"
                | "although"
        );
        if !breaks {
            continue;
        }
        if span.end <= figure.start {
            start = span.end;
        } else if span.start >= figure.end {
            end = span.start;
            break;
        }
    }
    Span::new(start, end)
}

/// The class of the nearest word of the clause that tells what befell those counted.
fn fate(text: &str, clause: Span, figure: Span) -> Option<String> {
    let near = |part: &str, back: bool| {
        let all: Vec<String> = crate::record::words::words(part).collect();
        let at = |(i, word): (usize, &String)| Some((i, CLASSES.fates.get(&stem(word))?.clone()));
        let mut all: Vec<&String> = all.iter().collect();
        if back {
            all.reverse();
        }
        all.into_iter().take(REACH).enumerate().find_map(at)
    };
    let inside = near(figure.of(text), false).map(|(_, fate)| (0, fate));
    let after = near(&text[figure.end.min(clause.end)..clause.end], false);
    let before = near(&text[clause.start..figure.start.max(clause.start)], true);
    // What follows a count tells its fate ("40 people were hurt") before what precedes it does.
    let found = [inside, after, before.map(|(i, fate)| (i + 2, fate))];
    found
        .into_iter()
        .flatten()
        .min_by_key(|(i, _)| *i)
        .map(|(_, fate)| fate)
}

/// Words that narrow a count to a part of those it seems to be of, or to a moment.
const PARTS: &[&str] = &[
    "serious",
    "seriously",
    "critical",
    "critically",
    "severe",
    "severely",
    "minor",
    "slight",
    "slightly",
    "another",
    "others",
    "further",
    "additional",
    "remain",
    "remained",
    "remaining",
    "still",
    "initially",
    "including",
    "half",
    "each",
    "per",
    "daily",
    "weekly",
    "annual",
    "annually",
    "yearly",
    "last",
    "previous",
    "previously",
    "earlier",
    "next",
    "expected",
    "first",
    "second",
    "third",
    "women",
    "children",
    "men",
    "civilian",
    "civilians",
    "soldiers",
    "police",
    "foreign",
    "local",
    "threatening",
    "down",
];

/// "Three of those trapped" counts some of them.
fn parts(words: &str, behind: &str) -> Vec<String> {
    let of = [
        "of those", "of them", "of whom", "of the", "of its", "of his", "of her", "of their",
    ];
    let some = of
        .iter()
        .any(|o| behind.trim_start().starts_with(o))
        .then(|| "of".to_owned());
    let found: BTreeSet<String> = crate::record::words::words(words)
        .filter(|w| PARTS.contains(&w.as_str()))
        .chain(some)
        .collect();
    found.into_iter().collect()
}

/// Names in the clause that are neither states nor those who speak.
fn places(reading: &Reading<'_>, clause: Span, figure: Span) -> Vec<String> {
    let words = clause.of(reading.text);
    let source = |at: Span| {
        reading.analysis.statements.iter().any(|s| {
            s.attribution
                .source
                .iter()
                .any(|x| x.overlaps(at) && !is_facility(x.of(reading.text)))
        })
    };
    let opening = clause.start;
    let found: BTreeSet<String> = tokens(words)
        .into_iter()
        .map(|t| t.span.shift(clause.start))
        .filter(|at| at.start != opening && !figure.overlaps(*at))
        .filter(|at| at.of(reading.text).starts_with(char::is_uppercase) && !source(*at))
        .filter(|at| {
            reading
                .sentence_at(at.start)
                .is_some_and(|s| s.start != at.start)
        })
        .map(|at| fold(at.of(reading.text)))
        .filter(|w| {
            state_named(&crate::statement::titled(w)).is_none()
                && !crate::record::words::is_small(w)
                && !WEEKDAYS.contains(&w.as_str())
        })
        .collect();
    found.into_iter().collect()
}

/// What such a place says it counts, it counts of its own.
fn is_facility(words: &str) -> bool {
    let words = words.to_lowercase();
    [
        "hospital",
        "prison",
        "school",
        "university",
        "airport",
        "clinic",
        "camp",
    ]
    .iter()
    .any(|w| words.contains(w))
}

/// The states that qualify a figure in its clause.
fn sides(words: &str) -> Vec<String> {
    let all = tokens(words);
    let mut found = BTreeSet::new();
    for (i, token) in all.iter().enumerate() {
        if !token.span.of(words).starts_with(char::is_uppercase) {
            continue;
        }
        let longest = (1..=3.min(all.len() - i)).rev().find_map(|n| {
            let span = token.span.cover(all[i + n - 1].span);
            state_named(span.of(words))
        });
        found.extend(longest.map(str::to_owned));
    }
    found.into_iter().collect()
}

/// The step in which `value` is told: of "143 million" a million, of "700" a hundred, of "693,665" one.
pub(super) fn grain(words: &str, value: f64) -> f64 {
    let plain = numbers(words).into_iter().find(|n| n.value == value);
    let told = plain.map_or(words, |n| n.span.of(words));
    let digits: String = told
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let Ok(mantissa) = digits.parse::<f64>() else {
        return 1.0;
    };
    let scale = if mantissa > 0.0 {
        value / mantissa
    } else {
        1.0
    };
    if let Some((_, decimals)) = digits.split_once('.') {
        return scale / 10f64.powi(i32::try_from(decimals.len()).unwrap_or(0));
    }
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    scale * 10f64.powi(i32::try_from(zeros).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_a_number_is_told_in() {
        assert_eq!(grain("143 million people", 143e6), 1e6);
        assert_eq!(grain("145.5 million", 145.5e6), 1e5);
        assert_eq!(grain("almost 700,000", 700_000.0), 100_000.0);
        assert_eq!(grain("693,665", 693_665.0), 1.0);
        assert_eq!(grain("seven", 7.0), 1.0);
    }

    #[test]
    fn fates_stand_near_and_do_not_cross_clauses() {
        let text = "At least seven people were killed and more than 50 taken to hospital.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let whole = Span::new(0, text.len());
        let of = |words: &str| fate(text, clause(text, whole, at(words)), at(words));
        assert_eq!(of("seven people").as_deref(), Some("dead"));
        assert_eq!(of("more than 50").as_deref(), Some("injured"));
    }

    #[test]
    fn states_qualify() {
        assert_eq!(
            sides("fewer than 400,000 UK consumers, not of the United States"),
            ["United Kingdom", "United States"]
        );
    }
}
