//! The reading room: what a person sees of a case file.
//!
//! [`report()`] writes a case as one HTML page that needs no network and no
//! script. The page is put together from parts (documents, voices, the text of
//! one document with its statements marked, …); each part is a template of
//! `templates/` and a module that fills it, so that a server can show the same
//! parts as pages of their own. Only `address` knows that all of them stand
//! on one page.
//!
//! Whatever comes out of a document is hostile: templates escape all of it,
//! `marks` does the same for running text, and the page's own policy forbids
//! scripts and every load.

mod across;
mod address;
mod body;
mod colophon;
mod contents;
mod front;
mod marks;
mod notes;
mod report;
mod room;
mod sources;
mod speakers;
mod unresolved;
mod voices;
mod words;

pub use report::{ReportError, ReportOptions, report};
pub use room::Room;
