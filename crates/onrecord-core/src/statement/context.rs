//! What the words around a name tell of its bearer.

use super::actor::{ActorKind, Role};
use super::given::given_name;
use super::lexicon::{Gender, NounKind, lexicon};
use super::phrase::{Name, head_noun, head_part, names};
use super::post::role_of;

/// What the words around a name tell of it.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub kind: Option<ActorKind>,
    pub roles: Vec<Role>,
    pub gender: Option<Gender>,
    pub acronym: Option<String>,
    pub article: bool,
    /// "His daughter, Ana Roe".
    pub kin: bool,
}

impl Context {
    pub fn of(paragraph: &str, name: &Name) -> Self {
        let mut context = Context::default();
        if name.state.is_some() {
            return context;
        }
        let before = paragraph.get(..name.run.start).unwrap_or("");
        let after = paragraph.get(name.run.end..).unwrap_or("");
        context.acronym = acronym(after, name);
        context.kin = near_kin(before, after);
        if name.kind == ActorKind::Organization {
            return context;
        }
        for phrase in [post_before(before), apposition(after)]
            .into_iter()
            .flatten()
        {
            context.take(phrase);
        }
        if PLACE_PREPOSITIONS.iter().any(|p| before.ends_with(p)) {
            context.article = given_name(&name.words[0]).is_none();
            return context; // "In Estholm, a retired inspector said": no apposition
        }
        context.article = before.ends_with("the ") || before.ends_with("The ");
        if after.starts_with(", who ")
            || age_follows(after)
            || (name.words.len() > 1 && of_organization(after))
        {
            context.kind = Some(ActorKind::Person);
        }
        context
    }

    fn take(&mut self, phrase: &str) {
        let Some(noun) = head_noun(phrase) else {
            return;
        };
        match noun.kind {
            NounKind::Person if !noun.plural => {
                self.kind = Some(ActorKind::Person);
                self.roles.extend(role_of(phrase));
                self.gender = self.gender.or(gender_of(phrase));
            }
            NounKind::Organization => self.kind = self.kind.or(Some(ActorKind::Organization)),
            _ => {}
        }
    }
}

/// Words for somebody's family.
const KIN: &[&str] = &[
    "wife",
    "husband",
    "father",
    "mother",
    "son",
    "daughter",
    "brother",
    "sister",
    "widow",
    "parents",
    "uncle",
    "aunt",
    "cousin",
    "children",
    "sons",
    "daughters",
    "spouse",
];

/// Whether one of them stands right beside a name.
fn near_kin(before: &str, after: &str) -> bool {
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(30))..];
    let after = &after[..after.floor_char_boundary(30)];
    let sides = [before, after.split(['.', ';']).next().unwrap_or("")];
    let words = sides
        .iter()
        .flat_map(|side| side.split(|c: char| !c.is_alphabetic()));
    words
        .map(str::to_lowercase)
        .any(|w| KIN.contains(&w.as_str()))
}

fn gender_of(phrase: &str) -> Option<Gender> {
    let head = head_part(phrase)
        .split_whitespace()
        .next_back()?
        .to_lowercase();
    match head.as_str() {
        h if h.ends_with("woman")
            || ["mother", "wife", "sister", "daughter", "widow", "girl"].contains(&h) =>
        {
            Some(Gender::Female)
        }
        h if (h.ends_with("man") && !h.ends_with("woman"))
            || ["father", "husband", "brother", "son", "boy"].contains(&h) =>
        {
            Some(Gender::Male)
        }
        _ => None,
    }
}

/// What stands before the name of a place.
const PLACE_PREPOSITIONS: &[&str] = &[
    " in ",
    " at ",
    "In ",
    "At ",
    " near ",
    " outside ",
    " into ",
    " behind ",
    " for ",
];

/// "… (OHCHR)" after a name of several words.
fn acronym(after: &str, name: &Name) -> Option<String> {
    let inner = after.trim_start().strip_prefix('(')?;
    let (inside, _) = inner.split_once(')')?;
    let letters = inside
        .chars()
        .all(|c| c.is_uppercase() || c == '-' || c == '.');
    (name.words.len() > 1 && letters && (2..=10).contains(&inside.len())).then(|| inside.to_owned())
}

/// ", 70," or ", 70, of …" after a name.
fn age_follows(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(", ") else {
        return false;
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (1..=3).contains(&digits) && rest[digits..].starts_with([',', '.', ' '])
}

/// "… of the Harbour Workers Union" after a name of several words.
fn of_organization(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(" of ") else {
        return false;
    };
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let owner = names(rest).into_iter().next();
    owner.is_some_and(|n| n.run.start == 0 && n.kind == ActorKind::Organization)
}

/// Words that a post written before a name cannot contain: they end it to the left.
const NO_POST: &[&str] = &[
    "said", "says", "told", "by", "with", "and", "but", "that", "when", "as", "after", "before",
    "while", "where", "who", "whom", "which", "is", "was", "are", "were", "has", "had", "have",
    "if", "or", "met", "called", "asked", "from", "against", "so", "then", "because", "like",
    "than", "also",
];

/// The post written before a name: right before it ("ministry spokesman X") or
/// with a comma between ("the rapporteur on slavery, X").
fn post_before(before: &str) -> Option<&str> {
    let trimmed = before.trim_end();
    let comma = trimmed.ends_with(',');
    let body = trimmed.trim_end_matches(',');
    // Without a comma the post's head stands right before the name.
    let boundary = body.rfind([
        ',', ';', ':', '.', '“', '”', '"', '(', ')', '—', '–', '!', '?',
    ]);
    let clause = boundary.map_or(body, |at| {
        let width = body[at..].chars().next().map_or(1, char::len_utf8);
        &body[at + width..]
    });
    let clause = from_determiner(after_last(clause, NO_POST)).trim();
    let head = if comma { head_part(clause) } else { clause };
    let last = head.split_whitespace().next_back()?;
    let noun = lexicon().noun(last.trim_end_matches(|c: char| !c.is_alphanumeric()))?;
    let fits = noun.kind == NounKind::Person && !noun.plural;
    (fits && clause.split_whitespace().count() <= 14).then_some(clause)
}

/// `clause` from its last article or possessive that no preposition governs:
/// "it described | the rapporteur on labour in the ports".
fn from_determiner(clause: &str) -> &str {
    const DETERMINERS: &[&str] = &["the", "a", "an", "its", "his", "her", "their", "our", "my"];
    const GOVERN: &[&str] = &[
        "of", "for", "to", "in", "on", "at", "with", "from", "by", "and", "or", "near",
    ];
    let (mut from, mut at, mut before) = (0, 0, "");
    for part in clause.split_inclusive(char::is_whitespace) {
        let word = part.trim();
        if DETERMINERS.contains(&word.to_lowercase().as_str()) && !GOVERN.contains(&before) {
            from = at;
        }
        at += part.len();
        before = word;
    }
    &clause[from..]
}

/// What follows the last of `words` in `clause`.
fn after_last<'c>(clause: &'c str, words: &[&str]) -> &'c str {
    let mut from = 0;
    let mut at = 0;
    for part in clause.split_inclusive(char::is_whitespace) {
        at += part.len();
        if words.contains(&part.trim().to_lowercase().as_str()) {
            from = at;
        }
    }
    &clause[from..]
}

/// The apposition after a name: ", a spokesperson for the ministry,".
fn apposition(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(',')?.trim_start();
    let end = rest
        .find([',', ';', ':', '“', '”', '"', '(', '—', '–'])
        .or_else(|| rest.find(". "))
        .unwrap_or(rest.len());
    let phrase = rest[..end].trim_end_matches('.').trim();
    let first = phrase.split_whitespace().next()?;
    // "Lund, who …" and "Lund, told …" are no appositions; a post begins with
    // an article, a possessive or its own words.
    let verb_like = NO_POST.contains(&first.to_lowercase().as_str());
    (!verb_like && phrase.split_whitespace().count() <= 16 && head_noun(phrase).is_some())
        .then_some(phrase)
}
