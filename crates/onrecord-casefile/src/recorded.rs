//! The rows of the record other than its actors: stored as lines of the
//! export, each with what it refers to.

use crate::CaseFile;
use crate::error::Result;
use crate::read::damaged;
use onrecord_core::record::Record;
use onrecord_core::record::rows::{
    Copy, Discrepancy, Event, Lineup, Recommendation, Response, Utterance, Why, Work,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A type of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowType {
    /// A document that repeats another.
    Copy,
    /// Accounts that differ; also those judged no discrepancy.
    Discrepancy,
    /// Something dated.
    Event,
    /// Who stands behind what.
    Lineup,
    /// What was asked of whom.
    Recommendation,
    /// Who answered what.
    Response,
    /// What was said, as several documents give it.
    Utterance,
    /// A thing that is issued and talked about.
    Work,
}

impl RowType {
    /// Every type, in the order of their names.
    pub const ALL: [RowType; 8] = [
        RowType::Copy,
        RowType::Discrepancy,
        RowType::Event,
        RowType::Lineup,
        RowType::Recommendation,
        RowType::Response,
        RowType::Utterance,
        RowType::Work,
    ];

    /// The name used in the case file and the export.
    pub fn as_str(self) -> &'static str {
        match self {
            RowType::Copy => "copy",
            RowType::Discrepancy => "discrepancy",
            RowType::Event => "event",
            RowType::Lineup => "lineup",
            RowType::Recommendation => "recommendation",
            RowType::Response => "response",
            RowType::Utterance => "utterance",
            RowType::Work => "work",
        }
    }

    /// The type named `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == name)
    }
}

/// A kind of row as the record has it.
pub trait Recorded: Serialize + DeserializeOwned {
    /// Its type.
    const TYPE: RowType;
    /// Its id.
    fn id(&self) -> &str;
    /// Ids of the documents, statements, figures, actors and rows it refers to.
    fn refers_to(&self) -> Vec<&str>;
}

fn of_why(why: &[Why]) -> impl Iterator<Item = &str> {
    why.iter()
        .flat_map(|w| w.places.iter().map(|p| p.document.as_str()))
}

macro_rules! recorded {
    ($type:ident, |$row:ident| $refers:expr) => {
        impl Recorded for $type {
            const TYPE: RowType = RowType::$type;
            fn id(&self) -> &str {
                &self.id
            }
            fn refers_to(&self) -> Vec<&str> {
                let $row = self;
                $refers
            }
        }
    };
}

fn strs(all: &[String]) -> impl Iterator<Item = &str> {
    all.iter().map(String::as_str)
}

recorded!(Copy, |r| vec![&r.document, &r.of]);
recorded!(Discrepancy, |r| strs(&r.figures)
    .chain(strs(&r.statements))
    .chain(r.holder.as_deref())
    .chain(r.accounts.iter().map(|a| a.place.document.as_str()))
    .collect());
recorded!(Event, |r| [r.document.as_str()]
    .into_iter()
    .chain(r.statement.as_deref())
    .chain(r.work.as_deref())
    .collect());
recorded!(Lineup, |r| [r.document.as_str()]
    .into_iter()
    .chain(strs(&r.members))
    .chain(r.statement.as_deref())
    .chain(r.led_by.as_deref())
    .chain(r.towards.as_deref())
    .chain(r.per.as_deref())
    .chain(r.work.as_deref())
    .collect());
recorded!(Recommendation, |r| [r.document.as_str()]
    .into_iter()
    .chain(strs(&r.addressee))
    .chain(strs(&r.by))
    .chain(strs(&r.answers))
    .chain(strs(&r.also))
    .chain(r.statement.as_deref())
    .chain(r.work.as_deref())
    .chain(r.position_at.as_ref().map(|p| p.document.as_str()))
    .collect());
recorded!(Response, |r| [r.from.as_str(), r.to.as_str()]
    .into_iter()
    .chain(of_why(&r.why))
    .collect());
recorded!(Utterance, |r| strs(&r.statements)
    .chain(r.speaker.as_deref())
    .chain(of_why(&r.why))
    .collect());
recorded!(Work, |r| strs(&r.figures)
    .chain(strs(&r.statements))
    .chain(r.issued_by.as_deref())
    .chain(r.document.as_deref())
    .chain(r.answers.as_deref())
    .chain(r.mentions.iter().map(|p| p.document.as_str()))
    .collect());

#[derive(Serialize)]
struct Line<'r, T> {
    r#type: &'static str,
    #[serde(flatten)]
    row: &'r T,
}

/// Does `each` for every list of the record.
macro_rules! each_list {
    ($record:ident, $each:ident) => {
        $each!(&$record.copies);
        $each!(&$record.discrepancies);
        $each!(&$record.events);
        $each!(&$record.lineups);
        $each!(&$record.recommendations);
        $each!(&$record.responses);
        $each!(&$record.utterances);
        $each!(&$record.works);
    };
}

/// Number of rows of a type.
pub(crate) fn count(record: &Record, of: RowType) -> usize {
    match of {
        RowType::Copy => record.copies.len(),
        RowType::Discrepancy => record.discrepancies.len(),
        RowType::Event => record.events.len(),
        RowType::Lineup => record.lineups.len(),
        RowType::Recommendation => record.recommendations.len(),
        RowType::Response => record.responses.len(),
        RowType::Utterance => record.utterances.len(),
        RowType::Work => record.works.len(),
    }
}

/// Whether everything the rows refer to is there.
pub(crate) fn check(
    conn: &Connection,
    record: &Record,
    actors: &BTreeSet<&str>,
) -> rusqlite::Result<std::result::Result<(), String>> {
    let mut known: HashSet<String> = actors.iter().map(|id| (*id).to_owned()).collect();
    for table in ["document", "statement", "figure"] {
        let mut query = conn.prepare_cached(&format!("SELECT id FROM {table}"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            known.insert(row.get(0)?);
        }
    }
    known.extend(record.works.iter().map(|w| w.id.clone()));
    known.extend(record.utterances.iter().map(|u| u.id.clone()));
    let mut missing = None;
    macro_rules! look {
        ($rows:expr) => {
            for row in $rows {
                let absent = row.refers_to().into_iter().find(|id| !known.contains(*id));
                missing = missing.or_else(|| {
                    absent.map(|id| format!("{} refers to {id}, which is not there", row.id()))
                });
            }
        };
    }
    each_list!(record, look);
    Ok(missing.map_or(Ok(()), Err))
}

/// Stores every row with what it refers to.
pub(crate) fn store(tx: &Connection, record: &Record) -> rusqlite::Result<()> {
    let mut insert =
        tx.prepare_cached("INSERT INTO record_row (type, id, json) VALUES (?, ?, ?)")?;
    let mut refer = tx.prepare_cached(
        "INSERT OR IGNORE INTO record_reference (target, type, id) VALUES (?, ?, ?)",
    )?;
    macro_rules! put {
        ($rows:expr) => {
            for row in $rows {
                let r#type = type_of(row);
                let json = serde_json::to_string(&Line { r#type, row })
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                insert.execute(params![r#type, row.id(), json])?;
                for target in row.refers_to() {
                    refer.execute(params![target, r#type, row.id()])?;
                }
            }
        };
    }
    each_list!(record, put);
    Ok(())
}

fn type_of<T: Recorded>(_: &T) -> &'static str {
    T::TYPE.as_str()
}

/// What actors, documents and works are called, for lists in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The name of what has this id, or the id itself.
    pub fn of<'n>(&'n self, id: &'n str) -> &'n str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

impl CaseFile {
    /// Documents that repeat others, ordered by id.
    pub fn copies(&self) -> Result<Vec<Copy>> {
        self.list()
    }

    /// Accounts that differ, ordered by id; those judged no discrepancy too.
    pub fn discrepancies(&self) -> Result<Vec<Discrepancy>> {
        self.list()
    }

    /// What is dated, ordered by id.
    pub fn events(&self) -> Result<Vec<Event>> {
        self.list()
    }

    /// Who stands behind what, ordered by id.
    pub fn lineups(&self) -> Result<Vec<Lineup>> {
        self.list()
    }

    /// What was asked of whom, ordered by id.
    pub fn recommendations(&self) -> Result<Vec<Recommendation>> {
        self.list()
    }

    /// Who answered what, ordered by id.
    pub fn responses(&self) -> Result<Vec<Response>> {
        self.list()
    }

    /// What several documents give of one saying, ordered by id.
    pub fn utterances(&self) -> Result<Vec<Utterance>> {
        self.list()
    }

    /// Reports, letters, statements and the like, ordered by id.
    pub fn works(&self) -> Result<Vec<Work>> {
        self.list()
    }

    /// Number of rows of a type.
    pub fn count(&self, of: RowType) -> Result<usize> {
        self.sql(
            self.conn
                .prepare_cached("SELECT count(*) FROM record_row WHERE type = ?")
                .and_then(|mut query| query.query_row([of.as_str()], |row| row.get(0))),
        )
    }

    /// The line of the export for the row with this id, with its type.
    pub fn recorded(&self, id: &str) -> Result<Option<(RowType, String)>> {
        let found: Option<(String, String)> = self.sql(
            self.conn
                .prepare_cached("SELECT type, json FROM record_row WHERE id = ? COLLATE NOCASE")
                .and_then(|mut query| {
                    query
                        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                        .optional()
                }),
        )?;
        let of = |(name, json): (String, String)| {
            let of = RowType::from_name(&name)
                .ok_or_else(|| damaged(format!("`{name}` is no type of row")))?;
            Ok((of, json))
        };
        self.sql(found.map(of).transpose())
    }

    /// The names of all actors and works, and the paths of all documents.
    pub fn names(&self) -> Result<Names> {
        let read = || {
            let mut names = BTreeMap::new();
            let mut query = self.conn.prepare_cached(
                "SELECT id, name FROM actor
                 UNION ALL SELECT id, coalesce(json ->> 'symbol', json ->> 'title', json ->> 'kind')
                     FROM record_row WHERE type = 'work'
                 UNION ALL SELECT document, min(path) FROM document_path GROUP BY document",
            )?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                names.insert(row.get(0)?, row.get(1)?);
            }
            Ok(Names(names))
        };
        self.sql(read())
    }

    fn list<T: Recorded>(&self) -> Result<Vec<T>> {
        let query = "SELECT json FROM record_row WHERE type = ? ORDER BY id";
        self.parsed(query, vec![Value::Text(T::TYPE.as_str().to_owned())])
    }
}
