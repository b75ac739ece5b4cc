//! Findings, allegations and demands beside the answers to them, those nobody answered on top.

use super::Room;
use super::desk::Desk;
use super::page::{Frame, Leaf, Problem, ROWS, Turned, leaf_path, page, part};
use super::told::{Line, Said, Teller};
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Debug, Template)]
#[template(path = "room/answers.html")]
struct Answers {
    frame: Frame,
    /// What is shown of it: `answered`, `unanswered`, or nothing for both.
    show: &'static str,
    answered: usize,
    unanswered: usize,
    leaf: Leaf,
    points: Vec<Point>,
}

/// What was put to somebody, with its answers.
#[derive(Debug)]
struct Point {
    id: String,
    /// Whether it is the first that was answered, behind those that were not.
    turns: bool,
    said: Option<Said>,
    /// A work or an actor that was answered as a whole.
    whole: Option<Line>,
    answers: Vec<Answer>,
}

/// An answer, and why it is held to be one.
#[derive(Debug)]
struct Answer {
    relation: &'static str,
    said: Said,
    why: String,
    desk: Desk,
}

/// All points; `?show=answered` and `?show=unanswered` narrow the list.
pub async fn answers(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let counted = room.counted(case)?;
        let (open, met) = (&counted.unanswered, &counted.answered);
        let (path, show) = match turned.show.as_str() {
            "answered" => ("/answers?show=answered", "answered"),
            "unanswered" => ("/answers?show=unanswered", "unanswered"),
            _ => ("/answers", ""),
        };
        let open_shown = if show == "answered" { &[][..] } else { open };
        let met_shown = if show == "unanswered" { &[][..] } else { met };
        let number = turned.page;
        let all = open_shown.iter().chain(met_shown);
        let mut told = Teller::new(room, case, &leaf_path(path, number));
        let mut points = Vec::new();
        for id in all.skip(part(number).from).take(ROWS) {
            let first_met = met_shown.first() == Some(id) && show.is_empty();
            points.push(point(&mut told, id, first_met)?);
        }
        Ok(Answers {
            frame: Frame::new(room, case, "/answers", "Findings and answers")?,
            show,
            answered: met.len(),
            unanswered: open.len(),
            leaf: Leaf::new(
                path,
                number,
                points.len(),
                open_shown.len() + met_shown.len(),
            ),
            points,
        })
    })
    .await
}

/// A work with who issued it and when, or an actor.
fn whole(told: &mut Teller<'_>, id: &str) -> Result<Line, Problem> {
    let line = told.line("", id)?;
    let Some(work) = told.case.work(id)? else {
        return Ok(line);
    };
    let by = match &work.issued_by {
        Some(by) => format!(" of {}", told.name(by)?.text),
        None => String::new(),
    };
    let on = work
        .issued_on
        .map(|on| format!(", {}", words::date(&on.to_string())));
    Ok(Line {
        label: format!("{}{by}{}:", work.kind, on.unwrap_or_default()),
        ..line
    })
}

fn point(told: &mut Teller<'_>, id: &str, turns: bool) -> Result<Point, Problem> {
    let said = match told.case.statement(id)? {
        Some(row) => {
            let put_to = row.put_to().join(", ");
            let said = told.said(row)?;
            Some(Said { put_to, ..said })
        }
        None => None,
    };
    let whole = match said {
        Some(_) => None,
        None => Some(whole(told, id)?),
    };
    let mut answers = Vec::new();
    for row in told.case.responses_to(id)? {
        if let Some(from) = told.case.statement(&row.from)? {
            let desk = told.desk(&row.id)?;
            let mut said = told.said(from)?;
            // A statement may answer several points here: each stands under the id of its link.
            said.desk.back.clone_from(&desk.back);
            answers.push(Answer {
                relation: row.relation.as_str(),
                said,
                why: words::reasons(&row.why),
                desk,
            });
        }
    }
    Ok(Point {
        id: id.to_owned(),
        turns,
        said,
        whole,
        answers,
    })
}
