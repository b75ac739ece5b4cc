//! Reading figures back.

use crate::CaseFile;
use crate::error::Result;
use crate::read::{char_span, damaged};
use crate::rows::FigureRow;
use onrecord_core::CharIndex;
use rusqlite::{Connection, Row};

impl CaseFile {
    /// The figures of the case, or of the document with this id, ordered by document (its path,
    /// then its id), then position.
    pub fn figures(&self, document: Option<&str>) -> Result<Vec<FigureRow>> {
        let order = "ORDER BY path, f.document, f.position";
        self.sql(figures(&self.conn, document, order))
    }

    /// The figure with this id.
    pub fn figure(&self, id: &str) -> Result<Option<FigureRow>> {
        Ok(self
            .sql(figures_where(&self.conn, "f.id = ?1", Some(id)))?
            .pop())
    }
}

/// Of one document or of all, in the given order.
pub(crate) fn figures(
    conn: &Connection,
    document: Option<&str>,
    order: &str,
) -> rusqlite::Result<Vec<FigureRow>> {
    let chosen = format!("(?1 IS NULL OR f.document = ?1) {order}");
    figures_where(conn, &chosen, document)
}

/// Those that `rest` of the query selects, whose ?1 is `value`.
fn figures_where(
    conn: &Connection,
    rest: &str,
    value: Option<&str>,
) -> rusqlite::Result<Vec<FigureRow>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT f.id, f.document,
             (SELECT min(path) FROM document_path WHERE document = f.document) AS path,
             f.start, f.end, f.value, f.unit, f.comparator, f.measure,
             (SELECT id FROM record_reference WHERE target = f.id AND type = 'work')
         FROM figure f WHERE {rest}"
    ))?;
    let mut rows = query
        .query_map([value], figure)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for figures in rows.chunk_by_mut(|a, b| a.document == b.document) {
        let text: String = conn
            .prepare_cached("SELECT text FROM document WHERE id = ?")?
            .query_row([&figures[0].document], |text| text.get(0))?;
        let index = CharIndex::new(&text);
        for row in figures {
            let bytes = index.byte_span(row.span);
            let outside = || damaged(format!("figure {} lies outside its text", row.id));
            row.text = bytes.ok_or_else(outside)?.of(&text).to_owned();
        }
    }
    Ok(rows)
}

fn figure(row: &Row<'_>) -> rusqlite::Result<FigureRow> {
    Ok(FigureRow {
        id: row.get(0)?,
        document: row.get(1)?,
        path: row.get(2)?,
        span: char_span(row, 3)?,
        text: String::new(),
        value: row.get(5)?,
        unit: row.get(6)?,
        comparator: row.get(7)?,
        measure: row.get(8)?,
        holder: row.get(9)?,
    })
}
