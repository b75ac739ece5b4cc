//! Parts of long lists, for pages that never load everything at once.

use crate::CaseFile;
use crate::error::Result;
use crate::recorded::Recorded;
use crate::rows::{DocumentRow, StatementRow};
use crate::statements::{Condition, StatementFilter};
use onrecord_core::record::{Discrepancy, Event, Lineup, Recommendation, Work};

/// Which part of a list: so many rows from a place on, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Rows before it.
    pub from: usize,
    /// Rows in it, at most.
    pub count: usize,
}

impl Part {
    pub(crate) fn sql(self) -> String {
        format!("LIMIT {} OFFSET {}", self.count, self.from)
    }
}

/// A part of a list, with how long all of it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows of the part.
    pub rows: Vec<T>,
    /// Rows of the whole list.
    pub total: usize,
}

/// Of the differences those that are discrepancies.
pub(crate) const DISCREPANCY: &str = "json ->> 'judged' IN ('conflict', 'update')";

impl CaseFile {
    /// A part of the documents that repeat no other, in the order of publication; the undated last.
    pub fn originals_page(&self, part: Part) -> Result<Page<DocumentRow>> {
        let originals = "FROM document d WHERE d.id NOT IN (SELECT document FROM copy)";
        let order = "ORDER BY d.published IS NULL, d.published, d.id";
        let query = format!("SELECT d.id {originals} {order} {}", part.sql());
        let ids = self.ids(&query, Vec::new())?;
        let rows: Result<Vec<DocumentRow>> = ids.iter().map(|id| self.document_row(id)).collect();
        Ok(Page {
            rows: rows?,
            total: self.one(&format!("SELECT count(*) {originals}"), Vec::new())?,
        })
    }

    /// A part of the statements that pass `filter`: what one actor says in the order of publication,
    /// others by document.
    pub fn statements_page(
        &self,
        filter: &StatementFilter,
        part: Part,
    ) -> Result<Page<StatementRow>> {
        let condition = Condition::of(filter);
        // Which they are is asked first, so that only those of the part are put together.
        let of_somebody = filter.actor.as_ref().or(filter.speaks_for.as_ref());
        let (tables, order) = match of_somebody {
            Some(_) => (
                "statement s JOIN document d ON d.id = s.document",
                "d.published IS NULL, d.published, s.document, s.position",
            ),
            None => ("statement s", "s.document, s.position"),
        };
        let query = format!(
            "SELECT s.id FROM {tables} WHERE {} ORDER BY {order} {}",
            condition.sql(),
            part.sql()
        );
        let ids = self.ids(&query, condition.values)?;
        let found = ids.iter().map(|id| self.statement(id));
        Ok(Page {
            rows: found.filter_map(Result::transpose).collect::<Result<_>>()?,
            total: self.statements_count(filter)?,
        })
    }

    /// How many statements pass `filter`.
    pub fn statements_count(&self, filter: &StatementFilter) -> Result<usize> {
        let condition = Condition::of(filter);
        let query = format!("SELECT count(*) FROM statement s WHERE {}", condition.sql());
        self.one(&query, condition.values)
    }

    /// A part of the works, those most spoken of first.
    pub fn works_page(&self, part: Part) -> Result<Page<Work>> {
        self.record_page(
            "true",
            "json_array_length(json, '$.mentions') DESC, id",
            part,
        )
    }

    /// A part of the discrepancies; `all` gives those judged to be none too.
    pub fn discrepancies_page(&self, all: bool, part: Part) -> Result<Page<Discrepancy>> {
        let chosen = match all {
            true => "true",
            false => DISCREPANCY,
        };
        self.record_page(chosen, "json ->> 'judged', id", part)
    }

    /// A part of the recommendations, by document, in the order of the text.
    pub fn recommendations_page(&self, part: Part) -> Result<Page<Recommendation>> {
        let order = "json ->> 'document', json ->> '$.action[0][0]', id";
        self.record_page("true", order, part)
    }

    /// A part of the line-ups, the largest first.
    pub fn lineups_page(&self, part: Part) -> Result<Page<Lineup>> {
        self.record_page("true", "json ->> 'count' DESC, id", part)
    }

    /// A part of the timeline.
    pub fn events_page(&self, part: Part) -> Result<Page<Event>> {
        let order = "json ->> 'date', json ->> 'document', json ->> '$.span[0]', id";
        self.record_page("true", order, part)
    }

    fn record_page<T: Recorded>(&self, chosen: &str, order: &str, part: Part) -> Result<Page<T>> {
        let from = format!(
            "FROM record_row WHERE type = '{}' AND {chosen}",
            T::TYPE.as_str()
        );
        // Ids first: a row that is passed over is not read.
        let query = format!("SELECT id {from} ORDER BY {order} {}", part.sql());
        let ids = self.ids(&query, Vec::new())?;
        let rows = ids.iter().map(|id| self.row(id));
        Ok(Page {
            rows: rows.filter_map(Result::transpose).collect::<Result<_>>()?,
            total: self.one(&format!("SELECT count(*) {from}"), Vec::new())?,
        })
    }
}
