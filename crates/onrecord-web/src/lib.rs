//! The reading room: what a person sees of a case file.
//!
//! [`Room`] shows a case as pages in the browser ([`Room::serve`]), as the rows of the export under
//! `/api/v1`, and as the same pages in a folder ([`Room::write`]). Each page is a template of
//! `templates/` and a module that fills it.
//!
//! Whatever comes out of a document is hostile: templates escape all of it, `marks` does the same for
//! running text, and every answer forbids what is not the room's own.

mod address;
mod body;
mod marks;
mod notes;
mod room;
mod words;

pub use room::{Only, Room, WriteError, Written};
