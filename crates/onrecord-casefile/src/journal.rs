//! The journal: a hash chain over everything that came into the case.
//!
//! Each entry holds the hash of the one before, so no entry can be changed,
//! dropped or put in between without breaking the chain after it. Cutting off
//! the end is seen by the documents left without an entry, and by anyone who
//! noted the [`JournalHead`].

use crate::digest::Digests;
use crate::id::sha256_hex;
use crate::judge::{Judged, TakenBack};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the first entry has as its previous hash.
pub(crate) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The last entry of the journal. Noted elsewhere (in a report, with a notary),
/// it proves later that the journal was not cut short or rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalHead {
    /// Number of entries.
    pub seq: u64,
    /// When the last one was made: RFC 3339, UTC.
    pub at: String,
    /// Its hash.
    pub hash: String,
}

/// What an entry says. Fields stand in alphabetical order, so that the payload
/// is canonical JSON without a second pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Event {
    Received(Received),
    Reanalysed(Reanalysed),
    PathAdded(PathAdded),
    RecordMade(RecordMade),
    Upgraded(Upgraded),
    Created(Created),
    Judged(Judged),
    TakenBack(TakenBack),
}

/// The case file was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Created {
    pub format: i64,
    pub program: String,
}

/// The case file was brought to a later format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Upgraded {
    pub from: i64,
    pub program: String,
    pub to: i64,
}

/// A document came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Received {
    pub document: String,
    pub path: String,
    pub reading: Reading,
    pub sha1: String,
    pub sha256: String,
    pub size: u64,
}

/// A known document was read anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reanalysed {
    pub document: String,
    pub reading: Reading,
}

/// What was read from a document, and by what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub actors: usize,
    pub analysis_version: String,
    pub digests: Digests,
    pub media_type: String,
    pub reader: String,
    pub reader_version: String,
    pub statements: usize,
    pub text_sha256: String,
}

/// Known bytes were found under another path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PathAdded {
    pub document: String,
    pub path: String,
}

/// The record across documents was replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RecordMade {
    pub actors: usize,
    pub copies: usize,
    pub record_sha256: String,
    /// Rows of each type, since format 3.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, usize>,
}

impl Event {
    /// The name in the journal's `kind` column.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Created(_) => "created",
            Event::Upgraded(_) => "upgraded",
            Event::Received(_) => "received",
            Event::Reanalysed(_) => "reanalysed",
            Event::PathAdded(_) => "path",
            Event::RecordMade(_) => "record",
            Event::Judged(_) => "judged",
            Event::TakenBack(_) => "undone",
        }
    }

    /// Reads an event back from its row.
    pub fn parse(kind: &str, payload: &str) -> Option<Self> {
        match kind {
            "created" => serde_json::from_str(payload).map(Event::Created).ok(),
            "upgraded" => serde_json::from_str(payload).map(Event::Upgraded).ok(),
            "received" => serde_json::from_str(payload).map(Event::Received).ok(),
            "reanalysed" => serde_json::from_str(payload).map(Event::Reanalysed).ok(),
            "path" => serde_json::from_str(payload).map(Event::PathAdded).ok(),
            "record" => serde_json::from_str(payload).map(Event::RecordMade).ok(),
            "judged" => serde_json::from_str(payload).map(Event::Judged).ok(),
            "undone" => serde_json::from_str(payload).map(Event::TakenBack).ok(),
            _ => None,
        }
    }
}

/// The first entry of every journal.
pub(crate) fn created(format: i64) -> Event {
    Event::Created(Created {
        format,
        program: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_string(),
    })
}

/// What is noted when a case file is brought to a later format.
pub(crate) fn upgraded(from: i64, to: i64) -> Event {
    Event::Upgraded(Upgraded {
        from,
        program: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_string(),
        to,
    })
}

/// The hash that seals an entry.
pub(crate) fn seal(previous: &str, seq: i64, at: &str, kind: &str, payload: &str) -> String {
    sha256_hex(format!("{previous}\n{seq}\n{at}\n{kind}\n{payload}").as_bytes())
}

/// The last entry, or `None` in an empty journal.
pub(crate) fn head(conn: &Connection) -> rusqlite::Result<Option<JournalHead>> {
    conn.query_row(
        "SELECT seq, at, hash FROM journal ORDER BY seq DESC LIMIT 1",
        [],
        |row| {
            Ok(JournalHead {
                seq: row.get(0)?,
                at: row.get(1)?,
                hash: row.get(2)?,
            })
        },
    )
    .optional()
}

/// Adds an entry; to be called inside the transaction that does what it says.
pub(crate) fn append(tx: &Connection, event: &Event) -> rusqlite::Result<()> {
    let payload = serde_json::to_string(event)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let (last, previous): (i64, String) = head(tx)?
        .map(|head| (head.seq as i64, head.hash))
        .unwrap_or((0, GENESIS.to_string()));
    let seq = last + 1;
    let at = format!("{:.3}", Timestamp::now());
    let hash = seal(&previous, seq, &at, event.kind(), &payload);
    tx.prepare_cached(
        "INSERT INTO journal (seq, at, kind, payload, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
    )?
    .execute((seq, at, event.kind(), payload, previous, hash))?;
    Ok(())
}

/// The hash that the last journalled record has, if any was made.
pub(crate) fn last_record(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let payload: Option<String> = conn
        .query_row(
            "SELECT payload FROM journal WHERE kind = 'record' ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(payload
        .and_then(|payload| Event::parse("record", &payload))
        .and_then(|event| match event {
            Event::RecordMade(record) => Some(record.record_sha256),
            _ => None,
        }))
}
