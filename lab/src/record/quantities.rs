//! Discrepancies: where accounts differ on a quantity.

use super::gold::{At, Label, Matter};
use super::index::{Index, length, overlap};
use super::{Counts, Evaluation, Line};
use onrecord_core::record::leaf::Counted;
use onrecord_core::record::{Account, Discrepancy, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two figures, in the order of their ids.
type Pair = (String, String);

fn pair(a: &str, b: &str) -> Pair {
    (a.min(b).to_owned(), a.max(b).to_owned())
}

/// What the labels want, by the ids of the figures that were read.
#[derive(Default)]
struct Wanted {
    /// Pairs that cannot both be right.
    pairs: BTreeSet<Pair>,
    /// Labelled pairs of which a figure was not read.
    lost: usize,
    /// The quantity a figure is of.
    quantity: HashMap<String, usize>,
    /// The quantities accounts differ on.
    disputed: BTreeSet<usize>,
    /// The stories that were labelled in full.
    stories: BTreeSet<String>,
}

impl Wanted {
    fn new(labels: &[Label], index: &Index<'_>) -> Self {
        let mut wanted = Wanted::default();
        for (n, label) in labels.iter().enumerate() {
            match label {
                Label::Quantity {
                    group,
                    members,
                    conflicts,
                } => {
                    wanted.stories.insert(group.clone());
                    let ids: Vec<Option<String>> =
                        members.iter().map(|at| figure(index, at)).collect();
                    for id in ids.iter().flatten() {
                        wanted.quantity.insert(id.clone(), n);
                    }
                    for (a, b) in conflicts {
                        wanted.want(n, ids[*a].as_deref(), ids[*b].as_deref());
                    }
                }
                Label::NoQuantity { group } => {
                    wanted.stories.insert(group.clone());
                }
                _ => {}
            }
        }
        wanted
    }

    fn want(&mut self, quantity: usize, a: Option<&str>, b: Option<&str>) {
        if let (Some(a), Some(b)) = (a, b) {
            self.disputed.insert(quantity);
            self.pairs.insert(pair(a, b));
        } else {
            self.lost += 1;
        }
    }

    /// The one quantity that all labelled figures of a row are of, if a wanted pair is among them.
    fn met_by(&self, row: &Discrepancy) -> Option<usize> {
        let quantities: BTreeSet<usize> = row
            .figures
            .iter()
            .filter_map(|f| self.quantity.get(f))
            .copied()
            .collect();
        let one = quantities.len() == 1 && pairs_of(row).any(|p| self.pairs.contains(&p));
        quantities.into_iter().next().filter(|_| one)
    }
}

/// The figure that was read where one is labelled.
fn figure(index: &Index<'_>, at: &At) -> Option<String> {
    let (_, read) = index.by_name.get(at.doc.as_str())?;
    let there =
        |f: &Counted| overlap(&f.span, &at.span) * 2 >= length(&at.span).max(length(&f.span));
    let i = read.entry.leaf.figures.iter().position(there)?;
    Some(read.entry.figures[i].clone())
}

fn pairs_of(row: &Discrepancy) -> impl Iterator<Item = Pair> + '_ {
    let all = &row.figures;
    all.iter()
        .enumerate()
        .flat_map(|(i, a)| all[i + 1..].iter().map(move |b| pair(a, b)))
}

/// Evaluates what is reported as a conflict or an update.
pub fn evaluate(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let wanted = Wanted::new(labels, &index);
    let mut ours = Counts {
        wanted: wanted.disputed.len(),
        ..Counts::default()
    };
    let (mut met, mut met_pairs) = (BTreeSet::new(), BTreeSet::new());
    let mut lineups = 0;
    for (made, matter) in records.iter().zip(matters) {
        if !wanted.stories.contains(&matter.name) {
            continue;
        }
        let counted = figures(matter);
        let reported = made.discrepancies.iter();
        for row in reported.filter(|d| d.kind == "figure" && d.judged.is_discrepancy()) {
            ours.found += 1;
            let right = wanted.met_by(row);
            ours.right += usize::from(right.is_some());
            met.extend(right);
            met_pairs.extend(pairs_of(row).filter(|p| wanted.pairs.contains(p)));
            let of_lineup = |f: &String| counted[f.as_str()].counts_lineup;
            lineups += usize::from(row.figures.iter().any(of_lineup));
            if right.is_none() {
                out.errors.push(told(row, &index, &wanted));
            }
        }
    }
    ours.met = met.len();
    missed(labels, &met, &index, out);
    out.lines.push(Line {
        task: "discrepancies of quantity".into(),
        ours,
        baseline: Some(same_unit(matters, &wanted)),
        note: format!(
            "{} of {} labelled pairs, {lineups} of line-ups; baseline counts pairs",
            met_pairs.len(),
            wanted.pairs.len() + wanted.lost
        ),
    });
}

fn figures(matter: &Matter) -> BTreeMap<&str, &Counted> {
    let entries = matter.documents.iter().map(|d| &d.entry);
    entries
        .flat_map(|e| e.figures.iter().map(String::as_str).zip(&e.leaf.figures))
        .collect()
}

/// The accounts of a row, those of one labelled quantity by its number.
fn told(row: &Discrepancy, index: &Index<'_>, wanted: &Wanted) -> String {
    let quantity = |a: &Account| {
        let at = At {
            doc: a.place.document.clone(),
            span: a.place.span,
        };
        let known = figure(index, &at).and_then(|id| wanted.quantity.get(&id));
        known.map_or("?".to_owned(), ToString::to_string)
    };
    let words: Vec<String> = row
        .accounts
        .iter()
        .map(|a| {
            let around = index.around(&a.place.document, a.place.span);
            format!("[{}] {around}", quantity(a))
        })
        .collect();
    format!(
        "discrepancy ({}, {}): {}",
        row.measure,
        row.judged.as_str(),
        words.join(" || ")
    )
}

fn missed(labels: &[Label], met: &BTreeSet<usize>, index: &Index<'_>, out: &mut Evaluation) {
    for (n, label) in labels.iter().enumerate() {
        let Label::Quantity {
            group,
            members,
            conflicts,
        } = label
        else {
            continue;
        };
        if let Some((a, b)) = conflicts.first().filter(|_| !met.contains(&n)) {
            let show = |at: &At| index.around(&at.doc, at.span);
            let (a, b) = (show(&members[*a]), show(&members[*b]));
            out.errors
                .push(format!("discrepancy missed: {group}: {a} || {b}"));
        }
    }
}

/// The baseline: any two numbers of a story that count the same noun or unit and differ.
fn same_unit(matters: &[Matter], wanted: &Wanted) -> Counts {
    let mut counts = Counts {
        wanted: wanted.pairs.len() + wanted.lost,
        ..Counts::default()
    };
    for matter in matters.iter().filter(|m| wanted.stories.contains(&m.name)) {
        let all: Vec<(&str, &Counted)> = figures(matter).into_iter().collect();
        for (i, (a, x)) in all.iter().enumerate() {
            for (b, y) in &all[i + 1..] {
                let named = x.unit.is_some() || x.measure.is_some();
                if named && x.unit == y.unit && x.measure == y.measure && x.value != y.value {
                    let right = wanted.pairs.contains(&pair(a, b));
                    counts.found += 1;
                    counts.right += usize::from(right);
                    counts.met += usize::from(right);
                }
            }
        }
    }
    counts
}
