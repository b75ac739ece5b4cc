//! `lab eval attribution`: the tagger and linker against the annotated split.

use crate::score::{Article, Metric, Spans, Table, read_articles, score_article, total};
use anyhow::{Context, Result};
use onrecord_core::attribution::{Attribution, Tagger, attributions};
use onrecord_core::{CharIndex, Span};
use std::path::Path;
use std::time::Instant;

/// What an evaluation found.
pub struct Evaluation {
    /// Articles scored.
    pub articles: usize,
    /// Words (white-space separated) in them.
    pub words: usize,
    /// Counts by metric.
    pub table: Table,
    /// 95 % bootstrap interval of the headline F1, over articles.
    pub interval: (f64, f64),
    /// Seconds one thread took, model already loaded.
    pub seconds: f64,
}

/// Reads every article of `gold` in one thread, and scores.
pub fn evaluate(gold: &Path, tagger: &dyn Tagger) -> Result<Evaluation> {
    let articles = read_articles(gold)?;
    let start = Instant::now();
    let predicted = predict(&articles, tagger);
    let seconds = start.elapsed().as_secs_f64();
    Ok(summarise(&articles, &predicted, seconds))
}

/// Prints the errors of `tagger` on `gold`; `limit` of them, spread evenly.
pub fn print_errors(gold: &Path, tagger: &dyn Tagger, limit: Option<usize>) -> Result<()> {
    let articles = read_articles(gold)?;
    let predicted = predict(&articles, tagger);
    let all: Vec<_> = articles
        .iter()
        .zip(&predicted)
        .map(|(a, found)| {
            (
                a.id.clone(),
                a.text.as_str(),
                a.attributions.as_slice(),
                found.as_slice(),
            )
        })
        .collect();
    crate::errors::print(&all, limit);
    Ok(())
}

/// What is found in one article, with its score.
pub fn predict_scored(article: &Article, tagger: &dyn Tagger) -> Vec<(Spans, f32)> {
    let index = CharIndex::new(&article.text);
    attributions(tagger, &article.text)
        .iter()
        .map(|a| (in_characters(a, &index), a.score))
        .collect()
}

fn predict(articles: &[Article], tagger: &dyn Tagger) -> Vec<Vec<Spans>> {
    articles
        .iter()
        .map(|article| {
            let index = CharIndex::new(&article.text);
            let found = attributions(tagger, &article.text);
            found.iter().map(|a| in_characters(a, &index)).collect()
        })
        .collect()
}

/// Scores predictions made elsewhere, in the shape of `onrecord extract --jsonl`.
pub fn evaluate_file(gold: &Path, predicted: &Path) -> Result<Evaluation> {
    let articles = read_articles(gold)?;
    let mut by_id: std::collections::HashMap<String, Vec<Spans>> = read_articles(predicted)?
        .into_iter()
        .map(|article| (article.id, article.attributions))
        .collect();
    let predicted: Vec<Vec<Spans>> = articles
        .iter()
        .map(|article| by_id.remove(&article.id).unwrap_or_default())
        .collect();
    Ok(summarise(&articles, &predicted, f64::NAN))
}

fn summarise(articles: &[Article], predicted: &[Vec<Spans>], seconds: f64) -> Evaluation {
    let tables: Vec<Table> = articles
        .iter()
        .zip(predicted)
        .map(|(article, spans)| score_article(&article.text, &article.attributions, spans))
        .collect();
    Evaluation {
        articles: articles.len(),
        words: articles
            .iter()
            .map(|a| a.text.split_whitespace().count())
            .sum(),
        interval: bootstrap(&tables, 1000),
        table: total(&tables),
        seconds,
    }
}

fn in_characters(attribution: &Attribution, index: &CharIndex<'_>) -> Spans {
    let convert = |spans: &[Span]| spans.iter().map(|s| index.char_span(*s).into()).collect();
    Spans {
        source: convert(&attribution.source),
        cue: convert(&attribution.cue),
        content: convert(&attribution.content),
    }
}

/// Percentile bootstrap over articles (Efron 1979), seeded.
fn bootstrap(tables: &[Table], rounds: usize) -> (f64, f64) {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = |below: usize| {
        // xorshift64* (Vigna 2016): enough for drawing articles.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    };
    let mut scores: Vec<f64> = (0..rounds)
        .map(|_| {
            let drawn = total((0..tables.len()).map(|_| &tables[next(tables.len())]));
            drawn[&Metric::Attr].prf().2
        })
        .collect();
    scores.sort_by(f64::total_cmp);
    (scores[rounds / 40], scores[rounds - 1 - rounds / 40])
}

/// The SHA-256 of a file, to pin figures to the data they were got on.
pub fn sha256(path: &Path) -> Result<String> {
    use sha2::Digest;
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(hex::encode(sha2::Sha256::digest(bytes)))
}
