//! Words in the documents, and the way to whatever has an id.

use super::Room;
use super::page::{Frame, Problem, page, read};
use super::told::{passage_href, statement_href};
use crate::address::Name;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use onrecord_casefile::{Found, Hit, RowType};
use serde::Deserialize;
use std::sync::Arc;

/// Paragraphs shown.
const SHOWN: usize = 100;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

#[derive(Debug, Template)]
#[template(path = "room/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    hits: Vec<Shown>,
    /// Whether there may be more than are shown.
    more: bool,
}

/// A paragraph found.
#[derive(Debug)]
struct Shown {
    document: Name,
    /// The snippet in pieces, each with whether it was looked for.
    pieces: Vec<(String, bool)>,
}

impl Shown {
    fn new(hit: &Hit) -> Self {
        let first = hit.matches.first().copied().unwrap_or(hit.span);
        Shown {
            document: Name {
                text: hit.title.clone().unwrap_or_else(|| hit.path.clone()),
                href: Some(passage_href(&hit.document, first)),
            },
            pieces: pieces(hit),
        }
    }
}

fn pieces(hit: &Hit) -> Vec<(String, bool)> {
    let chars: Vec<char> = hit.snippet.chars().collect();
    let cut = |from: usize, to: usize| {
        chars[from.min(chars.len())..to.min(chars.len())]
            .iter()
            .collect()
    };
    let mut out = Vec::new();
    let mut at = 0;
    for found in &hit.snippet_matches {
        out.push((cut(at, found.start), false));
        out.push((cut(found.start, found.end), true));
        at = found.end;
    }
    out.push((cut(at, chars.len()), false));
    out.retain(|(text, _): &(String, bool)| !text.is_empty());
    out
}

/// Full-text search.
pub async fn search(room: State<Arc<Room>>, Query(wanted): Query<Wanted>) -> Response {
    page(room, move |room, case| {
        let hits = case.search(&wanted.q, SHOWN)?;
        Ok(SearchPage {
            frame: Frame::new(room, case, "/search", "Search")?,
            query: wanted.q,
            more: hits.len() == SHOWN,
            hits: hits.iter().map(Shown::new).collect(),
        })
    })
    .await
}

/// Leads to the page of whatever has this id, or begins so.
pub async fn go(State(room): State<Arc<Room>>, Path(id): Path<String>) -> Response {
    read(room, move |_, case| {
        let nothing = |words: String| Err(Problem::Nothing(words));
        let to = match case.find(&id)? {
            Found::Document(id) => format!("/documents/{id}"),
            Found::Actor(id) => format!("/actors/{id}"),
            Found::Statement(id) => match case.statement(&id)? {
                Some(row) => statement_href(&row.document, &row.id),
                None => return nothing(format!("{id} is gone.")),
            },
            Found::Figure(id) => match case.figure(&id)? {
                Some(figure) => passage_href(&figure.document, figure.span),
                None => return nothing(format!("{id} is gone.")),
            },
            Found::Recorded(id) => match case.recorded(&id)? {
                Some((RowType::Work, _)) => format!("/works/{id}"),
                _ => {
                    return nothing(format!(
                        "{id} has no page of its own; `onrecord show {id}` shows it."
                    ));
                }
            },
            Found::Ambiguous(ids) => {
                return nothing(format!("Several begin with {id}: {}.", ids.join(", ")));
            }
            Found::None => return nothing(format!("Nothing in this case has the id {id}.")),
        };
        Ok(Redirect::to(&to).into_response())
    })
    .await
}
