//! Who speaks: from the words of a source to an actor, or to unknown with a reason.
//!
//! A wrong name on a quote is worse than none. Names are looked up in the
//! document's register; descriptions need a fitting antecedent; pronouns take
//! the nearest one that nothing speaks against, and where two are about equal
//! the answer is unknown with both named.

use super::actor::ActorKind;
use super::lexicon::{Gender, Noun, NounKind, lexicon};
use super::phrase::{
    Name, head_noun, head_part, is_person_noun, names, role_of, without_determiner,
};
use super::register::{Entry, Lookup, Register};
use crate::attribution::{Attribution, Form};
use crate::span::Span;
use crate::text::sentences;

/// Who, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The actor, or unknown.
    pub speaker: Option<usize>,
    /// For a reader.
    pub reason: String,
}

impl Resolution {
    fn known(speaker: usize, reason: impl Into<String>) -> Self {
        Resolution {
            speaker: Some(speaker),
            reason: reason.into(),
        }
    }

    fn unknown(reason: impl Into<String>) -> Self {
        Resolution {
            speaker: None,
            reason: reason.into(),
        }
    }
}

/// A statement already resolved.
struct Spoken {
    paragraph: usize,
    speaker: Option<usize>,
    form: Form,
    extent: Span,
}

/// Resolves the sources of one document, in text order.
pub struct Speakers<'t> {
    text: &'t str,
    paragraphs: &'t [Span],
    register: Register,
    spoken: Vec<Spoken>,
}

impl<'t> Speakers<'t> {
    /// Starts on `text`, whose body is `paragraphs`.
    pub fn new(text: &'t str, paragraphs: &'t [Span]) -> Self {
        Speakers {
            text,
            paragraphs,
            register: Register::read(text, paragraphs),
            spoken: Vec::new(),
        }
    }

    /// The actors met.
    pub fn register(&mut self) -> &mut Register {
        &mut self.register
    }

    /// Hands the actors over.
    pub fn into_register(self) -> Register {
        self.register
    }

    /// Resolves the source of the next attribution.
    pub fn resolve(&mut self, attribution: &Attribution) -> Resolution {
        let extent = attribution.extent();
        let paragraph = self.paragraph_of(extent.start);
        let resolution = match attribution.source.first() {
            Some(source) => self.source(*source, paragraph),
            None => self.without_source(attribution, paragraph),
        };
        self.spoken.push(Spoken {
            paragraph,
            speaker: resolution.speaker,
            form: attribution.form,
            extent,
        });
        resolution
    }

    fn paragraph_of(&self, at: usize) -> usize {
        self.paragraphs
            .partition_point(|p| p.start <= at)
            .saturating_sub(1)
    }

    fn source(&mut self, source: Span, paragraph: usize) -> Resolution {
        let source = self.without_place(source);
        let phrase = trimmed(source.of(self.text));
        if let Some(pronoun) = Pronoun::of(phrase) {
            return self.pronoun(pronoun, phrase, source, paragraph);
        }
        if phrase.to_lowercase().starts_with("one of ")
            || phrase.to_lowercase().starts_with("some of ")
        {
            return Resolution::unknown(format!("“{phrase}” is not named"));
        }
        let read = names(phrase);
        if let Some(name) = speaking_name(phrase, &read) {
            let mut name = name.clone();
            name.run = name.run.shift(source.start);
            name.span = name.span.shift(source.start);
            let resolution = self.named(&name, phrase);
            if let Some((index, post)) =
                resolution.speaker.zip(post_in_front(phrase, source, &name))
            {
                self.register.add_role(index, post);
            }
            return resolution;
        }
        self.described(phrase, source, paragraph)
    }

    /// "In | Kelsavar, ministry spokeswoman Ylena Roe": where it was said is not who said it.
    fn without_place(&self, source: Span) -> Span {
        let before = self.text[..source.start].trim_end();
        let place = ["In", "in", "At", "at", "From", "from"].iter().any(|p| {
            before
                .strip_suffix(p)
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        });
        match source.of(self.text).split_once(", ") {
            Some((head, rest)) if place && !names(rest).is_empty() => {
                Span::new(source.start + head.len() + 2, source.end)
            }
            _ => source,
        }
    }

    fn named(&mut self, name: &Name, phrase: &str) -> Resolution {
        let written = name.text();
        match self.register.lookup(name, name.span.start) {
            Lookup::One(index) => {
                let full = self.register.name(index).to_owned();
                match full == written {
                    true => Resolution::known(index, format!("named in the source: {written}")),
                    false => Resolution::known(
                        index,
                        format!(
                            "“{phrase}” → {full}: the name given in full elsewhere in the document"
                        ),
                    ),
                }
            }
            Lookup::Several(all) => match self.last_to_speak_among(&all) {
                Some(index)
                    if name
                        .gender
                        .is_none_or(|g| self.register.get(index).gender == Some(g)) =>
                {
                    Resolution::known(
                        index,
                        format!(
                            "“{phrase}” → {}: of those with this name, the last to speak",
                            self.register.name(index)
                        ),
                    )
                }
                _ => self.several(phrase, &all),
            },
            Lookup::Nobody => {
                Resolution::unknown(format!("nobody in the document goes by “{phrase}”"))
            }
        }
    }

    /// The one among `candidates` who spoke last, if nobody else among them
    /// spoke in that paragraph or the one before. A statement by nobody knows
    /// whom in between could be anybody's.
    fn last_to_speak_among(&self, candidates: &[usize]) -> Option<usize> {
        let last = self.spoken.last()?;
        let speaker = last.speaker.filter(|i| candidates.contains(i))?;
        let mut recent = self
            .spoken
            .iter()
            .filter(|s| s.paragraph + 1 >= last.paragraph);
        let alone = recent.all(|s| {
            s.speaker
                .is_none_or(|i| i == speaker || !candidates.contains(&i))
        });
        alone.then_some(speaker)
    }

    fn several(&self, phrase: &str, candidates: &[usize]) -> Resolution {
        let list: Vec<&str> = candidates.iter().map(|i| self.register.name(*i)).collect();
        Resolution::unknown(format!("“{phrase}” could be {}", list.join(" or ")))
    }

    // Descriptions.

    fn described(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let Some(noun) = head_noun(phrase) else {
            return self.new_description(phrase, ActorKind::Unknown, None, source);
        };
        match noun.kind {
            NounKind::Work => self.work_described(phrase, noun, source),
            _ if noun.plural => self.several_described(phrase, noun, source),
            NounKind::Person => self.person_described(phrase, noun, source),
            NounKind::Organization => self.organ_described(phrase, noun, source, paragraph),
            NounKind::State => Resolution::unknown(format!("“{phrase}” names no state")),
        }
    }

    /// A description that nobody named fits becomes an actor of its own, if it
    /// says more than "the official".
    fn new_description(
        &mut self,
        phrase: &str,
        kind: ActorKind,
        noun: Option<&Noun>,
        source: Span,
    ) -> Resolution {
        let description = shortened(without_determiner(phrase));
        let class = noun.map(|n| n.class.as_str());
        let index = self.register.described(description, kind, class, source);
        if let Some(role) = role_of(description)
            .filter(|_| noun.is_some_and(|n| n.kind == NounKind::Person && !n.plural))
        {
            self.register.add_role(index, role);
        }
        Resolution::known(
            index,
            format!("the text describes the source and gives no name: “{phrase}”"),
        )
    }

    /// A work that speaks. "The report" after "a 48-page report" is that one, if there was only one.
    fn work_described(&mut self, phrase: &str, noun: &Noun, source: Span) -> Resolution {
        let phrase_alone = phrase
            .split(" which ")
            .next()
            .unwrap_or(phrase)
            .split(" that ")
            .next()
            .unwrap_or(phrase);
        let description = without_determiner(phrase_alone);
        let word = description.to_lowercase();
        let works = self
            .register
            .iter()
            .filter(|(_, e)| e.described_as.as_deref() == Some(noun.class.as_str()));
        let before: Vec<usize> = works
            .filter(|(_, e)| {
                head_part(&e.actor.name)
                    .to_lowercase()
                    .split(' ')
                    .next_back()
                    == Some(word.as_str())
            })
            .map(|(i, _)| i)
            .collect();
        match before[..] {
            [one] if definite(phrase) && self.register.name(one) != description => {
                let name = self.register.name(one).to_owned();
                Resolution::known(one, format!("“{phrase}” → {name}: the only one before"))
            }
            _ => self.new_description(phrase_alone, ActorKind::Unknown, Some(noun), source),
        }
    }

    fn several_described(&mut self, phrase: &str, noun: &Noun, source: Span) -> Resolution {
        let description = without_determiner(phrase);
        // "the experts" after "UN experts": the same head, said with the article.
        if description.split_whitespace().count() == 1 && definite(phrase) {
            let word = description.to_lowercase();
            let before: Vec<usize> = self
                .register
                .iter()
                .filter(|(_, e)| {
                    e.actor.kind == ActorKind::Group
                        && e.actor.mentions.iter().any(|m| m.start < source.start)
                })
                .filter(|(_, e)| head_part(&e.actor.name).to_lowercase().ends_with(&word))
                .map(|(i, _)| i)
                .collect();
            match before[..] {
                [one] => {
                    let name = self.register.name(one).to_owned();
                    return Resolution::known(
                        one,
                        format!("“{phrase}” → {name}: the only such group before"),
                    );
                }
                [] => {}
                _ => return self.several(phrase, &before),
            }
        }
        self.new_description(phrase, ActorKind::Group, Some(noun), source)
    }

    fn person_described(&mut self, phrase: &str, noun: &Noun, source: Span) -> Resolution {
        let role = role_of(phrase);
        let owner = role.as_ref().and_then(|r| r.of.clone());
        if let Some(index) = self.named_right_after(source, noun) {
            let name = self.register.name(index).to_owned();
            return Resolution::known(index, format!("“{phrase}” → {name}: named right after"));
        }
        if !definite(phrase) && owner.is_none() {
            return self.new_description(phrase, ActorKind::Unknown, Some(noun), source);
        }
        let candidates: Vec<usize> = self
            .register
            .iter()
            .filter(|(_, e)| {
                e.actor
                    .mentions
                    .first()
                    .is_some_and(|m| m.start < source.start)
            })
            .filter(|(_, e)| fits_description(e, noun, owner.as_deref()))
            .map(|(i, _)| i)
            .collect();
        match candidates[..] {
            [one] => {
                let name = self.register.name(one).to_owned();
                Resolution::known(
                    one,
                    format!(
                        "“{phrase}” → {name}: the only one in the document before whom this describes"
                    ),
                )
            }
            [] if owner.is_some() || !definite(phrase) => {
                self.new_description(phrase, ActorKind::Unknown, Some(noun), source)
            }
            [] => Resolution::unknown(format!("nobody before is described as “{phrase}”")),
            _ => match self.last_to_speak_among(&candidates) {
                Some(index) => {
                    let name = self.register.name(index).to_owned();
                    Resolution::known(
                        index,
                        format!("“{phrase}” → {name}: of those it describes, the last to speak"),
                    )
                }
                None => self.several(phrase, &candidates),
            },
        }
    }

    /// The holder of a post named in apposition just behind the source: "our
    /// attaché | in the capital, Ana Reyes, says".
    fn named_right_after(&self, source: Span, noun: &Noun) -> Option<usize> {
        let after = |m: &Span| {
            let between = self.text.get(source.end..m.start).unwrap_or("");
            let body = between.trim_end().strip_suffix(',');
            body.is_some_and(|b| {
                b.split_whitespace().count() <= 4 && !b.contains(|c: char| ",.;:“”\"".contains(c))
            })
        };
        let holds =
            |e: &Entry| fits_description(e, noun, None) && e.actor.mentions.iter().any(after);
        let mut found = self
            .register
            .iter()
            .filter(|(_, e)| !e.described && holds(e));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    fn organ_described(
        &mut self,
        phrase: &str,
        noun: &Noun,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let description = without_determiner(phrase);
        let bare = description.split_whitespace().count() == 1;
        if !bare || !definite(phrase) {
            return self.new_description(phrase, ActorKind::Organization, Some(noun), source);
        }
        let word = description.to_lowercase();
        let before: Vec<usize> = self
            .register
            .iter()
            .filter(|(_, e)| e.actor.kind == ActorKind::Organization)
            .filter(|(_, e)| e.actor.mentions.iter().any(|m| m.start < source.start))
            .filter(|(_, e)| {
                e.actor
                    .name
                    .to_lowercase()
                    .split_whitespace()
                    .any(|w| w == word)
            })
            .map(|(i, _)| i)
            .collect();
        let recent = self
            .last_to_speak_among(&before)
            .or_else(|| self.only_mentioned_near(&before, paragraph, source));
        match (&before[..], recent) {
            ([one], _) => {
                let name = self.register.name(*one).to_owned();
                Resolution::known(*one, format!("“{phrase}” → {name}: the only {word} before"))
            }
            ([], _) if noun.class == "company" => self.company(phrase, source, paragraph),
            ([], _) => self.new_description(phrase, ActorKind::Organization, Some(noun), source),
            (_, Some(index)) => {
                let name = self.register.name(index).to_owned();
                Resolution::known(
                    index,
                    format!("“{phrase}” → {name}: the last {word} before"),
                )
            }
            _ => self.several(phrase, &before),
        }
    }

    /// "The company", where none is named so: the one organization that spoke last.
    fn company(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let organization = |r: &Register, i: usize| {
            r.get(i).described_as.is_none() && r.get(i).actor.kind == ActorKind::Organization
        };
        self.last_speaker_such(
            phrase,
            source,
            paragraph,
            organization,
            "the last organization to speak",
        )
    }

    /// The one among `candidates` that is mentioned in this paragraph before `source` or in the one before.
    fn only_mentioned_near(
        &self,
        candidates: &[usize],
        paragraph: usize,
        source: Span,
    ) -> Option<usize> {
        let from = self.paragraphs.get(paragraph.saturating_sub(1))?.start;
        let near = |i: &&usize| {
            let mut mentions = self.register.get(**i).actor.mentions.iter();
            mentions.any(|m| m.start >= from && m.start < source.start)
        };
        let mut found = candidates.iter().filter(near);
        let first = *found.next()?;
        found.next().is_none().then_some(first)
    }

    // Pronouns.

    fn pronoun(
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
        let starts = sentences(paragraph.of(self.text))
            .into_iter()
            .map(|s| paragraph.start + s.start);
        let sentence = starts
            .filter(|start| *start <= source.start)
            .last()
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
        if let [one] = self.before_sentence(paragraph, source, &named)[..] {
            if self.spoken_in(paragraph, source.start).all(|i| i == one) {
                let name = self.register.name(one).to_owned();
                return Resolution::known(
                    one,
                    format!("“{phrase}” → {name}: the only body named in the paragraph before"),
                );
            }
        }
        self.last_speaker_such(phrase, source, paragraph, thing, "the last body to speak")
    }

    fn last_speaker_such(
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

    // No source at all.

    fn without_source(&mut self, attribution: &Attribution, paragraph: usize) -> Resolution {
        if !attribution.cue.is_empty() || attribution.form != Form::Direct {
            return Resolution::unknown("the text names no source");
        }
        let before = self
            .spoken
            .last()
            .filter(|s| s.paragraph + 1 >= paragraph && s.form != Form::Indirect);
        match before.and_then(|s| s.speaker) {
            Some(index) => {
                let name = self.register.name(index).to_owned();
                Resolution::known(
                    index,
                    format!("a quotation without a cue after one by {name}, who runs on"),
                )
            }
            None => {
                Resolution::unknown("a quotation without a cue, and no quotation right before it")
            }
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

/// Longest description kept as a name, in words.
const DESCRIPTION_WORDS: usize = 14;

fn shortened(description: &str) -> &str {
    let mut words = 0;
    for (at, _) in description.match_indices(' ') {
        words += 1;
        if words == DESCRIPTION_WORDS {
            return &description[..at];
        }
    }
    description
}

/// The post written before the name inside a source: "the ambassador to the Council in Geneva X".
fn post_in_front(phrase: &str, source: Span, name: &Name) -> Option<super::Role> {
    let before = phrase.get(..name.run.start.checked_sub(source.start)?)?;
    let before = before.trim().trim_end_matches(',');
    let person = head_noun(before).is_some_and(|n| n.kind == NounKind::Person && !n.plural);
    person.then(|| role_of(before)).flatten()
}

fn trimmed(phrase: &str) -> &str {
    let cut = phrase.trim_matches(|c: char| c.is_whitespace() || ",;:—–\"“”".contains(c));
    cut.strip_suffix("’s")
        .or(cut.strip_suffix("'s"))
        .unwrap_or(cut)
}

fn definite(phrase: &str) -> bool {
    let first = phrase
        .split_whitespace()
        .next()
        .unwrap_or("")
        .to_lowercase();
    ["the", "this", "that", "these", "those"].contains(&first.as_str())
}

/// Whether an actor may be who `noun` (and its owner) describes.
fn fits_description(entry: &Entry, noun: &Noun, owner: Option<&str>) -> bool {
    let known = !entry.actor.roles.is_empty() && entry.actor.kind != ActorKind::Group;
    known
        && entry.actor.roles.iter().any(|role| {
            let same_class = head_noun(&role.title).is_some_and(|n| n.class == noun.class);
            // "The Lumbasan delegate" is not the delegate of nobody knows whom.
            let owners_agree =
                owner.is_none_or(|a| role.of.as_deref().is_some_and(|b| same_owner(a, b)));
            same_class && owners_agree
        })
}

/// Whether two words name one owner: "Lumbasa" and "Lumbasan", where no list has them.
fn same_owner(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    a == b
        || (shared >= 4
            && shared + 2 >= shorter
            && a.chars().count().abs_diff(b.chars().count()) <= 4)
}

/// The name that speaks in a source: the one its head is, or one in apposition
/// to a head that describes a person.
fn speaking_name<'n>(phrase: &str, read: &'n [Name]) -> Option<&'n Name> {
    let head = head_part(phrase);
    let head_end = phrase.find(head).unwrap_or(0) + head.len();
    let coordinated = phrase[head_end..].trim_start().starts_with("and ");
    let at_head = read
        .iter()
        .rev()
        .find(|n| n.run.end == head_end || n.span.end == head_end);
    if let Some(name) = at_head {
        // "Lund and Osei said": two speakers are not one of them.
        let nation = name.state.is_some() && name.kind == ActorKind::Unknown;
        let bare_title = name.words.iter().all(|w| lexicon().title(w).is_some());
        return (!coordinated && !nation && !bare_title).then_some(name);
    }
    // "Ministry of Ports", "Dilys Roe of Harbour Watch": the head ends inside or before the run.
    if let Some(name) = read
        .iter()
        .find(|n| n.run.start < head_end && n.run.end > head_end)
    {
        return Some(name);
    }
    head_noun(phrase).filter(|n| n.kind == NounKind::Person && !n.plural)?;
    let last = read
        .iter()
        .rev()
        .find(|n| n.state.is_none() && n.kind != ActorKind::Organization && n.words.len() > 1)?;
    let between = phrase[head_end..last.run.start].trim_end();
    let apposed = between.ends_with(',')
        || read.iter().any(|n| {
            n.run.end <= last.run.start && phrase[n.run.end..last.run.start].trim().is_empty()
        });
    apposed.then_some(last)
}

/// The pronouns, by what they can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    Person(Gender),
    They,
    It,
    Relative,
    Speaker,
    Nobody,
}

impl Pronoun {
    fn of(phrase: &str) -> Option<Self> {
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
