//! What an identifier, or the beginning of one, stands for.

use crate::CaseFile;
use crate::error::Result;
use rusqlite::Connection;

/// What was found under an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A document, by its full id.
    Document(String),
    /// A statement, by its full id.
    Statement(String),
    /// An actor of the case, by their full id.
    Actor(String),
    /// A figure, by its full id.
    Figure(String),
    /// Another row of the record, by its full id.
    Recorded(String),
    /// A judgement, by its full id.
    Judgement(String),
    /// Several begin so: the first of them, sorted.
    Ambiguous(Vec<String>),
    /// Nothing begins so.
    None,
}

/// So many ids are listed where several begin alike.
const LISTED: usize = 20;

impl CaseFile {
    /// What `id` stands for: a whole id, or a beginning that no other id shares.
    pub fn find(&self, id: &str) -> Result<Found> {
        let id = id.trim().to_ascii_lowercase();
        // Ids are letters and digits only; '~' sorts after all of them.
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Ok(Found::None);
        }
        let mut found = self.sql(beginning_with(&self.conn, &id))?;
        if let Some(whole) = found.iter().position(|(_, found)| *found == id) {
            found = vec![found.swap_remove(whole)];
        }
        Ok(match found.pop() {
            None => Found::None,
            Some((kind, only)) if found.is_empty() => match kind.as_str() {
                "document" => Found::Document(only),
                "statement" => Found::Statement(only),
                "figure" => Found::Figure(only),
                "actor" => Found::Actor(only),
                "judgement" => Found::Judgement(only),
                _ => Found::Recorded(only),
            },
            Some(last) => {
                found.push(last);
                Found::Ambiguous(found.into_iter().map(|(_, id)| id).collect())
            }
        })
    }
}

fn beginning_with(conn: &Connection, id: &str) -> rusqlite::Result<Vec<(String, String)>> {
    conn.prepare_cached(
        "SELECT 'actor', id FROM actor WHERE id >= ?1 AND id < ?1 || '~'
         UNION ALL SELECT 'document', id FROM document WHERE id >= ?1 AND id < ?1 || '~'
         UNION ALL SELECT 'figure', id FROM figure WHERE id >= ?1 AND id < ?1 || '~'
         UNION ALL SELECT 'judgement', id FROM judgement WHERE id >= ?1 AND id < ?1 || '~'
         UNION ALL SELECT type, id FROM record_row WHERE id >= ?1 AND id < ?1 || '~'
         UNION ALL SELECT 'statement', id FROM statement WHERE id >= ?1 AND id < ?1 || '~'
         ORDER BY 2 LIMIT ?2",
    )?
    .query_map((id, LISTED as i64), |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}
