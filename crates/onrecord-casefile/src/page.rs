//! Parts of long lists, for pages that never load everything at once.

use crate::CaseFile;
use crate::error::Result;
use crate::read::{damaged, named};
use crate::recorded::{Recorded, RowType};
use crate::rows::{ActorBrief, DocumentRow, FigureRow, StatementRow};
use crate::statements::{Condition, StatementFilter};
use onrecord_core::statement::ActorKind;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

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

/// Every statement with who says it: as a person decided, else as it was read.
const SAID: &str =
    "SELECT s.document, CASE WHEN l.speaker IS NULL THEN m.actor ELSE l.actor END AS actor
    FROM statement s
    LEFT JOIN actor_member m ON m.document = s.document AND m.number = s.speaker
    LEFT JOIN laid_row l ON l.id = s.id WHERE";

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

    /// Ids of the documents that repeat this one, in the order of publication.
    pub fn copies_of(&self, document: &str) -> Result<Vec<String>> {
        let query = "SELECT c.document FROM copy c JOIN document d ON d.id = c.document
             WHERE c.of = ? ORDER BY d.published IS NULL, d.published, d.id";
        self.ids(query, vec![Value::Text(document.to_owned())])
    }

    /// Number of documents.
    pub fn documents_count(&self) -> Result<usize> {
        self.total("document")
    }

    /// The document in which a statement stands.
    pub fn document_of(&self, statement: &str) -> Result<Option<String>> {
        let query = "SELECT document FROM statement WHERE id = ?";
        let found = self.ids(query, vec![Value::Text(statement.to_owned())])?;
        Ok(found.into_iter().next())
    }

    /// Ids of the rows of this type that tell of what has this id, in order.
    pub fn tied_to(&self, of: RowType, id: &str) -> Result<Vec<String>> {
        let query = "SELECT id FROM record_reference WHERE target = ? AND type = ? ORDER BY id";
        self.ids(
            query,
            [id, of.as_str()]
                .map(|v| Value::Text(v.to_owned()))
                .to_vec(),
        )
    }

    /// Ids of the actors that go by exactly these words, in any case of letters; where a document is
    /// given, of those it names.
    pub fn actors_called(&self, name: &str, document: Option<&str>) -> Result<Vec<String>> {
        let called = "has_name(?1, n.name) AND has_name(n.name, ?1)";
        let here = match document {
            Some(_) => "AND n.id IN (SELECT actor FROM actor_member WHERE document = ?2)",
            None => "",
        };
        let query = format!(
            "SELECT DISTINCT n.id FROM (SELECT id, name FROM actor
                 UNION ALL SELECT actor, alias FROM actor_alias) n
             WHERE {called} {here} ORDER BY n.id"
        );
        let values = [Some(name), document].into_iter().flatten();
        self.ids(&query, values.map(|v| Value::Text(v.to_owned())).collect())
    }

    /// Ids of other actors who share the last word of this one's name or of an alias, those who say
    /// most first: whom a person may hold to be the same.
    pub fn alike(&self, actor: &str, most: usize) -> Result<Vec<String>> {
        let Some(row) = self.actor(actor)? else {
            return Ok(Vec::new());
        };
        let names = row.aliases.iter().chain([&row.name]);
        let lasts = names.filter_map(|name| name.split_whitespace().last());
        let lasts: std::collections::BTreeSet<&str> = lasts.collect();
        let mut found = Vec::new();
        for last in lasts {
            let query = format!(
                "SELECT DISTINCT n.id FROM (SELECT id, name FROM actor
                     UNION ALL SELECT actor, alias FROM actor_alias) n
                 WHERE has_name(?1, n.name) AND n.id <> ?2
                 ORDER BY (SELECT count(*) FROM actor_member WHERE actor = n.id) DESC, n.id
                 LIMIT {most}"
            );
            let values = [last, actor].map(|v| Value::Text(v.to_owned())).to_vec();
            for id in self.ids(&query, values)? {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// Ids of the actors a document names, those named most first.
    pub fn actors_in(&self, document: &str) -> Result<Vec<String>> {
        let query = "SELECT m.actor FROM actor_member m
             JOIN mention n ON n.document = m.document AND n.number = m.number
             WHERE m.document = ? GROUP BY m.actor ORDER BY count(*) DESC, m.actor";
        self.ids(query, vec![Value::Text(document.to_owned())])
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

    /// The responses that this actor gives, in the order of their ids, at most so many.
    pub fn responses_by(
        &self,
        actor: &str,
        most: usize,
    ) -> Result<Vec<onrecord_core::record::Response>> {
        let filter = StatementFilter {
            actor: Some(actor.to_owned()),
            ..StatementFilter::default()
        };
        let condition = Condition::of(&filter);
        let query = format!(
            "SELECT r.json FROM record_row r JOIN statement s ON s.id = r.json ->> 'from'
             WHERE r.type = 'response' AND {} ORDER BY r.id LIMIT {most}",
            condition.sql()
        );
        self.parsed(&query, condition.values)
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

    /// The actors who speak, by their number of statements that pass `shown`, most first: ids with that number. What
    /// persons decided is counted, and those they hold to be one are one.
    ///
    /// It counts all statements of the case; who shows pages of it keeps it.
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

    /// These actors, in this order, without what is counted of them.
    pub fn actors_of<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Result<Vec<ActorBrief>> {
        let found = ids.into_iter().map(|id| self.actor_brief(id));
        found.filter_map(Result::transpose).collect()
    }

    /// The actor with this id, without what is counted of them.
    pub fn actor_brief(&self, id: &str) -> Result<Option<ActorBrief>> {
        let read = || {
            self.conn
                .prepare_cached(
                    "SELECT id, kind, name, (SELECT title FROM actor_role
                         WHERE actor = actor.id ORDER BY position LIMIT 1)
                     FROM actor WHERE id = ?",
                )?
                .query_row([id], |row| {
                    let kind: String = row.get(1)?;
                    Ok(ActorBrief {
                        id: row.get(0)?,
                        kind: named(&kind, "kind of actor", ActorKind::from_name)?,
                        name: row.get(2)?,
                        role: row.get(3)?,
                    })
                })
                .optional()
        };
        self.sql(read())
    }

    /// Number of documents that name an actor.
    pub fn documents_naming(&self, actor: &str) -> Result<usize> {
        let query = "SELECT count(DISTINCT document) FROM actor_member WHERE actor = ?";
        self.one(query, vec![Value::Text(actor.to_owned())])
    }

    /// The work with this id.
    pub fn work(&self, id: &str) -> Result<Option<onrecord_core::record::Work>> {
        self.row(id)
    }

    /// The row of the record with this id, if it is one of this type.
    pub fn row<T: Recorded>(&self, id: &str) -> Result<Option<T>> {
        let values = [T::TYPE.as_str(), id].map(|v| Value::Text(v.to_owned()));
        let query = "SELECT json FROM record_row WHERE type = ? AND id = ?";
        Ok(self.parsed(query, values.to_vec())?.pop())
    }

    /// The figures with these ids, in this order.
    pub fn figures_of(&self, ids: &[String]) -> Result<Vec<FigureRow>> {
        let found = ids.iter().map(|id| self.figure(id));
        found.filter_map(Result::transpose).collect()
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

    /// A part of the works, those most spoken of first.
    pub fn works_page(&self, part: Part) -> Result<Page<onrecord_core::record::Work>> {
        self.record_page(
            "true",
            "json_array_length(json, '$.mentions') DESC, id",
            part,
        )
    }

    /// A part of the discrepancies; `all` gives those judged to be none too.
    pub fn discrepancies_page(
        &self,
        all: bool,
        part: Part,
    ) -> Result<Page<onrecord_core::record::Discrepancy>> {
        let chosen = match all {
            true => "true",
            false => DISCREPANCY,
        };
        self.record_page(chosen, "json ->> 'judged', id", part)
    }

    /// A part of the recommendations, by document, in the order of the text.
    pub fn recommendations_page(
        &self,
        part: Part,
    ) -> Result<Page<onrecord_core::record::Recommendation>> {
        let order = "json ->> 'document', json ->> '$.action[0][0]', id";
        self.record_page("true", order, part)
    }

    /// A part of the line-ups, the largest first.
    pub fn lineups_page(&self, part: Part) -> Result<Page<onrecord_core::record::Lineup>> {
        self.record_page("true", "json ->> 'count' DESC, id", part)
    }

    /// A part of the timeline.
    pub fn events_page(&self, part: Part) -> Result<Page<onrecord_core::record::Event>> {
        let order = "json ->> 'date', json ->> 'document', json ->> '$.span[0]', id";
        self.record_page("true", order, part)
    }

    /// A part of the responses, those to one thing together.
    pub fn responses_page(&self, part: Part) -> Result<Page<onrecord_core::record::Response>> {
        self.record_page("true", "json ->> 'to', id", part)
    }

    /// The responses to what has this id.
    pub fn responses_to(&self, id: &str) -> Result<Vec<onrecord_core::record::Response>> {
        self.responses_where("json ->> 'to' = ?2", id)
    }

    /// The responses that a statement is.
    pub fn responses_of(&self, statement: &str) -> Result<Vec<onrecord_core::record::Response>> {
        self.responses_where("json ->> 'from' = ?2", statement)
    }

    fn responses_where(
        &self,
        condition: &str,
        id: &str,
    ) -> Result<Vec<onrecord_core::record::Response>> {
        let query = format!(
            "SELECT json FROM record_row WHERE type = ?1 AND {condition} AND id IN
             (SELECT id FROM record_reference WHERE target = ?2 AND type = ?1) ORDER BY id"
        );
        let kind = RowType::Response.as_str().to_owned();
        self.parsed(&query, vec![Value::Text(kind), Value::Text(id.to_owned())])
    }

    fn record_page<T: Recorded>(&self, chosen: &str, order: &str, part: Part) -> Result<Page<T>> {
        // The type stands in the query itself: indexes that are of one type are used then.
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

    pub(crate) fn parsed<T: Recorded>(&self, query: &str, values: Vec<Value>) -> Result<Vec<T>> {
        let read = || {
            self.conn
                .prepare_cached(query)?
                .query_map(params_from_iter(values), |row| {
                    let json: String = row.get(0)?;
                    serde_json::from_str(&json).map_err(|error| {
                        damaged(format!("a {} cannot be read: {error}", T::TYPE.as_str()))
                    })
                })?
                .collect()
        };
        self.sql(read())
    }

    pub(crate) fn ids(&self, query: &str, values: Vec<Value>) -> Result<Vec<String>> {
        let read = || {
            self.conn
                .prepare_cached(query)?
                .query_map(params_from_iter(values), |row| row.get(0))?
                .collect()
        };
        self.sql(read())
    }

    pub(crate) fn total(&self, table: &str) -> Result<usize> {
        self.one(&format!("SELECT count(*) FROM {table}"), Vec::new())
    }

    pub(crate) fn one(&self, query: &str, values: Vec<Value>) -> Result<usize> {
        let read = || {
            self.conn
                .prepare_cached(query)?
                .query_row(params_from_iter(values), |row| row.get(0))
        };
        self.sql(read())
    }
}
