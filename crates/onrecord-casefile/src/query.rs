//! Questions to the database that give ids, a number, or rows of the record.

use crate::CaseFile;
use crate::error::Result;
use crate::read::damaged;
use crate::recorded::Recorded;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

impl CaseFile {
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
