//! Which actors of several documents are one.
//!
//! First version: proper names that are the same but for case, diacritics and
//! apostrophes, of kinds that do not exclude each other. Those only described
//! ("two diplomats") stay with their document: another document's two
//! diplomats are others.

use super::Actor;
use super::join::{candidate_pairs, components};
use crate::statement::{ActorKind, DocumentActor, Role, fold, post_class};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Actors that share a key are compared; more than this many are one name in very many documents.
const BLOCK: usize = 100_000;

/// One document's actor, with where it is from.
#[derive(Debug, Clone)]
pub struct Member {
    /// The document.
    pub document: String,
    /// Index among the document's actors.
    pub index: usize,
    /// The actor.
    pub actor: DocumentActor,
}

/// Joins the actors of all documents. The order of `members` does not matter.
pub fn join_actors(mut members: Vec<Member>) -> Vec<Actor> {
    members.sort_by(|a, b| (&a.document, a.index).cmp(&(&b.document, b.index)));
    let keys = members
        .iter()
        .enumerate()
        .filter_map(|(row, m)| key(&m.actor).map(|key| (key, row)));
    let pairs: Vec<(usize, usize)> = pairs_of_one_name(keys.collect(), &members);
    let groups = components(members.len(), &pairs);
    let mut place = BTreeMap::new();
    let ids: Vec<String> = distinct_ids(&groups, &members);
    for (group, id) in groups.iter().zip(&ids) {
        for row in group {
            place.insert(
                (members[*row].document.as_str(), members[*row].index),
                id.clone(),
            );
        }
    }
    let mut actors: Vec<Actor> = groups
        .iter()
        .zip(&ids)
        .map(|(group, id)| joined(id, group, &members, &place))
        .collect();
    actors.sort_by(|a, b| a.id.cmp(&b.id));
    actors
}

/// The folded name, for actors that are named; none for those described.
fn key(actor: &DocumentActor) -> Option<String> {
    let proper = match actor.kind {
        ActorKind::Group => false,
        // "ministry" is some ministry; "Ministry of Ports" is that one.
        ActorKind::Organization | ActorKind::State | ActorKind::Person => {
            actor.name.contains(char::is_uppercase)
        }
        ActorKind::Unknown => {
            actor.name.contains(' ')
                && actor
                    .name
                    .split(' ')
                    .all(|w| w.starts_with(char::is_uppercase))
        }
    };
    proper.then(|| {
        actor
            .name
            .split_whitespace()
            .map(fold)
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// Pairs of rows that are one actor, among those that share a name.
fn pairs_of_one_name(keys: Vec<(String, usize)>, members: &[Member]) -> Vec<(usize, usize)> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (key, row) in keys {
        by_key.entry(key).or_default().push(row);
    }
    let mut pairs = Vec::new();
    for rows in by_key.values() {
        if all_compatible(rows, members) {
            pairs.extend(rows[1..].iter().map(|row| (rows[0], *row)));
            continue;
        }
        // Of two who clash, one without a post could be either: it stays alone.
        let alike = |(a, b): &(usize, usize)| {
            let (a, b) = (&members[*a].actor, &members[*b].actor);
            a.kind == b.kind && compatible(a, b) && a.roles.is_empty() == b.roles.is_empty()
        };
        let block = rows.iter().map(|row| ((), *row));
        pairs.extend(candidate_pairs(block, BLOCK).into_iter().filter(alike));
    }
    pairs
}

/// Whether any two of `rows` may be one. To be compatible does not carry over
/// ("Roe" without a post fits the mayor and the carpenter), so that all are
/// compared; but of those with the same kind and posts one is enough.
fn all_compatible(rows: &[usize], members: &[Member]) -> bool {
    let told_by = |row: &usize| (members[*row].actor.kind, &members[*row].actor.roles);
    let different: BTreeMap<_, usize> = rows.iter().map(|row| (told_by(row), *row)).collect();
    let different: Vec<&DocumentActor> = different.values().map(|r| &members[*r].actor).collect();
    let mut others = different.iter().enumerate();
    others.all(|(i, a)| different[i + 1..].iter().all(|b| compatible(a, b)))
}

/// Whether two actors of the same name may be one.
fn compatible(a: &DocumentActor, b: &DocumentActor) -> bool {
    let kinds = a.kind == b.kind || a.kind == ActorKind::Unknown || b.kind == ActorKind::Unknown;
    kinds && !roles_clash(a, b)
}

/// Whether the posts of two persons speak against their being one: a mayor and
/// a carpenter of one name are two until something says otherwise.
fn roles_clash(a: &DocumentActor, b: &DocumentActor) -> bool {
    let person = a.kind == ActorKind::Person && b.kind == ActorKind::Person;
    let known = !a.roles.is_empty() && !b.roles.is_empty();
    let shared = a.roles.iter().any(|x| {
        b.roles.iter().any(|y| {
            post_class(&x.title) == post_class(&y.title) || (x.of.is_some() && x.of == y.of)
        })
    });
    person && known && !shared
}

/// The groups' ids; where two groups have one name, the documents tell them apart.
fn distinct_ids(groups: &[Vec<usize>], members: &[Member]) -> Vec<String> {
    let plain: Vec<String> = groups.iter().map(|group| id(group, members)).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for id in &plain {
        *seen.entry(id).or_default() += 1;
    }
    let own = |group: &[usize], id: &str| {
        let first = &members[group[0]];
        let source = format!("{id}\n{}\n{}", first.document, first.index);
        format!("a{}", &hex::encode(Sha256::digest(source))[..16])
    };
    let shared = |id: &String| seen[id.as_str()] > 1;
    let pairs = groups.iter().zip(&plain);
    pairs
        .map(|(group, id)| {
            if shared(id) {
                own(group, id)
            } else {
                id.clone()
            }
        })
        .collect()
}

/// Derived from what makes the group one: its kind and name, or its document for one that is described.
fn id(group: &[usize], members: &[Member]) -> String {
    let first = &members[group[0]];
    let kind = kind(group, members);
    let source = match key(&first.actor) {
        Some(key) => format!("actor\n{}\n{key}", kind.as_str()),
        None => format!(
            "actor\n{}\n{}\n{}\n{}",
            kind.as_str(),
            first.document,
            first.actor.name,
            first.index
        ),
    };
    format!("a{}", &hex::encode(Sha256::digest(source))[..16])
}

/// The kind that any member knows.
fn kind(group: &[usize], members: &[Member]) -> ActorKind {
    let known = group.iter().map(|row| members[*row].actor.kind);
    known.min().unwrap_or(ActorKind::Unknown)
}

fn joined(
    id: &str,
    group: &[usize],
    members: &[Member],
    place: &BTreeMap<(&str, usize), String>,
) -> Actor {
    let of = |row: &usize| &members[*row];
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut aliases: BTreeSet<&str> = BTreeSet::new();
    let mut roles: BTreeSet<&Role> = BTreeSet::new();
    for member in group.iter().map(of) {
        *names.entry(&member.actor.name).or_default() += 1;
        aliases.extend(member.actor.aliases.iter().map(String::as_str));
        roles.extend(&member.actor.roles);
    }
    // The commonest spelling; the first in order of characters among equals.
    let name = names
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
        .map_or("", |(name, _)| name);
    aliases.extend(names.keys());
    aliases.remove(name);
    let principal = group.iter().map(of).find_map(|m| {
        let index = m.actor.speaks_for?;
        place
            .get(&(m.document.as_str(), index))
            .filter(|p| *p != id)
            .cloned()
    });
    Actor {
        id: id.to_owned(),
        kind: kind(group, members),
        name: name.to_owned(),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        roles: roles.into_iter().cloned().collect(),
        speaks_for: principal,
        members: group
            .iter()
            .map(of)
            .map(|m| (m.document.clone(), m.index))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(document: &str, index: usize, kind: ActorKind, name: &str) -> Member {
        Member {
            document: document.into(),
            index,
            actor: DocumentActor {
                kind,
                name: name.into(),
                aliases: vec![],
                roles: vec![],
                speaks_for: None,
                mentions: vec![],
            },
        }
    }

    #[test]
    fn names_join_and_descriptions_do_not() {
        use ActorKind::*;
        let members = vec![
            member("d2", 0, Person, "José Lund"),
            member("d1", 0, Person, "Jose Lund"),
            member("d3", 0, Unknown, "Jose Lund"),
            member("d1", 1, Group, "two diplomats"),
            member("d2", 1, Group, "two diplomats"),
        ];
        let mut reversed = members.clone();
        reversed.reverse();
        let actors = join_actors(members);
        assert_eq!(actors.len(), 3);
        assert_eq!(actors, join_actors(reversed));
        let lund = actors.iter().find(|a| a.kind == Person).unwrap();
        assert_eq!((lund.name.as_str(), lund.members.len()), ("Jose Lund", 3));
        assert_eq!(lund.aliases, ["José Lund"]);
    }

    #[test]
    fn a_mayor_and_a_carpenter_of_one_name_are_two() {
        let with = |document: &str, title: &str| {
            let mut m = member(document, 0, ActorKind::Person, "John Roe");
            let roles = (!title.is_empty()).then(|| Role {
                title: title.into(),
                of: None,
            });
            m.actor.roles.extend(roles);
            m
        };
        let actors = join_actors(vec![
            with("d1", "mayor"),
            with("d2", "carpenter"),
            with("d3", "mayor"),
            with("d4", ""),
        ]);
        let sizes: Vec<usize> = actors.iter().map(|a| a.members.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 4);
        assert_eq!(sizes.iter().max(), Some(&2));
        assert_eq!(actors.len(), 3);
        let ids: BTreeSet<&str> = actors.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        // Whoever comes first: one without a post must not bring the two together.
        let first = join_actors(vec![
            with("d0", ""),
            with("d1", "mayor"),
            with("d2", "carpenter"),
        ]);
        assert_eq!(first.len(), 3);
        // Without a clash one who is given no post is the one who has one.
        assert_eq!(
            join_actors(vec![with("d1", "mayor"), with("d4", "")]).len(),
            1
        );
    }

    #[test]
    fn one_name_of_two_kinds_is_two() {
        let actors = join_actors(vec![
            member("d1", 0, ActorKind::Person, "Jordan"),
            member("d2", 0, ActorKind::State, "Jordan"),
        ]);
        assert_eq!(actors.len(), 2);
        // Not even where a third document leaves the kind open.
        let open = join_actors(vec![
            member("d0", 0, ActorKind::Unknown, "Jordan Lund"),
            member("d1", 0, ActorKind::Person, "Jordan Lund"),
            member("d2", 0, ActorKind::Organization, "Jordan Lund"),
        ]);
        assert_eq!(open.len(), 3);
    }
}
