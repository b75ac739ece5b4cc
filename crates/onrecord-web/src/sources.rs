//! What is known of each document: the list of sources.

use crate::address::{self, Name};
use crate::body::text_name;
use crate::contents::Contents;
use crate::words;
use askama::Template;
use onrecord_casefile::DocumentRow;

/// The list of documents.
#[derive(Debug, Template)]
#[template(path = "sources.html")]
pub struct Sources<'a> {
    sources: Vec<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// All documents of the case.
    pub fn new(contents: &'a Contents) -> Self {
        Sources {
            sources: (0..contents.documents.len())
                .map(|place| Source::new(contents, place))
                .collect(),
        }
    }
}

/// A document in a list, or over its text.
#[derive(Debug)]
pub struct Source<'a> {
    /// Its number in the report.
    pub number: usize,
    /// What the case knows.
    pub row: &'a DocumentRow,
    /// Its title, or path.
    pub name: Name,
    /// Whether [`Source::name`] is a title.
    pub titled: bool,
    /// When it was published, in words.
    pub published: Option<String>,
    /// When it was changed, in words.
    pub updated: Option<String>,
    /// Its address, where that is one to follow.
    pub href: Option<String>,
    /// What kind of file it is, and how long.
    pub media: String,
    /// How many statements were read from it.
    pub statements: String,
    /// The beginning of its hash.
    pub short_hash: &'a str,
    /// What it repeats.
    pub copy_of: Option<Name>,
    /// Those that repeat it.
    pub copies: Vec<Name>,
}

impl<'a> Source<'a> {
    /// The document at `place`.
    pub fn new(contents: &'a Contents, place: usize) -> Self {
        let row = &contents.documents[place];
        let metadata = &row.metadata;
        let in_words = |date: &Option<String>| date.as_deref().map(words::date);
        Source {
            number: place + 1,
            name: text_name(contents, place),
            titled: metadata
                .title
                .as_deref()
                .is_some_and(|t| !t.trim().is_empty()),
            published: in_words(&metadata.published),
            updated: in_words(&metadata.updated),
            href: metadata.url.as_deref().and_then(address::web),
            media: media(row),
            statements: words::count(row.statements, "statement"),
            short_hash: words::short_hash(&row.sha256),
            copy_of: row.copy_of.as_deref().map(|id| contents.document_name(id)),
            copies: contents
                .copies_of(place)
                .iter()
                .map(|copy| contents.document_name(&contents.documents[*copy].id))
                .collect(),
            row,
        }
    }
}

fn media(row: &DocumentRow) -> String {
    let media = words::media(&row.media_type);
    match row.pages {
        Some(pages) => format!("{media}, {}", words::count(pages, "page")),
        None => media.to_owned(),
    }
}
