//! The record across documents: what it is made from, and putting it in.

use crate::error::{Error, Result};
use crate::journal::{self, Event, RecordMade};
use crate::recorded::{self, RowType};
use crate::{CaseFile, digest, judge, leaf, read, write};
use onrecord_core::record::{Actor, Entry, Record};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Proof of which documents a record was made from, so that one made before
/// others came in is not taken for complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordBasis {
    revision: i64,
}

impl CaseFile {
    /// Whether documents changed since the record was made.
    pub fn is_stale(&self) -> Result<bool> {
        self.sql(
            self.conn
                .query_row("SELECT revision <> record_revision FROM state", [], |row| {
                    row.get(0)
                }),
        )
    }

    /// Hands over what every document brings, one at a time, ordered by id.
    pub fn record_input(&self, mut each: impl FnMut(Entry)) -> Result<RecordBasis> {
        // One transaction, so that all documents are of one revision.
        let mut read = || {
            let tx = self.conn.unchecked_transaction()?;
            let basis = revision(&tx)?;
            for id in read::document_ids(&tx)? {
                each(leaf::entry(&tx, &id)?);
            }
            Ok(basis)
        };
        self.sql(read())
    }

    /// Replaces the record by one made from `basis`.
    ///
    /// The same record again changes nothing; another leaves a journal entry
    /// that vouches for it.
    pub fn replace_record(&mut self, basis: RecordBasis, record: &Record) -> Result<()> {
        let Self { conn, path } = self;
        let sql = |error| Error::sqlite(path, error);
        let tx = write::begin(conn, path)?;
        if revision(&tx).map_err(sql)? != basis {
            return Err(Error::RecordOutdated { path: path.clone() });
        }
        check(&tx, record)
            .map_err(sql)?
            .map_err(|reason| Error::InvalidRecord {
                path: path.clone(),
                reason,
            })?;
        let store = || {
            store(&tx, record)?;
            tx.execute("UPDATE state SET record_revision = revision", [])?;
            judge::lay(&tx)?;
            journal_change(&tx, record)
        };
        store().map_err(sql)?;
        tx.commit().map_err(sql)
    }
}

fn revision(conn: &Connection) -> rusqlite::Result<RecordBasis> {
    conn.query_row("SELECT revision FROM state", [], |row| {
        Ok(RecordBasis {
            revision: row.get(0)?,
        })
    })
}

/// Every reference of the record must resolve, and everybody a statement refers to must be in it.
fn check(conn: &Connection, record: &Record) -> rusqlite::Result<std::result::Result<(), String>> {
    let ids: BTreeSet<&str> = record.actors.iter().map(|actor| &*actor.id).collect();
    if ids.len() < record.actors.len() {
        return Ok(Err("two actors have one id".to_string()));
    }
    let mut members = BTreeSet::new();
    for actor in &record.actors {
        if let Some(principal) = &actor.speaks_for
            && !ids.contains(principal.as_str())
        {
            let reason = format!("{} speaks for {principal}, who is not there", actor.id);
            return Ok(Err(reason));
        }
        for member in &actor.members {
            if !members.insert(member.clone()) {
                let reason = format!("{} {} belongs to two actors", member.0, member.1);
                return Ok(Err(reason));
            }
        }
    }
    let mut query = conn.prepare_cached(
        "SELECT document, speaker FROM statement WHERE speaker IS NOT NULL
         UNION SELECT document, number FROM statement_speaks_for ORDER BY 1, 2",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let referred: (String, usize) = (row.get(0)?, row.get(1)?);
        if !members.contains(&referred) {
            let reason = format!("{} {} belongs to no actor", referred.0, referred.1);
            return Ok(Err(reason));
        }
    }
    recorded::check(conn, record, &ids)
}

fn store(tx: &Connection, record: &Record) -> rusqlite::Result<()> {
    tx.execute_batch("DELETE FROM actor; DELETE FROM copy; DELETE FROM record_row;")?;
    for actor in &record.actors {
        store_actor(tx, actor)?;
    }
    for copy in &record.copies {
        tx.prepare_cached("INSERT INTO copy (document, of, score) VALUES (?, ?, ?)")?
            .execute(params![copy.document, copy.of, copy.score])?;
    }
    recorded::store(tx, record)
}

fn store_actor(tx: &Connection, actor: &Actor) -> rusqlite::Result<()> {
    let why = serde_json::to_string(&actor.why)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    tx.prepare_cached(
        "INSERT INTO actor (id, kind, name, speaks_for, why) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![
        actor.id,
        actor.kind.as_str(),
        actor.name,
        actor.speaks_for,
        why
    ])?;
    for (position, alias) in actor.aliases.iter().enumerate() {
        tx.prepare_cached("INSERT INTO actor_alias VALUES (?, ?, ?)")?
            .execute(params![actor.id, position, alias])?;
    }
    for (position, role) in actor.roles.iter().enumerate() {
        tx.prepare_cached(
            "INSERT INTO actor_role (actor, position, title, of, first_seen, last_seen)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            actor.id,
            position,
            role.title,
            role.of,
            role.first_seen.map(|d| d.to_string()),
            role.last_seen.map(|d| d.to_string())
        ])?;
    }
    for (document, number) in &actor.members {
        tx.prepare_cached("INSERT INTO actor_member (document, number, actor) VALUES (?, ?, ?)")?
            .execute(params![document, number, actor.id])?;
    }
    Ok(())
}

fn journal_change(tx: &Connection, record: &Record) -> rusqlite::Result<()> {
    let record_sha256 = digest::record(tx)?;
    if journal::last_record(tx)?.as_ref() == Some(&record_sha256) {
        return Ok(());
    }
    let event = RecordMade {
        actors: record.actors.len(),
        copies: record.copies.len(),
        record_sha256,
        rows: RowType::ALL
            .iter()
            .map(|t| (t.as_str().to_owned(), recorded::count(record, *t)))
            .collect(),
    };
    journal::append(tx, &Event::RecordMade(event))
}
