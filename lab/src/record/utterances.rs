//! Utterances: which statements give the same words.

use super::gold::{Content, Label, Matter};
use super::index::{Index, cut};
use super::pairs::{THRESHOLD, resemblance, signature};
use super::{Counts, Evaluation, Line};
use onrecord_core::record::Record;
use std::collections::HashMap;

/// Which statements are one utterance.
pub fn evaluate(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let mut group: HashMap<&str, &str> = HashMap::new();
    for utterance in records.iter().flat_map(|r| &r.utterances) {
        for statement in &utterance.statements {
            group.insert(statement, &utterance.id);
        }
    }
    let (mut ours, mut base, mut altered, mut altered_base) = (
        Counts::default(),
        Counts::default(),
        Counts::default(),
        Counts::default(),
    );
    for label in labels {
        let Label::Utterance {
            a,
            b,
            same,
            altered: is_altered,
        } = label
        else {
            continue;
        };
        let (x, y) = (
            index.statement(&a.doc, &a.spans),
            index.statement(&b.doc, &b.spans),
        );
        let of = |s: &Option<String>| s.as_deref().and_then(|s| group.get(s).copied());
        let found = of(&x).is_some() && of(&x) == of(&y);
        let words = |c: &Content| {
            let text = index.text(&c.doc);
            c.spans
                .iter()
                .map(|s| cut(text, *s))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (p, q) = (words(a), words(b));
        let plain = resemblance(&signature(&p, 1), &signature(&q, 1)) >= THRESHOLD;
        ours.add(found, *same);
        base.add(plain, *same);
        if *same && *is_altered {
            altered.add(found, true);
            altered_base.add(plain, true);
        }
        if found != *same {
            let missing = if x.is_none() || y.is_none() {
                " (a statement was not found)"
            } else {
                ""
            };
            let speaker = |s: &Option<String>| index.speaker(s.as_deref()).unwrap_or("?");
            out.errors.push(format!(
                "utterance: found {found}{missing}: {}: {p:.160} || {}: {q:.160} [{} | {}]",
                speaker(&x),
                speaker(&y),
                a.doc,
                b.doc
            ));
        }
    }
    out.lines.push(Line {
        task: "utterances".into(),
        ours,
        baseline: Some(base),
        note: "MinHash of words ≥ 0.5".into(),
    });
    out.lines.push(Line {
        task: "  altered wordings".into(),
        ours: altered,
        baseline: Some(altered_base),
        note: "recall counts".into(),
    });
}
