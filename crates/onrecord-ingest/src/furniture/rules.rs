//! The rules of `data/furniture.toml`: what they are and how a line is tried against them.

use onrecord_core::BlockKind;
use regex::{Regex, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

/// How much of the page a matching line takes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope {
    /// The line alone.
    Line,
    /// The line and the headline-like lines below it.
    List,
    /// The line and all that follows, late in the text.
    Rest,
}

/// One rule as the data file gives it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleData {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "names the rule in a failing test")
    )]
    id: String,
    #[expect(
        dead_code,
        reason = "says what the rule is for, to readers of the file"
    )]
    what: String,
    #[serde(default = "furniture")]
    kind: BlockKind,
    scope: Scope,
    #[serde(default = "default_max_chars")]
    max_chars: usize,
    pattern: String,
    /// A second pattern that must match as well.
    require: Option<String>,
    #[serde(rename = "match")]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are tests"))]
    matches: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are tests"))]
    no_match: Vec<String>,
}

fn furniture() -> BlockKind {
    BlockKind::Furniture
}

fn default_max_chars() -> usize {
    160
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<RuleData>,
}

/// What a rule says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub kind: BlockKind,
    pub scope: Scope,
}

struct Rule {
    verdict: Verdict,
    max_chars: usize,
    require: Option<Regex>,
}

/// All rules, compiled into one automaton.
pub(super) struct Rules {
    rules: Vec<Rule>,
    patterns: RegexSet,
    longest: usize,
}

/// Bytes the compiled rules may take; far above what they need, to notice a pattern gone wild.
const MAX_AUTOMATON: usize = 64 << 20;

static SOURCE: &str = include_str!("../../data/furniture.toml");

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    // The file is part of the program and a unit test compiles it: it cannot be wrong here.
    Rules::compile(&parse(SOURCE).expect("furniture.toml is well formed"))
        .expect("furniture.toml holds valid patterns")
});

fn parse(source: &str) -> Result<Vec<RuleData>, toml::de::Error> {
    toml::from_str::<RuleFile>(source).map(|file| file.rule)
}

impl Rules {
    fn compile(data: &[RuleData]) -> Result<Self, regex::Error> {
        // ASCII word boundaries: the automaton cannot follow Unicode ones and would fall back
        // to an engine many times slower on every line with a dash or an accent.
        let patterns = data
            .iter()
            .map(|rule| rule.pattern.replace(r"\b", r"(?-u:\b)"));
        let patterns = RegexSetBuilder::new(patterns)
            .size_limit(MAX_AUTOMATON)
            .build()?;
        let rules = data.iter().map(Rule::compile).collect::<Result<_, _>>()?;
        let longest = data.iter().map(|rule| rule.max_chars).max().unwrap_or(0);
        Ok(Rules {
            rules,
            patterns,
            longest,
        })
    }

    /// The rules that come with the program.
    pub(super) fn get() -> &'static Rules {
        &RULES
    }

    /// What the first matching rule says of `line`, which must be [folded](super::shape::fold).
    /// A line too long for every rule costs nothing.
    pub(super) fn verdict(&self, line: &str) -> Option<Verdict> {
        self.first_match(line).map(|rule| rule.verdict)
    }

    fn first_match(&self, line: &str) -> Option<&Rule> {
        if line.len() > self.longest * 4 {
            return None;
        }
        let chars = line.chars().count();
        self.patterns
            .matches(line)
            .into_iter()
            .map(|index| &self.rules[index])
            .find(|rule| {
                chars <= rule.max_chars
                    && rule.require.as_ref().is_none_or(|also| also.is_match(line))
            })
    }
}

impl Rule {
    fn compile(data: &RuleData) -> Result<Self, regex::Error> {
        Ok(Rule {
            verdict: Verdict {
                kind: data.kind,
                scope: data.scope,
            },
            max_chars: data.max_chars,
            require: data.require.as_deref().map(Regex::new).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::furniture::shape::fold;
    use std::collections::HashSet;

    #[test]
    fn every_rule_keeps_its_promises() {
        let data = parse(SOURCE).unwrap();
        let mut broken = Vec::new();
        for rule in &data {
            let alone = Rules::compile(std::slice::from_ref(rule)).unwrap();
            assert!(
                !rule.matches.is_empty() && !rule.no_match.is_empty(),
                "rule {} needs examples that match and examples that do not",
                rule.id
            );
            for (examples, expected) in [(&rule.matches, true), (&rule.no_match, false)] {
                for example in examples {
                    if alone.verdict(&fold(example)).is_some() != expected {
                        broken.push(format!("{}: {example:?} match = {expected}", rule.id));
                    }
                }
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }

    #[test]
    fn ids_are_unique() {
        let data = parse(SOURCE).unwrap();
        let ids: HashSet<_> = data.iter().map(|rule| &rule.id).collect();
        assert_eq!(ids.len(), data.len());
    }

    #[test]
    fn an_unknown_field_is_refused() {
        assert!(parse("[[rule]]\nid = \"a\"\npatern = \"x\"\n").is_err());
    }
}
