//! Reading a noun phrase: which words are names, which titles, what is its head.

use super::actor::{ActorKind, Role};
use super::given::given_name;
use super::lexicon::{Gender, Noun, NounKind, StateWord, lexicon};
use super::post::role_of;
use super::run::runs;
use crate::span::Span;
use crate::text::{Token, tokens};

/// A capitalised name as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The whole run of capitalised words, titles included.
    pub run: Span,
    /// The name without title and nationality.
    pub span: Span,
    /// Its words.
    pub words: Vec<String>,
    /// What the words themselves tell.
    pub kind: ActorKind,
    /// Told by "Mr", "Ms" and the like.
    pub gender: Option<Gender>,
    /// Titles and nationality written before the name, as one role.
    pub role: Option<Role>,
    /// The state that the name names.
    pub state: Option<String>,
}

impl Name {
    /// The words with single spaces.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// The names in `text`, in order. `text` is a paragraph or a part of one.
pub fn names(text: &str) -> Vec<Name> {
    let all = runs(text);
    all.iter().filter_map(|run| name(text, run)).collect()
}

/// Reads a run of tokens as a name: titles and nationality off, kind told.
fn name(text: &str, run: &[Token]) -> Option<Name> {
    let run: Vec<Token> = run
        .iter()
        .copied()
        .filter(|t| t.span.of(text) != ".")
        .collect();
    // "SET UP ALERTS | Marram Bank": a heading runs into the name.
    let shouted = |t: &&Token| {
        let word = t.span.of(text);
        word.len() > 1 && !word.contains(|c: char| c.is_lowercase() || c == '.')
    };
    let heading = run.iter().take_while(shouted).count();
    if heading >= 2 && heading < run.len() {
        return name(text, &run[heading..]);
    }
    let words: Vec<&str> = run.iter().map(|t| t.span.of(text)).collect();
    // "Marram Marram": a caption repeated.
    if words.len() == 2 && words[0] == words[1] {
        return name(text, &run[1..]);
    }
    let whole = run[0].span.cover(run[run.len() - 1].span);
    let lex = lexicon();
    let organization = words.iter().any(|w| lex.names_organization(w));
    if let Some((state, how)) = lex.state(whole.of(text)) {
        let kind = if how == StateWord::Demonym {
            ActorKind::Unknown
        } else {
            ActorKind::State
        };
        return Some(plain_name(text, whole, kind, Some(state.to_owned())));
    }
    if words.iter().all(|w| is_suffix(w)) {
        return None; // "II", the number of a chapter
    }
    if words.last().is_some_and(|w| is_person_noun(w)) {
        return None; // "Special Rapporteur", "Foreign Minister": a post, nobody's name
    }
    if let Some(at) = post_end(&words) {
        let span = run[at].span.cover(run[run.len() - 1].span);
        return Some(Name {
            run: whole,
            span,
            words: words_of(span.of(text)),
            kind: ActorKind::Person,
            gender: words[..at]
                .iter()
                .rev()
                .find_map(|w| lex.title(w).flatten()),
            role: role_of(&words[..at].join(" ")),
            state: None,
        });
    }
    // "Harbour News | Ana Roe": an organization's name, then a person's.
    let body = words.iter().rposition(|w| lex.names_organization(w));
    if let Some(at) = body
        .map(|at| at + 1)
        .filter(|at| *at > 1 && (2..=3).contains(&(words.len() - at)))
        && given_name(words[at]).is_some()
    {
        let span = run[at].span.cover(run[run.len() - 1].span);
        return Some(Name {
            kind: ActorKind::Person,
            ..plain_name(text, span, ActorKind::Person, None)
        });
    }
    let origin = words
        .iter()
        .take(3)
        .rposition(|w| is_origin(w))
        .map(|at| at + 1);
    if let Some(at) = origin.filter(|at| *at < words.len()) {
        return name(text, &run[at..]);
    }
    let mut gender = None;
    let mut title_at = None;
    let mut skip = 0;
    while skip < words.len() {
        let Some(step) = prefix_len(&words[skip..]) else {
            break;
        };
        // "Mr. King": what stands last behind a form of address is the name.
        let address = skip > 0 && lex.title(words[skip - 1]).flatten().is_some();
        if address && skip + step == words.len() {
            break;
        }
        for word in &words[skip..skip + step] {
            if let Some(told) = lex.title(word) {
                gender = gender.or(told);
                title_at = Some(skip + step);
            }
        }
        skip += step;
    }
    // Only titles before the name make it a person's; without one the run stays whole.
    let titled = title_at.is_some_and(|end| end == skip && skip < words.len());
    if titled && !words[skip..].iter().any(|w| lex.names_organization(w)) {
        let span = run[skip].span.cover(run[run.len() - 1].span);
        return Some(Name {
            run: whole,
            span,
            words: words_of(span.of(text)),
            kind: ActorKind::Person,
            gender,
            role: role_of(&words[..skip].join(" ")),
            state: None,
        });
    }
    // "NATO"; "U.N. Women".
    let acronym = words[0].len() > 1 && !words[0].contains(char::is_lowercase);
    let all_capitals = words.len() > 1 && words.iter().all(|w| !w.contains(char::is_lowercase));
    let initials = words[0].len() == 2 && words[0].ends_with('.');
    let kind = if organization || (acronym && !all_capitals && !initials) {
        ActorKind::Organization
    } else {
        ActorKind::Unknown
    };
    Some(plain_name(text, whole, kind, None))
}

/// Where the name begins behind a post of capitalised words: "Factline
/// Executive Director | Aaron Roe", "House Speaker | Ana Roe".
fn post_end(words: &[&str]) -> Option<usize> {
    let lex = lexicon();
    let post = |w: &str| lex.title(w).is_some() || is_person_noun(w);
    let at = (1..words.len()).rev().find(|at| post(words[at - 1]))?;
    let name = &words[at..];
    let plain = |w: &&str| !lex.names_organization(w) && lex.noun(w).is_none();
    // "Martin King Roe" has a title inside; "Texas Governor Ana Roe" begins like a name.
    let begins_as_name = at > 1 && given_name(words[0]).is_some() && lex.title(words[0]).is_none();
    let person = !begins_as_name || given_name(name[0]).is_some();
    let fits = name.len() <= 5 && !is_suffix(name[0]) && name.iter().all(plain) && person;
    fits.then_some(at)
}

/// "California-based", "Saudi-led".
fn is_origin(word: &str) -> bool {
    [
        "-based",
        "-born",
        "-backed",
        "-led",
        "-owned",
        "-run",
        "-funded",
        "-controlled",
    ]
    .iter()
    .any(|ending| word.ends_with(ending))
}

/// "Jr" and the like, which are nobody's last name.
pub fn is_suffix(word: &str) -> bool {
    [
        "Jr", "Sr", "II", "III", "IV", "MP", "MEP", "PhD", "QC", "KC",
    ]
    .contains(&word.trim_end_matches('.'))
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn plain_name(text: &str, span: Span, kind: ActorKind, state: Option<String>) -> Name {
    Name {
        run: span,
        span,
        words: words_of(span.of(text)),
        kind,
        gender: None,
        role: None,
        state,
    }
}

/// How many of the leading words are a title, a nationality or a body's
/// acronym, which stand before a person's name.
fn prefix_len(words: &[&str]) -> Option<usize> {
    let lex = lexicon();
    for len in (1..=3.min(words.len())).rev() {
        if lex.state(&words[..len].join(" ")).is_some() {
            return Some(len);
        }
    }
    let acronym = words[0].len() > 1
        && words[0].chars().all(|c| c.is_uppercase() || c == '.')
        && !words[0].ends_with('.');
    let united_nations = words.len() > 1 && words[0] == "United" && words[1] == "Nations";
    if united_nations {
        return Some(2);
    }
    (lex.title(words[0]).is_some() || (acronym && words.len() > 1)).then_some(1)
}

/// Words that end a noun phrase's head: what follows only says more about it.
const AFTER_HEAD: &[&str] = &[
    "of",
    "for",
    "in",
    "on",
    "at",
    "to",
    "from",
    "with",
    "who",
    "whom",
    "that",
    "which",
    "whose",
    "by",
    "about",
    "against",
    "under",
    "near",
    "including",
    "and",
    "or",
    "but",
    "as",
    "between",
    "familiar",
    "over",
    "into",
    "during",
    "after",
    "before",
    "not",
    "involved",
];

/// The part of a noun phrase up to its head: articles gone, cut before the
/// first comma, bracket or preposition.
pub fn head_part(phrase: &str) -> &str {
    let mut end = phrase.len();
    let mut before = "";
    for token in tokens(phrase) {
        let word = token.span.of(phrase);
        // "Reporters examining …", "the memo prepared by …".
        let participle = (word.ends_with("ing") || word.ends_with("ed"))
            && word.len() > 5
            && word.starts_with(char::is_lowercase)
            && lexicon().noun(before).is_some()
            && lexicon().noun(word).is_none();
        let cut = matches!(word, "," | "(" | ";" | ":" | "—" | "–")
            || (token.span.start > 0 && AFTER_HEAD.contains(&word))
            || participle;
        before = word;
        if cut {
            end = token.span.start;
            break;
        }
    }
    phrase[..end].trim()
}

/// The describing noun at the head of `phrase`, if the lexicon has it.
pub fn head_noun(phrase: &str) -> Option<&'static Noun> {
    let part = head_part(phrase);
    let words: Vec<&str> = part.split_whitespace().collect();
    let last = words.last()?;
    if let Some(two) = words.len().checked_sub(2).map(|i| words[i..].join(" "))
        && let Some(noun) = lexicon().noun(&two)
    {
        return Some(noun);
    }
    let bare = last.trim_matches(|c: char| !c.is_alphanumeric());
    let full = ABBREVIATED.iter().find(|(short, _)| *short == bare);
    lexicon().noun(full.map_or(bare, |(_, full)| full))
}

/// Posts as they are shortened before names.
const ABBREVIATED: &[(&str, &str)] = &[
    ("Gov", "governor"),
    ("Sen", "senator"),
    ("Rep", "congressman"),
    ("Prof", "professor"),
    ("Dr", "doctor"),
    ("Gen", "general"),
    ("Col", "colonel"),
    ("Capt", "captain"),
    ("Amb", "ambassador"),
    ("Pres", "president"),
    ("Insp", "inspector"),
    ("Det", "detective"),
    ("Supt", "superintendent"),
    ("Cmdr", "commander"),
    ("Rev", "priest"),
];

/// Words that stand before a noun and say nothing of who it is.
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "some", "its", "his", "her", "their",
    "our", "my", "your", "former", "outgoing", "then", "late", "current", "one", "another",
    "other",
];

/// `phrase` without leading articles and possessive pronouns.
pub fn without_determiner(phrase: &str) -> &str {
    let mut rest = phrase.trim();
    while let Some((first, after)) = rest.split_once(char::is_whitespace) {
        if !DETERMINERS.contains(&first.to_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Whether a noun of kind person is meant.
pub fn is_person_noun(word: &str) -> bool {
    lexicon()
        .noun(word)
        .is_some_and(|n| n.kind == NounKind::Person && !n.plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, ActorKind)> {
        names(text)
            .into_iter()
            .map(|n| (n.text(), n.kind))
            .collect()
    }

    #[test]
    fn titles_and_nationality_come_off() {
        let all = names("French Ambassador Nicolas de Rivelle met Ms. Zora O’Hale.");
        assert_eq!(all[0].text(), "Nicolas de Rivelle");
        assert_eq!(
            all[0].role,
            Some(Role {
                title: "Ambassador".into(),
                of: Some("France".into())
            })
        );
        assert_eq!(all[1].text(), "Zora O’Hale");
        assert_eq!(all[1].gender, Some(Gender::Female));
    }

    #[test]
    fn organizations_keep_their_linked_words() {
        assert_eq!(
            found("the Ministry of Health and Ports, the Harbour Workers Union and NATO"),
            [
                (
                    "Ministry of Health and Ports".to_owned(),
                    ActorKind::Organization
                ),
                ("Harbour Workers Union".to_owned(), ActorKind::Organization),
                ("NATO".to_owned(), ActorKind::Organization)
            ]
        );
    }

    #[test]
    fn places_before_a_name_are_split_off() {
        assert_eq!(
            found("its ambassador in New York Idris Bellamy")[1],
            ("Idris Bellamy".to_owned(), ActorKind::Unknown)
        );
    }
}
