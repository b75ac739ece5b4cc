//! `lab eval speakers`: the example case against its hand-made key.
//!
//! The key gives the speaker of every quotation in the example documents.
//! A quotation is right if the statement that holds it has that speaker,
//! unknown if the program says it does not know, wrong if it names another,
//! and lost if no statement holds it. A quotation without a known speaker in
//! the key is right if the program leaves it unknown or lost.

use anyhow::{Context, Result};
use onrecord_core::Document;
use onrecord_core::statement::{Analysis, analyse, fold};
use onrecord_model::default_tagger;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A line of the key.
#[derive(Debug, Deserialize)]
struct Key {
    path: String,
    item: Option<usize>,
    r#where: String,
    form: String,
    quote: String,
    speaker: Option<String>,
    kind: String,
}

/// How many quotations came out how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// The speaker is the key's.
    pub right: usize,
    /// The speaker is another.
    pub wrong: usize,
    /// The speaker is unknown.
    pub unknown: usize,
    /// No statement holds the quotation.
    pub lost: usize,
}

impl Counts {
    /// All of them.
    pub fn all(&self) -> usize {
        self.right + self.wrong + self.unknown + self.lost
    }

    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::Lost => self.lost += 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Wrong,
    Unknown,
    Lost,
}

/// What an evaluation found.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// All quotations in running text.
    pub all: Counts,
    /// By kind of speaker.
    pub by_kind: BTreeMap<String, Counts>,
    /// What is not right, a line each.
    pub errors: Vec<String>,
}

/// Reads the documents of the example in `folder` and holds them against its key.
pub fn evaluate(folder: &Path) -> Result<Evaluation> {
    let key = folder.join("key.jsonl");
    let lines =
        std::fs::read_to_string(&key).with_context(|| format!("cannot read {}", key.display()))?;
    let mut read: BTreeMap<(String, Option<usize>), (Document, Analysis)> = BTreeMap::new();
    let mut evaluation = Evaluation::default();
    for line in lines.lines() {
        let key: Key = serde_json::from_str(line)?;
        if key.r#where != "body" || key.form == "term" {
            continue;
        }
        let at = (key.path.clone(), key.item);
        if !read.contains_key(&at) {
            read.insert(at.clone(), read_document(folder, &key.path, key.item)?);
        }
        let (document, analysis) = &read[&at];
        let (verdict, got) = judge(&key, document, analysis);
        evaluation.all.add(verdict);
        evaluation
            .by_kind
            .entry(key.kind.clone())
            .or_default()
            .add(verdict);
        if verdict != Verdict::Right {
            let quote: String = key.quote.chars().take(60).collect();
            let speaker = key.speaker.as_deref().unwrap_or("-");
            evaluation.errors.push(format!(
                "{verdict:?}: {}: “{quote}” is {speaker}, got {got}",
                key.path
            ));
        }
    }
    Ok(evaluation)
}

fn read_document(folder: &Path, path: &str, item: Option<usize>) -> Result<(Document, Analysis)> {
    let bytes = std::fs::read(folder.join("documents").join(path))?;
    let parts = onrecord_ingest::split(&bytes);
    let part = parts
        .iter()
        .find(|part| part.line == item)
        .with_context(|| format!("{path} has no line {item:?}"))?;
    let document = onrecord_ingest::read(&part.bytes)?;
    let analysis = analyse(default_tagger(), &document);
    Ok((document, analysis))
}

fn judge(key: &Key, document: &Document, analysis: &Analysis) -> (Verdict, String) {
    let quote = plain(&key.quote);
    let holds = |content: &[onrecord_core::Span]| {
        content
            .iter()
            .any(|span| plain(span.of(&document.text)).contains(&quote))
    };
    // Words can be said twice; then the innermost statement by the key's
    // speaker counts, else the innermost of all.
    let is_keys = |s: &&onrecord_core::statement::Statement| match (&key.speaker, s.speaker) {
        (None, None) => true,
        (Some(name), Some(i)) => {
            same_name(name, &analysis.actors[i].name, &analysis.actors[i].aliases)
        }
        _ => false,
    };
    let holding = || {
        analysis
            .statements
            .iter()
            .filter(|s| holds(&s.attribution.content))
    };
    let innermost = |s: &&onrecord_core::statement::Statement| s.attribution.extent().len();
    let found = holding()
        .filter(is_keys)
        .min_by_key(innermost)
        .or_else(|| holding().min_by_key(innermost));
    let Some(statement) = found else {
        let verdict = if key.speaker.is_none() {
            Verdict::Right
        } else {
            Verdict::Lost
        };
        return (verdict, "no statement".to_owned());
    };
    let reason = &statement.speaker_reason;
    match (&key.speaker, statement.speaker) {
        (None, None) => (Verdict::Right, String::new()),
        (Some(_), None) => (Verdict::Unknown, format!("unknown ({reason})")),
        (expected, Some(index)) => {
            let actor = &analysis.actors[index];
            let same = expected
                .as_ref()
                .is_some_and(|name| same_name(name, &actor.name, &actor.aliases));
            let verdict = if same { Verdict::Right } else { Verdict::Wrong };
            (verdict, format!("{} ({reason})", actor.name))
        }
    }
}

/// Letters and digits only, so that marks and spaces make no difference.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The same name, or a description that is the key's but for words around it.
fn same_name(expected: &str, name: &str, aliases: &[String]) -> bool {
    let words = |text: &str| -> Vec<String> {
        let bare = text
            .trim_start_matches("the ")
            .trim_start_matches("a ")
            .trim_start_matches("an ");
        bare.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty() && *w != "s")
            .map(fold)
            .collect()
    };
    let expected = words(expected);
    std::iter::once(name)
        .chain(aliases.iter().map(String::as_str))
        .map(words)
        .any(|got| {
            expected == got
                || (got.len() != expected.len() && contains_run(&got, &expected))
                || contains_run(&expected, &got)
        })
}

/// Whether `few` stand together in `many`.
fn contains_run(many: &[String], few: &[String]) -> bool {
    !few.is_empty() && many.windows(few.len()).any(|window| window == few)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also checked by `lab gate`; here so that `cargo test` sees it.
    #[test]
    fn the_example_keeps_its_floors() {
        let floor = crate::gate::Floors::load().unwrap().example_speakers;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/marram-strait");
        let key = crate::attribution::sha256(&folder.join("key.jsonl")).unwrap();
        assert_eq!(key, floor.key_sha256, "the key changed: measure again");
        let got = evaluate(&folder).unwrap();
        let list = got.errors.join("\n");
        assert!(got.all.right >= floor.right, "{:?}\n{list}", got.all);
        assert!(
            got.all.wrong <= floor.wrong_at_most,
            "{:?}\n{list}",
            got.all
        );
    }

    #[test]
    fn names_are_compared_by_words() {
        assert!(same_name(
            "the Foreign Ministry",
            "Torvassan Foreign Ministry",
            &[]
        ));
        assert!(same_name("Ana Roe", "A. Roe", &["Ana Roe".to_owned()]));
        assert!(!same_name("Ana Roe", "Per Roe", &[]));
    }
}
