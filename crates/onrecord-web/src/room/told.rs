//! Rows in words, with the links to their pages.

use super::page::Problem;
use crate::address::{Directory, Name};
use crate::contents::title;
use crate::notes::joined;
use crate::words;
use onrecord_casefile::{ActorRef, CaseFile, StatementRow};
use onrecord_core::record::Place;
use onrecord_core::text::sentences;
use onrecord_core::{CharIndex, CharSpan};
use std::collections::HashMap;

/// Characters of an excerpt.
const EXCERPT: usize = 320;

/// Actors have pages of their own.
#[derive(Debug)]
pub struct Pages;

impl Directory for Pages {
    fn actor_name(&self, actor: &ActorRef) -> Name {
        Name {
            text: actor.name.clone(),
            href: actor.id.as_ref().map(|id| format!("/actors/{id}")),
        }
    }
}

/// A statement in a list.
#[derive(Debug)]
pub struct Said {
    pub id: String,
    /// Its place in the text.
    pub href: String,
    pub content: String,
    pub speaker: Option<Name>,
    pub speaks_for: Vec<Name>,
    /// To whom it is put, where the list is about that.
    pub put_to: String,
    pub act: &'static str,
    pub certainty: &'static str,
    pub class: &'static str,
    pub document: Name,
    pub reason: String,
}

/// The link to a statement in its text.
pub fn statement_href(document: &str, id: &str) -> String {
    format!("/documents/{document}#{id}")
}

/// The link to a passage of a text, which is marked there.
pub fn passage_href(document: &str, span: CharSpan) -> String {
    format!(
        "/documents/{document}?from={}&to={}#here",
        span.start, span.end
    )
}

impl Said {
    pub fn new(row: StatementRow) -> Self {
        Said {
            href: statement_href(&row.document, &row.id),
            content: joined(&row.content),
            speaker: row.speaker.as_ref().map(|s| Pages.actor_name(s)),
            speaks_for: row.speaks_for.iter().map(|s| Pages.actor_name(s)).collect(),
            put_to: String::new(),
            act: words::act(row.act),
            certainty: words::certainty(row.certainty),
            class: words::class(row.class),
            document: Name {
                text: row.title.unwrap_or(row.path),
                href: Some(format!("/documents/{}", row.document)),
            },
            reason: row.speaker_reason,
            id: row.id,
        }
    }
}

/// A line about something: what it is to the row, its name, and its words.
#[derive(Debug)]
pub struct Line {
    pub label: String,
    pub name: Name,
    pub words: String,
}

/// A row of the record in words.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub head: Name,
    pub lines: Vec<Line>,
    pub why: String,
}

/// Puts rows into words; texts that are asked for again are kept.
pub struct Teller<'c> {
    case: &'c CaseFile,
    texts: HashMap<String, (String, String)>,
}

impl<'c> Teller<'c> {
    pub fn new(case: &'c CaseFile) -> Self {
        Teller {
            case,
            texts: HashMap::new(),
        }
    }

    /// A passage of a document, with the link to it.
    pub fn passage(&mut self, label: &str, place: &Place) -> Result<Line, Problem> {
        let words = self.words(&place.document, place.span)?;
        Ok(Line {
            label: label.to_owned(),
            name: Name {
                text: self.texts[&place.document].0.clone(),
                href: Some(passage_href(&place.document, place.span)),
            },
            words,
        })
    }

    /// The same with its whole sentence, and what stands there before it.
    pub fn account(&mut self, value: &str, place: &Place) -> Result<Line, Problem> {
        let mut line = self.passage(value, place)?;
        let text = &self.texts[&place.document].1;
        if let Some(at) = CharIndex::new(text).byte_span(place.span) {
            let start = text[..at.start].rfind('\n').map_or(0, |line| line + 1);
            let end = text[at.end..]
                .find('\n')
                .map_or(text.len(), |line| at.end + line);
            let paragraph = &text[start..end];
            let mut around = sentences(paragraph).into_iter().map(|s| s.shift(start));
            let sentence = around.find(|s| s.contains(at));
            line.words = words::clipped(sentence.unwrap_or(at).of(text), EXCERPT);
        }
        Ok(line)
    }

    /// What stands at a place.
    pub fn words(&mut self, document: &str, span: CharSpan) -> Result<String, Problem> {
        if !self.texts.contains_key(document) {
            let row = self.case.document_row(document)?;
            let text = self.case.document(document)?.text;
            let known = (title(&row).to_owned(), text);
            self.texts.insert(document.to_owned(), known);
        }
        let text = &self.texts[document].1;
        let bytes = CharIndex::new(text).byte_span(span);
        Ok(words::clipped(bytes.map_or("", |b| b.of(text)), EXCERPT))
    }

    /// Whatever has this id: a statement, an actor, a work or a document.
    pub fn line(&mut self, label: &str, id: &str) -> Result<Line, Problem> {
        let label = label.to_owned();
        if let Some(row) = self.case.statement(id)? {
            let speaker = row.speaker.as_ref().map_or("speaker unknown", |s| &s.name);
            return Ok(Line {
                label,
                name: Name {
                    text: format!("{speaker} {}", joined(&row.cue)),
                    href: Some(statement_href(&row.document, &row.id)),
                },
                words: words::clipped(&joined(&row.content), EXCERPT),
            });
        }
        let name = self.name(id)?;
        Ok(Line {
            label,
            name,
            words: String::new(),
        })
    }

    /// The name of an actor, a work or a document, with the link to its page.
    pub fn name(&mut self, id: &str) -> Result<Name, Problem> {
        let link = |list: &str| Some(format!("/{list}/{id}"));
        if let Some(actor) = self.case.actor(id)? {
            return Ok(Name {
                text: actor.name,
                href: link("actors"),
            });
        }
        if let Some(work) = self.case.work(id)? {
            return Ok(Name {
                text: work_name(&work),
                href: link("works"),
            });
        }
        match self.case.document_row(id) {
            Ok(row) => Ok(Name {
                text: title(&row).to_owned(),
                href: link("documents"),
            }),
            Err(onrecord_casefile::Error::NoSuchDocument { .. }) => Ok(Name {
                text: id.to_owned(),
                href: None,
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// Names in a row, or `none`.
    pub fn names(&mut self, ids: &[String], none: &str) -> Result<String, Problem> {
        let names: Result<Vec<String>, Problem> =
            ids.iter().map(|id| Ok(self.name(id)?.text)).collect();
        let names = names?;
        Ok(match names.is_empty() {
            true => none.to_owned(),
            false => names.join(", "),
        })
    }
}

/// What a work is called.
pub fn work_name(work: &onrecord_core::record::Work) -> String {
    let title = work.title.as_deref().unwrap_or(&work.kind);
    match &work.symbol {
        Some(symbol) => format!("{title}, {symbol}"),
        None => title.to_owned(),
    }
}
