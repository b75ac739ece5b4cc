//! Documents, statements and those who speak, a leaf at a time.

use super::Room;
use super::desk::{Standing, standing};
use super::page::{Frame, Leaf, Problem, ROWS, leaf_path, page, part};
use super::told::{Line, Said, Teller};
use crate::address::{Name, passage_href};
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use onrecord_casefile::{DocumentRow, Judged, StatementFilter};
use onrecord_core::statement::{Act, Certainty, Class};
use onrecord_core::text::PartialDate;
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
    /// Documents that repeat others.
    copies: usize,
    rows: Vec<Source>,
}

/// A document in the list, with those that repeat it.
#[derive(Debug)]
struct Source {
    name: Name,
    publisher: Option<String>,
    published: Option<String>,
    statements: String,
    path: String,
    sha256: String,
    copies: Vec<Source>,
}

impl Source {
    fn new(row: &DocumentRow) -> Self {
        Source {
            name: Name::of_document(row),
            publisher: row.metadata.publisher.clone(),
            published: row.metadata.published.as_deref().map(words::day),
            statements: words::count(row.statements, "statement"),
            path: row.path().to_owned(),
            sha256: words::short_hash(&row.sha256).to_owned(),
            copies: Vec::new(),
        }
    }
}

/// The documents that repeat no other, in the order of publication, each with its copies.
pub async fn documents(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let found = case.originals_page(part(turned.page))?;
        let mut rows = Vec::new();
        for row in &found.rows {
            let copies = case.copies_of(&row.id)?;
            let copies: Result<Vec<Source>, Problem> = copies
                .iter()
                .map(|id| Ok(Source::new(&case.document_row(id)?)))
                .collect();
            rows.push(Source {
                copies: copies?,
                ..Source::new(row)
            });
        }
        Ok(Documents {
            frame: Frame::new(room, case, "/documents", "Documents")?,
            leaf: Leaf::new("/documents", turned.page, rows.len(), found.total),
            copies: case.documents_count()? - found.total,
            rows,
        })
    })
    .await
}

/// What may be asked of the list of statements; empty fields of the form ask nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub speaker: String,
    pub act: String,
    pub certainty: String,
    pub document: String,
    pub class: String,
    pub judged: String,
    pub since: String,
    pub until: String,
    #[serde(deserialize_with = "ticked")]
    pub unresolved: bool,
    #[serde(deserialize_with = "numbered")]
    pub page: Option<usize>,
}

/// Numbers of an address come as text where they stand beside others.
fn numbered<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Option<usize>, D::Error> {
    let text = String::deserialize(from)?;
    let number = text.parse().map_err(serde::de::Error::custom);
    Ok(if text.is_empty() { None } else { Some(number?) })
}

fn ticked<'d, D: serde::Deserializer<'d>>(from: D) -> Result<bool, D::Error> {
    Ok(String::deserialize(from)? == "1")
}

/// What a person did with a statement, as it is asked for.
const JUDGED: [(&str, Judged); 3] = [
    ("accepted", Judged::Accepted),
    ("rejected", Judged::Rejected),
    ("not yet", Judged::Not),
];

impl Asked {
    /// What is asked, over what the room shows at all.
    pub fn filter(&self, room: &Room) -> Result<StatementFilter, Problem> {
        let act = known(&self.act, Act::from_name)?;
        let certainty = known(&self.certainty, Certainty::from_name)?;
        let class = known(&self.class, Class::from_name)?;
        let judged = |name: &str| JUDGED.into_iter().find(|(of, _)| *of == name);
        let judged = known(&self.judged, judged)?.map(|(_, judged)| judged);
        let shown = room.filter();
        if let Some(class) =
            class.filter(|c| !shown.classes.is_empty() && !shown.classes.contains(c))
        {
            let words = format!(
                "Statements that are “{}” are not shown here.",
                class.as_str()
            );
            return Err(Problem::Asked(words));
        }
        Ok(StatementFilter {
            speaker: given(&self.speaker),
            document: given(&self.document),
            since: given(&self.since).map(date).transpose()?,
            until: given(&self.until).map(date).transpose()?,
            classes: class.map_or(shown.classes.clone(), |class| vec![class]),
            unresolved: self.unresolved,
            act,
            certainty,
            judged,
            ..shown
        })
    }

    /// The query of an address that asks the same of the same list.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("speaker", &self.speaker),
            ("act", &self.act),
            ("certainty", &self.certainty),
            ("class", &self.class),
            ("document", &self.document),
            ("since", &self.since),
            ("until", &self.until),
            ("judged", &self.judged),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if self.unresolved {
            query.append_pair("unresolved", "1");
        }
        query.finish()
    }

    /// The address of the list, without its leaf.
    fn path(&self) -> String {
        match self.query().as_str() {
            "" => "/statements".to_owned(),
            query => format!("/statements?{query}"),
        }
    }
}

/// The fields of the form: what may be chosen.
#[derive(Debug)]
pub struct Choices {
    pub acts: Vec<&'static str>,
    pub certainties: Vec<&'static str>,
    pub classes: Vec<&'static str>,
    pub judged: Vec<&'static str>,
}

impl Choices {
    pub fn new() -> Self {
        Choices {
            acts: Act::ALL.iter().map(|a| a.as_str()).collect(),
            certainties: Certainty::ALL.iter().map(|c| c.as_str()).collect(),
            classes: Class::ALL.iter().map(|c| c.as_str()).collect(),
            judged: JUDGED.iter().map(|(name, _)| *name).collect(),
        }
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

fn known<T>(name: &str, find: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let unknown = |name: &str| Problem::Asked(format!("“{name}” is not known here"));
    let found = given(name).map(|name| find(&name).ok_or_else(|| unknown(&name)));
    found.transpose()
}

/// A date as it may be asked for: a year, a month or a day.
fn date(text: String) -> Result<String, Problem> {
    match text.parse::<PartialDate>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Problem::Asked(format!(
            "“{text}” is no date: write 2024, 2024-03 or 2024-03-14"
        ))),
    }
}

#[derive(Debug, Template)]
#[template(path = "room/statements.html")]
struct Statements {
    frame: Frame,
    leaf: Leaf,
    asked: Asked,
    choices: Choices,
    rows: Vec<Said>,
}

/// Statements, all or those asked for.
pub async fn statements(room: State<Arc<Room>>, Query(asked): Query<Asked>) -> Response {
    page(room, move |room, case| {
        let number = asked.page.unwrap_or(1);
        let found = case.statements_page(&asked.filter(room)?, part(number))?;
        let mut told = Teller::new(room, case, &leaf_path(&asked.path(), number));
        let rows = told.all_said(found.rows)?;
        Ok(Statements {
            frame: Frame::new(room, case, "/statements", "Statements")?,
            leaf: Leaf::new(&asked.path(), number, rows.len(), found.total),
            choices: Choices::new(),
            rows,
            asked,
        })
    })
    .await
}

/// Where what nobody answered stood before it stood beside the answers.
pub async fn unanswered() -> Redirect {
    Redirect::permanent("/answers?show=unanswered")
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
        let counted = room.counted(case)?;
        let speakers = &counted.speakers;
        let on_leaf = speakers.iter().skip(part(turned.page).from).take(ROWS);
        let found = case.actors_of(on_leaf.clone().map(|(id, _)| id.as_str()))?;
        let rows = found.into_iter().zip(on_leaf).map(|(actor, (_, said))| {
            Ok(Speaks {
                documents: words::number(case.documents_naming(&actor.id)?),
                name: Name {
                    href: Some(format!("/actors/{}", actor.id)),
                    text: actor.name,
                },
                kind: words::kind(actor.kind),
                role: actor.role,
                statements: words::number(*said),
            })
        });
        let rows = rows.collect::<Result<Vec<Speaks>, Problem>>()?;
        Ok(Actors {
            frame: Frame::new(room, case, "/actors", "Who speaks")?,
            leaf: Leaf::new("/actors", turned.page, rows.len(), speakers.len()),
            rows,
        })
    })
    .await
}

#[derive(Debug, Template)]
#[template(path = "room/judgements.html")]
struct Judgements {
    frame: Frame,
    leaf: Leaf,
    rows: Vec<Ruling>,
}

/// A judgement in the list of all.
#[derive(Debug)]
struct Ruling {
    id: String,
    on: Line,
    standing: Standing,
    /// Whether the case still has what it is about.
    found: bool,
    /// The passage where that stood.
    passage: Option<String>,
    /// Whether it can be taken back here.
    open: bool,
    undone: Option<String>,
}

/// What persons decided, the last first.
pub async fn judgements(room: State<Arc<Room>>, Query(turned): Query<Turned>) -> Response {
    page(room, move |room, case| {
        let found = case.judgements_page(part(turned.page))?;
        let mut told = Teller::new(room, case, &leaf_path("/judgements", turned.page));
        let mut rows = Vec::new();
        for row in &found.rows {
            let undone = row.undone.as_ref();
            let place = row.document.as_ref().zip(row.span);
            rows.push(Ruling {
                id: row.id.clone(),
                on: told.line("", &row.on)?,
                standing: standing(&mut told, row, &row.on)?,
                found: row.found,
                passage: place.map(|(document, span)| passage_href(document, span)),
                open: room.judges(),
                undone: undone.map(|u| format!("{}, {}", u.by, words::moment(&u.at))),
            });
        }
        Ok(Judgements {
            frame: Frame::new(room, case, "/judgements", "Judgements")?,
            leaf: Leaf::new("/judgements", turned.page, rows.len(), found.total),
            rows,
        })
    })
    .await
}
