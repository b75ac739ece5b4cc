//! The note on a statement: who speaks, how that was found, and how it is put.

use crate::address::{self, Directory, Name};
use crate::words;
use onrecord_casefile::{Piece, StatementRow};

/// What stands in the margin beside a statement.
#[derive(Debug)]
pub struct Note<'a> {
    /// The number that ties it to the text.
    pub number: usize,
    /// The statement.
    pub id: &'a str,
    /// Its own anchor.
    pub anchor: String,
    /// The statement's place in the text.
    pub href: String,
    /// Whether the statement could be marked in the text; if not, the note carries its anchor.
    pub marked: bool,
    /// Who speaks, if that is known.
    pub speaker: Option<Name>,
    /// Those they speak for.
    pub speaks_for: Vec<Name>,
    /// What they do by saying it.
    pub act: &'static str,
    /// How the content is put.
    pub certainty: &'static str,
    /// Whether it was said, in whose words, or only ascribed.
    pub class: &'static str,
    /// How the speaker was found, or why not.
    pub reason: &'a str,
    /// What it rests on.
    pub basis: String,
    /// Whom it is addressed to.
    pub addressee: Vec<Name>,
    /// Whom or what it is about.
    pub about: Vec<Name>,
    /// When it was said, as far as the text says so.
    pub said_on: Option<&'a str>,
    /// The tagger's confidence.
    pub score: String,
}

impl<'a> Note<'a> {
    /// The note on `statement`.
    pub fn new(names: &dyn Directory, statement: &'a StatementRow) -> Self {
        Note {
            number: statement.position + 1,
            id: &statement.id,
            anchor: address::note_anchor(&statement.id),
            href: address::link(&statement.id),
            marked: true,
            speaker: statement.speaker.as_ref().map(|s| names.actor_name(s)),
            speaks_for: statement
                .speaks_for
                .iter()
                .map(|actor| names.actor_name(actor))
                .collect(),
            act: words::act(statement.act),
            certainty: words::certainty(statement.certainty),
            class: words::class(statement.class),
            reason: &statement.speaker_reason,
            basis: joined(&statement.basis),
            addressee: statement
                .addressee
                .iter()
                .map(|a| names.actor_name(a))
                .collect(),
            about: statement
                .about
                .iter()
                .map(|a| names.actor_name(a))
                .collect(),
            said_on: statement.said_on.as_ref().map(|s| s.date.as_str()),
            score: format!("{:.2}", statement.score),
        }
    }
}

/// Pieces of a text as one, with a sign where something between them is left out.
pub fn joined(pieces: &[Piece]) -> String {
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.trim()).collect();
    texts.join(" […] ")
}
