//! Statements: an attribution with its source resolved to an actor, its act and its certainty.

mod actor;
mod analyse;
mod basis;
mod class;
mod context;
mod entry;
mod figure;
mod given;
mod lexicon;
mod likeness;
mod party;
mod phrase;
mod post;
mod register;
mod run;
mod speaker;
mod when;

pub use crate::cue::{Act, Certainty};
pub use actor::{ActorKind, DocumentActor, Role};
pub use analyse::{Body, analyse, statements};
pub use class::Class;
pub(crate) use figure::base_unit;
pub use figure::{Comparator, Figure};
pub use given::given_name_of;
pub(crate) use lexicon::titled;
pub(crate) use likeness::{name_words, same_first_name};
pub(crate) use phrase::{is_person_noun, without_determiner};
pub use post::post_class;
pub use register::fold;
pub use when::SaidOn;

use crate::attribution::Attribution;
use crate::span::Span;
use lexicon::{NounKind, lexicon};

/// The common name of the state that `words` name: by a name, a demonym or its
/// capital, also as the United Nations turns names round ("Iran (Islamic Republic of)").
pub fn state_named(words: &str) -> Option<&'static str> {
    let plain = words.trim();
    let turned = plain
        .split_once(" (")
        .filter(|(_, rest)| rest.trim_end_matches(')').trim_end().ends_with(" of"));
    lexicon()
        .state(plain)
        .or_else(|| lexicon().state(turned?.0))
        .map(|(state, _)| state)
}

/// Whether `word` is a title that stands before a name ("Mr", "Senator").
pub(crate) fn is_title(word: &str) -> bool {
    lexicon().title(word).is_some()
}

/// What the noun at the head of `phrase` describes, if it is one that describes actors.
pub(crate) fn head_kind(phrase: &str) -> Option<ActorKind> {
    let noun = phrase::head_noun(phrase)?;
    Some(match noun.kind {
        _ if noun.plural => ActorKind::Group,
        NounKind::Person => ActorKind::Person,
        NounKind::Organization => ActorKind::Organization,
        NounKind::State => ActorKind::State,
        NounKind::Work => ActorKind::Unknown,
    })
}

/// Where the noun at the head of the noun phrase `span` stands, if it describes a source.
pub(crate) fn head_span(text: &str, span: Span) -> Option<Span> {
    let phrase = span.of(text);
    phrase::head_noun(phrase)?;
    let part = phrase::head_part(phrase);
    let start = phrase.find(part)? + part.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    Some(Span::new(
        span.start + start,
        span.start + phrase.find(part)? + part.len(),
    ))
}

/// Raised whenever the same text and attributions may give other statements.
pub const VERSION: &str = "6";

/// One statement of a document. Actors are indices into [`Analysis::actors`].
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who, by which words, what.
    pub attribution: Attribution,
    /// What the speaker does by saying it; `None` where nothing tells.
    pub act: Option<Act>,
    /// How the content is put.
    pub certainty: Certainty,
    /// What the content rests on, when the text says so.
    pub basis: Vec<Span>,
    /// Who speaks; `None` is unknown, and `speaker_reason` says why.
    pub speaker: Option<usize>,
    /// How the speaker was found, or why not, in words for a reader.
    pub speaker_reason: String,
    /// Those the speaker speaks for, nearest first.
    pub speaks_for: Vec<usize>,
    /// Who is urged, asked, accused or told.
    pub addressee: Vec<usize>,
    /// Who or what is spoken of, where the cue names it.
    pub about: Vec<usize>,
    /// When it was said, when the text says so.
    pub said_on: Option<SaidOn>,
}

impl Statement {
    /// Its class; `text` is the document's.
    pub fn class(&self, text: &str) -> Class {
        let cue: Vec<&str> = self
            .attribution
            .cue
            .iter()
            .map(|span| span.of(text))
            .collect();
        Class::of(self.attribution.form, &cue.join(" "))
    }
}

/// What was read from one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// In text order.
    pub statements: Vec<Statement>,
    /// In order of first mention.
    pub actors: Vec<DocumentActor>,
    /// In text order.
    pub figures: Vec<Figure>,
    /// What it brings to the record across documents.
    pub leaf: crate::record::Leaf,
}
