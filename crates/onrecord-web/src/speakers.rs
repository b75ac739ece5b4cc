//! Everybody who is named, with everything they said.

use crate::address::{self, Directory, Name};
use crate::contents::Contents;
use crate::front::spread;
use crate::notes::joined;
use crate::voices::{Voice, Voices};
use crate::words;
use askama::Template;
use onrecord_casefile::{ActorRow, StatementRow};
use onrecord_core::statement::ActorKind;

/// One actor and what they said.
#[derive(Debug, Template)]
#[template(path = "speaker.html")]
pub struct Speaker<'a> {
    /// Empty for somebody whom no actor of the case stands for.
    anchor: &'a str,
    name: &'a str,
    kind: &'static str,
    /// What the case knows of them.
    row: Option<&'a ActorRow>,
    speaks_for: Option<Name>,
    /// Who speaks for them, and how often.
    spoken_for_by: Vec<(Name, usize)>,
    spread: String,
    said: Vec<Said<'a>>,
    in_copies: Vec<Said<'a>>,
}

/// A statement in a list of what somebody said.
#[derive(Debug)]
pub struct Said<'a> {
    /// Its place in the text.
    pub href: String,
    /// What was said.
    pub content: String,
    /// Who, in the document's words.
    pub source: String,
    /// What they do by saying it.
    pub act: &'static str,
    /// How it is put.
    pub certainty: &'static str,
    /// How much is quoted.
    pub class: &'static str,
    /// The document's number in the report.
    pub document: usize,
    /// Who published it, or else its title.
    pub publisher: &'a str,
    /// When, in words.
    pub published: Option<String>,
    /// The page, for paged formats.
    pub page: Option<u32>,
    /// How the speaker was found, or why not.
    pub reason: &'a str,
}

impl<'a> Said<'a> {
    /// The statement in a list.
    pub fn new(contents: &'a Contents, statement: &'a StatementRow) -> Self {
        let place = contents.document_place(&statement.document);
        let document = place.map(|place| &contents.documents[place]);
        let metadata = document.map(|document| &document.metadata);
        let publisher = metadata.and_then(|m| m.publisher.as_deref());
        Said {
            href: address::link(&statement.id),
            content: joined(&statement.content),
            source: joined(&statement.source),
            act: words::act(statement.act),
            certainty: words::certainty(statement.certainty),
            class: words::class(statement.class),
            document: place.map_or(0, |place| place + 1),
            publisher: publisher
                .or(statement.title.as_deref())
                .unwrap_or(&statement.path),
            published: metadata
                .and_then(|m| m.published.as_deref())
                .map(words::day),
            page: statement.page,
            reason: &statement.speaker_reason,
        }
    }
}

impl<'a> Speaker<'a> {
    /// The actor at `place`.
    pub fn new(contents: &'a Contents, voices: &Voices, place: usize) -> Self {
        let row = &contents.actors[place];
        let voice = &voices.actors[place];
        let by = voice.spoken_for_by.iter().map(|(actor, times)| {
            let actor = &contents.actors[*actor];
            let href = Some(address::link(&actor.id));
            let text = actor.name.clone();
            (Name { text, href }, *times)
        });
        Speaker {
            anchor: &row.id,
            kind: words::kind(row.kind),
            speaks_for: row.speaks_for.as_ref().map(|of| contents.actor_name(of)),
            spoken_for_by: by.collect(),
            row: Some(row),
            ..Speaker::of_voice(contents, &row.name, voice)
        }
    }

    /// Somebody whom no actor of the case stands for yet.
    pub fn of_voice(contents: &'a Contents, name: &'a str, voice: &Voice) -> Self {
        let list = |indices: &[usize]| -> Vec<Said<'a>> {
            let statements = indices.iter().map(|i| &contents.statements[*i]);
            statements.map(|s| Said::new(contents, s)).collect()
        };
        Speaker {
            anchor: "",
            name,
            kind: words::kind(ActorKind::Unknown),
            row: None,
            speaks_for: None,
            spoken_for_by: Vec::new(),
            spread: spread(voice),
            said: list(&voice.said),
            in_copies: list(&voice.in_copies),
        }
    }
}
