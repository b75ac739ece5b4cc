//! Rows of the record in words: ids by what they name, spans by what stands there.

use super::judgements;
use super::output::{self, CONTENT, FAINT, SOURCE, STRONG, one_line};
use anyhow::Result;
use onrecord_casefile::{CaseFile, Names, StatementFilter, StatementRow};
use onrecord_core::record::{Place, Why};
use onrecord_core::{CharIndex, CharSpan};
use std::collections::HashMap;
use std::io::Write;

/// Words for ids and spans.
pub(crate) struct Words<'c> {
    case: &'c CaseFile,
    names: Names,
    statements: HashMap<String, StatementRow>,
    texts: HashMap<String, String>,
}

impl<'c> Words<'c> {
    pub fn new(case: &'c CaseFile) -> Result<Self> {
        let rows = case.statements(&StatementFilter::default())?;
        Ok(Words {
            case,
            names: case.names()?,
            statements: rows.into_iter().map(|s| (s.id.clone(), s)).collect(),
            texts: HashMap::new(),
        })
    }

    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.of(id)
    }

    pub fn names_of(&self, ids: &[String]) -> String {
        ids.iter()
            .map(|id| self.name(id))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// "Mira Tólvan denied: “…” (a.html)" for a statement, the name for all else.
    pub fn of(&self, id: &str) -> String {
        let Some(row) = self.statements.get(id) else {
            return self.name(id).to_owned();
        };
        let speaker = judgements::speaker(row);
        let join = |pieces: &[onrecord_casefile::Piece]| {
            pieces
                .iter()
                .map(|p| p.text.as_str())
                .collect::<Vec<_>>()
                .join(" … ")
        };
        format!(
            "{SOURCE}{speaker}{SOURCE:#} {} {CONTENT}{}{CONTENT:#} {FAINT}{}, {}{FAINT:#}",
            one_line(&join(&row.cue), 30),
            one_line(&join(&row.content), 110),
            row.id,
            row.path
        )
    }

    /// The words at a place.
    pub fn at(&mut self, document: &str, span: CharSpan) -> Result<String> {
        if !self.texts.contains_key(document) {
            let text = self.case.document(document)?.text;
            self.texts.insert(document.to_owned(), text);
        }
        let text = &self.texts[document];
        let bytes = CharIndex::new(text).byte_span(span);
        Ok(bytes.map_or(String::new(), |b| b.of(text).to_owned()))
    }

    /// Why a row was made, each rule with the words it rests on.
    pub fn why(&mut self, out: &mut impl Write, why: &[Why]) -> Result<()> {
        for reason in why {
            writeln!(out, "  {FAINT}why: {}{FAINT:#}", reason.rule)?;
            for Place { document, span } in &reason.places {
                let words = self.at(document, *span)?;
                let path = self.name(document).to_owned();
                writeln!(
                    out,
                    "       {FAINT}“{}” {path}{FAINT:#}",
                    one_line(&words, 90)
                )?;
            }
        }
        Ok(())
    }
}

/// Shows any row of the record with what it refers to and why it was made.
pub(crate) fn show(case: &CaseFile, id: &str, json: bool) -> Result<()> {
    let Some((of, line)) = case.recorded(id)? else {
        anyhow::bail!("{id} is no longer there; run the command again");
    };
    if json {
        println!("{line}");
        return Ok(());
    }
    let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line)?;
    let mut words = Words::new(case)?;
    let mut out = output::out();
    writeln!(out, "{STRONG}{} {id}{STRONG:#}", of.as_str())?;
    let document = row
        .get("document")
        .and_then(|d| d.as_str())
        .map(str::to_owned);
    for (field, value) in &row {
        if ["type", "id", "why"].contains(&field.as_str()) {
            continue;
        }
        for text in readable(&mut words, document.as_deref(), value)? {
            writeln!(out, "{FAINT}{field:>11}{FAINT:#}  {text}")?;
        }
    }
    let why: Vec<Why> = row
        .get("why")
        .map(|w| serde_json::from_value(w.clone()))
        .transpose()?
        .unwrap_or_default();
    words.why(&mut out, &why)?;
    out.flush()?;
    Ok(())
}

/// A field's value in words: ids by what they name, spans by what stands there.
fn readable(
    words: &mut Words<'_>,
    document: Option<&str>,
    value: &serde_json::Value,
) -> Result<Vec<String>> {
    use serde_json::Value;
    Ok(match value {
        Value::Null => Vec::new(),
        Value::String(id) => vec![words.of(id)],
        Value::Array(items) => {
            match (document, serde_json::from_value::<CharSpan>(value.clone())) {
                (Some(document), Ok(span)) => {
                    vec![format!("“{}”", one_line(&words.at(document, span)?, 160))]
                }
                _ => {
                    let mut all = Vec::new();
                    for item in items {
                        all.extend(readable(words, document, item)?);
                    }
                    all
                }
            }
        }
        Value::Object(fields) => {
            let place = fields.get("place").unwrap_or(value);
            let value = fields
                .get("value")
                .and_then(|v| v.as_str())
                .map(|v| format!("{v}: "))
                .unwrap_or_default();
            match serde_json::from_value::<Place>(place.clone()) {
                Ok(Place { document, span }) => {
                    let told = words.at(&document, span)?;
                    let path = words.name(&document).to_owned();
                    vec![format!(
                        "{value}“{}” {FAINT}{path}{FAINT:#}",
                        one_line(&told, 120)
                    )]
                }
                Err(_) => vec![place.to_string()],
            }
        }
        other => vec![other.to_string()],
    })
}
