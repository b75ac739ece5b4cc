//! `lab gate`: every task against its floor in `floors.toml`.

use crate::score::Metric;
use crate::{article, attribution, record, speakers, statements};
use anyhow::{Context, Result};
use onrecord_model::ModelChoice;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The floors, as the file has them.
#[derive(Debug, Clone, Deserialize)]
pub struct Floors {
    attribution: AttributionFloor,
    article: ArticleFloor,
    statements: StatementFloors,
    record: RecordFloors,
    /// Speakers in the example case.
    pub example_speakers: SpeakerFloor,
}

#[derive(Debug, Clone, Deserialize)]
struct AttributionFloor {
    data: String,
    sha256: String,
    accurate: ModelFloor,
    fast: ModelFloor,
}

/// F1 of one model.
#[derive(Debug, Clone, Deserialize)]
struct ModelFloor {
    all: f64,
    direct: f64,
    with_quotation_marks: f64,
    without: f64,
    strict: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct ArticleFloor {
    data: String,
    sha256: String,
    f1: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct StatementFloors {
    dev: StatementFloor,
    held: StatementFloor,
}

/// Shares of 1, over the labelled attributions of one part of lab/gold.
#[derive(Debug, Clone, Deserialize)]
struct StatementFloor {
    sha256: String,
    speakers_right: f64,
    speakers_wrong_at_most: f64,
    acts: f64,
    certainty: f64,
    dates: f64,
    figures: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct RecordFloors {
    dev: RecordFloor,
    held: RecordFloor,
}

/// What is tied across documents: a precision and a recall for each task, by the task's name.
#[derive(Debug, Clone, Deserialize)]
struct RecordFloor {
    sha256: String,
    copies_sha256: String,
    stories_sha256: String,
    tasks: BTreeMap<String, (f64, f64)>,
}

/// Floor of the speakers in the example case, in quotations.
#[derive(Debug, Clone, Deserialize)]
pub struct SpeakerFloor {
    /// The key it was got on.
    pub key_sha256: String,
    /// Fewest right.
    pub right: usize,
    /// Most wrong.
    pub wrong_at_most: usize,
}

impl Floors {
    /// The floors in the repository.
    pub fn load() -> Result<Self> {
        toml::from_str(include_str!("../floors.toml")).context("lab/floors.toml does not parse")
    }
}

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Held,
    Broken,
    /// The data is not there.
    PassedOver,
}

/// Checks every floor whose data is there, prints a line each; whether none is broken.
pub fn run(shared: &Path, example: &Path) -> Result<bool> {
    let floors = Floors::load()?;
    let mut verdicts = vec![
        attribution_floor(&floors.attribution, shared)?,
        article_floor(&floors.article, shared)?,
        statement_floor("dev", &floors.statements.dev, shared)?,
        statement_floor("held", &floors.statements.held, shared)?,
        record_floor("dev", &floors.record.dev, shared)?,
        record_floor("held", &floors.record.held, shared)?,
    ];
    let found = speakers::evaluate(example)?.all;
    let floor = &floors.example_speakers;
    let data = same_data(&example.join("key.jsonl"), &floor.key_sha256)?;
    verdicts.push(match data {
        Some(verdict) => verdict,
        None => {
            let right = check(
                "example speakers right",
                found.right as f64,
                floor.right as f64,
            );
            // Fewer is better: compared with the sign turned.
            let wrong = check(
                "example speakers wrong, at most",
                -(found.wrong as f64),
                -(floor.wrong_at_most as f64),
            );
            worse(right, wrong)
        }
    });
    Ok(!verdicts.contains(&Verdict::Broken))
}

fn attribution_floor(floor: &AttributionFloor, shared: &Path) -> Result<Verdict> {
    let gold = shared.join(&floor.data);
    if let Some(verdict) = same_data(&gold, &floor.sha256)? {
        return Ok(verdict);
    }
    let mut verdict = Verdict::Held;
    for (model, floor) in [
        (ModelChoice::Accurate, &floor.accurate),
        (ModelChoice::Fast, &floor.fast),
    ] {
        let table = attribution::evaluate(&gold, model.tagger())?.table;
        for (name, metric, floor) in [
            ("all", Metric::Attr, floor.all),
            ("direct", Metric::Direct, floor.direct),
            (
                "with quotation marks",
                Metric::Qm,
                floor.with_quotation_marks,
            ),
            ("without", Metric::NoQm, floor.without),
            ("strict", Metric::Strict, floor.strict),
        ] {
            let task = format!("attribution F1, {}, {name}", model.as_str());
            verdict = worse(verdict, check(&task, round(table[&metric].prf().2), floor));
        }
    }
    Ok(verdict)
}

fn article_floor(floor: &ArticleFloor, shared: &Path) -> Result<Verdict> {
    let truth = shared.join(&floor.data);
    if let Some(verdict) = same_data(&truth, &floor.sha256)? {
        return Ok(verdict);
    }
    let folder = truth.parent().unwrap_or(shared);
    Ok(check(
        "article text F1",
        round(article::evaluate(folder)?.f1),
        floor.f1,
    ))
}

/// Copies and stories are checked on documents of the repository; the rest where its texts are.
fn record_floor(part: &str, floor: &RecordFloor, shared: &Path) -> Result<Verdict> {
    let gold = Path::new("lab/gold/record");
    let labels = same_data(&gold.join(format!("{part}.jsonl")), &floor.sha256)?;
    let copies = same_data(&gold.join("copies.jsonl"), &floor.copies_sha256)?;
    let stories = same_data(&gold.join("stories.jsonl"), &floor.stories_sha256)?;
    if let Some(verdict) = labels.or(copies).or(stories) {
        return Ok(verdict);
    }
    let evaluation = record::evaluate(part, shared)?;
    let mut verdict = Verdict::Held;
    for line in &evaluation.lines {
        let Some((precision, recall)) = floor.tasks.get(line.task.trim()) else {
            continue;
        };
        let name = format!("record {part}, {}", line.task.trim());
        verdict = worse(
            verdict,
            check(
                &format!("{name}, precision"),
                round(line.ours.precision()),
                *precision,
            ),
        );
        verdict = worse(
            verdict,
            check(
                &format!("{name}, recall"),
                round(line.ours.recall()),
                *recall,
            ),
        );
    }
    Ok(verdict)
}

fn statement_floor(part: &str, floor: &StatementFloor, shared: &Path) -> Result<Verdict> {
    let gold = Path::new("lab/gold").join(format!("{part}.jsonl"));
    if let Some(verdict) = same_data(&gold, &floor.sha256)? {
        return Ok(verdict);
    }
    if !shared.join("cases").exists() {
        println!("passed over: the texts of {} are not there", gold.display());
        return Ok(Verdict::PassedOver);
    }
    let articles = statements::load(&gold, shared)?;
    let report = statements::evaluate(&articles, ModelChoice::default().tagger());
    let speakers = report.speakers();
    let wrong = round(speakers.wrong_share());
    let mut verdict = check(
        &format!("{part}, speakers wrong, at most"),
        -wrong,
        -floor.speakers_wrong_at_most,
    );
    for (name, got, floor) in [
        (
            "speakers right",
            speakers.right_share(),
            floor.speakers_right,
        ),
        ("acts", report.act_score().share(), floor.acts),
        (
            "certainty",
            report.certainty_score().share(),
            floor.certainty,
        ),
        ("dates", report.dates.share(), floor.dates),
        ("figures", report.figures.share(), floor.figures),
    ] {
        verdict = worse(
            verdict,
            check(&format!("{part}, {name}"), round(got), floor),
        );
    }
    Ok(verdict)
}

/// Floors are pinned to three digits.
fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// `None` if the data is there and is the floor's; else what that means.
fn same_data(path: &Path, sha256: &str) -> Result<Option<Verdict>> {
    if !path.exists() {
        println!("passed over: {} is not there", path.display());
        return Ok(Some(Verdict::PassedOver));
    }
    if attribution::sha256(path)? != sha256 {
        println!(
            "BROKEN: {} is not the data the floor was got on",
            path.display()
        );
        return Ok(Some(Verdict::Broken));
    }
    Ok(None)
}

fn check(task: &str, got: f64, floor: f64) -> Verdict {
    let held = got >= floor;
    let word = if held { "held" } else { "BROKEN" };
    println!("{word}: {task}: {} (floor {})", got.abs(), floor.abs());
    if held { Verdict::Held } else { Verdict::Broken }
}

fn worse(a: Verdict, b: Verdict) -> Verdict {
    if a == Verdict::Held { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_score_breaks_its_floor() {
        assert_eq!(check("x", 0.701, 0.702), Verdict::Broken);
        assert_eq!(check("x", 0.702, 0.702), Verdict::Held);
        assert_eq!(check("wrong", -11.0, -10.0), Verdict::Broken);
        assert_eq!(worse(Verdict::Held, Verdict::Broken), Verdict::Broken);
    }

    #[test]
    fn other_data_is_no_comparison() {
        let this = Path::new(env!("CARGO_MANIFEST_DIR")).join("floors.toml");
        assert_eq!(same_data(&this, "0000").unwrap(), Some(Verdict::Broken));
        assert_eq!(
            same_data(Path::new("no/such/file"), "0000").unwrap(),
            Some(Verdict::PassedOver)
        );
    }
}
