//! Groups of mentions as actors of the case.

use super::name::key;
use super::{Joins, Member};
use crate::record::make::Entry;
use crate::record::rows::{Actor, Place, SeenRole, Why};
use crate::statement::{ActorKind, Role, head_kind, name_words, state_named};
use crate::text::PartialDate;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The groups' ids; where two groups have one name, the documents tell them apart.
pub(super) fn distinct_ids(groups: &[Vec<usize>], members: &[Member<'_>]) -> Vec<String> {
    let plain: Vec<String> = groups.iter().map(|group| id(group, members)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for id in &plain {
        *seen.entry(id).or_default() += 1;
    }
    let own = |group: &[usize], id: &str| {
        let first = &members[group[0]];
        hashed(&format!("{id}\n{}\n{}", first.document, first.index))
    };
    let pairs = groups.iter().zip(&plain);
    pairs
        .map(|(group, id)| {
            if seen[id.as_str()] > 1 {
                own(group, id)
            } else {
                id.clone()
            }
        })
        .collect()
}

pub(super) fn hashed(source: &str) -> String {
    format!("a{}", &hex::encode(Sha256::digest(source))[..16])
}

/// Derived from what makes the group one: its kind and name, or its document for one that is described.
pub(super) fn id(group: &[usize], members: &[Member<'_>]) -> String {
    let kind = kind(group, members);
    let named = group
        .iter()
        .filter_map(|row| key(members[*row].actor))
        .min();
    let first = &members[group[0]];
    hashed(&match named {
        Some(key) => format!("actor\n{}\n{key}", kind.as_str()),
        None => format!(
            "actor\n{}\n{}\n{}\n{}",
            kind.as_str(),
            first.document,
            first.actor.name,
            first.index
        ),
    })
}

/// The kind that any member knows; a state rather than its government.
pub(super) fn kind(group: &[usize], members: &[Member<'_>]) -> ActorKind {
    let known = group.iter().map(|row| members[*row].actor.kind);
    known.min().unwrap_or(ActorKind::Unknown)
}

pub(super) fn rows(members: &[Member<'_>], joins: Joins) -> Vec<Actor> {
    let Joins { sets, why } = joins;
    let groups = sets.groups();
    let ids = distinct_ids(&groups, members);
    let mut group_of = vec![0; members.len()];
    for (at, group) in groups.iter().enumerate() {
        for row in group {
            group_of[*row] = at;
        }
    }
    let mut reasons: Vec<Vec<Why>> = vec![Vec::new(); groups.len()];
    for (a, b, rule) in why {
        reasons[group_of[a]].push(Why {
            rule: rule.to_owned(),
            places: vec![place(&members[a]), place(&members[b])],
        });
    }
    let at: HashMap<(usize, usize), usize> = members
        .iter()
        .enumerate()
        .map(|(i, m)| ((m.row, m.index), group_of[i]))
        .collect();
    let mut actors: Vec<Actor> = groups
        .iter()
        .zip(&ids)
        .zip(reasons)
        .map(|((group, id), mut why)| {
            why.sort();
            why.dedup();
            let principal = group.iter().map(|row| &members[*row]).find_map(|m| {
                let there = at.get(&(m.row, m.actor.speaks_for?))?;
                Some(ids[*there].clone()).filter(|p| p != id)
            });
            joined(id, group, members, principal, why)
        })
        .collect();
    actors.sort_by(|a, b| a.id.cmp(&b.id));
    actors
}

pub(super) fn place(member: &Member<'_>) -> Place {
    Place {
        document: member.document.to_owned(),
        span: member.actor.at,
    }
}

pub(super) fn joined(
    id: &str,
    group: &[usize],
    members: &[Member<'_>],
    speaks_for: Option<String>,
    why: Vec<Why>,
) -> Actor {
    let of = |row: &usize| &members[*row];
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut aliases: BTreeSet<&str> = BTreeSet::new();
    let kind = kind(group, members);
    for member in group.iter().map(of) {
        *names.entry(&member.actor.name).or_default() += 1;
        aliases.extend(member.actor.aliases.iter().map(String::as_str));
    }
    // A state goes by its own name; else a name before a description, then the commonest spelling,
    // then the first in order of characters.
    let full = |name: &str| match kind {
        ActorKind::State => state_named(name) == Some(name),
        _ => name.contains(' ') && head_kind(name).is_none(),
    };
    let name = names
        .iter()
        .max_by(|a, b| (full(a.0), a.1).cmp(&(full(b.0), b.1)).then(b.0.cmp(a.0)))
        .map_or("", |(name, _)| name);
    aliases.extend(names.keys());
    aliases.remove(name);
    Actor {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        roles: roles(group, members),
        speaks_for,
        members: group
            .iter()
            .map(of)
            .map(|m| (m.document.to_owned(), m.index))
            .collect(),
        why,
    }
}

/// Each post once, with the first and last day it was seen on.
pub(super) fn roles(group: &[usize], members: &[Member<'_>]) -> Vec<SeenRole> {
    let mut seen: BTreeMap<&Role, (Option<PartialDate>, Option<PartialDate>)> = BTreeMap::new();
    for member in group.iter().map(|row| &members[*row]) {
        for role in &member.actor.roles {
            let days = seen.entry(role).or_default();
            days.0 = [days.0, member.date].into_iter().flatten().min();
            days.1 = [days.1, member.date].into_iter().flatten().max();
        }
    }
    seen.into_iter()
        .map(|(role, (first_seen, last_seen))| SeenRole {
            title: role.title.clone(),
            of: role.of.clone(),
            first_seen,
            last_seen,
        })
        .collect()
}

/// Whether an actor goes by a name of its own, so that another name is another actor.
pub(crate) fn is_named(actor: &Actor) -> bool {
    actor.kind == ActorKind::Person && actor.name.starts_with(char::is_uppercase)
}

/// The last word of a person's name, folded.
pub(crate) fn last_name(actor: &Actor) -> Option<String> {
    is_named(actor)
        .then(|| name_words(&actor.name).pop())
        .flatten()
}

/// For each actor the state it is, belongs to or speaks for, as an index of `actors`.
pub(crate) fn states(entries: &[Entry], actors: &[Actor]) -> Vec<Option<usize>> {
    let rows: HashMap<&str, &Entry> = entries.iter().map(|e| (e.document.as_str(), e)).collect();
    let by_name: HashMap<&str, usize> = actors
        .iter()
        .enumerate()
        .filter(|(_, a)| a.kind == ActorKind::State)
        .map(|(i, a)| (a.name.as_str(), i))
        .collect();
    let own = |a: &Actor| -> Option<usize> {
        let mut told: BTreeMap<usize, usize> = BTreeMap::new();
        for (document, index) in &a.members {
            let state = rows[document.as_str()].leaf.actors[*index].state.as_deref();
            if let Some(state) = state.and_then(|s| by_name.get(s)) {
                *told.entry(*state).or_default() += 1;
            }
        }
        told.into_iter()
            .max_by(|x, y| x.1.cmp(&y.1).then(y.0.cmp(&x.0)))
            .map(|(state, _)| state)
    };
    actors.iter().map(own).collect()
}
