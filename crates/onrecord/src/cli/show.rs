//! `onrecord show`, `export` and `verify`.

use super::Done;
use super::args::{ExportArgs, Format, ListArgs, ShowArgs};
use super::judgements;
use super::lists::open;
use super::output::{self, CONTENT, CUE, FAINT, SOURCE, STRONG, count};
use anstyle::Style;
use anyhow::{Result, bail};
use onrecord_casefile::{CaseFile, Found, StatementFilter, StatementRow, StoredMeta};
use onrecord_core::{CharIndex, Document, Span};
use serde_json::json;
use std::io::{BufWriter, Write};

pub(crate) fn show(args: &ShowArgs) -> Result<Done> {
    let case = open(&args.list.case.case)?;
    match case.find(&args.id)? {
        Found::Statement(id) => show_statement(&case, &id, args.list.json)?,
        Found::Document(id) => show_document(&case, &id, args.list.json)?,
        Found::Actor(id) => show_actor(&case, &id, args.list.json)?,
        Found::Figure(id) => show_figure(&case, &id, args.list.json)?,
        Found::Recorded(id) => super::words::show(&case, &id, args.list.json)?,
        Found::Judgement(id) => judgements::show(&case, &id, args.list.json)?,
        Found::Ambiguous(ids) => bail!(
            "{} begins several ids: {}; give more of it",
            args.id,
            ids.join(", ")
        ),
        Found::None => bail!(
            "nothing in {} has the id {}; `onrecord statements`, `documents` and `actors` list the ids",
            case.path().display(),
            args.id
        ),
    }
    Ok(Done::Well)
}

fn show_statement(case: &CaseFile, id: &str, as_json: bool) -> Result<()> {
    let Some(row) = case.statement(id)? else {
        bail!("{id} is no longer there; run the command again");
    };
    if as_json {
        return output::json_lines(&[row]);
    }
    let document = case.document(&row.document)?;
    let mut out = output::out();
    writeln!(out, "{}\n", in_place(&document, &row))?;
    let names = |list: &[onrecord_casefile::ActorRef]| {
        list.iter()
            .map(|a| a.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let speaker = judgements::speaker(&row);
    let mut facts = vec![
        ("speaker", speaker.to_owned()),
        ("why", row.speaker_reason.clone()),
    ];
    if !row.speaks_for.is_empty() {
        facts.push(("speaks for", names(&row.speaks_for)));
    }
    facts.push((
        "act",
        row.act.map_or("not known", |a| a.as_str()).to_owned(),
    ));
    facts.push(("certainty", row.certainty.as_str().to_owned()));
    if let Some(said_on) = &row.said_on {
        let words = bytes_of(&document, said_on.span);
        facts.push(("said on", format!("{} (“{words}”)", said_on.date)));
    }
    for (name, list) in [("to", &row.addressee), ("about", &row.about)] {
        if !list.is_empty() {
            facts.push((name, names(list)));
        }
    }
    for piece in &row.basis {
        facts.push(("rests on", piece.text.clone()));
    }
    facts.extend(
        judgements::told(&row)
            .into_iter()
            .map(|one| ("judged", one)),
    );
    facts.push(("class", row.class.as_str().to_owned()));
    facts.push(("form", row.form.as_str().to_owned()));
    facts.push(("score", format!("{:.2}", row.score)));
    facts.push((
        "document",
        row.title.clone().unwrap_or_else(|| "(no title)".to_owned()),
    ));
    let page = row.page.map(|p| format!(", page {p}")).unwrap_or_default();
    facts.push((
        "at",
        format!(
            "{}{page}, characters {} to {}",
            row.path, row.extent.start, row.extent.end
        ),
    ));
    facts.push(("sha256", document.sha256));
    facts.push(("id", row.id));
    for (name, value) in facts {
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {value}")?;
    }
    out.flush()?;
    Ok(())
}

fn bytes_of(document: &Document, span: onrecord_core::CharSpan) -> &str {
    let bytes = CharIndex::new(&document.text).byte_span(span);
    bytes.map_or("", |bytes| bytes.of(&document.text))
}

/// The paragraph of a statement with its parts marked; without colours the
/// parts are told by brackets under a legend.
fn in_place(document: &Document, row: &StatementRow) -> String {
    let index = CharIndex::new(&document.text);
    let bytes = |span| index.byte_span(span).unwrap_or(Span::new(0, 0));
    let extent = bytes(row.extent);
    let around: Vec<Span> = document
        .blocks
        .iter()
        .map(|b| b.span)
        .filter(|b| b.overlaps(extent))
        .collect();
    let shown = around.iter().fold(extent, |all, block| all.cover(*block));
    let mut parts: Vec<(Span, Style, &str)> = Vec::new();
    for (pieces, style, name) in [
        (&row.source, SOURCE, "source"),
        (&row.cue, CUE, "cue"),
        (&row.content, CONTENT, "content"),
    ] {
        parts.extend(pieces.iter().map(|p| (bytes(p.span), style, name)));
    }
    parts.sort_by_key(|(span, _, _)| *span);
    let mut out = String::new();
    let mut at = shown.start;
    for (span, style, name) in parts {
        out.push_str(document.text.get(at..span.start).unwrap_or(""));
        out.push_str(&format!(
            "{style}[{}]{style:#}{FAINT}{name}{FAINT:#}",
            span.of(&document.text)
        ));
        at = at.max(span.end);
    }
    out.push_str(document.text.get(at..shown.end).unwrap_or(""));
    out
}

fn show_document(case: &CaseFile, id: &str, as_json: bool) -> Result<()> {
    let row = case.document_row(id)?;
    if as_json {
        return output::json_lines(&[row]);
    }
    let document = case.document(id)?;
    let mut out = output::out();
    let unknown = || "not known".to_owned();
    let m = &row.metadata;
    writeln!(
        out,
        "{STRONG}{}{STRONG:#}",
        m.title.clone().unwrap_or_else(|| "(no title)".to_owned())
    )?;
    let facts = [
        ("publisher", m.publisher.clone().unwrap_or_else(unknown)),
        ("byline", m.byline.clone().unwrap_or_else(unknown)),
        ("published", m.published.clone().unwrap_or_else(unknown)),
        ("updated", m.updated.clone().unwrap_or_else(unknown)),
        ("language", m.language.clone().unwrap_or_else(unknown)),
        ("url", m.url.clone().unwrap_or_else(unknown)),
        (
            "copy of",
            row.copy_of
                .clone()
                .unwrap_or_else(|| "no other document".to_owned()),
        ),
        ("paths", row.paths.join(", ")),
        ("type", row.media_type.clone()),
        ("sha256", row.sha256.clone()),
        ("sha1", row.sha1.clone()),
        ("statements", row.statements.to_string()),
    ];
    for (name, value) in facts {
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {value}")?;
    }
    writeln!(out)?;
    for block in &document.blocks {
        let text = block.span.of(&document.text);
        match block.kind.is_body() {
            true => writeln!(out, "{text}\n")?,
            false => writeln!(out, "{FAINT}[{}] {text}{FAINT:#}\n", block.kind.as_str())?,
        }
    }
    out.flush()?;
    Ok(())
}

fn show_figure(case: &CaseFile, id: &str, as_json: bool) -> Result<()> {
    let Some(row) = case.figures(None)?.into_iter().find(|f| f.id == id) else {
        bail!("{id} is no longer there; run the command again");
    };
    if as_json {
        return output::json_lines(&[row]);
    }
    let names = case.names()?;
    let mut out = output::out();
    let of = [row.unit.clone(), row.measure.clone()];
    let of: Vec<String> = of.into_iter().flatten().collect();
    writeln!(
        out,
        "{STRONG}{} {}{STRONG:#} {}",
        row.comparator,
        row.value,
        of.join(" · ")
    )?;
    let facts = [
        ("words", row.text.clone()),
        (
            "of",
            row.holder
                .as_deref()
                .map_or("not known", |h| names.of(h))
                .to_owned(),
        ),
        (
            "at",
            format!(
                "{}, characters {} to {}",
                row.path, row.span.start, row.span.end
            ),
        ),
        ("id", row.id.clone()),
    ];
    for (name, value) in facts {
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {value}")?;
    }
    out.flush()?;
    Ok(())
}

fn show_actor(case: &CaseFile, id: &str, as_json: bool) -> Result<()> {
    let Some(row) = case.actors()?.into_iter().find(|a| a.id == id) else {
        bail!("{id} is no longer there; run the command again");
    };
    if as_json {
        return output::json_lines(&[row]);
    }
    let said = case.statements(&StatementFilter {
        speaker: Some(row.id.clone()),
        ..StatementFilter::default()
    })?;
    let mut out = output::out();
    writeln!(
        out,
        "{STRONG}{}{STRONG:#}, {}, {}",
        row.name,
        row.kind.as_str(),
        count(row.statements, "statement")
    )?;
    for alias in &row.aliases {
        writeln!(out, "  also {alias}")?;
    }
    for role in &row.roles {
        let of = role
            .of
            .as_ref()
            .map(|of| format!(" ({of})"))
            .unwrap_or_default();
        let seen = match (role.first_seen, role.last_seen) {
            (Some(first), Some(last)) if first != last => {
                format!("  {FAINT}{first} to {last}{FAINT:#}")
            }
            (Some(day), _) => format!("  {FAINT}{day}{FAINT:#}"),
            _ => String::new(),
        };
        writeln!(out, "  {}{of}{seen}", role.title)?;
    }
    super::words::Words::new(case)?.why(&mut out, &row.why)?;
    for statement in &said {
        let content: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
        writeln!(
            out,
            "\n{FAINT}{}  {}{FAINT:#}",
            statement.id, statement.path
        )?;
        writeln!(out, "  {CONTENT}{}{CONTENT:#}", content.join(" … "))?;
    }
    out.flush()?;
    Ok(())
}

pub(crate) fn export(args: &ExportArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let Format::Jsonl = args.format;
    match &args.out {
        None => case.export_jsonl(&mut BufWriter::new(std::io::stdout().lock()))?,
        Some(path) => {
            output::refuse_to_replace(path, [args.case.case.as_path()])?;
            output::write_whole(path, |out| Ok(case.export_jsonl(out)?))?;
        }
    }
    Ok(Done::Well)
}

pub(crate) fn verify(args: &ListArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let found = case.verify(&reread)?;
    if args.json {
        let row = json!({
            "sound": found.is_sound(),
            "documents": found.documents,
            "reread": found.reread,
            "not_reread": found.not_reread,
            "statements": found.statements,
            "spans": found.spans,
            "journal_entries": found.journal_entries,
            "problems": found.problems,
        });
        output::json_lines(&[row])?;
    } else {
        for problem in &found.problems {
            output::error(&anyhow::anyhow!("{problem}"));
        }
        let mut out = output::out();
        let verdict = if found.is_sound() {
            "sound"
        } else {
            "NOT SOUND"
        };
        writeln!(
            out,
            "{verdict}: {} ({} read again), {}, {} spans, {} journal entries",
            count(found.documents, "document"),
            found.reread,
            count(found.statements, "statement"),
            found.spans,
            found.journal_entries
        )?;
        out.flush()?;
    }
    Ok(if found.is_sound() {
        Done::Well
    } else {
        Done::InPart
    })
}

/// Reads an original again, if this program still has the reader that read it first.
fn reread(original: &[u8], stored: &StoredMeta) -> Result<Option<String>, String> {
    if onrecord_ingest::reader(original) != stored.reader {
        return Ok(None);
    }
    let document = onrecord_ingest::read(original).map_err(|error| error.to_string())?;
    Ok(Some(document.text))
}
