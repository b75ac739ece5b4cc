//! Act and certainty from words, by the rules of the data files.

use super::act::{Act, Certainty};
use regex::Regex;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const ACTS: &str = include_str!("../../data/acts.toml");
const CERTAINTY: &str = include_str!("../../data/certainty.toml");

#[derive(Deserialize)]
struct ActData {
    speech_nouns: HashSet<String>,
    act: Vec<ActGroup>,
    content: Vec<ContentData>,
}

/// A rule over the content of a statement with a neutral cue.
#[derive(Deserialize)]
struct ContentData {
    act: Act,
    cue: Option<String>,
    pattern: String,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

struct ContentRule {
    act: Act,
    cue: Option<Regex>,
    pattern: Regex,
}

#[derive(Deserialize)]
struct ActGroup {
    act: Act,
    verbs: Vec<String>,
    phrases: Vec<String>,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

#[derive(Deserialize)]
struct CertaintyData {
    rule: Vec<CertaintyRule>,
}

#[derive(Deserialize)]
struct CertaintyRule {
    certainty: Certainty,
    r#where: Place,
    pattern: String,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Place {
    Content,
    Both,
}

struct Rules {
    /// In the singular.
    speech_nouns: HashSet<String>,
    /// Longest first.
    phrases: Vec<(String, Act)>,
    /// Inflected verb to act.
    verbs: HashMap<String, Act>,
    content: Vec<ContentRule>,
    certainty: Vec<(Regex, Place, Certainty)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let acts: ActData = toml::from_str(ACTS).expect("acts.toml is checked by the tests");
    let certainty: CertaintyData =
        toml::from_str(CERTAINTY).expect("certainty.toml is checked by the tests");
    let mut rules = Rules {
        speech_nouns: acts.speech_nouns,
        phrases: Vec::new(),
        verbs: HashMap::new(),
        content: Vec::new(),
        certainty: Vec::new(),
    };
    for group in acts.act {
        rules
            .phrases
            .extend(group.phrases.into_iter().map(|p| (p, group.act)));
        for verb in group.verbs {
            let (head, rest) = verb
                .split_once(' ')
                .map_or((verb.as_str(), ""), |(h, r)| (h, r));
            for form in inflections(head) {
                match rest {
                    "" => _ = rules.verbs.entry(form).or_insert(group.act),
                    _ => rules.phrases.push((format!("{form} {rest}"), group.act)),
                }
            }
        }
    }
    rules
        .phrases
        .sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    let regex =
        |pattern: &str| Regex::new(pattern).expect("the data files are checked by the tests");
    for rule in acts.content {
        rules.content.push(ContentRule {
            act: rule.act,
            cue: rule.cue.as_deref().map(regex),
            pattern: regex(&rule.pattern),
        });
    }
    for rule in certainty.rule {
        let pattern = regex(&rule.pattern);
        rules
            .certainty
            .push((pattern, rule.r#where, rule.certainty));
    }
    rules
});

/// Verbs whose forms the rules of spelling do not give.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("say", &["said", "sez"]),
    ("tell", &["told"]),
    ("write", &["wrote", "written"]),
    ("speak", &["spoke", "spoken"]),
    ("find", &["found"]),
    ("think", &["thought"]),
    ("see", &["saw", "seen"]),
    ("know", &["knew", "known"]),
    ("feel", &["felt"]),
    ("seek", &["sought"]),
    ("understand", &["understood"]),
    ("swear", &["swore", "sworn"]),
    ("undertake", &["undertook", "undertaken"]),
    ("withdraw", &["withdrew", "withdrawn"]),
    ("show", &["shown"]),
    ("read", &["read"]),
    ("learn", &["learnt"]),
    ("forecast", &["forecast"]),
];

/// The forms of a verb: base, -s, past and -ing.
fn inflections(verb: &str) -> Vec<String> {
    let mut forms = vec![verb.to_owned()];
    let last = verb.chars().next_back().unwrap_or(' ');
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let consonant_y = verb
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
    match consonant_y {
        Some(stem) => forms.extend([format!("{stem}ies"), format!("{stem}ied")]),
        None if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("sh") || verb.ends_with("ch") => {
            forms.extend([format!("{verb}es"), format!("{verb}ed")]);
        }
        None => forms.extend([format!("{verb}s"), format!("{stem}ed")]),
    }
    forms.push(format!("{stem}ing"));
    // "admit, admitted", "quip, quipping".
    forms.extend([format!("{verb}{last}ed"), format!("{verb}{last}ing")]);
    let irregular = IRREGULAR.iter().find(|(base, _)| *base == verb);
    forms.extend(
        irregular
            .iter()
            .flat_map(|(_, past)| past.iter().map(|p| (*p).to_owned())),
    );
    forms
}

/// What is done by saying `content` with `cue`; `None` where nothing tells.
///
/// A neutral cue leaves it to the content: "called the report illegal" rejects,
/// "we call on the port to open, she said" urges.
pub fn act(cue: &str, content: &str) -> Option<Act> {
    let told = by_cue(cue);
    if told.is_some_and(|act| act != Act::State) {
        return told;
    }
    let rule = RULES.content.iter().find(|rule| {
        rule.cue.as_ref().is_none_or(|c| c.is_match(cue)) && rule.pattern.is_match(content)
    });
    rule.map(|rule| rule.act).or(told)
}

/// Whether `cue` names speech without a verb of it: "in a statement", "according to".
fn names_speech(cue: &str) -> bool {
    let lower = cue.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        RULES
            .speech_nouns
            .contains(word.strip_suffix('s').unwrap_or(word))
    })
}

/// Whether `word` is a form of a verb of saying.
pub fn is_verb_of_saying(word: &str) -> bool {
    !word.contains(char::is_whitespace) && by_cue(word).is_some() && is_saying(word)
}

/// Whether `cue` names an act of speech, by a verb or by a noun of it.
pub fn is_saying(cue: &str) -> bool {
    match by_cue(cue) {
        Some(Act::Hope | Act::Believe | Act::Want | Act::Support | Act::Oppose | Act::Decline) => {
            false
        }
        Some(_) => true,
        None => names_speech(cue),
    }
}

/// What is done by a cue alone.
fn by_cue(cue: &str) -> Option<Act> {
    let lower = cue.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’' || c == '\''))
        .filter(|w| !w.is_empty())
        .collect();
    let spaced = format!(" {} ", words.join(" "));
    let phrase = RULES
        .phrases
        .iter()
        .find(|(p, _)| spaced.contains(&format!(" {p} ")));
    if let Some((_, act)) = phrase {
        return Some(unless_negated(*act, &words));
    }
    // The first verb known is the main one: "has denied", "hopes to see", "said in a report".
    let verb = words.iter().find_map(|w| RULES.verbs.get(*w));
    verb.map(|act| unless_negated(*act, &words))
}

/// "did not deny" denies nothing: it only states. Declining is negative by itself.
fn unless_negated(act: Act, words: &[&str]) -> Act {
    let negated = words.iter().any(|w| {
        ["not", "never", "cannot", "neither", "nor"].contains(w)
            || w.ends_with("n’t")
            || w.ends_with("n't")
    });
    match act {
        Act::Decline | Act::Believe | Act::Want | Act::Hope => act,
        _ if negated => Act::State,
        _ => act,
    }
}

/// How `content` is put by `cue`.
pub fn certainty(cue: &str, content: &str) -> Certainty {
    let rule = RULES.certainty.iter().find(|(pattern, place, _)| {
        pattern.is_match(content) || (*place == Place::Both && pattern.is_match(cue))
    });
    rule.map_or(Certainty::Asserted, |(_, _, certainty)| *certainty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_hold_to_their_examples() {
        let data: ActData = toml::from_str(ACTS).unwrap();
        for group in data.act {
            assert!(!group.r#match.is_empty() && !group.no_match.is_empty());
            for cue in &group.r#match {
                assert_eq!(by_cue(cue), Some(group.act), "{cue}");
            }
            for cue in &group.no_match {
                assert_ne!(by_cue(cue), Some(group.act), "{cue}");
            }
        }
    }

    #[test]
    fn content_rules_hold_to_their_examples() {
        let data: ActData = toml::from_str(ACTS).unwrap();
        for rule in data.content {
            let read = |example: &String| {
                let (cue, content) = example.split_once(" | ").unwrap();
                act(cue, content)
            };
            assert!(!rule.r#match.is_empty() && !rule.no_match.is_empty());
            for example in &rule.r#match {
                assert_eq!(read(example), Some(rule.act), "{example}");
            }
            for example in &rule.no_match {
                assert_ne!(read(example), Some(rule.act), "{example}");
            }
        }
    }

    #[test]
    fn certainty_holds_to_its_examples() {
        let data: CertaintyData = toml::from_str(CERTAINTY).unwrap();
        for rule in data.rule {
            let read = |example: &String| {
                let (cue, content) = example.split_once(" | ").unwrap();
                certainty(cue, content)
            };
            assert!(!rule.r#match.is_empty() && !rule.no_match.is_empty());
            for example in &rule.r#match {
                assert_eq!(read(example), rule.certainty, "{example}");
            }
            for example in &rule.no_match {
                assert_ne!(read(example), rule.certainty, "{example}");
            }
        }
    }
}
