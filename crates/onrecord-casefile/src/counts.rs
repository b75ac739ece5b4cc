//! What is counted over the whole case; who shows it keeps it until the case changes.

use crate::CaseFile;
use crate::error::Result;
use crate::statements::{Condition, StatementFilter};
use rusqlite::params_from_iter;

/// Every statement with who says it: as a person decided, else as it was read.
const SAID: &str =
    "SELECT s.document, CASE WHEN l.speaker IS NULL THEN m.actor ELSE l.actor END AS actor
    FROM statement s
    LEFT JOIN actor_member m ON m.document = s.document AND m.number = s.speaker
    LEFT JOIN laid_row l ON l.id = s.id WHERE";

impl CaseFile {
    /// Number of documents.
    pub fn documents_count(&self) -> Result<usize> {
        self.total("document")
    }

    /// Ids of what was answered, what was answered most often first.
    pub fn answered_points(&self) -> Result<Vec<String>> {
        let query = "SELECT json ->> 'to' AS point FROM record_row WHERE type = 'response'
             GROUP BY point ORDER BY count(*) DESC, point";
        self.ids(query, Vec::new())
    }

    /// Actors who speak for another by their post, each with that other.
    pub fn principals(&self) -> Result<Vec<(String, String)>> {
        let read = || {
            self.conn
                .prepare_cached("SELECT id, speaks_for FROM actor WHERE speaks_for IS NOT NULL")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        self.sql(read())
    }

    /// The actors who speak, by their number of statements that pass `shown`, most first: ids with
    /// that number. What persons decided is counted, and those they hold to be one are one.
    pub fn speakers(&self, shown: &StatementFilter) -> Result<Vec<(String, usize)>> {
        let condition = Condition::of(shown);
        let of = condition.sql();
        let query = format!(
            "SELECT coalesce(o.one, said.actor) AS who, count(*) FROM ({SAID} {of}) said
             LEFT JOIN laid_actor o ON o.actor = said.actor
             WHERE said.actor IS NOT NULL GROUP BY who
             ORDER BY 2 DESC, (SELECT name FROM actor WHERE id = who), who"
        );
        let read = || {
            self.conn
                .prepare_cached(&query)?
                .query_map(params_from_iter(&condition.values), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect()
        };
        self.sql(read())
    }

    /// Days on which documents were published, each with the actors who speak in them, as
    /// [`CaseFile::speakers`] counts them, and the number of their statements; those of which nobody
    /// knows who speaks have no actor.
    pub fn statements_by_day(
        &self,
        shown: &StatementFilter,
    ) -> Result<Vec<(String, Option<String>, usize)>> {
        let condition = Condition::of(shown);
        let of = condition.sql();
        let query = format!(
            "SELECT substr(d.published, 1, 10), coalesce(o.one, said.actor) AS who, count(*)
             FROM ({SAID} {of}) said JOIN document d ON d.id = said.document
             LEFT JOIN laid_actor o ON o.actor = said.actor
             WHERE d.published IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        );
        let read = || {
            self.conn
                .prepare_cached(&query)?
                .query_map(params_from_iter(&condition.values), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect()
        };
        self.sql(read())
    }

    /// Days with the number of events on them.
    pub fn events_by_day(&self) -> Result<Vec<(String, usize)>> {
        let read = || {
            self.conn
                .prepare_cached(
                    "SELECT json ->> 'date', count(*) FROM record_row
                     WHERE type = 'event' GROUP BY 1 ORDER BY 1",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        self.sql(read())
    }
}
