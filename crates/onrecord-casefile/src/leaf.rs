//! What each document brings to the record, stored so that the record can be
//! made again without reading the texts.

use crate::read::{self, damaged};
use crate::write::NewDocument;
use onrecord_core::CharIndex;
use onrecord_core::record::leaf::Named;
use onrecord_core::record::{Entry, Leaf};
use onrecord_core::statement::DocumentActor;
use rusqlite::{Connection, OptionalExtension, params};

/// Leaves are read more often than written; a low level reads as fast.
const ZSTD_LEVEL: i32 = 3;
/// No leaf of a real document comes near.
const LARGEST: usize = 1 << 30;

fn named(actor: &DocumentActor, index: &CharIndex<'_>) -> Named {
    Named {
        at: actor
            .mentions
            .first()
            .map_or((0, 0).into(), |span| index.char_span(*span)),
        state: None,
        kind: actor.kind,
        name: actor.name.clone(),
        aliases: actor.aliases.clone(),
        roles: actor.roles.clone(),
        speaks_for: actor.speaks_for,
    }
}

pub(crate) fn insert(tx: &Connection, new: &NewDocument<'_>) -> rusqlite::Result<()> {
    let failed = |error: std::io::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let mut leaf = std::borrow::Cow::Borrowed(&new.analysis.leaf);
    // Statements made without a leaf still have actors, who must be in the record.
    if leaf.actors.len() != new.analysis.actors.len() {
        let index = CharIndex::new(&new.document.text);
        let actors = new.analysis.actors.iter();
        leaf.to_mut().actors = actors.map(|actor| named(actor, &index)).collect();
    }
    let json = serde_json::to_vec(leaf.as_ref()).map_err(|e| failed(e.into()))?;
    let compressed = zstd::encode_all(json.as_slice(), ZSTD_LEVEL).map_err(failed)?;
    tx.prepare_cached("INSERT INTO leaf (document, zstd) VALUES (?, ?)")?
        .execute(params![new.document.id, compressed])?;
    Ok(())
}

/// One document as the record is made of it.
pub(crate) fn entry(conn: &Connection, document: &str) -> rusqlite::Result<Entry> {
    let publisher = conn
        .prepare_cached("SELECT publisher FROM document WHERE id = ?")?
        .query_row([document], |row| row.get(0))?;
    Ok(Entry {
        document: document.to_owned(),
        publisher,
        statements: ids(conn, "statement", document)?,
        figures: ids(conn, "figure", document)?,
        leaf: match stored(conn, document)? {
            Some(leaf) => leaf,
            None => before_format_3(conn, document)?,
        },
    })
}

fn ids(conn: &Connection, table: &str, document: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached(&format!(
        "SELECT id FROM {table} WHERE document = ? ORDER BY position"
    ))?
    .query_map([document], |row| row.get(0))?
    .collect()
}

fn stored(conn: &Connection, document: &str) -> rusqlite::Result<Option<Leaf>> {
    let compressed: Option<Vec<u8>> = conn
        .prepare_cached("SELECT zstd FROM leaf WHERE document = ?")?
        .query_row([document], |row| row.get(0))
        .optional()?;
    let Some(compressed) = compressed else {
        return Ok(None);
    };
    let unreadable = |error: String| {
        damaged(format!(
            "what {document} brings to the record cannot be read: {error}"
        ))
    };
    let json = zstd::bulk::decompress(&compressed, capacity(&compressed))
        .map_err(|e| unreadable(e.to_string()))?;
    serde_json::from_slice(&json)
        .map(Some)
        .map_err(|e| unreadable(e.to_string()))
}

/// The unpacked size a frame tells, or more than enough.
fn capacity(frame: &[u8]) -> usize {
    let told = zstd::zstd_safe::get_frame_content_size(frame)
        .ok()
        .flatten();
    told.and_then(|size| usize::try_from(size).ok())
        .unwrap_or(64 << 20)
        .min(LARGEST)
}

/// A document read before leaves were kept: its actors alone, until the next build reads it again.
fn before_format_3(conn: &Connection, document: &str) -> rusqlite::Result<Leaf> {
    let text = read::document(conn, document)?;
    let index = CharIndex::new(&text.text);
    let actors = read::document_actors(conn, document, &index)?;
    let named = actors.iter().map(|actor| named(actor, &index));
    Ok(Leaf {
        published: text
            .metadata
            .published
            .as_deref()
            .and_then(|d| d.parse().ok()),
        actors: named.collect(),
        ..Leaf::default()
    })
}
