//! Commands that list what is tied across documents.

use super::Done;
use super::args::{CopiesArgs, DiscrepanciesArgs, ListArgs, ResponsesArgs};
use super::lists::open;
use super::output::{self, CONTENT, FAINT, SOURCE, STRONG, count, one_line};
use super::words::Words;
use anyhow::Result;
use onrecord_casefile::{CaseFile, RowType};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

/// Prints `rows` as JSON lines with their type, or says what to do where there is none.
fn started<T: Serialize>(rows: &[T], json: bool, of: RowType, none: &str) -> Result<bool> {
    #[derive(Serialize)]
    struct Typed<'r, T> {
        r#type: &'static str,
        #[serde(flatten)]
        row: &'r T,
    }
    if json {
        let typed: Vec<Typed<'_, T>> = rows
            .iter()
            .map(|row| Typed {
                r#type: of.as_str(),
                row,
            })
            .collect();
        output::json_lines(&typed)?;
        return Ok(false);
    }
    if rows.is_empty() {
        output::note(none);
    }
    Ok(!rows.is_empty())
}

pub(crate) fn copies(args: &CopiesArgs) -> Result<Done> {
    let case = open(&args.list.case.case)?;
    let rows = case.copies()?;
    if !started(
        &rows,
        args.list.json,
        RowType::Copy,
        "no document repeats another",
    )? {
        return Ok(Done::Well);
    }
    let mut words = Words::new(&case)?;
    let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &rows {
        groups.entry(&row.of).or_default().push(row);
    }
    let mut out = output::out();
    for (of, copies) in groups {
        writeln!(
            out,
            "{STRONG}{}{STRONG:#}  {FAINT}{of}{FAINT:#}",
            words.name(of)
        )?;
        for copy in copies {
            let agency = copy
                .agency
                .as_ref()
                .map(|a| format!(", {a}"))
                .unwrap_or_default();
            let path = words.name(&copy.document).to_owned();
            writeln!(
                out,
                "  {} {path}{agency}  {FAINT}{:.2}, {}{FAINT:#}",
                copy.kind, copy.score, copy.id
            )?;
            for place in copy
                .differs
                .iter()
                .take(if args.differences { usize::MAX } else { 0 })
            {
                let only = words.at(&place.document, place.span)?;
                let whose = words.name(&place.document).to_owned();
                writeln!(
                    out,
                    "    {FAINT}only in {whose}:{FAINT:#} {}",
                    one_line(&only, 110)
                )?;
            }
        }
    }
    let documents = case.documents()?.len();
    let repeated = rows.iter().filter(|r| r.kind != "contained").count();
    writeln!(
        out,
        "{}, {} independent",
        count(documents, "document"),
        documents - repeated
    )?;
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn works(args: &ListArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let rows = case.works()?;
    if !started(
        &rows,
        args.json,
        RowType::Work,
        "the documents speak of no report, letter or statement",
    )? {
        return Ok(Done::Well);
    }
    let words = Words::new(&case)?;
    let figures: HashMap<String, String> = case
        .figures(None)?
        .into_iter()
        .map(|f| (f.id, f.text))
        .collect();
    let mut out = output::out();
    for row in &rows {
        let title = row.title.as_deref().unwrap_or(&row.kind);
        let symbol = row
            .symbol
            .as_ref()
            .map(|s| format!(" {s}"))
            .unwrap_or_default();
        writeln!(
            out,
            "{FAINT}{}{FAINT:#}  {STRONG}{}{STRONG:#}{symbol}, {}",
            row.id,
            one_line(title, 90),
            row.kind
        )?;
        let by = row
            .issued_by
            .as_deref()
            .map_or("issuer not told", |id| words.name(id));
        let on = row.issued_on.map(|d| format!(", {d}")).unwrap_or_default();
        let documents: HashSet<&str> = row.mentions.iter().map(|m| m.document.as_str()).collect();
        writeln!(
            out,
            "  {by}{on} · {} in {}",
            count(row.mentions.len(), "mention"),
            count(documents.len(), "document")
        )?;
        let told: Vec<&str> = row
            .figures
            .iter()
            .filter_map(|f| figures.get(f).map(String::as_str))
            .collect();
        if !told.is_empty() {
            writeln!(out, "  {}", told.join(" · "))?;
        }
        if let Some(answered) = &row.answers {
            writeln!(out, "  answers {}", words.name(answered))?;
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn responses(args: &ResponsesArgs) -> Result<Done> {
    let case = open(&args.list.case.case)?;
    let rows = case.responses()?;
    if args.unanswered {
        return unanswered(&case, args.list.json);
    }
    if !started(
        &rows,
        args.list.json,
        RowType::Response,
        "no statement was found to answer another",
    )? {
        return Ok(Done::Well);
    }
    let words = Words::new(&case)?;
    let mut answered: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &rows {
        answered.entry(&row.to).or_default().push(row);
    }
    let mut out = output::out();
    for (to, answers) in answered {
        writeln!(out, "{STRONG}answered:{STRONG:#} {}", words.of(to))?;
        for row in answers {
            writeln!(
                out,
                "  {} {}  {FAINT}{}{FAINT:#}",
                row.relation.as_str(),
                words.of(&row.from),
                row.id
            )?;
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

/// Statements that put something to somebody, to which no answer was found.
fn unanswered(case: &CaseFile, json: bool) -> Result<Done> {
    let rows = case.unanswered()?;
    if json {
        output::json_lines(&rows)?;
        return Ok(Done::Well);
    }
    let words = Words::new(case)?;
    let mut out = output::out();
    for row in &rows {
        writeln!(
            out,
            "{STRONG}{}{STRONG:#}: {}",
            row.put_to().join(", "),
            words.of(&row.id)
        )?;
    }
    output::note(
        "no answer was found to these in the documents of this case; that says nothing of what was answered elsewhere",
    );
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn discrepancies(args: &DiscrepanciesArgs) -> Result<Done> {
    let case = open(&args.list.case.case)?;
    let mut rows = case.discrepancies()?;
    rows.retain(|row| args.all || row.judged.is_discrepancy());
    rows.sort_by(|a, b| (&a.kind, &a.measure, &a.id).cmp(&(&b.kind, &b.measure, &b.id)));
    if !started(
        &rows,
        args.list.json,
        RowType::Discrepancy,
        "no accounts were found to differ; --all shows differences of scope, side, rounding and unit",
    )? {
        return Ok(Done::Well);
    }
    let mut words = Words::new(&case)?;
    let mut out = output::out();
    for row in &rows {
        let holder = row
            .holder
            .as_deref()
            .filter(|h| !h.starts_with('u'))
            .map(|h| format!(" of {}", words.name(h)))
            .unwrap_or_default();
        writeln!(
            out,
            "{STRONG}{} {}{holder}{STRONG:#}: {}  {FAINT}{}{FAINT:#}",
            row.kind,
            row.measure,
            row.judged.as_str(),
            row.id
        )?;
        for account in &row.accounts {
            let told = words.at(&account.place.document, account.place.span)?;
            let path = words.name(&account.place.document).to_owned();
            writeln!(
                out,
                "  {SOURCE}{}{SOURCE:#}  {CONTENT}{}{CONTENT:#}  {FAINT}{path}{FAINT:#}",
                account.value,
                one_line(&told, 80)
            )?;
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn recommendations(args: &ListArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let mut rows = case.recommendations()?;
    let number = |n: &Option<String>| -> Vec<u32> {
        n.iter()
            .flat_map(|n| n.split('.'))
            .filter_map(|p| p.parse().ok())
            .collect()
    };
    rows.sort_by_cached_key(|r| (r.document.clone(), number(&r.number), r.id.clone()));
    if !started(
        &rows,
        args.json,
        RowType::Recommendation,
        "nothing was found to be recommended or urged",
    )? {
        return Ok(Done::Well);
    }
    let mut words = Words::new(&case)?;
    let mut out = output::out();
    for row in &rows {
        let mut action = Vec::new();
        for span in &row.action {
            action.push(words.at(&row.document, *span)?);
        }
        let or = |ids: &[String], none: &str| {
            if ids.is_empty() {
                none.to_owned()
            } else {
                words.names_of(ids)
            }
        };
        let number = row
            .number
            .as_ref()
            .map(|n| format!("{n} "))
            .unwrap_or_default();
        writeln!(
            out,
            "{STRONG}{number}to {}{STRONG:#}, by {}  {FAINT}{}{FAINT:#}",
            or(&row.addressee, "nobody named"),
            or(&row.by, "unknown"),
            row.id
        )?;
        writeln!(
            out,
            "  {CONTENT}{}{CONTENT:#}",
            one_line(&action.join(" "), 200)
        )?;
        let path = words.name(&row.document);
        let position = row
            .position
            .map(|p| format!("{} · ", p.as_str()))
            .unwrap_or_default();
        writeln!(out, "  {FAINT}{position}{path}{FAINT:#}")?;
        for answer in &row.answers {
            writeln!(out, "  answered: {}", words.of(answer))?;
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn lineups(args: &ListArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let rows = case.lineups()?;
    if !started(
        &rows,
        args.json,
        RowType::Lineup,
        "no states or others were found to stand behind a statement",
    )? {
        return Ok(Done::Well);
    }
    let mut words = Words::new(&case)?;
    let mut out = output::out();
    for row in &rows {
        let told = words.at(&row.document, row.span)?;
        let mut facts = vec![
            row.vote
                .clone()
                .unwrap_or_else(|| row.stance.as_str().to_owned()),
        ];
        for (what, who) in [
            ("towards", &row.towards),
            ("led by", &row.led_by),
            ("by the count of", &row.per),
        ] {
            facts.extend(who.as_ref().map(|id| format!("{what} {}", words.name(id))));
        }
        if !row.members.is_empty() {
            facts.push(format!("named: {}", words.names_of(&row.members)));
        }
        writeln!(
            out,
            "{FAINT}{}{FAINT:#}  {STRONG}{}{STRONG:#}  {}",
            row.id,
            one_line(&told, 60),
            facts.join(" · ")
        )?;
        match &row.statement {
            Some(statement) => writeln!(out, "  {}", words.of(statement))?,
            None => writeln!(out, "  {FAINT}{}{FAINT:#}", words.name(&row.document))?,
        }
    }
    out.flush()?;
    Ok(Done::Well)
}

pub(crate) fn timeline(args: &ListArgs) -> Result<Done> {
    let case = open(&args.case.case)?;
    let mut rows = case.events()?;
    rows.sort_by(|a, b| {
        (a.date, &a.document, a.span, &a.id).cmp(&(b.date, &b.document, b.span, &b.id))
    });
    if !started(
        &rows,
        args.json,
        RowType::Event,
        "nothing in the documents could be dated; relative dates need a document's own date",
    )? {
        return Ok(Done::Well);
    }
    let names = case.names()?;
    let mut out = output::out();
    for row in &rows {
        use onrecord_core::record::Bound;
        let date = row.date.to_string();
        let date = match row.bound {
            Some(Bound::Start) => format!("{date} on"),
            Some(Bound::End) => format!("to {date}"),
            None => date,
        };
        writeln!(
            out,
            "{STRONG}{date:13}{STRONG:#} {}  {FAINT}{}, {}{FAINT:#}",
            row.label,
            row.id,
            names.of(&row.document)
        )?;
    }
    out.flush()?;
    Ok(Done::Well)
}
