//! Statements that answer something, within one document.
//!
//! A link is made where the words make it plain: the work or claim answered is
//! the object ("rejected the report", "denied the accusations"), the denial
//! shares its matter with an allegation before it, or the cue says that it is
//! a reply. What could be an answer but names nothing is left alone.

use super::{Answer, Leaf, Reading, Target};
use crate::record::Relation;
use crate::record::words::{content_stems, words};
use crate::statement::{Act, Class};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:responded|responding|replied|rebutted|countered|hit back|fired back|shot back|retorted|in response|in reply|asked about|asked whether|when asked)\b").expect("a valid pattern")
});

/// Words that judge what others put forward to be untrue, unfounded or ill meant.
pub(super) static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:lies?|untrue|false|falsehoods?|fabricat\w+|groundless|baseless|unfounded|disinformation|slander\w*|smear\w*|distort\w*|politically motivated|politici[sz]ed|illegal and|invalid|nonsense|ridiculous|absurd|outrageous|not true|no truth|oppos(?:e[sd]?|ing)|reject(?:s|ed)?|denounce[sd]?|inaccurate|misleading|misrepresent\w*|wrong|mistaken|pathetic|disingenuous|dishonest|lying|ignore[sd]?)\b")
        .expect("a valid pattern")
});

/// Cues by which a work is given a name: "called the report groundbreaking".
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:call(?:ed|s|ing)?|describ(?:e[sd]?|ing)|brand(?:ed|s)?|label(?:l?ed|s)?|dubb(?:ed|s)|rated?)\b").expect("a valid pattern")
});

static AGREES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:confirm(?:s|ed)?|vindicat(?:es|ed)|echoe[sd]|bears? out)\b")
        .expect("a valid pattern")
});

/// Finds the answers.
pub(super) fn read(reading: &Reading<'_>, leaf: &mut Leaf) {
    let links = Links::new(reading, leaf);
    let mut found: Vec<Answer> = (0..leaf.statements.len())
        .flat_map(|i| links.of(i))
        .collect();
    found.extend(links.goes_on(&found));
    found.sort_by_key(|a| (a.from, a.to));
    found.dedup_by(|b, a| a.from == b.from && a.to == b.to);
    leaf.answers = found;
}

/// What is asked of each statement again and again, computed once.
pub(super) struct Links<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) leaf: &'r Leaf,
    pub(super) stems: Vec<BTreeSet<String>>,
    /// Words of each statement's content, folded.
    pub(super) bags: Vec<BTreeSet<String>>,
}

impl<'r, 'd> Links<'r, 'd> {
    pub(super) fn new(reading: &'r Reading<'d>, leaf: &'r Leaf) -> Self {
        let stems = leaf
            .statements
            .iter()
            .map(|s| content_stems(&s.words).into_iter().collect());
        let bags = leaf.statements.iter().map(|s| words(&s.words).collect());
        Links {
            reading,
            leaf,
            stems: stems.collect(),
            bags: bags.collect(),
        }
    }

    pub(super) fn of(&self, i: usize) -> Vec<Answer> {
        let Some(relation) = self.relation(i) else {
            return self.untold(i);
        };
        let claim = self.claim(i, relation);
        if !claim.is_empty() {
            return claim;
        }
        if let Some(work) = self.work_object(i) {
            return vec![self.answer(
                i,
                Target::Work(work),
                relation,
                0.9,
                "names the work it answers",
            )];
        }
        let shared = self.shared_matter(i, relation);
        if !shared.is_empty() {
            return shared;
        }
        self.untold(i)
    }

    /// What is answered where neither the act nor the object tells.
    fn untold(&self, i: usize) -> Vec<Answer> {
        let ways = [Self::judgement, Self::reply, Self::rejoinder];
        let mut found = ways.iter().map(|way| way(self, i));
        found.find(|all| !all.is_empty()).unwrap_or_default()
    }

    /// "It is all lies", "opposed the release of the report": words that judge what another put
    /// forward, beside the work, or after claims that concern the speaker.
    pub(super) fn judgement(&self, i: usize) -> Vec<Answer> {
        let said = &self.leaf.statements[i];
        let relation = match () {
            () if AGAINST.is_match(&said.words) => Relation::Rejects,
            () if said.act == Act::Defend => Relation::Disputes,
            () => return Vec::new(),
        };
        let answers = !matches!(
            said.act,
            Act::Allege
                | Act::Find
                | Act::Concern
                | Act::Report
                | Act::Ask
                | Act::Believe
                | Act::Want
        );
        if said.speaker.is_none() || said.work.is_some() || !answers {
            return Vec::new();
        }
        let mut works = said
            .names_works
            .iter()
            .filter(|w| !self.own_work(i, **w) && !self.is_lawsuit(**w));
        if let Some(work) = works.next().filter(|_| relation == Relation::Rejects) {
            return vec![self.answer(
                i,
                Target::Work(*work),
                relation,
                0.8,
                "judges a work that it names",
            )];
        }
        let issuer = |w: &&usize| {
            let work = &self.leaf.works[**w];
            work.issued_by
                .is_some_and(|a| self.named_in(a, i) && !self.side_of(i, a))
        };
        let all: Vec<usize> = (0..self.leaf.works.len())
            .filter(|w| !self.is_lawsuit(*w))
            .collect();
        if let Some(work) = all
            .iter()
            .filter(issuer)
            .max_by_key(|w| self.leaf.works[**w].mentions.len())
        {
            return vec![self.answer(
                i,
                Target::Work(*work),
                relation,
                0.7,
                "judges what it says of who issued a work",
            )];
        }
        let claims = self.claims_before(i, "");
        let put = |j: &usize| {
            matches!(
                self.leaf.statements[*j].act,
                Act::Find | Act::Allege | Act::Concern | Act::Criticise
            )
        };
        let all = claims
            .into_iter()
            .filter(put)
            .filter(|j| !self.stems[i].is_disjoint(&self.stems[*j]));
        all.map(|to| {
            self.answer(
                i,
                Target::Statement(to),
                relation,
                0.7,
                "judges claims about the speaker told of just before",
            )
        })
        .collect()
    }

    /// What the same speaker goes on to say, right behind an answer, of those or that it answers, or
    /// against them.
    pub(super) fn goes_on(&self, answers: &[Answer]) -> Vec<Answer> {
        let mut found = Vec::new();
        for answer in answers {
            let mut last = answer.from;
            for i in answer.from + 1..self.leaf.statements.len() {
                let (said, before) = (&self.leaf.statements[i], &self.leaf.statements[last]);
                let same = said.speaker.is_some()
                    && (said.speaker == before.speaker || self.same_side(i, last));
                if !same || said.paragraph > before.paragraph + 1 {
                    break;
                }
                last = i;
                let against = answer.relation.is_against() && AGAINST.is_match(&said.words);
                // To name again whom one has answered is not yet to answer them.
                let whom = matches!(answer.to, Target::Actor(_));
                let on = against || (!whom && self.speaks_of(i, answer.to));
                let relation = if against {
                    answer.relation
                } else {
                    Relation::Comments
                };
                if on && !answers.iter().any(|a| a.from == i) {
                    found.push(self.answer(
                        i,
                        answer.to,
                        relation,
                        0.7,
                        "goes on about what the speaker has just answered",
                    ));
                }
            }
        }
        found
    }

    /// Whether the content of statement `i` names what is answered, or who issued or said it.
    pub(super) fn speaks_of(&self, i: usize, target: Target) -> bool {
        let actor = match target {
            Target::Work(work) => {
                if self.leaf.statements[i].names_works.contains(&work) {
                    return true;
                }
                // Whoever says it in the work speaks for it.
                let voices = self
                    .leaf
                    .statements
                    .iter()
                    .filter(|s| s.work == Some(work))
                    .filter_map(|s| s.speaker);
                let mut voices = voices.chain(self.leaf.works[work].issued_by);
                return voices.any(|actor| self.named_in(actor, i));
            }
            Target::Statement(j) => self.leaf.statements[j].speaker,
            Target::Actor(actor) => Some(actor),
        };
        actor.is_some_and(|actor| self.named_in(actor, i))
    }

    /// Whether a work is a matter of courts, which judges dismiss and parties withdraw.
    pub(super) fn is_lawsuit(&self, work: usize) -> bool {
        super::family(&self.leaf.works[work].kind) == Some("lawsuit")
    }

    /// How statement `i` answers, if its act is one that answers.
    pub(super) fn relation(&self, i: usize) -> Option<Relation> {
        let said = &self.leaf.statements[i];
        let cue = self.cue(i);
        match said.act {
            Act::Deny => Some(Relation::Denies),
            Act::Reject => Some(Relation::Rejects),
            // "Called the findings “appalling”" is a judgement of which it is not known whom it is against.
            Act::Criticise if AGAINST.is_match(&said.words) => Some(Relation::Rejects),
            Act::Criticise if CALLED.is_match(&cue) => Some(Relation::Comments),
            Act::Criticise => Some(Relation::Disputes),
            Act::Oppose => Some(Relation::Rejects),
            Act::Confirm => Some(Relation::Confirms),
            Act::Support
                if said.words.is_empty() || cue.contains("not ") || cue.contains("short of") =>
            {
                None
            }
            Act::Support
                if cue.contains("welcom") || cue.contains("prais") || cue.contains("hail") =>
            {
                Some(Relation::Welcomes)
            }
            Act::Support => Some(Relation::Supports),
            Act::Decline => Some(Relation::Comments),
            // "Called the report groundbreaking", "said the report confirmed …": a judgement, not any
            // sentence about a work.
            Act::State | Act::Acknowledge => self.opens_with_work(i).and_then(|_| match () {
                () if AGAINST.is_match(&said.words) => Some(Relation::Rejects),
                () if AGREES.is_match(&said.words) => Some(Relation::Supports),
                () if CALLED.is_match(&cue) => Some(Relation::Comments),
                () => None,
            }),
            _ => None,
        }
    }

    pub(super) fn cue(&self, i: usize) -> String {
        let cue = &self.reading.analysis.statements[i].attribution.cue;
        let parts: Vec<&str> = cue.iter().map(|c| c.of(self.reading.text)).collect();
        parts.join(" ").to_lowercase()
    }

    pub(super) fn answer(
        &self,
        from: usize,
        to: Target,
        relation: Relation,
        score: f64,
        why: &str,
    ) -> Answer {
        let attribution = &self.reading.analysis.statements[from].attribution;
        let at = attribution.cue.first().or(attribution.content.first());
        let span = at.copied().unwrap_or(attribution.extent());
        Answer {
            from,
            to,
            relation,
            score,
            span: self.reading.chars(span),
            why: why.to_owned(),
        }
    }

    /// Whether `work` is the speaker's own, or speaks itself.
    pub(super) fn own_work(&self, i: usize, work: usize) -> bool {
        let said = &self.leaf.statements[i];
        let issuer = self.leaf.works[work].issued_by;
        let same = issuer.is_some_and(|issuer| {
            said.speaker.is_some_and(|s| self.akin(s, issuer))
                || said.speaks_for.iter().any(|s| self.akin(*s, issuer))
        });
        said.work == Some(work) || same
    }

    /// Whether `actor` speaks in statement `i`, or is of the speaker's state.
    pub(super) fn side_of(&self, i: usize, actor: usize) -> bool {
        let said = &self.leaf.statements[i];
        said.speaker
            .into_iter()
            .chain(said.speaks_for.iter().copied())
            .any(|s| self.akin(s, actor))
    }

    /// One actor, or two of one state of which one stands for the other.
    pub(super) fn akin(&self, a: usize, b: usize) -> bool {
        a == b
            || self
                .reading
                .state_of(a)
                .zip(self.reading.state_of(b))
                .is_some_and(|(x, y)| x == y)
    }

    /// The first work in the object of statement `i`, near its beginning.
    pub(super) fn work_object(&self, i: usize) -> Option<usize> {
        let said = &self.leaf.statements[i];
        let content = said.content.first()?;
        let near = |at: usize| at >= content.start && at < content.start + 48;
        let works = said.names_works.iter().filter(|w| {
            let mut mentions = self.leaf.works[**w].mentions.iter();
            mentions.any(|m| near(m.start)) && !self.own_work(i, **w) && !self.is_lawsuit(**w)
        });
        // "Opposed the release of the UN assessment", "criticised the report's findings".
        works.copied().next()
    }

    /// The work that is the grammatical subject of the content: "the report confirmed …".
    pub(super) fn opens_with_work(&self, i: usize) -> Option<usize> {
        let said = &self.leaf.statements[i];
        said.speaker?;
        let content = said.content.first()?;
        let opening = said
            .words
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        let skipped = said.words.chars().count() - opening.chars().count();
        let that = if opening.starts_with("that ") { 5 } else { 0 };
        let from = content.start + skipped + that;
        let found = said.names_works.iter().copied().find(|w| {
            let mut mentions = self.leaf.works[*w].mentions.iter();
            mentions.any(|m| m.start <= from + 1 && m.end > from) && !self.own_work(i, *w)
        });
        found.filter(|_| said.work.is_none())
    }

    /// A denial or confirmation in words that an earlier claim of another shares.
    pub(super) fn shared_matter(&self, i: usize, relation: Relation) -> Vec<Answer> {
        let here = &self.leaf.statements[i];
        let mut scored: Vec<(usize, usize, bool)> = (0..self.leaf.statements.len())
            .filter(|j| {
                let there = &self.leaf.statements[*j];
                *j != i
                    && there.extent.start < here.extent.start
                    && there.speaker != here.speaker
                    && there.speaker.is_some()
                    && self.claims(*j)
                    && !self.same_side(i, *j)
            })
            .map(|j| {
                (
                    self.stems[i].intersection(&self.stems[j]).count(),
                    j,
                    self.concerns(j, i),
                )
            })
            .filter(|(shared, _, concerns)| match relation {
                Relation::Denies => *shared >= 3 && *concerns,
                Relation::Confirms => *shared >= 4 && *shared * 2 >= self.stems[i].len(),
                _ => false,
            })
            .collect();
        scored.sort_by(|a, b| b.cmp(a));
        let Some((most, _, _)) = scored.first().copied() else {
            return Vec::new();
        };
        let near = scored
            .into_iter()
            .filter(|(shared, _, concerns)| *shared == most || (*concerns && *shared + 1 >= most));
        near.take(3)
            .map(|(shared, j, _)| {
                let score = (0.6 + 0.1 * shared as f64).min(0.9);
                self.answer(
                    i,
                    Target::Statement(j),
                    relation,
                    score,
                    "denies or confirms in words that the claim shares",
                )
            })
            .collect()
    }

    /// "Responded", "hit back": the statement right before, by another.
    pub(super) fn reply(&self, i: usize) -> Vec<Answer> {
        let here = &self.leaf.statements[i];
        let Some(speaker) = here.speaker else {
            return Vec::new();
        };
        if !REPLY.is_match(&self.cue(i)) {
            return Vec::new();
        }
        let before = (0..self.leaf.statements.len()).filter(|j| {
            let there = &self.leaf.statements[*j];
            there.extent.end <= here.extent.start
                && there.speaker.is_some_and(|s| s != speaker)
                && here.paragraph.saturating_sub(there.paragraph) <= 2
        });
        let Some(j) = before.max_by_key(|j| self.leaf.statements[*j].extent.start) else {
            return Vec::new();
        };
        let shared = self.stems[i].intersection(&self.stems[j]).count();
        let asks = self.leaf.statements[j].act == Act::Ask;
        if asks && self.leaf.statements[j].class != Class::Attitude {
            return vec![self.answer(
                i,
                Target::Statement(j),
                Relation::Comments,
                0.75,
                "is said to be a reply, right after a question",
            )];
        }
        if !self.concerns(j, i)
            || !self.claims(j)
            || self.same_side(i, j)
            || (shared == 0 && self.leaf.statements[j].act == Act::State)
        {
            return Vec::new();
        }
        vec![self.answer(
            i,
            Target::Statement(j),
            Relation::Comments,
            0.75,
            "is said to be a reply, right after it",
        )]
    }
}
