//! What a figure is a figure of, told by the words of its clause.

use super::{Counted, Reading};
use crate::record::words::{content_stems, stem, words};
use crate::span::Span;
use crate::statement::{Figure, fold, state_named};
use crate::text::date::WEEKDAYS;
use crate::text::{DateExpression, numbers, tokens};
use regex::Regex;
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
    /// By stem, or by "=" and the word where only that form tells.
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
                let key = if word.starts_with('=') {
                    word
                } else {
                    stem(&word)
                };
                map.entry(key).or_insert_with(|| class.id.clone());
            }
        }
        map
    };
    Classes {
        fates: by_stem(data.fate),
        nouns: by_stem(data.noun),
    }
});

/// The class of what `word`, folded, says befell somebody.
fn fate_of(word: &str) -> Option<&'static String> {
    let exact = CLASSES.fates.get(&format!("={word}"));
    exact.or_else(|| CLASSES.fates.get(&stem(word)))
}

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
    let fate = fate(reading.text, sentence, clause, figure.span);
    let noun = figure.measure.as_deref().and_then(|m| {
        let last = fold(m.split_whitespace().next_back()?);
        // "46 deaths" counts the dead.
        if fate.is_some() && fate_of(&last) == fate.as_ref() {
            return Some("people".to_owned());
        }
        CLASSES.nouns.get(&stem(&last)).cloned()
    });
    let distance = |t: &&DateExpression| {
        figure.span.start.saturating_sub(t.span.end) + t.span.start.saturating_sub(figure.span.end)
    };
    let times = reading.times.iter().filter(|t| sentence.contains(t.span));
    let on = times.min_by_key(distance);
    Counted {
        span: reading.chars(figure.span),
        sentence: reading.chars(sentence),
        value: figure.value,
        grain: grain(figure.span.of(reading.text), figure.value),
        unit: figure.unit.clone(),
        comparator: figure.comparator,
        measure: figure.measure.clone(),
        noun,
        parts: parts(
            reading.text,
            [sentence, clause, figure.span],
            fate.as_deref(),
            is_of_facility(reading, figure.span),
        ),
        fate,
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
                | "after"
                | "before"
                | "because"
                | "since"
                | "than"
                | "where"
                | "whose"
        );
        if !breaks {
            continue;
        }
        if span.end <= figure.start {
            start = span.end;
        } else if span.start >= figure.end {
            // "60 protesters and 23 officers were hurt" tells the same of both.
            let rest = text[span.end..sentence.end].trim_start();
            let counts = span.of(text) == "and" && span.start <= figure.end + 1;
            if counts && numbers(rest).first().is_some_and(|n| n.span.start == 0) {
                continue;
            }
            // "12 people who were hurt": told of those counted.
            let whose = matches!(span.of(text), "who" | "whose") && span.start <= figure.end + 1;
            if whose {
                continue;
            }
            end = span.start;
            break;
        }
    }
    Span::new(start, end)
}

/// The class of the nearest word of the clause that tells what befell those counted; failing that, of
/// the subject that the sentence opens with ("the number of dead … rose to 14").
fn fate(text: &str, sentence: Span, clause: Span, figure: Span) -> Option<String> {
    let near = |part: &str, back: bool| {
        let mut all: Vec<String> = words(part).collect();
        if back {
            all.reverse();
        }
        let fates = all.into_iter().take(REACH).enumerate();
        fates
            .filter_map(|(i, word)| Some((i, fate_of(&word)?.clone())))
            .next()
    };
    let after = near(&text[figure.end.min(clause.end)..clause.end], false);
    let before = near(&text[clause.start..figure.start.max(clause.start)], true);
    // "112 injured marchers" are injured; "60 marchers" marched if nothing else befell them.
    let own: Vec<String> = words(figure.of(text)).collect();
    let adjective = |w: &&String| w.ends_with("ed") || ADJECTIVES.contains(&w.as_str());
    let inside = own.iter().filter(adjective).find_map(|w| fate_of(w));
    let head = own.last().and_then(|w| fate_of(w));
    // What follows a count tells its fate ("40 people were hurt") before what precedes it does.
    let found = [
        inside.map(|fate| (0, fate.clone())),
        after,
        before.map(|(i, fate)| (i + 2, fate)),
        head.map(|fate| (REACH + 2, fate.clone())),
    ];
    let nearest = found.into_iter().flatten().min_by_key(|(i, _)| *i);
    nearest.map(|(_, fate)| fate).or_else(|| {
        let front = &text[sentence.start..figure.start.max(sentence.start)];
        let number = NUMBER_OF.captures(front)?;
        fate_of(&fold(&number[1])).cloned()
    })
}

/// Words before a noun that say what befell it and are no participles in "-ed".
const ADJECTIVES: &[&str] = &["dead", "missing", "hurt", "homeless", "stolen", "stranded"];

/// A subject that is a count, of which the sentence tells the value later.
static NUMBER_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:the )?(?:(?:official|confirmed|total) )*(?:(?:number|count|tally) of (?:the )?)?(\p{L}+)(?: toll| count)?\b.*\b(?:to|at|reached)\s*$")
        .expect("a valid pattern")
});

/// How badly, or at first: a count of those seriously hurt is of a part of the hurt.
const DEGREES: &[&str] = &[
    "initially",
    "eye",
    "eyes",
    "burns",
    "serious",
    "seriously",
    "critical",
    "critically",
    "severe",
    "severely",
    "minor",
    "slight",
    "slightly",
    "threatening",
];

/// What tells that a count is of a moment, and will be another at the next.
const MOMENTS: &[&str] = &["still", "remain", "remained", "remaining"];

/// What makes it a rate.
const RATES: &[&str] = &[
    "each", "per", "daily", "weekly", "monthly", "annual", "annually", "yearly",
];

/// What makes it a count over a time, or of another one.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:that|the same) (?:year|month|week)\b|\byears? (?:ago|earlier|before)\b|\b(?:past|last) (?:\p{L}+ )?(?:years|decades?|months)\b|\bsince (?:\p{L}+ )?(?:19|20)\d\d\b|\b(?:between|from) (?:\p{L}+ )?(?:19|20)\d\d\b|\bsince the \p{L}+\b")
        .expect("a valid pattern")
});

/// A named place that receives people: what is counted there is a part of all.
static FACILITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\p{Lu}[\p{L}’'.]+(?: \p{Ll}+)? (?i:hospital|infirmary|clinic|prison|jail|camp|school)\b",
    )
    .expect("a valid pattern")
});

/// What makes it a bound that is set, not what was counted.
const LIMITS: &[&str] = &[
    "limit",
    "limits",
    "maximum",
    "minimum",
    "allowed",
    "allows",
    "permitted",
    "permits",
    "threshold",
    "ceiling",
    "quota",
    "target",
    "licence",
    "license",
    "capacity",
    "designed",
    "required",
    "must",
];

/// Right before a number, what makes it a part or another one.
const FRONT: &[&str] = &[
    "last",
    "next",
    "first",
    "second",
    "third",
    "previous",
    "earlier",
    "including",
    "half",
];

/// The same where nothing befell those counted: "another 40 were hurt" counts the hurt.
const MORE: &[&str] = &["another", "others", "further", "additional"];

/// In the words of the figure itself, whom of all it counts.
const WHOM: &[&str] = &[
    "women",
    "children",
    "child",
    "men",
    "boys",
    "girls",
    "minors",
    "civilian",
    "civilians",
    "soldiers",
    "police",
    "officers",
    "foreign",
    "local",
    "elderly",
    "pregnant",
];

/// What narrows a figure to a part of what it seems to be of, a moment or a rate; sorted.
fn parts(
    text: &str,
    [sentence, clause, figure]: [Span; 3],
    fate: Option<&str>,
    source_is_facility: bool,
) -> Vec<String> {
    let list = |part: &str| words(part).collect::<Vec<_>>();
    let mut found = BTreeSet::new();
    for word in list(clause.of(text)) {
        if DEGREES.contains(&word.as_str()) {
            found.insert(word);
        } else if MOMENTS.contains(&word.as_str()) {
            found.insert(MOMENT.to_owned());
        } else if LIMITS.contains(&word.as_str()) {
            found.insert("limit".to_owned());
        } else if RATES.contains(&word.as_str()) {
            // "Each family" and "per family" are one rate.
            found.insert(if word == "per" {
                "each".to_owned()
            } else {
                word
            });
        }
    }
    if PERIOD.is_match(sentence.of(text)) {
        found.insert("period".to_owned());
    }
    if source_is_facility || FACILITY.is_match(clause.of(text)) {
        found.insert(THERE.to_owned());
    }
    let behind = &text[figure.end..clause.end.max(figure.end)];
    let whole = OF_THE.is_match(&text[clause.start.min(figure.start)..figure.start]);
    if whole || OF.iter().any(|of| behind.trim_start().starts_with(of)) {
        found.insert("of".to_owned());
    }
    let before = list(&text[clause.start.min(figure.start)..figure.start]);
    found.extend(
        before
            .into_iter()
            .next_back()
            .filter(|w| FRONT.contains(&w.as_str())),
    );
    let own = list(figure.of(text));
    let first = own.iter().take(2).filter(|w| FRONT.contains(&w.as_str()));
    let whom = own.iter().filter(|w| WHOM.contains(&w.as_str()));
    let more = own
        .iter()
        .filter(|w| fate.is_none() && MORE.contains(&w.as_str()));
    found.extend(first.chain(whom).chain(more).cloned());
    found.into_iter().collect()
}

/// "11 of the 24 nozzles": the second number is of all, the first of some.
static OF_THE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\d]+ of (?:the|its|their|these|those) ?$").expect("a valid pattern")
});

/// "Three of those trapped" counts some of them.
const OF: &[&str] = &[
    "of those", "of them", "of whom", "of the", "of its", "of his", "of her", "of their",
];

/// Names in the clause that are neither states nor those who speak.
fn places(reading: &Reading<'_>, clause: Span, figure: Span) -> Vec<String> {
    let words = clause.of(reading.text);
    let source = |at: Span| {
        reading
            .analysis
            .statements
            .iter()
            .any(|s| s.attribution.source.iter().any(|x| x.overlaps(at)))
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

/// Whether a place that receives people says it: what it counts, it counts of its own.
fn is_of_facility(reading: &Reading<'_>, figure: Span) -> bool {
    let said = reading.analysis.statements.iter();
    let mut here = said.filter(|s| s.attribution.extent().contains(figure));
    here.any(|s| {
        let mut source = s.attribution.source.iter();
        source.any(|span| {
            FACILITIES
                .iter()
                .any(|f| span.of(reading.text).to_lowercase().contains(f))
        })
    })
}

const FACILITIES: &[&str] = &[
    "hospital",
    "prison",
    "school",
    "university",
    "airport",
    "clinic",
    "camp",
];

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

/// What stands among the parts of a figure that is counted at, or by, a hospital or the like.
pub(crate) const THERE: &str = "there";

/// What stands among the parts of a figure for all words that tell a moment.
pub(crate) const MOMENT: &str = "still";

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
        let of = |words: &str| fate(text, whole, clause(text, whole, at(words)), at(words));
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
