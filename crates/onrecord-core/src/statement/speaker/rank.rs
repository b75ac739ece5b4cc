//! Antecedents in order of how much speaks for them.
//!
//! Evidence in points, after the preferences of Lappin and Leass (1994):
//! nearness, being the subject, having just spoken, agreement in gender, how
//! often the text comes back to it. Agreement is evidence and no law: badly
//! translated text slips in it. Nothing here looks at what a name means.

use super::{Resolution, Speakers};
use crate::span::Span;
use crate::statement::lexicon::Gender;
use crate::statement::register::Entry;

/// Somebody that an expression could stand for.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub index: usize,
    pub score: i32,
    /// Whether its gender is told and another.
    pub disagrees: bool,
    /// What speaks for it and against it, for a reader.
    pub why: Vec<&'static str>,
}

/// An expression that stands for somebody named elsewhere.
pub(super) struct Anaphor<'p> {
    /// Its words.
    pub phrase: &'p str,
    pub at: Span,
    pub paragraph: usize,
    /// The gender it has, if any.
    pub gender: Option<Gender>,
    /// Paragraphs it reaches back over.
    pub reach: usize,
}

/// Points that the best candidate must have, and be ahead of the next.
const ENOUGH: i32 = 8;
const AHEAD: i32 = 3;

impl Speakers<'_> {
    /// Who fits and is named before `anaphor`, best first.
    pub(super) fn ranked(
        &self,
        anaphor: &Anaphor<'_>,
        fits: impl Fn(usize, &Entry) -> bool,
    ) -> Vec<Candidate> {
        let first = anaphor.paragraph.saturating_sub(anaphor.reach);
        let from = self.paragraphs.get(first).map_or(0, |p| p.start);
        let mut all: Vec<Candidate> = Vec::new();
        for (span, index) in self.timeline.between(from, anaphor.at.start) {
            if self.own.iter().any(|own| own.contains(span))
                || !fits(index, self.register.get(index))
            {
                continue;
            }
            let (score, why) = self.mention(span, anaphor);
            match all.iter_mut().find(|c| c.index == index) {
                Some(known) if known.score >= score => {}
                Some(known) => (known.score, known.why) = (score, why),
                None => all.push(Candidate {
                    index,
                    score,
                    disagrees: false,
                    why,
                }),
            }
        }
        for candidate in &mut all {
            self.weigh(candidate, anaphor);
        }
        all.sort_by_key(|c| (std::cmp::Reverse(c.score), c.index));
        all
    }

    /// What one mention is worth.
    fn mention(&self, span: Span, anaphor: &Anaphor<'_>) -> (i32, Vec<&'static str>) {
        let back = anaphor
            .paragraph
            .saturating_sub(self.paragraph_of(span.start));
        let mut score = 8 - 2 * (back.min(6) as i32);
        let mut why = Vec::new();
        let sentence = self.sentence_start(span.start);
        let opens = self.text[sentence..span.start].split_whitespace().count() <= 4;
        let same = sentence == self.sentence_start(anaphor.at.start);
        let quoted = self.quoted(span) && !self.quoted(anaphor.at);
        match (opens, same) {
            _ if quoted => score -= 5,
            (true, true) => {
                score += 3;
                why.push("subject of the sentence");
            }
            (true, false) => {
                score += 3;
                why.push(if back == 0 {
                    "subject of a sentence before"
                } else {
                    "subject of a sentence in a paragraph before"
                });
            }
            (false, true) => score -= 3,
            (false, false) => why.push(if back == 0 {
                "named before in the paragraph"
            } else {
                "named before"
            }),
        }
        (score, why)
    }

    /// What the whole text says of a candidate.
    fn weigh(&self, candidate: &mut Candidate, anaphor: &Anaphor<'_>) {
        let entry = self.register.get(candidate.index);
        let last = self
            .spoken
            .iter()
            .rev()
            .find_map(|s| s.speaker.map(|i| (i, s.paragraph)));
        if last.is_some_and(|(i, at)| i == candidate.index && at + 2 >= anaphor.paragraph) {
            candidate.score += 5;
            candidate.why.insert(0, "last speaker");
        }
        candidate.score += (entry.actor.mentions.len() / 4).min(3) as i32;
        if let (Some(gender), Some(told)) = (anaphor.gender, entry.told_gender()) {
            if gender == told {
                candidate.score += 4;
            } else {
                // A title says more than a given name does.
                candidate.score -= if entry.gender.is_some() { 11 } else { 5 };
                candidate.disagrees = true;
                candidate.why.push("though the gender disagrees");
            }
        }
    }

    /// The best of `candidates`, if it is good enough and well ahead; else unknown, with the best named.
    pub(super) fn best(&mut self, phrase: &str, candidates: &[Candidate]) -> Resolution {
        let name = |c: &Candidate| self.register.name(c.index);
        match candidates {
            [] => Resolution::unknown(format!("nobody is named near enough for “{phrase}”")),
            [one, ..] if one.score < ENOUGH => Resolution::unknown(format!(
                "“{phrase}” could be {}, and little speaks for it",
                name(one)
            )),
            // Who agrees and is named near keeps one who does not from being chosen.
            [one, ..] if one.disagrees && candidates.iter().any(|c| !c.disagrees) => {
                let other = candidates.iter().find(|c| !c.disagrees).map_or("", name);
                Resolution::unknown(format!(
                    "“{phrase}” could be {}, whose gender disagrees, or {other}",
                    name(one)
                ))
            }
            [one, next, ..] if one.score < next.score + AHEAD => {
                let close = candidates
                    .iter()
                    .take_while(|c| one.score < c.score + AHEAD);
                let list: Vec<&str> = close.take(3).map(name).collect();
                Resolution::unknown(format!("“{phrase}” could be {}", list.join(" or ")))
            }
            [one, ..] => {
                let why = if one.why.is_empty() {
                    "the only one near".to_owned()
                } else {
                    one.why.join(", ")
                };
                Resolution::known(one.index, format!("“{phrase}” → {}: {why}", name(one)))
            }
        }
    }
}

/// Where actors are named, in text order.
#[derive(Debug, Default)]
pub(super) struct Timeline(Vec<(Span, usize)>);

impl Timeline {
    /// Of the mentions that `entries` have.
    pub fn of<'e>(entries: impl Iterator<Item = (usize, &'e Entry)>) -> Self {
        let mut all: Vec<(Span, usize)> = entries
            .flat_map(|(i, e)| e.actor.mentions.iter().map(move |m| (*m, i)))
            .collect();
        all.sort();
        Timeline(all)
    }

    /// Adds a mention, wherever it stands.
    pub fn add(&mut self, span: Span, index: usize) {
        let at = self.0.partition_point(|known| *known < (span, index));
        if self.0.get(at) != Some(&(span, index)) {
            self.0.insert(at, (span, index));
        }
    }

    /// The mentions that begin in `[from, to)`.
    pub fn between(&self, from: usize, to: usize) -> impl Iterator<Item = (Span, usize)> + '_ {
        let first = self.0.partition_point(|(span, _)| span.start < from);
        self.0[first..]
            .iter()
            .copied()
            .take_while(move |(span, _)| span.start < to)
    }
}
