//! Words in the documents, and the way to whatever has an id.

use super::Room;
use super::asked::{Asked, Choices};
use super::page::{Frame, Leaf, Problem, page, part, read};
use super::told::Teller;
use crate::address::{Name, passage_href, statement_href};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use onrecord_casefile::{COUNTED, Counts, Found, Hit, RowType};
use serde::Deserialize;
use std::sync::Arc;

/// What is looked for: words, and what else a list of statements may be asked.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Debug, Template)]
#[template(path = "room/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    asked: Asked,
    choices: Choices,
    leaf: Leaf,
    hits: Vec<Shown>,
    counts: Vec<Count>,
    /// Whether more was found than is counted.
    beyond: bool,
}

/// Values that the statements found have, each with the search that is narrowed to it.
#[derive(Debug)]
struct Count {
    of: &'static str,
    values: Vec<(Name, usize)>,
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

/// Full-text search, narrowed by speaker, act, certainty, class, document and dates.
pub async fn search(room: State<Arc<Room>>, Query(wanted): Query<Wanted>) -> Response {
    if wanted.q.trim().is_empty() && !wanted.asked.query().is_empty() {
        // Without words it is a list of statements.
        return Redirect::to(&format!("/statements?{}", wanted.asked.query())).into_response();
    }
    page(room, move |room, case| {
        let Wanted { q, asked } = wanted;
        let filter = asked.filter(room)?;
        let number = asked.page.unwrap_or(1);
        let found = case.search_page(&q, &filter, part(number))?;
        let path = address(&q, &asked.query());
        let counts = match found.total {
            0 => Counts::default(),
            _ => case.search_counts(&q, &filter)?,
        };
        let mut told = Teller::new(room, case, &path);
        Ok(SearchPage {
            frame: Frame::new(room, case, "/search", "Search")?,
            leaf: Leaf::new(&path, number, found.rows.len(), found.total),
            hits: found.rows.iter().map(Shown::new).collect(),
            counts: narrowed(&mut told, &q, &asked, counts)?,
            beyond: found.total > COUNTED,
            choices: Choices::new(),
            query: q,
            asked,
        })
    })
    .await
}

/// The address of a search.
fn address(q: &str, rest: &str) -> String {
    let q = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", q)
        .finish();
    match rest {
        "" => format!("/search?{q}"),
        rest => format!("/search?{q}&{rest}"),
    }
}

/// What was counted, each value with the way to just those.
fn narrowed(
    told: &mut Teller<'_>,
    q: &str,
    asked: &Asked,
    counts: Counts,
) -> Result<Vec<Count>, Problem> {
    let value = |text: String, count: usize, narrow: &dyn Fn(&mut Asked)| {
        let mut asked = asked.clone();
        narrow(&mut asked);
        let href = Some(address(q, &asked.query()));
        (Name { text, href }, count)
    };
    let mut speakers = Vec::new();
    for (id, count) in counts.speakers {
        let text = told.name(&id)?.text;
        speakers.push(value(text, count, &|asked| asked.speaker.clone_from(&id)));
    }
    let acts = counts.acts.into_iter();
    let acts = acts.map(|(act, n)| value(act.clone(), n, &|asked| asked.act.clone_from(&act)));
    let certainties = counts
        .certainties
        .into_iter()
        .map(|(one, n)| value(one.clone(), n, &|asked| asked.certainty.clone_from(&one)));
    let years = counts.years.into_iter().map(|(year, n)| {
        value(year.clone(), n, &|asked| {
            asked.since.clone_from(&year);
            asked.until.clone_from(&year);
        })
    });
    let all = [
        ("Speaker", speakers),
        ("Act", acts.collect()),
        ("Certainty", certainties.collect()),
        ("Year", years.collect()),
    ];
    let all = all.into_iter().filter(|(_, values)| !values.is_empty());
    Ok(all.map(|(of, values)| Count { of, values }).collect())
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
            Found::Judgement(id) => format!("/judgements#{id}"),
            Found::Ambiguous(ids) => {
                return nothing(format!("Several begin with {id}: {}.", ids.join(", ")));
            }
            Found::None => return nothing(format!("Nothing in this case has the id {id}.")),
        };
        Ok(Redirect::to(&to).into_response())
    })
    .await
}
