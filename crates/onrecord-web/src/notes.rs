//! The note on a statement: who speaks, how that was found, how it is put, and what is tied to it.

use crate::address::{self, Name};
use crate::room::Desk;
use crate::words;
use onrecord_casefile::{Piece, StatementRow};

/// What stands in the margin beside a statement.
#[derive(Debug)]
pub struct Note {
    /// The number that ties it to the text.
    pub number: usize,
    /// The statement.
    pub id: String,
    /// Its own anchor.
    pub anchor: String,
    /// The statement's place in the text.
    pub href: String,
    /// Whether the statement could be marked in the text; if not, the note carries its anchor.
    pub marked: bool,
    /// Who speaks, if that is known.
    pub speaker: Option<Name>,
    /// Who decided on that, if a person did.
    pub judged_by: Option<String>,
    /// Those they speak for.
    pub speaks_for: Vec<Name>,
    /// What they do by saying it.
    pub act: &'static str,
    /// How the content is put.
    pub certainty: &'static str,
    /// Whether it was said, in whose words, or only ascribed.
    pub class: &'static str,
    /// How the speaker was found, or why not.
    pub reason: String,
    /// What it rests on.
    pub basis: String,
    /// Whom it is addressed to.
    pub addressee: Vec<Name>,
    /// Whom or what it is about.
    pub about: Vec<Name>,
    /// When it was said, as far as the text says so.
    pub said_on: Option<String>,
    /// The tagger's confidence.
    pub score: String,
    /// What is tied to it: what it answers, who answers it.
    pub tied: Vec<(String, Name)>,
    /// Judgements on it and the way to judge it.
    pub desk: Desk,
}

impl Note {
    /// The note on `statement`, with what is `tied` to it and its `desk`.
    pub fn new(statement: &StatementRow, tied: Vec<(String, Name)>, desk: Desk) -> Self {
        let names = |actors: &[onrecord_casefile::ActorRef]| -> Vec<Name> {
            actors.iter().map(Name::of_actor).collect()
        };
        Note {
            number: statement.position + 1,
            id: statement.id.clone(),
            anchor: address::note_anchor(&statement.id),
            href: address::link(&statement.id),
            marked: true,
            speaker: statement.speaker_now().map(Name::of_actor),
            judged_by: statement.speaker_by().map(str::to_owned),
            speaks_for: names(statement.speaks_for_now()),
            act: words::act(statement.act),
            certainty: words::certainty(statement.certainty),
            class: words::class(statement.class),
            reason: match statement.speaker_by() {
                Some(_) => String::new(),
                None => statement.speaker_reason.clone(),
            },
            basis: joined(&statement.basis),
            addressee: names(&statement.addressee),
            about: names(&statement.about),
            said_on: statement.said_on.as_ref().map(|s| s.date.clone()),
            score: format!("{:.2}", statement.score),
            tied,
            desk,
        }
    }

    /// The same for a statement that is marked nowhere.
    pub fn unplaced(self) -> Self {
        Note {
            marked: false,
            ..self
        }
    }
}

/// Pieces of a text as one, with a sign where something between them is left out.
pub fn joined(pieces: &[Piece]) -> String {
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.trim()).collect();
    texts.join(" […] ")
}
