//! The numbered recommendations of a UN report, against the UN's own lists.

use super::gold::{Read, case};
use super::{Counts, Evaluation, Line};
use anyhow::{Context, Result};
use onrecord_core::record::{Recommendation, Record, Stance, record};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Label {
    pdf: String,
    number: String,
    text: String,
    position: String,
    states: Vec<State>,
}

#[derive(Debug, Deserialize)]
struct State {
    name: String,
}

/// Compares number, text, states and position of every labelled recommendation.
pub fn evaluate(shared: &Path, out: &mut Evaluation) -> Result<()> {
    let path = shared.join("cases/labels/upr-recommendations.jsonl");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let labels: Vec<Label> = text
        .lines()
        .map(|l| Ok(serde_json::from_str(l)?))
        .collect::<Result<_>>()?;
    let folders: BTreeSet<&str> = labels
        .iter()
        .filter_map(|l| l.pdf.split('/').next())
        .collect();
    let mut numbers = Counts::default();
    let (mut texts, mut states, mut positions) =
        (Counts::default(), Counts::default(), Counts::default());
    for folder in folders {
        let documents = case(&shared.join("cases"), folder)?;
        let made = record(documents.iter().map(|d| d.entry.clone()).collect());
        let by_number: BTreeMap<(&str, &str), &Recommendation> = made
            .recommendations
            .iter()
            .filter_map(|r| Some(((r.document.as_str(), r.number.as_deref()?), r)))
            .collect();
        numbers.found += by_number.len();
        for label in labels.iter().filter(|l| l.pdf.starts_with(folder)) {
            let document = format!("cases:{}", label.pdf);
            let found = by_number.get(&(document.as_str(), label.number.as_str()));
            numbers.wanted += 1;
            numbers.right += usize::from(found.is_some());
            numbers.met += usize::from(found.is_some());
            let words = found.map_or(String::new(), |r| whole(&documents, r));
            // The lists of the UN and the PDF differ in spaces that were lost or won in setting.
            let exact = plain(&words) == plain(&before_states(&label.text));
            texts.add(found.is_some() && exact, true);
            let named = found.map(|r| names(&made, r)).unwrap_or_default();
            let same = named == gold_states(label);
            states.add(found.is_some() && same, true);
            let position = found.and_then(|r| r.position);
            let right = matches!(
                (position, label.position.as_str()),
                (Some(Stance::Accepted), "Supported") | (Some(Stance::Noted), "Noted")
            );
            positions.add(right, true);
            if !exact || !same || !right {
                out.errors.push(format!("recommendation {}: text {exact}, states {same} {named:?}, position {position:?}, wanted {}: {words:.300}", label.number, label.position));
            }
        }
    }
    for (task, counts) in [
        ("recommendations: numbers", numbers),
        ("  text", texts),
        ("  states", states),
        ("  position", positions),
    ] {
        out.lines.push(Line {
            task: task.to_owned(),
            ours: counts,
            baseline: None,
            note: String::new(),
        });
    }
    Ok(())
}

fn whole(documents: &[Read], r: &Recommendation) -> String {
    let text = documents
        .iter()
        .find(|d| d.name == r.document)
        .map_or("", |d| d.text.as_str());
    let parts: Vec<String> = r
        .action
        .iter()
        .map(|s| text.chars().skip(s.start).take(s.end - s.start).collect())
        .collect();
    parts.join(" ")
}

/// The label's text without the states in brackets behind it.
fn before_states(text: &str) -> String {
    let mut depth = 0;
    let end = text.trim_end_matches([';', '.', ' ']);
    for (i, c) in end.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => {
                depth -= 1;
                if depth == 0 {
                    return end[..i].to_owned();
                }
            }
            _ => {}
        }
    }
    text.to_owned()
}

fn plain(text: &str) -> String {
    let marks = text
        .replace(['’', '‘'], "'")
        .replace(['“', '”'], "\"")
        .replace(['–', '—'], "-");
    marks.chars().filter(|c| !c.is_whitespace()).collect()
}

fn names(made: &Record, r: &Recommendation) -> BTreeSet<String> {
    let named =
        r.by.iter()
            .filter_map(|id| made.actors.iter().find(|a| a.id == *id));
    named.map(|a| a.name.clone()).collect()
}

fn gold_states(label: &Label) -> BTreeSet<String> {
    let common = |s: &State| {
        onrecord_core::statement::state_named(&s.name).map_or(s.name.clone(), str::to_owned)
    };
    label.states.iter().map(common).collect()
}
