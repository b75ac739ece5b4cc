//! One mention of a work: the noun phrase, and what it and its sentence tell.

use super::Reading;
use crate::record::symbol::Symbol;
use crate::record::words::content_stems;
use crate::span::Span;
use crate::statement::fold;
use crate::text::{PartialDate, Token, TokenKind, tokens};
use regex::Regex;
use std::sync::LazyLock;

/// Nouns of works that are issued, in families whose members may stand for each other.
pub(super) const FAMILIES: &[(&str, &[&str])] = &[
    (
        "report",
        &[
            "report",
            "assessment",
            "study",
            "findings",
            "dossier",
            "publication",
            "survey",
            "audit",
            "counter-report",
        ],
    ),
    (
        "statement",
        &[
            "statement",
            "communique",
            "communiqué",
            "declaration",
            "joint statement",
        ],
    ),
    ("letter", &["letter", "memo", "memorandum", "petition"]),
    ("resolution", &["resolution"]),
    (
        "lawsuit",
        &["lawsuit", "complaint", "indictment", "filing", "affidavit"],
    ),
];

/// Nouns that may stand for a work of any family.
pub(super) const ANY: &[&str] = &["document", "text"];

/// Nouns that are a work only with a number of pages before them.
pub(super) const PAGED: &[&str] = &[
    "response",
    "reply",
    "rebuttal",
    "submission",
    "booklet",
    "brochure",
    "book",
    "brief",
    "file",
];

/// The family of a noun of works; "document" for nouns that stand for any.
pub(crate) fn family(noun: &str) -> Option<&'static str> {
    if ANY.contains(&noun) || PAGED.contains(&noun) {
        return Some("document");
    }
    let found = FAMILIES.iter().find(|(_, words)| words.contains(&noun));
    found.map(|(family, _)| *family)
}

/// What one mention tells.
pub(super) struct Mention {
    pub(super) span: Span,
    pub(super) noun: String,
    pub(super) family: &'static str,
    /// "a", "another": something new.
    pub(super) new: bool,
    /// "its", "her": whose, as a pronoun.
    pub(super) whose: bool,
    pub(super) pages: Option<usize>,
    pub(super) issuer: Option<usize>,
    pub(super) issued_on: Option<PartialDate>,
    pub(super) symbol: Option<String>,
    pub(super) title: Option<String>,
    pub(super) answers: bool,
    pub(super) topic: Vec<String>,
}

pub(super) fn mentions_of(reading: &mut Reading<'_>, sentence: Span) -> Vec<Mention> {
    let part = sentence.of(reading.text);
    let all = tokens(part);
    let mut found = Vec::new();
    for at in 0..all.len() {
        if let Some(mention) = mention(reading, sentence, &all, at) {
            found.push(mention);
        }
    }
    for (range, symbol) in Symbol::find_all(part) {
        let at = Span::from(range).shift(sentence.start);
        symbol_mention(reading, sentence, at, symbol, &mut found);
    }
    found
}

/// A symbol belongs to the mention right before it ("the report (A/HRC/51/26)") or is one itself.
pub(super) fn symbol_mention(
    reading: &Reading<'_>,
    sentence: Span,
    at: Span,
    symbol: Symbol,
    found: &mut Vec<Mention>,
) {
    let near = |m: &&mut Mention| {
        let between = reading.text.get(m.span.end..at.start).unwrap_or("-");
        between.trim().is_empty() || between.trim() == "("
    };
    if let Some(mention) = found.iter_mut().find(near) {
        mention.symbol = Some(symbol.text);
        return;
    }
    // Footnotes and running heads of UN documents are full of symbols: only prose makes works.
    let alone = at.len() * 2 > sentence.len();
    if alone {
        return;
    }
    use crate::record::symbol::Nature;
    let noun = match symbol.nature {
        Nature::Resolution => "resolution",
        Nature::Decision => "decision",
        Nature::Document => "report",
        _ => "document",
    };
    found.push(Mention {
        span: at,
        noun: noun.to_owned(),
        family: family(noun).unwrap_or("document"),
        new: true,
        whose: false,
        pages: None,
        issuer: None,
        issued_on: None,
        symbol: Some(symbol.text),
        title: None,
        answers: false,
        topic: Vec::new(),
    });
}

pub(super) static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^,? (?:entitled |titled |called |, )?[“\x22]([\p{Lu}][^”\x22]{8,160})[”\x22]")
        .expect("a valid pattern")
});

/// A title without marks: ", entitled Facts and Law in the Free Ports".
pub(super) static TITLED_PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^, (?:entitled |titled |called )?((?:\p{Lu}[\p{L}’'-]*)(?:\s+(?:(?:of|the|in|on|and|for|to|a|an|by|at|with)\s+)*\p{Lu}[\p{L}’'-]*){3,})")
        .expect("a valid pattern")
});

pub(super) static TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ (?:on|into|about|concerning|regarding) ([^,.;:“”()]{3,80})")
        .expect("a valid pattern")
});

pub(super) fn mention(
    reading: &mut Reading<'_>,
    sentence: Span,
    all: &[Token],
    at: usize,
) -> Option<Mention> {
    let part = sentence.of(reading.text);
    // "The Universal Declaration" is a name of its own.
    let noun = all[at].span.of(part).to_owned();
    let family = family(&noun)?;
    let first = phrase_start(part, all, at);
    let opening = all[first].span.of(part).to_lowercase();
    if !opens_noun_phrase(part, &all[first..at]) {
        return None;
    }
    let span = all[first].span.cover(all[at].span).shift(sentence.start);
    let words = span.of(reading.text).to_owned();
    let pages = pages_of(reading, sentence, span, &words);
    let after = part.get(all[at].span.end..).unwrap_or("");
    let title = [&*TITLED, &*TITLED_PLAIN]
        .into_iter()
        .find_map(|t| t.captures(after));
    let title = title.map(|c| c[1].trim_end_matches(',').to_owned());
    // A reply is a thing that is issued if it has pages or a title.
    let paged_only = PAGED.contains(&noun.as_str());
    if paged_only && pages.is_none() && title.is_none() {
        return None;
    }
    let topic = TOPIC
        .captures(after)
        .map(|c| content_stems(&c[1]))
        .unwrap_or_default();
    let issuer = issuer(reading, sentence, span, &words, after);
    let others = [
        "another",
        "new",
        "second",
        "separate",
        "other",
        "different",
        "similar",
    ];
    let fresh = words
        .split(' ')
        .any(|w| others.contains(&w.to_lowercase().as_str()));
    Some(Mention {
        noun,
        family,
        new: fresh || matches!(opening.as_str(), "a" | "an"),
        whose: ["its", "his", "her", "their"].contains(&opening.as_str()),
        pages,
        issuer,
        issued_on: issued_on(reading, sentence, span),
        symbol: None,
        title,
        answers: paged_only && after.trim_start().starts_with("to "),
        topic,
        span,
    })
}

/// Whether the words before a noun open a noun phrase: with a determiner, a number or a name;
/// "we regularly survey" and "nobody joined neither text" do not.
pub(super) fn opens_noun_phrase(part: &str, before: &[Token]) -> bool {
    let Some(first) = before.first() else {
        return false;
    };
    let word = first.span.of(part);
    let lower = word.to_lowercase();
    // "The Assembly joined neither text": a determiner further in begins the phrase, and says there is none.
    let none = |t: &Token| NONE.contains(&t.span.of(part).to_lowercase().as_str());
    if before.iter().any(none) {
        return false;
    }
    if OPENS.contains(&lower.as_str()) || lower.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let rest = part.get(first.span.end..).unwrap_or("");
    let owned = ["’s", "'s", "’ ", "' "]
        .iter()
        .any(|mark| rest.starts_with(mark))
        || word.ends_with("’s")
        || word.ends_with("'s");
    let small = |t: &Token| {
        t.span.of(part).starts_with(char::is_lowercase) && !t.span.of(part).contains('-')
    };
    word.starts_with(char::is_uppercase)
        && (owned || before.iter().filter(|t| small(t)).count() <= 1)
}

/// Words that say there is none, or not which.
pub(super) const NONE: &[&str] = &[
    "no", "any", "neither", "every", "each", "we", "they", "he", "she", "it", "you", "i", "who",
    "to",
];

/// Where the noun phrase whose head is token `at` begins.
pub(super) fn phrase_start(part: &str, all: &[Token], at: usize) -> usize {
    let mut first = at;
    while let Some(before) = first.checked_sub(1).filter(|b| at - b <= 7) {
        let word = all[before].span.of(part);
        let gap = &part[all[before].span.end..all[first].span.start];
        if matches!(all[before].kind, TokenKind::Punct | TokenKind::Quote)
            && !["-", "’", "'"].contains(&word)
            || gap.contains('\n')
        {
            break;
        }
        let lower = word.to_lowercase();
        if ENDS.contains(&lower.as_str()) {
            break;
        }
        first = before;
        if OPENS.contains(&lower.as_str()) {
            break;
        }
    }
    first
}

/// Words that a noun phrase begins with.
pub(super) const OPENS: &[&str] = &[
    "the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "my", "another",
    "these", "those", "any", "no",
];

/// Words that stand before a noun phrase and are none of it.
pub(super) const ENDS: &[&str] = &[
    "of",
    "in",
    "on",
    "to",
    "by",
    "for",
    "from",
    "with",
    "at",
    "as",
    "and",
    "or",
    "but",
    "into",
    "about",
    "against",
    "under",
    "after",
    "before",
    "since",
    "than",
    "said",
    "says",
    "say",
    "called",
    "calls",
    "released",
    "published",
    "issued",
    "shared",
    "rejected",
    "denounced",
    "confirmed",
    "denied",
    "criticized",
    "criticised",
    "welcomed",
    "condemned",
    "dismissed",
    "described",
    "read",
    "made",
    "wrote",
    "sent",
    "signed",
    "presented",
    "is",
    "was",
    "are",
    "were",
    "be",
    "been",
    "has",
    "had",
    "have",
    "that",
    "which",
    "who",
    "according",
    "filed",
    "file",
    "publish",
    "release",
    "issue",
    "cited",
    "citing",
    "slammed",
    "rejects",
    "reject",
    "while",
    "when",
    "if",
];

/// The figure of pages within the mention or right behind it ("a report of 48 pages").
pub(super) fn pages_of(
    reading: &Reading<'_>,
    sentence: Span,
    span: Span,
    words: &str,
) -> Option<usize> {
    let figures = reading.analysis.figures.iter().enumerate();
    let pages = |f: &crate::statement::Figure| {
        f.measure.as_deref() == Some("page")
            || f.span.of(reading.text).to_lowercase().contains("page")
    };
    let figures = figures.filter(|(_, f)| sentence.contains(f.span) && pages(f));
    let near = |f: Span| {
        let inside = span.overlaps(f) && words.contains("page");
        let gap = reading.text.get(span.end..f.start).unwrap_or("far from it");
        inside
            || (f.start >= span.end
                && [
                    " of ",
                    ", ",
                    " running to ",
                    " that runs to ",
                    " (",
                    ", of ",
                ]
                .contains(&gap))
    };
    figures.filter(|(_, f)| near(f.span)).map(|(i, _)| i).next()
}

pub(super) static MADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:published|released|issued|shared|presented|submitted|circulated|produced|unveiled|sent|signed|adopted|publishes|releases|issues|put out|made)\s+(?:out\s+)?$")
        .expect("a valid pattern")
});

/// Who issued it: its possessor, who stands behind "by" or "from", who is said to publish it.
pub(super) fn issuer(
    reading: &mut Reading<'_>,
    sentence: Span,
    span: Span,
    words: &str,
    after: &str,
) -> Option<usize> {
    let behind = [
        "by ",
        "from ",
        "of the ",
        "issued by ",
        "released by ",
        "published by ",
        "prepared by ",
        "compiled by ",
    ];
    let rest = after.trim_start();
    if let Some(by) = behind.iter().find(|b| rest.starts_with(**b)) {
        let start = sentence
            .end
            .min(span.end + (after.len() - rest.len()) + by.len());
        let region = Span::new(start, sentence.end.min(start + 90));
        if let Some((named, who)) = reading.named_in(region).next()
            && reading
                .text
                .get(start..named.start)
                .is_some_and(|gap| gap.trim().is_empty() || gap.trim() == "the")
        {
            return Some(who);
        }
        let named: String = region
            .of(reading.text)
            .split([',', '.', ';', '“', '('])
            .next()
            .unwrap_or("")
            .to_owned();
        let known = *by != "of the ";
        if let Some(who) = known.then(|| owner_of(reading, &named, region)).flatten() {
            return Some(who);
        }
    }
    let before = &reading.text[sentence.start..span.start];
    if MADE.is_match(before) {
        let front = Span::new(sentence.start, span.start);
        let subject = reading.named_in(front).next();
        if let Some((_, who)) = subject {
            return Some(who);
        }
        let opening = before
            .trim_start()
            .split(' ')
            .take(3)
            .collect::<Vec<_>>()
            .join(" ");
        if let Some(who) = owner_of(reading, &opening, front) {
            return Some(who);
        }
    }
    let whose = ["its ", "his ", "her ", "their "]
        .iter()
        .any(|p| words.to_lowercase().starts_with(p));
    if whose {
        let speaker = reading.statement_at(span.start)?;
        return reading.analysis.statements[speaker].speaker;
    }
    let front = words
        .strip_prefix("the ")
        .or(words.strip_prefix("The "))
        .unwrap_or(words)
        .to_owned();
    owner_of(reading, &front, span)
}

/// The actor that `words` begin with: "Chad’s response", "UN report", "OHCHR assessment".
pub(super) fn owner_of(reading: &mut Reading<'_>, words: &str, at: Span) -> Option<usize> {
    let split: Vec<&str> = words.split_whitespace().collect();
    for len in (1..=5.min(split.len())).rev() {
        let name = split[..len].join(" ");
        let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
        let name = name
            .strip_suffix("’s")
            .or(name.strip_suffix("'s"))
            .unwrap_or(name);
        if !name.starts_with(char::is_uppercase) {
            continue;
        }
        let wanted = fold(name);
        let actors = reading.analysis.actors.iter();
        let found = actors.enumerate().find(|(_, a)| {
            let last = a
                .name
                .split(' ')
                .next_back()
                .is_some_and(|w| fold(w) == wanted && len == 1);
            fold(&a.name) == wanted || last || a.aliases.iter().any(|alias| fold(alias) == wanted)
        });
        if let Some((who, _)) = found {
            return Some(who);
        }
        if crate::statement::state_named(name).is_some() {
            return reading.actor(name, at);
        }
    }
    None
}

pub(super) static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:dated|released|published|issued|unveiled)\b[^.;]{0,24}$")
        .expect("a valid pattern")
});

/// When it was issued, if its own sentence says so.
pub(super) fn issued_on(reading: &Reading<'_>, sentence: Span, span: Span) -> Option<PartialDate> {
    let here = reading.times.iter().filter(|t| sentence.contains(t.span));
    let told = |before: &str| ISSUED.is_match(before);
    here.filter(|t| {
        let before = &reading.text[sentence.start..t.span.start];
        let near = t.span.start.abs_diff(span.end) < 90 || t.span.end.abs_diff(span.start) < 90;
        near && told(before)
    })
    .find_map(|t| t.resolve(reading.published))
}
