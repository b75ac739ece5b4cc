//! Pure functions and types of onrecord: no files, no network, no database.
//!
//! The rooms, in the order a document goes through them: [`document`] (what a
//! reader hands over), [`text`] (tokens, sentences, quotation marks),
//! [`cue`] (what its words tell), [`attribution`] (source, cue, content),
//! [`statement`] (speaker, act, certainty), and across documents [`record`].

pub mod attribution;
pub mod cue;
pub mod document;
pub mod record;
pub mod span;
pub mod statement;
pub mod text;

pub use document::{Block, BlockKind, Document, Metadata, Reader};
pub use span::{CharIndex, CharSpan, Span};
