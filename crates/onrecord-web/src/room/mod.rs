//! The reading room: a case file as pages in the browser, served on the user's own machine.
//!
//! Every page asks the case file for the part of a list that it shows, so that a case of any size
//! opens as quickly. Pages work without script and load nothing from elsewhere.

mod cases;
mod chart;
mod document;
mod guard;
mod lists;
mod overview;
mod page;
mod search;
mod serve;
mod tied;
mod told;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use cases::Cases;
use guard::Guard;
use onrecord_casefile::CaseFile;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// A case file that is shown.
#[derive(Debug)]
pub struct Room {
    /// The case's name.
    name: String,
    cases: Cases,
    guard: Guard,
}

impl Room {
    /// A room for the case file at `path`, reached at `address`, called `name`; where `token` is given
    /// it is asked for.
    ///
    /// # Errors
    /// If the case file cannot be opened.
    pub fn new(
        path: &Path,
        name: &str,
        address: SocketAddr,
        token: Option<String>,
    ) -> onrecord_casefile::Result<Self> {
        // What is wrong with the file is told at once, and not with the first page.
        CaseFile::open_read_only(path)?;
        Ok(Room {
            name: name.to_owned(),
            cases: Cases::new(path),
            guard: Guard::new(address, token),
        })
    }

    /// All pages.
    pub fn router(self: Arc<Self>) -> Router {
        let room = self;
        Router::new()
            .route("/", get(overview::overview))
            .route("/documents", get(lists::documents))
            .route("/documents/{id}", get(document::document))
            .route("/documents/{id}/original", get(document::original))
            .route("/statements", get(lists::statements))
            .route("/actors", get(lists::actors))
            .route("/actors/{id}", get(lists::actor))
            .route("/works", get(tied::works))
            .route("/works/{id}", get(tied::work))
            .route("/answers", get(tied::answers))
            .route("/unanswered", get(lists::unanswered))
            .route("/discrepancies", get(tied::discrepancies))
            .route("/recommendations", get(tied::recommendations))
            .route("/lineups", get(tied::lineups))
            .route("/timeline", get(tied::timeline))
            .route("/search", get(search::search))
            .route("/id/{id}", get(search::go))
            .route("/room.css", get(style))
            .fallback(page::nothing_here)
            .layer(from_fn_with_state(room.clone(), guard::guard))
            .with_state(room)
    }
}

async fn style() -> ([(header::HeaderName, &'static str); 2], &'static str) {
    const STYLE: &str = concat!(
        include_str!("../../templates/style.css"),
        include_str!("../../templates/room/room.css")
    );
    let kept = "private, max-age=3600";
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, kept),
    ];
    (headers, STYLE)
}
