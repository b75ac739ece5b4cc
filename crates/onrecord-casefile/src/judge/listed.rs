//! Judgements as they are read back.

use super::row::{Judged, Judgement, TakenBack, Undone};
use crate::CaseFile;
use crate::error::Result;
use crate::journal::Event;
use crate::page::{Page, Part};
use crate::read::damaged;
use rusqlite::{Connection, Row, ToSql};

const SELECT: &str = "
    SELECT j.seq, e.at, e.payload, j.target, j.other, u.seq, u.at, u.payload, j.found, j.id
    FROM judgement j JOIN journal e ON e.seq = j.seq LEFT JOIN journal u ON u.seq = j.undone";

impl CaseFile {
    /// A part of all judgements, the last first, those taken back too.
    pub fn judgements_page(&self, part: Part) -> Result<Page<Judgement>> {
        let rest = format!("ORDER BY j.seq DESC {}", part.sql());
        Ok(Page {
            rows: self.sql(selected(&self.conn, &rest, &[]))?,
            total: self.total("judgement")?,
        })
    }

    /// The judgements on what has this id that stand, in the order they were made.
    pub fn judgements_on(&self, id: &str) -> Result<Vec<Judgement>> {
        self.sql(standing_on(&self.conn, id))
    }

    /// The judgement with this id.
    pub fn judgement(&self, id: &str) -> Result<Option<Judgement>> {
        self.sql(one(&self.conn, id))
    }

    /// Whether a person holds what has this id to be read wrongly.
    pub fn is_rejected(&self, id: &str) -> Result<bool> {
        self.sql(
            self.conn
                .prepare_cached("SELECT 1 FROM laid_row WHERE id = ? AND verdict = 'reject'")
                .and_then(|mut query| query.exists([id])),
        )
    }

    /// Ids of the rows that persons rejected: statements and rows of the record.
    pub fn rejected(&self) -> Result<Vec<String>> {
        self.ids(
            "SELECT id FROM laid_row WHERE verdict = 'reject' ORDER BY id",
            Vec::new(),
        )
    }

    /// Those whom persons hold to be one with this actor, the actor too.
    pub fn one_with(&self, actor: &str) -> Result<Vec<String>> {
        let read = || {
            self.conn
                .prepare_cached(
                    "SELECT actor FROM laid_actor
                     WHERE one = (SELECT one FROM laid_actor WHERE actor = ?1)
                     UNION SELECT ?1 ORDER BY 1",
                )?
                .query_map([actor], |row| row.get(0))?
                .collect()
        };
        self.sql(read())
    }
}

/// The judgement with this id.
pub(crate) fn one(conn: &Connection, id: &str) -> rusqlite::Result<Option<Judgement>> {
    let rest = "WHERE j.id = ?1";
    Ok(selected(conn, rest, &[&id])?.pop())
}

/// The judgements on what has this id that stand, in the order they were made.
pub(crate) fn standing_on(conn: &Connection, id: &str) -> rusqlite::Result<Vec<Judgement>> {
    let rest = "WHERE j.undone IS NULL AND j.seq IN (
        SELECT seq FROM judgement WHERE target = ?1
        UNION SELECT seq FROM judgement WHERE other = ?1) ORDER BY j.seq";
    let mut found = selected(conn, rest, &[&id])?;
    // Whom a statement is given to is told with the statement.
    found.retain(|judged| judged.on == id || judged.verdict.is_of_a_pair());
    Ok(found)
}

fn selected(
    conn: &Connection,
    rest: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<Vec<Judgement>> {
    conn.prepare_cached(&format!("{SELECT} {rest}"))?
        .query_map(values, judgement)?
        .collect()
}

fn judgement(row: &Row<'_>) -> rusqlite::Result<Judgement> {
    let seq: u64 = row.get(0)?;
    let unread = |seq: u64| damaged(format!("journal entry {seq} cannot be read"));
    let payload: String = row.get(2)?;
    let judged: Judged = serde_json::from_str(&payload).map_err(|_| unread(seq))?;
    let undone: Option<u64> = row.get(5)?;
    let undone = undone.map(|seq| {
        let payload: String = row.get(7)?;
        let Some(Event::TakenBack(TakenBack { by, .. })) = Event::parse("undone", &payload) else {
            return Err(unread(seq));
        };
        let at = row.get(6)?;
        Ok(Undone { seq, at, by })
    });
    Ok(Judgement {
        id: row.get(9)?,
        seq,
        at: row.get(1)?,
        by: judged.by,
        verdict: judged.verdict,
        on: row.get(3)?,
        other: row.get(4)?,
        text: judged.text,
        other_name: judged.other.and_then(|other| other.name),
        document: judged.on.document,
        span: judged.on.span,
        found: row.get(8)?,
        undone: undone.transpose()?,
    })
}
