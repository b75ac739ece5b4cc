//! A document: its text with every attribution marked, and the original to download.

use super::Room;
use super::page::{Frame, Problem, html, read};
use super::told::Pages;
use crate::address::{self, Name};
use crate::body::{Part, Text};
use crate::contents::title;
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use onrecord_casefile::{DocumentRow, RowType, StatementFilter};
use onrecord_core::CharSpan;
use onrecord_core::record::Copy;
use serde::Deserialize;
use std::sync::Arc;

/// A passage to be seen, in code points.
#[derive(Debug, Deserialize)]
pub struct Passage {
    from: Option<usize>,
    to: Option<usize>,
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
        let filter = StatementFilter {
            document: Some(id.clone()),
            ..StatementFilter::default()
        };
        let mut statements = case.statements(&filter)?;
        statements.sort_by_key(|s| s.position);
        let here = passage.from.zip(passage.to).filter(|(from, to)| from < to);
        let here = here.map(|(start, end)| CharSpan { start, end });
        let named = |id: &str| -> Result<Name, Problem> {
            Ok(Name {
                text: title(&case.document_row(id)?).to_owned(),
                href: Some(format!("/documents/{id}")),
            })
        };
        let mut copies = Vec::new();
        for (_, copy) in case
            .referring_to(&id)?
            .iter()
            .filter(|(of, _)| *of == RowType::Copy)
        {
            let copy: Copy = case
                .row(copy)?
                .ok_or_else(|| Problem::Nothing(copy.clone()))?;
            if copy.of == id {
                copies.push(named(&copy.document)?);
            }
        }
        let page = DocumentPage {
            frame: Frame::new(room, case, "/documents", title(&row))?,
            known: Known {
                published: row.metadata.published.as_deref().map(words::date),
                url: row.metadata.url.as_deref().and_then(address::web),
                media: words::media(&row.media_type).to_owned(),
                copy_of: row.copy_of.as_deref().map(named).transpose()?,
                bytes: words::count(usize::try_from(row.size).unwrap_or(usize::MAX), "byte"),
                copies,
                row: &row,
            },
            text: Text::new(&Pages, &row, &statements, &document, here),
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
