//! What is tied across documents: answers, discrepancies, recommendations, line-ups, works, dates.

use super::Room;
use super::desk::Desk;
use super::page::{Frame, Leaf, Problem, Turned, leaf_path, page, part};
use super::told::{Entry, Line, Said, Teller, work_name};
use crate::address::{Name, passage_href, statement_href};
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use onrecord_casefile::CaseFile;
use onrecord_core::record::{Discrepancy, Lineup, Place, Recommendation, Work};
use std::sync::Arc;

/// A list of rows of the record.
#[derive(Debug, Template)]
#[template(path = "room/tied.html")]
struct Tied {
    frame: Frame,
    /// What the list is, and what it does not say.
    lede: &'static str,
    leaf: Leaf,
    entries: Vec<Entry>,
}

fn listed<T>(
    room: &Room,
    case: &CaseFile,
    (path, title, lede): (&'static str, &str, &'static str),
    number: usize,
    found: onrecord_casefile::Page<T>,
    tell: impl Fn(&mut Teller<'_>, T) -> Result<Entry, Problem>,
) -> Result<Tied, Problem> {
    let mut told = Teller::new(room, case, &leaf_path(path, number));
    let shown = found.rows.len();
    let entries = found.rows.into_iter().map(|row| tell(&mut told, row));
    Ok(Tied {
        entries: entries.collect::<Result<_, _>>()?,
        frame: Frame::new(room, case, path, title)?,
        lede,
        leaf: Leaf::new(path, number, shown, found.total),
    })
}

/// Accounts that cannot all be right, or that a later one supersedes.
pub async fn discrepancies(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    const LEDE: &str = "Values for the same thing that cannot all be right, or that a later one \
        supersedes, side by side.";
    page(room, move |room, case| {
        let found = case.discrepancies_page(false, part(turned.page))?;
        let list = ("/discrepancies", "Where accounts disagree", LEDE);
        listed(room, case, list, turned.page, found, discrepancy)
    })
    .await
}

fn discrepancy(told: &mut Teller<'_>, row: Discrepancy) -> Result<Entry, Problem> {
    let lines = row.accounts.iter();
    let lines: Result<Vec<Line>, Problem> =
        lines.map(|a| told.account(&a.value, &a.place)).collect();
    let of = row.holder.as_deref().filter(|id| !id.starts_with('u'));
    let of = of.map(|id| told.name(id)).transpose()?;
    let what = words::difference(&row);
    let whose = of
        .as_ref()
        .map(|o| format!(" of {}", o.text))
        .unwrap_or_default();
    Ok(Entry {
        head: Name {
            text: format!("{what}{whose}: {}", row.judged.as_str()),
            href: of.and_then(|o| o.href),
        },
        lines: lines?,
        why: words::reasons(&row.why),
        desk: told.desk(&row.id)?,
        id: row.id,
    })
}

/// What was asked of whom.
pub async fn recommendations(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    const LEDE: &str = "Recommendations and demands, and the numbered ones of reports with what the \
        state says to them.";
    page(room, move |room, case| {
        let found = case.recommendations_page(part(turned.page))?;
        let list = ("/recommendations", "What was asked of whom", LEDE);
        listed(room, case, list, turned.page, found, recommendation)
    })
    .await
}

/// A recommendation in words.
pub fn recommendation(told: &mut Teller<'_>, row: Recommendation) -> Result<Entry, Problem> {
    let number = row
        .number
        .as_ref()
        .map(|n| format!("{n} "))
        .unwrap_or_default();
    let position = row
        .position
        .map(|p| format!(": {}", p.as_str()))
        .unwrap_or_default();
    let to = told.names(&row.addressee, "nobody named")?;
    let by = told.names(&row.by, "unknown")?;
    let mut action = Vec::new();
    for span in &row.action {
        action.push(told.words(&row.document, *span)?);
    }
    let href = match (&row.statement, row.action.first()) {
        (Some(statement), _) => statement_href(&row.document, statement),
        (None, Some(span)) => passage_href(&row.document, *span),
        (None, None) => format!("/documents/{}", row.document),
    };
    let mut lines = vec![Line {
        label: "asked".to_owned(),
        name: Name {
            text: told.name(&row.document)?.text,
            href: Some(href),
        },
        words: action.join(" "),
    }];
    if let Some(place) = &row.position_at {
        lines.push(told.passage("position", place)?);
    }
    for answer in &row.answers {
        lines.push(told.line("answered", answer)?);
    }
    Ok(Entry {
        head: Name::plain(format!("{number}to {to}, by {by}{position}")),
        lines,
        why: String::new(),
        desk: told.desk(&row.id)?,
        id: row.id,
    })
}

/// Who stands behind what.
pub async fn lineups(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    const LEDE: &str = "States and others behind a statement, each by the count of whoever tells it; \
        recorded votes.";
    page(room, move |room, case| {
        let found = case.lineups_page(part(turned.page))?;
        let list = ("/lineups", "Who stands behind what", LEDE);
        listed(room, case, list, turned.page, found, lineup)
    })
    .await
}

fn lineup(told: &mut Teller<'_>, row: Lineup) -> Result<Entry, Problem> {
    let place = Place {
        document: row.document.clone(),
        span: row.span,
    };
    let mut lines = vec![told.passage("told", &place)?];
    for (label, id) in [
        ("towards", &row.towards),
        ("led by", &row.led_by),
        ("by the count of", &row.per),
        ("with", &row.statement),
        ("on", &row.work),
    ] {
        if let Some(id) = id {
            lines.push(told.line(label, id)?);
        }
    }
    let stance = row.vote.as_deref().unwrap_or(row.stance.as_str());
    let count = match row.count {
        Some(count) => format!("{count} "),
        None => String::new(),
    };
    Ok(Entry {
        head: Name::plain(format!("{count}{}: {stance}", row.noun)),
        lines,
        why: told.names(&row.members, "")?,
        desk: told.desk(&row.id)?,
        id: row.id,
    })
}

/// Reports, letters and statements that are spoken of.
pub async fn works(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    const LEDE: &str = "Reports, letters, statements and the like, those most spoken of first.";
    page(room, move |room, case| {
        let found = case.works_page(part(turned.page))?;
        listed(
            room,
            case,
            ("/works", "Works", LEDE),
            turned.page,
            found,
            |told, row| {
                let mut entry = issued(told, &row)?;
                let times = words::count(row.mentions.len(), "mention");
                entry.lines.truncate(2);
                entry.why = times;
                Ok(entry)
            },
        )
    })
    .await
}

/// Who issued a work and when, what it answers, and where it is spoken of.
fn issued(told: &mut Teller<'_>, row: &Work) -> Result<Entry, Problem> {
    let mut lines = Vec::new();
    for (label, id) in [("issued by", &row.issued_by), ("answers", &row.answers)] {
        if let Some(id) = id {
            lines.push(told.line(label, id)?);
        }
    }
    let on = row.issued_on.map(|d| format!(", {d}")).unwrap_or_default();
    Ok(Entry {
        head: Name {
            text: format!("{}{on}", work_name(row)),
            href: Some(format!("/works/{}", row.id)),
        },
        lines,
        why: words::reasons(&row.why),
        desk: told.desk(&row.id)?,
        id: row.id.clone(),
    })
}

#[derive(Debug, Template)]
#[template(path = "room/work.html")]
struct WorkPage {
    frame: Frame,
    entry: Entry,
    desk: Desk,
    figures: Vec<Line>,
    mentions: Vec<Line>,
    /// What it says, or is said in it.
    says: Vec<Said>,
    answers: Vec<Line>,
}

/// Mentions shown on the page of a work.
const MENTIONS: usize = 40;

/// A work: who issued it, its figures as each source gives them, what it says, who answered.
pub async fn work(room: State<Arc<Room>>, Path(id): Path<String>) -> Response {
    page(room, move |room, case| {
        let none = || Problem::Nothing(format!("No work in this case has the id {id}."));
        let row = case.work(&id)?.ok_or_else(none)?;
        let mut told = Teller::new(room, case, &format!("/works/{id}"));
        let mut figures = Vec::new();
        for figure in case.figures_of(&row.figures)? {
            let place = Place {
                document: figure.document,
                span: figure.span,
            };
            figures.push(told.passage(&figure.text, &place)?);
        }
        let mut mentions = Vec::new();
        for place in row.mentions.iter().take(MENTIONS) {
            mentions.push(told.passage("", place)?);
        }
        let mut says = Vec::new();
        for statement in row.statements.iter().take(MENTIONS) {
            if let Some(row) = case.statement(statement)? {
                says.push(told.said(row)?);
            }
        }
        let mut answers = Vec::new();
        for answer in case.responses_to(&row.id)? {
            answers.push(told.line(answer.relation.as_str(), &answer.from)?);
        }
        Ok(WorkPage {
            desk: told.desk(&row.id)?,
            frame: Frame::new(room, case, "/works", &work_name(&row))?,
            entry: issued(&mut told, &row)?,
            figures,
            mentions,
            says,
            answers,
        })
    })
    .await
}
