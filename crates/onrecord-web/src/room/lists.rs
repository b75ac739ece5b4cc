//! Documents, statements and those who speak, a leaf at a time.

use super::Room;
use super::asked::{Asked, Choices};
use super::page::{Frame, Leaf, Problem, ROWS, Turned, leaf_path, page, part};
use super::told::{Said, Teller};
use crate::address::Name;
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use onrecord_casefile::DocumentRow;
use std::sync::Arc;

#[derive(Debug, Template)]
#[template(path = "room/documents.html")]
struct Documents {
    frame: Frame,
    leaf: Leaf,
    /// Documents that repeat others.
    copies: usize,
    rows: Vec<Source>,
}

/// A document in the list, with those that repeat it.
#[derive(Debug)]
struct Source {
    name: Name,
    publisher: Option<String>,
    published: Option<String>,
    statements: String,
    path: String,
    sha256: String,
    copies: Vec<Source>,
}

impl Source {
    fn new(row: &DocumentRow) -> Self {
        Source {
            name: Name::of_document(row),
            publisher: row.metadata.publisher.clone(),
            published: row.metadata.published.as_deref().map(words::day),
            statements: words::count(row.statements, "statement"),
            path: row.path().to_owned(),
            sha256: words::short_hash(&row.sha256).to_owned(),
            copies: Vec::new(),
        }
    }
}

/// The documents that repeat no other, in the order of publication, each with its copies.
pub async fn documents(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let found = case.originals_page(part(turned.page))?;
        let mut rows = Vec::new();
        for row in &found.rows {
            let copies = case.copies_of(&row.id)?;
            let copies: Result<Vec<Source>, Problem> = copies
                .iter()
                .map(|id| Ok(Source::new(&case.document_row(id)?)))
                .collect();
            rows.push(Source {
                copies: copies?,
                ..Source::new(row)
            });
        }
        Ok(Documents {
            frame: Frame::new(room, case, "/documents", "Documents")?,
            leaf: Leaf::new("/documents", turned.page, rows.len(), found.total),
            copies: case.documents_count()? - found.total,
            rows,
        })
    })
    .await
}

#[derive(Debug, Template)]
#[template(path = "room/statements.html")]
struct Statements {
    frame: Frame,
    leaf: Leaf,
    asked: Asked,
    choices: Choices,
    rows: Vec<Said>,
}

/// Statements, all or those asked for.
pub async fn statements(room: State<Arc<Room>>, Query(asked): Query<Asked>) -> Response {
    page(room, move |room, case| {
        let number = asked.page.unwrap_or(1);
        let found = case.statements_page(&asked.filter(room)?, part(number))?;
        let mut told = Teller::new(room, case, &leaf_path(&asked.path(), number));
        let rows = told.all_said(found.rows)?;
        Ok(Statements {
            frame: Frame::new(room, case, "/statements", "Statements")?,
            leaf: Leaf::new(&asked.path(), number, rows.len(), found.total),
            choices: Choices::new(),
            rows,
            asked,
        })
    })
    .await
}

/// Where what nobody answered stood before it stood beside the answers.
pub async fn unanswered() -> Redirect {
    Redirect::permanent("/answers?show=unanswered")
}

#[derive(Debug, Template)]
#[template(path = "room/actors.html")]
struct Actors {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Speaks>,
}

/// Somebody in the list of those who speak.
#[derive(Debug)]
struct Speaks {
    name: Name,
    kind: &'static str,
    role: Option<String>,
    statements: String,
    documents: String,
}

/// Those who speak, most first.
pub async fn actors(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let counted = room.counted(case)?;
        let speakers = &counted.speakers;
        let on_leaf = speakers.iter().skip(part(turned.page).from).take(ROWS);
        let found = case.actors_of(on_leaf.clone().map(|(id, _)| id.as_str()))?;
        let rows = found.into_iter().zip(on_leaf).map(|(actor, (_, said))| {
            Ok(Speaks {
                documents: words::number(case.documents_naming(&actor.id)?),
                name: Name {
                    href: Some(format!("/actors/{}", actor.id)),
                    text: actor.name,
                },
                kind: words::kind(actor.kind),
                role: actor.role,
                statements: words::number(*said),
            })
        });
        let rows = rows.collect::<Result<Vec<Speaks>, Problem>>()?;
        Ok(Actors {
            frame: Frame::new(room, case, "/actors", "Who speaks")?,
            leaf: Leaf::new("/actors", turned.page, rows.len(), speakers.len()),
            rows,
        })
    })
    .await
}
