//! `lab eval record`: what is tied across documents, against lab/gold/record.

mod actors;
mod copies;
mod gold;
mod index;
mod pairs;
mod quantities;
mod recommendations;
mod responses;
mod utterances;

use anyhow::Result;
use onrecord_core::record::{Record, record};
use std::path::Path;

/// Right, found and wanted: precision and recall of a task.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Found that are right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Wanted that were found.
    pub met: usize,
    /// Wanted.
    pub wanted: usize,
}

impl Counts {
    /// Share of what was found that is right.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what was wanted that was found.
    pub fn recall(&self) -> f64 {
        share(self.met, self.wanted)
    }

    fn add(&mut self, found: bool, wanted: bool) {
        self.found += usize::from(found);
        self.wanted += usize::from(wanted);
        self.right += usize::from(found && wanted);
        self.met += usize::from(found && wanted);
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        1.0
    } else {
        part as f64 / of as f64
    }
}

/// One task's result with its baseline's.
pub struct Line {
    pub task: String,
    pub ours: Counts,
    pub baseline: Option<Counts>,
    pub note: String,
}

/// Everything of one part.
pub struct Evaluation {
    pub lines: Vec<Line>,
    pub errors: Vec<String>,
}

/// Evaluates `part` (`dev` or `held`).
pub fn evaluate(part: &str, shared: &Path) -> Result<Evaluation> {
    let mut out = Evaluation {
        lines: Vec::new(),
        errors: Vec::new(),
    };
    let (wires, pairs) = gold::wires(part)?;
    copies::evaluate(&wires, &pairs, &mut out);
    let labels = gold::load(part)?;
    if shared.join("cases").is_dir() {
        ties(&labels, shared, "", &mut out)?;
        recommendations::evaluate(shared, &mut out)?;
    } else {
        eprintln!(
            "{} is not there: copies and the invented stories alone are evaluated",
            shared.join("cases").display()
        );
    }
    let stories: Vec<gold::Label> = labels
        .into_iter()
        .filter(gold::Label::is_of_stories)
        .collect();
    // Their errors are among those of all.
    let mut own = Evaluation {
        lines: Vec::new(),
        errors: Vec::new(),
    };
    ties(&stories, shared, "stories: ", &mut own)?;
    if out.errors.is_empty() {
        out.errors = own.errors;
    }
    out.lines.extend(own.lines);
    Ok(out)
}

/// The tasks that need documents read and joined, their names after `prefix`.
fn ties(labels: &[gold::Label], shared: &Path, prefix: &str, out: &mut Evaluation) -> Result<()> {
    let matters = gold::matters(labels, shared)?;
    let records: Vec<Record> = matters
        .iter()
        .map(|m| record(m.documents.iter().map(|d| d.entry.clone()).collect()))
        .collect();
    let first = out.lines.len();
    utterances::evaluate(labels, &matters, &records, out);
    if labels
        .iter()
        .any(|l| matches!(l, gold::Label::Actor { .. }))
    {
        actors::evaluate(labels, &matters, &records, out);
    }
    responses::evaluate(labels, &matters, &records, out);
    if labels.iter().any(|l| matches!(l, gold::Label::Link { .. })) {
        responses::judged(labels, &matters, &records, out);
    }
    quantities::evaluate(labels, &matters, &records, out);
    for line in out.lines[first..].iter_mut().filter(|_| !prefix.is_empty()) {
        line.task = format!("{prefix}{}", line.task.trim_start());
    }
    Ok(())
}

/// Prints the table; with `errors` what is not right too.
pub fn print(part: &str, evaluation: &Evaluation, errors: bool) {
    if errors {
        for line in &evaluation.errors {
            println!("{line}");
        }
    }
    println!("{part:34} precision  recall   found wanted   baseline P / R");
    for line in &evaluation.lines {
        let o = line.ours;
        let baseline = line.baseline.map_or(String::new(), |b| {
            format!("{:.1} / {:.1}", b.precision() * 100.0, b.recall() * 100.0)
        });
        println!(
            "{:34}   {:6.1}  {:6.1}   {:5}  {:5}   {baseline:14} {}",
            line.task,
            o.precision() * 100.0,
            o.recall() * 100.0,
            o.found,
            o.wanted,
            line.note
        );
    }
}
