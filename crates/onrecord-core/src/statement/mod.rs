//! Statements: an attribution with its source resolved to an actor, its act and its certainty.

mod actor;
mod analyse;
mod basis;
mod class;
mod context;
mod figure;
mod given;
mod lexicon;
mod likeness;
mod party;
mod phrase;
mod post;
mod register;
mod speaker;
mod when;

pub use crate::cue::{Act, Certainty};
pub use actor::{ActorKind, DocumentActor, Role};
pub use analyse::{Body, analyse, statements};
pub use class::Class;
pub use figure::{Comparator, Figure};
pub use given::given_name_of;
pub use post::post_class;
pub use register::fold;
pub use when::SaidOn;

use crate::attribution::Attribution;
use crate::span::Span;

/// Raised whenever the same text and attributions may give other statements.
pub const VERSION: &str = "3";

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
}
