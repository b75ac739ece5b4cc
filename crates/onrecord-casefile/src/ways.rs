//! Ways from one row to others: what repeats it, tells of it, answers it, goes by a name.

use crate::CaseFile;
use crate::error::Result;
use crate::read::named;
use crate::recorded::{Recorded, RowType};
use crate::rows::{ActorBrief, FigureRow};
use crate::statements::{Condition, StatementFilter};
use onrecord_core::record::{Response, Work};
use onrecord_core::statement::ActorKind;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::collections::BTreeSet;

impl CaseFile {
    /// Ids of the documents that repeat this one, in the order of publication.
    pub fn copies_of(&self, document: &str) -> Result<Vec<String>> {
        let query = "SELECT c.document FROM copy c JOIN document d ON d.id = c.document
             WHERE c.of = ? ORDER BY d.published IS NULL, d.published, d.id";
        self.ids(query, vec![Value::Text(document.to_owned())])
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
        let lasts: BTreeSet<&str> = lasts.collect();
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

    /// The responses that this actor gives, in the order of their ids, at most so many.
    pub fn responses_by(&self, actor: &str, most: usize) -> Result<Vec<Response>> {
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
    pub fn work(&self, id: &str) -> Result<Option<Work>> {
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

    /// The responses to what has this id.
    pub fn responses_to(&self, id: &str) -> Result<Vec<Response>> {
        self.responses_where("json ->> 'to' = ?2", id)
    }

    /// The responses that a statement is.
    pub fn responses_of(&self, statement: &str) -> Result<Vec<Response>> {
        self.responses_where("json ->> 'from' = ?2", statement)
    }

    fn responses_where(&self, condition: &str, id: &str) -> Result<Vec<Response>> {
        let query = format!(
            "SELECT json FROM record_row WHERE type = ?1 AND {condition} AND id IN
             (SELECT id FROM record_reference WHERE target = ?2 AND type = ?1) ORDER BY id"
        );
        let kind = RowType::Response.as_str().to_owned();
        self.parsed(&query, vec![Value::Text(kind), Value::Text(id.to_owned())])
    }
}
