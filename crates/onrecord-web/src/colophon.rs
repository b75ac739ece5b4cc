//! How the page came about, so that it can be checked: hashes, versions, journal.

use crate::contents::Contents;
use askama::Template;
use onrecord_casefile::{DocumentRow, JournalHead};

/// The end of the page.
#[derive(Debug, Template)]
#[template(path = "colophon.html")]
pub struct Colophon<'a> {
    program: &'static str,
    case_name: &'a str,
    head: &'a JournalHead,
    documents: &'a [DocumentRow],
}

impl<'a> Colophon<'a> {
    /// For the case `case_name`.
    pub fn new(contents: &'a Contents, case_name: &'a str) -> Self {
        Colophon {
            program: concat!("onrecord ", env!("CARGO_PKG_VERSION")),
            case_name,
            head: &contents.head,
            documents: &contents.documents,
        }
    }
}
