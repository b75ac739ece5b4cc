//! Expressions that date something: found, and resolved against a document's own date.
//!
//! Days, months and years: "31 August 2022", "Aug. 31", "last month", "Thursday",
//! "yesterday", "2014". Weeks, seasons, decades, durations and times of day are left alone.
//! What is relative is counted from the day the document was published, in the
//! calendar of [`jiff`]; without that day it stays unknown. TimeML (Pustejovsky
//! et al. 2003) calls these expressions TIMEX3 of type DATE.

use super::PartialDate;
use crate::span::Span;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Where an expression points, seen from its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointer {
    /// Fully told.
    Absolute(PartialDate),
    /// "June 6", without a year.
    MonthDay(i8, i8),
    /// "June".
    Month(i8),
    /// A weekday, Monday 0.
    Weekday(i8),
    /// "next Thursday", "last Thursday".
    WeekdayTo(i8, Direction),
    /// Days from the document's: "yesterday".
    Days(i64),
    /// "last June", "next June".
    MonthTo(i8, Direction),
    /// Months from the document's: "last month".
    Months(i16),
    /// Years from the document's: "last year".
    Years(i16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Forward,
}

/// A dating expression of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateExpression {
    /// Its words, without a preposition.
    pub span: Span,
    pointer: Pointer,
    /// Whether the words around speak of what is to come.
    ahead: bool,
}

impl DateExpression {
    /// The date meant, if `published`, the date of the document, allows to tell.
    pub fn resolve(&self, published: Option<PartialDate>) -> Option<PartialDate> {
        if let Pointer::Absolute(date) = self.pointer {
            return Some(date);
        }
        let base = published?;
        match self.pointer {
            Pointer::Absolute(date) => Some(date),
            Pointer::Years(by) => Some(PartialDate::year(base.year + by)),
            Pointer::Months(by) => months_from(base, by),
            Pointer::Month(month) => self.nearest_month(base, month),
            Pointer::MonthTo(month, way) => month_to(base, month, way),
            Pointer::MonthDay(month, day) => self.nearest_day(base, month, day),
            Pointer::Days(by) => base.date()?.checked_add(by.days()).ok().map(Into::into),
            Pointer::Weekday(weekday) => {
                let way = if self.ahead {
                    Direction::Forward
                } else {
                    Direction::Back
                };
                weekday_to(base.date()?, weekday, way, !self.ahead)
            }
            Pointer::WeekdayTo(weekday, way) => weekday_to(base.date()?, weekday, way, false),
        }
    }

    /// "In May": the last one, or the next one where the text looks ahead.
    fn nearest_month(&self, base: PartialDate, month: i8) -> Option<PartialDate> {
        let here = base.month?;
        let year = match self.ahead {
            true if month < here => base.year + 1,
            false if month > here => base.year - 1,
            _ => base.year,
        };
        PartialDate::month(year, month)
    }

    fn nearest_day(&self, base: PartialDate, month: i8, day: i8) -> Option<PartialDate> {
        let Some(today) = base.date() else {
            let in_month = self.nearest_month(base, month)?;
            return PartialDate::day(in_month.year, month, day);
        };
        let candidates = [-1, 0, 1].map(|by| Date::new(today.year() + by, month, day).ok());
        let distance = |date: &Date| {
            let days = i64::from(today.until(*date).map_or(0, |span| span.get_days()));
            // What the text looks away from must be much nearer to be meant.
            let against = if self.ahead { days < 0 } else { days > 0 };
            days.abs() * if against { 4 } else { 1 }
        };
        let nearest = candidates.into_iter().flatten().min_by_key(distance)?;
        Some(nearest.into())
    }
}

fn months_from(base: PartialDate, by: i16) -> Option<PartialDate> {
    let first = Date::new(base.year, base.month?, 1).ok()?;
    let there = first.checked_add(i64::from(by).months()).ok()?;
    PartialDate::month(there.year(), there.month())
}

fn month_to(base: PartialDate, month: i8, way: Direction) -> Option<PartialDate> {
    let here = base.month?;
    let year = match way {
        Direction::Back if month >= here => base.year - 1,
        Direction::Forward if month <= here => base.year + 1,
        _ => base.year,
    };
    PartialDate::month(year, month)
}

fn weekday_to(base: Date, weekday: i8, way: Direction, today_counts: bool) -> Option<PartialDate> {
    let here = base.weekday().to_monday_zero_offset();
    let days = match way {
        Direction::Back => -i64::from((here - weekday).rem_euclid(7)),
        Direction::Forward => i64::from((weekday - here).rem_euclid(7)),
    };
    let whole_week = if way == Direction::Back { -7 } else { 7 };
    let days = if days == 0 && !today_counts {
        whole_week
    } else {
        days
    };
    base.checked_add(days.days()).ok().map(Into::into)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// In English, in small letters, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONTH: &str = r"(?P<m>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)";
const DAY: &str = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?";
const YEAR: &str = r"(?P<y>1[5-9][0-9]{2}|20[0-9]{2})";

/// The patterns in the order in which they are tried at one place.
static EXPRESSION: LazyLock<Vec<(Regex, Read)>> = LazyLock::new(|| {
    let part = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[ -])?";
    let patterns: [(String, Read); 10] = [
        (r"\b(?P<y>1[89][0-9]{2}|20[0-9]{2})-(?P<n>[01][0-9])-(?P<d>[0-3][0-9])\b".to_owned(), numeric),
        (format!(r"\b{DAY}(?: of)? {MONTH},? {YEAR}\b"), told),
        (format!(r"\b{MONTH} {DAY},? {YEAR}\b"), told),
        (format!(r"{part}\b{MONTH},?(?: of)? {YEAR}\b"), told),
        (format!(r"\b{DAY}(?: of)? {MONTH}\b"), month_day),
        (format!(r"\b{MONTH} {DAY}\b"), month_day),
        (format!(r"(?:\b(?P<way>[Ll]ast|[Nn]ext|[Tt]his past|[Tt]his) )?{part}\b{MONTH}(?P<own> (?:of )?(?:last|next|this) year)?\b"), month),
        (r"(?:\b(?P<way>[Ll]ast|[Nn]ext|[Tt]his past|[Tt]his) )?\b(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b".to_owned(), weekday),
        (r"\b(?P<r>(?i:today|tonight|yesterday|tomorrow|last night|last month|this month|next month|last year|this year|next year))\b".to_owned(), relative),
        (format!(r"(?:\b(?:[Ee]arly|[Ll]ate|[Mm]id)[ -])?\b{YEAR}\b"), year),
    ];
    patterns
        .into_iter()
        .map(|(pattern, read)| (Regex::new(&pattern).expect("a valid pattern"), read))
        .collect()
});

/// Any word or number with which an expression can begin or that it must hold: a cheap first look.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)[a-z]*\b|\b(?:today|tonight|yesterday|tomorrow|night|month|year)\b|\b(?:1[5-9]|20)[0-9]{2}\b").expect("a valid pattern")
});

/// Reads a match in `text`; `None` if the words around say that it dates nothing.
type Read = fn(&str, &Captures<'_>) -> Option<Pointer>;

/// The dating expressions of `text`, a paragraph or a sentence, in order.
pub fn dates(text: &str) -> Vec<DateExpression> {
    if !HINT.is_match(text) {
        return Vec::new();
    }
    let mut out: Vec<DateExpression> = Vec::new();
    for (pattern, read) in EXPRESSION.iter() {
        for found in pattern.captures_iter(text) {
            let whole = found.get(0).map_or(0..0, |m| m.range());
            let span = Span::new(whole.start, whole.end);
            if out.iter().any(|known| known.span.overlaps(span)) {
                continue;
            }
            if let Some(pointer) = read(text, &found) {
                let ahead = looks_ahead(text, span);
                out.push(DateExpression {
                    span,
                    pointer,
                    ahead,
                });
            }
        }
    }
    out.sort_by_key(|e| e.span.start);
    out
}

fn numeric(_: &str, found: &Captures<'_>) -> Option<Pointer> {
    let date = PartialDate::day(
        found["y"].parse().ok()?,
        found["n"].parse().ok()?,
        found["d"].parse().ok()?,
    )?;
    Some(Pointer::Absolute(date))
}

fn told(_: &str, found: &Captures<'_>) -> Option<Pointer> {
    let (year, month) = (found["y"].parse().ok()?, month_number(&found["m"])?);
    let date = match found.name("d") {
        Some(day) => PartialDate::day(year, month, day.as_str().parse().ok()?)?,
        None => PartialDate::month(year, month)?,
    };
    Some(Pointer::Absolute(date))
}

fn month_day(text: &str, found: &Captures<'_>) -> Option<Pointer> {
    let (month, day): (i8, i8) = (month_number(&found["m"])?, found["d"].parse().ok()?);
    let whole = found.get(0)?;
    // "May 40 people": a count behind a name or a verb; "June 2,000": a number goes on.
    let goes_on = text[whole.end()..].starts_with(|c: char| c.is_ascii_digit())
        || (text[whole.end()..].starts_with([',', '.'])
            && text[whole.end() + 1..].starts_with(|c: char| c.is_ascii_digit()));
    // A leap year, so that 29 February is one of the days.
    (!goes_on && PartialDate::day(2024, month, day).is_some())
        .then_some(Pointer::MonthDay(month, day))
}

fn month(text: &str, found: &Captures<'_>) -> Option<Pointer> {
    let name = found.name("m")?;
    let month = month_number(name.as_str())?;
    if let Some(own) = found.name("own") {
        let by = match own.as_str() {
            own if own.contains("last") => -1,
            own if own.contains("next") => 1,
            _ => 0,
        };
        return Some(match by {
            -1 => Pointer::MonthTo(month, Direction::Back),
            1 => Pointer::MonthTo(month, Direction::Forward),
            _ => Pointer::Month(month),
        });
    }
    // A name ("Theresa May", "April Ryan", "Jan Roe") or a verb ("May I …").
    let before = text[..found.get(0)?.start()].trim_end();
    let after = &text[name.end()..];
    let named_after = after
        .strip_prefix(' ')
        .is_some_and(|r| r.starts_with(char::is_uppercase));
    let also_word = ["May", "March", "April", "June", "August"].contains(&name.as_str());
    let short = name.as_str().trim_end_matches('.').len() < 4 && !also_word;
    let way = found.name("way").map(|w| w.as_str().to_lowercase());
    let placed = way.is_some() || DATING.iter().any(|word| ends_with_word(before, word));
    if short || (also_word && !placed) || (named_after && !placed) {
        return None;
    }
    Some(match way.as_deref() {
        Some("last" | "this past") => Pointer::MonthTo(month, Direction::Back),
        Some("next") => Pointer::MonthTo(month, Direction::Forward),
        _ => Pointer::Month(month),
    })
}

/// Words before a month that say it is one.
const DATING: &[&str] = &[
    "in", "since", "until", "till", "by", "of", "from", "to", "through", "during", "before",
    "after", "early", "late", "mid", "and", "between", "every", "for", "end", "next", "last",
    "this", "around", "as", "last",
];

fn ends_with_word(text: &str, word: &str) -> bool {
    let cut = text
        .len()
        .checked_sub(word.len())
        .filter(|at| text.is_char_boundary(*at));
    cut.is_some_and(|at| {
        text[at..].eq_ignore_ascii_case(word) && !text[..at].ends_with(char::is_alphanumeric)
    })
}

fn weekday(text: &str, found: &Captures<'_>) -> Option<Pointer> {
    let name = found["w"].to_lowercase();
    let weekday = WEEKDAYS.iter().position(|w| *w == name)? as i8;
    let before = &text[..found.get(0)?.start()];
    // "Black Friday", "Super Tuesday", "the Mail on Sunday": names.
    let word = before.trim_end().rsplit(' ').next().unwrap_or("");
    let named = before.ends_with(' ')
        && word.starts_with(char::is_uppercase)
        && !word.ends_with([',', '.'])
        && ![
            "On", "By", "Since", "Until", "Late", "Early", "Before", "After", "From",
        ]
        .contains(&word)
        && [
            "Black", "Super", "Good", "Bloody", "Ash", "Palm", "Easter", "Cyber",
        ]
        .contains(&word);
    if named {
        return None;
    }
    Some(
        match found
            .name("way")
            .map(|w| w.as_str().to_lowercase())
            .as_deref()
        {
            Some("last" | "this past") => Pointer::WeekdayTo(weekday, Direction::Back),
            Some("next") => Pointer::WeekdayTo(weekday, Direction::Forward),
            _ => Pointer::Weekday(weekday),
        },
    )
}

fn relative(_: &str, found: &Captures<'_>) -> Option<Pointer> {
    Some(match found["r"].to_lowercase().as_str() {
        "today" | "tonight" => Pointer::Days(0),
        "yesterday" | "last night" => Pointer::Days(-1),
        "tomorrow" => Pointer::Days(1),
        "last month" => Pointer::Months(-1),
        "this month" => Pointer::Months(0),
        "next month" => Pointer::Months(1),
        "last year" => Pointer::Years(-1),
        "this year" => Pointer::Years(0),
        "next year" => Pointer::Years(1),
        _ => return None,
    })
}

fn year(text: &str, found: &Captures<'_>) -> Option<Pointer> {
    let whole = found.get(0)?;
    let number = found.name("y")?;
    let before = &text[..whole.start()];
    let after = &text[whole.end()..];
    let currency = before.ends_with(|c: char| "$£€¥#".contains(c));
    // "2,016", "2016.5", "2016-17", "1990s", "No. 2016", "A/2016/3".
    let glued = before
        .ends_with(|c: char| "/.,:-–+(".contains(c) && c != '(' || c.is_alphanumeric())
        && !before.ends_with(". ")
        || after.starts_with(|c: char| c.is_alphanumeric() || "/%:_".contains(c))
        || (after.starts_with(['.', ',']) && after[1..].starts_with(|c: char| c.is_ascii_digit()));
    let counted = COUNTED.iter().any(|noun| {
        after
            .trim_start()
            .strip_prefix(noun)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let compared = ["about", "than", "some", "least", "nearly", "around"]
        .iter()
        .any(|w| ends_with_word(before.trim_end(), w));
    if currency || glued || counted || compared {
        return None;
    }
    Some(Pointer::Absolute(PartialDate::year(
        number.as_str().parse().ok()?,
    )))
}

/// Nouns that make four digits before them a count.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "persons",
    "workers",
    "members",
    "miles",
    "km",
    "kilometres",
    "kilometers",
    "metres",
    "meters",
    "feet",
    "tons",
    "tonnes",
    "dollars",
    "euros",
    "pounds",
    "voters",
    "delegates",
    "jobs",
    "hours",
    "points",
    "words",
    "pages",
    "acres",
    "soldiers",
    "troops",
    "residents",
    "homes",
    "cases",
    "deaths",
    "students",
    "employees",
];

fn month_number(name: &str) -> Option<i8> {
    let short = name.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|m| m.starts_with(&short))?;
    Some(at as i8 + 1)
}

/// Whether the clause around `span` speaks of what is to come.
fn looks_ahead(text: &str, span: Span) -> bool {
    let clause_start = text[..span.start]
        .rfind([';', '“', '”', '\n'])
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    let start = text[clause_start..span.start]
        .rfind(". ")
        .map_or(clause_start, |at| clause_start + at + 2);
    let end = text[span.end..]
        .find(['.', ';', '“', '”'])
        .map_or(text.len(), |at| span.end + at);
    // The nearest tense decides: before the expression first, then after it.
    let due = ["by", "until", "till"];
    if due
        .iter()
        .any(|word| ends_with_word(text[..span.start].trim_end(), word))
    {
        return true;
    }
    let last = TENSE
        .find_iter(&text[start..span.start])
        .last()
        .map(|m| m.as_str());
    let found = last.or_else(|| TENSE.find(&text[span.end..end]).map(|m| m.as_str()));
    found.is_some_and(|word| AHEAD.is_match(word))
}

static AHEAD: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)\b(?:will|shall|won[’']t|going to|(?:is|are) (?:to|due|set|expected|scheduled|slated)|scheduled|plans?|planned|due|upcoming|deadline|expected|would|set for|slated)\b|[’']ll\b";
    Regex::new(words).expect("a valid pattern")
});

/// Words that tell the tense of a clause.
static TENSE: LazyLock<Regex> = LazyLock::new(|| {
    let past = r"was|were|had|did|said|says|told|wrote|tweeted|announced|[a-z]{3,}ed|came|went|began|took|made|gave|met|held|won|lost|found|saw|since|has|have";
    let ahead = AHEAD.as_str().trim_start_matches("(?i)");
    Regex::new(&format!(r"(?i){ahead}|\b(?:{past})\b")).expect("a valid pattern")
});

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday, 17 November 2016.
    fn read(text: &str) -> Vec<(String, String)> {
        let published = PartialDate::day(2016, 11, 17);
        dates(text)
            .iter()
            .map(|e| {
                let date = e
                    .resolve(published)
                    .map_or("?".to_owned(), |d| d.to_string());
                (e.span.of(text).to_owned(), date)
            })
            .collect()
    }

    fn one(text: &str, words: &str, date: &str) {
        assert_eq!(read(text), [(words.to_owned(), date.to_owned())], "{text}");
    }

    #[test]
    fn absolute() {
        one(
            "published on 31 August 2022.",
            "31 August 2022",
            "2022-08-31",
        );
        one("on Aug. 31, 2022, it", "Aug. 31, 2022", "2022-08-31");
        one("in August 2022 it", "August 2022", "2022-08");
        one("since 2014 it", "2014", "2014");
        one("dated 2016-02-29.", "2016-02-29", "2016-02-29");
    }

    #[test]
    fn relative_to_the_document() {
        one(
            "She said on Thursday that it is open.",
            "Thursday",
            "2016-11-17",
        );
        one(
            "He wrote on Friday that it is open.",
            "Friday",
            "2016-11-11",
        );
        one("It will meet on Friday.", "Friday", "2016-11-18");
        one("It closed yesterday.", "yesterday", "2016-11-16");
        one("It opened in June.", "June", "2016-06");
        one("It opened in December.", "December", "2015-12");
        one("It will open in May.", "May", "2017-05");
        one("It opened on June 6.", "June 6", "2016-06-06");
        one("It opened last month.", "last month", "2016-10");
        one("It was founded last year.", "last year", "2015");
        one("They met last Thursday.", "last Thursday", "2016-11-10");
        one(
            "It follows a call by Ana Roe, who in December asked for it.",
            "December",
            "2015-12",
        );
        one("It must come by Friday.", "Friday", "2016-11-18");
    }

    #[test]
    fn names_numbers_and_verbs_are_no_dates() {
        for text in [
            "Theresa May said so.",
            "They march on.",
            "“May I come in?”",
            "some 2000 people came",
            "it cost $2016",
            "in the 1990s",
            "document A/2016/3",
            "It may close.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn without_a_date_of_the_document_only_the_absolute_is_known() {
        let text = "On Thursday and on 3 May 2016, yesterday and in June";
        let known: Vec<_> = dates(text)
            .iter()
            .map(|e| e.resolve(None).is_some())
            .collect();
        assert_eq!(known, [false, true, false, false]);
        let month = "2016-08".parse().unwrap();
        let weekday = dates("on Thursday")[0];
        assert_eq!(weekday.resolve(Some(month)), None);
    }
}
