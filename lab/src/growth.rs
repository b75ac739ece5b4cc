//! `lab bench record`: how the record grows with the number of documents.
//!
//! The documents are generated: matters of twenty documents, each with a wire
//! that others copy and cut, quotations that several give, and a count that two
//! give differently. What was planted is known, so that recall is printed
//! beside time and memory. Words are invented; reading and attribution are not
//! part of what is timed.

use crate::generated::{Page, Part, Random, attributions, name, sentence, word};
use anyhow::{Context, Result};
use onrecord_core::record::{Entry, Record, leaf, record};
use onrecord_core::statement::{Body, statements};
use onrecord_core::{Block, BlockKind, Document, Metadata, Reader};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::process::Command;
use std::time::Instant;

/// Documents of one matter.
const MATTER: usize = 20;
/// Documents of a matter that are its wire or copies of it.
const COPIES: usize = 4;
/// Quotations of a matter that several documents give.
const QUOTES: usize = 6;

/// What a matter's documents share.
struct Matter {
    people: Vec<String>,
    place: String,
    quotes: Vec<String>,
    dead: usize,
}

impl Matter {
    fn new(number: usize) -> Self {
        let mut random = Random::new(number as u64 + 1);
        let people = (0..5)
            .map(|_| {
                format!(
                    "{} {}",
                    name(random.below(400)),
                    name(4096 + random.below(60_000))
                )
            })
            .collect();
        let quotes = (0..QUOTES).map(|_| sentence(&mut random, 14)).collect();
        Matter {
            people,
            place: name(70_000 + number),
            quotes,
            dead: 10 + random.below(80),
        }
    }
}

/// Document `number` with what is planted in it.
fn entry(number: usize) -> Entry {
    let (matter_number, at) = (number / MATTER, number % MATTER);
    let matter = Matter::new(matter_number);
    let copy = at < COPIES;
    // Copies are written with one seed, so that their words are the same.
    let mut random =
        Random::new(1_000_003 + (matter_number * MATTER + if copy { 0 } else { at }) as u64);
    let mut page = Page::default();
    let people = &matter.people;
    page.paragraph(&[(
        &format!(
            "{} officials met in {} on the matter of the {}.",
            matter.people[0],
            matter.place,
            word(random.below(900))
        ),
        Part::Plain,
    )]);
    // The count: one document of the matter gives another.
    let dead = if at == MATTER - 1 {
        matter.dead + 7
    } else {
        matter.dead
    };
    page.paragraph(&[(
        &format!(
            "The police of {} and {} counted {dead} people killed in the harbour of {}.",
            matter.place, people[1], matter.place
        ),
        Part::Plain,
    )]);
    let given = if copy { 0 } else { at };
    for i in 0..3 {
        let q = (given + i) % QUOTES;
        let speaker = &people[q % people.len()];
        page.paragraph(&[
            (&format!("“{}.”", matter.quotes[q]), Part::Content),
            (" ", Part::Plain),
            (speaker, Part::Source),
            (" ", Part::Plain),
            ("said", Part::Cue),
            (".", Part::Plain),
        ]);
        let own = sentence(&mut random, 16);
        page.paragraph(&[
            (&people[(q + 2) % people.len()], Part::Source),
            (" ", Part::Plain),
            ("said", Part::Cue),
            (" ", Part::Plain),
            (&format!("that {own}"), Part::Content),
            (".", Part::Plain),
        ]);
    }
    for _ in 0..if copy { 6 - at } else { 4 } {
        let filler = sentence(&mut random, 30);
        page.paragraph(&[(&format!("In {} {filler}.", matter.place), Part::Plain)]);
    }
    built(number, page)
}

fn built(number: usize, page: Page) -> Entry {
    let id = format!("d{number:016x}");
    let day = 1 + (number / MATTER) % 28;
    let published = format!("2031-{:02}-{day:02}", 1 + (number / (MATTER * 28)) % 12);
    let blocks = page.paragraphs.iter().map(|span| Block {
        kind: BlockKind::Paragraph,
        span: *span,
        page: None,
    });
    let document = Document {
        id: id.clone(),
        sha256: String::new(),
        sha1: String::new(),
        media_type: "text/plain".into(),
        reader: Reader {
            name: "text".into(),
            version: "1".into(),
        },
        metadata: Metadata {
            published: Some(published.clone()),
            ..Metadata::default()
        },
        blocks: blocks.collect(),
        text_sha256: String::new(),
        pages: Vec::new(),
        text: page.text,
    };
    let published = published.parse().ok();
    let body = Body {
        text: &document.text,
        paragraphs: &page.paragraphs,
        published,
    };
    let planted = attributions(&document.text, &page.paragraphs, &page.attributions);
    let mut analysis = statements(body, planted);
    let leaf = leaf(&document, &mut analysis, published);
    let ids = |letter: char, count: usize| {
        (0..count)
            .map(|i| format!("{letter}{number:012x}{i:04x}"))
            .collect()
    };
    Entry {
        publisher: None,
        statements: ids('s', analysis.statements.len()),
        figures: ids('f', analysis.figures.len()),
        document: id,
        leaf,
    }
}

/// One run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    documents: usize,
    statements: usize,
    seconds: f64,
    /// Most memory the process held, in bytes, the documents' leaves included.
    memory: u64,
    copies: f64,
    utterances: f64,
    discrepancies: f64,
}

/// Generates `documents` documents and joins them, in this process.
pub fn measure(documents: usize) -> Run {
    let entries: Vec<Entry> = (0..documents).into_par_iter().map(entry).collect();
    let statements = entries.iter().map(|e| e.statements.len()).sum();
    let planted = planted_quotes(&entries);
    let start = Instant::now();
    let made = record(entries);
    let seconds = start.elapsed().as_secs_f64();
    Run {
        documents,
        statements,
        seconds,
        memory: peak_memory(),
        copies: copies_found(&made, documents),
        utterances: quotes_found(&made, &planted),
        discrepancies: counts_found(&made, documents),
    }
}

/// Statements that give one planted quotation.
fn planted_quotes(entries: &[Entry]) -> Vec<Vec<String>> {
    let mut by_words: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in entries {
        for (i, said) in entry
            .leaf
            .statements
            .iter()
            .enumerate()
            .filter(|(_, s)| !s.quoted.is_empty())
        {
            by_words
                .entry(&said.words)
                .or_default()
                .push(entry.statements[i].clone());
        }
    }
    by_words
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

fn quotes_found(made: &Record, planted: &[Vec<String>]) -> f64 {
    let at: HashMap<&str, usize> = made
        .utterances
        .iter()
        .enumerate()
        .flat_map(|(i, u)| u.statements.iter().map(move |s| (s.as_str(), i)))
        .collect();
    let (mut found, mut all) = (0usize, 0usize);
    for group in planted {
        let first = at.get(group[0].as_str());
        all += group.len() - 1;
        found += group[1..]
            .iter()
            .filter(|s| first.is_some() && at.get(s.as_str()) == first)
            .count();
    }
    found as f64 / all.max(1) as f64
}

fn copies_found(made: &Record, documents: usize) -> f64 {
    let copies: BTreeSet<&str> = made.copies.iter().map(|c| c.document.as_str()).collect();
    let planted = (0..documents).filter(|n| (1..COPIES).contains(&(n % MATTER)));
    let found = planted.clone().filter(|n| {
        let of = format!("d{n:016x}");
        let original = format!("d{:016x}", n / MATTER * MATTER);
        copies.contains(of.as_str()) || copies.contains(original.as_str())
    });
    found.count() as f64 / planted.count().max(1) as f64
}

fn counts_found(made: &Record, documents: usize) -> f64 {
    let told: BTreeSet<&str> = made
        .discrepancies
        .iter()
        .filter(|d| d.judged.is_discrepancy())
        .flat_map(|d| d.accounts.iter().map(|a| a.place.document.as_str()))
        .collect();
    let planted = documents / MATTER;
    let found = (0..planted)
        .filter(|m| told.contains(format!("d{:016x}", m * MATTER + MATTER - 1).as_str()));
    found.count() as f64 / planted.max(1) as f64
}

/// The most memory this process has held, where the system tells.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM:"))
        .unwrap_or("");
    let kilobytes: u64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    kilobytes * 1024
}

/// Measures each size in a process of its own and prints a table.
pub fn bench(sizes: &[usize]) -> Result<()> {
    let program = std::env::current_exe()?;
    let mut runs: Vec<Run> = Vec::new();
    println!(
        "documents  statements   seconds   memory GiB   copies  utterances  discrepancies (recall of what was planted)"
    );
    for size in sizes {
        let out = Command::new(&program)
            .args(["measure-record", &size.to_string()])
            .output()?;
        let run: Run = serde_json::from_slice(&out.stdout)
            .with_context(|| String::from_utf8_lossy(&out.stderr).into_owned())?;
        println!(
            "{:9}  {:10}  {:8.2}   {:10.2}   {:5.1}  {:10.1}  {:8.1}",
            run.documents,
            run.statements,
            run.seconds,
            run.memory as f64 / (1u64 << 30) as f64,
            run.copies * 100.0,
            run.utterances * 100.0,
            run.discrepancies * 100.0
        );
        runs.push(run);
    }
    println!(
        "time grows with documents to the power {:.2}, memory {:.2}",
        exponent(&runs, |r| r.seconds),
        exponent(&runs, |r| r.memory as f64)
    );
    Ok(())
}

/// The slope of the line through the logarithms, by least squares.
fn exponent(runs: &[Run], of: impl Fn(&Run) -> f64) -> f64 {
    let points: Vec<(f64, f64)> = runs
        .iter()
        .map(|r| ((r.documents as f64).ln(), of(r).max(1e-9).ln()))
        .collect();
    let n = points.len() as f64;
    let (mx, my) = (
        points.iter().map(|p| p.0).sum::<f64>() / n,
        points.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let over: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let under: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
    over / under.max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planted_is_found_and_repeats() {
        let run = measure(60);
        assert!(run.copies > 0.9 && run.utterances > 0.8, "{run:?}");
        assert!(run.discrepancies > 0.9, "{run:?}");
        let (a, b) = (entry(7), entry(7));
        assert_eq!(a, b);
    }
}
