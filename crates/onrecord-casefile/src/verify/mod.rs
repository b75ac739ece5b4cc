//! The proof that a case file is what its journal says, or where it is not.
//!
//! Nothing here trusts another part of the file: originals are hashed again,
//! texts hashed and derived again, spans measured, identifiers computed again,
//! the journal's chain walked, and what it says held against the tables. A
//! problem is noted and the check goes on, so that one report shows the extent.

mod document;
mod history;

use crate::error::{Error, Result};
use crate::judge::Laid;
use crate::{CaseFile, JournalHead, digest, journal, read};
use history::History;
use onrecord_core::Reader;
use rusqlite::{Connection, ErrorCode};
use serde::Serialize;

/// What a reader needs to know to derive a stored document's text again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMeta {
    /// The document's id.
    pub document: String,
    /// Media type told from the content.
    pub media_type: String,
    /// Every path it was found at, sorted.
    pub paths: Vec<String>,
    /// What made the stored text.
    pub reader: Reader,
}

/// What [`CaseFile::verify`] checked and what it found wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Documents whose original and rows were checked.
    pub documents: usize,
    /// Documents whose text was derived again.
    pub reread: usize,
    /// Documents whose text could not be derived again, because another version read them.
    pub not_reread: usize,
    /// Statements whose identifier was computed again.
    pub statements: usize,
    /// Spans measured.
    pub spans: usize,
    /// Entries of the journal.
    pub journal_entries: usize,
    /// The journal's last entry: compare its hash with one noted earlier.
    pub journal_head: Option<JournalHead>,
    /// Whether documents changed since the record was made; its rows are then not checked.
    pub record_stale: bool,
    /// What is wrong, one sentence each; empty if nothing is.
    pub problems: Vec<String>,
}

impl VerifyReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn problem(&mut self, what: impl Into<String>) {
        self.problems.push(what.into());
    }
}

/// Derives a text again from original bytes: `Ok(None)` where the reader at
/// hand is of another version than the stored one, `Err` with what went wrong.
pub type Reread<'r> = &'r dyn Fn(&[u8], &StoredMeta) -> std::result::Result<Option<String>, String>;

impl CaseFile {
    /// Checks everything that can be checked, deriving texts again with `reread`.
    ///
    /// What is wrong with the case stands in the report; an error means that
    /// the check could not be done, because the file is locked.
    pub fn verify(&self, reread: Reread<'_>) -> Result<VerifyReport> {
        let mut report = VerifyReport::default();
        match self.check(reread, &mut report) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                Err(Error::sqlite(&self.path, error))
            }
            Err(error) => {
                report.problem(format!("the case is damaged, the check ended at: {error}"));
                Ok(report)
            }
            Ok(()) => Ok(report),
        }
    }

    fn check(&self, reread: Reread<'_>, report: &mut VerifyReport) -> rusqlite::Result<()> {
        // One transaction: a build at work must not look like tampering.
        let tx = self.conn.unchecked_transaction()?;
        database(&tx, report)?;
        let history = History::replay(&tx, report)?;
        let ids = read::document_ids(&tx)?;
        for id in &ids {
            document::check(&tx, id, history.documents.get(id), reread, report)?;
        }
        for id in history.documents.keys() {
            if ids.binary_search(id).is_err() {
                report.problem(format!(
                    "document {id} is in the journal and not in the case"
                ));
            }
        }
        record(&tx, &history, report)?;
        report.journal_head = journal::head(&tx)?;
        Ok(())
    }
}

/// SQLite's own checks.
fn database(conn: &Connection, report: &mut VerifyReport) -> rusqlite::Result<()> {
    conn.pragma_query(None, "integrity_check", |row| {
        let line: String = row.get(0)?;
        if line != "ok" {
            report.problem(format!("the database is damaged: {line}"));
        }
        Ok(())
    })?;
    conn.pragma_query(None, "foreign_key_check", |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        report.problem(format!(
            "a row of `{table}` refers to a row of `{parent}` that is not there"
        ));
        Ok(())
    })
}

/// Holds the record across documents against the journal.
fn record(conn: &Connection, history: &History, report: &mut VerifyReport) -> rusqlite::Result<()> {
    let (revision, made_from): (u64, u64) =
        conn.query_row("SELECT revision, record_revision FROM state", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if revision != history.revision {
        report.problem(format!(
            "the journal tells of {} changes of documents, the case counts {revision}",
            history.revision
        ));
    }
    report.record_stale = revision != made_from;
    if report.record_stale {
        return Ok(());
    }
    let stored = digest::record(conn)?;
    let journalled = match &history.record {
        Some(journalled) => *journalled == stored,
        // Nothing was ever stored.
        None => conn.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM actor) AND NOT EXISTS (SELECT 1 FROM copy)",
            [],
            |row| row.get(0),
        )?,
    };
    if !journalled {
        report.problem("the actors or copies of the case are not those in the journal");
    }
    if Laid::stored(conn)? != Laid::made(conn)?.0 {
        report.problem("the judgements of the case are not those in the journal");
    }
    Ok(())
}
