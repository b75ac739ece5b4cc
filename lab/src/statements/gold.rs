//! The labels of lab/gold, and the texts they are for.

use anyhow::{Context, Result};
use onrecord_core::attribution::{Attribution, form_of};
use onrecord_core::statement::{Act, Certainty};
use onrecord_core::text::{PartialDate, paragraphs};
use onrecord_core::{CharIndex, CharSpan, Span};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Half-open, in code points.
type Chars = (usize, usize);

/// A line of the gold: one article's labels.
#[derive(Debug, Deserialize)]
pub struct Labels {
    /// `polnear:ID`, or `cases:PATH` with `#L` and a line number in a file of several.
    pub id: String,
    text_sha256: String,
    /// Who speaks in it, by a name of the labels' own.
    pub actors: BTreeMap<String, Actor>,
    pub statements: Vec<Label>,
    pub dates: Vec<DateLabel>,
    pub figures: Vec<FigureLabel>,
}

/// An actor, with every name that means this one and no other in the article.
#[derive(Debug, Deserialize)]
pub struct Actor {
    pub names: Vec<String>,
}

/// One attribution with what it makes as a statement.
#[derive(Debug, Deserialize)]
pub struct Label {
    source: Vec<Chars>,
    cue: Vec<Chars>,
    content: Vec<Chars>,
    pub speaker: Option<String>,
    pub source_kind: String,
    pub speaks_for: Vec<String>,
    pub act: Act,
    pub certainty: Certainty,
    #[serde(default)]
    pub addressee: Vec<String>,
    pub said_on: Option<String>,
}

/// A dating expression.
#[derive(Debug, Deserialize)]
pub struct DateLabel {
    pub span: Chars,
    pub date: Option<String>,
}

/// A quantity.
#[derive(Debug, Deserialize)]
pub struct FigureLabel {
    pub span: Chars,
    pub value: f64,
    pub unit: Option<String>,
    pub comparator: String,
    pub measure: Option<String>,
}

/// An article with its labels.
pub struct Article {
    pub labels: Labels,
    pub text: String,
    pub paragraphs: Vec<Span>,
    pub published: Option<PartialDate>,
    /// The labelled attributions, in the order of the labels.
    pub attributions: Vec<Attribution>,
}

/// The articles of the gold file at `gold`, their texts taken from `shared`.
pub fn load(gold: &Path, shared: &Path) -> Result<Vec<Article>> {
    let lines =
        std::fs::read_to_string(gold).with_context(|| format!("cannot read {}", gold.display()))?;
    let polnear = Polnear::load(&shared.join("data/polnear/dev.jsonl"))?;
    lines
        .lines()
        .map(|line| {
            let labels: Labels = serde_json::from_str(line)?;
            let id = labels.id.clone();
            article(labels, &polnear, shared).with_context(|| format!("article {id}"))
        })
        .collect()
}

struct Polnear(BTreeMap<String, PolnearArticle>);

#[derive(Deserialize)]
struct PolnearArticle {
    id: String,
    date: Option<String>,
    text: String,
}

impl Polnear {
    fn load(path: &Path) -> Result<Self> {
        let lines = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let articles = lines.lines().map(|line| {
            let article: PolnearArticle = serde_json::from_str(line)?;
            Ok((article.id.clone(), article))
        });
        Ok(Polnear(articles.collect::<Result<_>>()?))
    }
}

fn article(labels: Labels, polnear: &Polnear, shared: &Path) -> Result<Article> {
    let (text, body, published) = match labels.id.split_once(':') {
        Some(("polnear", id)) => {
            let found = polnear.0.get(id).context("is not in PolNeAR's dev split")?;
            let body = paragraphs(&found.text);
            (found.text.clone(), body, found.date.clone())
        }
        Some(("cases", path)) => of_case(&shared.join("cases"), path)?,
        _ => anyhow::bail!("is of no known collection"),
    };
    let hash = hex::encode(Sha256::digest(text.as_bytes()));
    anyhow::ensure!(
        hash == labels.text_sha256,
        "its text is not the one that was labelled"
    );
    let index = CharIndex::new(&text);
    let spans = |chars: &[Chars]| -> Result<Vec<Span>> {
        let span = |(start, end): &Chars| {
            let chars = CharSpan {
                start: *start,
                end: *end,
            };
            index
                .byte_span(chars)
                .context("a span lies outside the text")
        };
        chars.iter().map(span).collect()
    };
    let attributions = labels
        .statements
        .iter()
        .map(|label| {
            let content = spans(&label.content)?;
            Ok(Attribution {
                source: spans(&label.source)?,
                cue: spans(&label.cue)?,
                form: form_of(&text, &body, &content),
                content,
                score: 1.0,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Article {
        attributions,
        published: published.and_then(|date| date.parse().ok()),
        paragraphs: body,
        labels,
        text,
    })
}

type Read = (String, Vec<Span>, Option<String>);

fn of_case(cases: &Path, path: &str) -> Result<Read> {
    let (file, line) = match path.split_once("#L") {
        Some((file, line)) => (file, Some(line.parse::<usize>()?)),
        None => (path, None),
    };
    let file = cases.join(file);
    let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let parts = onrecord_ingest::split(&bytes);
    let part = parts
        .iter()
        .find(|part| part.line == line)
        .context("has no such line")?;
    let document = onrecord_ingest::read(&part.bytes)?;
    let body = document.body();
    Ok((document.text, body, document.metadata.published))
}
