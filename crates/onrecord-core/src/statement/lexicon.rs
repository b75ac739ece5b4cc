//! World knowledge and word lists, read from the data files once.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a describing noun says its bearer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NounKind {
    /// "envoy", "witness".
    Person,
    /// "ministry", "company".
    Organization,
    /// "country".
    State,
    /// "report", "letter".
    Work,
}

/// A noun that describes a source.
#[derive(Debug, Clone)]
pub struct Noun {
    /// Nouns of one class may stand for each other.
    pub class: String,
    /// What it describes.
    pub kind: NounKind,
    /// Whether it names several.
    pub plural: bool,
}

/// Grammatical gender of a title or pronoun: evidence, never a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// he, Mr, spokesman.
    Male,
    /// she, Ms, spokeswoman.
    Female,
}

/// The word lists.
pub struct Lexicon {
    nouns: HashMap<String, Noun>,
    organization_words: HashSet<String>,
    place_words: HashSet<String>,
    titles: HashMap<String, Option<Gender>>,
    /// Name in common use of each state.
    states: Vec<String>,
    /// Names, other names and capitals.
    state_names: HashMap<String, (usize, StateWord)>,
}

/// How a word points at a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateWord {
    /// By a name.
    Name,
    /// By what its people are called, also an adjective.
    Demonym,
    /// By its capital, which stands for its government.
    Capital,
}

#[derive(Deserialize)]
struct NounData {
    class: Vec<NounClass>,
}

#[derive(Deserialize)]
struct NounClass {
    id: String,
    kind: NounKind,
    words: Vec<String>,
    plural: Vec<String>,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    #[serde(default)]
    no_match: Vec<String>,
}

#[derive(Deserialize)]
struct TitleData {
    group: Vec<TitleGroup>,
}

#[derive(Deserialize)]
struct TitleGroup {
    gender: Option<Gender>,
    words: Vec<String>,
}

const NOUNS: &str = include_str!("../../data/nouns.toml");
const TITLES: &str = include_str!("../../data/titles.toml");
const STATES: &str = include_str!("../../data/states.tsv");

/// The class of nouns.toml that marks names of organizations rather than describing nouns.
const ORGANIZATION_NAME: &str = "organization-name";
/// The class of nouns.toml that marks names of places.
const PLACE_NAME: &str = "place-name";

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// The lexicon.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn load() -> Self {
        let nouns: NounData = toml::from_str(NOUNS).expect("nouns.toml is checked by the tests");
        let titles: TitleData =
            toml::from_str(TITLES).expect("titles.toml is checked by the tests");
        let mut lexicon = Lexicon {
            nouns: HashMap::new(),
            organization_words: HashSet::new(),
            place_words: HashSet::new(),
            titles: HashMap::new(),
            states: Vec::new(),
            state_names: HashMap::new(),
        };
        for class in nouns.class {
            lexicon.add_nouns(class);
        }
        for group in titles.group {
            let words = group.words.into_iter().map(|word| (word, group.gender));
            lexicon.titles.extend(words);
        }
        for line in STATES.lines().filter(|line| !line.starts_with('#')) {
            lexicon.add_state(line);
        }
        lexicon
    }

    fn add_nouns(&mut self, class: NounClass) {
        if class.id == ORGANIZATION_NAME {
            self.organization_words.extend(class.words);
            return;
        }
        if class.id == PLACE_NAME {
            self.place_words.extend(class.words);
            return;
        }
        for (plural, words) in [(false, class.words), (true, class.plural)] {
            for word in words {
                let noun = Noun {
                    class: class.id.clone(),
                    kind: class.kind,
                    plural,
                };
                self.nouns.insert(word, noun);
            }
        }
    }

    /// One line: codes, name, other names, demonyms, capitals, between tabs.
    fn add_state(&mut self, line: &str) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, _, name, others, demonyms, capitals] = fields[..] else {
            return;
        };
        let index = self.states.len();
        self.states.push(name.to_owned());
        let words = std::iter::once((name, StateWord::Name))
            .chain(others.split(';').map(|w| (w, StateWord::Name)))
            .chain(demonyms.split(';').map(|w| (w, StateWord::Demonym)))
            .chain(capitals.split(';').map(|w| (w, StateWord::Capital)));
        for (word, how) in words.filter(|(word, _)| !word.is_empty()) {
            // The first state to claim a word keeps it: names are listed before capitals.
            self.state_names
                .entry(word.to_owned())
                .or_insert((index, how));
        }
    }

    /// The noun `word` (any case), if it describes a source.
    pub fn noun(&self, word: &str) -> Option<&Noun> {
        self.nouns.get(&word.to_lowercase())
    }

    /// Whether `word` in a capitalised name makes it the name of an organization.
    pub fn names_organization(&self, word: &str) -> bool {
        self.organization_words
            .contains(&word.trim_end_matches('.').to_lowercase())
    }

    /// Whether `word` in a capitalised name makes it the name of a place.
    pub fn names_place(&self, word: &str) -> bool {
        self.place_words.contains(&word.to_lowercase())
    }

    /// Whether `word` is a title before a name, and the gender it tells.
    pub fn title(&self, word: &str) -> Option<Option<Gender>> {
        self.titles.get(word.trim_end_matches('.')).copied()
    }

    /// The state that `words` name, and how.
    pub fn state(&self, words: &str) -> Option<(&str, StateWord)> {
        let plain = words.replace('’', "'");
        let found = self.state_names.get(plain.trim_start_matches("the "));
        found.map(|(index, how)| (self.states[*index].as_str(), *how))
    }
}

/// "VELDA BAY" and "velda bay" as "Velda Bay".
pub fn titled(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        let first = first.unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_once() {
        let lines: Vec<&str> = STATES.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(lines.len(), 195);
        let codes: HashSet<&str> = lines.iter().map(|l| &l[..2]).collect();
        assert_eq!(codes.len(), 195);
        for line in &lines {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 6, "{line}");
            let missing = [0, 1, 2, 4, 5].iter().any(|f| fields[*f].is_empty());
            assert!(!missing, "{line}");
        }
    }

    #[test]
    fn states_by_name_demonym_and_capital() {
        let l = lexicon();
        assert_eq!(l.state("U.S."), Some(("United States", StateWord::Name)));
        assert_eq!(l.state("Cuban"), Some(("Cuba", StateWord::Demonym)));
        assert_eq!(l.state("Nairobi"), Some(("Kenya", StateWord::Capital)));
        assert_eq!(l.state("the Netherlands").unwrap().0, "Netherlands");
        assert_eq!(l.state("Utopia"), None);
    }

    #[test]
    fn nouns_hold_to_their_examples() {
        let data: NounData = toml::from_str(NOUNS).unwrap();
        let mut seen = HashSet::new();
        let describing = |c: &&NounClass| c.id != ORGANIZATION_NAME && c.id != PLACE_NAME;
        for class in data.class.iter().filter(describing) {
            for word in class.words.iter().chain(&class.plural) {
                assert!(seen.insert(word.clone()), "{word} is in two classes");
            }
            let head_is_of_class = |phrase: &String| {
                let noun = super::super::phrase::head_noun(phrase);
                noun.is_some_and(|n| n.class == class.id)
            };
            assert!(!class.r#match.is_empty() && !class.no_match.is_empty());
            assert!(
                class.r#match.iter().all(head_is_of_class),
                "{:?}",
                class.r#match
            );
            assert!(
                !class.no_match.iter().any(head_is_of_class),
                "{:?}",
                class.no_match
            );
        }
    }
}
