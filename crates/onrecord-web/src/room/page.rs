//! What all pages share: the frame, turning the leaves of a list, and what goes wrong.

use super::Room;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use onrecord_casefile::{CaseFile, Part};
use serde::Deserialize;
use std::sync::Arc;

/// Rows on a page of a list.
pub const ROWS: usize = 50;

/// The frame of a page.
#[derive(Debug)]
pub struct Frame {
    /// The case's name.
    pub case: String,
    /// The page's own title.
    pub title: String,
    /// Which entry of the menu it belongs to: the path of its list.
    pub at: &'static str,
    /// Whether documents came in that the record does not cover yet.
    pub stale: bool,
    /// The hash of the journal's last entry: what the page vouches for.
    pub head: String,
    /// Who judges here.
    pub by: Option<String>,
    /// Whether the page is written into a folder.
    pub written: bool,
    /// Which statements are shown, where not all of them are.
    pub only: Option<String>,
    /// Names that are likely to be given as a speaker's, where anything can be judged.
    pub people: Vec<String>,
}

impl Frame {
    /// For a page called `title` under the menu's entry `at`.
    pub fn new(
        room: &Room,
        case: &CaseFile,
        at: &'static str,
        title: &str,
    ) -> Result<Self, Problem> {
        Ok(Frame {
            case: room.name.clone(),
            title: title.to_owned(),
            at,
            stale: case.is_stale()?,
            head: case.journal_head()?.hash,
            by: room.by.clone().filter(|_| room.judges()),
            written: room.written,
            only: room.only.told(),
            people: match room.judges() {
                true => room.cases.joined(case)?.people.clone(),
                false => Vec::new(),
            },
        })
    }

    /// The entries of the menu: path and name.
    pub fn menu(&self) -> Vec<(&'static str, &'static str)> {
        let all = [
            ("/", "Overview"),
            ("/documents", "Documents"),
            ("/actors", "Who speaks"),
            ("/statements", "Statements"),
            ("/answers", "Findings and answers"),
            ("/discrepancies", "Discrepancies"),
            ("/recommendations", "Recommendations"),
            ("/works", "Works"),
            ("/lineups", "Line-ups"),
            ("/timeline", "Timeline"),
            ("/judgements", "Judgements"),
            ("/search", "Search"),
        ];
        // Nothing answers a search in a folder of files.
        let shown = all
            .into_iter()
            .filter(|(path, _)| !self.written || *path != "/search");
        shown.collect()
    }

    /// The version of the program.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// One leaf of a list: which rows of how many, and the ways to the others.
#[derive(Debug)]
pub struct Leaf {
    pub from: usize,
    pub to: usize,
    pub total: usize,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Leaf {
    /// The leaf `number`, counted from 1, of a list of `total` rows under `path`, which may have a
    /// query of its own.
    pub fn new(path: &str, number: usize, rows: usize, total: usize) -> Self {
        let from = part(number).from;
        let link = |number: usize| leaf_path(path, number);
        Leaf {
            from: from + 1,
            to: from + rows,
            total,
            before: (number > 1).then(|| link(number - 1)),
            after: (from + rows < total && rows > 0).then(|| link(number + 1)),
        }
    }
}

/// Which leaf of a list, counted from 1, and which of its parts.
#[derive(Debug, Deserialize)]
pub struct Turned {
    #[serde(default = "first")]
    pub page: usize,
    #[serde(default)]
    pub show: String,
}

fn first() -> usize {
    1
}

/// The address of leaf `number` of the list under `path`, which may have a query of its own.
pub fn leaf_path(path: &str, number: usize) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    match number {
        0 | 1 => path.to_owned(),
        number => format!("{path}{join}page={number}"),
    }
}

/// The rows of leaf `number`, counted from 1.
pub fn part(number: usize) -> Part {
    Part {
        from: number
            .saturating_sub(1)
            .saturating_mul(ROWS)
            .min(u32::MAX as usize),
        count: ROWS,
    }
}

/// Why there is no page.
#[derive(Debug)]
pub enum Problem {
    /// Nothing has this id or address.
    Nothing(String),
    /// The request cannot be read.
    Asked(String),
    /// Nothing may be written here.
    Closed(String),
    /// A build is at work, or was cut short.
    Unready(String),
    /// The case file cannot be read.
    Case(String),
}

impl From<onrecord_casefile::Error> for Problem {
    fn from(error: onrecord_casefile::Error) -> Self {
        use onrecord_casefile::Error;
        let words = error.to_string();
        match error {
            Error::NoSuchDocument { .. } => Problem::Nothing(words),
            Error::NoJudgement { .. } => Problem::Asked(words),
            Error::StaleRecord { .. } | Error::Busy { .. } => Problem::Unready(words),
            _ => Problem::Case(words),
        }
    }
}

impl Problem {
    /// The status it is answered with and the words for the user.
    pub fn told(&self) -> (StatusCode, &str) {
        match self {
            Problem::Nothing(words) => (StatusCode::NOT_FOUND, words),
            Problem::Asked(words) => (StatusCode::BAD_REQUEST, words),
            Problem::Closed(words) => (StatusCode::FORBIDDEN, words),
            Problem::Unready(words) => (StatusCode::CONFLICT, words),
            Problem::Case(words) => (StatusCode::INTERNAL_SERVER_ERROR, words),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "room/problem.html")]
struct ProblemPage<'a> {
    title: &'a str,
    words: &'a str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, words) = self.told();
        let title = match status {
            StatusCode::NOT_FOUND => "Nothing here",
            StatusCode::BAD_REQUEST => "This cannot be done",
            StatusCode::FORBIDDEN => "Closed",
            StatusCode::CONFLICT => "Not now",
            _ => "The case file cannot be read",
        };
        let page = ProblemPage { title, words };
        (status, html(&page)).into_response()
    }
}

/// Where nothing is.
pub async fn nothing_here() -> Problem {
    Problem::Nothing("No page has this address.".to_owned())
}

/// A page as it is sent.
pub fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            format!("the page could not be written: {error}\n"),
        )
            .into_response(),
    }
}

/// Makes a page from the case file, away from the threads that answer.
pub async fn page<T: Template>(
    State(room): State<Arc<Room>>,
    make: impl FnOnce(&Room, &CaseFile) -> Result<T, Problem> + Send + 'static,
) -> Response {
    read(room, move |room, case| Ok(html(&make(room, case)?))).await
}

/// The same for an answer of any kind.
pub async fn read(
    room: Arc<Room>,
    make: impl FnOnce(&Room, &CaseFile) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let made = tokio::task::spawn_blocking(move || room.cases.read(|case| make(&room, case)));
    match made.await {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => problem.into_response(),
        Err(_) => Problem::Case("making the page failed".to_owned()).into_response(),
    }
}
