//! Pronouns: each takes the one antecedent near enough that nothing speaks against, or nobody.

use super::{Resolution, Speakers};
use crate::span::Span;
use crate::statement::actor::ActorKind;
use crate::statement::lexicon::Gender;
use crate::statement::phrase::{is_person_noun, names};
use crate::statement::register::{Entry, Register};
use crate::text::sentences;

impl Speakers<'_> {
    pub(super) fn pronoun(
        &mut self,
        pronoun: Pronoun,
        phrase: &str,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        match pronoun {
            Pronoun::Person(gender) => self.he_or_she(gender, phrase, source, paragraph),
            Pronoun::They => self.they(phrase, source, paragraph),
            Pronoun::It => self.it(phrase, source, paragraph),
            Pronoun::Relative => self.relative(phrase, source, paragraph),
            Pronoun::Speaker => self.inner_speaker(phrase, source),
            Pronoun::Nobody => Resolution::unknown(format!("“{phrase}” is nobody in particular")),
        }
    }

    fn he_or_she(
        &mut self,
        gender: Gender,
        phrase: &str,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let mut candidates = self.persons_near(source, paragraph);
        if candidates.is_empty() {
            return Resolution::unknown(format!("no person stands near enough for “{phrase}”"));
        }
        let gender_of = |i: &usize| self.register.get(*i).gender;
        let nearest = candidates[0];
        candidates.retain(|i| gender_of(i).is_none_or(|known| known == gender));
        match candidates[..] {
            [] => Resolution::unknown(format!(
                "“{phrase}” disagrees with {}, the nearest person",
                self.register.name(nearest)
            )),
            [one] => {
                let name = self.register.name(one);
                Resolution::known(
                    one,
                    format!("“{phrase}” → {name}: the only person near whom it fits"),
                )
            }
            _ => self.several(phrase, &candidates),
        }
    }

    /// Persons that "he" or "she" at `source` could be, nearest first: whoever
    /// the paragraph introduced in its sentences before, else the last one to
    /// speak and all that are named since.
    fn persons_near(&self, source: Span, paragraph: usize) -> Vec<usize> {
        let mut named: Vec<(usize, Span)> = Vec::new();
        for back in 0..=LOOK_BACK {
            let Some(at) = paragraph.checked_sub(back) else {
                break;
            };
            let here = self.persons_in(at, source.start);
            let speaker = self
                .spoken_in(at, source.start)
                .filter(|i| self.may_be_person(*i))
                .last();
            if let Some(speaker) = speaker {
                let since = self.last_extent(at, source.start);
                named.extend(here);
                let others = named
                    .iter()
                    .filter(|(i, span)| *i != speaker && span.start > since);
                return distinct(std::iter::once(speaker).chain(others.map(|(i, _)| *i)));
            }
            let introduced = self.before_sentence(at, source, &here);
            if back == 0 && !introduced.is_empty() {
                return introduced;
            }
            // The nearest paragraph that names anybody decides; one in which
            // somebody else spoke is as far as a pronoun reaches.
            let spoken = self.spoken_in(at, source.start).next().is_some();
            named.extend(here);
            if (!named.is_empty() && back > 0) || spoken {
                break;
            }
        }
        distinct(named.into_iter().map(|(i, _)| i))
    }

    /// Those of `named` that stand in the sentences of paragraph `at` before the one with `source`.
    fn before_sentence(&self, at: usize, source: Span, named: &[(usize, Span)]) -> Vec<usize> {
        let Some(paragraph) = self.paragraphs.get(at) else {
            return Vec::new();
        };
        let mut starts = sentences(paragraph.of(self.text))
            .into_iter()
            .map(|s| paragraph.start + s.start);
        let sentence = starts
            .rfind(|start| *start <= source.start)
            .unwrap_or(paragraph.start);
        distinct(
            named
                .iter()
                .filter(|(_, span)| span.start < sentence)
                .map(|(i, _)| *i),
        )
    }

    /// A person, or somebody with a person's name or description.
    fn may_be_person(&self, index: usize) -> bool {
        let entry = self.register.get(index);
        let described = entry.described_as.as_deref().is_some_and(is_person_noun);
        entry.actor.kind == ActorKind::Person || described || entry.looks_like_person()
    }

    /// Persons named in paragraph `at` before byte `before`, in order.
    fn persons_in(&self, at: usize, before: usize) -> Vec<(usize, Span)> {
        self.mentions_in(at, before, |e| {
            e.actor.kind == ActorKind::Person || e.looks_like_person()
        })
    }

    /// Where actors that pass `which` are named in paragraph `at` before byte `before`, in order.
    fn mentions_in(
        &self,
        at: usize,
        before: usize,
        which: impl Fn(&Entry) -> bool,
    ) -> Vec<(usize, Span)> {
        let Some(paragraph) = self.paragraphs.get(at) else {
            return Vec::new();
        };
        let entries = self.register.iter().filter(|(_, e)| which(e));
        let mut found: Vec<(usize, Span)> = entries
            .flat_map(|(i, e)| e.actor.mentions.iter().map(move |m| (i, *m)))
            .filter(|(_, m)| paragraph.contains(*m) && m.start < before)
            .collect();
        found.sort_by_key(|(_, m)| m.start);
        found
    }

    fn spoken_in(&self, at: usize, before: usize) -> impl Iterator<Item = usize> + '_ {
        self.spoken
            .iter()
            .filter(move |s| s.paragraph == at && s.extent.start < before)
            .filter_map(|s| s.speaker)
    }

    /// Where the last statement of paragraph `at` before byte `before` ends.
    fn last_extent(&self, at: usize, before: usize) -> usize {
        let ends = self
            .spoken
            .iter()
            .filter(|s| s.paragraph == at && s.extent.start < before)
            .map(|s| s.extent.end);
        ends.max().unwrap_or(0)
    }

    fn they(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let plural = |r: &Register, i: usize| {
            matches!(
                r.get(i).actor.kind,
                ActorKind::Group | ActorKind::Organization
            )
        };
        self.last_speaker_such(
            phrase,
            source,
            paragraph,
            plural,
            "the last group or body to speak",
        )
    }

    fn it(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let thing = |r: &Register, i: usize| {
            let e = r.get(i);
            matches!(e.actor.kind, ActorKind::Organization | ActorKind::State)
                || e.described_as.as_deref() == Some("work")
        };
        let named: Vec<(usize, Span)> = self.mentions_in(paragraph, source.start, |e| {
            e.actor.kind == ActorKind::Organization && !e.described
        });
        if let [one] = self.before_sentence(paragraph, source, &named)[..]
            && self.spoken_in(paragraph, source.start).all(|i| i == one)
        {
            let name = self.register.name(one).to_owned();
            return Resolution::known(
                one,
                format!("“{phrase}” → {name}: the only body named in the paragraph before"),
            );
        }
        self.last_speaker_such(phrase, source, paragraph, thing, "the last body to speak")
    }

    pub(super) fn last_speaker_such(
        &mut self,
        phrase: &str,
        source: Span,
        paragraph: usize,
        fits: impl Fn(&Register, usize) -> bool,
        why: &str,
    ) -> Resolution {
        for back in 0..=1 {
            let Some(at) = paragraph.checked_sub(back) else {
                break;
            };
            let mut here: Vec<usize> = self
                .spoken_in(at, source.start)
                .filter(|i| fits(&self.register, *i))
                .collect();
            let last = here.last().copied();
            here.sort_unstable();
            here.dedup();
            match (here.len(), last) {
                (0, _) => {}
                (1, Some(index)) => {
                    let name = self.register.name(index).to_owned();
                    return Resolution::known(index, format!("“{phrase}” → {name}: {why}"));
                }
                _ => return self.several(phrase, &here),
            }
        }
        Resolution::unknown(format!("nothing near enough for “{phrase}” to stand for"))
    }

    /// "who", "which": the name that ends right before.
    fn relative(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let Some(start) = self.paragraphs.get(paragraph).map(|p| p.start) else {
            return Resolution::unknown(format!("“{phrase}” stands outside every paragraph"));
        };
        // A name is never longer than this.
        let start = self
            .text
            .floor_char_boundary(start.max(source.start.saturating_sub(300)));
        let before = self.text[start..source.start]
            .trim_end()
            .trim_end_matches(',')
            .trim_end();
        let read = names(before);
        match read
            .last()
            .filter(|n| n.run.end == before.len() && n.state.is_none())
        {
            Some(name) => {
                let mut name = name.clone();
                name.run = name.run.shift(start);
                name.span = name.span.shift(start);
                self.named(&name, phrase)
            }
            None => Resolution::unknown(format!("what “{phrase}” refers back to is not a name")),
        }
    }

    /// "I", "we" inside somebody's words: the speaker of the words around.
    fn inner_speaker(&mut self, phrase: &str, source: Span) -> Resolution {
        let around = self.spoken.iter().rev().find(|s| s.extent.contains(source));
        match around.and_then(|s| s.speaker) {
            Some(index) => {
                let name = self.register.name(index).to_owned();
                Resolution::known(
                    index,
                    format!("“{phrase}” → {name}: the speaker of the words around"),
                )
            }
            None => Resolution::unknown(format!(
                "“{phrase}” is whoever speaks the words around, who is not known"
            )),
        }
    }
}

/// `all` without repetitions, in order.
fn distinct(all: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut out = Vec::new();
    for index in all {
        if !out.contains(&index) {
            out.push(index);
        }
    }
    out
}

/// Paragraphs that "he" or "she" may reach back over.
const LOOK_BACK: usize = 2;

/// The pronouns, by what they can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    Person(Gender),
    They,
    It,
    Relative,
    Speaker,
    Nobody,
}

impl Pronoun {
    pub(super) fn of(phrase: &str) -> Option<Self> {
        Some(match phrase.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Pronoun::Person(Gender::Male),
            "she" | "her" | "hers" | "herself" => Pronoun::Person(Gender::Female),
            "they" | "them" | "their" | "both" => Pronoun::They,
            "it" | "its" => Pronoun::It,
            "who" | "which" | "that" | "whom" | "whose" => Pronoun::Relative,
            "i" | "we" | "me" | "us" | "my" | "our" => Pronoun::Speaker,
            "you" | "one" | "nobody" | "no one" | "anyone" | "everyone" | "someone"
            | "somebody" | "there" | "this" | "what" | "everybody" | "anybody" => Pronoun::Nobody,
            _ => return None,
        })
    }
}
