//! Statements that answer something, within one document.
//!
//! A link is made where the words make it plain: the work or claim answered is
//! the object ("rejected the report", "denied the accusations"), the denial
//! shares its matter with an allegation before it, or the cue says that it is
//! a reply. What could be an answer but names nothing is left alone.

use super::{Answer, Leaf, Reading, Target};
use crate::record::Relation;
use crate::record::words::{content_stems, words};
use crate::statement::{Act, ActorKind, Certainty, Class, fold};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How far back an answer without an object reaches, in paragraphs.
const BACK: usize = 4;

static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W*(?:that\s+|to\s+|on\s+|about\s+|of\s+)?
          (?P<whose>(?:the|these|those|all|such|any|both|its|his|her|their|this|that|a)\s+)?
          (?P<owner>(?:[\p{Lu}\p{Ll}][\p{L}’'.-]*\s+){0,4}?)
          (?P<mods>(?:[\p{L}-]+\s+){0,2}?)
          (?P<noun>accusations?|allegations?|claims?|charges?|concerns?|criticisms?|findings?|suggestions?|assertions?|complaints?|objections?|rumou?rs?|offers?|proposals?|demands?|requests?|arguments?|attacks?|comments?|remarks?|conclusions?|reports?\sthat|notion|call\s(?:for|to))\b",
    )
    .expect("a valid pattern")
});

static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:responded|responding|replied|rebutted|countered|hit back|fired back|shot back|retorted|in response|in reply|asked about|asked whether|when asked)\b").expect("a valid pattern")
});

/// Words that judge what others put forward to be untrue, unfounded or ill meant.
static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:lies?|untrue|false|falsehoods?|fabricat\w+|groundless|baseless|unfounded|disinformation|slander\w*|smear\w*|distort\w*|politically motivated|politici[sz]ed|illegal and|invalid|nonsense|ridiculous|absurd|outrageous|not true|no truth|oppos(?:e[sd]?|ing)|reject(?:s|ed)?|denounce[sd]?|inaccurate|misleading|misrepresent\w*|wrong to|ignore[sd]?)\b")
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
    found.sort_by(|a, b| (a.from, a.to).cmp(&(b.from, b.to)));
    found.dedup_by(|b, a| a.from == b.from && a.to == b.to);
    leaf.answers = found;
}

/// What is asked of each statement again and again, computed once.
struct Links<'r, 'd> {
    reading: &'r Reading<'d>,
    leaf: &'r Leaf,
    stems: Vec<BTreeSet<String>>,
    /// Words of each statement's content, folded.
    bags: Vec<BTreeSet<String>>,
}

impl<'r, 'd> Links<'r, 'd> {
    fn new(reading: &'r Reading<'d>, leaf: &'r Leaf) -> Self {
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

    fn of(&self, i: usize) -> Vec<Answer> {
        let Some(relation) = self.relation(i) else {
            let judged = self.judgement(i);
            return if judged.is_empty() {
                self.reply(i)
            } else {
                judged
            };
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
        let judged = self.judgement(i);
        if judged.is_empty() {
            self.reply(i)
        } else {
            judged
        }
    }

    /// "It is all lies", "opposed the release of the report": words that judge what another put
    /// forward, beside the work, or after claims that concern the speaker.
    fn judgement(&self, i: usize) -> Vec<Answer> {
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

    /// What the same speaker goes on to say, right behind an answer, of those or that it answers.
    fn goes_on(&self, answers: &[Answer]) -> Vec<Answer> {
        let mut found = Vec::new();
        for answer in answers.iter().filter(|a| a.relation != Relation::Comments) {
            let mut last = answer.from;
            for i in answer.from + 1..self.leaf.statements.len() {
                let (said, before) = (&self.leaf.statements[i], &self.leaf.statements[last]);
                if said.speaker.is_none()
                    || said.speaker != before.speaker
                    || said.paragraph > before.paragraph + 1
                {
                    break;
                }
                last = i;
                if !answers.iter().any(|a| a.from == i) && self.speaks_of(i, answer.to) {
                    found.push(self.answer(
                        i,
                        answer.to,
                        answer.relation,
                        0.7,
                        "goes on about what the speaker has just answered",
                    ));
                }
            }
        }
        found
    }

    /// Whether the content of statement `i` names what is answered, or who issued or said it.
    fn speaks_of(&self, i: usize, target: Target) -> bool {
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
    fn is_lawsuit(&self, work: usize) -> bool {
        ["lawsuit", "complaint", "indictment", "filing", "affidavit"]
            .contains(&self.leaf.works[work].kind.as_str())
    }

    /// How statement `i` answers, if its act is one that answers.
    fn relation(&self, i: usize) -> Option<Relation> {
        let said = &self.leaf.statements[i];
        let cue = self.cue(i);
        match said.act {
            Act::Deny => Some(Relation::Denies),
            Act::Reject => Some(Relation::Rejects),
            Act::Criticise | Act::Oppose => Some(Relation::Disputes),
            Act::Confirm => Some(Relation::Confirms),
            Act::Support
                if [
                    "back at",
                    "fired back",
                    "hit back",
                    "shot back",
                    "pushed back",
                    "fires back",
                ]
                .iter()
                .any(|c| cue.contains(c)) =>
            {
                Some(Relation::Disputes)
            }
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

    fn cue(&self, i: usize) -> String {
        let cue = &self.reading.analysis.statements[i].attribution.cue;
        let parts: Vec<&str> = cue.iter().map(|c| c.of(self.reading.text)).collect();
        parts.join(" ").to_lowercase()
    }

    fn answer(&self, from: usize, to: Target, relation: Relation, score: f64, why: &str) -> Answer {
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
    fn own_work(&self, i: usize, work: usize) -> bool {
        let said = &self.leaf.statements[i];
        let issuer = self.leaf.works[work].issued_by;
        let same = issuer.is_some_and(|issuer| {
            said.speaker.is_some_and(|s| self.akin(s, issuer))
                || said.speaks_for.iter().any(|s| self.akin(*s, issuer))
        });
        said.work == Some(work) || same
    }

    /// Whether `actor` speaks in statement `i`, or is of the speaker's state.
    fn side_of(&self, i: usize, actor: usize) -> bool {
        let said = &self.leaf.statements[i];
        said.speaker
            .into_iter()
            .chain(said.speaks_for.iter().copied())
            .any(|s| self.akin(s, actor))
    }

    /// One actor, or two of one state of which one stands for the other.
    fn akin(&self, a: usize, b: usize) -> bool {
        a == b
            || self
                .reading
                .state_of(a)
                .zip(self.reading.state_of(b))
                .is_some_and(|(x, y)| x == y)
    }

    /// The first work in the object of statement `i`, near its beginning.
    fn work_object(&self, i: usize) -> Option<usize> {
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
    fn opens_with_work(&self, i: usize) -> Option<usize> {
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

    /// "The accusations", "the experts’ concerns": what the object of statement `i` takes up.
    fn claim(&self, i: usize, relation: Relation) -> Vec<Answer> {
        let said = &self.leaf.statements[i];
        let Some(found) = CLAIM.captures(&said.words) else {
            return Vec::new();
        };
        // "A claim that …" of one's own, "his concerns" are not another's.
        let whose = found
            .name("whose")
            .map_or("", |w| w.as_str().trim())
            .to_lowercase();
        if ["a", "its", "his", "her", "their"].contains(&whose.as_str()) && said.act != Act::Deny {
            return Vec::new();
        }
        let head = found.get(0).map_or("", |m| m.as_str());
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
    fn claims_alike(&self, i: usize, noun: &str, matter: &BTreeSet<String>) -> Vec<usize> {
        let alike = |j: &usize| matter.len() < 2 || !matter.is_disjoint(&self.stems[*j]);
        self.claims_before(i, noun)
            .into_iter()
            .filter(alike)
            .collect()
    }

    /// What `owner` claimed: all that a body or a group said near by, of what a person said only
    /// what the noun calls it, or what shares its matter.
    fn claims_by(
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
    fn owner(&self, i: usize, head: &str, noun: &str, behind: &str) -> Option<usize> {
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
            .map(|rest| words(rest).take(7).collect())
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
        let plural = |word: &str, last: &str| {
            word == last
                || word.trim_end_matches('s') == last.trim_end_matches('s') && last.len() > 3
        };
        let found = of(&|last| !front.is_empty() && plural(&front, last));
        found
            .or_else(|| of(&|last| back.iter().any(|w| plural(w, last))))
            .map(|(a, _)| a)
    }

    /// Claims before statement `i` that concern its speaker: of the nearest who made any, with all
    /// they said up to there.
    fn claims_before(&self, i: usize, noun: &str) -> Vec<usize> {
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
        // "The accusations" are what somebody alleged, near by or not, before what somebody only said.
        let all = |of: &dyn Fn(&usize) -> bool| {
            concern
                .iter()
                .copied()
                .filter(|j| of(j))
                .collect::<Vec<usize>>()
        };
        let mut candidates = all(&|j| near(j) && called(j));
        if candidates.is_empty() && !noun.is_empty() {
            candidates = all(&called);
        }
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
    fn one_sentence(&self, i: usize, j: usize) -> bool {
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
    fn claims(&self, j: usize) -> bool {
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

    fn same_side(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.leaf.statements[i], &self.leaf.statements[j]);
        match (a.speaker, b.speaker) {
            (Some(x), Some(y)) => self.akin(x, y),
            _ => false,
        }
    }

    /// Whether statement `j` is about, to or names the speaker of `i` or those spoken for.
    fn concerns(&self, j: usize, i: usize) -> bool {
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
    fn named_in(&self, actor: usize, j: usize) -> bool {
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

    fn names_state(&self, state: &str, j: usize) -> bool {
        let text = &self.leaf.statements[j].words;
        let mut tokens = text
            .split(|c: char| !(c.is_alphanumeric() || c == '.'))
            .filter(|w| w.starts_with(char::is_uppercase));
        fold(text).contains(&fold(state))
            || tokens.any(|w| crate::statement::state_named(w) == Some(state))
    }

    /// A denial or confirmation in words that an earlier claim of another shares.
    fn shared_matter(&self, i: usize, relation: Relation) -> Vec<Answer> {
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
                Relation::Denies => *shared >= 3 || (*shared >= 2 && *concerns),
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
    fn reply(&self, i: usize) -> Vec<Answer> {
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
