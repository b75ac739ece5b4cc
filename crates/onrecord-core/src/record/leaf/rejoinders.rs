//! Rejoinders: statements that are said to answer without saying what.
//!
//! "Hit back", "not so", "disputed that": the cue tells that somebody had said
//! something. What that was stands before it: a claim that concerns who
//! answers, that shares words with the answer or with what leads to it
//! ("Asked about the council's letters, he replied"), or that stands right
//! before it.

use super::answers::{AGAINST, Links};
use super::claims::CLAIM;
use super::{Answer, Target};
use crate::record::Relation;
use crate::record::words::{content_stems, stem};
use crate::span::Span;
use crate::statement::{Act, fold};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How far back a rejoinder reaches, in paragraphs: further back it is mostly another claim of the
/// same speaker that is meant.
const BACK: usize = 1;

/// Cues that say that it is an answer to what was said right before.
static REPLIES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:hit back|hits back|fired back|shot back|pushed back|counter(?:ed|s)|retort(?:ed|s)|repl(?:ied|ies)|respond(?:ed|s)|in (?:answer|reply|response)|not so)\b").expect("a valid pattern")
});

/// Cues that say that it is against something that was said.
static AGAINST_SOME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:disput(?:ed|es)|rebut(?:ted|s)|refut(?:ed|es)|den(?:ied|ies)|reject(?:ed|s)?|dismiss(?:ed|es)|brush(?:ed|es) (?:off|aside)|object(?:ed|s))\b").expect("a valid pattern")
});

/// Cues of an answer that was not given.
static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:not|never|yet to|without|\w+n[’']t)\b").expect("a valid pattern")
});

/// "Fired back", "hit back".
static BACK_AT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\w+ back\b").expect("a valid pattern"));

/// Objects that only point back: "disputed that".
static THAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:that|this|it|those|these|(?:that|this|the) (?:account|version|view|idea|suggestion|notion|claim|characterization|characterisation)(?:\s+as\b.*)?)\W*$").expect("a valid pattern")
});

impl Links<'_, '_> {
    /// What statement `i`, whose cue says that it answers, answers.
    pub(super) fn rejoinder(&self, i: usize) -> Vec<Answer> {
        if !self.can_answer(i) {
            return Vec::new();
        }
        let last = self.last_of_another(i);
        let by = last.and_then(|j| self.leaf.statements[j].speaker);
        if let Some(other) = self.replied_to(i).filter(|other| by != Some(*other)) {
            let why = "is said to be a reply to them";
            return vec![self.answer(i, Target::Actor(other), Relation::Comments, 0.75, why)];
        }
        let answered = last.filter(|j| self.precedes(*j, i) && self.is_rejoinder(i, *j));
        let Some(j) = answered else {
            return Vec::new();
        };
        let why = "is said to answer, and this was said before it";
        let relation = self.relation_of_rejoinder(i);
        vec![self.answer(i, Target::Statement(j), relation, 0.75, why)]
    }

    /// Whether the cue of statement `i` says that it answers, and `j` is what it is about or stands
    /// right before it.
    fn is_rejoinder(&self, i: usize, j: usize) -> bool {
        let (said, cue) = (&self.leaf.statements[i], self.cue(i));
        let against = AGAINST_SOME.is_match(&cue);
        let back = REPLIES.is_match(&cue) || (against && THAT.is_match(&said.words));
        if !(back || against) || NOT_YET.is_match(&cue) {
            return false;
        }
        // "Dismissed criticism of his remarks": whose criticism it is, only what concerns him can tell.
        if CLAIM.is_match(&said.words) && !self.concerns(j, i) {
            return false;
        }
        let lead = back.then(|| self.lead(i));
        self.is_about(i, j, lead.as_ref()) || (back && self.right_before(j, i))
    }

    fn relation_of_rejoinder(&self, i: usize) -> Relation {
        let (said, cue) = (&self.leaf.statements[i], self.cue(i));
        match said.act {
            Act::Deny => Relation::Denies,
            // "Fired back" is against, and says no more than that.
            Act::Reject if BACK_AT.is_match(&cue) => Relation::Disputes,
            Act::Reject => Relation::Rejects,
            Act::Confirm => Relation::Confirms,
            Act::Support => Relation::Supports,
            _ if AGAINST_SOME.is_match(&cue) || AGAINST.is_match(&said.words) => Relation::Disputes,
            _ => Relation::Comments,
        }
    }

    /// "Responded to one of Roe’s messages by saying …": who is named behind the reply.
    fn replied_to(&self, i: usize) -> Option<usize> {
        let attribution = &self.reading.analysis.statements[i].attribution;
        let (start, content) = (attribution.extent().start, attribution.content.first()?);
        let before = self.reading.text.get(start..content.start)?;
        let reply = REPLIES.find(before)?;
        if NOT_YET.is_match(before) || !before[reply.end()..].starts_with(" to ") {
            return None;
        }
        let behind = Span::new(start + reply.end(), content.start);
        let named = self.reading.named_in(behind);
        named
            .map(|(_, actor)| actor)
            .find(|actor| !self.side_of(i, *actor))
    }

    /// The last statement before `i` that is not of its speaker.
    fn last_of_another(&self, i: usize) -> Option<usize> {
        let here = &self.leaf.statements[i];
        let other = |j: &usize| {
            let there = &self.leaf.statements[*j];
            there.speaker != here.speaker && there.extent.end <= here.extent.start
        };
        (0..i).rev().find(other)
    }

    /// Whether statement `i` is somebody's own and of an act by which one answers.
    fn can_answer(&self, i: usize) -> bool {
        use Act::{Allege, Ask, Believe, Concern, Find, Hope, Report};
        let said = &self.leaf.statements[i];
        let lawsuit = said.names_works.iter().any(|w| self.is_lawsuit(*w));
        // A headline stands before what it sums up.
        let headline = said.paragraph == 0;
        let other = matches!(
            said.act,
            Find | Report | Ask | Allege | Believe | Concern | Hope
        );
        said.speaker.is_some() && said.work.is_none() && !lawsuit && !headline && !other
    }

    /// Whether statement `j`, by another, near before `i`, can be answered.
    fn precedes(&self, j: usize, i: usize) -> bool {
        let (there, here) = (&self.leaf.statements[j], &self.leaf.statements[i]);
        let near = there.paragraph <= here.paragraph && here.paragraph <= there.paragraph + BACK;
        let says = (self.claims(j) && there.act != Act::Report)
            || matches!(
                there.act,
                Act::State | Act::Deny | Act::Reject | Act::Promise | Act::Want
            );
        // "According to the paper" tells where it is from, and is seldom what is answered.
        let source = self.cue(j).contains("according to");
        near && says
            && !source
            && self.stems[j].len() >= 3
            && !self.one_name(i, j)
            && there.extent.end <= here.extent.start
            && there.work.is_none()
            && there.speaker.is_some()
            && there.speaker != here.speaker
            && !self.same_side(i, j)
    }

    /// Whether statement `j` shares two words with `i`, or one with `i` or the `lead` of a reply, or is
    /// by whom that names.
    fn is_about(&self, i: usize, j: usize, lead: Option<&BTreeSet<String>>) -> bool {
        let Some(lead) = lead else {
            return self.stems[i].intersection(&self.stems[j]).count() >= 2;
        };
        let own = self.stems[i].union(lead);
        let shared = own.filter(|s| self.stems[j].contains(*s)).count();
        let speaker = self.leaf.statements[j].speaker;
        let named = speaker.is_some_and(|s| {
            let name = &self.reading.analysis.actors[s].name;
            let last = name.split(' ').next_back().map(fold);
            last.is_some_and(|last| lead.contains(&stem(&last)))
        });
        named || shared >= 1
    }

    /// Whether both speakers end in one name: the judge Ana Roe is Roe, whom the document may not
    /// have joined with her.
    fn one_name(&self, i: usize, j: usize) -> bool {
        let last = |k: usize| {
            let actor = &self.reading.analysis.actors[self.leaf.statements[k].speaker?];
            actor.name.split(' ').next_back().map(fold)
        };
        last(i).is_some() && last(i) == last(j)
    }

    /// Whether nobody else speaks between `j` and `i`, and little stands between them.
    fn right_before(&self, j: usize, i: usize) -> bool {
        let (there, here) = (&self.leaf.statements[j], &self.leaf.statements[i]);
        let others = &self.leaf.statements[j + 1..i];
        let third = others.iter().any(|s| {
            s.speaker.is_some() && s.speaker != there.speaker && s.speaker != here.speaker
        });
        here.paragraph <= there.paragraph + 1 && !third
    }

    /// Stems of what stands in its sentence before the cue of statement `i`: "Asked about the
    /// council’s letters, he replied".
    fn lead(&self, i: usize) -> BTreeSet<String> {
        let attribution = &self.reading.analysis.statements[i].attribution;
        let before = attribution.cue.first().and_then(|cue| {
            let sentence = self.reading.sentence_at(cue.start)?;
            self.reading.text.get(sentence.start..cue.start)
        });
        content_stems(before.unwrap_or_default())
            .into_iter()
            .collect()
    }
}
