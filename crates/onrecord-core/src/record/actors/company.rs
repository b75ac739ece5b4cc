//! Who is named together with whom.

use super::Member;
use super::name::{is_full_name, key};
use std::collections::{BTreeSet, HashMap};

/// Persons named by their full names in each document: who is named together with whom.
pub(super) struct Company {
    /// For each document those who are rare, sorted.
    pub(super) of: Vec<Vec<u32>>,
    /// The number of each name.
    pub(super) known: HashMap<String, u32>,
    /// And all, sorted.
    pub(super) all: Vec<Vec<u32>>,
}

/// Persons that two documents must share for a name they share to be one person's whatever the posts.
pub(super) const TOGETHER: usize = 3;
/// Groups of one name that are compared with each other.
pub(super) const FRAGMENTS: usize = 60;

/// Somebody named in more documents than this is company to everybody.
pub(super) const RARE: usize = 25;

impl Company {
    pub(super) fn new(members: &[Member<'_>], documents: usize) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); documents];
        for member in members.iter().filter(|m| is_full_name(m.actor)) {
            let Some(key) = key(member.actor) else {
                continue;
            };
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            of[member.row].push(*known.entry(key).or_insert(next));
        }
        let mut seen = vec![0usize; known.len()];
        for row in &mut of {
            row.sort_unstable();
            row.dedup();
            row.iter().for_each(|one| seen[*one as usize] += 1);
        }
        let all = of.clone();
        for row in &mut of {
            row.retain(|one| seen[*one as usize] <= RARE);
        }
        Company { of, known, all }
    }

    /// Whether a document of `a` and one of `b` name several persons together, besides the one of this name.
    pub(super) fn together(&self, members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
        let common =
            |x: &[u32], y: &[u32]| x.iter().filter(|one| y.binary_search(one).is_ok()).count();
        a.iter().take(FRAGMENTS).any(|x| {
            b.iter()
                .take(FRAGMENTS)
                .any(|y| common(&self.all[members[*x].row], &self.all[members[*y].row]) > TOGETHER)
        })
    }

    /// Whether a document of `a` and one of `b`, all of whom bear one name, name a third together
    /// or are copies.
    pub(super) fn shared(
        &self,
        members: &[Member<'_>],
        a: &[usize],
        b: &[usize],
        sources: &[usize],
    ) -> bool {
        let mine: BTreeSet<u32> = a
            .iter()
            .flat_map(|x| self.of[members[*x].row].iter().copied())
            .collect();
        let copied: BTreeSet<usize> = a.iter().map(|x| sources[members[*x].row]).collect();
        b.iter().any(|y| {
            let row = members[*y].row;
            copied.contains(&sources[row]) || self.of[row].iter().any(|one| mine.contains(one))
        })
    }
}
