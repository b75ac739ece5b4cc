//! What a number counts or measures: the head of its noun phrase.

use super::unit::Unit;
use crate::span::Span;
use crate::text::{Number, Token, TokenKind, tokens};

/// The noun, in the singular, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    pub noun: String,
    pub span: Span,
}

/// A noun phrase is followed no farther than this many bytes.
const REACH: usize = 90;

/// What `number` with its `unit` counts or measures in `text`.
pub(super) fn of(text: &str, number: &Number, unit: &Unit) -> Option<Measured> {
    let from = unit.span.end;
    let to = text.floor_char_boundary((from + REACH).min(text.len()));
    let window = &text[from..to];
    let all = tokens(window);
    let phrase = Phrase { window, all: &all };
    let found = match unit.name {
        None if window.starts_with('-') => phrase.hyphenated(),
        None => phrase.counted(0, number.value == 1.0),
        Some(_) => phrase.measured(text, unit),
    };
    found.map(|(noun, at)| Measured {
        noun,
        span: at.shift(from),
    })
}

struct Phrase<'a> {
    window: &'a str,
    all: &'a [Token],
}

impl Phrase<'_> {
    fn word(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |t| t.span.of(self.window))
    }

    /// Whether token `at` may stand inside the noun phrase that began before it.
    fn goes_on(&self, at: usize) -> bool {
        let Some(token) = self.all.get(at) else {
            return false;
        };
        let word = self.word(at);
        let before = at.checked_sub(1).map_or(0, |b| self.all[b].span.end);
        let gap = &self.window[before..token.span.start];
        token.kind == TokenKind::Word && !gap.contains('\n') && !is_stop(word)
    }

    /// "-page report": the noun hangs at the number.
    fn hyphenated(&self) -> Option<(String, Span)> {
        let first = self.all.first().filter(|t| t.span.of(self.window) == "-")?;
        let rest = &self.window[first.span.end..];
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let word = &rest[..end];
        let end = first.span.end + end;
        let noun = singular(word);
        // The whole phrase is its text, "48-page report".
        let head = self.singular_run(1 + usize::from(self.word(1) == word));
        let end = head.map_or(end, |(_, at)| at.end);
        (word.len() > 2 && !is_stop(word)).then_some((noun, Span::new(0, end)))
    }

    /// "injured people", "largest teachers unions": up to the last of the first plurals.
    fn counted(&self, first: usize, one: bool) -> Option<(String, Span)> {
        if one {
            return self.singular_run(first);
        }
        let mut at = first;
        while self.goes_on(at) && at < first + MODIFIERS {
            if is_plural(self.word(at)) {
                while self.goes_on(at + 1)
                    && is_plural(self.word(at + 1))
                    && !is_verb_like(self.word(at + 1))
                {
                    at += 1;
                }
                return Some(self.noun(at));
            }
            let pair = self.word(at + 1) == "and" && self.goes_on(at + 2);
            at += if pair { 2 } else { 1 };
        }
        // "12 of the passengers".
        (at == first && self.word(first) == "of").then(|| self.behind_of(first))?
    }

    /// "fine" of "$2 million fine", "voters" of "5 percent of voters".
    fn measured(&self, text: &str, unit: &Unit) -> Option<(String, Span)> {
        let first = self.word(0);
        if ["of", "in"].contains(&first) {
            let money_in = first == "of" || self.all.len() > 1;
            return money_in.then(|| self.behind_of(0))?;
        }
        let before = text[..unit.span.start].trim_end();
        let money = matches!(unit.name, Some(name) if name.len() == 3 || name == "percent");
        let attributive = unit.hyphen
            || (money && first.starts_with(char::is_lowercase) && !LOOSE.contains(&first))
            || DETERMINERS.iter().any(|d| {
                before
                    .to_lowercase()
                    .strip_suffix(d)
                    .is_some_and(|r| !r.ends_with(char::is_alphanumeric))
            });
        let skip = usize::from(first == "-");
        if !attributive {
            return None;
        }
        self.singular_run(skip)
    }

    /// The noun behind "of" or "in" at token `at`: "of the voters", "in unpaid taxes".
    fn behind_of(&self, at: usize) -> Option<(String, Span)> {
        let mut first = at + 1;
        while DETERMINERS.contains(&self.word(first).to_lowercase().as_str())
            || self.word(first) == "all"
        {
            first += 1;
        }
        let mut head = None;
        // "Of registered voters": a participle may open it.
        for at in first..first + MODIFIERS {
            let opens = at == first && self.word(at).ends_with("ed") && self.goes_on(at + 1);
            if opens {
                continue;
            }
            let lower_plural =
                is_plural(self.word(at)) && self.word(at).starts_with(char::is_lowercase);
            let verb = is_verb_like(self.word(at)) && !lower_plural;
            if !self.goes_on(at) || verb {
                break;
            }
            head = Some(at);
            if is_plural(self.word(at)) {
                break;
            }
        }
        let lower = |at: &usize| self.word(*at).starts_with(char::is_lowercase);
        head.filter(lower).map(|at| self.noun(at))
    }

    /// The last word of a run of words that may be a singular noun with what modifies it.
    fn singular_run(&self, first: usize) -> Option<(String, Span)> {
        let mut head = None;
        for at in first..first + 4 {
            if !self.goes_on(at) || is_verb_like(self.word(at)) {
                break;
            }
            head = Some(at);
        }
        let lower = |at: &usize| self.word(*at).starts_with(char::is_lowercase);
        head.filter(lower).map(|at| self.noun(at))
    }

    fn noun(&self, at: usize) -> (String, Span) {
        (singular(self.word(at)), Span::new(0, self.all[at].span.end))
    }
}

/// Words that may stand between a number and the plural it counts.
const MODIFIERS: usize = 6;

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "these", "those",
    "your", "my",
];

/// Words that stand behind an amount and are not what it is of.
const LOOSE: &[&str] = &[
    "last",
    "next",
    "annually",
    "yearly",
    "monthly",
    "weekly",
    "daily",
    "higher",
    "lower",
    "total",
    "cash",
    "each",
    "short",
    "free",
    "extra",
    "again",
    "overall",
    "nationally",
    "nationwide",
    "compared",
    "versus",
    "back",
    "ahead",
    "behind",
    "because",
    "once",
    "thanks",
    "much",
    "soon",
    "well",
    "almost",
    "nearly",
    "about",
];

/// Words that end a noun phrase.
fn is_stop(word: &str) -> bool {
    // "US" is a country, "us" is none of it.
    if word.len() > 1 && !word.contains(char::is_lowercase) {
        return false;
    }
    let lower = word.to_lowercase();
    STOPS.contains(&lower.as_str()) || DETERMINERS.contains(&lower.as_str())
}

const STOPS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "to",
    "from",
    "by",
    "for",
    "with",
    "without",
    "within",
    "into",
    "onto",
    "over",
    "under",
    "above",
    "below",
    "about",
    "against",
    "between",
    "among",
    "through",
    "during",
    "before",
    "after",
    "since",
    "until",
    "till",
    "as",
    "than",
    "per",
    "via",
    "out",
    "off",
    "up",
    "down",
    "away",
    "apart",
    "behind",
    "around",
    "across",
    "along",
    "near",
    "outside",
    "inside",
    "toward",
    "towards",
    "despite",
    "plus",
    "minus",
    "and",
    "or",
    "but",
    "nor",
    "so",
    "if",
    "when",
    "while",
    "where",
    "because",
    "that",
    "which",
    "who",
    "whom",
    "whose",
    "what",
    "how",
    "why",
    "though",
    "although",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "am",
    "has",
    "have",
    "had",
    "do",
    "does",
    "did",
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "shall",
    "should",
    "must",
    "not",
    "also",
    "ago",
    "later",
    "earlier",
    "old",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "him",
    "them",
    "us",
    "me",
    "there",
    "here",
    "then",
    "now",
    "more",
    "less",
    "fewer",
    "each",
    "both",
    "all",
    "s",
    "yes",
    "no",
    "apiece",
    "too",
    "only",
    "just",
    "even",
    "still",
    "already",
    "ever",
    "never",
    "said",
    "says",
    "say",
    "told",
    "every",
    "straight",
    "today",
    "yesterday",
    "tomorrow",
    "who've",
    "whether",
    "alone",
    "worth",
    "long",
    "high",
    "tall",
    "wide",
    "deep",
    "away",
    "left",
];

/// Forms that are mostly verbs where a noun phrase could go on.
fn is_verb_like(word: &str) -> bool {
    let lower = word.to_lowercase();
    let formed = lower.len() > 4
        && (lower.ends_with("ed") || lower.ends_with("ing") || lower.ends_with("ly"));
    formed || VERBS.contains(&lower.as_str())
}

const VERBS: &[&str] = &[
    "came", "went", "took", "made", "gave", "met", "held", "won", "lost", "found", "saw", "got",
    "left", "ran", "began", "became", "broke", "brought", "built", "bought", "caught", "chose",
    "cost", "died", "fell", "felt", "fought", "grew", "kept", "knew", "led", "paid", "put", "rose",
    "sat", "sent", "set", "shot", "spent", "stood", "stole", "swept", "thought", "wrote", "goes",
    "comes", "takes", "makes", "gives", "says", "means", "seems", "remains", "appears", "shows",
    "suggests", "needs", "wants", "gets", "helps", "lies", "makes", "plans", "rises", "falls",
    "voiced", "back", "behind", "ahead",
];

/// Plurals that do not end in -s, and nouns that stay as they are.
const PLURALS: &[(&str, &str)] = &[
    ("people", "people"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("policemen", "policeman"),
    ("policewomen", "policewoman"),
    ("congressmen", "congressman"),
    ("servicemen", "serviceman"),
    ("fishermen", "fisherman"),
    ("firemen", "fireman"),
    ("gunmen", "gunman"),
    ("businessmen", "businessman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("police", "police"),
    ("staff", "staff"),
    ("personnel", "personnel"),
    ("data", "data"),
    ("media", "media"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("cattle", "cattle"),
    ("sheep", "sheep"),
    ("fish", "fish"),
    ("aircraft", "aircraft"),
    ("spacecraft", "spacecraft"),
    ("troops", "troop"),
    ("series", "series"),
    ("species", "species"),
    ("lives", "life"),
    ("wives", "wife"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("halves", "half"),
    ("shelves", "shelf"),
    ("wolves", "wolf"),
    ("thieves", "thief"),
    ("analyses", "analysis"),
    ("crises", "crisis"),
    ("bases", "base"),
    ("theses", "thesis"),
    ("alumni", "alumnus"),
    ("heroes", "hero"),
    ("vetoes", "veto"),
    ("earnings", "earnings"),
    ("savings", "savings"),
    ("proceeds", "proceeds"),
    ("headquarters", "headquarters"),
    ("dead", "dead"),
    ("injured", "injured"),
    ("wounded", "wounded"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("ties", "tie"),
    ("shoes", "shoe"),
    ("calories", "calorie"),
    ("zombies", "zombie"),
    ("rookies", "rookie"),
];

fn is_plural(word: &str) -> bool {
    let lower = word.to_lowercase();
    let listed = PLURALS.iter().any(|(plural, _)| *plural == lower);
    let formed = lower.len() > 3
        && lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !lower.ends_with("is")
        && ![
            "always",
            "perhaps",
            "sometimes",
            "besides",
            "towards",
            "afterwards",
            "this",
            "news",
            "overseas",
            "previous",
            "various",
            "serious",
            "religious",
            "famous",
            "times",
            "plus",
        ]
        .contains(&lower.as_str());
    listed || (formed && lower.chars().all(|c| c.is_alphabetic() || c == '-'))
}

/// `word` in the singular and in lower case.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    if let Some((_, one)) = PLURALS.iter().find(|(plural, _)| *plural == lower) {
        return (*one).to_owned();
    }
    if !is_plural(&lower) {
        return lower;
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "ouses"] {
        if ending != "ouses" && lower.ends_with(ending) {
            return lower[..lower.len() - 2].to_owned();
        }
    }
    lower[..lower.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        for (many, one) in [
            ("countries", "country"),
            ("churches", "church"),
            ("houses", "house"),
            ("women", "woman"),
            ("people", "people"),
            ("classes", "class"),
            ("page", "page"),
            ("boxes", "box"),
            ("votes", "vote"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
