//! Block, compare, join: the one way rows are tied across documents.
//!
//! Rows that share a key are compared, and accepted pairs are joined into
//! components. Cost grows with the pairs that share a key, never with the
//! square of the rows. A cluster runs the same keys and comparison around a
//! shuffle.

/// Pairs of rows (indices, smaller first) that share at least `least` keys, each once, in order,
/// with the number of keys they share.
///
/// Keys shared by more than `most` rows tell nothing apart and are left out.
pub fn sharing_pairs<K: Ord>(
    keys: impl IntoIterator<Item = (K, usize)>,
    most: usize,
    least: usize,
) -> Vec<(usize, usize, usize)> {
    let mut keys: Vec<(K, usize)> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let narrow = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    for block in keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|block| block.len() <= most)
    {
        for (i, (_, a)) in block.iter().enumerate() {
            pairs.extend(block[i + 1..].iter().map(|(_, b)| (narrow(*a), narrow(*b))));
        }
    }
    drop(keys);
    pairs.sort_unstable();
    let blocks = pairs.chunk_by(|a, b| a == b);
    blocks
        .filter(|same| same.len() >= least)
        .map(|same| (same[0].0 as usize, same[0].1 as usize, same.len()))
        .collect()
}

/// Pairs of rows that share at least one key; see [`sharing_pairs`].
pub fn candidate_pairs<K: Ord>(
    keys: impl IntoIterator<Item = (K, usize)>,
    most: usize,
) -> Vec<(usize, usize)> {
    let pairs = sharing_pairs(keys, most, 1);
    pairs.into_iter().map(|(a, b, _)| (a, b)).collect()
}

/// The connected components of `rows` rows under `pairs`: sorted lists of
/// indices, in the order of their smallest.
pub fn components(rows: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut joined = Joined::new(rows);
    for (a, b) in pairs {
        joined.join(*a, *b);
    }
    joined.groups()
}

/// Disjoint sets of rows (union-find, Tarjan 1975). The smallest index of a
/// set is its root, so that the order of joining does not matter.
pub struct Joined {
    parent: Vec<usize>,
}

impl Joined {
    /// `rows` rows, each alone.
    pub fn new(rows: usize) -> Self {
        Joined {
            parent: (0..rows).collect(),
        }
    }

    /// The root of `row`, with the path to it halved.
    pub fn root(&mut self, mut row: usize) -> usize {
        while self.parent[row] != row {
            self.parent[row] = self.parent[self.parent[row]];
            row = self.parent[row];
        }
        row
    }

    /// Makes the sets of `a` and `b` one.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// The sets: sorted lists, in the order of their smallest.
    pub fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for row in 0..self.parent.len() {
            groups[self.root(row)].push(row);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_share_a_key_that_is_not_everywhere() {
        let keys = [
            ("a", 0),
            ("a", 2),
            ("b", 2),
            ("b", 0),
            ("c", 0),
            ("c", 1),
            ("c", 2),
        ];
        assert_eq!(candidate_pairs(keys, 2), [(0, 2)]);
        assert_eq!(sharing_pairs(keys, 3, 2), [(0, 2, 3)]);
    }

    #[test]
    fn components_do_not_depend_on_the_order_of_pairs() {
        let expected = vec![vec![0, 2, 4], vec![1], vec![3, 5]];
        assert_eq!(components(6, &[(0, 2), (2, 4), (3, 5)]), expected);
        assert_eq!(components(6, &[(3, 5), (2, 4), (0, 4), (0, 2)]), expected);
    }
}
