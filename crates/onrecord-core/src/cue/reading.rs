//! Act and certainty from words, by the rules of the data files.

use super::act::{Act, Certainty};
use super::clause;
use regex::Regex;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const ACTS: &str = include_str!("../../data/acts.toml");
const CERTAINTY: &str = include_str!("../../data/certainty.toml");

#[derive(Deserialize)]
struct ActData {
    speech_nouns: HashSet<String>,
    light: Vec<String>,
    work_finds: Vec<String>,
    act: Vec<ActGroup>,
    content: Vec<ContentData>,
}

/// A rule over the content of a statement with a neutral cue.
#[derive(Deserialize)]
struct ContentData {
    act: Act,
    cue: Option<String>,
    of: Part,
    pattern: String,
    unless: Option<String>,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

/// What of a content a rule looks at.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Part {
    Content,
    /// Without the marks and fillers it opens with.
    Start,
    /// The main clause of its first sentence.
    Main,
    /// All of it, if its first sentence is a question.
    Question,
}

struct ContentRule {
    act: Act,
    cue: Option<Regex>,
    of: Part,
    pattern: Regex,
    unless: Option<Regex>,
}

impl ContentRule {
    fn holds(&self, cue: &str, content: &str) -> bool {
        if !self.cue.as_ref().is_none_or(|c| c.is_match(cue)) {
            return false;
        }
        let part = match self.of {
            Part::Content => content,
            Part::Start => clause::opened(content),
            Part::Main => clause::main_clause(content),
            Part::Question if clause::is_question(content) => content,
            Part::Question => return false,
        };
        self.pattern.is_match(part) && !self.unless.as_ref().is_some_and(|u| u.is_match(part))
    }
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
    rule: Vec<CertaintyEntry>,
}

#[derive(Deserialize)]
struct CertaintyEntry {
    certainty: Certainty,
    r#where: Place,
    pattern: String,
    unless: Option<String>,
    unless_before: Option<String>,
    #[cfg(test)]
    r#match: Vec<String>,
    #[cfg(test)]
    no_match: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Place {
    Cue,
    Main,
    /// Cue and content with a bar between.
    Both,
}

struct CertaintyRule {
    certainty: Certainty,
    place: Place,
    pattern: Regex,
    /// What must not stand before the match.
    unless: Option<Regex>,
    /// What must not stand behind it.
    unless_before: Option<Regex>,
}

impl CertaintyRule {
    /// Where the rule's words stand in what it looks at.
    fn find(&self, text: &str) -> Option<usize> {
        let holds = |pattern: &Option<Regex>, text| {
            let pattern = pattern.as_ref();
            pattern.is_some_and(|p| p.is_match(text))
        };
        let mut found = self.pattern.find_iter(text);
        let first = found.find(|m| {
            !holds(&self.unless, &text[..m.start()])
                && !holds(&self.unless_before, &text[m.end()..])
        });
        first.map(|m| m.start())
    }
}

struct Rules {
    /// In the singular.
    speech_nouns: HashSet<String>,
    /// Forms of the verbs that only carry a noun.
    light: HashSet<String>,
    /// Forms of the verbs by which a work finds.
    work_finds: HashSet<String>,
    /// By their first word; longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Act)>>,
    /// Inflected verb to act.
    verbs: HashMap<String, Act>,
    content: Vec<ContentRule>,
    certainty: Vec<CertaintyRule>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let acts: ActData = toml::from_str(ACTS).expect("acts.toml is checked by the tests");
    let certainty: CertaintyData =
        toml::from_str(CERTAINTY).expect("certainty.toml is checked by the tests");
    let forms = |verbs: Vec<String>| verbs.iter().flat_map(|v| inflections(v)).collect();
    let mut rules = Rules {
        speech_nouns: acts.speech_nouns,
        light: forms(acts.light),
        work_finds: forms(acts.work_finds),
        phrases: HashMap::new(),
        verbs: HashMap::new(),
        content: Vec::new(),
        certainty: Vec::new(),
    };
    for group in acts.act {
        for phrase in group.phrases {
            rules.add_phrase(&phrase, group.act);
        }
        for verb in group.verbs {
            let (head, rest) = verb.split_once(' ').unwrap_or((&verb, ""));
            for form in inflections(head) {
                match rest {
                    "" => _ = rules.verbs.entry(form).or_insert(group.act),
                    _ => rules.add_phrase(&format!("{form} {rest}"), group.act),
                }
            }
        }
    }
    for known in rules.phrases.values_mut() {
        known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    let regex =
        |pattern: &str| Regex::new(pattern).expect("the data files are checked by the tests");
    rules
        .content
        .extend(acts.content.into_iter().map(|rule| ContentRule {
            act: rule.act,
            cue: rule.cue.as_deref().map(regex),
            of: rule.of,
            pattern: regex(&rule.pattern),
            unless: rule.unless.as_deref().map(regex),
        }));
    rules
        .certainty
        .extend(certainty.rule.into_iter().map(|rule| CertaintyRule {
            certainty: rule.certainty,
            place: rule.r#where,
            pattern: regex(&rule.pattern),
            unless: rule.unless.as_deref().map(regex),
            unless_before: rule.unless_before.as_deref().map(regex),
        }));
    rules
});

impl Rules {
    fn add_phrase(&mut self, phrase: &str, act: Act) {
        let words = words_of(phrase);
        if let Some(first) = words.first().cloned() {
            self.phrases.entry(first).or_default().push((words, act));
        }
    }

    /// The act of the word or phrase that begins with word `at`.
    fn act_at(&self, words: &[String], at: usize) -> Option<Act> {
        let known = self.phrases.get(&words[at]).into_iter().flatten();
        let phrase = known
            .clone()
            .find(|(phrase, _)| words[at..].starts_with(phrase));
        phrase
            .map(|(_, act)| *act)
            .or_else(|| self.verbs.get(&words[at]).copied())
    }
}

/// Lower-case words of a cue; apostrophes in one form.
fn words_of(cue: &str) -> Vec<String> {
    let lower = cue.to_lowercase().replace('’', "'");
    lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

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

/// What is done by saying `content` with `cue`; `work` says whether the source
/// is a report, a poll, a picture, which find where a person only states.
///
/// A neutral cue leaves it to the content: "called the report illegal" rejects,
/// "we call on the port to open, she said" urges. Where nothing tells, it states.
pub fn act(cue: &str, content: &str, work: bool) -> Act {
    let told = by_cue(cue);
    if let Some(act) = told.filter(|act| *act != Act::State) {
        // "Agreed to come" and "offered to come" promise; "asked him to come" urges.
        let start = clause::opened(content);
        let to_do = start.starts_with("to ");
        return match act {
            Act::Support if to_do && has_word(cue, &["agree", "agreed", "agrees", "agreeing"]) => {
                Act::Promise
            }
            Act::Ask if to_do || asks_to_do(start) => Act::Urge,
            _ => act,
        };
    }
    let words = words_of(cue);
    let shows = words.iter().any(|w| RULES.work_finds.contains(w));
    if work && shows {
        return Act::Find;
    }
    // "Suggested looking elsewhere".
    let first = clause::opened(content)
        .split_whitespace()
        .next()
        .unwrap_or("");
    if has_word(cue, &["suggest", "suggested", "suggests", "suggesting"])
        && (first.ends_with("ing") && first.len() > 5)
    {
        return Act::Recommend;
    }
    let rule = RULES.content.iter().find(|rule| rule.holds(cue, content));
    rule.map_or(Act::State, |rule| rule.act)
}

fn has_word(cue: &str, any: &[&str]) -> bool {
    words_of(cue).iter().any(|w| any.contains(&w.as_str()))
}

/// "Asked | the port to open": somebody is to do something.
fn asks_to_do(content: &str) -> bool {
    let mut words = content.split_whitespace().take(7);
    let first = words.next().unwrap_or("").to_lowercase();
    let asks = [
        "if", "whether", "why", "what", "how", "when", "where", "who", "which", "about",
    ];
    !asks.contains(&first.as_str()) && words.any(|w| w == "to") && !clause::is_question(content)
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

/// What is done by a cue alone: its first full verb decides, or the noun that a light verb carries.
fn by_cue(cue: &str) -> Option<Act> {
    let words = words_of(cue);
    let mut neutral = None;
    for at in 0..words.len() {
        let Some(act) = RULES.act_at(&words, at) else {
            continue;
        };
        if act != Act::State || !RULES.light.contains(&words[at]) {
            let first = neutral.filter(|_| act == Act::State).unwrap_or(act);
            return Some(unless_negated(first, &words));
        }
        neutral = neutral.or(Some(act));
    }
    neutral
}

/// "did not deny" denies nothing: it only states. Declining is negative by itself.
fn unless_negated(act: Act, words: &[String]) -> Act {
    let negated = words.iter().any(|w| {
        ["not", "never", "cannot", "neither", "nor"].contains(&w.as_str()) || w.ends_with("n't")
    });
    match act {
        Act::Decline | Act::Believe | Act::Want | Act::Hope => act,
        _ if negated => Act::State,
        _ => act,
    }
}

/// How `content` is put by `cue`; `act` is what is done by it.
///
/// What the cue says of it comes first, then what is said in the main clause:
/// there the marker that stands first decides.
pub fn certainty(cue: &str, content: &str, act: Act) -> Certainty {
    // A refusal is a fact, whatever is refused.
    if act == Act::Decline {
        return Certainty::Asserted;
    }
    let main = clause::main_clause(content);
    let both = format!("{cue} | {main}");
    let mut first: Option<(usize, Certainty)> = None;
    for rule in &RULES.certainty {
        let text = match rule.place {
            Place::Cue => cue,
            Place::Main => main,
            Place::Both => &both,
        };
        let Some(at) = rule.find(text) else {
            continue;
        };
        let competes = rule.place == Place::Main && rule.certainty != Certainty::Unconfirmed;
        if !competes {
            return first.map_or(rule.certainty, |(_, certainty)| certainty);
        }
        if first.is_none_or(|(before, _)| at < before) {
            first = Some((at, rule.certainty));
        }
    }
    first.map_or(Certainty::Asserted, |(_, certainty)| certainty)
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
                act(cue, content, false)
            };
            assert!(!rule.r#match.is_empty() && !rule.no_match.is_empty());
            for example in &rule.r#match {
                assert_eq!(read(example), rule.act, "{example}");
            }
            for example in &rule.no_match {
                assert_ne!(read(example), rule.act, "{example}");
            }
        }
    }

    #[test]
    fn certainty_holds_to_its_examples() {
        let data: CertaintyData = toml::from_str(CERTAINTY).unwrap();
        for rule in data.rule {
            let read = |example: &String| {
                let (cue, content) = example.split_once(" | ").unwrap();
                certainty(cue, content, Act::State)
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
