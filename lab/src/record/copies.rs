//! Copies: which documents are one source.

use super::gold::{CopyPair, Read};
use super::pairs::{THRESHOLD, resemblance, signature};
use super::{Counts, Evaluation, Line};
use onrecord_core::record::copies::judge;
use onrecord_core::record::record;
use std::collections::HashMap;

/// Which documents are one source.
pub fn evaluate(wires: &[Read], pairs: &[CopyPair], out: &mut Evaluation) {
    let made = record(wires.iter().map(|w| w.entry.clone()).collect());
    let mut source: HashMap<String, String> = wires
        .iter()
        .map(|w| (w.name.clone(), w.name.clone()))
        .collect();
    for copy in &made.copies {
        source.insert(copy.document.clone(), copy.of.clone());
    }
    let root = |name: &str| -> String {
        let mut at = name.to_owned();
        while source[at.as_str()] != at {
            at = source[at.as_str()].to_owned();
        }
        at
    };
    let labels: HashMap<(&str, &str), &CopyPair> = pairs
        .iter()
        .flat_map(|p| {
            [
                ((p.a.as_str(), p.b.as_str()), p),
                ((p.b.as_str(), p.a.as_str()), p),
            ]
        })
        .collect();
    let signatures: Vec<Vec<u64>> = wires.iter().map(|w| signature(&w.text, 5)).collect();
    let (mut ours, mut baseline) = (Counts::default(), Counts::default());
    for (i, a) in wires.iter().enumerate() {
        for (j, b) in wires.iter().enumerate().skip(i + 1) {
            let label = labels.get(&(a.name.as_str(), b.name.as_str()));
            let wanted = label.is_some_and(|p| p.label == "copy");
            let found = root(&a.name) == root(&b.name);
            ours.add(found, wanted);
            baseline.add(
                resemblance(&signatures[i], &signatures[j]) >= THRESHOLD,
                wanted,
            );
            if found != wanted {
                let (like, judged) = judge(&a.entry, &b.entry);
                let kind = label.map_or("", |p| p.kind.as_str());
                out.errors.push(format!(
                    "copies: {} {} {kind}: found {found}, {judged:?}, {like:?}",
                    a.name, b.name
                ));
            }
        }
    }
    out.lines.push(Line {
        task: "copies".into(),
        ours,
        baseline: Some(baseline),
        note: "MinHash ≥ 0.5".into(),
    });
}
