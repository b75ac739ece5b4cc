//! Lines that say when, where or by whom a document was published.

use jiff::civil::{Date, Time};
use regex::Regex;
use std::sync::LazyLock;

/// Longest line, in bytes, that can be nothing but date, place and author.
const MAX_BYTES: usize = 260;

/// What a dateline says. All of it may be unknown: `2 hours ago` is a dateline too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// ISO 8601, cut to the precision given.
    pub published: Option<String>,
    /// Same form.
    pub updated: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
}

/// Reads a [folded](super::shape::fold) line that holds dates, places, names of
/// authors and the words around them, and nothing else; `None` for any other line.
pub(crate) fn parse(line: &str) -> Option<Dateline> {
    if line.len() > MAX_BYTES {
        return None;
    }
    let parts = &*PARTS;
    let mut found = Dateline::default();
    let mut is_update = false;
    let mut says_something = false;
    let mut rest = line.trim_start_matches(is_separator);
    while !rest.is_empty() {
        let before = rest.len();
        if let Some(label) = parts.label.captures(rest) {
            is_update = label.name("update").is_some();
            rest = &rest[label[0].len()..];
        } else if let Some(stamp) = Stamp::at_start(rest) {
            says_something = true;
            let slot = if is_update {
                &mut found.updated
            } else {
                &mut found.published
            };
            if slot.is_none() {
                *slot = stamp.iso;
            }
            rest = &rest[stamp.bytes..];
        } else if let Some(byline) = parts.byline.captures(rest) {
            says_something = true;
            found
                .byline
                .get_or_insert_with(|| without_roles(&byline[1]));
            rest = &rest[byline[0].len()..];
        } else if let Some(filler) = parts.filler.find(rest) {
            rest = &rest[filler.end()..];
        } else if let Some(place) = parts.place.captures(rest) {
            rest = &rest[place[1].len()..];
        }
        rest = rest.trim_start_matches(is_separator);
        if rest.len() == before {
            return None;
        }
    }
    says_something.then_some(found)
}

/// The names of a byline without the offices that follow them after a comma.
fn without_roles(names: &str) -> String {
    const ROLES: [&str; 9] = [
        "correspondent",
        "editor",
        "reporter",
        "writer",
        "bureau",
        "chief",
        "staff",
        "columnist",
        "contributor",
    ];
    let is_name = |part: &&str| {
        let part = part.to_lowercase();
        !ROLES.iter().any(|role| part.contains(role))
    };
    let mut parts = names.split(", ");
    let first = parts.next().unwrap_or_default().trim().to_owned();
    parts
        .take_while(is_name)
        .fold(first, |names, part| names + ", " + part.trim())
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "|•·-–—,:;()/.*[]".contains(c)
}

const MONTHS: &str = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
const TIME: &str =
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?\s?(?P<half>[ap]\.?m\b\.?)?";
const ZONE: &str =
    r"(?P<zone>z\b|gmt|utc|[+-]\d\d:?\d\d|[a-z]{1,3}s?t\b|et\b|pt\b|ct\b|mt\b|hrs\b|h\b)";

struct Parts {
    label: Regex,
    byline: Regex,
    filler: Regex,
    place: Regex,
    dates: [Regex; 4],
    time: Regex,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let name = r"[\p{Lu}][\p{L}\p{M}'.-]*";
    let particle = r"(?:(?:de|da|di|del|la|le|van|von|der|den|al|el|bin|ibn|y|e)\s)*";
    let person = format!(r"{name}(?:\s{particle}{name}){{0,4}}");
    let regex = |pattern: &str| Regex::new(pattern).expect("dateline patterns are valid");
    Parts {
        label: regex(
            r"(?i)^(?:(?P<update>(?:last |first )?(?:updated?|modified|revised|edited|changed)(?: (?:on|at))?)|(?:first |originally |article )?(?:published|posted|created|issued|release date|publication date|pub(?:lished)? date|date|dated|added|uploaded|written|filed|submitted)(?: (?:on|at))?)(?:\s*:|\s|$)",
        ),
        byline: regex(&format!(
            r"^(?:(?i:written by|posted by|story by|report by|words by|text by|by)\s*:?\s+|(?i:author|authors|byline|reporter|writer)\s*:\s*)((?:(?i:the )?{person})(?:(?:,\s|\s(?:and|&)\s|,\s(?:and|&)\s){person})*)(?:\s?,?\s(?:in|at|for|of)\s{person}(?:,\s{person})?)?(?:\s?,?\s?\p{{L}}[\p{{L}}-]*\s(?:correspondent|editor|reporter|writer|bureau|chief)\b)?(?:\s\S+\.(?:com|org|net|ca|co\.uk)\b)?"
        )),
        filler: regex(
            r"(?i)^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|at\b|on\b|\d{1,2}\s?(?:min|minutes?)\.?(?:\s|-)read\b|ist\b|gmt\b|utc\b|local time\b|o'clock\b|staff (?:writer|reporter)s?\b|(?:special |senior |foreign |political |staff )?(?:correspondent|reporter|editor)s?\b|exclusive\b|(?:1|one|\d+) (?:comments?|views?)\b)",
        ),
        place: regex(&format!(
            r"^((?:\p{{Lu}}[\p{{Lu}}'.-]{{2,}}(?:\s\p{{Lu}}[\p{{Lu}}'.-]+){{0,2}}|{name}(?:\s{name}){{0,2}}))\s?(?:,|\||•|·|\(|\)|/|-|$)"
        )),
        dates: [
            regex(&format!(
                r"(?i)^(?P<m>{MONTHS})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s?(?P<y>(?:19|20)\d\d)\b"
            )),
            regex(&format!(
                r"(?i)^(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[\s-](?P<m>{MONTHS}),?[\s-](?P<y>(?:19|20)\d\d)\b"
            )),
            regex(r"^(?P<y>(?:19|20)\d\d)[-/.](?P<n>\d{1,2})[-/.](?P<d>\d{1,2})"),
            regex(&format!(r"(?i)^(?P<m>{MONTHS}),?\s(?P<y>(?:19|20)\d\d)\b")),
        ],
        time: regex(&format!(
            r"(?i)^(?:t|[\s,|•·-]*(?:at\s)?){TIME}(?:\s?\(?{ZONE}\)?)?"
        )),
    }
});

/// A date read from the start of a line.
struct Stamp {
    iso: Option<String>,
    bytes: usize,
}

impl Stamp {
    fn at_start(line: &str) -> Option<Stamp> {
        let parts = &*PARTS;
        for pattern in &parts.dates {
            let Some(date) = pattern.captures(line) else {
                continue;
            };
            let year: i16 = date["y"].parse().ok()?;
            let month = match (date.name("m"), date.name("n")) {
                (Some(name), _) => month_number(name.as_str())?,
                (_, Some(number)) => number.as_str().parse().ok()?,
                _ => return None,
            };
            let bytes = date[0].len();
            let Some(day) = date.name("d") else {
                return Some(Stamp {
                    iso: Some(format!("{year:04}-{month:02}")),
                    bytes,
                });
            };
            let date = Date::new(year, month, day.as_str().parse().ok()?).ok()?;
            return Some(Stamp::with_time(date, line, bytes));
        }
        parts.undated(line)
    }

    /// Adds the time of day that follows the date in `line[..bytes]`, if one does.
    fn with_time(date: Date, line: &str, bytes: usize) -> Stamp {
        let time = PARTS.time.captures(&line[bytes..]).and_then(|found| {
            let time = clock(
                &found["hour"],
                &found["minute"],
                found.name("half").map(|h| h.as_str()),
            )?;
            let zone = found.name("zone").and_then(|zone| iso_zone(zone.as_str()));
            Some((found[0].len(), time, zone.unwrap_or_default()))
        });
        match time {
            None => Stamp {
                iso: Some(date.to_string()),
                bytes,
            },
            Some((more, time, zone)) => Stamp {
                iso: Some(format!(
                    "{date}T{:02}:{:02}{zone}",
                    time.hour(),
                    time.minute()
                )),
                bytes: bytes + more,
            },
        }
    }
}

impl Parts {
    /// Dates that cannot be pinned down: `2 hours ago`, `01/02/2020`, a time alone.
    fn undated(&self, line: &str) -> Option<Stamp> {
        static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(&format!(
                r"(?i)^(?:(?:\d{{1,2}}|an?|one|two|three) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\b|yesterday\b|today\b|just now\b|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d\b|{MONTHS}\s\d{{1,2}}\b|\d{{1,2}}\s{MONTHS}\b)"
            ))
            .expect("dateline patterns are valid")
        });
        let bytes = match VAGUE.find(line) {
            Some(found) => found.end(),
            None => self.time.find(line)?.end(),
        };
        Some(Stamp { iso: None, bytes })
    }
}

fn month_number(name: &str) -> Option<i8> {
    const STEMS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = name.to_lowercase();
    let index = STEMS.iter().position(|stem| name.starts_with(stem))?;
    i8::try_from(index + 1).ok()
}

fn clock(hour: &str, minute: &str, half: Option<&str>) -> Option<Time> {
    let hour: i8 = hour.parse().ok()?;
    let hour = match half.map(|half| half.starts_with(['p', 'P'])) {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute.parse().ok()?, 0, 0).ok()
}

/// The zone as ISO 8601 writes it; letters other than UTC's mean different zones
/// in different countries and are left out.
fn iso_zone(zone: &str) -> Option<String> {
    match zone.to_lowercase().as_str() {
        "z" | "gmt" | "utc" => Some("Z".to_owned()),
        offset if offset.starts_with(['+', '-']) => {
            let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            Some(format!("{}{hours}:{minutes}", &offset[..1]))
        }
        _ => None,
    }
}

/// A date or time in ISO 8601, as metadata gives it, checked and cut to the minute;
/// any other form of date that a dateline may have is read too.
pub(crate) fn normalise(value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() > MAX_BYTES {
        return None;
    }
    if value.len() == 4
        && value
            .parse::<u16>()
            .is_ok_and(|year| (1800..2200).contains(&year))
    {
        return Some(value.to_owned());
    }
    if let Some((year, month)) = value.split_once('-')
        && year.len() == 4
        && month.len() == 2
    {
        Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        return Some(value.to_owned());
    }
    let line = parse(value)?;
    line.published.or(line.updated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(line: &str) -> (Option<String>, Option<String>) {
        let found = parse(line).unwrap_or_else(|| panic!("no dateline: {line}"));
        (found.published, found.updated)
    }

    #[test]
    fn reads_dates_to_the_precision_given() {
        let iso = |text: &str| Some(text.to_owned());
        for (line, published) in [
            ("October 22, 2021", "2021-10-22"),
            ("22 October 2021", "2021-10-22"),
            ("Friday, 22nd October, 2021", "2021-10-22"),
            ("Published 3 May 2019 14:05 GMT", "2019-05-03T14:05Z"),
            ("Sept. 2, 2022, 2:36 PM", "2022-09-02T14:36"),
            ("August 2022", "2022-08"),
            ("2022-08-31", "2022-08-31"),
            ("Geneva, 31 August 2022", "2022-08-31"),
            (
                "Posted on 1 March 2020 at 9.15am | 4 min read",
                "2020-03-01T09:15",
            ),
            ("2022-08-31T10:20:30+02:00", "2022-08-31T10:20+02:00"),
        ] {
            assert_eq!(dates(line).0, iso(published), "{line}");
        }
    }

    #[test]
    fn an_update_is_not_the_publication() {
        assert_eq!(
            dates("Updated: September 02, 2022, 2:36 AM"),
            (None, Some("2022-09-02T02:36".to_owned()))
        );
        assert_eq!(
            dates("Published 1 May 2020, Updated 2 May 2020"),
            (Some("2020-05-01".to_owned()), Some("2020-05-02".to_owned()))
        );
    }

    #[test]
    fn what_cannot_be_known_is_not_guessed() {
        assert_eq!(dates("2 hours ago"), (None, None));
        assert_eq!(dates("03/04/2020"), (None, None));
        assert!(parse("31 February 2020").is_none_or(|line| line.published.is_none()));
    }

    #[test]
    fn reads_bylines() {
        for (line, byline) in [
            ("By Jane Example", "Jane Example"),
            (
                "By JANE EXAMPLE and John van der Sample",
                "JANE EXAMPLE and John van der Sample",
            ),
            ("By Jane Example | October 22, 2021", "Jane Example"),
            ("By Jane Example, Diplomatic Correspondent", "Jane Example"),
            ("By Jane Example in Geneva", "Jane Example"),
        ] {
            let found = parse(line).unwrap_or_else(|| panic!("no dateline: {line}"));
            assert_eq!(found.byline.as_deref(), Some(byline), "{line}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        for line in [
            "By Monday the dam had failed.",
            "LONDON (Reuters) - The dam failed.",
            "On 3 May 2019 the dam failed.",
            "By law the firm must pay",
            "In October 2021, he left.",
            "May 2020 was the worst month.",
            "Geneva",
            "United Nations, Geneva",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn metadata_dates_are_checked() {
        assert_eq!(normalise("2021"), Some("2021".to_owned()));
        assert_eq!(normalise("2021-13"), None);
        assert_eq!(
            normalise("2021-03-04T05:06:07Z"),
            Some("2021-03-04T05:06Z".to_owned())
        );
        assert_eq!(
            normalise("2021-03-04 05:06:07 +0100"),
            Some("2021-03-04T05:06+01:00".to_owned())
        );
        assert_eq!(normalise("soon"), None);
    }
}
