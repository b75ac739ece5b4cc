//! `onrecord judgements`, and judgements where rows are told.

use super::Done;
use super::args::ListArgs;
use super::lists::open;
use super::output::{self, FAINT, STRONG};
use anyhow::Result;
use onrecord_casefile::{CaseFile, Judgement, Part, StatementRow, Verdict};
use std::io::Write;

pub(crate) fn judgements(args: &ListArgs) -> Result<Done> {
    let all = Part {
        from: 0,
        count: u32::MAX as usize,
    };
    let case = open(&args.case.case)?;
    let rows = case.judgements_page(all)?.rows;
    if args.json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    if rows.is_empty() {
        output::note(
            "nothing was judged yet; `onrecord serve --by NAME` opens the room where it is done",
        );
    }
    print(&rows)
}

/// One judgement.
pub(crate) fn show(case: &CaseFile, id: &str, as_json: bool) -> Result<()> {
    let rows: Vec<Judgement> = case.judgement(id)?.into_iter().collect();
    match as_json {
        true => output::json_lines(&rows),
        false => print(&rows).map(drop),
    }
}

fn print(rows: &[Judgement]) -> Result<Done> {
    let mut out = output::out();
    for row in rows {
        writeln!(
            out,
            "{STRONG}{}{STRONG:#} {}  {FAINT}{} by {}, {}{FAINT:#}",
            row.verdict.as_str(),
            row.on,
            row.id,
            row.by,
            row.at
        )?;
        for part in details(row) {
            writeln!(out, "  {part}")?;
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

fn details(row: &Judgement) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(row.other.clone());
    parts.extend(row.text.clone());
    if !row.found {
        parts.push("the case as it is read now does not have this".to_owned());
    }
    if let Some(undone) = &row.undone {
        parts.push(format!("undone by {}, {}", undone.by, undone.at));
    }
    parts
}

/// What a statement's speaker is called; said to be a person's where a person set it.
pub(crate) fn speaker(row: &StatementRow) -> String {
    let name = row.speaker_now().map_or("unknown", |s| s.name.as_str());
    match row.judged.as_ref().and_then(|j| j.speaker.as_ref()) {
        Some(_) => format!("{name} (judged)"),
        None => name.to_owned(),
    }
}

/// What persons decided on a statement, one line each.
pub(crate) fn told(row: &StatementRow) -> Vec<String> {
    let judged = row.judged.as_ref();
    let all = judged.map_or(&[][..], |j| &j.judgements).iter();
    all.map(|one| {
        let what = match one.verdict {
            Verdict::Note => format!("note “{}”", one.text.as_deref().unwrap_or_default()),
            verdict => [
                Some(verdict.as_str()),
                one.other.as_deref(),
                one.text.as_deref(),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        };
        format!("{what}, by {}, {}", one.by, one.at)
    })
    .collect()
}
