//! Values of the case file in words for a reader.

use onrecord_core::record::{Discrepancy, Why};
use onrecord_core::statement::{Act, ActorKind, Certainty, Class};

/// What the speaker does, as a verb after their name.
pub fn act(act: Option<Act>) -> &'static str {
    match act {
        None => "act not told",
        Some(Act::Find) => "finds",
        Some(Act::Allege) => "alleges",
        Some(Act::State) => "states",
        Some(Act::Confirm) => "confirms",
        Some(Act::Deny) => "denies",
        Some(Act::Reject) => "rejects",
        Some(Act::Criticise) => "criticises",
        Some(Act::Defend) => "defends",
        Some(Act::Support) => "supports",
        Some(Act::Oppose) => "opposes",
        Some(Act::Urge) => "urges",
        Some(Act::Recommend) => "recommends",
        Some(Act::Hope) => "hopes",
        Some(Act::Concern) => "voices concern",
        Some(Act::Promise) => "promises",
        Some(Act::Acknowledge) => "acknowledges",
        Some(Act::Report) => "reports",
        Some(Act::Ask) => "asks",
        Some(Act::Regret) => "regrets",
        Some(Act::Decline) => "declines to comment",
        Some(Act::Believe) => "believes",
        Some(Act::Want) => "wants",
    }
}

/// How the content is put.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Asserted => "asserted",
        Certainty::Probable => "as probable",
        Certainty::Possible => "as possible",
        Certainty::Unconfirmed => "as unconfirmed",
        Certainty::Negated => "negated",
    }
}

/// Whether it was said, in whose words, or only ascribed.
pub fn class(class: Class) -> &'static str {
    class.as_str()
}

/// What kind one actor is of.
pub fn kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::State => "state",
        ActorKind::Organization => "organization",
        ActorKind::Group => "group",
        ActorKind::Unknown => "kind unknown",
    }
}

/// What a media type is to a reader.
pub fn media(media_type: &str) -> &str {
    match media_type {
        "text/html" => "web page",
        "text/plain" => "plain text",
        "application/pdf" => "PDF",
        "application/json" => "article as JSON",
        other => other,
    }
}

/// `1 document`, `2 documents`.
pub fn count(n: usize, one: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {one}{s}", number(n))
}

/// A whole number with its thousands set apart.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The beginning of a hash, enough to tell documents of a case apart by eye.
pub fn short_hash(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An ISO 8601 date in words, no more precise than it is; what is none stays as it is.
pub fn date(iso: &str) -> String {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.map(|m| {
        m.parse()
            .ok()
            .and_then(|m: usize| MONTHS.get(m.wrapping_sub(1)))
    });
    let words = match (year, month, day) {
        (Some(year), None, None) => year.to_owned(),
        (Some(year), Some(Some(month)), None) => format!("{month} {year}"),
        (Some(year), Some(Some(month)), Some(day)) => {
            format!("{} {month} {year}", day.trim_start_matches('0'))
        }
        _ => return iso.to_owned(),
    };
    match time {
        "" => words,
        time => format!("{words}, {time}"),
    }
}

/// The day of an ISO 8601 date in words.
pub fn day(iso: &str) -> String {
    date(iso.split('T').next().unwrap_or(iso))
}

/// A moment of the journal (RFC 3339, UTC) in words, to the minute.
pub fn moment(at: &str) -> String {
    match at.split_once('T') {
        Some((day, time)) => format!("{}, {} UTC", date(day), time.get(..5).unwrap_or(time)),
        None => at.to_owned(),
    }
}

/// `text` in one line of at most `most` characters.
pub fn clipped(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

/// What differs in a discrepancy.
pub fn difference(row: &Discrepancy) -> String {
    match row.kind.as_str() {
        "figure" => format!("Figures differ, {}", row.measure),
        "date" => format!("Dates differ, {}", row.measure),
        "name" => "A name in two spellings".to_owned(),
        _ => "One quotation in two wordings".to_owned(),
    }
}

/// Reasons in a row.
pub fn reasons(why: &[Why]) -> String {
    let mut rules: Vec<&str> = why.iter().map(|w| w.rule.as_str()).collect();
    rules.dedup();
    rules.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_were() {
        assert_eq!(date("2022"), "2022");
        assert_eq!(date("2022-08"), "August 2022");
        assert_eq!(date("2022-08-05"), "5 August 2022");
        assert_eq!(date("2022-08-31T14:05Z"), "31 August 2022, 14:05Z");
        assert_eq!(date("2022-99"), "2022-99");
        assert_eq!(date("soon"), "soon");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "document"), "1 document");
        assert_eq!(count(0, "document"), "0 documents");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(100), "100");
    }
}
