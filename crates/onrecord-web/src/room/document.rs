//! A document: its text with every attribution marked, and the original to download.

use super::Room;
use super::desk::Desk;
use super::page::{Frame, html, read};
use super::told::Teller;
use crate::address::{self, Name, title};
use crate::body::{Marked, Part, Text};
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use onrecord_casefile::{DocumentRow, StatementFilter};
use onrecord_core::CharSpan;
use serde::Deserialize;
use std::sync::Arc;

/// A passage to be seen, in code points.
#[derive(Debug, Deserialize)]
pub struct Passage {
    from: Option<usize>,
    to: Option<usize>,
}

impl Passage {
    fn span(&self) -> Option<CharSpan> {
        let ends = self.from.zip(self.to).filter(|(from, to)| from < to);
        ends.map(|(start, end)| CharSpan { start, end })
    }
}

/// What the page shows above the text.
#[derive(Debug)]
struct Known<'a> {
    row: &'a DocumentRow,
    published: Option<String>,
    url: Option<String>,
    media: String,
    bytes: String,
    copy_of: Option<Name>,
    copies: Vec<Name>,
}

#[derive(Debug, Template)]
#[template(path = "room/document.html")]
struct DocumentPage<'a> {
    frame: Frame,
    known: Known<'a>,
    text: Text<'a>,
    desk: Desk,
    /// Whether the passages are to be seen at once, and not only when they are led to.
    lit: bool,
}

/// The page of a document; `?from=…&to=…` marks a passage.
pub async fn document(
    State(room): State<Arc<Room>>,
    Path(id): Path<String>,
    Query(passage): Query<Passage>,
) -> Response {
    read(room, move |room, case| {
        let row = case.document_row(&id)?;
        let document = case.document(&id)?;
        // All of them, whatever the room shows in lists: other pages lead to any.
        let filter = StatementFilter {
            document: Some(id.clone()),
            ..StatementFilter::default()
        };
        let mut statements = case.statements(&filter)?;
        statements.sort_by_key(|s| s.position);
        let mut told = Teller::new(room, case, &format!("/documents/{id}"));
        let notes: Result<Vec<_>, _> = statements.iter().map(|s| told.note(s)).collect();
        let passages = match room.is_written() {
            true => room.passages_of(&id),
            false => passage.span().into_iter().collect(),
        };
        let marked = Marked {
            statements: &statements,
            notes: notes?,
            passages: &passages,
        };
        let copies = case.copies_of(&id)?;
        let copies: Result<Vec<Name>, _> = copies.iter().map(|id| told.name(id)).collect();
        let mut frame = Frame::new(room, case, "/documents", title(&row))?;
        if room.judges() {
            // Those the document names come first.
            let here = case.actors_of(case.actors_in(&id)?.iter().map(String::as_str))?;
            let here: Vec<String> = here.into_iter().map(|actor| actor.name).collect();
            frame.people.retain(|name| !here.contains(name));
            frame.people.splice(0..0, here);
        }
        let page = DocumentPage {
            frame,
            known: Known {
                published: row.metadata.published.as_deref().map(words::date),
                url: row.metadata.url.as_deref().and_then(address::web),
                media: words::media(&row.media_type).to_owned(),
                copy_of: row.copy_of.as_deref().map(|id| told.name(id)).transpose()?,
                bytes: words::count(usize::try_from(row.size).unwrap_or(usize::MAX), "byte"),
                copies: copies?,
                row: &row,
            },
            text: Text::new(&row, &document, marked),
            desk: told.desk(&id)?,
            lit: !room.is_written(),
        };
        Ok(html(&page))
    })
    .await
}

/// The original bytes, as a download that no browser shows as a page.
pub async fn original(State(room): State<Arc<Room>>, Path(id): Path<String>) -> Response {
    read(room, move |_, case| {
        let row = case.document_row(&id)?;
        let bytes = case.original(&id)?;
        let name: String = row
            .path()
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let named = format!("attachment; filename=\"{name}\"");
        let headers = [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, named),
        ];
        Ok((headers, bytes).into_response())
    })
    .await
}
