//! The labels of lab/gold/record, and the documents they are for.

use anyhow::{Context, Result};
use onrecord_core::record::Entry;
use onrecord_core::statement::analyse;
use onrecord_core::{CharSpan, Document};
use onrecord_model::ModelChoice;
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Words of a document.
#[derive(Debug, Clone, Deserialize)]
pub struct At {
    pub doc: String,
    pub span: CharSpan,
}

/// A statement's content.
#[derive(Debug, Clone, Deserialize)]
pub struct Content {
    pub doc: String,
    pub spans: Vec<CharSpan>,
}

/// A line of the labels.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Label {
    /// Which text the labels of a document are for; no hash where the document is beside the labels.
    Document {
        id: String,
        text_sha256: Option<String>,
        /// Whether all its answers are labelled, though it may have none.
        #[serde(default)]
        responses: bool,
    },
    /// Whether two statements are one utterance; `altered`: in other words or trimmed.
    Utterance {
        a: Content,
        b: Content,
        same: bool,
        #[serde(default)]
        altered: bool,
    },
    /// Who is meant where.
    Actor {
        group: String,
        doc: String,
        span: CharSpan,
        entity: String,
    },
    /// A statement that answers, and all that it may properly be said to answer.
    Response {
        from: At,
        to: Vec<At>,
        works: Vec<At>,
        actors: Vec<At>,
        /// Whether the reader was sure that it answers; else it is neither wanted nor wrong.
        #[serde(default = "yes")]
        sure: bool,
    },
    /// A link that the program once made, and whether a reader found it right.
    Link {
        from: At,
        to: Vec<At>,
        works: Vec<At>,
        actors: Vec<At>,
        right: bool,
    },
    /// A statement that does not answer another, though it seems to.
    NoResponse { from: At },
    /// Figures of one quantity, and which pairs of them cannot both be right.
    Quantity {
        group: String,
        members: Vec<At>,
        conflicts: Vec<(usize, usize)>,
    },
    /// Two figures that are not of one quantity, though they seem to be.
    NoQuantity { group: String },
}

fn yes() -> bool {
    true
}

impl Label {
    /// Whether its documents are invented stories, which are beside the labels.
    pub fn is_of_stories(&self) -> bool {
        match self {
            Label::Document { id, .. } => id.starts_with("stories:"),
            Label::Utterance { a, .. } => a.doc.starts_with("stories:"),
            Label::Actor { doc, .. } => doc.starts_with("stories:"),
            Label::Response { from, .. }
            | Label::Link { from, .. }
            | Label::NoResponse { from } => from.doc.starts_with("stories:"),
            Label::Quantity { group, .. } | Label::NoQuantity { group } => {
                group.starts_with("story-")
            }
        }
    }
}

/// The labels of one part.
pub fn load(part: &str) -> Result<Vec<Label>> {
    let path = Path::new("lab/gold/record").join(format!("{part}.jsonl"));
    lines(&path)
}

/// A document of the evaluation, with what the program reads from it.
pub struct Read {
    /// As the labels name it.
    pub name: String,
    pub text: String,
    pub entry: Entry,
}

impl Read {
    fn new(name: String, document: &Document) -> Self {
        let mut analysis = analyse(ModelChoice::Accurate.tagger(), document);
        let ids = |letter: &str, count: usize| -> Vec<String> {
            (0..count).map(|i| format!("{name}#{letter}{i}")).collect()
        };
        let entry = Entry {
            document: name.clone(),
            publisher: document.metadata.publisher.clone(),
            statements: ids("s", analysis.statements.len()),
            figures: ids("f", analysis.figures.len()),
            leaf: std::mem::take(&mut analysis.leaf),
        };
        Read {
            name,
            text: document.text.clone(),
            entry,
        }
    }
}

/// The documents of one matter: those of a folder of the cases, of PolNeAR, or of an invented story.
pub struct Matter {
    pub name: String,
    pub documents: Vec<Read>,
}

/// Reads every matter that `labels` speak of.
pub fn matters(labels: &[Label], shared: &Path) -> Result<Vec<Matter>> {
    let hashes: BTreeMap<&str, &str> = labels
        .iter()
        .filter_map(|l| match l {
            Label::Document {
                id, text_sha256, ..
            } => Some((id.as_str(), text_sha256.as_deref()?)),
            _ => None,
        })
        .collect();
    let mut folders: Vec<&str> = hashes
        .keys()
        .filter_map(|id| id.strip_prefix("cases:")?.split('/').next())
        .collect();
    folders.dedup();
    let mut found = Vec::new();
    for folder in folders {
        found.push(Matter {
            name: folder.to_owned(),
            documents: case(&shared.join("cases"), folder)?,
        });
    }
    let wanted: Vec<&str> = hashes
        .keys()
        .filter_map(|id| id.strip_prefix("polnear:"))
        .collect();
    if !wanted.is_empty() {
        found.push(Matter {
            name: "polnear".to_owned(),
            documents: polnear(shared, &wanted)?,
        });
    }
    found.extend(stories(labels)?);
    for read in found.iter().flat_map(|m| &m.documents) {
        if let Some(wanted) = hashes.get(read.name.as_str()) {
            let hash = hex::encode(Sha256::digest(read.text.as_bytes()));
            anyhow::ensure!(
                hash == **wanted,
                "{}: its text is not the one that was labelled",
                read.name
            );
        }
    }
    Ok(found)
}

/// The documents of a folder of the cases.
pub fn case(cases: &Path, folder: &str) -> Result<Vec<Read>> {
    let mut files: Vec<_> = std::fs::read_dir(cases.join(folder))
        .with_context(|| format!("cannot read {}", cases.join(folder).display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for part in onrecord_ingest::split(&bytes) {
            let line = part.line.map(|l| format!("#L{l}")).unwrap_or_default();
            parts.push((format!("cases:{folder}/{name}{line}"), part.bytes.to_vec()));
        }
    }
    read_all(parts)
}

/// A line of documents, as far as its name goes.
#[derive(Deserialize)]
struct Id {
    id: String,
}

fn polnear(shared: &Path, wanted: &[&str]) -> Result<Vec<Read>> {
    let mut parts = Vec::new();
    for split in ["train", "dev"] {
        let path = shared.join(format!("data/polnear/{split}.jsonl"));
        let lines = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        for line in lines.lines() {
            let id: Id = serde_json::from_str(line)?;
            if wanted.contains(&id.id.as_str()) {
                parts.push((format!("polnear:{}", id.id), line.as_bytes().to_vec()));
            }
        }
    }
    read_all(parts)
}

fn read_all(parts: Vec<(String, Vec<u8>)>) -> Result<Vec<Read>> {
    parts
        .into_par_iter()
        .map(|(name, bytes)| {
            let document = onrecord_ingest::read(&bytes).with_context(|| name.clone())?;
            Ok(Read::new(name, &document))
        })
        .collect()
}

/// The invented stories that `labels` speak of: "stories:s03-b" is of the matter "story-03".
fn stories(labels: &[Label]) -> Result<Vec<Matter>> {
    let wanted: BTreeSet<&str> = labels
        .iter()
        .filter_map(|l| match l {
            Label::Document { id, .. } => id.strip_prefix("stories:"),
            _ => None,
        })
        .collect();
    let mut by_story: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    let text = std::fs::read_to_string("lab/gold/record/stories.jsonl")?;
    for line in text.lines() {
        let Id { id } = serde_json::from_str(line)?;
        if wanted.contains(id.as_str()) {
            let number = id.get(1..3).context("an id such as s03-b")?;
            by_story
                .entry(format!("story-{number}"))
                .or_default()
                .push((format!("stories:{id}"), line.as_bytes().to_vec()));
        }
    }
    let matter = |(name, parts)| {
        Ok(Matter {
            name,
            documents: read_all(parts)?,
        })
    };
    by_story.into_iter().map(matter).collect()
}

/// A pair of the documents written for the evaluation of copies.
#[derive(Debug, Clone, Deserialize)]
pub struct CopyPair {
    pub a: String,
    pub b: String,
    pub label: String,
    pub kind: String,
}

/// The wires of one part (those of odd numbers are `dev`) with their labelled pairs.
pub fn wires(part: &str) -> Result<(Vec<Read>, Vec<CopyPair>)> {
    let wanted = |id: &str| {
        let number: usize = id[1..3].parse().unwrap_or(0);
        (number % 2 == 1) == (part == "dev")
    };
    let text = std::fs::read_to_string("lab/gold/record/copies.jsonl")?;
    let mut parts = Vec::new();
    for line in text.lines() {
        let id: Id = serde_json::from_str(line)?;
        if wanted(&id.id) {
            parts.push((id.id, line.as_bytes().to_vec()));
        }
    }
    let pairs: Vec<CopyPair> = lines(Path::new("lab/gold/record/copies.pairs.jsonl"))?;
    Ok((
        read_all(parts)?,
        pairs.into_iter().filter(|p| wanted(&p.a)).collect(),
    ))
}

fn lines<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<T>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| {
            serde_json::from_str(line).with_context(|| format!("{}: {line:.80}", path.display()))
        })
        .collect()
}
