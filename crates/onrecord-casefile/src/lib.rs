//! The case file: one SQLite database that holds the sources, what was read
//! from them, and the chain of custody.
//!
//! A document goes in with [`CaseFile::add_document`], in one transaction with
//! its original bytes, its statements and a journal entry: a build that is
//! killed leaves the case complete to a document boundary. What is derived from
//! all documents together, the record, is replaced as a whole
//! ([`CaseFile::record_input`], [`CaseFile::replace_record`]).
//!
//! What a person decides ([`CaseFile::judge`], [`CaseFile::undo`]) is an entry of
//! the journal, laid over what was read and apart from it.
//!
//! Out come lists ([`CaseFile::documents`], [`CaseFile::statements`],
//! [`CaseFile::actors`]), full-text search ([`CaseFile::search`]), the export
//! ([`CaseFile::export_jsonl`]) and the proof that nothing was changed behind
//! the journal's back ([`CaseFile::verify`]). All spans that come out are in
//! code points.

mod analysis;
mod counts;
mod digest;
mod error;
mod export;
mod figures;
mod find;
mod id;
mod journal;
mod judge;
mod leaf;
mod open;
mod page;
mod query;
mod read;
mod record;
mod recorded;
mod rows;
mod search;
mod statements;
mod unanswered;
mod validate;
mod verify;
mod ways;
mod write;

pub use error::{Error, Result};
pub use export::LineType;
pub use find::Found;
pub use journal::JournalHead;
pub use judge::{Decision, Judgement, Speaker, Undone, Verdict};
pub use open::CaseFile;
pub use page::{Page, Part};
pub use record::RecordBasis;
pub use recorded::{Names, Recorded, RowType};
pub use rows::{
    ActorBrief, ActorRef, ActorRow, DocumentRow, FigureRow, JudgedSpeaker, Piece, SaidOnRow,
    StatementJudged, StatementRow,
};
pub use search::{COUNTED, Counts, Hit};
pub use statements::{Judged, StatementFilter};
pub use verify::{Reread, StoredMeta, VerifyReport};
pub use write::{Added, NewDocument, Status};
