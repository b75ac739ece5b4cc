//! Which documents repeat another.
//!
//! Two kinds of evidence. Word for word: a large part of one document's
//! shingles (Broder 1997) stands in the other: the same wire cut at the end,
//! with other furniture around it, or a later state of one page. In other
//! words: names and numbers come in the same order and most of the vocabulary
//! is shared, as when one wire was translated back by machine; two papers' own
//! reports of one event share the names, but not their order.

use super::join::{Joined, sharing_pairs};
use super::leaf::Leaf;
use super::make::Entry;
use super::rows::{Copy, Place, Why, id, rounded};
use super::words::{common_subsequence, number_of_row};
use std::collections::{BTreeMap, HashSet};

/// Words in a shingle.
const SHINGLE: usize = 5;
/// One shingle in this many is a key: the same ones in every document.
const SAMPLE: u64 = 4;
/// A shingle in more documents than this is a stock phrase.
const BLOCK: usize = 200;
/// Keys that two documents must share to be compared.
const KEYS: usize = 3;
/// Fewest shingles of a document that can be a copy: some 40 words.
const SHORTEST: usize = 36;
/// Share of the smaller document's shingles that must stand in the other.
const SHARE: f64 = 0.5;
/// Below this share of the larger one, the smaller is only contained in it.
const CONTAINED: f64 = 0.2;
/// Longest row of anchors that is compared.
const ANCHORS: usize = 160;
/// Fewest anchors that tell of an order.
const FEWEST_ANCHORS: usize = 12;
/// Days between publications within which other words can be a copy.
const DAYS: i32 = 4;

/// A document as far as copying goes.
struct Text {
    shingles: Vec<u64>,
    words: Vec<u32>,
    anchors: Vec<u32>,
}

impl Text {
    fn new(leaf: &Leaf) -> Self {
        let all: Vec<u32> = leaf
            .paragraphs
            .iter()
            .flat_map(|p| p.words.iter().copied())
            .collect();
        let mut shingles: Vec<u64> = all.windows(SHINGLE).map(number_of_row).collect();
        shingles.sort_unstable();
        shingles.dedup();
        let mut words = all;
        words.sort_unstable();
        words.dedup();
        let mut anchors = leaf.anchors.clone();
        anchors.truncate(ANCHORS);
        Text {
            shingles,
            words,
            anchors,
        }
    }

    /// Sampled shingles, and sampled pairs of anchors that follow each other.
    fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        let shingles = self.shingles.iter().copied().filter(|s| s % SAMPLE == 0);
        let pairs = self
            .anchors
            .windows(2)
            .filter(|p| p[0] != p[1])
            .map(|pair| number_of_row(&[pair[0], pair[1], 1]));
        shingles.chain(pairs)
    }
}

/// Number of items that two sorted rows share.
fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

/// What two documents have in common, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Share of the smaller one's shingles in the other.
    pub contained: f64,
    /// Share of the larger one's.
    pub covered: f64,
    /// Share of the fewer anchors that come in the same order in both.
    pub order: f64,
    /// Share of the smaller vocabulary.
    pub vocabulary: f64,
}

fn likeness(a: &Text, b: &Text) -> Likeness {
    let common = shared(&a.shingles, &b.shingles) as f64;
    let (small, large) = (
        a.shingles.len().min(b.shingles.len()),
        a.shingles.len().max(b.shingles.len()),
    );
    let fewer = a.anchors.len().min(b.anchors.len());
    let order = if fewer < FEWEST_ANCHORS {
        0.0
    } else {
        common_subsequence(&a.anchors, &b.anchors) as f64 / fewer as f64
    };
    let words = a.words.len().min(b.words.len()).max(1);
    Likeness {
        contained: common / small.max(1) as f64,
        covered: common / large.max(1) as f64,
        order,
        vocabulary: shared(&a.words, &b.words) as f64 / words as f64,
    }
}

/// An accepted pair.
struct Pair {
    a: usize,
    b: usize,
    kind: &'static str,
    score: f64,
    rule: String,
}

/// The copies, and for each document a number that its copies share: those
/// are one source.
pub(crate) fn join(entries: &[Entry]) -> (Vec<Copy>, Vec<usize>) {
    let texts: Vec<Text> = entries.iter().map(|e| Text::new(&e.leaf)).collect();
    let keys = texts
        .iter()
        .enumerate()
        .flat_map(|(row, t)| t.keys().map(move |key| (key, row)));
    let pairs: Vec<Pair> = sharing_pairs(keys, BLOCK, KEYS)
        .into_iter()
        .filter_map(|(a, b, _)| compare(entries, &texts, a, b))
        .collect();
    let mut groups = Joined::new(entries.len());
    for pair in pairs.iter().filter(|p| p.kind != "contained") {
        groups.join(pair.a, pair.b);
    }
    let sources: Vec<usize> = (0..entries.len()).map(|row| groups.root(row)).collect();
    (rows(entries, &pairs, &sources, &texts), sources)
}

/// For `lab`: what two documents have in common, and the kind of copy they are judged to be.
pub fn judge(a: &Entry, b: &Entry) -> (Likeness, Option<&'static str>) {
    let texts = [Text::new(&a.leaf), Text::new(&b.leaf)];
    let entries = [a.clone(), b.clone()];
    let kind = compare(&entries, &texts, 0, 1).map(|pair| pair.kind);
    (likeness(&texts[0], &texts[1]), kind)
}

fn compare(entries: &[Entry], texts: &[Text], a: usize, b: usize) -> Option<Pair> {
    let (x, y) = (&texts[a], &texts[b]);
    if x.shingles.len().min(y.shingles.len()) < SHORTEST {
        return None;
    }
    let like = likeness(x, y);
    if like.contained >= SHARE {
        let kind = match () {
            () if like.covered < CONTAINED => "contained",
            () if is_update(&entries[a], &entries[b]) => "update",
            () => "copy",
        };
        let rule = format!(
            "{:.0} % of the shorter one stands word for word in the other",
            like.contained * 100.0
        );
        return Some(Pair {
            a,
            b,
            kind,
            score: like.contained,
            rule,
        });
    }
    reworded(entries, a, b, &like).map(|score| Pair {
        a,
        b,
        kind: "rewording",
        score,
        rule: format!(
            "{:.0} % of names and numbers in the same order, {:.0} % of the words",
            like.order * 100.0,
            like.vocabulary * 100.0
        ),
    })
}

/// Whether one copy is a later state of the other: the same publisher on another day.
fn is_update(a: &Entry, b: &Entry) -> bool {
    let same = a.publisher.is_some() && a.publisher == b.publisher;
    same && a.leaf.published != b.leaf.published
}

/// How surely one is the other in other words, if at all.
fn reworded(entries: &[Entry], a: usize, b: usize, like: &Likeness) -> Option<f64> {
    let (x, y) = (&entries[a].leaf, &entries[b].leaf);
    let near = match (x.published, y.published) {
        (Some(x), Some(y)) => x.days_to(&y).is_some_and(|days| days.abs() <= DAYS),
        _ => true,
    };
    let least = match (&x.agency, &y.agency) {
        (Some(x), Some(y)) if x == y => ORDER_SAME_AGENCY,
        (Some(_), Some(_)) => ORDER_OTHER_AGENCY,
        _ => ORDER,
    };
    (near && like.order >= least && like.vocabulary >= VOCABULARY).then_some(like.order)
}

/// Least share of names and numbers in one order that makes a copy in other words, and the same
/// where both are credited to one agency, or to two. Fitted on the odd wires of lab/gold/record.
const ORDER: f64 = 0.66;
const ORDER_SAME_AGENCY: f64 = 0.64;
const ORDER_OTHER_AGENCY: f64 = 0.75;
/// Least share of the vocabulary that goes with it.
const VOCABULARY: f64 = 0.4;

/// One row for each copy: the document of its group that is earliest, or fullest, is what it repeats.
fn rows(entries: &[Entry], pairs: &[Pair], sources: &[usize], texts: &[Text]) -> Vec<Copy> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (row, source) in sources.iter().enumerate() {
        let best = first.entry(*source).or_insert(row);
        if is_original(entries, texts, row, *best) {
            *best = row;
        }
    }
    let mut of_row: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.kind != "contained") {
        of_row.entry(pair.a).or_default().push(pair);
        of_row.entry(pair.b).or_default().push(pair);
    }
    let mut found: BTreeMap<usize, Copy> = BTreeMap::new();
    for (row, source) in sources.iter().enumerate() {
        let of = first[source];
        if of == row {
            continue;
        }
        // The pair with the original if there is one, else the surest of the document's.
        let own = of_row.get(&row).into_iter().flatten().copied();
        let rank = |p: &&Pair| (p.a == of || p.b == of, p.score);
        let Some(pair) = own.max_by(|p, q| {
            rank(p)
                .partial_cmp(&rank(q))
                .unwrap_or(std::cmp::Ordering::Equal)
        }) else {
            continue;
        };
        found.insert(row, copy(entries, row, of, pair));
    }
    for pair in pairs.iter().filter(|p| p.kind == "contained") {
        let (small, large) = if texts[pair.a].shingles.len() <= texts[pair.b].shingles.len() {
            (pair.a, pair.b)
        } else {
            (pair.b, pair.a)
        };
        found
            .entry(small)
            .or_insert_with(|| copy(entries, small, large, pair));
    }
    found.into_values().collect()
}

/// Whether `a` rather than `b` is the one repeated: published on an earlier
/// day, else fuller, else first by identifier.
fn is_original(entries: &[Entry], texts: &[Text], a: usize, b: usize) -> bool {
    let rank = |row: usize| {
        let day = entries[row]
            .leaf
            .published
            .map_or_else(|| "9999".to_owned(), |d| d.to_string());
        (
            day,
            usize::MAX - texts[row].shingles.len(),
            &entries[row].document,
        )
    };
    rank(a) < rank(b)
}

fn copy(entries: &[Entry], row: usize, of: usize, pair: &Pair) -> Copy {
    let (one, other) = (&entries[row], &entries[of]);
    let whole = |e: &Entry| {
        let spans: Vec<_> = e.leaf.paragraphs.iter().map(|p| p.span).collect();
        let start = spans.first()?.start;
        let end = spans.last()?.end;
        Some(Place {
            document: e.document.clone(),
            span: (start, end).into(),
        })
    };
    let mut places: Vec<Place> = [whole(&entries[pair.a]), whole(&entries[pair.b])]
        .into_iter()
        .flatten()
        .collect();
    places.sort();
    let agency = one
        .leaf
        .agency
        .clone()
        .filter(|a| other.leaf.agency.as_ref() == Some(a));
    let mut why = vec![Why {
        rule: pair.rule.clone(),
        places,
    }];
    if let Some(agency) = &agency {
        why.push(Why {
            rule: format!("both are credited to {agency}"),
            places: Vec::new(),
        });
    }
    Copy {
        id: id('c', &["copy", &one.document, &other.document]),
        document: one.document.clone(),
        of: other.document.clone(),
        kind: pair.kind.to_owned(),
        agency,
        score: rounded(pair.score),
        why,
        differs: if pair.kind == "rewording" {
            Vec::new()
        } else {
            differences(one, other)
        },
    }
}

/// Paragraphs of either document most of whose words are nowhere in one paragraph of the other.
fn differences(a: &Entry, b: &Entry) -> Vec<Place> {
    let only = |x: &Entry, y: &Entry| -> Vec<Place> {
        let theirs: HashSet<u64> = y
            .leaf
            .paragraphs
            .iter()
            .flat_map(|p| p.words.windows(3).map(number_of_row))
            .collect();
        let new = x.leaf.paragraphs.iter().filter(|p| {
            let own: Vec<u64> = p.words.windows(3).map(number_of_row).collect();
            let known = own.iter().filter(|s| theirs.contains(s)).count();
            !own.is_empty() && known * 2 < own.len()
        });
        new.map(|p| Place {
            document: x.document.clone(),
            span: p.span,
        })
        .collect()
    };
    let mut all = only(a, b);
    all.extend(only(b, a));
    all.sort();
    all
}
