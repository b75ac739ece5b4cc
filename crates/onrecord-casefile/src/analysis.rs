//! The rows read from one document: blocks, pages, actors, statements.

use crate::error::{Error, Result};
use crate::id::{RoleSpans, figure_id, statement_id};
use crate::write::NewDocument;
use crate::{leaf, read};
use onrecord_core::statement::{Class, DocumentActor, Statement};
use onrecord_core::{CharIndex, CharSpan, Span};
use rusqlite::{Connection, params};
use std::path::Path;

/// Removes everything that was read from `document`; the document, its original and its paths stay.
pub(crate) fn delete(tx: &Connection, document: &str) -> rusqlite::Result<()> {
    // The word index keeps no text: it must be told what to forget, while the text is still there.
    let stored = read::document(tx, document)?;
    let mut blocks = tx.prepare_cached("SELECT id, position FROM block WHERE document = ?")?;
    let mut blocks = blocks.query([document])?;
    while let Some(row) = blocks.next()? {
        let (id, position): (i64, usize) = (row.get(0)?, row.get(1)?);
        let block = stored.blocks.get(position);
        if let Some(block) = block.filter(|block| block.kind.is_body()) {
            tx.prepare_cached("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)")?
                .execute(params![id, block.span.of(&stored.text)])?;
        }
    }
    // Statements first: they refer to the actors.
    for table in [
        "leaf",
        "figure",
        "statement",
        "document_actor",
        "block",
        "page",
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE document = ?"),
            [document],
        )?;
    }
    Ok(())
}

/// Stores everything that was read from the document; its own row must be there.
pub(crate) fn insert(tx: &Connection, new: &NewDocument<'_>, file: &Path) -> Result<()> {
    let rows = Rows {
        tx,
        new,
        index: CharIndex::new(&new.document.text),
    };
    rows.blocks()
        .and_then(|()| rows.pages())
        .and_then(|()| rows.actors())
        .map_err(|error| Error::sqlite(file, error))?;
    for (position, statement) in new.analysis.statements.iter().enumerate() {
        rows.statement(position, statement, file)?;
    }
    rows.figures()
        .and_then(|()| leaf::insert(tx, new))
        .map_err(|error| Error::sqlite(file, error))
}

struct Rows<'a> {
    tx: &'a Connection,
    new: &'a NewDocument<'a>,
    index: CharIndex<'a>,
}

impl Rows<'_> {
    fn document(&self) -> &str {
        &self.new.document.id
    }

    fn chars(&self, spans: &[Span]) -> Vec<CharSpan> {
        spans.iter().map(|s| self.index.char_span(*s)).collect()
    }

    fn blocks(&self) -> rusqlite::Result<()> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO block (document, position, kind, start, end, page)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        let mut words = self
            .tx
            .prepare_cached("INSERT INTO words (rowid, text) VALUES (?, ?)")?;
        for (position, block) in self.new.document.blocks.iter().enumerate() {
            let CharSpan { start, end } = self.index.char_span(block.span);
            let kind = block.kind.as_str();
            let rowid = insert.insert(params![
                self.document(),
                position,
                kind,
                start,
                end,
                block.page
            ])?;
            if block.kind.is_body() {
                words.execute(params![rowid, block.span.of(&self.new.document.text)])?;
            }
        }
        Ok(())
    }

    fn pages(&self) -> rusqlite::Result<()> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO page (document, position, number, start) VALUES (?, ?, ?, ?)",
        )?;
        for (position, (start, number)) in self.new.document.pages.iter().enumerate() {
            let start = self.index.to_char(*start);
            insert.execute(params![self.document(), position, number, start])?;
        }
        Ok(())
    }

    fn actors(&self) -> rusqlite::Result<()> {
        let actors = &self.new.analysis.actors;
        actors
            .iter()
            .enumerate()
            .try_for_each(|(number, actor)| self.actor(number, actor))
    }

    fn actor(&self, number: usize, actor: &DocumentActor) -> rusqlite::Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO document_actor (document, number, kind, name, speaks_for)
                 VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.document(),
                number,
                actor.kind.as_str(),
                actor.name,
                actor.speaks_for
            ])?;
        for (position, alias) in actor.aliases.iter().enumerate() {
            self.tx
                .prepare_cached("INSERT INTO document_actor_alias VALUES (?, ?, ?, ?)")?
                .execute(params![self.document(), number, position, alias])?;
        }
        for (position, role) in actor.roles.iter().enumerate() {
            self.tx
                .prepare_cached("INSERT INTO document_actor_role VALUES (?, ?, ?, ?, ?)")?
                .execute(params![
                    self.document(),
                    number,
                    position,
                    role.title,
                    role.of
                ])?;
        }
        for (position, span) in self.chars(&actor.mentions).into_iter().enumerate() {
            self.tx
                .prepare_cached("INSERT INTO mention VALUES (?, ?, ?, ?, ?)")?
                .execute(params![
                    self.document(),
                    number,
                    position,
                    span.start,
                    span.end
                ])?;
        }
        Ok(())
    }

    fn statement(&self, position: usize, statement: &Statement, file: &Path) -> Result<()> {
        let spans = RoleSpans {
            source: self.chars(&statement.attribution.source),
            cue: self.chars(&statement.attribution.cue),
            content: self.chars(&statement.attribution.content),
            basis: self.chars(&statement.basis),
        };
        let id = statement_id(&self.new.document.sha256, &spans);
        let sql = |error| Error::sqlite(file, error);
        let taken = self
            .tx
            .prepare_cached("SELECT 1 FROM statement WHERE id = ?")
            .and_then(|mut query| query.exists([&id]))
            .map_err(sql)?;
        if taken {
            return Err(Error::IdCollision {
                path: file.to_path_buf(),
                kind: "statement",
                id,
                document: self.new.path.to_string(),
            });
        }
        self.statement_row(&id, position, statement, &spans)
            .and_then(|()| self.statement_lists(&id, statement, &spans))
            .map_err(sql)
    }

    fn statement_row(
        &self,
        id: &str,
        position: usize,
        statement: &Statement,
        spans: &RoleSpans,
    ) -> rusqlite::Result<()> {
        let extent = spans.extent();
        let said_on = statement.said_on.map(|s| (s.date.to_string(), s.span));
        let when = said_on
            .as_ref()
            .map(|(_, span)| self.index.char_span(*span));
        self.tx
            .prepare_cached(
                "INSERT INTO statement (id, document, position, start, end, form, act,
                     certainty, speaker, speaker_reason, score, said_on, said_on_start,
                     said_on_end, class)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                id,
                self.document(),
                position,
                extent.map(|span| span.start),
                extent.map(|span| span.end),
                statement.attribution.form.as_str(),
                statement.act.map(|act| act.as_str()),
                statement.certainty.as_str(),
                statement.speaker,
                statement.speaker_reason,
                f64::from(statement.attribution.score),
                said_on.as_ref().map(|(date, _)| date),
                when.map(|span| span.start),
                when.map(|span| span.end),
                self.class(statement).as_str(),
            ])?;
        Ok(())
    }

    /// Whether it was said, in whose words, or only ascribed.
    fn class(&self, statement: &Statement) -> Class {
        let cue = statement.attribution.cue.iter();
        let cue: Vec<&str> = cue.map(|span| span.of(&self.new.document.text)).collect();
        Class::of(statement.attribution.form, &cue.join(" "))
    }

    fn statement_lists(
        &self,
        id: &str,
        statement: &Statement,
        spans: &RoleSpans,
    ) -> rusqlite::Result<()> {
        for (role, spans) in spans.by_role() {
            for (position, span) in spans.iter().enumerate() {
                self.tx
                    .prepare_cached("INSERT INTO statement_span VALUES (?, ?, ?, ?, ?)")?
                    .execute(params![id, role, position, span.start, span.end])?;
            }
        }
        for (position, number) in statement.speaks_for.iter().enumerate() {
            self.tx
                .prepare_cached("INSERT INTO statement_speaks_for VALUES (?, ?, ?, ?)")?
                .execute(params![id, position, self.document(), number])?;
        }
        for (role, parties) in [
            ("addressee", &statement.addressee),
            ("about", &statement.about),
        ] {
            for (position, number) in parties.iter().enumerate() {
                self.tx
                    .prepare_cached("INSERT INTO statement_party VALUES (?, ?, ?, ?, ?)")?
                    .execute(params![id, role, position, self.document(), number])?;
            }
        }
        Ok(())
    }

    fn figures(&self) -> rusqlite::Result<()> {
        for (position, figure) in self.new.analysis.figures.iter().enumerate() {
            let span = self.index.char_span(figure.span);
            let comparator = figure.comparator.as_str();
            let id = figure_id(&self.new.document.sha256, span, comparator);
            self.tx
                .prepare_cached("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    id,
                    self.document(),
                    position,
                    span.start,
                    span.end,
                    figure.value,
                    figure.unit,
                    comparator,
                    figure.measure
                ])?;
        }
        Ok(())
    }
}
