//! What persons decided, in the order they did.

use super::Room;
use super::desk::{Standing, standing};
use super::page::{Frame, Leaf, Turned, leaf_path, page, part};
use super::told::{Line, Teller};
use crate::address::passage_href;
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Debug, Template)]
#[template(path = "room/judgements.html")]
struct Judgements {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Ruling>,
}

/// A judgement in the list of all.
#[derive(Debug)]
struct Ruling {
    id: String,
    on: Line,
    standing: Standing,
    /// Whether the case still has what it is about.
    found: bool,
    /// The passage where that stood.
    passage: Option<String>,
    /// Whether it can be taken back here.
    open: bool,
    undone: Option<String>,
}

/// What persons decided, the last first.
pub async fn judgements(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let found = case.judgements_page(part(turned.page))?;
        let mut told = Teller::new(room, case, &leaf_path("/judgements", turned.page));
        let mut rows = Vec::new();
        for row in &found.rows {
            let undone = row.undone.as_ref();
            let place = row.document.as_ref().zip(row.span);
            rows.push(Ruling {
                id: row.id.clone(),
                on: told.line("", &row.on)?,
                standing: standing(&mut told, row, &row.on)?,
                found: row.found,
                passage: place.map(|(document, span)| passage_href(document, span)),
                open: room.judges(),
                undone: undone.map(|u| format!("{}, {}", u.by, words::moment(&u.at))),
            });
        }
        Ok(Judgements {
            frame: Frame::new(room, case, "/judgements", "Judgements")?,
            leaf: Leaf::new("/judgements", turned.page, rows.len(), found.total),
            rows,
        })
    })
    .await
}
