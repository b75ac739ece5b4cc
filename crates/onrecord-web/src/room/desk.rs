//! Judging: what persons decided on a row as a page shows it, and what they send.

use super::Room;
use super::page::{Problem, read};
use super::told::Teller;
use crate::address::{Name, title};
use crate::notes::joined;
use crate::words;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use onrecord_casefile::{
    CaseFile, Decision, DocumentRow, Judgement, Speaker, StatementRow, Verdict,
};
use onrecord_core::statement::Class;
use serde::Deserialize;
use std::sync::Arc;

/// What persons decided on a row, and the way to decide more.
#[derive(Debug)]
pub struct Desk {
    /// The row.
    pub id: String,
    /// Where a judgement leads back to.
    pub back: String,
    /// Whether anything can be judged here.
    pub open: bool,
    /// Judgements that stand.
    pub standing: Vec<Standing>,
    /// Whether a person held the statement to be read wrongly.
    pub rejected: bool,
    /// Who speaks as it was read, where a person decided on it.
    pub read: Option<AsRead>,
    /// The beginning of what it is about, to tell its buttons from others'.
    pub what: String,
    /// Where else the same words are told.
    pub tellings: Vec<Telling>,
    /// In how many documents that are not copies of each other they are told.
    pub independent: usize,
    /// What is put on the clipboard.
    pub quote: Option<Quote>,
}

/// Who speaks, as it was read.
#[derive(Debug)]
pub struct AsRead {
    pub speaker: Option<Name>,
    pub speaks_for: Vec<Name>,
    pub reason: String,
}

/// A judgement that stands, in words.
#[derive(Debug)]
pub struct Standing {
    pub seq: u64,
    pub verdict: Verdict,
    /// What was decided: “accepted”, “the same as”.
    pub words: &'static str,
    /// Whom else it is about.
    pub other: Option<Name>,
    /// Their id, where they have one.
    pub other_id: Option<String>,
    pub note: Option<String>,
    pub by: String,
    pub at: String,
    /// Whether a later one on the same matter is in force.
    pub superseded: bool,
}

/// The same words in another document.
#[derive(Debug)]
pub struct Telling {
    pub name: Name,
    pub id: String,
    /// Whether that document repeats another of the case.
    pub copy: bool,
    /// Whether a person holds it to be another utterance.
    pub different: bool,
}

/// A quotation with where it stands, for the clipboard. The link goes between the two.
#[derive(Debug)]
pub struct Quote {
    pub words: String,
    pub hash: String,
}

impl Quote {
    pub fn new(row: &StatementRow, document: &DocumentRow) -> Self {
        let content = joined(&row.content);
        // Only what the speaker said in so many words is put into quotation marks.
        let marked = content.starts_with(['“', '"', '‘', '«', '„']);
        let quoted = match row.class {
            Class::Direct if !marked => format!("“{content}”"),
            _ => content,
        };
        let how = match row.class {
            Class::Direct => "direct speech",
            Class::Mixed => "only what stands in quotation marks is the speaker’s wording",
            Class::Indirect => "in the source’s words, not the speaker’s",
            Class::Attitude => "ascribed by the source",
        };
        let read = row.speaker.as_ref().map_or("unknown", |s| &s.name);
        let judged = match row.speaker_by() {
            Some(by) => format!("; speaker as judged by {by}, read as {read}"),
            None => String::new(),
        };
        let rejected = match row.is_rejected() {
            true => "; REJECTED by a person as read wrongly",
            false => "",
        };
        let speaker = row.speaker_now().map_or("speaker unknown", |s| &s.name);
        let metadata = &document.metadata;
        let published = metadata.published.as_deref().map(words::day);
        let published = published.unwrap_or_else(|| "date not known".to_owned());
        let source: Vec<&str> = [
            Some(title(document)),
            metadata.publisher.as_deref(),
            Some(published.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect();
        Quote {
            words: format!(
                "{quoted}\n{speaker} {} ({how}{judged}{rejected})\n{}",
                joined(&row.cue),
                source.join(", ")
            ),
            hash: format!(
                "statement {} · SHA-256 of the document {}…",
                row.id,
                words::short_hash(&document.sha256)
            ),
        }
    }
}

impl Desk {
    pub fn new(room: &Room, id: &str, back: String, standing: Vec<Standing>) -> Self {
        Desk {
            id: id.to_owned(),
            back,
            open: room.judges(),
            standing,
            rejected: false,
            read: None,
            what: String::new(),
            tellings: Vec::new(),
            independent: 0,
            quote: None,
        }
    }

    /// In how many documents the words are told, and how many of those are no copies.
    pub fn told_in(&self) -> String {
        let others = self.tellings.iter().filter(|one| !one.different).count();
        match others {
            0 => "told in 1 document".to_owned(),
            others => format!(
                "told in {} documents, {} independent",
                others + 1,
                self.independent
            ),
        }
    }

    /// The last that stands on the pair with `other`, an id.
    pub fn of_pair(&self, other: &str) -> Option<&Standing> {
        let pair = |s: &&Standing| s.verdict.is_of_a_pair() && s.other_id.as_deref() == Some(other);
        self.standing.iter().rfind(pair)
    }
}

/// Judgements that stand on the row with the id `on`, in the order they were made.
pub fn all_standing(
    told: &mut Teller<'_>,
    rows: &[Judgement],
    on: &str,
) -> Result<Vec<Standing>, Problem> {
    let mut all = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let superseded = rows[at + 1..]
            .iter()
            .any(|later| row.is_on_the_matter_of(later));
        all.push(Standing {
            superseded,
            ..standing(told, row, on)?
        });
    }
    Ok(all)
}

/// A judgement in words, on the page of the row with the id `on`.
pub fn standing(told: &mut Teller<'_>, row: &Judgement, on: &str) -> Result<Standing, Problem> {
    let other_id = match &row.other {
        Some(other) if other == on => Some(row.on.clone()),
        other => other.clone(),
    };
    let other = match (&other_id, &row.other_name, &row.text) {
        // Who is no longer in the case keeps the name that was meant.
        (Some(_), Some(name), _) if !row.found => Some(Name::plain(name.clone())),
        (Some(id), ..) => Some(told.line("", id)?.name),
        (None, _, Some(name)) if row.verdict == Verdict::Speaker => Some(Name::plain(name.clone())),
        (None, ..) => None,
    };
    let words = match row.verdict {
        Verdict::Accept => "accepted",
        Verdict::Reject => "rejected: read wrongly",
        Verdict::Speaker if other.is_some() => "speaker set to",
        Verdict::Speaker => "speaker held to be unknown",
        Verdict::Same => "the same as",
        Verdict::Different => "not the same as",
        Verdict::Undecided => "cannot be told from, or is the same as,",
        Verdict::Note => "noted",
    };
    Ok(Standing {
        seq: row.seq,
        verdict: row.verdict,
        words,
        other,
        other_id,
        note: row.text.clone().filter(|_| row.verdict != Verdict::Speaker),
        by: row.by.clone(),
        at: words::moment(&row.at),
        superseded: false,
    })
}

/// What a form sends; what it does not is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    verdict: String,
    on: String,
    other: String,
    /// The name or id of a speaker.
    speaker: String,
    note: String,
    back: String,
}

/// Enters a judgement and leads back to where it was made.
pub async fn judge(State(room): State<Arc<Room>>, Form(sent): Form<Sent>) -> Response {
    write(room, move |case, by| {
        let verdict = match sent.verdict.as_str() {
            "unknown" => Verdict::Speaker,
            name => Verdict::from_name(name)
                .ok_or_else(|| Problem::Asked(format!("“{name}” is no verdict")))?,
        };
        let speaker = match (verdict, sent.verdict.as_str()) {
            (Verdict::Speaker, "speaker") => speaker(case, &sent)?,
            _ => Speaker::Unknown,
        };
        let decision = Decision {
            verdict,
            on: sent.on.clone(),
            other: match verdict.is_of_a_pair() {
                true => Some(other(case, &sent)?),
                false => None,
            },
            speaker,
            note: sent.note.clone(),
        };
        case.judge(by, &decision)?;
        Ok(back(&sent.back))
    })
    .await
}

/// Who speaks, by a person: the actor meant, else a name of no actor.
fn speaker(case: &CaseFile, sent: &Sent) -> Result<Speaker, Problem> {
    let document = case.statement(&sent.on)?.map(|row| row.document);
    let found = meant(case, &sent.speaker, document.as_deref())?;
    Ok(found.map_or_else(|| Speaker::Named(sent.speaker.clone()), Speaker::Actor))
}

/// The other of a pair: a statement by its id, an actor by id or name.
fn other(case: &CaseFile, sent: &Sent) -> Result<String, Problem> {
    if case.statement(sent.other.trim())?.is_some() {
        return Ok(sent.other.trim().to_owned());
    }
    let none = || Problem::Asked(format!("Nobody here goes by the name “{}”.", sent.other));
    meant(case, &sent.other, None)?.ok_or_else(none)
}

/// Whom a person means: the actor with this id, or the only one of this name, in the document rather
/// than elsewhere.
fn meant(case: &CaseFile, who: &str, document: Option<&str>) -> Result<Option<String>, Problem> {
    let who = who.trim();
    if let Some(actor) = case.actor_brief(who)? {
        return Ok(Some(actor.id));
    }
    let mut found = case.actors_called(who, None)?;
    if found.len() > 1 {
        let here = case.actors_called(who, document)?;
        found = if here.len() == 1 { here } else { found };
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(Problem::Asked(format!(
            "Several go by the name “{who}”: give one of the ids {} instead of it.",
            found.join(", ")
        ))),
    }
}

/// Which judgement is to be taken back.
#[derive(Debug, Deserialize)]
pub struct Back {
    seq: u64,
    #[serde(default)]
    back: String,
}

/// Takes a judgement back.
pub async fn undo(State(room): State<Arc<Room>>, Form(sent): Form<Back>) -> Response {
    write(room, move |case, by| {
        case.undo(by, sent.seq)?;
        Ok(back(&sent.back))
    })
    .await
}

/// Writes to the case in the name of who judges, away from the threads that answer.
async fn write(
    room: Arc<Room>,
    make: impl FnOnce(&mut CaseFile, &str) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    read(room, move |room, case| {
        let Some(by) = room.by.as_deref().filter(|_| room.judges()) else {
            return Err(Problem::Closed(
                "Nothing can be judged here: start `onrecord serve` with `--by NAME`.".to_owned(),
            ));
        };
        // A connection of its own: those that are kept only read.
        let mut case = CaseFile::open(case.path())?;
        make(&mut case, by)
    })
    .await
}

/// Back to a page of this room, and nowhere else.
fn back(to: &str) -> Response {
    let plain = !to.contains(|c: char| c.is_control() || c == '\\');
    let own = plain && to.starts_with('/') && !to.starts_with("//");
    Redirect::to(if own { to } else { "/judgements" }).into_response()
}
