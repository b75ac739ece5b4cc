//! `lab calibrate`: what share of the attributions with a score is right, and the
//! factors that make scores say so.

use crate::attribution::predict_scored;
use crate::score::{Tokens, attribution_score, greedy, prepare, read_articles};
use anyhow::Result;
use onrecord_core::attribution::{Evidence, Reading, Tagger, Words};
use std::path::Path;
use std::sync::Mutex;

const N: usize = Evidence::FEATURES;

/// One attribution found in the articles.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Number of its article.
    article: usize,
    features: [f64; N],
    /// Before any factors.
    plain: f64,
    score: f64,
    right: bool,
}

/// A tagger that notes what speaks for each attribution and gives the number of
/// the note as its score, so that the two can be put together again.
struct Noting<'a> {
    tagger: &'a dyn Tagger,
    notes: Mutex<Vec<Evidence>>,
}

impl Tagger for Noting<'_> {
    fn id(&self) -> &str {
        self.tagger.id()
    }

    fn probability(&self, evidence: &Evidence) -> f32 {
        let mut notes = self.notes.lock().unwrap_or_else(|e| e.into_inner());
        notes.push(*evidence);
        (notes.len() - 1 + FIRST) as f32
    }

    fn read<'a>(&'a self, paragraphs: &[&Words<'_>]) -> Vec<Box<dyn Reading + 'a>> {
        self.tagger.read(paragraphs)
    }
}

/// Number of the first note: attributions that no network made have scores of at most 1.
const FIRST: usize = 2;

/// Articles are fitted on by all parts but their own.
const PARTS: usize = 4;

/// Prints the reliability table of the scores as they are, the one that factors
/// fitted to other articles give, and the factors over all articles, to be
/// written into the weight file.
pub fn report(gold: &Path, tagger: &dyn Tagger) -> Result<()> {
    let found = judged(gold, tagger)?;
    println!("before any factors");
    let plain = |f: &Found| Found {
        score: f.plain,
        ..*f
    };
    table(&found.iter().map(plain).collect::<Vec<_>>());
    println!("\nscores as the model gives them");
    table(&found);
    let mut crossed = Vec::with_capacity(found.len());
    for part in 0..PARTS {
        let others: Vec<Found> = found
            .iter()
            .copied()
            .filter(|f| f.article % PARTS != part)
            .collect();
        let factors = fit(&others);
        let own = found.iter().filter(|f| f.article % PARTS == part);
        crossed.extend(own.map(|f| Found {
            score: probability(&factors, &f.features),
            ..*f
        }));
    }
    println!("\nfitted, each quarter of the articles by the others");
    table(&crossed);
    let factors: Vec<String> = fit(&found).iter().map(|f| format!("{f:.4}")).collect();
    println!("\nfactors over all articles: {}", factors.join(" "));
    Ok(())
}

fn judged(gold: &Path, tagger: &dyn Tagger) -> Result<Vec<Found>> {
    let noting = Noting {
        tagger,
        notes: Mutex::new(Vec::new()),
    };
    let mut out = Vec::new();
    for (n, article) in read_articles(gold)?.iter().enumerate() {
        let found = predict_scored(article, &noting);
        let tokens = Tokens::new(&article.text);
        let wanted = prepare(&tokens, &article.attributions);
        let spans: Vec<_> = found.iter().map(|(spans, _)| spans.clone()).collect();
        let predicted = prepare(&tokens, &spans);
        // What touches no token would shift the numbers; it does not happen in news.
        if predicted.len() != found.len() {
            continue;
        }
        let (_, right) = greedy(&wanted, &predicted, attribution_score);
        let notes = noting.notes.lock().unwrap_or_else(|e| e.into_inner());
        for (i, (_, score)) in found.iter().enumerate() {
            let Some(evidence) = (*score as usize).checked_sub(FIRST).map(|at| &notes[at]) else {
                continue;
            };
            out.push(Found {
                article: n,
                features: evidence.features().map(f64::from),
                plain: f64::from(evidence.plain()),
                score: f64::from(tagger.probability(evidence)),
                right: right.contains(&i),
            });
        }
    }
    Ok(out)
}

/// Ten bins of equal width, and the expected calibration error (Naeini et al. 2015).
fn table(found: &[Found]) {
    println!("| score | attributions | mean score | share right |\n|---|---|---|---|");
    let mut error = 0.0;
    for bin in 0..10 {
        let inside: Vec<&Found> = found
            .iter()
            .filter(|f| ((f.score * 10.0) as usize).min(9) == bin)
            .collect();
        if inside.is_empty() {
            continue;
        }
        let n = inside.len() as f64;
        let mean = inside.iter().map(|f| f.score).sum::<f64>() / n;
        let right = inside.iter().filter(|f| f.right).count() as f64 / n;
        error += (mean - right).abs() * n / found.len() as f64;
        println!(
            "| {:.1} – {:.1} | {} | {mean:.2} | {right:.2} |",
            bin as f64 / 10.0,
            (bin + 1) as f64 / 10.0,
            inside.len()
        );
    }
    println!(
        "expected calibration error {error:.3} over {} attributions",
        found.len()
    );
}

fn probability(factors: &[f64; N], features: &[f64; N]) -> f64 {
    let odds: f64 = factors.iter().zip(features).map(|(f, x)| f * x).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// Logistic regression by gradient ascent with momentum, features scaled, with a
/// little ridge.
fn fit(found: &[Found]) -> [f64; N] {
    const RIDGE: f64 = 3e-4;
    let mut scale = [1.0f64; N];
    for (i, scale) in scale.iter_mut().enumerate() {
        let square: f64 = found.iter().map(|f| f.features[i].powi(2)).sum();
        *scale = (square / found.len() as f64).sqrt().max(1e-6);
    }
    let (mut factors, mut speed) = ([0.0f64; N], [0.0f64; N]);
    for _ in 0..6000 {
        let mut slope = [0.0f64; N];
        for f in found {
            let scaled: [f64; N] = std::array::from_fn(|i| f.features[i] / scale[i]);
            let miss = f64::from(u8::from(f.right)) - probability(&factors, &scaled);
            for i in 0..N {
                slope[i] += miss * scaled[i] / found.len() as f64;
            }
        }
        for i in 0..N {
            speed[i] = 0.9 * speed[i] + 0.1 * (slope[i] - RIDGE * factors[i]);
            factors[i] += speed[i];
        }
    }
    std::array::from_fn(|i| factors[i] / scale[i])
}
