//! Claims: what can be denied, whose it is, and whom it concerns.

use super::answers::Links;
use super::{Answer, Target};
use crate::record::Relation;
use crate::record::words::{content_stems, words};
use crate::statement::{Act, ActorKind, Certainty, fold};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How far back an answer without an object reaches, in paragraphs.
pub(super) const BACK: usize = 4;

pub(super) static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W*(?:that\s+|to\s+|on\s+|about\s+|of\s+)?
          (?P<whose>(?:the|these|those|all|such|any|both|its|his|her|their|this|that|a)\s+)?
          (?P<owner>(?:[\p{Lu}\p{Ll}][\p{L}’'.-]*\s+){0,4}?)
          (?P<mods>(?:[\p{L}-]+\s+){0,2}?)
          (?P<noun>accusations?|allegations?|claims?|charges?|concerns?|criticisms?|findings?|suggestions?|assertions?|complaints?|objections?|rumou?rs?|offers?|proposals?|demands?|requests?|arguments?|attacks?|comments?|remarks?|conclusions?|reports?\sthat|notion|account|appeals?|answer|reply|stor(?:y|ies)|vote|portrayal|description|tally|count|figures?|numbers?|verdict|ruling|call\s(?:for|to))\b",
    )
    .expect("a valid pattern")
});

/// Words behind which a clause tells more of whom it names.
const CLAUSE: &[&str] = &[
    "who", "that", "which", "whose", "about", "against", "on", "over",
];

impl Links<'_, '_> {
    /// "The accusations", "the experts’ concerns": what the object of statement `i` takes up.
    pub(super) fn claim(&self, i: usize, relation: Relation) -> Vec<Answer> {
        let said = &self.leaf.statements[i];
        let Some(found) = CLAIM.captures(&said.words) else {
            return Vec::new();
        };
        // "A claim that …" of one's own, "his concerns" are not another's.
        let whose = found
            .name("whose")
            .map_or("", |w| w.as_str().trim())
            .to_lowercase();
        let own = ["a", "its", "his", "her", "their"].contains(&whose.as_str());
        if own && !matches!(said.act, Act::Deny | Act::Decline) {
            return Vec::new();
        }
        let head = found.get(0).map_or("", |m| m.as_str());
        // "Agreed that her proposal would cost": what is agreed is not the proposal.
        let clause = head
            .trim_start_matches(|c: char| !c.is_alphabetic())
            .starts_with("that ");
        if clause && !relation.is_against() {
            return Vec::new();
        }
        let behind: String = said.words[head.len()..].chars().take(60).collect();
        let noun = found.name("noun").map_or("", |m| m.as_str()).to_lowercase();
        let owner = self.owner(i, head, &noun, &behind);
        let matter: BTreeSet<String> = content_stems(&behind).into_iter().collect();
        let (before, score, why) = match owner {
            Some(owner) => (
                self.claims_by(i, owner, &noun, &matter),
                0.9,
                "takes up what its object says they said",
            ),
            // Who declines to comment on claims is asked by a reporter, not by whom the story quotes next.
            None if said.act == Act::Decline => return Vec::new(),
            None => (
                self.claims_alike(i, &noun, &matter),
                0.75,
                "takes up claims told of just before",
            ),
        };
        if !before.is_empty() {
            return before
                .into_iter()
                .map(|to| self.answer(i, Target::Statement(to), relation, score, why))
                .collect();
        }
        let work = self.work_object(i);
        match (work, owner) {
            (Some(work), _) => vec![self.answer(
                i,
                Target::Work(work),
                relation,
                0.85,
                "names the work it answers",
            )],
            (None, Some(owner)) => vec![self.answer(
                i,
                Target::Actor(owner),
                relation,
                0.7,
                "names whom it answers",
            )],
            _ => Vec::new(),
        }
    }

    /// Claims before statement `i` whose words what it says of them shares: "the notion that crews
    /// were paid" is about pay.
    pub(super) fn claims_alike(
        &self,
        i: usize,
        noun: &str,
        matter: &BTreeSet<String>,
    ) -> Vec<usize> {
        let alike = |j: &usize| matter.len() < 2 || !matter.is_disjoint(&self.stems[*j]);
        self.claims_before(i, noun)
            .into_iter()
            .filter(alike)
            .collect()
    }

    /// What `owner` claimed: all that a body or a group said near by, of what a person said only
    /// what the noun calls it, or what shares its matter.
    pub(super) fn claims_by(
        &self,
        i: usize,
        owner: usize,
        noun: &str,
        matter: &BTreeSet<String>,
    ) -> Vec<usize> {
        let here = &self.leaf.statements[i];
        let person = self.reading.analysis.actors[owner].kind == ActorKind::Person;
        let own = (0..self.leaf.statements.len()).filter(|j| {
            let there = &self.leaf.statements[*j];
            let near =
                there.paragraph <= here.paragraph && here.paragraph <= there.paragraph + 2 * BACK;
            there.speaker == Some(owner) && *j != i && near && self.claims(*j)
        });
        let named = |j: &usize| {
            is_called(self.leaf.statements[*j].act, noun)
                || matter.intersection(&self.stems[*j]).count() >= 2
        };
        own.filter(|j| !person || named(j)).collect()
    }

    /// Whose claim it is: the actor in front of the noun, with a mark of possession or as an
    /// adjective, or behind "by".
    pub(super) fn owner(&self, i: usize, head: &str, noun: &str, behind: &str) -> Option<usize> {
        let said = &self.leaf.statements[i];
        let possessors = head
            .split(['’', '\''])
            .next()
            .filter(|_| head.contains(['’', '\'']));
        let adjective = head.to_lowercase().find(noun).and_then(|at| head.get(..at));
        let front = possessors
            .or(adjective)
            .and_then(|part| words(part).last())
            .unwrap_or_default();
        let back: Vec<String> = ["by ", "from ", "made by "]
            .iter()
            .find_map(|by| behind.trim_start().strip_prefix(by))
            .map(|rest| {
                words(rest)
                    .take(7)
                    .take_while(|w| !CLAUSE.contains(&w.as_str()))
                    .collect()
            })
            .unwrap_or_default();
        let of = |by_words: &dyn Fn(&str) -> bool| {
            let mut actors = self.reading.analysis.actors.iter().enumerate();
            actors.find(|(a, actor)| {
                let name =
                    actor.kind == ActorKind::Group || actor.name.starts_with(char::is_uppercase);
                let last = actor
                    .name
                    .split(' ')
                    .next_back()
                    .map(fold)
                    .unwrap_or_default();
                Some(*a) != said.speaker && name && last != noun && by_words(&last)
            })
        };
        let found = of(&|last| !front.is_empty() && front == last);
        found
            .or_else(|| back.iter().find_map(|word| of(&|last| word == last)))
            .map(|(a, _)| a)
    }

    /// Claims before statement `i` that concern its speaker: of the nearest who made any, with all
    /// they said up to there.
    pub(super) fn claims_before(&self, i: usize, noun: &str) -> Vec<usize> {
        let here = &self.leaf.statements[i];
        let before = (0..self.leaf.statements.len()).filter(|j| {
            let there = &self.leaf.statements[*j];
            *j != i
                && (there.extent.start < here.extent.start || self.one_sentence(i, *j))
                && there.speaker.is_some()
                && there.speaker != here.speaker
        });
        let concern: Vec<usize> = before
            .filter(|j| self.claims(*j) && !self.same_side(i, *j) && self.concerns(*j, i))
            .collect();
        let near = |j: &usize| {
            here.paragraph
                .saturating_sub(self.leaf.statements[*j].paragraph)
                <= BACK
        };
        let called = |j: &usize| is_called(self.leaf.statements[*j].act, noun);
        // "The accusations" are what somebody alleged before what somebody only said.
        let all = |of: &dyn Fn(&usize) -> bool| {
            concern
                .iter()
                .copied()
                .filter(|j| of(j))
                .collect::<Vec<usize>>()
        };
        let mut candidates = all(&|j| near(j) && called(j));
        if candidates.is_empty() {
            candidates = all(&near);
        }
        let Some(nearest) = candidates.last() else {
            return Vec::new();
        };
        let by = self.leaf.statements[*nearest].speaker;
        candidates
            .into_iter()
            .filter(|j| self.leaf.statements[*j].speaker == by)
            .collect()
    }

    /// Whether two statements are told in one sentence ("defended its record after experts said …").
    pub(super) fn one_sentence(&self, i: usize, j: usize) -> bool {
        let cue = |k: usize| {
            self.reading.analysis.statements[k]
                .attribution
                .cue
                .first()
                .map(|c| c.start)
        };
        let sentence = |k: usize| cue(k).and_then(|at| self.reading.sentence_at(at));
        sentence(i).is_some() && sentence(i) == sentence(j)
    }

    /// Whether statement `j` puts forward something that can be denied.
    pub(super) fn claims(&self, j: usize) -> bool {
        let said = &self.leaf.statements[j];
        match said.act {
            Act::Find
            | Act::Allege
            | Act::Concern
            | Act::Criticise
            | Act::Urge
            | Act::Recommend
            | Act::Believe
            | Act::Report => true,
            Act::State => said.certainty != Certainty::Negated,
            _ => false,
        }
    }

    pub(super) fn same_side(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.leaf.statements[i], &self.leaf.statements[j]);
        match (a.speaker, b.speaker) {
            (Some(x), Some(y)) => self.akin(x, y),
            _ => false,
        }
    }

    /// Whether statement `j` is about, to or names the speaker of `i` or those spoken for.
    pub(super) fn concerns(&self, j: usize, i: usize) -> bool {
        let (claim, answer) = (&self.leaf.statements[j], &self.leaf.statements[i]);
        let mut mine: Vec<usize> = answer
            .speaker
            .into_iter()
            .chain(answer.speaks_for.iter().copied())
            .collect();
        mine.sort_unstable();
        let party = claim
            .addressee
            .iter()
            .chain(&claim.about)
            .any(|p| mine.iter().any(|m| self.akin(*p, *m)));
        party || mine.iter().any(|m| self.named_in(*m, j))
    }

    /// Whether the content of statement `j` names `actor` or its state.
    pub(super) fn named_in(&self, actor: usize, j: usize) -> bool {
        let bag = &self.bags[j];
        let one = &self.reading.analysis.actors[actor];
        let last = one
            .name
            .split(' ')
            .next_back()
            .map(fold)
            .unwrap_or_default();
        let own = one.kind != ActorKind::Group
            && one.name.starts_with(char::is_uppercase)
            && last.len() > 2
            && bag.contains(&last);
        own || self
            .reading
            .state_of(actor)
            .is_some_and(|state| self.names_state(&state, j))
    }

    pub(super) fn names_state(&self, state: &str, j: usize) -> bool {
        let text = &self.leaf.statements[j].words;
        let mut tokens = text
            .split(|c: char| !(c.is_alphanumeric() || c == '.'))
            .filter(|w| w.starts_with(char::is_uppercase));
        fold(text).contains(&fold(state))
            || tokens.any(|w| crate::statement::state_named(w) == Some(state))
    }
}

/// Whether what is done by `act` goes by `noun`.
fn is_called(act: Act, noun: &str) -> bool {
    let starts = |all: &[&str]| all.iter().any(|n| noun.starts_with(n));
    match act {
        Act::Allege | Act::Find | Act::Concern | Act::Criticise => starts(&[
            "accusation",
            "allegation",
            "charge",
            "claim",
            "concern",
            "criticism",
            "finding",
            "assertion",
            "complaint",
            "conclusion",
            "suggestion",
            "attack",
        ]),
        Act::Urge | Act::Ask | Act::Promise | Act::Want | Act::Recommend => {
            starts(&["demand", "call", "request", "offer", "proposal"])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_that_are_claims_of_others() {
        for (words, noun) in [
            ("the accusations", "accusations"),
            (
                "The experts’ concerns are “completely fabricated”",
                "concerns",
            ),
            ("allegations of abuse", "allegations"),
            ("Varna's offer to make an exception", "offer"),
        ] {
            let found = CLAIM.captures(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!(&found["noun"], noun);
        }
        assert!(CLAIM.captures("any abuse in the strait").is_none());
    }
}
