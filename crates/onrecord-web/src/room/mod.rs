//! The reading room: a case file as pages in the browser, served on the user's own machine, or written
//! into a folder.
//!
//! Every page asks the case file for the part of a list that it shows, so that a case of any size
//! opens as quickly. Pages work without script and load nothing from elsewhere; the script adds the
//! keyboard and the clipboard.

mod actor;
mod answers;
mod api;
mod asked;
mod cases;
mod chart;
mod desk;
mod document;
mod guard;
mod judgements;
mod lists;
mod overview;
mod page;
mod search;
mod serve;
mod tied;
mod timeline;
mod told;
mod write;

pub use desk::Desk;
pub use write::{WriteError, Written};

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use cases::{Cases, Counted};
use guard::Guard;
use onrecord_casefile::{CaseFile, StatementFilter};
use onrecord_core::CharSpan;
use onrecord_core::statement::Class;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A case file that is shown.
#[derive(Debug)]
pub struct Room {
    /// The case's name.
    name: String,
    cases: Cases,
    guard: Guard,
    /// Who judges here.
    by: Option<String>,
    only: Only,
    /// Whether the pages are written into a folder: nothing can be asked or judged there.
    written: bool,
    /// Passages that the pages written so far lead to, by document.
    passages: Mutex<Passages>,
}

type Passages = BTreeMap<String, BTreeSet<(usize, usize)>>;

/// Which statements are shown; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Only {
    /// Leave out statements with a lower score, between 0 and 1.
    pub min_score: Option<f64>,
    /// Show only these classes; none given is all of them.
    pub classes: Vec<Class>,
}

impl Only {
    /// What is shown, in words for the reader; `None` if everything is.
    fn told(&self) -> Option<String> {
        let classes: Vec<&str> = self.classes.iter().map(|c| c.as_str()).collect();
        let score = self.min_score.map(|s| format!("scored {s} or more"));
        let kinds = (!classes.is_empty()).then(|| classes.join(", "));
        let parts: Vec<String> = kinds.into_iter().chain(score).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

impl Room {
    /// A room for the case file at `path`, called `name`, for this machine alone.
    ///
    /// # Errors
    /// If the case file cannot be opened.
    pub fn new(path: &Path, name: &str) -> onrecord_casefile::Result<Self> {
        // What is wrong with the file is told at once, and not with the first page.
        CaseFile::open_read_only(path)?;
        Ok(Room {
            name: name.to_owned(),
            cases: Cases::new(path),
            guard: Guard::closed(),
            by: None,
            only: Only::default(),
            written: false,
            passages: Mutex::default(),
        })
    }

    /// Reached at `address`; where `token` is given it is asked for.
    pub fn at(self, address: SocketAddr, token: Option<String>) -> Self {
        Room {
            guard: Guard::new(address, token),
            ..self
        }
    }

    /// Judgements can be made, in this name.
    pub fn judged_by(self, name: &str) -> Self {
        Room {
            by: Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
            ..self
        }
    }

    /// Shows these statements only.
    pub fn only(self, only: Only) -> Self {
        Room { only, ..self }
    }

    /// Whether anything can be judged here.
    fn judges(&self) -> bool {
        self.by.is_some() && !self.written
    }

    /// Whether the pages are written into a folder.
    fn is_written(&self) -> bool {
        self.written
    }

    /// The passages of a document that other pages lead to.
    fn passages_of(&self, document: &str) -> Vec<CharSpan> {
        let passages = self.passages.lock().unwrap_or_else(PoisonError::into_inner);
        let of = passages.get(document).into_iter().flatten();
        of.map(|(start, end)| CharSpan {
            start: *start,
            end: *end,
        })
        .collect()
    }

    /// What is counted over the whole case.
    fn counted(&self, case: &CaseFile) -> onrecord_casefile::Result<Arc<Counted>> {
        self.cases.counted(case, &self.filter())
    }

    /// The filter that every list of statements begins with.
    fn filter(&self) -> StatementFilter {
        StatementFilter {
            min_score: self.only.min_score,
            classes: self.only.classes.clone(),
            ..StatementFilter::default()
        }
    }

    /// All pages, and the rows of the export under `/api/v1`.
    pub fn router(self: Arc<Self>) -> Router {
        let room = self;
        Router::new()
            .route("/", get(overview::overview))
            .route("/documents", get(lists::documents))
            .route("/documents/{id}", get(document::document))
            .route("/documents/{id}/original", get(document::original))
            .route("/statements", get(lists::statements))
            .route("/actors", get(lists::actors))
            .route("/actors/{id}", get(actor::actor))
            .route("/works", get(tied::works))
            .route("/works/{id}", get(tied::work))
            .route("/answers", get(answers::answers))
            .route("/unanswered", get(lists::unanswered))
            .route("/discrepancies", get(tied::discrepancies))
            .route("/recommendations", get(tied::recommendations))
            .route("/lineups", get(tied::lineups))
            .route("/timeline", get(timeline::timeline))
            .route("/search", get(search::search))
            .route("/judgements", get(judgements::judgements))
            .route("/judge", post(desk::judge))
            .route("/undo", post(desk::undo))
            .route("/id/{id}", get(search::go))
            .route("/room.css", get(style))
            .route("/room.js", get(script))
            .merge(api::routes())
            .fallback(page::nothing_here)
            .layer(from_fn_with_state(room.clone(), guard::guard))
            .with_state(room)
    }
}

type Asset = ([(header::HeaderName, &'static str); 2], &'static str);

async fn style() -> Asset {
    const STYLE: &str = concat!(
        include_str!("../../templates/style.css"),
        include_str!("../../templates/room/room.css")
    );
    asset("text/css; charset=utf-8", STYLE)
}

async fn script() -> Asset {
    const SCRIPT: &str = include_str!("../../templates/room/room.js");
    asset("text/javascript; charset=utf-8", SCRIPT)
}

fn asset(kind: &'static str, text: &'static str) -> Asset {
    // Asked for again with each page, so that a newer program brings its own.
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text)
}
