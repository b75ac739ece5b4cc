//! What can go wrong with a case file, said with the file and the next step.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Result of everything that touches a case file.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a case file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file.
    #[error("{}: there is no such case file; make one with `onrecord build FOLDER --case {}`", path.display(), path.display())]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: this is {what}, not a case file; name a case file made by `onrecord build`, or a new path", path.display())]
    NotACaseFile {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: String,
    },
    /// The file was made by a later version of this program.
    #[error("{}: this case file has format {found}, and this version of onrecord reads formats up to {known}; use a newer onrecord", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The file was made by an earlier version and cannot be written to bring it up to date.
    #[error("{}: this case file has the older format {found}, and bringing it to format {known} must write to it; copy it to where you may write, or open it once there", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format of this program.
        known: i64,
    },
    /// The file cannot be opened, read or made.
    #[error("{}: cannot open the case file: {reason}; check that the folder exists and that you may read and write there", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Another process holds the write lock.
    #[error("{}: another build is writing to this case file; wait until it has ended and run this again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A write was asked of a case file opened for reading.
    #[error("{}: the case file is open for reading only; check that you may write to it", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The document handed over does not hold together.
    #[error(
        "{document}: not taken into the case file: {reason}; this is a defect of the reader or the analysis, please report it with the document"
    )]
    InvalidDocument {
        /// The document's path as given.
        document: String,
        /// What is wrong.
        reason: String,
    },
    /// Two different things hash to one short identifier.
    #[error("{}: {kind} id {id} already stands for another {kind}; this pair cannot be in one case, put {document} into another case file", path.display())]
    IdCollision {
        /// The case file.
        path: PathBuf,
        /// `document` or `statement`.
        kind: &'static str,
        /// The identifier.
        id: String,
        /// The path of the document that was being added.
        document: String,
    },
    /// The record handed over does not fit the documents.
    #[error("{}: the record was not stored: {reason}; this is a defect of onrecord, please report it", path.display())]
    InvalidRecord {
        /// The case file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Documents changed between reading the record's input and storing the record.
    #[error("{}: documents were added while the record was being made; run the build again", path.display())]
    RecordOutdated {
        /// The case file.
        path: PathBuf,
    },
    /// The record does not cover the documents.
    #[error("{}: the record does not cover all documents yet, a build was cut short; run `onrecord build` again on the same case", path.display())]
    StaleRecord {
        /// The case file.
        path: PathBuf,
    },
    /// A stored value makes no sense.
    #[error("{}: damaged: {what}; run `onrecord verify --case {}` to see the extent", path.display(), path.display())]
    Damaged {
        /// The case file.
        path: PathBuf,
        /// Which value.
        what: String,
    },
    /// No document has this identifier.
    #[error("{}: no document {id} in this case; `onrecord documents` lists them", path.display())]
    NoSuchDocument {
        /// The case file.
        path: PathBuf,
        /// The identifier asked for.
        id: String,
    },
    /// A judgement that cannot be entered.
    #[error("{}: not entered: {reason}", path.display())]
    NoJudgement {
        /// The case file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// SQLite refused.
    #[error("{}: {source}; run `onrecord verify --case {}` to see whether the file is damaged", path.display(), path.display())]
    Sqlite {
        /// The case file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The export could not be written.
    #[error("cannot write the export: {0}")]
    Output(#[from] std::io::Error),
}

impl Error {
    /// What SQLite said about the case file at `path`, in the terms of its user.
    pub(crate) fn sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match &source {
            rusqlite::Error::FromSqlConversionFailure(_, _, cause) => Error::Damaged {
                path,
                what: cause.to_string(),
            },
            _ => match source.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { path },
                Some(ErrorCode::ReadOnly) => Error::ReadOnly { path },
                _ => Error::Sqlite { path, source },
            },
        }
    }
}
