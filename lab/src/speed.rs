//! `lab bench attribution`: speed beside other open extractors, in one run.
//!
//! Every contestant runs in a process of its own, so that its peak memory is its
//! own, in turns, so that noise of the machine meets all of them; medians are shown.

use crate::score::read_articles;
use anyhow::{Context, Result, ensure};
use onrecord_core::attribution::attributions;
use onrecord_model::ModelChoice;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What one process measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    seconds: f64,
    load_seconds: f64,
    peak_mib: f64,
    found: usize,
    #[serde(default)]
    refused: usize,
}

/// Reads the articles once with one of our models: the part of the bench that runs in a process of its own.
pub fn one(gold: &Path, model: ModelChoice, threads: usize) -> Result<Measured> {
    use rayon::prelude::*;
    let articles = read_articles(gold)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    pool.install(|| {
        let start = Instant::now();
        let tagger = model.tagger();
        attributions(tagger, "“No,” she said.");
        let load_seconds = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let found = articles
            .par_iter()
            .with_max_len(1)
            .map(|article| attributions(tagger, &article.text).len())
            .sum();
        Ok(Measured {
            seconds: start.elapsed().as_secs_f64(),
            load_seconds,
            peak_mib: peak_mib(),
            found,
            refused: 0,
        })
    })
}

/// The largest amount of memory this process held, in MiB; 0 where the system does not tell.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|l| l.trim().strip_suffix(" kB")?.parse().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// A row of the table.
struct Contestant {
    name: String,
    threads: usize,
    command: Vec<String>,
    runs: Vec<Measured>,
}

/// Runs everybody `rounds` times in turns and prints the table. The Python peers
/// are installed into a virtual environment under `peers` the first time.
pub fn bench(gold: &Path, peers: &Path, rounds: usize) -> Result<()> {
    let python = install(peers)?;
    let articles = read_articles(gold)?;
    let words: usize = articles
        .iter()
        .map(|a| a.text.split_whitespace().count())
        .sum();
    let mut all = contestants(&python, gold)?;
    for round in 0..rounds {
        for contestant in &mut all {
            eprintln!("round {} of {rounds}: {}", round + 1, contestant.name);
            contestant.runs.push(run(contestant)?);
        }
    }
    print(&all, articles.len(), words);
    Ok(())
}

fn contestants(python: &Path, gold: &Path) -> Result<Vec<Contestant>> {
    let gold = gold.display().to_string();
    let this = std::env::current_exe()?.display().to_string();
    let script = "lab/peers/run.py".to_owned();
    let peer = |name: &str, title: &str| Contestant {
        name: title.to_owned(),
        threads: 1,
        command: vec![
            python.display().to_string(),
            script.clone(),
            name.to_owned(),
            gold.clone(),
        ],
        runs: Vec::new(),
    };
    let own = |model: ModelChoice, threads: usize| Contestant {
        name: format!("onrecord {}", model.as_str()),
        threads,
        command: vec![
            this.clone(),
            "measure".to_owned(),
            gold.clone(),
            model.as_str().to_owned(),
            threads.to_string(),
        ],
        runs: Vec::new(),
    };
    Ok(vec![
        peer("textacy", "textacy direct_quotations, spaCy small"),
        peer("rules", "rules over spaCy small"),
        own(ModelChoice::Accurate, 1),
        own(ModelChoice::Fast, 1),
        own(ModelChoice::Accurate, 2),
        own(ModelChoice::Fast, 2),
    ])
}

fn run(contestant: &Contestant) -> Result<Measured> {
    let mut command = Command::new(&contestant.command[0]);
    command.args(&contestant.command[1..]);
    // Libraries that would thread by themselves keep to one thread.
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(variable, "1");
    }
    let out = command
        .output()
        .with_context(|| format!("cannot run {}", contestant.name))?;
    ensure!(
        out.status.success(),
        "{} failed: {}",
        contestant.name,
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8_lossy(&out.stdout);
    let last = text.lines().next_back().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("{} answered {last:?}", contestant.name))
}

fn print(all: &[Contestant], articles: usize, words: usize) {
    let median = |c: &Contestant, of: fn(&Measured) -> f64| {
        let mut values: Vec<f64> = c.runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let rate = |c: &Contestant| articles as f64 / median(c, |m| m.seconds);
    let best_peer = all[..2].iter().map(rate).fold(0.0, f64::max);
    println!(
        "{articles} articles, {words} words; medians of {} runs",
        all[0].runs.len()
    );
    println!(
        "| extractor | threads | articles/s | words/s | beside the faster peer | peak MiB | load s | found | refused |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for c in all {
        println!(
            "| {} | {} | {:.1} | {:.0} | {:.1}× | {:.0} | {:.2} | {} | {} |",
            c.name,
            c.threads,
            rate(c),
            words as f64 / median(c, |m| m.seconds),
            rate(c) / best_peer,
            median(c, |m| m.peak_mib),
            median(c, |m| m.load_seconds),
            c.runs[0].found,
            c.runs[0].refused,
        );
    }
}

/// The interpreter of the peers' virtual environment.
fn install(folder: &Path) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    eprintln!("installing the Python peers into {} …", folder.display());
    let succeed = |command: &mut Command, what: &str| -> Result<()> {
        let status = command
            .status()
            .with_context(|| format!("cannot run {what}"))?;
        ensure!(
            status.success(),
            "{what} failed; the bench needs Python 3.11 or later with pip"
        );
        Ok(())
    };
    succeed(
        Command::new("python3").args(["-m", "venv"]).arg(folder),
        "python3 -m venv",
    )?;
    let done = succeed(
        Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "-r",
            "lab/peers/requirements.txt",
        ]),
        "pip install",
    );
    if done.is_err() {
        // Half an environment would pass for a whole one the next time.
        std::fs::remove_dir_all(folder).ok();
    }
    done.map(|()| python)
}
