//! What a case holds, read once, with the ways from one row to another.

use crate::address::{self, Directory, Name};
use onrecord_casefile::{
    ActorRef, ActorRow, CaseFile, DocumentRow, JournalHead, Result, StatementFilter, StatementRow,
};
use std::collections::HashMap;

/// The rows of a case, all but the documents' texts.
#[derive(Debug)]
pub struct Contents {
    /// In the order of publication; the undated last.
    pub documents: Vec<DocumentRow>,
    /// In the order of documents, then of place in the text.
    pub statements: Vec<StatementRow>,
    /// By name.
    pub actors: Vec<ActorRow>,
    /// The end of the chain that vouches for all of it.
    pub head: JournalHead,
    /// Statements of the case that are not among them, by the reader's choice.
    pub hidden: usize,
    /// Whether documents came in that the actors do not cover yet.
    pub stale: bool,
    document_places: HashMap<String, usize>,
    actor_places: HashMap<String, usize>,
    /// For each document the first of its statements; one more at the end.
    first_statements: Vec<usize>,
    /// For each document the places of those that repeat it.
    copies: Vec<Vec<usize>>,
}

impl Contents {
    /// Reads the rows of `case`, of the statements those that pass `filter`.
    pub fn read(case: &CaseFile, filter: &StatementFilter) -> Result<Self> {
        let head = case.journal_head()?;
        let mut documents = case.documents()?;
        // Stable, so that documents of one day stay in the order of their paths.
        documents.sort_by(|a, b| reading_order(a).cmp(&reading_order(b)));
        let document_places = places(documents.iter().map(|document| &document.id));
        let mut statements = case.statements(filter)?;
        let hidden = documents.iter().map(|d| d.statements).sum::<usize>() - statements.len();
        statements.sort_by_key(|s| (document_places.get(&s.document).copied(), s.position));
        let actors = case.actors()?;
        let first_statements = (0..=documents.len())
            .map(|place| {
                statements.partition_point(|s| document_places.get(&s.document) < Some(&place))
            })
            .collect();
        let mut copies = vec![Vec::new(); documents.len()];
        for (place, document) in documents.iter().enumerate() {
            let of = document
                .copy_of
                .as_ref()
                .and_then(|of| document_places.get(of));
            if let Some(of) = of {
                copies[*of].push(place);
            }
        }
        Ok(Contents {
            copies,
            stale: case.is_stale()?,
            actor_places: places(actors.iter().map(|actor| &actor.id)),
            documents,
            statements,
            actors,
            hidden,
            head,
            document_places,
            first_statements,
        })
    }

    /// The statements of the document at `place`.
    pub fn statements_of(&self, place: usize) -> &[StatementRow] {
        &self.statements[self.first_statements[place]..self.first_statements[place + 1]]
    }

    /// Where a document stands in the list.
    pub fn document_place(&self, id: &str) -> Option<usize> {
        self.document_places.get(id).copied()
    }

    /// Where an actor stands in the list.
    pub fn actor_place(&self, id: &str) -> Option<usize> {
        self.actor_places.get(id).copied()
    }

    /// The number and title a document goes by in the report, with the link to its text.
    pub fn document_name(&self, id: &str) -> Name {
        match self.document_place(id) {
            None => Name {
                text: id.to_owned(),
                href: None,
            },
            Some(place) => Name {
                text: format!("[{}] {}", place + 1, title(&self.documents[place])),
                href: Some(address::link(id)),
            },
        }
    }

    /// The documents that repeat the one at `place`.
    pub fn copies_of(&self, place: usize) -> &[usize] {
        &self.copies[place]
    }

    /// Whether the document at `place` repeats another of the case.
    pub fn is_copy(&self, place: usize) -> bool {
        self.documents[place].copy_of.is_some()
    }
}

impl Directory for Contents {
    fn actor_name(&self, actor: &ActorRef) -> Name {
        let id = actor.id.as_deref();
        Name {
            text: actor.name.clone(),
            href: id
                .filter(|id| self.actor_place(id).is_some())
                .map(address::link),
        }
    }
}

/// The title to show for a document; its path where it has none.
pub fn title(document: &DocumentRow) -> &str {
    let title = document.metadata.title.as_deref().map(str::trim);
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(document.path())
}

fn reading_order(document: &DocumentRow) -> (bool, Option<&str>) {
    let published = document.metadata.published.as_deref();
    (published.is_none(), published)
}

fn places<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    ids.enumerate()
        .map(|(place, id)| (id.clone(), place))
        .collect()
}
