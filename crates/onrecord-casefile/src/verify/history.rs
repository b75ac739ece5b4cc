//! What the journal says the case should hold.

use super::VerifyReport;
use crate::journal::{Event, GENESIS, Reading, seal};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The case as the journal tells it.
#[derive(Debug, Default)]
pub(super) struct History {
    pub documents: BTreeMap<String, Told>,
    /// Digest of the last record.
    pub record: Option<String>,
    /// Times that documents came in or were read anew.
    pub revision: u64,
    /// Judgements that stand, by the number of their entry.
    judgements: BTreeSet<u64>,
}

/// A document as the journal tells it.
#[derive(Debug)]
pub(super) struct Told {
    pub sha256: String,
    pub sha1: String,
    pub size: u64,
    pub paths: BTreeSet<String>,
    pub reading: Reading,
}

struct Entry {
    seq: i64,
    at: String,
    kind: String,
    payload: String,
    previous: String,
    hash: String,
}

impl History {
    /// Walks the chain, noting its first break, and takes in what the entries say.
    pub fn replay(conn: &Connection, report: &mut VerifyReport) -> rusqlite::Result<Self> {
        let mut history = History::default();
        let mut chain = Chain::default();
        let mut query = conn
            .prepare("SELECT seq, at, kind, payload, previous, hash FROM journal ORDER BY seq")?;
        for entry in query.query_map([], entry)? {
            let entry = entry?;
            report.journal_entries += 1;
            if let Some(broken) = chain.next(&entry) {
                report.problem(broken);
            }
            let understood = Event::parse(&entry.kind, &entry.payload)
                .is_some_and(|event| history.take(entry.seq, event));
            if !understood {
                report.problem(format!(
                    "journal entry {} (`{}`) makes no sense",
                    entry.seq, entry.kind
                ));
            }
        }
        if report.journal_entries == 0 {
            report.problem("the journal is empty");
        }
        Ok(history)
    }

    /// Applies the event of entry `seq`; `false` if it does not fit those before.
    fn take(&mut self, seq: i64, event: Event) -> bool {
        match event {
            Event::Created(_) | Event::Upgraded(_) => {}
            Event::RecordMade(record) => self.record = Some(record.record_sha256),
            Event::Received(received) => {
                self.revision += 1;
                let told = Told {
                    sha256: received.sha256,
                    sha1: received.sha1,
                    size: received.size,
                    paths: BTreeSet::from([received.path]),
                    reading: received.reading,
                };
                return self.documents.insert(received.document, told).is_none();
            }
            Event::Reanalysed(anew) => {
                self.revision += 1;
                let told = self.documents.get_mut(&anew.document);
                return told.map(|told| told.reading = anew.reading).is_some();
            }
            Event::Judged(_) => {
                self.judgements.extend(u64::try_from(seq));
            }
            Event::TakenBack(back) => return self.judgements.remove(&back.seq),
            Event::PathAdded(added) => {
                let told = self.documents.get_mut(&added.document);
                return told.is_some_and(|told| told.paths.insert(added.path));
            }
        }
        true
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        at: row.get(1)?,
        kind: row.get(2)?,
        payload: row.get(3)?,
        previous: row.get(4)?,
        hash: row.get(5)?,
    })
}

/// Where the walk along the chain stands.
struct Chain {
    seq: i64,
    hash: String,
    broken: bool,
}

impl Default for Chain {
    fn default() -> Self {
        Chain {
            seq: 0,
            hash: GENESIS.to_string(),
            broken: false,
        }
    }
}

impl Chain {
    /// Goes on to `entry`; says how the chain breaks there if it is the first break.
    fn next(&mut self, entry: &Entry) -> Option<String> {
        let sealed = seal(
            &entry.previous,
            entry.seq,
            &entry.at,
            &entry.kind,
            &entry.payload,
        );
        let seq = entry.seq;
        let fault = if seq != self.seq + 1 {
            Some(format!("entry {} is missing", self.seq + 1))
        } else if entry.previous != self.hash {
            Some(format!("entry {seq} does not follow the one before it"))
        } else if entry.hash != sealed {
            Some(format!("entry {seq} was changed after it was made"))
        } else {
            None
        };
        self.seq = seq;
        self.hash.clone_from(&entry.hash);
        let first = fault.filter(|_| !self.broken)?;
        self.broken = true;
        Some(format!("the journal breaks at entry {seq}: {first}"))
    }
}
