//! Ways into the case file: connections that are used again, and what is counted once.

use super::chart::Days;
use onrecord_casefile::{CaseFile, Part, Result, RowType, StatementFilter};
use onrecord_core::record::{Discrepancy, Response};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Connections kept open for the next request.
const KEPT: usize = 8;

/// The case file, for many at once.
#[derive(Debug)]
pub struct Cases {
    path: PathBuf,
    idle: Mutex<Vec<CaseFile>>,
    joined: Mutex<Option<Arc<Joined>>>,
    counted: Mutex<Option<Arc<Counted>>>,
}

/// What takes a look at the whole case, kept until the case changes.
#[derive(Debug)]
pub struct Counted {
    /// The hash of the journal's last entry when it was counted.
    head: String,
    pub record: Arc<Joined>,
    /// Discrepancies that are one and that nobody rejected.
    pub discrepancies: usize,
    /// Ids of findings, allegations and demands that nobody was found to answer, but for rejected ones.
    pub unanswered: Vec<String>,
    /// Ids of what was answered, what was answered most often first, but for rejected answers.
    pub answered: Vec<String>,
    pub statements: usize,
    pub unresolved: usize,
    /// Ids of those who speak and how often, most first.
    pub speakers: Vec<(String, usize)>,
    /// Statements and events by day.
    pub days: Days,
    /// Judgements that stand and those taken back.
    pub judgements: usize,
}

/// The part of it that no judgement changes.
#[derive(Debug)]
pub struct Joined {
    /// The journal's last entry that is no judgement when it was counted, and whether documents had
    /// come in since the record was made.
    last: (u64, bool),
    pub documents: usize,
    pub copies: usize,
    /// Rows of each type of the record.
    rows: Vec<(RowType, usize)>,
    discrepancies: usize,
    unanswered: Vec<String>,
    answered: Vec<String>,
    /// Names of those who speak most.
    pub people: Vec<String>,
}

/// Names that a field for a speaker suggests.
const PEOPLE: usize = 300;

impl Joined {
    /// Number of rows of a type.
    pub fn of(&self, of: RowType) -> usize {
        let found = self.rows.iter().find(|(kind, _)| *kind == of);
        found.map_or(0, |(_, count)| *count)
    }

    fn count(case: &CaseFile, last: (u64, bool)) -> Result<Self> {
        let none = Part { from: 0, count: 0 };
        let rows = RowType::ALL.into_iter();
        let rows: Result<Vec<_>> = rows.map(|of| Ok((of, case.count(of)?))).collect();
        let mut joined = Joined {
            last,
            documents: case.documents_count()?,
            copies: 0,
            rows: rows?,
            discrepancies: case.discrepancies_page(false, none)?.total,
            unanswered: case.unanswered()?.into_iter().map(|s| s.id).collect(),
            answered: case.answered_points()?,
            people: Vec::new(),
        };
        let speakers = case.speakers(&StatementFilter::default())?;
        let most = speakers.iter().take(PEOPLE).map(|(id, _)| id.as_str());
        joined.people = case.actors_of(most)?.into_iter().map(|a| a.name).collect();
        joined.copies = joined.of(RowType::Copy);
        Ok(joined)
    }
}

impl Counted {
    fn count(
        case: &CaseFile,
        shown: &StatementFilter,
        head: String,
        record: Arc<Joined>,
    ) -> Result<Self> {
        let none = Part { from: 0, count: 0 };
        let unresolved = StatementFilter {
            unresolved: true,
            ..shown.clone()
        };
        let mut unanswered = record.unanswered.clone();
        let mut answered = record.answered.clone();
        let mut discrepancies = record.discrepancies;
        let rejected: HashSet<String> = case.rejected()?.into_iter().collect();
        for id in &rejected {
            if case.row::<Discrepancy>(id)?.is_some() {
                discrepancies -= 1;
            }
            let Some(answer) = case.row::<Response>(id)? else {
                continue;
            };
            let mut others = case.responses_to(&answer.to)?.into_iter();
            if others.all(|other| rejected.contains(&other.id)) {
                answered.retain(|point| *point != answer.to);
                let is_statement = case.document_of(&answer.to)?.is_some();
                if is_statement && !unanswered.contains(&answer.to) {
                    unanswered.push(answer.to);
                }
            }
        }
        unanswered.retain(|id| !rejected.contains(id));
        Ok(Counted {
            head,
            record,
            discrepancies,
            unanswered,
            answered,
            statements: case.statements_count(shown)?,
            unresolved: case.statements_count(&unresolved)?,
            speakers: case.speakers(shown)?,
            days: Days::count(case, shown, &sides(case)?)?,
            judgements: case.judgements_page(none)?.total,
        })
    }
}

impl Cases {
    /// The case file at `path`.
    pub fn new(path: &Path) -> Self {
        Cases {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            joined: Mutex::new(None),
            counted: Mutex::new(None),
        }
    }

    /// Reads with a connection of its own.
    ///
    /// # Errors
    /// What `read` fails with, or why the file cannot be opened.
    pub fn read<T, E: From<onrecord_casefile::Error>>(
        &self,
        read: impl FnOnce(&CaseFile) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let kept = self.lock(&self.idle).pop();
        let case = match kept {
            Some(case) => case,
            None => CaseFile::open_read_only(&self.path)?,
        };
        let found = case.at_one_moment(read)?;
        let mut idle = self.lock(&self.idle);
        if idle.len() < KEPT {
            idle.push(case);
        }
        Ok(found)
    }

    /// What is counted over the whole case, as it is now.
    pub fn counted(&self, case: &CaseFile, shown: &StatementFilter) -> Result<Arc<Counted>> {
        let stale = case.is_stale()?;
        let head = format!("{} {stale}", case.journal_head()?.hash);
        let mut kept = self.lock(&self.counted);
        if let Some(counted) = kept.as_ref().filter(|c| c.head == head) {
            return Ok(counted.clone());
        }
        let record = self.joined(case)?;
        let counted = Arc::new(Counted::count(case, shown, head, record)?);
        *kept = Some(counted.clone());
        Ok(counted)
    }

    /// The part of it that no judgement changes.
    pub fn joined(&self, case: &CaseFile) -> Result<Arc<Joined>> {
        let last = (case.last_reading()?, case.is_stale()?);
        let mut kept = self.lock(&self.joined);
        if let Some(joined) = kept.as_ref().filter(|joined| joined.last == last) {
            return Ok(joined.clone());
        }
        let joined = Arc::new(Joined::count(case, last)?);
        *kept = Some(joined.clone());
        Ok(joined)
    }

    fn lock<'m, T>(&self, mutex: &'m Mutex<T>) -> std::sync::MutexGuard<'m, T> {
        // What a request that failed left behind is as good as before: nothing is half written.
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For each actor who speaks for another, the last of those: a spokesman's ministry's state.
fn sides(case: &CaseFile) -> Result<HashMap<String, String>> {
    let next: HashMap<String, String> = case.principals()?.into_iter().collect();
    let last = |id: &str| {
        let mut at = id;
        // So many steps at most: two may be said to speak for each other.
        for _ in 0..8 {
            at = next.get(at).map_or(at, String::as_str);
        }
        at.to_owned()
    };
    Ok(next.keys().map(|id| (id.clone(), last(id))).collect())
}
