//! Reading documents and actors back.

use crate::error::{Error, Result};
use crate::rows::{ActorRef, ActorRow, DocumentRow};
use crate::{CaseFile, JournalHead, journal};
use onrecord_core::record::{SeenRole, Why};
use onrecord_core::statement::{ActorKind, DocumentActor, Role};
use onrecord_core::{Block, BlockKind, CharIndex, CharSpan, Document, Metadata, Reader, Span};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::io::Read;

/// Columns that [`metadata`] reads, from document `d`.
pub(crate) const METADATA_COLUMNS: &str =
    "d.title, d.publisher, d.byline, d.published, d.updated, d.language, d.url";

impl CaseFile {
    /// All documents, ordered by path, then id.
    pub fn documents(&self) -> Result<Vec<DocumentRow>> {
        self.sql(document_rows(&self.conn, None))
    }

    /// The row of one document.
    pub fn document_row(&self, id: &str) -> Result<DocumentRow> {
        let mut rows = self.sql(document_rows(&self.conn, Some(id)))?;
        rows.pop().ok_or_else(|| self.no_such_document(id))
    }

    /// One document as its reader made it: text, blocks, pages, metadata.
    pub fn document(&self, id: &str) -> Result<Document> {
        match document(&self.conn, id) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(self.no_such_document(id)),
            found => self.sql(found),
        }
    }

    /// The original bytes of a document, as they were received.
    pub fn original(&self, id: &str) -> Result<Vec<u8>> {
        match original(&self.conn, id) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(self.no_such_document(id)),
            found => self.sql(found),
        }
    }

    /// All actors of the case, ordered by name, then id.
    pub fn actors(&self) -> Result<Vec<ActorRow>> {
        self.sql(actor_rows(&self.conn, None))
    }

    /// The actor of the case with this id.
    pub fn actor(&self, id: &str) -> Result<Option<ActorRow>> {
        Ok(self.sql(actor_rows(&self.conn, Some(id)))?.pop())
    }

    /// The last entry of the journal.
    pub fn journal_head(&self) -> Result<JournalHead> {
        self.sql(journal::head(&self.conn))?
            .ok_or_else(|| Error::Damaged {
                path: self.path.clone(),
                what: "its journal is empty".to_string(),
            })
    }

    /// The number of the last entry that is not a judgement: what was read and compared is the same
    /// as long as this is.
    pub fn last_reading(&self) -> Result<u64> {
        self.sql(self.conn.query_row(
            "SELECT max(seq) FROM journal WHERE kind NOT IN ('judged', 'undone')",
            [],
            |row| row.get(0),
        ))
    }

    fn no_such_document(&self, id: &str) -> Error {
        Error::NoSuchDocument {
            path: self.path.clone(),
            id: id.to_string(),
        }
    }
}

/// A stored value that this program never writes.
pub(crate) fn damaged(what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.into())
}

/// Reads a value stored by its name.
pub(crate) fn named<T>(
    name: &str,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    parse(name).ok_or_else(|| damaged(format!("`{name}` is no {what}")))
}

/// A span from its two columns, the first of which is `column`.
pub(crate) fn char_span(row: &Row<'_>, column: usize) -> rusqlite::Result<CharSpan> {
    Ok(CharSpan {
        start: row.get(column)?,
        end: row.get(column + 1)?,
    })
}

fn byte_span(index: &CharIndex<'_>, span: CharSpan) -> rusqlite::Result<Span> {
    index
        .byte_span(span)
        .ok_or_else(|| damaged(format!("a span at {span:?} lies outside its text")))
}

pub(crate) fn metadata(row: &Row<'_>, first: usize) -> rusqlite::Result<Metadata> {
    Ok(Metadata {
        title: row.get(first)?,
        publisher: row.get(first + 1)?,
        byline: row.get(first + 2)?,
        published: row.get(first + 3)?,
        updated: row.get(first + 4)?,
        language: row.get(first + 5)?,
        url: row.get(first + 6)?,
    })
}

/// All rows or the one with `id`, which is ?1; two conditions, so that the index of ids is used.
fn chosen(column: &str, id: Option<&str>) -> String {
    match id {
        Some(_) => format!("{column} = ?1"),
        None => "?1 IS NULL".to_owned(),
    }
}

/// The documents, ordered by path, then id; or the one with this id.
fn document_rows(conn: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<DocumentRow>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT d.id, d.sha256, d.sha1, d.size, d.media_type, d.reader, d.reader_version,
             d.analysis_version, length(d.text),
             (SELECT nullif(count(*), 0) FROM page WHERE document = d.id),
             (SELECT count(*) FROM statement WHERE document = d.id),
             (SELECT of FROM copy WHERE document = d.id),
             {METADATA_COLUMNS}
         FROM document d WHERE {}
         ORDER BY (SELECT min(path) FROM document_path WHERE document = d.id), d.id",
        chosen("d.id", id)
    ))?;
    let rows = query.query_map([id], |row| {
        let id: String = row.get(0)?;
        Ok(DocumentRow {
            paths: paths(conn, &id)?,
            id,
            sha256: row.get(1)?,
            sha1: row.get(2)?,
            size: row.get(3)?,
            media_type: row.get(4)?,
            reader: Reader {
                name: row.get(5)?,
                version: row.get(6)?,
            },
            analysis_version: row.get(7)?,
            characters: row.get(8)?,
            pages: row.get(9)?,
            statements: row.get(10)?,
            copy_of: row.get(11)?,
            metadata: metadata(row, 12)?,
        })
    })?;
    rows.collect()
}

/// Every document's id, sorted.
pub(crate) fn document_ids(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached("SELECT id FROM document ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Every path of a document, sorted.
pub(crate) fn paths(conn: &Connection, document: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached("SELECT path FROM document_path WHERE document = ? ORDER BY path")?
        .query_map([document], |row| row.get(0))?
        .collect()
}

/// One document as its reader made it.
pub(crate) fn document(conn: &Connection, id: &str) -> rusqlite::Result<Document> {
    let mut document = conn
        .prepare_cached(&format!(
            "SELECT d.id, d.sha256, d.sha1, d.media_type, d.reader, d.reader_version,
                 d.text_sha256, d.text, {METADATA_COLUMNS}
             FROM document d WHERE d.id = ?"
        ))?
        .query_row([id], |row| {
            Ok(Document {
                id: row.get(0)?,
                sha256: row.get(1)?,
                sha1: row.get(2)?,
                media_type: row.get(3)?,
                reader: Reader {
                    name: row.get(4)?,
                    version: row.get(5)?,
                },
                text_sha256: row.get(6)?,
                text: row.get(7)?,
                metadata: metadata(row, 8)?,
                blocks: Vec::new(),
                pages: Vec::new(),
            })
        })?;
    let index = CharIndex::new(&document.text);
    let blocks = blocks(conn, id, &index)?;
    let pages = pages(conn, id, &index)?;
    document.blocks = blocks;
    document.pages = pages;
    Ok(document)
}

fn blocks(conn: &Connection, id: &str, index: &CharIndex<'_>) -> rusqlite::Result<Vec<Block>> {
    conn.prepare_cached(
        "SELECT kind, page, start, end FROM block WHERE document = ? ORDER BY position",
    )?
    .query_map([id], |row| {
        let kind: String = row.get(0)?;
        Ok(Block {
            kind: named(&kind, "kind of block", BlockKind::from_name)?,
            page: row.get(1)?,
            span: byte_span(index, char_span(row, 2)?)?,
        })
    })?
    .collect()
}

fn pages(
    conn: &Connection,
    id: &str,
    index: &CharIndex<'_>,
) -> rusqlite::Result<Vec<(usize, u32)>> {
    conn.prepare_cached("SELECT start, number FROM page WHERE document = ? ORDER BY position")?
        .query_map([id], |row| {
            let start = index
                .to_byte(row.get(0)?)
                .ok_or_else(|| damaged("a page starts outside its text".to_string()))?;
            Ok((start, row.get(1)?))
        })?
        .collect()
}

/// The original bytes of a document.
pub(crate) fn original(conn: &Connection, id: &str) -> rusqlite::Result<Vec<u8>> {
    let (compressed, size): (Vec<u8>, u64) = conn
        .prepare_cached(
            "SELECT zstd, size FROM original JOIN document ON document.id = document
             WHERE document = ?",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Never more than the size once received, whatever a damaged frame unpacks to.
    let mut bytes = Vec::new();
    zstd::Decoder::new(compressed.as_slice())
        .and_then(|decoder| decoder.take(size + 1).read_to_end(&mut bytes))
        .map_err(|error| damaged(format!("the original of {id} does not unpack: {error}")))?;
    Ok(bytes)
}

/// The actors of one document with byte spans, as its analysis gave them.
pub(crate) fn document_actors(
    conn: &Connection,
    document: &str,
    index: &CharIndex<'_>,
) -> rusqlite::Result<Vec<DocumentActor>> {
    let mut actors: Vec<DocumentActor> = conn
        .prepare_cached(
            "SELECT kind, name, speaks_for FROM document_actor
             WHERE document = ? ORDER BY number",
        )?
        .query_map([document], |row| {
            let kind: String = row.get(0)?;
            Ok(DocumentActor {
                kind: named(&kind, "kind of actor", ActorKind::from_name)?,
                name: row.get(1)?,
                speaks_for: row.get(2)?,
                aliases: Vec::new(),
                roles: Vec::new(),
                mentions: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (number, actor) in actors.iter_mut().enumerate() {
        let key = params![document, number];
        actor.aliases = conn
            .prepare_cached(
                "SELECT alias FROM document_actor_alias
                 WHERE document = ? AND number = ? ORDER BY position",
            )?
            .query_map(key, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        actor.roles = conn
            .prepare_cached(
                "SELECT title, of FROM document_actor_role
                 WHERE document = ? AND number = ? ORDER BY position",
            )?
            .query_map(key, role)?
            .collect::<rusqlite::Result<_>>()?;
        actor.mentions = conn
            .prepare_cached(
                "SELECT start, end FROM mention
                 WHERE document = ? AND number = ? ORDER BY position",
            )?
            .query_map(key, |row| byte_span(index, char_span(row, 0)?))?
            .collect::<rusqlite::Result<_>>()?;
    }
    Ok(actors)
}

fn role(row: &Row<'_>) -> rusqlite::Result<Role> {
    Ok(Role {
        title: row.get(0)?,
        of: row.get(1)?,
    })
}

/// All actors of the case, ordered by name, then id; or the one with this id.
pub(crate) fn actor_rows(conn: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<ActorRow>> {
    conn.prepare_cached(&format!(
        "SELECT a.id, a.kind, a.name, a.speaks_for, b.name,
             (SELECT count(*) FROM actor_member m JOIN statement s
                  ON s.document = m.document AND s.speaker = m.number
              WHERE m.actor = a.id),
             (SELECT count(DISTINCT document) FROM actor_member WHERE actor = a.id), a.why
         FROM actor a LEFT JOIN actor b ON b.id = a.speaks_for
         WHERE {}
         ORDER BY a.name, a.id",
        chosen("a.id", id)
    ))?
    .query_map([id], |row| {
        let id: String = row.get(0)?;
        let kind: String = row.get(1)?;
        let principal: Option<String> = row.get(3)?;
        Ok(ActorRow {
            kind: named(&kind, "kind of actor", ActorKind::from_name)?,
            name: row.get(2)?,
            speaks_for: principal
                .map(|id| {
                    Ok::<_, rusqlite::Error>(ActorRef {
                        id: Some(id),
                        name: row.get(4)?,
                    })
                })
                .transpose()?,
            aliases: actor_aliases(conn, &id)?,
            roles: actor_roles(conn, &id)?,
            statements: row.get(5)?,
            documents: row.get(6)?,
            why: why(&row.get::<_, String>(7)?)?,
            id,
        })
    })?
    .collect()
}

fn why(json: &str) -> rusqlite::Result<Vec<Why>> {
    serde_json::from_str(json)
        .map_err(|error| damaged(format!("why an actor is one cannot be read: {error}")))
}

fn actor_aliases(conn: &Connection, actor: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached("SELECT alias FROM actor_alias WHERE actor = ? ORDER BY position")?
        .query_map([actor], |row| row.get(0))?
        .collect()
}

fn actor_roles(conn: &Connection, actor: &str) -> rusqlite::Result<Vec<SeenRole>> {
    let date = |text: Option<String>| text.and_then(|date| date.parse().ok());
    conn.prepare_cached(
        "SELECT title, of, first_seen, last_seen FROM actor_role WHERE actor = ? ORDER BY position",
    )?
    .query_map([actor], |row| {
        Ok(SeenRole {
            title: row.get(0)?,
            of: row.get(1)?,
            first_seen: date(row.get(2)?),
            last_seen: date(row.get(3)?),
        })
    })?
    .collect()
}

/// The document a copy repeats.
pub(crate) fn copy_of(conn: &Connection, document: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT of FROM copy WHERE document = ?")?
        .query_row([document], |row| row.get(0))
        .optional()
}
