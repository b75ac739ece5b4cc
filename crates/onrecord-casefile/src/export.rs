//! The export: one JSON object a line, ordered by type, then id.
//!
//! The order and names of the keys are published; programs outside rely on
//! them. They stand here as the fields of the structs, in order.

use crate::error::{Error, Result};
use crate::figures::figures;
use crate::judge::{self, Judgement, Undone, Verdict};
use crate::recorded::{RowType, each_line};
use crate::rows::{ActorRef, SaidOnRow};
use crate::statements::{Stored, each_by_id};
use crate::{CaseFile, read};
use onrecord_core::CharSpan;
use onrecord_core::record::{Difference, SeenRole, Why};
use onrecord_core::text::PartialDate;
use rusqlite::Connection;
use serde::Serialize;
use std::io::Write;

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
    /// The same documents give the same bytes, in whatever order they came in.
    /// Refused while the record is stale: speakers would be missing.
    pub fn export_jsonl(&self, out: &mut dyn Write) -> Result<()> {
        // One transaction, so that a build at work cannot change the case under the export.
        let tx = self.sql(self.conn.unchecked_transaction())?;
        if self.is_stale()? {
            return Err(Error::StaleRecord {
                path: self.path.clone(),
            });
        }
        self.export_actors(&tx, out)?;
        self.export_recorded(&tx, RowType::Copy, out)?;
        self.export_recorded(&tx, RowType::Discrepancy, out)?;
        self.export_documents(&tx, out)?;
        self.export_recorded(&tx, RowType::Event, out)?;
        self.export_figures(&tx, out)?;
        self.export_judgements(&tx, out)?;
        self.export_recorded(&tx, RowType::Lineup, out)?;
        self.export_recorded(&tx, RowType::Recommendation, out)?;
        self.export_recorded(&tx, RowType::Response, out)?;
        let wrap = |error| Error::sqlite(&self.path, error);
        each_by_id(&tx, wrap, |statement| {
            line(out, &self.statement_line(statement)?)
        })?;
        self.export_recorded(&tx, RowType::Utterance, out)?;
        self.export_recorded(&tx, RowType::Work, out)
    }

    /// Rows of the record as they are stored; of differences only those that are discrepancies.
    fn export_recorded(&self, conn: &Connection, of: RowType, out: &mut dyn Write) -> Result<()> {
        let wrap = |error| Error::sqlite(&self.path, error);
        each_line(conn, of, wrap, |json| {
            if of == RowType::Discrepancy && !is_discrepancy(json) {
                return Ok(());
            }
            Ok(writeln!(out, "{json}")?)
        })
    }

    fn export_actors(&self, conn: &Connection, out: &mut dyn Write) -> Result<()> {
        let mut actors = self.sql(read::actor_rows(conn, None))?;
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        for actor in actors {
            let actor = ActorLine {
                r#type: "actor",
                id: actor.id,
                kind: actor.kind.as_str(),
                name: actor.name,
                aliases: actor.aliases,
                roles: actor.roles,
                speaks_for: actor.speaks_for.and_then(|principal| principal.id),
                why: actor.why,
            };
            line(out, &actor)?;
        }
        Ok(())
    }

    fn export_documents(&self, conn: &Connection, out: &mut dyn Write) -> Result<()> {
        for id in self.sql(read::document_ids(conn))? {
            let document = self.sql(read::document(conn, &id))?;
            let metadata = document.metadata;
            let document = DocumentLine {
                r#type: "document",
                path: self.sql(read::paths(conn, &id))?.into_iter().next(),
                copy_of: self.sql(read::copy_of(conn, &id))?,
                id,
                sha256: document.sha256,
                media_type: document.media_type,
                title: metadata.title,
                publisher: metadata.publisher,
                byline: metadata.byline,
                published: metadata.published,
                language: metadata.language,
                text: document.text,
            };
            line(out, &document)?;
        }
        Ok(())
    }

    fn export_figures(&self, conn: &Connection, out: &mut dyn Write) -> Result<()> {
        let mut figures = self.sql(figures(conn, None, "ORDER BY f.document, f.position"))?;
        figures.sort_by(|a, b| a.id.cmp(&b.id));
        for figure in figures {
            let figure = FigureLine {
                r#type: "figure",
                id: figure.id,
                document: figure.document,
                span: figure.span,
                value: figure.value,
                unit: figure.unit,
                comparator: figure.comparator,
                measure: figure.measure,
                holder: figure.holder,
            };
            line(out, &figure)?;
        }
        Ok(())
    }

    fn export_judgements(&self, conn: &Connection, out: &mut dyn Write) -> Result<()> {
        let mut judgements = self.sql(judge::all(conn))?;
        judgements.sort_by(|a, b| a.id.cmp(&b.id));
        for judgement in judgements {
            line(out, &JudgementLine::from(judgement))?;
        }
        Ok(())
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
            span: row.span.map(|(start, end)| CharSpan { start, end }),
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

/// Whether a line is of a difference that is reported unasked.
fn is_discrepancy(json: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Judged {
        judged: Difference,
    }
    serde_json::from_str(json).is_ok_and(|line: Judged| line.judged.is_discrepancy())
}

fn line(out: &mut dyn Write, row: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, row).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
