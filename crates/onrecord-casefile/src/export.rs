//! The export: one JSON object a line, ordered by type, then id.
//!
//! The order and names of the keys are published; programs outside rely on
//! them. They stand here as the fields of the structs, in order.

use crate::error::{Error, Result};
use crate::judge::{self, Judgement, Undone, Verdict};
use crate::page::DISCREPANCY;
use crate::recorded::RowType;
use crate::rows::{ActorRef, ActorRow, SaidOnRow};
use crate::statements::{Stored, stored_one};
use crate::{CaseFile, read};
use onrecord_core::CharSpan;
use onrecord_core::record::{SeenRole, Why};
use onrecord_core::text::PartialDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use std::io::Write;

/// The types of lines, in the order of their names, in which they stand in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineType {
    /// Somebody of the case.
    Actor,
    /// A source with its text.
    Document,
    /// A quantity.
    Figure,
    /// What a person decided.
    Judgement,
    /// A statement.
    Statement,
    /// A row of the record.
    Recorded(RowType),
}

impl LineType {
    /// Every type, in the order of the export.
    pub const ALL: [LineType; 13] = [
        LineType::Actor,
        LineType::Recorded(RowType::Copy),
        LineType::Recorded(RowType::Discrepancy),
        LineType::Document,
        LineType::Recorded(RowType::Event),
        LineType::Figure,
        LineType::Judgement,
        LineType::Recorded(RowType::Lineup),
        LineType::Recorded(RowType::Recommendation),
        LineType::Recorded(RowType::Response),
        LineType::Statement,
        LineType::Recorded(RowType::Utterance),
        LineType::Recorded(RowType::Work),
    ];

    /// The `type` of its lines.
    pub fn as_str(self) -> &'static str {
        match self {
            LineType::Actor => "actor",
            LineType::Document => "document",
            LineType::Figure => "figure",
            LineType::Judgement => "judgement",
            LineType::Statement => "statement",
            LineType::Recorded(of) => of.as_str(),
        }
    }

    /// The table of its rows. Of differences only those that are discrepancies are exported.
    fn rows(self) -> String {
        match self {
            LineType::Actor
            | LineType::Document
            | LineType::Figure
            | LineType::Judgement
            | LineType::Statement => self.as_str().to_owned(),
            LineType::Recorded(RowType::Discrepancy) => {
                let judged = DISCREPANCY;
                format!("(SELECT id FROM record_row WHERE type = 'discrepancy' AND {judged})")
            }
            LineType::Recorded(of) => {
                format!("(SELECT id FROM record_row WHERE type = '{}')", of.as_str())
            }
        }
    }
}

#[derive(Serialize)]
struct ActorLine {
    r#type: &'static str,
    id: String,
    kind: &'static str,
    name: String,
    aliases: Vec<String>,
    roles: Vec<SeenRole>,
    speaks_for: Option<String>,
    why: Vec<Why>,
}

#[derive(Serialize)]
struct DocumentLine {
    r#type: &'static str,
    id: String,
    path: Option<String>,
    sha256: String,
    media_type: String,
    title: Option<String>,
    publisher: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    language: Option<String>,
    copy_of: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct StatementLine {
    r#type: &'static str,
    id: String,
    document: String,
    form: &'static str,
    act: Option<&'static str>,
    certainty: &'static str,
    source: Vec<CharSpan>,
    cue: Vec<CharSpan>,
    content: Vec<CharSpan>,
    basis: Vec<CharSpan>,
    speaker: Option<String>,
    speaker_reason: String,
    speaks_for: Vec<String>,
    addressee: Vec<String>,
    about: Vec<String>,
    said_on: SaidOn,
    score: f64,
}

#[derive(Serialize)]
struct SaidOn {
    date: Option<String>,
    precision: Option<&'static str>,
}

#[derive(Serialize)]
struct FigureLine {
    r#type: &'static str,
    id: String,
    document: String,
    span: CharSpan,
    value: f64,
    unit: Option<String>,
    comparator: String,
    measure: Option<String>,
    holder: Option<String>,
}

#[derive(Serialize)]
struct JudgementLine {
    r#type: &'static str,
    id: String,
    at: String,
    by: String,
    verdict: Verdict,
    on: String,
    other: Option<String>,
    text: Option<String>,
    document: Option<String>,
    span: Option<CharSpan>,
    undone: Option<UndoneLine>,
}

#[derive(Serialize)]
struct UndoneLine {
    at: String,
    by: String,
}

impl CaseFile {
    /// Writes the case as JSON lines: ordered by type, then id.
    ///
    /// The same documents give the same bytes, in whatever order they came in; judgements carry their
    /// time and are the same only in the same case file.
    /// Refused while the record is stale: speakers would be missing.
    pub fn export_jsonl(&self, out: &mut dyn Write) -> Result<()> {
        // One transaction, so that a build at work cannot change the case under the export.
        let _moment = self.moment()?;
        self.refuse_stale()?;
        for of in LineType::ALL {
            for id in self.line_ids(of, "", None)? {
                let line = self.line_of(of, &id)?;
                writeln!(out, "{}", line.as_deref().unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// A part of the lines of one type, in the order of their ids: `most` of them that come after
    /// the id `after`, which may be empty.
    ///
    /// # Errors
    /// [`Error::StaleRecord`] while the record does not cover all documents.
    pub fn lines_after(&self, of: LineType, after: &str, most: usize) -> Result<Vec<String>> {
        let _moment = self.moment()?;
        self.refuse_stale()?;
        let ids = self.line_ids(of, after, Some(most))?;
        let lines = ids.iter().map(|id| self.line_of(of, id));
        lines.filter_map(Result::transpose).collect()
    }

    /// Number of lines of one type.
    pub fn lines_count(&self, of: LineType) -> Result<usize> {
        self.one(&format!("SELECT count(*) FROM {}", of.rows()), Vec::new())
    }

    /// The line of the export for the row with this id.
    ///
    /// # Errors
    /// [`Error::StaleRecord`] while the record does not cover all documents.
    pub fn line(&self, of: LineType, id: &str) -> Result<Option<String>> {
        self.refuse_stale()?;
        self.line_of(of, id)
    }

    fn line_of(&self, of: LineType, id: &str) -> Result<Option<String>> {
        match of {
            LineType::Actor => self.actor(id)?.map(|row| json(&ActorLine::from(row))),
            LineType::Document => self.document_line(id)?.map(|line| json(&line)),
            LineType::Figure => self.figure_line(id)?.map(|line| json(&line)),
            LineType::Judgement => {
                let row = self.sql(judge::one(&self.conn, id))?;
                row.map(|row| json(&JudgementLine::from(row)))
            }
            LineType::Statement => {
                let stored = self.sql(stored_one(&self.conn, id))?;
                let line = stored.map(|stored| self.statement_line(stored));
                line.transpose()?.map(|line| json(&line))
            }
            LineType::Recorded(of) => {
                let row = self.recorded(id)?;
                row.filter(|(found, _)| *found == of)
                    .map(|(_, line)| Ok(line))
            }
        }
        .transpose()
    }

    fn line_ids(&self, of: LineType, after: &str, most: Option<usize>) -> Result<Vec<String>> {
        let most = most.map_or(String::new(), |most| format!("LIMIT {most}"));
        let query = format!(
            "SELECT id FROM {} WHERE id > ? ORDER BY id {most}",
            of.rows()
        );
        self.ids(&query, vec![Value::Text(after.to_owned())])
    }

    fn refuse_stale(&self) -> Result<()> {
        match self.is_stale()? {
            true => Err(Error::StaleRecord {
                path: self.path.clone(),
            }),
            false => Ok(()),
        }
    }

    fn document_line(&self, id: &str) -> Result<Option<DocumentLine>> {
        let document = match self.document(id) {
            Err(Error::NoSuchDocument { .. }) => return Ok(None),
            document => document?,
        };
        let metadata = document.metadata;
        Ok(Some(DocumentLine {
            r#type: "document",
            id: id.to_owned(),
            path: self.sql(read::paths(&self.conn, id))?.into_iter().next(),
            copy_of: self.sql(read::copy_of(&self.conn, id))?,
            sha256: document.sha256,
            media_type: document.media_type,
            title: metadata.title,
            publisher: metadata.publisher,
            byline: metadata.byline,
            published: metadata.published,
            language: metadata.language,
            text: document.text,
        }))
    }

    fn figure_line(&self, id: &str) -> Result<Option<FigureLine>> {
        let line = |row: &Row<'_>| {
            Ok(FigureLine {
                r#type: "figure",
                id: row.get(0)?,
                document: row.get(1)?,
                span: read::char_span(row, 2)?,
                value: row.get(4)?,
                unit: row.get(5)?,
                comparator: row.get(6)?,
                measure: row.get(7)?,
                holder: row.get(8)?,
            })
        };
        let read = || {
            self.conn
                .prepare_cached(
                    "SELECT id, document, start, end, value, unit, comparator, measure,
                         (SELECT id FROM record_reference WHERE target = figure.id AND type = 'work')
                     FROM figure WHERE id = ?",
                )?
                .query_row([id], line)
                .optional()
        };
        self.sql(read())
    }

    fn statement_line(&self, statement: Stored) -> Result<StatementLine> {
        let id = statement.id.clone();
        let actor = |actor: ActorRef| {
            actor.id.ok_or_else(|| Error::Damaged {
                path: self.path.clone(),
                what: format!(
                    "`{}`, named by statement {}, is no actor of the case",
                    actor.name, id
                ),
            })
        };
        Ok(StatementLine {
            r#type: "statement",
            speaker: statement.speaker.map(&actor).transpose()?,
            speaks_for: statement
                .speaks_for
                .into_iter()
                .map(&actor)
                .collect::<Result<_>>()?,
            id: statement.id,
            document: statement.document,
            form: statement.form.as_str(),
            act: statement.act.map(|act| act.as_str()),
            certainty: statement.certainty.as_str(),
            source: statement.spans.source,
            cue: statement.spans.cue,
            content: statement.spans.content,
            basis: statement.spans.basis,
            speaker_reason: statement.speaker_reason,
            addressee: statement
                .addressee
                .into_iter()
                .map(&actor)
                .collect::<Result<_>>()?,
            about: statement
                .about
                .into_iter()
                .map(&actor)
                .collect::<Result<_>>()?,
            said_on: said_on(statement.said_on),
            score: rounded(statement.score),
        })
    }
}

impl From<ActorRow> for ActorLine {
    fn from(row: ActorRow) -> Self {
        ActorLine {
            r#type: "actor",
            id: row.id,
            kind: row.kind.as_str(),
            name: row.name,
            aliases: row.aliases,
            roles: row.roles,
            speaks_for: row.speaks_for.and_then(|principal| principal.id),
            why: row.why,
        }
    }
}

impl From<Judgement> for JudgementLine {
    fn from(row: Judgement) -> Self {
        JudgementLine {
            r#type: "judgement",
            id: row.id,
            at: row.at,
            by: row.by,
            verdict: row.verdict,
            on: row.on,
            other: row.other,
            text: row.text,
            document: row.document,
            span: row.span,
            undone: row
                .undone
                .map(|Undone { at, by, .. }| UndoneLine { at, by }),
        }
    }
}

fn said_on(row: Option<SaidOnRow>) -> SaidOn {
    let date = row.and_then(|row| row.date.parse::<PartialDate>().ok());
    SaidOn {
        date: date.map(|date| date.to_string()),
        precision: date.map(|date| date.precision()),
    }
}

/// Four decimals: more would tell machines apart, not statements.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

/// A line, without the end of the line.
fn json(row: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(row).map_err(std::io::Error::from)?)
}
