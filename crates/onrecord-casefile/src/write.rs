//! Adding documents: one transaction each, journal entry included.

use crate::digest::Digests;
use crate::error::{Error, Result};
use crate::journal::{self, Event, PathAdded, Reanalysed, Received};
use crate::{CaseFile, analysis, validate};
use onrecord_core::statement::Analysis;
use onrecord_core::{Document, Reader};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;

/// Compression of originals: pages shrink to about a fifth, at a few hundred megabytes a second.
const ZSTD_LEVEL: i32 = 6;

/// A document with what was read from it.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// The document as the reader made it.
    pub document: &'a Document,
    /// The bytes it was made from.
    pub original: &'a [u8],
    /// Where they were found, relative to the folder given to `build`.
    pub path: &'a str,
    /// Its statements and actors.
    pub analysis: &'a Analysis,
    /// What made the analysis: tagger and program version. Anything that may change the analysis changes it.
    pub analysis_version: &'a str,
}

/// What adding a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The bytes were not in the case.
    New,
    /// Nothing: bytes, path, reader and analysis were known.
    Known,
    /// Known bytes, read and analysed the same way, got another path.
    PathAdded,
    /// Known bytes were read or analysed by another version: what was derived is replaced, the original kept.
    Reanalysed,
}

/// What the case knows of some bytes, told from their hash alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Never seen: read, analyse and [`CaseFile::add_document`].
    Unknown,
    /// Nothing to do.
    Known {
        /// The document's id.
        document: String,
    },
    /// Only the path is new: [`CaseFile::add_path`] is enough.
    NewPath {
        /// The document's id.
        document: String,
    },
    /// Read or analysed by another version: do both again and [`CaseFile::add_document`].
    Outdated {
        /// The document's id.
        document: String,
    },
}

impl CaseFile {
    /// What the case knows of the bytes with hash `sha256` found at `path`, if
    /// they are to be read by `reader` and analysed by `analysis_version`.
    ///
    /// Cheap: one look-up, so that a build can skip what it has.
    pub fn status(
        &self,
        sha256: &str,
        path: &str,
        reader: &Reader,
        analysis_version: &str,
    ) -> Result<Status> {
        self.sql(status(&self.conn, sha256, path, reader, analysis_version))
    }

    /// Notes that the bytes of `document` were also found at `path`.
    pub fn add_path(&mut self, document: &str, path: &str) -> Result<Added> {
        let Self { conn, path: file } = self;
        let tx = begin(conn, file)?;
        let known = tx
            .prepare_cached("SELECT 1 FROM document WHERE id = ?")
            .and_then(|mut query| query.exists([document]))
            .map_err(|error| Error::sqlite(file, error))?;
        if !known {
            return Err(Error::NoSuchDocument {
                path: file.clone(),
                id: document.to_string(),
            });
        }
        insert_path(&tx, document, path)
            .and_then(|added| tx.commit().map(|()| added))
            .map(|added| {
                if added {
                    Added::PathAdded
                } else {
                    Added::Known
                }
            })
            .map_err(|error| Error::sqlite(file, error))
    }

    /// Takes a document into the case: all of it, or on any error none of it.
    pub fn add_document(&mut self, new: &NewDocument<'_>) -> Result<Added> {
        validate::check(new)?;
        let Self { conn, path: file } = self;
        let sql = |error| Error::sqlite(file, error);
        let tx = begin(conn, file)?;
        let document = new.document;
        let status = status(
            &tx,
            &document.sha256,
            new.path,
            &document.reader,
            new.analysis_version,
        );
        let added = match status.map_err(sql)? {
            Status::Known { .. } => return Ok(Added::Known),
            Status::NewPath { document } => {
                insert_path(&tx, &document, new.path).map_err(sql)?;
                Added::PathAdded
            }
            Status::Outdated { document } => {
                analysis::delete(&tx, &document).map_err(sql)?;
                update_document(&tx, new).map_err(sql)?;
                analysis::insert(&tx, new, file)?;
                journal_reanalysed(&tx, new).map_err(sql)?;
                insert_path(&tx, &document, new.path).map_err(sql)?;
                Added::Reanalysed
            }
            Status::Unknown => {
                refuse_id_collision(&tx, new, file)?;
                insert_document(&tx, new).map_err(sql)?;
                analysis::insert(&tx, new, file)?;
                journal_received(&tx, new).map_err(sql)?;
                Added::New
            }
        };
        if added != Added::PathAdded {
            mark_changed(&tx).map_err(sql)?;
        }
        tx.commit().map_err(sql)?;
        Ok(added)
    }
}

/// Takes the write lock at once: a transaction that finds it taken only half
/// way through cannot wait, it has to be thrown away.
pub(crate) fn begin<'c>(conn: &'c mut Connection, file: &Path) -> Result<Transaction<'c>> {
    conn.transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| Error::sqlite(file, error))
}

fn status(
    conn: &Connection,
    sha256: &str,
    path: &str,
    reader: &Reader,
    analysis_version: &str,
) -> rusqlite::Result<Status> {
    let found: Option<(String, bool, bool)> = conn
        .prepare_cached(
            "SELECT id,
                 (reader, reader_version, analysis_version) = (?3, ?4, ?5),
                 EXISTS (SELECT 1 FROM document_path WHERE document = id AND path = ?2)
             FROM document WHERE sha256 = ?1",
        )?
        .query_row(
            params![sha256, path, reader.name, reader.version, analysis_version],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    Ok(match found {
        None => Status::Unknown,
        Some((document, false, _)) => Status::Outdated { document },
        Some((document, true, true)) => Status::Known { document },
        Some((document, true, false)) => Status::NewPath { document },
    })
}

fn refuse_id_collision(tx: &Connection, new: &NewDocument<'_>, file: &Path) -> Result<()> {
    let taken = tx
        .prepare_cached("SELECT 1 FROM document WHERE id = ?")
        .and_then(|mut query| query.exists([&new.document.id]))
        .map_err(|error| Error::sqlite(file, error))?;
    if taken {
        return Err(Error::IdCollision {
            path: file.to_path_buf(),
            kind: "document",
            id: new.document.id.clone(),
            document: new.path.to_string(),
        });
    }
    Ok(())
}

fn insert_document(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<()> {
    let document = new.document;
    tx.prepare_cached(
        "INSERT INTO document (id, sha256, sha1, size, media_type, reader, reader_version,
             analysis_version, text_sha256, text)
         VALUES (?, ?, ?, ?, '', '', '', '', '', '')",
    )?
    .execute(params![
        document.id,
        document.sha256,
        document.sha1,
        new.original.len(),
    ])?;
    update_document(tx, new)?;
    let compressed = zstd::encode_all(new.original, ZSTD_LEVEL)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    tx.prepare_cached("INSERT INTO original (document, zstd) VALUES (?, ?)")?
        .execute(params![document.id, compressed])?;
    tx.prepare_cached("INSERT INTO document_path (document, path) VALUES (?, ?)")?
        .execute([&document.id, new.path])?;
    Ok(())
}

/// Sets every column that depends on the reader or the analysis.
fn update_document(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<()> {
    let document = new.document;
    let metadata = &document.metadata;
    tx.prepare_cached(
        "UPDATE document SET media_type = ?2, reader = ?3, reader_version = ?4,
             analysis_version = ?5, title = ?6, publisher = ?7, byline = ?8, published = ?9,
             updated = ?10, language = ?11, url = ?12, text_sha256 = ?13, text = ?14
         WHERE id = ?1",
    )?
    .execute(params![
        document.id,
        document.media_type,
        document.reader.name,
        document.reader.version,
        new.analysis_version,
        metadata.title,
        metadata.publisher,
        metadata.byline,
        metadata.published,
        metadata.updated,
        metadata.language,
        metadata.url,
        document.text_sha256,
        document.text,
    ])?;
    Ok(())
}

/// Adds the path with its journal entry, unless it is there already; says whether it was added.
fn insert_path(tx: &Connection, document: &str, path: &str) -> rusqlite::Result<bool> {
    let added = tx
        .prepare_cached("INSERT OR IGNORE INTO document_path (document, path) VALUES (?, ?)")?
        .execute([document, path])?;
    if added > 0 {
        let event = PathAdded {
            document: document.to_string(),
            path: path.to_string(),
        };
        journal::append(tx, &Event::PathAdded(event))?;
    }
    Ok(added > 0)
}

fn journal_received(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<()> {
    let document = new.document;
    let event = Received {
        document: document.id.clone(),
        path: new.path.to_string(),
        reading: reading(tx, new)?,
        sha1: document.sha1.clone(),
        sha256: document.sha256.clone(),
        size: new.original.len() as u64,
    };
    journal::append(tx, &Event::Received(event))
}

fn journal_reanalysed(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<()> {
    let event = Reanalysed {
        document: new.document.id.clone(),
        reading: reading(tx, new)?,
    };
    journal::append(tx, &Event::Reanalysed(event))
}

fn reading(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<journal::Reading> {
    let document = new.document;
    Ok(journal::Reading {
        actors: new.analysis.actors.len(),
        analysis_version: new.analysis_version.to_string(),
        digests: Digests::of(tx, &document.id)?,
        media_type: document.media_type.clone(),
        reader: document.reader.name.clone(),
        reader_version: document.reader.version.clone(),
        statements: new.analysis.statements.len(),
        text_sha256: document.text_sha256.clone(),
    })
}

/// The record across documents no longer covers them all.
fn mark_changed(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute("UPDATE state SET revision = revision + 1", [])?;
    Ok(())
}
