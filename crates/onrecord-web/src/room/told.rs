//! Rows in words, with the links to their pages.

use super::Room;
use super::desk::{AsRead, Desk, Quote, Telling, all_standing};
use super::page::Problem;
use crate::address::{Name, passage_href, statement_href, title};
use crate::notes::{Note, joined};
use crate::words;
use onrecord_casefile::{CaseFile, DocumentRow, RowType, StatementRow, Verdict};
use onrecord_core::record::{Place, Response as Answer, Utterance};
use onrecord_core::text::sentences;
use onrecord_core::{CharIndex, CharSpan};
use std::collections::{BTreeSet, HashMap};

/// Characters of an excerpt.
const EXCERPT: usize = 320;

/// A statement in a list.
#[derive(Debug)]
pub struct Said {
    pub id: String,
    /// Its place in the text.
    pub href: String,
    pub content: String,
    pub speaker: Option<Name>,
    /// Who decided on the speaker, if a person did.
    pub judged_by: Option<String>,
    pub speaks_for: Vec<Name>,
    /// To whom it is put, where the list is about that.
    pub put_to: String,
    pub act: &'static str,
    pub certainty: &'static str,
    pub class: &'static str,
    pub document: Name,
    /// When the document was published.
    pub published: Option<String>,
    pub reason: String,
    pub desk: Desk,
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
    pub desk: Desk,
}

/// Puts rows into words; documents that are asked for again are kept.
pub struct Teller<'c> {
    pub room: &'c Room,
    pub case: &'c CaseFile,
    /// The page it is told on.
    here: String,
    documents: HashMap<String, DocumentRow>,
    texts: HashMap<String, String>,
}

impl<'c> Teller<'c> {
    /// For the page at the address `here`.
    pub fn new(room: &'c Room, case: &'c CaseFile, here: &str) -> Self {
        Teller {
            room,
            case,
            here: here.to_owned(),
            documents: HashMap::new(),
            texts: HashMap::new(),
        }
    }

    /// A document.
    pub fn document(&mut self, id: &str) -> Result<&DocumentRow, Problem> {
        if !self.documents.contains_key(id) {
            let row = self.case.document_row(id)?;
            self.documents.insert(id.to_owned(), row);
        }
        Ok(&self.documents[id])
    }

    /// A statement for a list.
    pub fn said(&mut self, row: StatementRow) -> Result<Said, Problem> {
        let desk = self.desk_of_statement(&row, &row.id)?;
        let document = self.document(&row.document)?;
        let published = document.metadata.published.as_deref().map(words::day);
        Ok(Said {
            href: statement_href(&row.document, &row.id),
            content: joined(&row.content),
            speaker: row.speaker_now().map(Name::of_actor),
            judged_by: row.speaker_by().map(str::to_owned),
            speaks_for: row.speaks_for_now().iter().map(Name::of_actor).collect(),
            put_to: String::new(),
            act: words::act(row.act),
            certainty: words::certainty(row.certainty),
            class: words::class(row.class),
            document: Name::of_document(document),
            published,
            reason: match row.speaker_by() {
                Some(_) => String::new(),
                None => row.speaker_reason,
            },
            desk,
            id: row.id,
        })
    }

    /// All of them.
    pub fn all_said(&mut self, rows: Vec<StatementRow>) -> Result<Vec<Said>, Problem> {
        rows.into_iter().map(|row| self.said(row)).collect()
    }

    /// The note on a statement beside its text.
    pub fn note(&mut self, row: &StatementRow) -> Result<Note, Problem> {
        let mut tied = Vec::new();
        for answer in self.answers_that_stand(self.case.responses_of(&row.id)?)? {
            let to = self.line("", &answer.to)?.name;
            tied.push((format!("{} what", answer.relation.as_str()), to));
        }
        for answer in self.answers_that_stand(self.case.responses_to(&row.id)?)? {
            let from = self.line("", &answer.from)?.name;
            tied.push(("answered:".to_owned(), from));
        }
        let anchor = crate::address::note_anchor(&row.id);
        let desk = self.desk_of_statement(row, &anchor)?;
        Ok(Note::new(row, tied, desk))
    }

    /// Those that nobody rejected.
    fn answers_that_stand(&self, all: Vec<Answer>) -> Result<Vec<Answer>, Problem> {
        let mut standing = Vec::new();
        for answer in all {
            if !self.case.is_rejected(&answer.id)? {
                standing.push(answer);
            }
        }
        Ok(standing)
    }

    /// Judgements on the row with this id, and the way to judge it.
    pub fn desk(&mut self, id: &str) -> Result<Desk, Problem> {
        let standing = all_standing(self, &self.case.judgements_on(id)?, id)?;
        let back = format!("{}#{id}", self.here);
        let rejected = self.case.is_rejected(id)?;
        Ok(Desk {
            rejected,
            ..Desk::new(self.room, id, back, standing)
        })
    }

    fn desk_of_statement(&mut self, row: &StatementRow, anchor: &str) -> Result<Desk, Problem> {
        let judged = row.judged.as_ref().map_or(&[][..], |j| &j.judgements);
        let standing = all_standing(self, judged, &row.id)?;
        let back = format!("{}#{anchor}", self.here);
        let mut desk = Desk::new(self.room, &row.id, back, standing);
        desk.rejected = row.is_rejected();
        desk.read = row.speaker_by().map(|_| AsRead {
            speaker: row.speaker.as_ref().map(Name::of_actor),
            speaks_for: row.speaks_for.iter().map(Name::of_actor).collect(),
            reason: row.speaker_reason.clone(),
        });
        desk.what = words::clipped(&joined(&row.content), 60);
        (desk.tellings, desk.independent) = self.tellings(row, &desk)?;
        let document = self.document(&row.document)?;
        desk.quote = Some(Quote::new(row, document));
        Ok(desk)
    }

    /// Where else the same words are told, and in how many independent documents in all.
    /// One that a person holds to be another utterance is shown and not counted.
    fn tellings(
        &mut self,
        row: &StatementRow,
        desk: &Desk,
    ) -> Result<(Vec<Telling>, usize), Problem> {
        let mut tellings = Vec::new();
        let mut independent = BTreeSet::new();
        let ids = self.case.tied_to(RowType::Utterance, &row.id)?;
        for id in ids {
            let utterance: Option<Utterance> = self.case.row(&id)?;
            for statement in utterance.map(|u| u.statements).unwrap_or_default() {
                let Some(document) = self.case.document_of(&statement)? else {
                    continue;
                };
                let different = desk
                    .of_pair(&statement)
                    .is_some_and(|s| s.verdict == Verdict::Different);
                let told = self.document(&document)?;
                if !different {
                    independent.insert(told.copy_of.clone().unwrap_or(document.clone()));
                }
                if statement == row.id {
                    continue;
                }
                tellings.push(Telling {
                    name: Name {
                        text: title(told).to_owned(),
                        href: Some(statement_href(&document, &statement)),
                    },
                    copy: told.copy_of.is_some(),
                    different,
                    id: statement,
                });
            }
        }
        Ok((tellings, independent.len()))
    }

    /// A passage of a document, with the link to it.
    pub fn passage(&mut self, label: &str, place: &Place) -> Result<Line, Problem> {
        Ok(Line {
            label: label.to_owned(),
            words: self.words(&place.document, place.span)?,
            name: Name {
                text: title(self.document(&place.document)?).to_owned(),
                href: Some(passage_href(&place.document, place.span)),
            },
        })
    }

    /// The same with its whole sentence, and what stands there before it.
    pub fn account(&mut self, value: &str, place: &Place) -> Result<Line, Problem> {
        let mut line = self.passage(value, place)?;
        let text = self.text(&place.document)?;
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
        let text = self.text(document)?;
        let bytes = CharIndex::new(text).byte_span(span);
        Ok(words::clipped(bytes.map_or("", |b| b.of(text)), EXCERPT))
    }

    fn text(&mut self, document: &str) -> Result<&str, Problem> {
        if !self.texts.contains_key(document) {
            let text = self.case.document(document)?.text;
            self.texts.insert(document.to_owned(), text);
        }
        Ok(&self.texts[document])
    }

    /// Whatever has this id: a statement, an actor, a work or a document.
    pub fn line(&mut self, label: &str, id: &str) -> Result<Line, Problem> {
        let label = label.to_owned();
        if let Some(row) = self.case.statement(id)? {
            let speaker = row.speaker_now().map_or("speaker unknown", |s| &s.name);
            return Ok(Line {
                label,
                name: Name {
                    text: match row.speaker_by() {
                        Some(by) => format!("{speaker} (judged by {by}) {}", joined(&row.cue)),
                        None => format!("{speaker} {}", joined(&row.cue)),
                    },
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
        if let Some(actor) = self.case.actor_brief(id)? {
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
            Ok(row) => Ok(Name::of_document(&row)),
            Err(onrecord_casefile::Error::NoSuchDocument { .. }) => Ok(Name::plain(id)),
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
