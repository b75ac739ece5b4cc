//! Who speaks: from the words of a source to an actor, or to unknown with a reason.
//!
//! A wrong name on a quote is worse than none. Names are looked up in the
//! document's register; descriptions need a fitting antecedent; pronouns take
//! the nearest one that nothing speaks against, and where two are about equal
//! the answer is unknown with both named.

mod described;
mod pronoun;
mod rank;
mod source;

use crate::attribution::{Attribution, Form, Words};
use crate::cue::is_verb_of_saying;
use crate::span::Span;
use crate::statement::actor::ActorKind;
use crate::statement::lexicon::{NounKind, lexicon, titled};
use crate::statement::phrase::{Name, head_noun, names};
use crate::statement::register::{Lookup, Register};
use crate::text::sentences;
use pronoun::Pronoun;
use rank::Timeline;
use source::{
    CLAUSE, coordinated, dateline, is_plain_noun, is_several, post_in_front, several_at_once,
    speaking_name, trimmed, without_first_post,
};

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
    /// Whether a person speaks and nobody knows who.
    person_unknown: bool,
}

/// Resolves the sources of one document, in text order.
pub struct Speakers<'t> {
    text: &'t str,
    paragraphs: &'t [Span],
    register: Register,
    spoken: Vec<Spoken>,
    timeline: Timeline,
    /// Where sentences begin, in order.
    sentences: Vec<usize>,
    /// What stands in quotation marks, in order.
    quotes: Vec<Span>,
    /// The content that is being resolved: who is named in it does not speak it.
    own: Vec<Span>,
}

impl<'t> Speakers<'t> {
    /// Starts on `text`, whose body is `paragraphs`.
    pub fn new(text: &'t str, paragraphs: &'t [Span]) -> Self {
        let register = Register::read(text, paragraphs);
        let starts = |p: &Span| {
            let all = sentences(p.of(text)).into_iter();
            all.map(|s| p.start + s.start).collect::<Vec<_>>()
        };
        let quoted = |p: &Span| {
            let all = Words::new(p.of(text)).quotations.into_iter();
            all.filter(|q| q.depth == 0)
                .map(|q| q.outer.shift(p.start))
                .collect::<Vec<_>>()
        };
        Speakers {
            text,
            paragraphs,
            timeline: Timeline::of(register.iter()),
            register,
            spoken: Vec::new(),
            sentences: paragraphs.iter().flat_map(starts).collect(),
            quotes: paragraphs.iter().flat_map(quoted).collect(),
            own: Vec::new(),
        }
    }

    /// Where the sentence that holds byte `at` begins.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let next = self.sentences.partition_point(|start| *start <= at);
        next.checked_sub(1).map_or(0, |i| self.sentences[i]).min(at)
    }

    /// The sentence that holds byte `at`, up to where the next one begins.
    pub fn sentence(&self, at: usize) -> Span {
        let next = self.sentences.partition_point(|start| *start <= at);
        let end = self.sentences.get(next).copied().unwrap_or(self.text.len());
        let end = self
            .paragraphs
            .get(self.paragraph_of(at))
            .map_or(end, |p| end.min(p.end.max(at)));
        Span::new(self.sentence_start(at), end)
    }

    /// Whether `span` stands in quotation marks.
    fn quoted(&self, span: Span) -> bool {
        let next = self.quotes.partition_point(|q| q.start <= span.start);
        next.checked_sub(1)
            .is_some_and(|i| self.quotes[i].contains(span))
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
        self.own.clone_from(&attribution.content);
        let resolution = match attribution.source.first() {
            Some(source) => match self.label(attribution, *source) {
                Some(found) => found,
                None => self.source(*source, paragraph),
            },
            None => self.without_source(attribution, paragraph),
        };
        if let (Some(index), Some(source)) = (resolution.speaker, attribution.source.first()) {
            self.timeline.add(*source, index);
        }
        let person_unknown = resolution.speaker.is_none()
            && attribution.source.first().is_some_and(|source| {
                let phrase = trimmed(source.of(self.text));
                let described =
                    head_noun(phrase).is_some_and(|n| n.kind == NounKind::Person && !n.plural);
                described || matches!(Pronoun::of(phrase), Some(Pronoun::Person(_)))
            });
        self.spoken.push(Spoken {
            person_unknown,
            paragraph,
            speaker: resolution.speaker,
            form: attribution.form,
            extent,
        });
        resolution
    }

    /// "REYES:" in a transcript is Ana Reyes, if the document names one.
    fn label(&self, attribution: &Attribution, source: Span) -> Option<Resolution> {
        let cue = attribution.cue.first()?.of(self.text);
        let phrase = source.of(self.text);
        let capitals =
            phrase.chars().any(char::is_uppercase) && !phrase.contains(char::is_lowercase);
        let last = phrase.split_whitespace().next_back()?;
        if cue != ":" || !capitals || last.chars().count() < 2 {
            return None;
        }
        match self.register.by_word(last, usize::MAX) {
            // "VELDA: The port …" opens with where it was written.
            Lookup::Nobody if self.is_place(phrase) => Some(Resolution::unknown(format!(
                "“{phrase}” is where it was written"
            ))),
            Lookup::Nobody => None,
            Lookup::Several(_) => Some(Resolution::unknown(format!(
                "“{phrase}” could be one of several in the document"
            ))),
            Lookup::One(index) => {
                let full = self.register.name(index).to_owned();
                let reason =
                    format!("“{phrase}” → {full}: the only one of that name in the document");
                Some(Resolution::known(index, reason))
            }
        }
    }

    /// Whether a name in capitals is that of a place: something is in it, or it is a capital.
    fn is_place(&self, name: &str) -> bool {
        let name = titled(name);
        let inside = [" in ", " at ", " from ", " near "];
        lexicon().state(&name).is_some()
            || inside
                .iter()
                .any(|p| self.text.contains(&format!("{p}{name}")))
    }

    fn paragraph_of(&self, at: usize) -> usize {
        self.paragraphs
            .partition_point(|p| p.start <= at)
            .saturating_sub(1)
    }

    fn source(&mut self, source: Span, paragraph: usize) -> Resolution {
        let source = self.last_sentence(self.without_place(source));
        let source = self.with_name_behind_title(source);
        let words = source.of(self.text);
        let phrase = trimmed(words);
        // Names in the phrase are found again in the text: it must begin where the source does.
        let skipped = words.find(phrase).unwrap_or(0);
        let source = Span::new(source.start + skipped, source.end);
        let letters = phrase.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 && Pronoun::of(phrase).is_none() {
            return Resolution::unknown(format!("“{phrase}” is no name"));
        }
        let clause = phrase.split_whitespace().count() > CLAUSE && !phrase.contains(',');
        if clause || phrase.to_lowercase().starts_with("according") {
            return Resolution::unknown(format!("“{phrase}” is no name"));
        }
        if several_at_once(phrase) {
            return self.new_description(phrase, ActorKind::Group, None, source);
        }
        if let Some(pronoun) = Pronoun::of(phrase) {
            return self.pronoun(pronoun, phrase, source, paragraph);
        }
        if is_verb_of_saying(phrase) && lexicon().noun(phrase).is_none() {
            return Resolution::unknown(format!("“{phrase}” is a verb and names nobody"));
        }
        if phrase.to_lowercase().starts_with("one of ")
            || phrase.to_lowercase().starts_with("some of ")
        {
            return Resolution::unknown(format!("“{phrase}” is not named"));
        }
        let (phrase, source) = without_first_post(phrase, source);
        let read = names(phrase);
        if let Some(list) = coordinated(phrase, &read) {
            return self.new_description(list, ActorKind::Group, None, source);
        }
        if is_several(phrase) {
            return self.new_description(phrase, ActorKind::Group, head_noun(phrase), source);
        }
        if let Some(resolution) = self.titled_surname(phrase, &read, source) {
            return resolution;
        }
        if let Some(name) = speaking_name(phrase, &read).filter(|n| !is_plain_noun(phrase, n)) {
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

    /// "King" after "Ana King": a title that is the last name of a person named before.
    fn titled_surname(&self, phrase: &str, read: &[Name], source: Span) -> Option<Resolution> {
        let [name] = read else { return None };
        let word = name.text();
        let alone = name.words.len() == 1 && name.run == Span::new(0, phrase.len());
        if !alone || lexicon().title(&word).is_none() {
            return None;
        }
        let Lookup::One(index) = self.register.by_word(&word, source.start) else {
            return None;
        };
        let full = self.register.name(index).to_owned();
        let last = full.split(' ').next_back() == Some(&word);
        let reason =
            format!("“{phrase}” → {full}: the name given in full elsewhere in the document");
        last.then(|| Resolution::known(index, reason))
    }

    /// A source that the tagger began too early: behind a dateline ("VELDA — |")
    /// or in the sentence before.
    fn last_sentence(&self, source: Span) -> Span {
        let words = source.of(self.text);
        let from = sentences(words).last().map_or(0, |s| s.start);
        let skip = dateline(&words[from..]);
        Span::new(source.start + from + skip, source.end).trim(self.text)
    }

    /// "Varnan Sen | . Ana Roe": a source that the tagger ended at the stop of a shortened title.
    fn with_name_behind_title(&self, source: Span) -> Span {
        let words = source.of(self.text);
        let last = words.trim_end_matches('.').split(' ').next_back();
        let shortened = last.is_some_and(|w| w.len() <= 4 && lexicon().title(w).is_some());
        let behind =
            self.text[source.start + words.trim_end_matches('.').len()..].strip_prefix(". ");
        let (true, Some(behind)) = (shortened, behind) else {
            return source;
        };
        let from = self.text.len() - behind.len();
        let end = self
            .text
            .floor_char_boundary(self.sentence(from).end.min(from + 60));
        let name = names(&self.text[from..end]).into_iter().next();
        match name.filter(|n| n.run.start == 0 && n.state.is_none()) {
            Some(name) => Span::new(source.start, from + name.run.end),
            None => source,
        }
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
            Lookup::Several(all) => self.one_of_the_name(name, phrase, &all),
            Lookup::Nobody => {
                Resolution::unknown(format!("nobody in the document goes by “{phrase}”"))
            }
        }
    }

    /// A last name that several bear: the text gives it alone to the one it is mostly about.
    fn one_of_the_name(&mut self, name: &Name, phrase: &str, all: &[usize]) -> Resolution {
        let agrees = |i: &usize| {
            let told = self.register.get(*i).told_gender();
            name.gender.is_none_or(|g| told.is_none_or(|t| t == g))
        };
        let fitting: Vec<usize> = all.iter().copied().filter(agrees).collect();
        let mut weighed: Vec<(i32, usize)> =
            fitting.iter().map(|i| (self.weight(*i), *i)).collect();
        weighed.sort_by_key(|(weight, i)| (std::cmp::Reverse(*weight), *i));
        match weighed[..] {
            [(_, one)] if name.gender.is_some() => {
                let reason = format!(
                    "“{phrase}” → {}: the only one of that name and gender",
                    self.register.name(one)
                );
                Resolution::known(one, reason)
            }
            [(best, one), (next, _), ..] if best >= next + 3 => {
                let reason = format!(
                    "“{phrase}” → {}: of those with this name, the one the text is mostly about",
                    self.register.name(one)
                );
                Resolution::known(one, reason)
            }
            _ => self.several(phrase, all),
        }
    }

    /// How much a text is about somebody: named in full, heard, introduced first, and not as somebody's kin.
    fn weight(&self, index: usize) -> i32 {
        let entry = self.register.get(index);
        let spoke = self
            .spoken
            .iter()
            .filter(|s| s.speaker == Some(index))
            .count();
        let count = |n: usize| n.min(20) as i32;
        count(entry.actor.mentions.len()) + 2 * count(spoke) - if entry.kin { 4 } else { 0 }
    }

    fn several(&self, phrase: &str, candidates: &[usize]) -> Resolution {
        let list: Vec<&str> = candidates.iter().map(|i| self.register.name(*i)).collect();
        Resolution::unknown(format!("“{phrase}” could be {}", list.join(" or ")))
    }

    /// The statement around `inner`, if it was said inside another's words.
    fn outermost<'s>(&'s self, inner: &'s Spoken) -> &'s Spoken {
        let near = self
            .spoken
            .iter()
            .rev()
            .take_while(|s| s.paragraph == inner.paragraph);
        near.filter(|s| s.extent.contains(inner.extent))
            .last()
            .unwrap_or(inner)
    }

    /// A quotation may follow what a person is reported to have said, if that
    /// ends the paragraph before.
    fn runs_on_from(&self, before: &Spoken) -> bool {
        let person = before
            .speaker
            .is_some_and(|i| self.register.get(i).may_be_person());
        let paragraph = self.paragraphs.get(before.paragraph);
        let ends = paragraph.is_some_and(|p| {
            self.text[before.extent.end.min(p.end)..p.end]
                .trim()
                .chars()
                .count()
                <= 2
        });
        person && ends
    }

    // No source at all.

    fn without_source(&mut self, attribution: &Attribution, paragraph: usize) -> Resolution {
        if !attribution.cue.is_empty() || attribution.form != Form::Direct {
            return Resolution::unknown("the text names no source");
        }
        let before = self
            .spoken
            .last()
            .map(|last| self.outermost(last))
            .filter(|s| s.paragraph + 1 >= paragraph)
            .filter(|s| s.form != Form::Indirect || self.runs_on_from(s));
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

#[cfg(test)]
mod tests;
