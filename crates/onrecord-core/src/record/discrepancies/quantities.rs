//! Counts and measurements of one thing, told by several.
//!
//! Two figures are of one thing when they share what is counted, what befell
//! it, whose it is and the event, told by the names the documents share.

use super::judge::{Pair, Shared, dimension, judge, noun};
use super::row_of;
use crate::record::join::{Joined, sharing_pairs};
use crate::record::leaf::Counted;
use crate::record::make::Entry;
use crate::record::rows::{Difference, Discrepancy};
use crate::record::words::{number, number_of_row, stem, words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A key in more figures than this is a stock phrase.
const BLOCK: usize = 300;
/// Names of a document that its figures are found by.
const KEYS: usize = 80;
/// Documents, at least, that may share a name for it to tell of an event.
const COMMON: usize = 25;
/// Days between documents whose figures may be of one event.
const DAYS: i32 = 60;
/// Names that two documents must share to tell of one event.
const NAMES: usize = 3;
/// Figures of a noun, at most, and values they have, for it to be seldom counted.
const SELDOM: (usize, usize) = (8, 3);

/// Nouns under which anything and anybody is counted; pages are of works.
const PLAIN: &[&str] = &[
    "body", "people", "person", "man", "woman", "other", "member", "case", "thing", "time",
    "country", "state", "page", "part", "report", "question", "way", "stage", "group", "point",
    "step", "place", "side",
];

struct Row<'e> {
    row: usize,
    index: usize,
    figure: &'e Counted,
    /// Stems of its clause that are no number, unit, noun or fate of its own.
    stems: BTreeSet<&'e str>,
}

/// The differences of quantities.
pub(super) fn join(entries: &[Entry], sources: &[usize]) -> Vec<Discrepancy> {
    let rows = rows(entries);
    let names = telling_names(entries);
    let weights = Weights::new(&rows);
    let keys = rows.iter().enumerate().flat_map(|(at, r)| {
        let kind = number(&kind_of(r.figure));
        let names = names[r.row].iter().take(KEYS);
        names
            .map(move |name| (number_of_row(&[kind, *name]), at))
            .collect::<Vec<_>>()
    });
    let mut judged: Vec<(usize, usize, Difference)> = Vec::new();
    for (a, b, _) in sharing_pairs(keys, BLOCK, NAMES) {
        let (x, y) = (&rows[a], &rows[b]);
        if x.row == y.row && x.figure.sentence == y.figure.sentence {
            continue;
        }
        // A copy repeats what its original says, and is no second voice; updated, it tells anew.
        let copies = sources[x.row] == sources[y.row];
        let repeats = x.row != y.row && copies && x.figure.value == y.figure.value;
        if repeats || !one_event(entries, &names, x.row, y.row) {
            continue;
        }
        let days = entries[x.row]
            .leaf
            .published
            .zip(entries[y.row].leaf.published);
        let pair = Pair {
            a: x.figure,
            b: y.figure,
            within: copies,
            days: days.and_then(|(p, q)| p.days_to(&q)),
            shared: weights.shared(x, y),
            of_two_times: is_background(entries, x) != is_background(entries, y),
            rare: x.figure.measure == y.figure.measure
                && weights.is_rare(x.figure)
                && weights.is_rare(y.figure),
        };
        if let Some(difference) = judge(&pair) {
            judged.push((a, b, difference));
        }
    }
    grouped(entries, &rows, &judged)
}

/// Whether a figure is told of a time long before its document.
fn is_background(entries: &[Entry], row: &Row<'_>) -> bool {
    let told = row.figure.on.zip(entries[row.row].leaf.published);
    told.is_some_and(|(on, published)| match on.days_to(&published) {
        Some(days) => days > DAYS,
        None => published.is_after(on),
    })
}

/// The figures that are neither of a work nor of a line-up.
fn rows(entries: &[Entry]) -> Vec<Row<'_>> {
    let all = entries.iter().enumerate().flat_map(|(row, e)| {
        let figures = e.leaf.figures.iter().enumerate();
        figures.map(move |(index, figure)| (row, index, figure))
    });
    all.filter(|(.., figure)| !figure.counts_lineup && figure.work.is_none())
        .map(|(row, index, figure)| {
            let named = [&figure.unit, &figure.measure];
            let own: BTreeSet<String> = named
                .into_iter()
                .flatten()
                .flat_map(|text| words(text).map(|w| stem(&w)).collect::<Vec<_>>())
                .collect();
            let told = |s: &&str| !s.starts_with(|c: char| c.is_ascii_digit()) && !own.contains(*s);
            let stems = figure.clause.iter().map(String::as_str).filter(told);
            Row {
                row,
                index,
                figure,
                stems: stems.collect(),
            }
        })
        .collect()
}

/// How much a word of a clause tells, and which nouns are seldom counted.
struct Weights<'r> {
    /// The weight of what but one figure has.
    all: f64,
    of: HashMap<&'r str, f64>,
    seldom: BTreeSet<&'r str>,
}

impl<'r> Weights<'r> {
    fn new(rows: &'r [Row<'_>]) -> Self {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for stem in rows.iter().flat_map(|r| &r.stems) {
            *seen.entry(stem).or_default() += 1;
        }
        let all = rows.len() as f64;
        // A particular noun is of one thing where few count it.
        let mut values: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for figure in rows.iter().map(|r| r.figure) {
            let noun = figure.measure.as_deref().filter(|n| !PLAIN.contains(n));
            if let (None, Some(noun)) = (&figure.unit, noun) {
                values.entry(noun).or_default().push(figure.value);
            }
        }
        let few = |all: &[f64]| {
            let mut different = all.to_vec();
            different.sort_by(f64::total_cmp);
            different.dedup();
            all.len() <= SELDOM.0 && different.len() <= SELDOM.1
        };
        Weights {
            all: all.ln().max(1.0),
            of: seen
                .into_iter()
                .map(|(stem, n)| (stem, (all / n as f64).ln()))
                .collect(),
            seldom: values
                .into_iter()
                .filter(|(_, all)| few(all))
                .map(|(noun, _)| noun)
                .collect(),
        }
    }

    fn is_rare(&self, figure: &Counted) -> bool {
        let part = figure.parts.iter().any(|p| p == "of");
        let noun = figure.measure.as_deref();
        // "One agency" is one of several.
        figure.unit.is_none()
            && !part
            && figure.value > 1.0
            && noun.is_some_and(|n| self.seldom.contains(n))
    }

    fn shared(&self, a: &Row<'_>, b: &Row<'_>) -> Shared {
        // In the order of the stems, so that the sum is the same on every machine.
        let sum = |stems: &mut dyn Iterator<Item = &&str>| stems.map(|s| self.of[*s]).sum::<f64>();
        let common: Vec<&&str> = a.stems.intersection(&b.stems).collect();
        let weight = sum(&mut common.iter().copied());
        let lesser = sum(&mut a.stems.iter()).min(sum(&mut b.stems.iter()));
        Shared {
            stems: common.len(),
            share: if lesser > 0.0 { weight / lesser } else { 0.0 },
            rarity: weight / self.all,
        }
    }
}

/// Names and numbers of each document but for those that so many have that they tell of no event.
fn telling_names(entries: &[Entry]) -> Vec<BTreeSet<u32>> {
    let mut names: Vec<BTreeSet<u32>> = entries
        .iter()
        .map(|e| e.leaf.anchors.iter().copied().collect())
        .collect();
    let mut seen: HashMap<u32, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *seen.entry(*name).or_default() += 1;
    }
    let most = COMMON.max(entries.len() / 20);
    for all in &mut names {
        all.retain(|name| seen[name] <= most);
    }
    names
}

/// What befell whom, or what is measured or counted: figures of two kinds are never compared.
fn kind_of(f: &Counted) -> String {
    let unit = dimension(f).unwrap_or("");
    match (&f.fate, &f.unit) {
        (Some(fate), _) => format!("fate {unit} {fate}"),
        (None, Some(_)) => format!("unit {unit}"),
        (None, None) => format!("noun {}", noun(f).unwrap_or_default()),
    }
}

/// Whether two documents tell of one event: near in time, with names in common.
fn one_event(entries: &[Entry], names: &[BTreeSet<u32>], a: usize, b: usize) -> bool {
    if a == b {
        return true;
    }
    let near = match (entries[a].leaf.published, entries[b].leaf.published) {
        (Some(x), Some(y)) => x.days_to(&y).is_none_or(|d| d.abs() <= DAYS),
        _ => true,
    };
    let common = names[a].intersection(&names[b]).count();
    let fewer = names[a].len().min(names[b].len()).max(1);
    near && common >= NAMES && common * 6 >= fewer
}

/// One row for the figures of one quantity that cannot both be right, and one for each other way in
/// which figures differ.
fn grouped(
    entries: &[Entry],
    rows: &[Row<'_>],
    judged: &[(usize, usize, Difference)],
) -> Vec<Discrepancy> {
    let mut kinds: BTreeMap<Difference, Vec<&(usize, usize, Difference)>> = BTreeMap::new();
    for pair in judged {
        let kind = if pair.2.is_discrepancy() {
            Difference::Conflict
        } else {
            pair.2
        };
        kinds.entry(kind).or_default().push(pair);
    }
    let mut found = Vec::new();
    for (kind, pairs) in kinds {
        let mut sets = Joined::new(rows.len());
        for (a, b, _) in &pairs {
            sets.join(*a, *b);
        }
        // One conflict among updates makes a conflict of them.
        let conflicts: BTreeSet<usize> = pairs
            .iter()
            .filter(|p| p.2 == Difference::Conflict)
            .map(|p| sets.root(p.0))
            .collect();
        for group in sets.groups().into_iter().filter(|g| g.len() > 1) {
            let figures: Vec<(usize, usize)> = group
                .iter()
                .map(|at| (rows[*at].row, rows[*at].index))
                .collect();
            let kind = match kind {
                Difference::Conflict if !conflicts.contains(&group[0]) => Difference::Update,
                kind => kind,
            };
            let measure = measure(group.iter().map(|at| rows[*at].figure));
            let rule = match kind {
                Difference::Update => {
                    "the same is counted in the same event, and a later count supersedes an earlier"
                }
                Difference::Conflict => {
                    "the same is counted in the same event, and the values cannot both be right"
                }
                _ => "much the same is counted in the same event",
            };
            found.push(row_of(entries, &figures, None, &measure, kind, rule));
        }
    }
    found
}

/// What the figures of a group are of, in the words of the first that tells.
fn measure<'f>(figures: impl Iterator<Item = &'f Counted> + Clone) -> String {
    let first = |of: fn(&Counted) -> Option<&str>| figures.clone().find_map(of);
    [
        first(noun),
        first(|f| f.fate.as_deref()),
        first(|f| f.unit.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}
