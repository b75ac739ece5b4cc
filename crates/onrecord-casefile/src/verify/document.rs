//! Checks of one document: original, text, spans, identifiers, journal.

use super::history::Told;
use super::{Reread, StoredMeta, VerifyReport};
use crate::digest::Digests;
use crate::id::{document_id, sha1_hex, sha256_hex, statement_id};
use crate::read;
use crate::statements::role_spans;
use onrecord_core::Reader;
use rusqlite::{Connection, params};

/// The document's row, raw: nothing of it is taken for true.
struct Stored {
    sha256: String,
    sha1: String,
    size: u64,
    text_sha256: String,
    analysis_version: String,
    text: String,
    meta: StoredMeta,
}

pub(super) fn check(
    conn: &Connection,
    id: &str,
    told: Option<&Told>,
    reread: Reread<'_>,
    report: &mut VerifyReport,
) -> rusqlite::Result<()> {
    let stored = stored(conn, id)?;
    report.documents += 1;
    if id != document_id(&stored.sha256) {
        report.problem(format!("document {id}: its id does not fit its SHA-256"));
    }
    if sha256_hex(stored.text.as_bytes()) != stored.text_sha256 {
        report.problem(format!("document {id}: its text was changed"));
    }
    if let Some(original) = original(conn, id, &stored, report) {
        text_again(&original, &stored, reread, report);
    }
    spans(conn, id, stored.text.chars().count(), report)?;
    statement_ids(conn, id, &stored.sha256, report)?;
    classes(conn, id, report)?;
    match told {
        Some(told) => against_journal(conn, id, &stored, told, report)?,
        None => report.problem(format!(
            "document {id} is in the case and not in the journal"
        )),
    }
    Ok(())
}

fn stored(conn: &Connection, id: &str) -> rusqlite::Result<Stored> {
    let paths = read::paths(conn, id)?;
    conn.prepare_cached(
        "SELECT sha256, sha1, size, text_sha256, analysis_version, text, media_type, reader,
             reader_version
         FROM document WHERE id = ?",
    )?
    .query_row([id], |row| {
        Ok(Stored {
            sha256: row.get(0)?,
            sha1: row.get(1)?,
            size: row.get(2)?,
            text_sha256: row.get(3)?,
            analysis_version: row.get(4)?,
            text: row.get(5)?,
            meta: StoredMeta {
                document: id.to_string(),
                paths,
                media_type: row.get(6)?,
                reader: Reader {
                    name: row.get(7)?,
                    version: row.get(8)?,
                },
            },
        })
    })
}

/// The original bytes, if they are the ones once received.
fn original(
    conn: &Connection,
    id: &str,
    stored: &Stored,
    report: &mut VerifyReport,
) -> Option<Vec<u8>> {
    let bytes = match read::original(conn, id) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.problem(format!(
                "document {id}: its original cannot be read: {error}"
            ));
            return None;
        }
    };
    let same = sha256_hex(&bytes) == stored.sha256
        && sha1_hex(&bytes) == stored.sha1
        && bytes.len() as u64 == stored.size;
    if !same {
        report.problem(format!("document {id}: its original was changed"));
    }
    same.then_some(bytes)
}

fn text_again(original: &[u8], stored: &Stored, reread: Reread<'_>, report: &mut VerifyReport) {
    let id = &stored.meta.document;
    match reread(original, &stored.meta) {
        Ok(Some(text)) => {
            report.reread += 1;
            if text != stored.text {
                report.problem(format!(
                    "document {id}: its original, read again, gives another text"
                ));
            }
        }
        Ok(None) => report.not_reread += 1,
        Err(error) => report.problem(format!(
            "document {id}: its original cannot be read again: {error}"
        )),
    }
}

/// All spans of a document with a name for each, as `(what, start, end, whether it may be empty)`.
const SPANS: &str = "
    SELECT 'the ' || role || ' of statement ' || s.id, p.start, p.end, false
        FROM statement s JOIN statement_span p ON p.statement = s.id WHERE s.document = ?1
    UNION ALL SELECT 'the time of statement ' || id, said_on_start, said_on_end, false
        FROM statement WHERE document = ?1 AND said_on IS NOT NULL
    UNION ALL SELECT 'figure ' || id, start, end, false
        FROM figure WHERE document = ?1
    UNION ALL SELECT 'the extent of statement ' || id, start, end, false
        FROM statement WHERE document = ?1
    UNION ALL SELECT 'a mention of actor ' || number, start, end, false
        FROM mention WHERE document = ?1
    UNION ALL SELECT 'block ' || position, start, end, true
        FROM block WHERE document = ?1
    UNION ALL SELECT 'the start of page ' || number, start, start, true
        FROM page WHERE document = ?1";

fn spans(
    conn: &Connection,
    id: &str,
    characters: usize,
    report: &mut VerifyReport,
) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(SPANS)?;
    let mut rows = query.query(params![id])?;
    while let Some(row) = rows.next()? {
        let (start, end, may_be_empty): (i64, i64, bool) = (row.get(1)?, row.get(2)?, row.get(3)?);
        report.spans += 1;
        let inside = start >= 0 && usize::try_from(end).is_ok_and(|end| end <= characters);
        let filled = start < end || (may_be_empty && start == end);
        if !inside || !filled {
            let what: String = row.get(0)?;
            report.problem(format!(
                "document {id}: {what} is [{start}, {end}), in a text of {characters} characters"
            ));
        }
    }
    Ok(())
}

fn statement_ids(
    conn: &Connection,
    id: &str,
    sha256: &str,
    report: &mut VerifyReport,
) -> rusqlite::Result<()> {
    let mut query =
        conn.prepare_cached("SELECT id FROM statement WHERE document = ? ORDER BY position")?;
    let mut rows = query.query([id])?;
    while let Some(row) = rows.next()? {
        let statement: String = row.get(0)?;
        report.statements += 1;
        match role_spans(conn, &statement) {
            Ok(spans) if statement_id(sha256, &spans) == statement => {}
            Ok(_) => report.problem(format!(
                "document {id}: the spans of statement {statement} were changed"
            )),
            Err(error) => report.problem(format!(
                "document {id}: the spans of statement {statement} cannot be read: {error}"
            )),
        }
    }
    Ok(())
}

/// The class of a statement is looked up, and follows from its form and cue.
fn classes(conn: &Connection, id: &str, report: &mut VerifyReport) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(
        "SELECT s.id FROM statement s JOIN document d ON d.id = s.document
         WHERE s.document = ? AND s.class <> class_of(s.form, (
             SELECT group_concat(substr(d.text, p.start + 1, p.end - p.start), ' ' ORDER BY p.position)
             FROM statement_span p WHERE p.statement = s.id AND p.role = 'cue'))",
    )?;
    let mut rows = query.query([id])?;
    while let Some(row) = rows.next()? {
        let statement: String = row.get(0)?;
        report.problem(format!(
            "document {id}: the class of statement {statement} was changed"
        ));
    }
    Ok(())
}

/// Holds the rows of a document against what the journal says of it.
fn against_journal(
    conn: &Connection,
    id: &str,
    stored: &Stored,
    told: &Told,
    report: &mut VerifyReport,
) -> rusqlite::Result<()> {
    let reading = &told.reading;
    let digests = Digests::of(conn, id)?;
    let mut then = reading.digests.clone();
    if then.leaf.is_empty() {
        then.leaf = Digests::of(conn, "")?.leaf;
    }
    if then.details.is_empty() {
        // From before format 2: there must be none.
        then.details = Digests::of(conn, "")?.details;
    }
    let parts = digests.parts().into_iter().zip(then.parts());
    let parts = parts.map(|((part, now), (_, then))| (part, now == then));
    let columns = [
        ("SHA-256", stored.sha256 == told.sha256),
        ("SHA-1", stored.sha1 == told.sha1),
        ("size", stored.size == told.size),
        ("paths", stored.meta.paths.iter().eq(&told.paths)),
        ("media type", stored.meta.media_type == reading.media_type),
        ("reader", stored.meta.reader.name == reading.reader),
        (
            "reader version",
            stored.meta.reader.version == reading.reader_version,
        ),
        (
            "analysis version",
            stored.analysis_version == reading.analysis_version,
        ),
        ("text's SHA-256", stored.text_sha256 == reading.text_sha256),
    ];
    for (part, same) in columns.into_iter().chain(parts) {
        if !same {
            report.problem(format!("document {id}: its {part} differ from the journal"));
        }
    }
    Ok(())
}
