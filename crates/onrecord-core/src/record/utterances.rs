//! What one speaker said on one occasion, as several documents give it.
//!
//! Two statements are one utterance when speaker and time allow it and enough
//! of the words are the same in the same order: a long run, as in a trimmed
//! quotation, or most of the words that carry meaning, as in a report or
//! another translation of it. A catchphrase said twice stays two: it is short,
//! and the days are apart.

use super::join::{Joined, sharing_pairs};
use super::leaf::Said;
use super::make::{Entry, Who};
use super::rows::{Place, Utterance, Why, id, rounded};
use super::words::{
    common_run, is_small, number, number_of_row, stem, subsequence, words, words_as_written,
};
use crate::statement::{Certainty, Class, fold, post_class};
use crate::text::PartialDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A key in more statements than this is a stock phrase.
const BLOCK: usize = 120;
/// Days between documents that may report one occasion.
const DAYS: i32 = 7;
/// The same for a long run of the same words.
const DAYS_VERBATIM: i32 = 45;
/// The same for what is retold in other words.
const DAYS_RETOLD: i32 = 3;
/// The same where more than a few words of it are told in the same order: papers look back a while.
const DAYS_LOOKED_BACK: i32 = 14;
/// Words that carry meaning, fewest of a statement that can be told again.
const SHORTEST: usize = 3;

struct Row<'e> {
    row: usize,
    index: usize,
    said: &'e Said,
    speaker: Option<usize>,
    date: Option<PartialDate>,
    /// All words, as numbers.
    words: Vec<u32>,
    /// Whether each carries meaning and is no name.
    plain: Vec<bool>,
    /// Stems of those that carry meaning, names included.
    stems: Vec<u32>,
    /// Stems of names.
    names: HashSet<u32>,
    /// Words of each part in quotation marks.
    quoted: Vec<Vec<u32>>,
}

impl<'e> Row<'e> {
    fn new(
        row: usize,
        index: usize,
        said: &'e Said,
        speaker: Option<usize>,
        published: Option<PartialDate>,
    ) -> Self {
        let written: Vec<&str> = words_as_written(&said.words).collect();
        let folded: Vec<String> = written.iter().map(|w| in_digits(fold(w))).collect();
        let name = |i: usize| i > 0 && written[i].starts_with(char::is_uppercase);
        let means = |i: &usize| !is_small(&folded[*i]);
        let numbers = |text: &String| words(text).map(|w| number(&in_digits(w))).collect();
        Row {
            row,
            index,
            said,
            speaker,
            // A month alone tells no occasion.
            date: said
                .said_on
                .filter(|d| d.precision() == "day")
                .or(published),
            words: folded.iter().map(|w| number(w)).collect(),
            plain: (0..folded.len()).map(|i| means(&i) && !name(i)).collect(),
            stems: (0..folded.len())
                .filter(means)
                .map(|i| number(&stem(&folded[i])))
                .collect(),
            names: (0..folded.len())
                .filter(|i| name(*i))
                .map(|i| number(&stem(&folded[i])))
                .collect(),
            quoted: said.quoted.iter().map(numbers).collect(),
        }
    }
}

/// "Twenty" as "20": papers spell numbers each in their way.
fn in_digits(word: String) -> String {
    let spelled = SPELLED.iter().find(|(name, _)| *name == word);
    spelled.map_or(word, |(_, digits)| (*digits).to_owned())
}

const SPELLED: &[(&str, &str)] = &[
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
];

impl Row<'_> {
    /// Runs of four words, and pairs of stems with the speaker.
    fn keys(&self) -> Vec<u64> {
        let runs = self.words.windows(4).map(number_of_row);
        let who = self
            .speaker
            .and_then(|s| u32::try_from(s).ok())
            .unwrap_or(u32::MAX);
        let pairs = self
            .stems
            .windows(2)
            .map(|pair| number_of_row(&[pair[0].min(pair[1]), pair[0].max(pair[1]), who, 2]));
        let skips = self
            .stems
            .windows(3)
            .map(|t| number_of_row(&[t[0].min(t[2]), t[0].max(t[2]), who, 2]));
        runs.chain(pairs).chain(skips).collect()
    }
}

/// Joins the statements of all documents that are one utterance.
pub(crate) fn join(entries: &[Entry], who: &Who, sources: &[usize]) -> Vec<Utterance> {
    let rows: Vec<Row<'_>> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, e)| {
            let said = e.leaf.statements.iter().enumerate();
            said.map(move |(index, said)| (row, index, said))
        })
        .map(|(row, index, said)| {
            let speaker = said.speaker.and_then(|s| who.of(row, s));
            Row::new(row, index, said, speaker, entries[row].leaf.published)
        })
        .filter(|row| row.stems.len() >= SHORTEST)
        .collect();
    let keys = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.keys().into_iter().map(move |key| (key, at)));
    let accepted: Vec<(usize, usize, f64, String)> = sharing_pairs(keys, BLOCK, 1)
        .into_iter()
        .filter_map(|(a, b, _)| {
            let (score, rule) = same(entries, who, sources, &rows[a], &rows[b])?;
            Some((a, b, score, rule))
        })
        .collect();
    let mut sets = joined(rows.len(), &accepted);
    let mut by_root: BTreeMap<usize, Vec<&(usize, usize, f64, String)>> = BTreeMap::new();
    for pair in &accepted {
        if sets.root(pair.0) == sets.root(pair.1) {
            by_root.entry(sets.root(pair.0)).or_default().push(pair);
        }
    }
    let mut found: Vec<Utterance> = by_root
        .into_values()
        .map(|pairs| utterance(entries, who, sources, &rows, &pairs))
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Joins accepted pairs, the surest first: two groups only where half of the pairs between them are
/// accepted, so that a chain of likenesses does not make one of what its ends have nothing in common.
fn joined(rows: usize, accepted: &[(usize, usize, f64, String)]) -> Joined {
    let pairs: HashSet<(usize, usize)> = accepted.iter().map(|(a, b, ..)| (*a, *b)).collect();
    let mut order: Vec<&(usize, usize, f64, String)> = accepted.iter().collect();
    order.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    let mut sets = Joined::new(rows);
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for (a, b, ..) in order {
        let (x, y) = (sets.root(*a), sets.root(*b));
        if x == y {
            continue;
        }
        let of = |root: usize| members.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let (mut left, right) = (of(x), of(y));
        let across = left
            .iter()
            .flat_map(|p| right.iter().map(move |q| (*p.min(q), *p.max(q))));
        let likened = across.filter(|pair| pairs.contains(pair)).count();
        if likened * 2 >= left.len() * right.len() {
            sets.join(x, y);
            left.extend(right);
            members.insert(sets.root(x), left);
        }
    }
    sets
}

/// How surely two statements are one utterance, and why.
fn same(
    entries: &[Entry],
    who: &Who,
    sources: &[usize],
    a: &Row<'_>,
    b: &Row<'_>,
) -> Option<(f64, String)> {
    if a.row == b.row {
        return None;
    }
    let speakers = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) if x == y => Speakers::Same,
        (Some(x), Some(y)) if for_each_other(who, a, b, x, y) => Speakers::Akin,
        (Some(x), Some(y)) if who.named[x] && who.named[y] => Speakers::Different,
        (Some(_), Some(_)) if posts_differ(entries, a, b) => Speakers::Different,
        _ => Speakers::Unknown,
    };
    let copies = sources[a.row] == sources[b.row];
    let days = a
        .date
        .zip(b.date)
        .and_then(|(x, y)| x.days_to(&y))
        .map(i32::abs);
    let (_, at, run) = common_run(&a.words, &b.words);
    let meaning = b.plain[at..at + run].iter().filter(|plain| **plain).count();
    let fewer = a.stems.len().min(b.stems.len());
    let common = subsequence(&a.stems, &b.stems);
    let ordered = common.len();
    let plain = common.iter().filter(|stem| !a.names.contains(stem)).count();
    let share = ordered as f64 / fewer as f64;
    let allowed = |within: i32| copies || days.is_some_and(|d| d <= within);
    let undated = !copies && days.is_none();
    let said = a.said.class != Class::Attitude && b.said.class != Class::Attitude;
    let negated = |row: &Row<'_>| row.said.certainty == Certainty::Negated;
    let one_sense = negated(a) == negated(b);
    let verbatim = run >= 6 && meaning >= 3 && share >= 0.35;
    let long = run >= 10 && meaning >= 5 && share >= 0.4;
    // All of the shorter one, or of what it has in quotation marks, stands in the other in one piece.
    let whole = run == a.words.len().min(b.words.len()) && run >= 4 && meaning >= 3 && said;
    let quoted = quoted_in(a, b).max(quoted_in(b, a));
    let fragment =
        (quoted >= 4 && (meaning >= 3 || share >= 0.25)) || (quoted >= 3 && share >= 0.4);
    let retold = said
        && one_sense
        && plain >= 3
        && ((ordered > FEWEST && share >= SHARE) || (ordered >= FEWEST && share >= 0.75));
    let surely = retold && ordered > FEWEST && share >= SHARE;
    let accept = match speakers {
        Speakers::Same => {
            (long && allowed(DAYS_VERBATIM))
                || (allowed(DAYS) && verbatim && (said || run >= 8))
                || (allowed(DAYS_RETOLD) && (whole || fragment || retold))
                || (surely && (allowed(DAYS) || (allowed(DAYS_LOOKED_BACK) && ordered > 4)))
                || (undated
                    && ((verbatim && share >= 0.5) || (retold && ordered >= 6 && share >= 0.65)))
        }
        Speakers::Akin => {
            said && allowed(DAYS)
                && ((long && share >= 0.5)
                    || (verbatim && share >= 0.6)
                    || (allowed(DAYS_RETOLD) && retold && ordered > FEWEST && share >= SHARE_AKIN))
        }
        Speakers::Unknown => {
            said && allowed(DAYS)
                && ((verbatim && share >= 0.7)
                    || (whole && run >= 6)
                    || (surely && plain > 3 && share >= 0.8))
        }
        // One of two names on a quotation is wrong, or two said the same: they stay two.
        Speakers::Different => false,
    };
    // A copy says again what its original says, whoever each finds to have said it.
    let copied = copies && run >= 5 && share >= 0.9;
    if !accept && !copied {
        return None;
    }
    let score = (0.5 * share + 0.5 * (run.min(12) as f64 / 12.0))
        .max(share * 0.9)
        .min(1.0);
    let told = match verbatim {
        true => format!("{run} words in a row are the same"),
        false => format!("{ordered} of {fewer} words that carry meaning come in the same order"),
    };
    let by = match speakers {
        _ if !accept => "in two copies of one text",
        Speakers::Same => "by one speaker",
        Speakers::Akin => "by one who speaks for the other",
        Speakers::Unknown | Speakers::Different => "the speaker of one is not known by name",
    };
    let rule = format!("{told}, {}, {by}", times(days));
    Some((rounded(score), rule))
}

/// Share of the meaning of the shorter that must come in the same order.
const SHARE: f64 = 0.6;
/// The same where one speaks for the other.
const SHARE_AKIN: f64 = 0.7;
/// Words that carry meaning, fewest that must be shared.
const FEWEST: usize = 3;

fn times(days: Option<i32>) -> String {
    match days {
        Some(0) => "on one day".to_owned(),
        Some(1) => "a day apart".to_owned(),
        Some(d) => format!("{d} days apart"),
        None => "undated".to_owned(),
    }
}

enum Speakers {
    Same,
    Akin,
    Unknown,
    Different,
}

/// Whether one of two speakers speaks for the other, or is the state of it.
fn for_each_other(who: &Who, a: &Row<'_>, b: &Row<'_>, x: usize, y: usize) -> bool {
    if who.last[x].is_some() && who.last[x] == who.last[y] {
        return true;
    }
    let speaks = |row: &Row<'_>, other: usize| {
        row.said
            .speaks_for
            .iter()
            .filter_map(|i| who.of(row.row, *i))
            .any(|p| p == other)
    };
    let state = |one: usize, other: usize| who.state[one] == Some(other);
    speaks(a, y) || speaks(b, x) || state(x, y) || state(y, x)
}

/// Whether the posts told of two speakers have nothing in common: "the deputy minister" is not the
/// named treasurer.
fn posts_differ(entries: &[Entry], a: &Row<'_>, b: &Row<'_>) -> bool {
    let posts = |row: &Row<'_>| -> BTreeSet<String> {
        let actor = row
            .said
            .speaker
            .and_then(|s| entries[row.row].leaf.actors.get(s));
        let roles = actor.into_iter().flat_map(|a| &a.roles);
        roles.map(|r| post_class(&r.title)).collect()
    };
    let (x, y) = (posts(a), posts(b));
    !x.is_empty() && !y.is_empty() && x.is_disjoint(&y)
}

/// Words of the longest part of `a` in quotation marks, two of which carry meaning, that `b` has in one piece.
fn quoted_in(a: &Row<'_>, b: &Row<'_>) -> usize {
    let within = |part: &Vec<u32>| {
        let (at, _, run) = common_run(&b.words, part);
        let meaning = b.plain[at..at + run].iter().filter(|plain| **plain).count();
        if run == part.len() && meaning >= 2 {
            run
        } else {
            0
        }
    };
    a.quoted.iter().map(within).max().unwrap_or(0)
}

fn utterance(
    entries: &[Entry],
    who: &Who,
    sources: &[usize],
    rows: &[Row<'_>],
    pairs: &[&(usize, usize, f64, String)],
) -> Utterance {
    let members: BTreeSet<usize> = pairs.iter().flat_map(|(a, b, ..)| [*a, *b]).collect();
    let mut statements: Vec<String> = members
        .iter()
        .map(|m| entries[rows[*m].row].statements[rows[*m].index].clone())
        .collect();
    statements.sort();
    let place = |m: usize| Place {
        document: entries[rows[m].row].document.clone(),
        span: rows[m]
            .said
            .content
            .first()
            .copied()
            .unwrap_or(rows[m].said.extent),
    };
    let mut why: Vec<Why> = pairs
        .iter()
        .map(|(a, b, _, rule)| {
            let mut places = vec![place(*a), place(*b)];
            places.sort();
            Why {
                rule: rule.clone(),
                places,
            }
        })
        .collect();
    why.sort();
    // Where two are named the words are nobody's: which is right is not for this tool to say.
    let speakers: BTreeSet<usize> = members.iter().filter_map(|m| rows[*m].speaker).collect();
    let named: Vec<usize> = speakers.iter().copied().filter(|s| who.named[*s]).collect();
    let speaker = match (&named[..], speakers.len()) {
        ([one], _) => Some(*one),
        ([], 1) => speakers.first().copied(),
        _ => None,
    };
    let independent: BTreeSet<usize> = members.iter().map(|m| sources[rows[*m].row]).collect();
    let parts: Vec<&str> = statements.iter().map(String::as_str).collect();
    Utterance {
        id: id('u', &parts),
        score: pairs.iter().map(|p| p.2).fold(1.0, f64::min),
        why,
        speaker: speaker.map(|s| who.ids[s].clone()),
        independent: independent.len(),
        statements,
    }
}
