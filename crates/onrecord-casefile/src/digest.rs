//! Hashes over table rows, so that the journal can vouch for what was read from a document.
//!
//! A digest is the SHA-256 over one line for each row, in a fixed order: the
//! row's values as a JSON array. The rows are read back from the tables, both
//! when the journal entry is made and when it is checked.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What was read from one document, by part, so that a check can name the part that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digests {
    /// Actors of the document with aliases, posts and mentions.
    pub actors: String,
    /// Figures, and what statements have since format 2; empty in entries made before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// Blocks and pages.
    pub layout: String,
    /// What it brings to the record, since format 3; empty in entries made before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub leaf: String,
    /// Title, publisher, dates and the like.
    pub metadata: String,
    /// Statements with their spans.
    pub statements: String,
}

const METADATA: &[&str] = &[
    "SELECT title, publisher, byline, published, updated, language, url
     FROM document WHERE id = ?",
];

const LAYOUT: &[&str] = &[
    "SELECT kind, start, end, page FROM block WHERE document = ? ORDER BY position",
    "SELECT number, start FROM page WHERE document = ? ORDER BY position",
];

const ACTORS: &[&str] = &[
    "SELECT number, kind, name, speaks_for FROM document_actor
     WHERE document = ? ORDER BY number",
    "SELECT number, position, alias FROM document_actor_alias
     WHERE document = ? ORDER BY number, position",
    "SELECT number, position, title, of FROM document_actor_role
     WHERE document = ? ORDER BY number, position",
    "SELECT number, position, start, end FROM mention
     WHERE document = ? ORDER BY number, position",
];

const STATEMENTS: &[&str] = &[
    "SELECT position, id, start, end, form, act, certainty, speaker, speaker_reason, score
     FROM statement WHERE document = ? ORDER BY position",
    "SELECT statement.position, role, statement_span.position, statement_span.start,
         statement_span.end
     FROM statement_span JOIN statement ON statement.id = statement
     WHERE document = ? ORDER BY statement.position, role, statement_span.position",
    "SELECT statement.position, f.position, f.number
     FROM statement_speaks_for f JOIN statement ON statement.id = f.statement
     WHERE statement.document = ? ORDER BY statement.position, f.position",
];

const DETAILS: &[&str] = &[
    "SELECT position, said_on, said_on_start, said_on_end FROM statement
     WHERE document = ? AND said_on IS NOT NULL ORDER BY position",
    "SELECT statement.position, p.role, p.position, p.number
     FROM statement_party p JOIN statement ON statement.id = p.statement
     WHERE statement.document = ? ORDER BY statement.position, p.role, p.position",
    "SELECT position, id, start, end, value, unit, comparator, measure
     FROM figure WHERE document = ? ORDER BY position",
];

const LEAF: &[&str] = &["SELECT zstd FROM leaf WHERE document = ?"];

const RECORD: &[&str] = &[
    "SELECT id, kind, name, speaks_for FROM actor ORDER BY id",
    "SELECT actor, position, alias FROM actor_alias ORDER BY actor, position",
    "SELECT actor, position, title, of FROM actor_role ORDER BY actor, position",
    "SELECT actor, document, number FROM actor_member ORDER BY actor, document, number",
    "SELECT document, of, score FROM copy ORDER BY document",
];

/// What the record has since format 3; counts only where there is any.
const RECORD_SINCE_3: &[&str] = &[
    "SELECT id, why FROM actor WHERE why <> '[]' ORDER BY id",
    "SELECT actor, position, first_seen, last_seen FROM actor_role
     WHERE first_seen IS NOT NULL ORDER BY actor, position",
    "SELECT type, id, json FROM record_row ORDER BY type, id",
];

impl Digests {
    /// Of the rows now stored for `document`.
    pub fn of(conn: &Connection, document: &str) -> rusqlite::Result<Self> {
        let digest = |queries| rows(conn, queries, &[&document]);
        Ok(Digests {
            actors: digest(ACTORS)?,
            details: digest(DETAILS)?,
            layout: digest(LAYOUT)?,
            leaf: digest(LEAF)?,
            metadata: digest(METADATA)?,
            statements: digest(STATEMENTS)?,
        })
    }

    /// The parts with their names, for saying which of them differ.
    pub fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("figures, dates or addressees", &self.details),
            ("metadata", &self.metadata),
            ("blocks or pages", &self.layout),
            ("actors", &self.actors),
            ("statements", &self.statements),
            ("what it brings to the record", &self.leaf),
        ]
    }
}

/// Of the record across documents as now stored.
pub(crate) fn record(conn: &Connection) -> rusqlite::Result<String> {
    let first = rows(conn, RECORD, &[])?;
    let empty = |query: &&str| conn.prepare_cached(query)?.exists([]).map(|any| !any);
    let mut none = true;
    for query in RECORD_SINCE_3 {
        none &= empty(query)?;
    }
    if none {
        return Ok(first);
    }
    let second = rows(conn, RECORD_SINCE_3, &[])?;
    Ok(hex::encode(Sha256::digest(format!("{first}\n{second}"))))
}

fn rows(conn: &Connection, queries: &[&str], params: &[&dyn ToSql]) -> rusqlite::Result<String> {
    let mut hash = Sha256::new();
    for (table, query) in queries.iter().enumerate() {
        hash.update(format!("table {table}\n"));
        let mut query = conn.prepare_cached(query)?;
        let width = query.column_count();
        let mut rows = query.query(params)?;
        while let Some(row) = rows.next()? {
            let values = (0..width)
                .map(|column| row.get_ref(column).map(json))
                .collect::<rusqlite::Result<Vec<_>>>()?;
            hash.update(Value::Array(values).to_string());
            hash.update("\n");
        }
    }
    Ok(hex::encode(hash.finalize()))
}

fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => hex::encode(bytes).into(),
    }
}
