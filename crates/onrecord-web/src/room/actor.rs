//! Somebody: what they said and what was said for them, what was asked of them, what they answered.

use super::Room;
use super::desk::Desk;
use super::page::{Frame, Leaf, Problem, Turned, leaf_path, page, part};
use super::told::{Entry, Line, Said, Teller};
use crate::address::Name;
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use onrecord_casefile::{ActorRow, RowType, StatementFilter};
use onrecord_core::record::Recommendation;
use std::sync::Arc;

/// Rows of a short list; all of them are on pages of their own.
const SHORT: usize = 10;

#[derive(Debug, Template)]
#[template(path = "room/actor.html")]
struct ActorPage {
    frame: Frame,
    leaf: Leaf,
    actor: ActorRow,
    kind: &'static str,
    speaks_for: Option<Name>,
    why: String,
    /// Whether the list is of what is said for them.
    for_them: bool,
    said: usize,
    said_for: usize,
    /// What was asked of them, with their answers.
    asked: Vec<Entry>,
    /// What they answered.
    answered: Vec<Line>,
    rows: Vec<Said>,
    desk: Desk,
    /// Others who may be the same: whom a person may judge.
    alike: Vec<Alike>,
}

/// Somebody of a like name.
#[derive(Debug)]
struct Alike {
    id: String,
    name: Name,
    what: String,
}

/// Somebody; `?show=for` lists what others say for them.
pub async fn actor(
    room: State<Arc<Room>>,
    Path(id): Path<String>,
    Query(turned): Query<Turned>,
) -> Response {
    page(room, move |room, case| {
        let none = || Problem::Nothing(format!("Nobody in this case has the id {id}."));
        let actor = case.actor(&id)?.ok_or_else(none)?;
        let path = format!("/actors/{}", actor.id);
        let for_them = turned.show == "for";
        let said = StatementFilter {
            actor: Some(actor.id.clone()),
            ..room.filter()
        };
        let said_for = StatementFilter {
            speaks_for: Some(actor.id.clone()),
            ..room.filter()
        };
        let number = turned.page;
        let (filter, other, list) = match for_them {
            true => (&said_for, &said, format!("{path}?show=for")),
            false => (&said, &said_for, path.clone()),
        };
        let found = case.statements_page(filter, part(number))?;
        let other = case.statements_count(other)?;
        let mut told = Teller::new(room, case, &leaf_path(&list, number));
        let rows = told.all_said(found.rows)?;
        // What leads the page stands on its first leaf only.
        let first = number <= 1 && !for_them;
        Ok(ActorPage {
            frame: Frame::new(room, case, "/actors", &actor.name)?,
            leaf: Leaf::new(&list, number, rows.len(), found.total),
            kind: words::kind(actor.kind),
            speaks_for: actor.speaks_for.as_ref().map(Name::of_actor),
            why: words::reasons(&actor.why),
            for_them,
            said: if for_them { other } else { found.total },
            said_for: if for_them { found.total } else { other },
            asked: if first {
                asked_of(&mut told, &actor.id)?
            } else {
                Vec::new()
            },
            answered: if first {
                answered_by(&mut told, &actor.id)?
            } else {
                Vec::new()
            },
            alike: if first {
                alike(&mut told, &actor.id)?
            } else {
                Vec::new()
            },
            desk: told.desk(&actor.id)?,
            actor,
            rows,
        })
    })
    .await
}

/// What was asked of the actor with this id.
fn asked_of(told: &mut Teller<'_>, id: &str) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    for row in told.case.tied_to(RowType::Recommendation, id)? {
        let Some(row) = told.case.row::<Recommendation>(&row)? else {
            continue;
        };
        if row.addressee.iter().any(|of| of == id) {
            entries.push(super::tied::recommendation(told, row)?);
        }
        if entries.len() == SHORT {
            break;
        }
    }
    Ok(entries)
}

/// What the actor with this id answered, and to what.
fn answered_by(told: &mut Teller<'_>, id: &str) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for row in told.case.responses_by(id, SHORT)? {
        let own = told.line("", &row.from)?;
        let to = told.line("", &row.to)?.name.text;
        lines.push(Line {
            label: format!("{}: {to}", row.relation.as_str()),
            ..own
        });
    }
    Ok(lines)
}

fn alike(told: &mut Teller<'_>, id: &str) -> Result<Vec<Alike>, Problem> {
    if !told.room.judges() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for other in told.case.alike(id, SHORT)? {
        let Some(row) = told.case.actor(&other)? else {
            continue;
        };
        let role = row.roles.first().map(|role| format!(", {}", role.title));
        all.push(Alike {
            what: format!(
                "{}{}, {}",
                words::kind(row.kind),
                role.unwrap_or_default(),
                words::count(row.statements, "statement")
            ),
            name: Name {
                text: row.name,
                href: Some(format!("/actors/{other}")),
            },
            id: other,
        });
    }
    Ok(all)
}
