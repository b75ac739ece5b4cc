//! The rows of the export as JSON under `/api/v1`, a part at a time.
//!
//! `openapi.json` beside this file describes it (OpenAPI 3.1); the tests hold every answer over the
//! example against it. What goes wrong is told as a problem document (RFC 9457).

use super::Room;
use super::page::Problem;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use onrecord_casefile::{CaseFile, LineType};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Rows of a part where none is asked for, and at most.
const ROWS: usize = 100;
const MOST: usize = 1_000;

/// All of it.
pub fn routes() -> Router<Arc<Room>> {
    Router::new()
        .route("/api/v1", get(index))
        .route("/api/v1/", get(index))
        .route("/api/v1/openapi.json", get(description))
        .route("/api/v1/{collection}", get(rows))
        .route("/api/v1/{collection}/{id}", get(row))
        .route("/api/v1/{collection}/{id}/{*rest}", get(nothing_here))
}

/// The name of a type's collection.
fn collection(of: LineType) -> String {
    match of.as_str().strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{}s", of.as_str()),
    }
}

fn of_collection(name: &str) -> Result<LineType, Problem> {
    let mut all = LineType::ALL.into_iter();
    all.find(|of| collection(*of) == name)
        .ok_or_else(|| Problem::Nothing(format!("There is no collection “{name}”.")))
}

async fn index(State(room): State<Arc<Room>>) -> Response {
    answer(room, |room, case| {
        let head = case.journal_head()?;
        let all = LineType::ALL.into_iter().map(|of| {
            let name = collection(of);
            Ok(json!({
                "name": name,
                "href": format!("/api/v1/{name}"),
                "rows": case.lines_count(of)?,
            }))
        });
        let all: Vec<_> = all.collect::<Result<_, Problem>>()?;
        let about = json!({
            "case": room.name,
            "stale": case.is_stale()?,
            "journal_head": head,
            "collections": all,
            "description": "/api/v1/openapi.json",
        });
        Ok(about.to_string())
    })
    .await
}

async fn description() -> Response {
    typed("application/json", include_str!("openapi.json").to_owned())
}

/// Which part of a collection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    after: String,
    limit: Option<usize>,
}

async fn rows(
    State(room): State<Arc<Room>>,
    Path(name): Path<String>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    answer(room, move |_, case| {
        let of = of_collection(&name)?;
        let Query(asked) = asked.map_err(|error| Problem::Asked(error.body_text()))?;
        let limit = asked.limit.unwrap_or(ROWS);
        if !(1..=MOST).contains(&limit) {
            let words = format!("limit is {limit}, and can be from 1 to {MOST}");
            return Err(Problem::Asked(words));
        }
        // One more than asked for tells whether there is another part.
        let mut lines = case.lines_after(of, &asked.after, limit + 1)?;
        let more = lines.len() > limit;
        lines.truncate(limit);
        let next = match lines.last().filter(|_| more) {
            Some(last) => json!(format!("/api/v1/{name}?after={}&limit={limit}", id(last)?)),
            None => json!(null),
        };
        let total = case.lines_count(of)?;
        let rows = lines.join(",");
        Ok(format!(
            "{{\"total\":{total},\"next\":{next},\"rows\":[{rows}]}}"
        ))
    })
    .await
}

async fn row(State(room): State<Arc<Room>>, Path((name, id)): Path<(String, String)>) -> Response {
    answer(room, move |_, case| {
        let line = case.line(of_collection(&name)?, &id)?;
        line.ok_or_else(|| Problem::Nothing(format!("No row of “{name}” has the id {id}.")))
    })
    .await
}

async fn nothing_here() -> Response {
    problem(&Problem::Nothing("Nothing has this address.".to_owned()))
}

/// The id of a line.
fn id(line: &str) -> Result<String, Problem> {
    #[derive(Deserialize)]
    struct Identified {
        id: String,
    }
    let read: Result<Identified, _> = serde_json::from_str(line);
    let read = read.map_err(|error| Problem::Case(error.to_string()))?;
    Ok(read.id)
}

/// Reads away from the threads that answer; what `make` gives is JSON.
async fn answer(
    room: Arc<Room>,
    make: impl FnOnce(&Room, &CaseFile) -> Result<String, Problem> + Send + 'static,
) -> Response {
    let made = tokio::task::spawn_blocking(move || room.cases.read(|case| make(&room, case)));
    match made.await {
        Ok(Ok(json)) => typed("application/json", json),
        Ok(Err(wrong)) => problem(&wrong),
        Err(_) => problem(&Problem::Case("making the answer failed".to_owned())),
    }
}

fn problem(wrong: &Problem) -> Response {
    let (status, detail) = wrong.told();
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({ "title": title, "status": status.as_u16(), "detail": detail });
    (status, typed("application/problem+json", body.to_string())).into_response()
}

fn typed(kind: &'static str, body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response()
}
