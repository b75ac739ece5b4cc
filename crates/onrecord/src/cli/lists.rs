//! Commands that list rows.

use super::Done;
use super::args::{FiguresArgs, ListArgs, SearchArgs, StatementsArgs};
use super::judgements;
use super::output::{self, CONTENT, CUE, FAINT, SOURCE, STRONG, count, one_line};
use anyhow::Result;
use onrecord_casefile::{CaseFile, StatementFilter, StatementRow};
use std::io::Write;
use std::path::Path;

/// Opens a case for reading, with its record up to date: a build that was
/// killed may have left it behind. While another build is writing, the case is
/// read as it is; that build will renew the record.
pub(crate) fn open(path: &Path) -> Result<CaseFile> {
    use onrecord_casefile::Error::{Busy, ReadOnly, RecordOutdated, Unreadable};
    let case = CaseFile::open_read_only(path)?;
    if !case.is_stale()? {
        return Ok(case);
    }
    let renewed = CaseFile::open(path)
        .map_err(anyhow::Error::from)
        .and_then(|mut writer| onrecord::build::renew_record(&mut writer));
    if let Err(error) = renewed {
        let by_others = error.downcast_ref::<onrecord_casefile::Error>();
        let harmless = |e: &onrecord_casefile::Error| {
            matches!(
                e,
                Busy { .. } | RecordOutdated { .. } | ReadOnly { .. } | Unreadable { .. }
            )
        };
        if !by_others.is_some_and(harmless) {
            return Err(error);
        }
    }
    Ok(case)
}

pub(crate) fn documents(args: &ListArgs) -> Result<Done> {
    let rows = open(&args.case.case)?.documents()?;
    if args.json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    let mut out = output::out();
    for row in &rows {
        let known = [
            row.metadata.publisher.as_deref(),
            row.metadata.published.as_deref(),
        ];
        let known: Vec<&str> = known.into_iter().flatten().collect();
        let title = row.metadata.title.as_deref().unwrap_or("(no title)");
        writeln!(out, "{STRONG}{}{STRONG:#}  {}", row.id, one_line(title, 90))?;
        writeln!(out, "  {FAINT}{}{FAINT:#}", row.paths.join(", "))?;
        let mut facts = vec![count(row.statements, "statement")];
        facts.extend(known.iter().map(|k| (*k).to_owned()));
        facts.extend(row.copy_of.iter().map(|of| format!("copy of {of}")));
        writeln!(out, "  {}", facts.join(" · "))?;
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn statements(args: &StatementsArgs) -> Result<Done> {
    let filter = StatementFilter {
        speaker: args.speaker.clone(),
        document: args.document.clone(),
        act: args.act,
        certainty: args.certainty,
        classes: args.shown.classes(),
        min_score: args.shown.min_score,
        id: None,
        ..StatementFilter::default()
    };
    let rows = open(&args.list.case.case)?.statements(&filter)?;
    if args.list.json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    let mut out = output::out();
    if rows.is_empty() {
        output::note(
            "no statement fits; `onrecord actors` and `onrecord documents` list what there is",
        );
    }
    for row in &rows {
        statement_line(&mut out, row)?;
    }
    out.flush()?;
    Ok(Done::Well)
}

fn statement_line(out: &mut impl Write, row: &StatementRow) -> Result<()> {
    let speaker = judgements::speaker(row);
    let act = row.act.map_or("", |a| a.as_str());
    let cue: Vec<&str> = row.cue.iter().map(|p| p.text.as_str()).collect();
    let content: Vec<&str> = row.content.iter().map(|p| p.text.as_str()).collect();
    writeln!(
        out,
        "{FAINT}{}{FAINT:#}  {SOURCE}{speaker}{SOURCE:#}  {CUE}{}{CUE:#} {FAINT}[{act}]{}{FAINT:#}",
        row.id,
        one_line(&cue.join(" … "), 40),
        if row.is_rejected() { " rejected" } else { "" }
    )?;
    writeln!(
        out,
        "  {CONTENT}{}{CONTENT:#}",
        one_line(&content.join(" … "), 160)
    )?;
    let page = row.page.map(|p| format!(", page {p}")).unwrap_or_default();
    writeln!(out, "  {FAINT}{}{page}{FAINT:#}", row.path)?;
    Ok(())
}

pub(crate) fn figures(args: &FiguresArgs) -> Result<Done> {
    let case = open(&args.list.case.case)?;
    let mut rows = case.figures(None)?;
    if let Some(asked) = &args.document {
        rows.retain(|row| {
            let path = row.path.strip_suffix(asked.as_str());
            row.document.starts_with(asked.as_str())
                || path.is_some_and(|p| p.is_empty() || p.ends_with('/'))
        });
    }
    if args.list.json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    let mut out = output::out();
    if rows.is_empty() {
        output::note("no figure fits; `onrecord documents` lists the documents");
    }
    for row in &rows {
        let measured: Vec<&str> = [row.unit.as_deref(), row.measure.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        writeln!(
            out,
            "{FAINT}{}{FAINT:#}  {STRONG}{} {}{STRONG:#} {}  {CONTENT}{}{CONTENT:#}  {FAINT}{}{FAINT:#}",
            row.id,
            row.comparator,
            row.value,
            measured.join(" · "),
            one_line(&row.text, 60),
            row.path
        )?;
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn actors(args: &ListArgs) -> Result<Done> {
    let rows = open(&args.case.case)?.actors()?;
    if args.json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    let mut out = output::out();
    for row in &rows {
        writeln!(
            out,
            "{FAINT}{}{FAINT:#}  {STRONG}{}{STRONG:#}  {}, {}",
            row.id,
            row.name,
            row.kind.as_str(),
            count(row.statements, "statement")
        )?;
        let roles: Vec<String> = row
            .roles
            .iter()
            .map(|r| {
                r.of.as_ref()
                    .map_or_else(|| r.title.clone(), |of| format!("{} ({of})", r.title))
            })
            .collect();
        for (what, list) in [("also", &row.aliases), ("as", &roles)] {
            if !list.is_empty() {
                writeln!(out, "  {what}: {}", list.join("; "))?;
            }
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn search(args: &SearchArgs) -> Result<Done> {
    let hits = open(&args.list.case.case)?.search(&args.words.join(" "), args.limit)?;
    if args.list.json {
        output::json_lines(&hits)?;
        return Ok(Done::Well);
    }
    let mut out = output::out();
    if hits.is_empty() {
        output::note("nothing found");
    }
    for hit in &hits {
        let page = hit.page.map(|p| format!(", page {p}")).unwrap_or_default();
        writeln!(out, "{STRONG}{}{STRONG:#}{page}", hit.path)?;
        writeln!(out, "  {}", marked(&hit.snippet, &hit.snippet_matches))?;
        if !hit.statements.is_empty() {
            writeln!(
                out,
                "  {FAINT}statements: {}{FAINT:#}",
                hit.statements.join(" ")
            )?;
        }
    }
    if hits.len() == args.limit {
        writeln!(out, "(the first {}; --limit gives more)", args.limit)?;
    }
    out.flush()?;
    Ok(Done::Well)
}

/// `text` in one line with the spans in bold.
fn marked(text: &str, spans: &[onrecord_core::CharSpan]) -> String {
    let index = onrecord_core::CharIndex::new(text);
    let mut out = String::new();
    let mut at = 0;
    for span in spans.iter().filter_map(|s| index.byte_span(*s)) {
        out.push_str(text.get(at..span.start).unwrap_or(""));
        out.push_str(&format!("{STRONG}{}{STRONG:#}", span.of(text)));
        at = span.end;
    }
    out.push_str(&text[at..]);
    out.replace('\n', " ")
}
