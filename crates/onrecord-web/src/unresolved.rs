//! Statements nobody could be named for, each with the reason.

use crate::address::Name;
use crate::contents::Contents;
use crate::speakers::Said;
use crate::voices::Voices;
use askama::Template;

/// The list of statements whose speaker is unknown.
#[derive(Debug, Template)]
#[template(path = "unresolved.html")]
pub struct Unresolved<'a> {
    total: usize,
    documents: Vec<(Name, Vec<Said<'a>>)>,
}

impl<'a> Unresolved<'a> {
    /// Those of the case, document by document.
    pub fn new(contents: &'a Contents, voices: &Voices) -> Self {
        let statements: Vec<_> = voices
            .unknown
            .iter()
            .map(|index| &contents.statements[*index])
            .collect();
        let documents = statements.chunk_by(|a, b| a.document == b.document);
        Unresolved {
            total: statements.len(),
            documents: documents
                .map(|of_one| {
                    let said = of_one.iter().map(|s| Said::new(contents, s));
                    (contents.document_name(&of_one[0].document), said.collect())
                })
                .collect(),
        }
    }
}
