//! Documents, statements and those who speak, a leaf at a time.

use super::Room;
use super::page::{Frame, Leaf, Problem, ROWS, page, part};
use super::told::{Entry, Pages, Said, Teller};
use crate::address::{Directory, Name};
use crate::contents::title;
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use onrecord_casefile::{ActorRow, CaseFile, RowType, StatementFilter};
use onrecord_core::record::Recommendation;
use onrecord_core::statement::{Act, Certainty};
use serde::Deserialize;
use std::sync::Arc;

/// Which leaf, counted from 1.
#[derive(Debug, Deserialize)]
pub struct Turned {
    #[serde(default = "first")]
    pub page: usize,
}

fn first() -> usize {
    1
}

#[derive(Debug, Template)]
#[template(path = "room/documents.html")]
struct Documents {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Source>,
}

/// A document in the list.
#[derive(Debug)]
struct Source {
    name: Name,
    publisher: Option<String>,
    published: Option<String>,
    statements: String,
    copy_of: Option<Name>,
}

/// All documents, in the order of publication.
pub async fn documents(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let found = case.documents_page(part(turned.page))?;
        let mut rows = Vec::new();
        for row in &found.rows {
            let of = row.copy_of.as_deref();
            let copy_of = of.map(|id| Teller::new(case).name(id)).transpose()?;
            rows.push(Source {
                name: Name {
                    text: title(row).to_owned(),
                    href: Some(format!("/documents/{}", row.id)),
                },
                publisher: row.metadata.publisher.clone(),
                published: row.metadata.published.as_deref().map(words::day),
                statements: words::count(row.statements, "statement"),
                copy_of,
            });
        }
        Ok(Documents {
            frame: Frame::new(room, case, "/documents", "Documents")?,
            leaf: Leaf::new("/documents", turned.page, rows.len(), found.total),
            rows,
        })
    })
    .await
}

/// What may be asked of the list of statements; empty fields of the form ask nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    speaker: String,
    act: String,
    certainty: String,
    document: String,
    unresolved: Option<u8>,
    page: Option<usize>,
}

impl Asked {
    fn filter(&self) -> Result<StatementFilter, Problem> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let unknown = |what: &str| Problem::Asked(format!("“{what}” is not known here"));
        let act = given(&self.act)
            .map(|act| Act::from_name(&act).ok_or_else(|| unknown(&act)))
            .transpose()?;
        let certainty = given(&self.certainty)
            .map(|c| Certainty::from_name(&c).ok_or_else(|| unknown(&c)))
            .transpose()?;
        Ok(StatementFilter {
            speaker: given(&self.speaker),
            document: given(&self.document),
            act,
            certainty,
            unresolved: self.unresolved == Some(1),
            ..StatementFilter::default()
        })
    }

    /// The address of the list, without its leaf.
    fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("speaker", &self.speaker),
            ("act", &self.act),
            ("certainty", &self.certainty),
            ("document", &self.document),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if self.unresolved == Some(1) {
            query.append_pair("unresolved", "1");
        }
        let query = query.finish();
        match query.is_empty() {
            true => "/statements".to_owned(),
            false => format!("/statements?{query}"),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "room/statements.html")]
struct Statements {
    frame: Frame,
    leaf: Leaf,
    asked: Asked,
    acts: Vec<&'static str>,
    certainties: Vec<&'static str>,
    rows: Vec<Said>,
}

/// Statements, all or those asked for.
pub async fn statements(room: State<Arc<Room>>, Query(asked): Query<Asked>) -> Response {
    page(room, move |room, case| {
        let number = asked.page.unwrap_or(1);
        let found = case.statements_page(&asked.filter()?, part(number))?;
        let rows: Vec<Said> = found.rows.into_iter().map(Said::new).collect();
        Ok(Statements {
            frame: Frame::new(room, case, "/statements", "Statements")?,
            leaf: Leaf::new(&asked.path(), number, rows.len(), found.total),
            acts: Act::ALL.iter().map(|a| a.as_str()).collect(),
            certainties: Certainty::ALL.iter().map(|c| c.as_str()).collect(),
            rows,
            asked,
        })
    })
    .await
}

#[derive(Debug, Template)]
#[template(path = "room/unanswered.html")]
struct Unanswered {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Said>,
}

/// Findings, allegations and demands that nobody was found to answer.
pub async fn unanswered(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let counted = room.cases.counted(case)?;
        let ids = counted.unanswered.iter().skip(part(turned.page).from);
        let mut rows = Vec::new();
        for id in ids.take(ROWS) {
            let found = case.statement(id)?;
            rows.extend(found.map(|row| Said {
                put_to: row.put_to().join(", "),
                ..Said::new(row)
            }));
        }
        Ok(Unanswered {
            frame: Frame::new(room, case, "/unanswered", "Unanswered")?,
            leaf: Leaf::new(
                "/unanswered",
                turned.page,
                rows.len(),
                counted.unanswered.len(),
            ),
            rows,
        })
    })
    .await
}

#[derive(Debug, Template)]
#[template(path = "room/actors.html")]
struct Actors {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Speaks>,
}

/// Somebody in the list of those who speak.
#[derive(Debug)]
struct Speaks {
    name: Name,
    kind: &'static str,
    role: Option<String>,
    statements: String,
    documents: String,
}

/// Those who speak, most first.
pub async fn actors(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let counted = room.cases.counted(case)?;
        let speakers = &counted.speakers;
        let on_leaf = speakers.iter().skip(part(turned.page).from).take(ROWS);
        let found = case.actors_of(on_leaf.map(|(id, _)| id.as_str()))?;
        let rows: Vec<Speaks> = found
            .into_iter()
            .map(|actor| Speaks {
                name: Name {
                    href: Some(format!("/actors/{}", actor.id)),
                    text: actor.name,
                },
                kind: words::kind(actor.kind),
                role: actor.roles.first().map(|role| role.title.clone()),
                statements: words::count(actor.statements, "statement"),
                documents: words::count(actor.documents, "document"),
            })
            .collect();
        Ok(Actors {
            frame: Frame::new(room, case, "/actors", "Who speaks")?,
            leaf: Leaf::new("/actors", turned.page, rows.len(), speakers.len()),
            rows,
        })
    })
    .await
}

#[derive(Debug, Template)]
#[template(path = "room/actor.html")]
struct ActorPage {
    frame: Frame,
    leaf: Leaf,
    actor: ActorRow,
    kind: &'static str,
    speaks_for: Option<Name>,
    why: String,
    /// What was asked of them, with their answers.
    asked: Vec<Entry>,
    rows: Vec<Said>,
}

/// Somebody: what they said, in order, and what was asked of them.
pub async fn actor(
    room: State<Arc<Room>>,
    Path(id): Path<String>,
    Query(turned): Query<Turned>,
) -> Response {
    page(room, move |room, case| {
        let none = || Problem::Nothing(format!("Nobody in this case has the id {id}."));
        let actor = case.actor(&id)?.ok_or_else(none)?;
        let filter = StatementFilter {
            actor: Some(actor.id.clone()),
            ..StatementFilter::default()
        };
        let found = case.statements_page(&filter, part(turned.page))?;
        let rows: Vec<Said> = found.rows.into_iter().map(Said::new).collect();
        let path = format!("/actors/{}", actor.id);
        Ok(ActorPage {
            frame: Frame::new(room, case, "/actors", &actor.name)?,
            leaf: Leaf::new(&path, turned.page, rows.len(), found.total),
            kind: words::kind(actor.kind),
            speaks_for: actor.speaks_for.as_ref().map(|of| Pages.actor_name(of)),
            why: words::reasons(&actor.why),
            asked: asked_of(case, &actor.id)?,
            actor,
            rows,
        })
    })
    .await
}

/// Recommendations shown on the page of whom they are put to; all are in the list of them.
const ASKED: usize = 10;

/// What was asked of the actor with this id.
fn asked_of(case: &CaseFile, id: &str) -> Result<Vec<Entry>, Problem> {
    let mut told = Teller::new(case);
    let mut entries = Vec::new();
    let refer = case.referring_to(id)?;
    let refer = refer
        .iter()
        .filter(|(of, _)| *of == RowType::Recommendation);
    for (_, row) in refer.take(ASKED) {
        let Some(row) = case.row::<Recommendation>(row)? else {
            continue;
        };
        if row.addressee.iter().any(|of| of == id) {
            entries.push(super::tied::recommendation(&mut told, row)?);
        }
    }
    Ok(entries)
}
