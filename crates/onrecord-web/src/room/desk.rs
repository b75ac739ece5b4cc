//! Judging: what persons decided on a row as a page shows it, and what they send.

use super::Room;
use super::page::{Problem, read};
use super::told::{Line, Teller};
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
    pub verdict: &'static str,
    /// What was decided: “accepted”, “held to be the same as”.
    pub words: String,
    /// Whom else it is about.
    pub other: Option<Name>,
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
    pub fn new(room: &Room, id: &str, back: String, mut standing: Vec<Standing>) -> Self {
        // Of verdicts, of speakers and of each pair the last is in force; notes all are.
        let matter = |one: &Standing| match one.verdict {
            "accept" | "reject" => Some("verdict".to_owned()),
            "speaker" => Some("speaker".to_owned()),
            "note" => None,
            _ => Some(
                one.other
                    .as_ref()
                    .and_then(|other| other.href.clone())
                    .unwrap_or_default(),
            ),
        };
        for at in 0..standing.len() {
            let own = matter(&standing[at]);
            let later = standing[at + 1..].iter().any(|one| matter(one) == own);
            standing[at].superseded = own.is_some() && later;
        }
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

    /// In how many documents the words are told, and how many of those are no copies; empty for one.
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

    /// The number of the standing verdict on the pair with `other`, and what it is.
    pub fn of_pair(&self, other: &str) -> Option<&Standing> {
        let pair = |s: &&Standing| s.other.as_ref().is_some_and(|n| n.ends_with(other));
        self.standing.iter().rev().find(pair)
    }
}

impl Name {
    /// Whether it leads to what has this id.
    fn ends_with(&self, id: &str) -> bool {
        self.href.as_ref().is_some_and(|href| href.ends_with(id))
    }
}

/// A judgement in words, on the page of the row with the id `on`.
pub fn standing(told: &mut Teller<'_>, row: &Judgement, on: &str) -> Result<Standing, Problem> {
    let other = match &row.other {
        Some(other) if other == on => Some(row.on.as_str()),
        other => other.as_deref(),
    };
    let other = match (other, &row.other_name) {
        // Who is no longer in the case keeps the name that was meant.
        (Some(_), Some(name)) if !row.found => Some(Line {
            label: String::new(),
            name: Name::plain(name.clone()),
            words: String::new(),
        }),
        (other, _) => other.map(|id| told.line("", id)).transpose()?,
    };
    let named = row.text.is_some();
    let (verdict, words) = match row.verdict {
        Verdict::Accept => ("accept", "accepted"),
        Verdict::Reject => ("reject", "rejected: read wrongly"),
        Verdict::Speaker if other.is_some() || named => ("speaker", "speaker set to"),
        Verdict::Speaker => ("speaker", "speaker held to be unknown"),
        Verdict::Same => ("same", "the same as"),
        Verdict::Different => ("different", "not the same as"),
        Verdict::Undecided => ("undecided", "cannot be told from, or is the same as,"),
        Verdict::Note => ("note", "noted"),
    };
    let of_speaker = row.verdict == Verdict::Speaker;
    Ok(Standing {
        seq: row.seq,
        verdict,
        words: words.to_owned(),
        other: match (other, &row.text) {
            (Some(line), _) => Some(line.name),
            (None, Some(name)) if of_speaker => Some(Name::plain(name.clone())),
            _ => None,
        },
        note: row.text.clone().filter(|_| !of_speaker),
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
