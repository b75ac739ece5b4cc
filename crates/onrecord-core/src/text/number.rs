//! Numbers in digits and in words.
//!
//! English, as news and UN papers write it: "1,250.5", "1.5 million", "forty-three",
//! "two hundred and six", "a dozen", "half a million". Ordinals, and vague
//! plurals ("thousands", "dozens"), are no numbers here.

use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// From its first to its last character; of "48-page" only "48".
    pub span: Span,
    /// What it says, scale included.
    pub value: f64,
    /// Whether any of it is written in digits.
    pub digits: bool,
}

/// Digits with separators, or a word; what stands between them decides whether they join.
static ATOM: LazyLock<Regex> = LazyLock::new(|| {
    let digits = r"[0-9]{1,3}(?:[,\u{a0}\u{202f}][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?";
    Regex::new(&format!(r"{digits}|[A-Za-z]+")).expect("a valid pattern")
});

#[derive(Debug, Clone, Copy, PartialEq)]
enum Atom {
    Digits(f64),
    /// 1 to 19.
    Unit(f64),
    /// 20, 30, … 90.
    Tens(f64),
    /// 100, and 12 as in "two dozen".
    Multiple(f64),
    /// A thousand and up.
    Scale(f64),
    And,
    /// "a" or "an".
    Article,
    Half,
}

/// The numbers of `text`, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut reading = Reading {
        text,
        out: Vec::new(),
        current: None,
    };
    for found in ATOM.find_iter(text) {
        let span = Span::new(found.start(), found.end());
        match atom(text, span) {
            Some(atom) => reading.take(atom, span),
            None => reading.finish(),
        }
    }
    reading.finish();
    reading.out
}

fn atom(text: &str, span: Span) -> Option<Atom> {
    let word = span.of(text);
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // "A320", "v1.2.3", "2:36", "3/4" are no numbers; "18th" and "1960s" are words.
        let glued = before.is_some_and(|c| c.is_alphanumeric() || "./:_#".contains(c));
        let rest = text[span.end..].trim_start_matches(|c: char| c.is_alphabetic());
        let tail = &text[span.end..text.len() - rest.len()];
        let wordlike = ["st", "nd", "rd", "th", "s"].contains(&tail.to_lowercase().as_str());
        let runs_on = after.is_some_and(|c| "/:_".contains(c))
            && text[span.end + 1..].starts_with(|c: char| c.is_ascii_digit());
        // Codes and telephone numbers.
        let code = word.len() > 1 && word.starts_with('0') && !word.starts_with("0.");
        let plain: String = word
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        return plain
            .parse()
            .ok()
            .filter(|_| !glued && !wordlike && !runs_on && !code)
            .map(Atom::Digits);
    }
    if before.is_some_and(|c| c.is_alphanumeric() && !c.is_ascii_digit()) || after == Some('’') {
        return None;
    }
    word_atom(&word.to_lowercase())
}

const UNITS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

fn word_atom(word: &str) -> Option<Atom> {
    let place = |list: &[&str]| list.iter().position(|w| *w == word);
    if let Some(at) = place(&UNITS) {
        return Some(Atom::Unit(at as f64 + 1.0));
    }
    if let Some(at) = place(&TENS) {
        return Some(Atom::Tens(at as f64 * 10.0 + 20.0));
    }
    Some(match word {
        "dozen" => Atom::Multiple(12.0),
        "hundred" => Atom::Multiple(1e2),
        "thousand" => Atom::Scale(1e3),
        "million" | "mn" => Atom::Scale(1e6),
        "billion" | "bn" => Atom::Scale(1e9),
        "trillion" | "tn" => Atom::Scale(1e12),
        "and" => Atom::And,
        "a" | "an" => Atom::Article,
        "half" => Atom::Half,
        _ => return None,
    })
}

/// A number while it is being read.
#[derive(Debug, Clone, Copy)]
struct Open {
    span: Span,
    /// What the scales so far have closed ("two thousand").
    total: f64,
    /// What the next scale will multiply.
    part: f64,
    last: Atom,
    digits: bool,
    /// "and" or "a" has been read that may yet not belong to it.
    pending: bool,
}

struct Reading<'t> {
    text: &'t str,
    out: Vec<Number>,
    current: Option<Open>,
}

impl Reading<'_> {
    fn take(&mut self, atom: Atom, span: Span) {
        let joined = self.current.filter(|open| self.joins(open, atom, span));
        match joined {
            Some(open) => self.current = Some(extended(open, atom, span)),
            None => {
                self.finish();
                self.current = opened(atom, span);
            }
        }
    }

    /// Whether `atom` at `span` goes on with the number `open`.
    fn joins(&self, open: &Open, atom: Atom, span: Span) -> bool {
        let from = self.text[..span.start]
            .rfind(|c: char| c.is_alphanumeric())
            .map_or(0, |at| {
                at + self.text[at..].chars().next().map_or(1, char::len_utf8)
            });
        let between = &self.text[from..span.start];
        let near = between.is_empty()
            || (between.chars().all(|c| c.is_whitespace() && c != '\n')
                && between.chars().count() == 1)
            || between == "-";
        // Only a scale is written right after its digits ("20bn").
        near && match (open.last, atom) {
            (_, Atom::Digits(_)) => false,
            (Atom::Article, _) => matches!(atom, Atom::Half | Atom::Multiple(_) | Atom::Scale(_)),
            (Atom::Half, _) => matches!(atom, Atom::Article | Atom::Multiple(_) | Atom::Scale(_)),
            (_, Atom::Scale(_)) => !matches!(open.last, Atom::Scale(_)) && !open.pending,
            (Atom::Digits(_), Atom::Multiple(_)) => true,
            (Atom::Digits(_), _) => false,
            (Atom::Unit(_), _) => matches!(atom, Atom::Multiple(_)),
            (Atom::Tens(_), Atom::Unit(value)) => value < 10.0,
            (Atom::Tens(_), _) => false,
            (Atom::Multiple(_) | Atom::Scale(_), Atom::And) => !open.pending,
            (Atom::Multiple(_) | Atom::Scale(_) | Atom::And, Atom::Unit(_) | Atom::Tens(_)) => true,
            _ => false,
        }
    }

    fn finish(&mut self) {
        let Some(open) = self.current.take() else {
            return;
        };
        let alone = matches!(open.last, Atom::Article | Atom::Half | Atom::And)
            && open.total + open.part < 1.0;
        if alone || matches!(open.last, Atom::Article | Atom::Half) {
            return;
        }
        // "twenty-first" is no twenty.
        let rest = &self.text[open.span.end..];
        let tail = rest.strip_prefix('-').unwrap_or("");
        let next: String = tail.chars().take_while(|c| c.is_alphabetic()).collect();
        if is_ordinal(&next) {
            return;
        }
        self.out.push(Number {
            span: open.span,
            value: open.total + open.part,
            digits: open.digits,
        });
    }
}

fn opened(atom: Atom, span: Span) -> Option<Open> {
    let (part, digits) = match atom {
        Atom::Digits(value) => (value, true),
        Atom::Unit(value) | Atom::Tens(value) => (value, false),
        Atom::Article => (1.0, false),
        Atom::Half => (0.5, false),
        // "hundred" alone follows "several", and so on: not definite.
        Atom::Multiple(_) | Atom::Scale(_) | Atom::And => return None,
    };
    Some(Open {
        span,
        total: 0.0,
        part,
        last: atom,
        digits,
        pending: false,
    })
}

fn extended(mut open: Open, atom: Atom, span: Span) -> Open {
    match atom {
        Atom::Unit(value) | Atom::Tens(value) => open.part += value,
        Atom::Multiple(value) => open.part *= value,
        Atom::Scale(value) => {
            open.total += open.part * value;
            open.part = 0.0;
        }
        Atom::Half => open.part = 0.5,
        Atom::Digits(_) | Atom::And | Atom::Article => {}
    }
    open.pending = atom == Atom::And;
    if !open.pending {
        open.span = open.span.cover(span);
    }
    // "half a million": the article changes nothing.
    if atom != Atom::Article {
        open.last = atom;
    }
    open
}

fn is_ordinal(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["first", "second", "third", "fifth", "eighth", "ninth"].contains(&lower.as_str())
        || (lower.ends_with("th") && word_atom(lower.trim_end_matches("th")).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, f64)> {
        numbers(text)
            .iter()
            .map(|n| (n.span.of(text), n.value))
            .collect()
    }

    #[test]
    fn digits_and_words() {
        assert_eq!(
            read("1,250.5 and forty-three, two hundred and six or 1.5 million"),
            [
                ("1,250.5", 1250.5),
                ("forty-three", 43.0),
                ("two hundred and six", 206.0),
                ("1.5 million", 1.5e6)
            ]
        );
        assert_eq!(
            read("a dozen, half a million, two dozen, $20bn, One hundred thousand"),
            [
                ("a dozen", 12.0),
                ("half a million", 5e5),
                ("two dozen", 24.0),
                ("20bn", 2e10),
                ("One hundred thousand", 1e5)
            ]
        );
        assert_eq!(
            read("three thousand two hundred"),
            [("three thousand two hundred", 3200.0)]
        );
    }

    #[test]
    fn what_is_no_number() {
        assert!(
            read(
                "the 18th, twenty-first, thousands of, A320, in the 1960s, a port, and half of it"
            )
            .is_empty()
        );
        assert!(read("at 2:36 on 3/4").is_empty());
    }

    #[test]
    fn neighbours_stay_apart() {
        assert_eq!(read("seven and five"), [("seven", 7.0), ("five", 5.0)]);
        assert_eq!(
            read("a 48-page report of 43 states"),
            [("48", 48.0), ("43", 43.0)]
        );
        assert_eq!(read("two hundred and a port"), [("two hundred", 200.0)]);
        assert_eq!(read("between 5 and 10"), [("5", 5.0), ("10", 10.0)]);
    }
}
