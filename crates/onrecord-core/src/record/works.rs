//! Which mentions of works in several documents are of one work.
//!
//! Two works are one when they bear one symbol; or when they are of one
//! family, nothing told of them clashes, and something particular agrees:
//! pages, title, issuer and day.

use super::discrepancies::nearly;
use super::join::{components, sharing_pairs};
use super::leaf::{self, Issued};
use super::make::{Entry, Who};
use super::rows::{Place, Why, Work, id};
use std::collections::{BTreeMap, BTreeSet};

/// More works than this under one key are a kind of work, not one.
const BLOCK: usize = 400;
/// Days between documents that may speak of one work that only its issuer tells.
const DAYS: i32 = 21;

/// The works of the case, and which each document's work is.
pub(crate) struct Joined {
    pub rows: Vec<Work>,
    /// By document and index there: an index of `rows`.
    place: Vec<Vec<usize>>,
    /// Which works of which documents each row joins.
    pub members: Vec<Vec<(usize, usize)>>,
}

impl Joined {
    /// The row of work `index` of document `row`.
    pub fn of(&self, row: usize, index: usize) -> usize {
        self.place[row][index]
    }
}

struct Member<'e> {
    row: usize,
    index: usize,
    work: &'e Issued,
    issuer: Option<usize>,
    pages: Option<f64>,
}

/// Joins the works of all documents.
pub(crate) fn join(entries: &[Entry], who: &Who) -> Joined {
    let members: Vec<Member<'_>> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, e)| {
            e.leaf
                .works
                .iter()
                .enumerate()
                .map(move |(index, work)| Member {
                    row,
                    index,
                    work,
                    issuer: work.issued_by.and_then(|i| who.of(row, i)),
                    pages: work.pages.map(|i| e.leaf.figures[i].value),
                })
        })
        .collect();
    let keys = members
        .iter()
        .enumerate()
        .flat_map(|(at, m)| keys(m, who).into_iter().map(move |k| (k, at)));
    let accepted: Vec<(usize, usize, &'static str)> = sharing_pairs(keys, BLOCK, 1)
        .into_iter()
        .filter_map(|(a, b, _)| {
            same(entries, who, &members[a], &members[b]).map(|rule| (a, b, rule))
        })
        .collect();
    let pairs: Vec<(usize, usize)> = accepted.iter().map(|(a, b, _)| (*a, *b)).collect();
    let groups = components(members.len(), &pairs);
    build(entries, who, &members, &groups, &accepted)
}

fn keys(m: &Member<'_>, who: &Who) -> Vec<String> {
    let mut keys = Vec::new();
    keys.extend(m.work.symbol.iter().map(|s| format!("symbol {s}")));
    keys.extend(
        m.work
            .title
            .iter()
            .map(|t| format!("title {}", t.to_lowercase())),
    );
    let family = family(&m.work.kind);
    keys.extend(m.pages.map(|p| format!("pages {family} {p}")));
    if let Some(issuer) = m.issuer {
        let side = who.state[issuer].unwrap_or(issuer);
        keys.push(format!("issuer {side}"));
    }
    keys
}

/// The family by which works are compared; what can stand for any goes with reports.
fn family(kind: &str) -> &'static str {
    match leaf::family(kind) {
        _ if kind == "decision" => "resolution",
        None | Some("document") => "report",
        Some(family) => family,
    }
}

/// Why two mentions are of one work.
fn same(entries: &[Entry], who: &Who, a: &Member<'_>, b: &Member<'_>) -> Option<&'static str> {
    if a.row == b.row {
        return None;
    }
    let equal = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let differ = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    if equal(&a.work.symbol, &b.work.symbol) {
        return Some("one symbol");
    }
    if differ(&a.work.symbol, &b.work.symbol) || family(&a.work.kind) != family(&b.work.kind) {
        return None;
    }
    if equal(&a.work.title, &b.work.title) {
        return Some("one title");
    }
    let days = entries[a.row]
        .leaf
        .published
        .zip(entries[b.row].leaf.published);
    let near = days.is_none_or(|(x, y)| x.days_to(&y).is_none_or(|d| d.abs() <= DAYS));
    let dates = match (a.work.issued_on, b.work.issued_on) {
        (Some(x), Some(y)) => Some(x == y || x.days_to(&y).is_some_and(|d| d.abs() <= 1)),
        _ => None,
    };
    if dates == Some(false) || differ(&a.work.title, &b.work.title) || !near {
        return None;
    }
    let issuers = match (a.issuer, b.issuer) {
        (Some(x), Some(y)) => Some(who.akin(x, y)),
        _ => None,
    };
    let topics = a
        .work
        .topic
        .iter()
        .filter(|t| b.work.topic.contains(t))
        .count();
    match (a.pages, b.pages) {
        (Some(x), Some(y)) if x == y => {
            (issuers_fit(who, a, b)).then_some("as many pages, and nothing clashes")
        }
        // 121 and 131 pages from one side at one time: one work with a slip in it.
        (Some(x), Some(y)) => (issuers == Some(true) && nearly(x, y))
            .then_some("one issuer at one time, and nearly as many pages"),
        _ if issuers == Some(true) && dates == Some(true) => Some("one issuer and one day"),
        _ if issuers == Some(true) && topics >= 2 => Some("one issuer and one subject"),
        _ => None,
    }
}

/// Whether two issuers leave room for one work: they are not of two states.
fn issuers_fit(who: &Who, a: &Member<'_>, b: &Member<'_>) -> bool {
    match (a.issuer, b.issuer) {
        (Some(x), Some(y)) => match (who.state[x], who.state[y]) {
            (Some(s), Some(t)) => s == t,
            (None, None) => true,
            _ => false,
        },
        _ => true,
    }
}

fn build(
    entries: &[Entry],
    who: &Who,
    members: &[Member<'_>],
    groups: &[Vec<usize>],
    accepted: &[(usize, usize, &'static str)],
) -> Joined {
    let mut group_of = vec![0; members.len()];
    for (at, group) in groups.iter().enumerate() {
        for m in group {
            group_of[*m] = at;
        }
    }
    let mut why: Vec<Vec<Why>> = vec![Vec::new(); groups.len()];
    for (a, b, rule) in accepted {
        let place = |m: &Member<'_>| Place {
            document: entries[m.row].document.clone(),
            span: m.work.mentions[0],
        };
        why[group_of[*a]].push(Why {
            rule: (*rule).to_owned(),
            places: vec![place(&members[*a]), place(&members[*b])],
        });
    }
    let own: BTreeMap<&str, &str> = entries
        .iter()
        .filter_map(|e| Some((e.leaf.symbol.as_deref()?, e.document.as_str())))
        .collect();
    let mut built: Vec<(Work, usize)> = groups
        .iter()
        .enumerate()
        .zip(why)
        .map(|((at, group), why)| (row(entries, who, members, group, why, &own), at))
        .collect();
    built.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let mut row_of_group = vec![0; groups.len()];
    for (row, (_, group)) in built.iter().enumerate() {
        row_of_group[*group] = row;
    }
    let mut place: Vec<Vec<usize>> = entries
        .iter()
        .map(|e| vec![0; e.leaf.works.len()])
        .collect();
    for (m, member) in members.iter().enumerate() {
        place[member.row][member.index] = row_of_group[group_of[m]];
    }
    let mut joined_members = vec![Vec::new(); groups.len()];
    for member in members {
        joined_members[place[member.row][member.index]].push((member.row, member.index));
    }
    let mut rows: Vec<Work> = built.into_iter().map(|(work, _)| work).collect();
    let ids: Vec<String> = rows.iter().map(|r| r.id.clone()).collect();
    for member in members {
        let at = place[member.row][member.index];
        if let Some(answered) = member.work.answers {
            let other = place[member.row][answered];
            if other != at {
                rows[at].answers = rows[at].answers.take().or(Some(ids[other].clone()));
            }
        }
    }
    Joined {
        rows,
        place,
        members: joined_members,
    }
}

fn row(
    entries: &[Entry],
    who: &Who,
    members: &[Member<'_>],
    group: &[usize],
    mut why: Vec<Why>,
    own: &BTreeMap<&str, &str>,
) -> Work {
    let all = || group.iter().map(|m| &members[*m]);
    let mut mentions: Vec<Place> = all()
        .flat_map(|m| {
            m.work.mentions.iter().map(|span| Place {
                document: entries[m.row].document.clone(),
                span: *span,
            })
        })
        .collect();
    mentions.sort();
    let first = &mentions[0];
    let symbol = all().find_map(|m| m.work.symbol.clone());
    let title = all().find_map(|m| m.work.title.clone());
    let fullest = all()
        .map(|m| m.work.words.as_str())
        .max_by_key(|w| (w.len(), std::cmp::Reverse(*w)));
    let figures: BTreeSet<String> = all()
        .flat_map(|m| {
            let counted = entries[m.row].leaf.figures.iter().enumerate();
            counted
                .filter(|(_, f)| f.work == Some(m.index))
                .map(|(i, _)| entries[m.row].figures[i].clone())
        })
        .collect();
    let statements: BTreeSet<String> = all()
        .flat_map(|m| {
            let said = entries[m.row].leaf.statements.iter().enumerate();
            said.filter(|(_, s)| s.work == Some(m.index))
                .map(|(i, _)| entries[m.row].statements[i].clone())
        })
        .collect();
    let id = match &symbol {
        Some(symbol) => id('w', &["work", symbol]),
        None => id(
            'w',
            &["work", &first.document, &first.span.start.to_string()],
        ),
    };
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for m in all() {
        *kinds.entry(m.work.kind.as_str()).or_default() += 1;
    }
    let kind = kinds
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
        .map_or("", |(kind, _)| kind);
    // An organization or a state issues rather than the person who speaks for it.
    let issuers: Vec<usize> = all().filter_map(|m| m.issuer).collect();
    why.sort();
    why.dedup();
    Work {
        document: symbol
            .as_deref()
            .and_then(|s| own.get(s))
            .map(|d| (*d).to_owned()),
        id,
        kind: kind.to_owned(),
        title: title.or_else(|| fullest.map(str::to_owned)),
        symbol,
        issued_by: most(&issuers).map(|i| who.ids[i].clone()),
        issued_on: all().filter_map(|m| m.work.issued_on).min(),
        figures: figures.into_iter().collect(),
        statements: statements.into_iter().collect(),
        mentions,
        answers: None,
        why,
    }
}

/// The commonest; the smallest among equals.
fn most(all: &[usize]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(*one).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(one, _)| one)
}
