//! Which actors of several documents are one.
//!
//! First those of one name: the same but for case, diacritics and apostrophes,
//! an organ of a state by whichever words name the state, an acronym a
//! document gives. Then variants of a person's name, a last name alone, and a
//! post without a name, each only where exactly one actor of the case fits and
//! nothing speaks against it. Those only described ("two diplomats") stay with
//! their document. Two whose posts clash stay two.

mod company;
mod name;
mod post;
mod row;

pub(crate) use name::SPELLING;
pub(crate) use row::{is_named, last_name, states};

use crate::record::join::{Joined, sharing_pairs};
use crate::record::leaf::Named;
use crate::record::make::Entry;
use crate::record::rows::Actor;
use crate::statement::{ActorKind, Role, fold, name_words, post_class};
use crate::text::PartialDate;
use company::*;
use name::*;
use post::*;
use row::rows;
use std::collections::{BTreeMap, BTreeSet};

/// One document's actor, with where it is from.
#[derive(Clone, Copy)]
struct Member<'e> {
    row: usize,
    document: &'e str,
    index: usize,
    actor: &'e Named,
    date: Option<PartialDate>,
}

/// Joins the actors of all documents; `sources` says which documents are copies of each other.
pub(crate) fn join(entries: &[Entry], sources: &[usize]) -> Vec<Actor> {
    let members: Vec<Member<'_>> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, e)| {
            e.leaf
                .actors
                .iter()
                .enumerate()
                .map(move |(index, actor)| Member {
                    row,
                    document: &e.document,
                    index,
                    actor,
                    date: e.leaf.published,
                })
        })
        .collect();
    let company = Company::new(&members, entries.len());
    let mut joins = Joins::of_one_name(&members, &company);
    joins.variants(&members, &company, sources);
    joins.last_names(&members, &company, sources);
    joins.posts(&members);
    joins.acronyms(&members);
    joins.copies(&members, sources);
    rows(&members, joins)
}

/// Documents that must name a person in full before the last name alone is enough elsewhere.
const OFTEN: usize = 10;
/// One in so many of the documents that give the last name in full may mean another bearer of it.
const OTHERS: usize = 20;

/// The one group among `bearers` of a last name, or the one that nearly all documents mean.
fn foremost(bearers: &[usize], groups: &BTreeMap<usize, Vec<usize>>) -> Option<usize> {
    if let [one] = bearers {
        return Some(*one);
    }
    let all: usize = bearers.iter().map(|b| groups[b].len()).sum();
    let most = bearers
        .iter()
        .max_by_key(|b| (groups[*b].len(), std::cmp::Reverse(**b)))?;
    let rest = all - groups[most].len();
    (groups[most].len() >= OFTEN && rest * OTHERS <= all).then_some(*most)
}

/// Accepted joins with why.
struct Joins {
    sets: Joined,
    why: Vec<(usize, usize, &'static str)>,
}

impl Joins {
    fn of_one_name(members: &[Member<'_>], company: &Company) -> Self {
        let mut joins = Joins {
            sets: Joined::new(members.len()),
            why: Vec::new(),
        };
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, member) in members.iter().enumerate() {
            for key in keys(member.actor) {
                by_key.entry(key).or_default().push(row);
            }
        }
        for (key, rows) in &by_key {
            joins.one_name(key, rows, members, company);
        }
        joins
    }

    /// Joins those of `rows`, who share a name, that are one.
    fn one_name(&mut self, key: &str, rows: &[usize], members: &[Member<'_>], company: &Company) {
        if all_compatible(rows, members) {
            return rows[1..]
                .iter()
                .for_each(|row| self.add(rows[0], *row, NAME));
        }
        // Posts clash somewhere. Those with the same posts are one, and those of a full name who are
        // named in the same company; one without a post could be either, and stays alone.
        let mut first: BTreeMap<(u8, String), usize> = BTreeMap::new();
        for row in rows {
            let actor = members[*row].actor;
            let kind = actor.kind.as_str();
            let posts = actor
                .roles
                .iter()
                .map(|r| (0, format!("{kind} {}", post_class(&r.title))));
            let others = company.of[members[*row].row]
                .iter()
                .filter(|one| company.known.get(key) != Some(one))
                .map(|one| (1, format!("{kind} {one}")));
            let full = key.contains(' ');
            for trait_ in posts.chain(others.filter(|_| full)) {
                match first.get(&trait_) {
                    Some(other) => {
                        self.add(*other, *row, if trait_.0 == 0 { NAME } else { COMPANY })
                    }
                    None => {
                        first.insert(trait_, *row);
                    }
                }
            }
        }
        let mut groups: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
        for row in rows.iter().filter(|_| key.contains(' ')) {
            groups
                .entry((members[*row].actor.kind.as_str(), self.sets.root(*row)))
                .or_default()
                .push(*row);
        }
        let groups: Vec<(&str, Vec<usize>)> = groups
            .into_iter()
            .map(|((kind, _), rows)| (kind, rows))
            .take(FRAGMENTS)
            .collect();
        for (i, (kind, a)) in groups.iter().enumerate() {
            for (_, b) in groups[i + 1..].iter().filter(|(other, _)| other == kind) {
                if company.together(members, a, b) {
                    self.add(a[0], b[0], COMPANY);
                }
            }
        }
    }

    fn add(&mut self, a: usize, b: usize, rule: &'static str) {
        self.sets.join(a, b);
        self.why.push((a.min(b), a.max(b), rule));
    }

    /// The sets as they are now, by their root.
    fn groups(&mut self, members: &[Member<'_>]) -> BTreeMap<usize, Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in 0..members.len() {
            groups.entry(self.sets.root(row)).or_default().push(row);
        }
        groups
    }

    /// "Daniel J. Roe" and "Daniel Roe", "Tim" and "Timothy", a letter more or less with the same post.
    fn variants(&mut self, members: &[Member<'_>], company: &Company, sources: &[usize]) {
        let groups = self.groups(members);
        let named: Vec<(usize, Vec<String>)> = groups
            .iter()
            .filter_map(|(root, rows)| {
                let name = rows
                    .iter()
                    .map(|r| members[*r].actor)
                    .find(|a| is_full_name(a))?;
                Some((*root, person_words(&name.name)))
            })
            .collect();
        let keys = named.iter().enumerate().flat_map(|(at, (_, words))| {
            let last = words.last().cloned().unwrap_or_default();
            let first = words.first().cloned().unwrap_or_default();
            // Spelled otherwise a name keeps its first name, or its last.
            let start = |word: &str, n: usize| word.chars().take(n).collect::<String>();
            let tail = words.len().saturating_sub(2);
            [
                format!("t {}", words[tail..].join(" ")),
                format!("l {last} {}", start(&first, 1)),
                format!("f {first} {}", start(&last, 2)),
                format!(
                    "o {}",
                    if first < last {
                        format!("{first} {last}")
                    } else {
                        format!("{last} {first}")
                    }
                ),
            ]
            .map(|key| (key, at))
        });
        let fit = |a: usize, b: usize| {
            let (x, y) = (&named[a], &named[b]);
            let rule = name_variant(&x.1, &y.1)?;
            let (p, q) = (&groups[&x.0], &groups[&y.0]);
            // One document that tells them apart is enough, unless it is one of very many.
            if told_apart(members, p, q) * 10 > p.len().min(q.len()) {
                return None;
            }
            let agree = posts_agree(members, p, q);
            let near = company.shared(members, p, q, sources);
            let fits = match rule {
                SPELLING => agree,
                // A middle name in full may tell a son from his father.
                FULL_MIDDLE => agree && near,
                _ => agree || near || !clash(members, p, q),
            };
            fits.then_some(rule)
        };
        let pairs: Vec<(usize, usize, &'static str)> = sharing_pairs(keys, 2000, 1)
            .into_iter()
            .filter_map(|(a, b, _)| fit(a, b).map(|rule| (a, b, rule)))
            .collect();
        // "J. Roe" is nobody where both John and Jane are about.
        let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
        for (a, b, rule) in &pairs {
            if *rule != MIDDLE {
                *partners.entry(*a).or_default() += 1;
                *partners.entry(*b).or_default() += 1;
            }
        }
        for (a, b, rule) in &pairs {
            let clear = *rule == MIDDLE
                || (partners[a] == 1 && partners[b] == 1)
                || (*rule == SHORT && (partners[a] == 1 || partners[b] == 1));
            if clear {
                self.add(named[*a].0, named[*b].0, rule);
            }
        }
    }

    /// A last name alone, where one bearer is in the case and in the same company.
    fn last_names(&mut self, members: &[Member<'_>], company: &Company, sources: &[usize]) {
        let groups = self.groups(members);
        let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            let full = rows
                .iter()
                .map(|r| members[*r].actor)
                .find(|a| is_full_name(a));
            if let Some(last) = full.and_then(|a| person_words(&a.name).pop()) {
                bearers.entry(last).or_default().push(*root);
            }
        }
        let mut openers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            let organization = |a: &&Named| {
                a.kind == ActorKind::Organization && a.name.contains(' ') && key(a).is_some()
            };
            let named = rows.iter().map(|r| members[*r].actor).find(organization);
            if let Some(first) = named.and_then(|a| name_words(&a.name).into_iter().next()) {
                openers.entry(first).or_default().push(*root);
            }
        }
        for (root, rows) in &groups {
            let Some(word) = one_word(members, rows) else {
                continue;
            };
            // A company's first word is the company, where no person of the case bears it.
            if let (None, Some([one])) = (bearers.get(&word), openers.get(&word).map(Vec::as_slice))
                && groups[one].len() > 1
            {
                self.add(
                    *root,
                    *one,
                    "the first word of one organization of the case",
                );
                continue;
            }
            let Some(bearer) = bearers.get(&word).and_then(|all| foremost(all, &groups)) else {
                continue;
            };
            let others = &groups[&bearer];
            let near = others.len() >= OFTEN || company.shared(members, rows, others, sources);
            if near && !clash(members, rows, others) && !same_document(members, rows, others) {
                self.add(
                    *root,
                    bearer,
                    "a last name that one person of the case bears, in the same company",
                );
            }
        }
    }

    /// A post without a name, where one person of the case is seen in it about that time.
    fn posts(&mut self, members: &[Member<'_>]) {
        let groups = self.groups(members);
        let mut holders: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            if !rows.iter().any(|r| is_full_name(members[*r].actor)) {
                continue;
            }
            let mut seen = BTreeSet::new();
            for role in rows.iter().flat_map(|r| &members[*r].actor.roles) {
                if let Some(key) = post_key(role).filter(|key| seen.insert(key.clone())) {
                    holders.entry(key).or_default().push(*root);
                }
            }
        }
        for (root, rows) in &groups {
            let [only] = &rows[..] else { continue };
            let member = &members[*only];
            let Some(role) = post_alone(member.actor) else {
                continue;
            };
            let Some(key) = post_key(role) else { continue };
            let fits: Vec<usize> = holders
                .get(&key)
                .into_iter()
                .flatten()
                .copied()
                .filter(|holder| {
                    holder != root && holds(members, &groups[holder], role, member.date)
                })
                .collect();
            if let [one] = fits[..]
                && !same_document(members, rows, &groups[&one])
            {
                self.add(
                    *root,
                    one,
                    "a post that one person of the case is seen in about that time",
                );
            }
        }
    }

    /// "FHO" in one document for the Farlan Harbour Office of another, the only one of these initials.
    fn acronyms(&mut self, members: &[Member<'_>]) {
        let groups = self.groups(members);
        let mut known: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut short: Vec<(usize, String)> = Vec::new();
        for (root, rows) in &groups {
            let names = rows.iter().map(|r| members[*r].actor);
            for actor in names.filter(|a| a.kind == ActorKind::Organization) {
                match initials_of(&actor.name) {
                    Some(initials) => {
                        known.entry(initials).or_default().insert(*root);
                    }
                    None if is_acronym(&actor.name) => short.push((*root, fold(&actor.name))),
                    None => {}
                }
            }
        }
        for (root, acronym) in short {
            let bearers: Vec<usize> = known.get(&acronym).into_iter().flatten().copied().collect();
            if let [one] = bearers[..]
                && one != root
                && !same_document(members, &groups[&root], &groups[&one])
            {
                self.add(root, one, "the initials of one organization of the case");
            }
        }
    }

    /// Those of the same words in copies of one text, also where they are only described.
    fn copies(&mut self, members: &[Member<'_>], sources: &[usize]) {
        let mut first: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            let key = (sources[member.row], fold(&member.actor.name));
            match first.get(&key) {
                Some(other) if members[*other].row != member.row => {
                    self.add(*other, at, "the same words in copies of one text");
                }
                Some(_) => {}
                None => {
                    first.insert(key, at);
                }
            }
        }
    }
}

/// Whether any two of `rows` may be one. To be compatible does not carry over
/// ("Roe" without a post fits the mayor and the carpenter), so that all are
/// compared; but of those with the same kind and posts one is enough.
fn all_compatible(rows: &[usize], members: &[Member<'_>]) -> bool {
    let told_by = |row: &usize| (members[*row].actor.kind, &members[*row].actor.roles);
    let different: BTreeMap<_, usize> = rows.iter().map(|row| (told_by(row), *row)).collect();
    let different: Vec<&Named> = different.values().map(|r| members[*r].actor).collect();
    let mut others = different.iter().enumerate();
    others.all(|(i, a)| different[i + 1..].iter().all(|b| compatible(a, b)))
}

/// Whether two actors of the same name may be one.
fn compatible(a: &Named, b: &Named) -> bool {
    let institution = |k| matches!(k, ActorKind::State | ActorKind::Organization);
    let kinds = a.kind == b.kind
        || a.kind == ActorKind::Unknown
        || b.kind == ActorKind::Unknown
        || (institution(a.kind)
            && institution(b.kind)
            && (government_of(&a.name).is_some() || government_of(&b.name).is_some()));
    kinds && !roles_clash(a, b)
}

fn clash(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    a.iter().any(|x| {
        b.iter()
            .any(|y| !compatible(members[*x].actor, members[*y].actor))
    })
}

/// Whether one document has both: it told them apart.
fn same_document(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    let rows: BTreeSet<usize> = a.iter().map(|r| members[*r].row).collect();
    b.iter().any(|r| rows.contains(&members[*r].row))
}

/// Number of documents that have both.
fn told_apart(members: &[Member<'_>], a: &[usize], b: &[usize]) -> usize {
    let rows: BTreeSet<usize> = a.iter().map(|r| members[*r].row).collect();
    b.iter()
        .filter(|r| rows.contains(&members[**r].row))
        .count()
}

fn posts_agree(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    let roles = |rows: &[usize]| -> Vec<Role> {
        rows.iter()
            .flat_map(|r| members[*r].actor.roles.clone())
            .collect()
    };
    let (x, y) = (roles(a), roles(b));
    x.iter().any(|p| {
        y.iter()
            .any(|q| post_class(&p.title) == post_class(&q.title) && owners_agree(p, q))
    })
}

#[cfg(test)]
mod tests;
