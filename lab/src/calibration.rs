//! `lab calibrate`: what share of the attributions with a score is right.

use crate::attribution::predict_scored;
use crate::score::{Tokens, attribution_score, greedy, prepare, read_articles};
use anyhow::Result;
use onrecord_core::attribution::{Form, Tagger};
use std::path::Path;

/// One attribution found in the articles.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Even or odd article, to fit on one half and test on the other.
    half: usize,
    form: Form,
    score: f64,
    right: bool,
}

const FORMS: [Form; 3] = [Form::Direct, Form::Mixed, Form::Indirect];

/// Prints the reliability table of the scores as they are, and the lines fitted
/// to them: over all articles (to be written into the weight file), and the
/// table they give on articles they were not fitted on.
pub fn report(gold: &Path, tagger: &dyn Tagger) -> Result<()> {
    let found = judged(gold, tagger)?;
    println!("scores as the model gives them");
    table(&found);
    let mut lines = Vec::new();
    for form in FORMS {
        let of_form: Vec<Found> = found.iter().copied().filter(|f| f.form == form).collect();
        lines.push(fit(&of_form));
    }
    let crossed: Vec<Found> = found
        .iter()
        .map(|f| {
            let others: Vec<Found> = found
                .iter()
                .copied()
                .filter(|o| o.form == f.form && o.half != f.half)
                .collect();
            (f, others)
        })
        .fold(
            (Vec::new(), Vec::new()),
            |(mut out, mut known), (f, others)| {
                // One fit for each form and half is enough.
                let key = (f.form, f.half);
                let line = match known.iter().find(|(k, _)| *k == key) {
                    Some((_, line)) => *line,
                    None => {
                        let line = fit(&others);
                        known.push((key, line));
                        line
                    }
                };
                out.push(Found {
                    score: apply(line, f.score),
                    ..*f
                });
                (out, known)
            },
        )
        .0;
    println!("\nrecalibrated, each half of the articles by the other half");
    table(&crossed);
    let numbers: Vec<String> = lines
        .iter()
        .map(|(a, b)| format!("{a:.3} {b:.3}"))
        .collect();
    println!(
        "\nlines over all articles (direct, mixed, indirect): {}",
        numbers.join(" ")
    );
    Ok(())
}

fn judged(gold: &Path, tagger: &dyn Tagger) -> Result<Vec<Found>> {
    let mut out = Vec::new();
    for (n, article) in read_articles(gold)?.iter().enumerate() {
        let found = predict_scored(article, tagger);
        let tokens = Tokens::new(&article.text);
        let wanted = prepare(&tokens, &article.attributions);
        let spans: Vec<_> = found.iter().map(|(spans, _, _)| spans.clone()).collect();
        let predicted = prepare(&tokens, &spans);
        if predicted.len() != found.len() {
            continue;
        }
        let (_, right) = greedy(&wanted, &predicted, attribution_score);
        out.extend(found.iter().enumerate().map(|(i, (_, form, score))| Found {
            half: n % 2,
            form: *form,
            score: f64::from(*score),
            right: right.contains(&i),
        }));
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

fn odds(score: f64) -> f64 {
    let p = score.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

fn apply((slope, shift): (f64, f64), score: f64) -> f64 {
    1.0 / (1.0 + (-(slope * odds(score) + shift)).exp())
}

/// Logistic regression of "right" on the log odds, by Newton's method, with a little ridge.
fn fit(found: &[Found]) -> (f64, f64) {
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0f64; 2], [[1e-3f64, 0.0], [0.0, 1e-3]]);
        for f in found {
            let x = odds(f.score);
            let p = apply((slope, shift), f.score);
            let miss = f64::from(u8::from(f.right)) - p;
            let w = p * (1.0 - p);
            g[0] += miss * x;
            g[1] += miss;
            h[0][0] += w * x * x;
            h[0][1] += w * x;
            h[1][0] += w * x;
            h[1][1] += w;
        }
        let det = h[0][0] * h[1][1] - h[0][1] * h[1][0];
        if det.abs() < 1e-12 {
            break;
        }
        slope += (h[1][1] * g[0] - h[0][1] * g[1]) / det;
        shift += (h[0][0] * g[1] - h[1][0] * g[0]) / det;
    }
    (slope, shift)
}
