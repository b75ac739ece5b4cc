//! What stands before the texts: the case in numbers, the contents, and who spoke how often.

use crate::address::{self, Name};
use crate::body::text_name;
use crate::contents::Contents;
use crate::voices::{Voice, Voices};
use crate::words;
use askama::Template;
use onrecord_casefile::ActorRow;
use onrecord_core::record::SeenRole;
use onrecord_core::statement::ActorKind;

/// A table of contents with more documents than this would hide the rest of it; the list of documents is right below.
const DOCUMENTS_IN_CONTENTS: usize = 40;
/// A kind with more speakers than this has those who spoke once folded away.
const ROWS_UNFOLDED: usize = 24;

/// The order in which kinds of actors are listed.
pub const KINDS: [ActorKind; 5] = [
    ActorKind::Person,
    ActorKind::Organization,
    ActorKind::State,
    ActorKind::Group,
    ActorKind::Unknown,
];

/// The head of the page, the numbers and the table of contents.
#[derive(Debug, Template)]
#[template(path = "front.html")]
pub struct Front<'a> {
    title: &'a str,
    case_name: &'a str,
    style: &'static str,
    documents: usize,
    copies: usize,
    statements: usize,
    in_copies: usize,
    speakers: usize,
    actors: usize,
    unknown: usize,
    stale: bool,
    /// The dates between which documents were published.
    period: Option<(String, String)>,
    /// Which statements were chosen, if not all, and how many were not.
    choice: Option<String>,
    hidden: usize,
    texts: Vec<Name>,
}

impl<'a> Front<'a> {
    /// For the case `case_name` in a page called `title`, of which only `choice` is shown.
    pub fn new(
        contents: &Contents,
        voices: &Voices,
        title: &'a str,
        case_name: &'a str,
        choice: Option<String>,
    ) -> Self {
        let documents = contents.documents.len();
        let listed = if documents > DOCUMENTS_IN_CONTENTS {
            0
        } else {
            documents
        };
        let copies = (0..documents).filter(|place| contents.is_copy(*place));
        Front {
            title,
            case_name,
            style: include_str!("../templates/style.css"),
            documents,
            copies: copies.count(),
            statements: contents.statements.len(),
            in_copies: voices.in_copies,
            speakers: voices.speakers(),
            actors: contents.actors.len(),
            unknown: voices.unknown.len(),
            stale: contents.stale,
            period: period(contents),
            choice,
            hidden: contents.hidden,
            texts: (0..listed)
                .map(|place| text_name(contents, place))
                .collect(),
        }
    }
}

fn period(contents: &Contents) -> Option<(String, String)> {
    let dated = || {
        let dates = contents.documents.iter().map(|d| &d.metadata.published);
        dates
            .flatten()
            .map(|date| date.split('T').next().unwrap_or(date))
    };
    Some((words::date(dated().min()?), words::date(dated().max()?)))
}

/// Who spoke how often: a table for each kind.
#[derive(Debug, Template)]
#[template(path = "who.html")]
pub struct Who<'a> {
    groups: Vec<Group<'a>>,
}

#[derive(Debug)]
struct Group<'a> {
    title: &'static str,
    rows: Vec<Row<'a>>,
    /// Those who spoke once, where they are many.
    once: Vec<Row<'a>>,
}

#[derive(Debug)]
struct Row<'a> {
    name: Name,
    role: Option<&'a SeenRole>,
    statements: usize,
    documents: usize,
    /// Documents and copies, told apart.
    spread: String,
    through_others: usize,
}

impl<'a> Who<'a> {
    /// The speakers among the actors of `contents`, most frequent first.
    pub fn new(contents: &'a Contents, voices: &Voices) -> Self {
        let groups = KINDS.into_iter().filter_map(|kind| {
            let of_kind = contents.actors.iter().zip(&voices.actors);
            let mut rows: Vec<Row<'a>> = of_kind
                .filter(|(actor, voice)| actor.kind == kind && speaks(voice))
                .map(|(actor, voice)| row(actor, voice))
                .collect();
            // Stable: the actors come by name.
            rows.sort_by_key(|row| std::cmp::Reverse((row.statements, row.through_others)));
            let often = rows.partition_point(|row| row.statements > 1);
            let once = match rows.len() > ROWS_UNFOLDED {
                true => rows.split_off(often),
                false => Vec::new(),
            };
            let title = words::kinds(kind);
            let any = !rows.is_empty() || !once.is_empty();
            any.then_some(Group { title, rows, once })
        });
        Who {
            groups: groups.collect(),
        }
    }
}

fn speaks(voice: &Voice) -> bool {
    voice.total() > 0 || voice.through_others() > 0
}

fn row<'a>(actor: &'a ActorRow, voice: &Voice) -> Row<'a> {
    Row {
        name: Name {
            text: actor.name.clone(),
            href: Some(address::link(&actor.id)),
        },
        role: actor.roles.first(),
        statements: voice.said.len(),
        documents: voice.documents,
        spread: spread(voice),
        through_others: voice.through_others(),
    }
}

/// `4 documents and 2 copies`.
pub fn spread(voice: &Voice) -> String {
    let documents = words::count(voice.documents, "document");
    match (voice.documents, voice.copies) {
        (_, 0) => documents,
        (0, 1) => "1 copy only".to_owned(),
        (0, copies) => format!("{} copies only", words::number(copies)),
        (_, 1) => format!("{documents} and 1 copy"),
        (_, copies) => format!("{documents} and {} copies", words::number(copies)),
    }
}
