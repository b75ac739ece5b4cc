//! `onrecord build` and `onrecord report`.

use super::Done;
use super::args::{BuildArgs, ChoiceArgs, ReportArgs};
use super::output::{self, count};
use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use onrecord::build::{self, Outcome, Problem, Progress};
use onrecord_casefile::{CaseFile, StatementFilter};
use onrecord_web::{Only, Room};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) fn build(args: &BuildArgs) -> Result<Done> {
    set_threads(args.threads)?;
    let sources = build::sources(&args.paths)?;
    if let Some(report) = &args.report {
        named_as_folder(report)?;
    }
    let mut case = CaseFile::create_or_open(&args.case.case)?;
    let bar = Bar::new(sources.len());
    let outcome = build::build(&mut case, &sources, args.model, &bar)?;
    bar.finish();
    let totals = Totals::of(&case)?;
    let case_path = &args.case.case;
    let report = match &args.report {
        Some(folder) => Some(write_report(case_path, folder, None, &args.shown)?),
        None => None,
    };
    match args.json {
        true => output::json_lines(&[totals.json(&outcome, &args.case.case, report.as_deref())])?,
        false => totals.print(&outcome, &args.case.case, report.as_deref())?,
    }
    Ok(match outcome.problems.is_empty() {
        true => Done::Well,
        false => Done::InPart,
    })
}

pub(crate) fn report(args: &ReportArgs) -> Result<Done> {
    let case = &args.case.case;
    build::renew_record(&mut CaseFile::open(case)?)?;
    let folder = args.out.clone();
    let folder = folder.unwrap_or_else(|| case.with_extension("report"));
    named_as_folder(&folder)?;
    let written = write_report(case, &folder, args.title.as_deref(), &args.shown)?;
    let mut out = output::out();
    writeln!(out, "report: {}", written.display())?;
    out.flush()?;
    Ok(Done::Well)
}

/// A report was one page once; who still names one is told what it is now.
fn named_as_folder(path: &Path) -> Result<()> {
    let page = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("html"));
    if page {
        bail!(
            "{}: a report is a folder of pages; name it `{}`",
            path.display(),
            path.with_extension("").display()
        );
    }
    Ok(())
}

/// Uses `threads` threads from here on, if given.
pub(crate) fn set_threads(threads: Option<usize>) -> Result<()> {
    if let Some(threads) = threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build_global()?;
    }
    Ok(())
}

/// Writes the report into `folder`; gives the page to open first.
fn write_report(
    case: &Path,
    folder: &Path,
    title: Option<&str>,
    shown: &ChoiceArgs,
) -> Result<PathBuf> {
    let name = case.file_stem().unwrap_or_default().to_string_lossy();
    let room = Room::new(case, title.unwrap_or(&name))?.only(Only {
        min_score: shown.min_score,
        classes: shown.classes(),
    });
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} pages  {elapsed}") {
        bar.set_style(style);
    }
    let written = room.write(folder, |done, known| {
        bar.set_length(known as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    Ok(written?.first)
}

/// What a case holds, in numbers.
struct Totals {
    documents: usize,
    copies: usize,
    statements: usize,
    known: usize,
    actors: usize,
}

impl Totals {
    fn of(case: &CaseFile) -> Result<Self> {
        let documents = case.documents()?;
        let statements = case.statements(&StatementFilter::default())?;
        Ok(Totals {
            copies: documents.iter().filter(|d| d.copy_of.is_some()).count(),
            documents: documents.len(),
            known: statements
                .iter()
                .filter(|s| s.speaker_now().is_some())
                .count(),
            statements: statements.len(),
            actors: case.actors()?.len(),
        })
    }

    fn json(&self, outcome: &Outcome, case: &Path, report: Option<&Path>) -> serde_json::Value {
        json!({
            "case": case.display().to_string(),
            "report": report.map(|r| r.display().to_string()),
            "documents": self.documents,
            "copies": self.copies,
            "statements": self.statements,
            "statements_with_speaker": self.known,
            "actors": self.actors,
            "build": outcome,
        })
    }

    fn print(&self, outcome: &Outcome, case: &Path, report: Option<&Path>) -> Result<()> {
        let mut out = output::out();
        let Outcome {
            new,
            read_again,
            new_paths,
            unchanged,
            problems,
        } = outcome;
        let mut parts = vec![format!("{new} new"), format!("{unchanged} unchanged")];
        for (number, what) in [
            (*read_again, "read again"),
            (*new_paths, "known under another path"),
            (problems.len(), "not read"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {what}"));
            }
        }
        writeln!(out, "read: {}", parts.join(", "))?;
        writeln!(
            out,
            "case: {}: {} ({} of them copies), {} ({} with a known speaker), {}",
            case.display(),
            count(self.documents, "document"),
            self.copies,
            count(self.statements, "statement"),
            self.known,
            count(self.actors, "actor"),
        )?;
        if let Some(report) = report {
            writeln!(out, "report: {}", report.display())?;
        }
        out.flush()?;
        Ok(())
    }
}

/// A progress bar on a terminal, nothing in a pipe; problems are printed at once in both.
struct Bar(ProgressBar);

impl Bar {
    fn new(files: usize) -> Self {
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} files  {elapsed}  {wide_msg}")
        {
            bar.set_style(style);
        }
        Bar(bar)
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn file(&self, path: &str) {
        self.0.set_message(path.to_owned());
    }

    fn done(&self) {
        self.0.inc(1);
    }

    fn problem(&self, problem: &Problem) {
        self.0
            .suspend(|| output::problem(&problem.path, &problem.reason));
    }
}
