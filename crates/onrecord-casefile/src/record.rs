//! The record across documents: what it is made from, and storing it.

use crate::error::{Error, Result};
use crate::journal::{self, Event, RecordMade};
use crate::{CaseFile, digest, read, write};
use onrecord_core::record::{Actor, Record};
use onrecord_core::statement::DocumentActor;
use onrecord_core::{Block, CharIndex, Metadata};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// What the record needs of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordDocument {
    /// The document's id.
    pub id: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// Its text.
    pub text: String,
    /// The running text, in order: spans in bytes of `text`.
    pub blocks: Vec<Block>,
    /// Its actors, as its analysis gave them.
    pub actors: Vec<DocumentActor>,
}

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

    /// Hands over every document, one at a time, ordered by id.
    pub fn record_input(&self, mut each: impl FnMut(RecordDocument)) -> Result<RecordBasis> {
        // One transaction, so that all documents are of one revision.
        let mut read = || {
            let tx = self.conn.unchecked_transaction()?;
            let basis = revision(&tx)?;
            for id in read::document_ids(&tx)? {
                each(record_document(&tx, &id)?);
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

fn record_document(conn: &Connection, id: &str) -> rusqlite::Result<RecordDocument> {
    let document = read::document(conn, id)?;
    let actors = read::document_actors(conn, id, &CharIndex::new(&document.text))?;
    Ok(RecordDocument {
        id: document.id,
        metadata: document.metadata,
        blocks: document
            .blocks
            .into_iter()
            .filter(|block| block.kind.is_body())
            .collect(),
        text: document.text,
        actors,
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
    Ok(Ok(()))
}

fn store(tx: &Connection, record: &Record) -> rusqlite::Result<()> {
    tx.execute_batch("DELETE FROM actor; DELETE FROM copy;")?;
    for actor in &record.actors {
        store_actor(tx, actor)?;
    }
    for copy in &record.copies {
        tx.prepare_cached("INSERT INTO copy (document, of, score) VALUES (?, ?, ?)")?
            .execute(params![copy.document, copy.of, copy.score])?;
    }
    Ok(())
}

fn store_actor(tx: &Connection, actor: &Actor) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO actor (id, kind, name, speaks_for) VALUES (?, ?, ?, ?)")?
        .execute(params![
            actor.id,
            actor.kind.as_str(),
            actor.name,
            actor.speaks_for
        ])?;
    for (position, alias) in actor.aliases.iter().enumerate() {
        tx.prepare_cached("INSERT INTO actor_alias VALUES (?, ?, ?)")?
            .execute(params![actor.id, position, alias])?;
    }
    for (position, role) in actor.roles.iter().enumerate() {
        tx.prepare_cached("INSERT INTO actor_role VALUES (?, ?, ?, ?)")?
            .execute(params![actor.id, position, role.title, role.of])?;
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
    };
    journal::append(tx, &Event::RecordMade(event))
}
