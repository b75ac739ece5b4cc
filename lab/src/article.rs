//! Scores the HTML reader's main text against the article-extraction-benchmark.
//!
//! The benchmark's own measure: each page's text becomes a bag of runs of four words; true and
//! false positives and negatives are counted per page; precision and recall are means over pages
//! and F1 is taken from these means. So a long page weighs as much as a short one.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use onrecord_core::BlockKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

/// Words in a run.
const RUN: usize = 4;

/// How well main text is found, over all pages.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleScores {
    /// Mean share of the extracted runs that are in the gold text.
    pub precision: f64,
    /// Mean share of the gold runs that were extracted.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Share of pages extracted without a wrong or missing run.
    pub accuracy: f64,
    /// Pages scored.
    pub pages: usize,
    /// Pages read in a second by one thread, decompression not counted.
    pub pages_per_second: f64,
}

/// One page's counts, as the measure takes them.
#[derive(Debug, Clone, PartialEq)]
pub struct PageScore {
    /// The page's name in the benchmark.
    pub page: String,
    /// Runs in both texts.
    pub tp: usize,
    /// Runs in the extracted text only.
    pub fp: usize,
    /// Runs in the gold text only.
    pub fn_: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Gold {
    #[serde(default)]
    article_body: String,
}

/// Reads every page of the benchmark in `dir` (`ground-truth.json`, `html/*.html.gz`) and scores it.
pub fn evaluate(dir: &Path) -> Result<ArticleScores> {
    let (pages, spent) = score_pages(dir, &|html| {
        main_text(&onrecord_ingest::html::read(html, None))
    })?;
    Ok(summarise(&pages, spent))
}

/// The same for the extractor alone that the reader starts from, to compare with.
pub fn evaluate_baseline(dir: &Path) -> Result<ArticleScores> {
    let options = rs_trafilatura::Options {
        page_type: Some(rs_trafilatura::page_type::PageType::Article),
        ..rs_trafilatura::Options::default()
    };
    let (pages, spent) = score_pages(dir, &|html| {
        let read = rs_trafilatura::extract_with_options(html, &options);
        read.map(|r| r.content_text).unwrap_or_default()
    })?;
    Ok(summarise(&pages, spent))
}

/// The scores of the single pages, in order of name, and the time the reader took.
pub fn score_pages(
    dir: &Path,
    reader: &dyn Fn(&str) -> String,
) -> Result<(Vec<PageScore>, Duration)> {
    let truth = dir.join("ground-truth.json");
    let truth =
        fs::read_to_string(&truth).with_context(|| format!("cannot read {}", truth.display()))?;
    let gold: BTreeMap<String, Gold> =
        serde_json::from_str(&truth).context("ground-truth.json is not as expected")?;
    let mut spent = Duration::ZERO;
    let mut scores = Vec::with_capacity(gold.len());
    for (page, gold) in gold {
        let html = read_page(&dir.join("html").join(format!("{page}.html.gz")))?;
        let start = Instant::now();
        let text = reader(&html);
        spent += start.elapsed();
        scores.push(score(page, &gold.article_body, &text));
    }
    Ok((scores, spent))
}

/// The benchmark's figures from its pages' scores.
pub fn summarise(pages: &[PageScore], spent: Duration) -> ArticleScores {
    let precision = mean(pages.iter().filter_map(PageScore::precision));
    let recall = mean(pages.iter().filter_map(PageScore::recall));
    let perfect = pages.iter().filter(|page| page.is_perfect()).count();
    ArticleScores {
        precision,
        recall,
        f1: harmonic_mean(precision, recall),
        accuracy: perfect as f64 / pages.len().max(1) as f64,
        pages: pages.len(),
        pages_per_second: pages.len() as f64 / spent.as_secs_f64().max(f64::MIN_POSITIVE),
    }
}

fn read_page(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut html = Vec::new();
    GzDecoder::new(&bytes[..])
        .read_to_end(&mut html)
        .with_context(|| format!("{} is not gzip", path.display()))?;
    // All pages of the benchmark are UTF-8.
    Ok(String::from_utf8_lossy(&html).into_owned())
}

/// What the gold holds: paragraphs, list items and section headings, but not the title.
fn main_text(read: &onrecord_ingest::html::HtmlText) -> String {
    let blocks = read.blocks.iter();
    let body = blocks
        .skip_while(|block| block.kind != BlockKind::Paragraph)
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading));
    body.map(|block| block.text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

impl PageScore {
    /// `None` where the measure leaves the page out: nothing was extracted.
    fn precision(&self) -> Option<f64> {
        (self.tp + self.fp > 0).then(|| self.tp as f64 / (self.tp + self.fp) as f64)
    }

    /// `None` where the measure leaves the page out: nothing was there.
    fn recall(&self) -> Option<f64> {
        (self.tp + self.fn_ > 0).then(|| self.tp as f64 / (self.tp + self.fn_) as f64)
    }

    fn is_perfect(&self) -> bool {
        self.fp == 0 && self.fn_ == 0
    }
}

fn score(page: String, gold: &str, text: &str) -> PageScore {
    let (gold, text) = (words(gold), words(text));
    let (gold, text) = (runs(&gold), runs(&text));
    let tp = gold
        .iter()
        .map(|(run, count)| text.get(run).copied().unwrap_or(0).min(*count))
        .sum();
    PageScore {
        page,
        tp,
        fp: text.values().sum::<usize>() - tp,
        fn_: gold.values().sum::<usize>() - tp,
    }
}

/// Runs of letters, digits and underscores, marks and the like parting words, as the benchmark has it.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect()
}

/// How often each run of four words stands in the text; a shorter text is one run.
fn runs<'w>(words: &'w [&'w str]) -> HashMap<&'w [&'w str], usize> {
    let mut runs = HashMap::new();
    if !words.is_empty() {
        for run in words.windows(RUN.min(words.len())) {
            *runs.entry(run).or_default() += 1;
        }
    }
    runs
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0usize), |(sum, count), value| {
        (sum + value, count + 1)
    });
    if count == 0 { 0.0 } else { sum / count as f64 }
}

fn harmonic_mean(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(gold: &str, text: &str) -> (usize, usize, usize) {
        let score = score(String::new(), gold, text);
        (score.tp, score.fp, score.fn_)
    }

    #[test]
    fn runs_of_four_words_are_counted_as_often_as_they_stand() {
        assert_eq!(counts("a b c d e", "a, b. c d"), (1, 0, 1));
        assert_eq!(counts("a b c d", "a b c d a b c d"), (1, 4, 0));
        assert_eq!(counts("a b", "a b"), (1, 0, 0));
        assert_eq!(counts("", "a b"), (0, 1, 0));
    }

    #[test]
    fn pages_weigh_the_same_and_empty_ones_count_for_one_side_only() {
        let page = |tp, fp, fn_| PageScore {
            page: String::new(),
            tp,
            fp,
            fn_,
        };
        let scores = summarise(
            &[page(10, 0, 0), page(1, 1, 0), page(0, 0, 5)],
            Duration::from_secs(1),
        );
        assert!((scores.precision - 0.75).abs() < 1e-9);
        assert!((scores.recall - 2.0 / 3.0).abs() < 1e-9);
        assert!((scores.accuracy - 1.0 / 3.0).abs() < 1e-9);
        assert!((scores.pages_per_second - 3.0).abs() < 1e-9);
    }
}
