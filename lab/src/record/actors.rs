//! Actors: which mentions are one.

use super::gold::{Label, Matter};
use super::index::Index;
use super::{Counts, Evaluation, Line};
use onrecord_core::record::Record;
use onrecord_core::statement::{ActorKind, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which mentions are one actor: B-cubed (Bagga and Baldwin 1998).
pub fn evaluate(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let mut place: HashMap<(&str, usize), &str> = HashMap::new();
    let mut kinds: HashMap<&str, ActorKind> = HashMap::new();
    for actor in records.iter().flat_map(|r| &r.actors) {
        kinds.insert(&actor.id, actor.kind);
        for (document, i) in &actor.members {
            place.insert((document, *i), &actor.id);
        }
    }
    let mut rows: Vec<(&str, &str, String, String, String)> = Vec::new();
    let mut used: BTreeSet<(&str, usize)> = BTreeSet::new();
    for label in labels {
        let Label::Actor {
            group,
            doc,
            span,
            entity,
        } = label
        else {
            continue;
        };
        let Some((_, read)) = index.by_name.get(doc.as_str()) else {
            continue;
        };
        // Two actors may be first named by the same words ("the Cuban envoy", Cuba): in order.
        let mut here = read
            .entry
            .leaf
            .actors
            .iter()
            .enumerate()
            .filter(|(_, a)| a.at == *span)
            .map(|(i, _)| i);
        let Some(i) = here.find(|i| !used.contains(&(doc.as_str(), *i))) else {
            continue;
        };
        used.insert((doc.as_str(), i));
        let name = read.entry.leaf.actors[i].name.clone();
        let Some(id) = place.get(&(doc.as_str(), i)) else {
            continue;
        };
        let exact = if name.starts_with(char::is_uppercase) {
            fold(&name)
        } else {
            format!("{doc} {i}")
        };
        rows.push((
            group,
            entity,
            (*id).to_owned(),
            exact,
            format!("{name} [{doc}]"),
        ));
    }
    let clusters = |key: fn(&(&str, &str, String, String, String)) -> String| b_cubed(&rows, key);
    let ours = clusters(|r| format!("{} {}", r.0, r.2));
    let exact = clusters(|r| format!("{} {}", r.0, r.3));
    let mut merged = BTreeSet::new();
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            if a.0 == b.0 && a.2 == b.2 && a.1 != b.1 {
                let person = kinds.get(a.2.as_str()) == Some(&ActorKind::Person);
                out.errors.push(format!(
                    "actors merged{}: {} / {}",
                    if person { " PERSONS" } else { "" },
                    a.4,
                    b.4
                ));
                if person {
                    merged.insert(a.2.clone());
                }
            }
            if a.0 == b.0 && a.2 != b.2 && a.1 == b.1 {
                out.errors.push(format!("actors apart: {} / {}", a.4, b.4));
            }
        }
    }
    let counts = |(p, r): (f64, f64)| Counts {
        right: (p * 1000.0).round() as usize,
        found: 1000,
        met: (r * 1000.0).round() as usize,
        wanted: 1000,
    };
    let f = |(p, r): (f64, f64)| 200.0 * p * r / (p + r).max(1e-9);
    out.lines.push(Line {
        task: "actors (B³, per mille)".into(),
        ours: counts(ours),
        baseline: Some(counts(exact)),
        note: format!(
            "F {:.1}, exact names {:.1}; {} mentions, {} actors hold two persons",
            f(ours),
            f(exact),
            rows.len(),
            merged.len()
        ),
    });
}

type Row<'r> = (&'r str, &'r str, String, String, String);

fn b_cubed(rows: &[Row<'_>], key: impl Fn(&Row<'_>) -> String) -> (f64, f64) {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_entity: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_key.entry(key(row)).or_default().push(i);
        by_entity
            .entry(format!("{} {}", row.0, row.1))
            .or_default()
            .push(i);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for row in rows {
        let own: BTreeSet<usize> = by_key[&key(row)].iter().copied().collect();
        let gold: BTreeSet<usize> = by_entity[&format!("{} {}", row.0, row.1)]
            .iter()
            .copied()
            .collect();
        let both = own.intersection(&gold).count() as f64;
        precision += both / own.len() as f64;
        recall += both / gold.len() as f64;
    }
    let n = rows.len().max(1) as f64;
    (precision / n, recall / n)
}
