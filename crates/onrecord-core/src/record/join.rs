//! Block, compare, join: the one way rows are tied across documents.
//!
//! Rows that share a key are compared, and accepted pairs are joined into
//! components. Cost grows with the pairs that share a key, never with the
//! square of the rows. A cluster runs the same keys and comparison around a
//! shuffle.

use std::collections::BTreeMap;

/// Pairs of rows (indices, smaller first) that share at least one key, each once, in order.
///
/// Keys shared by more than `most` rows tell nothing apart and are left out.
pub fn candidate_pairs<K: Ord>(
    keys: impl IntoIterator<Item = (K, usize)>,
    most: usize,
) -> Vec<(usize, usize)> {
    let mut blocks: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (key, row) in keys {
        blocks.entry(key).or_default().push(row);
    }
    let mut pairs = Vec::new();
    for rows in blocks.values_mut().filter(|rows| rows.len() <= most) {
        rows.sort_unstable();
        rows.dedup();
        for (i, a) in rows.iter().enumerate() {
            pairs.extend(rows[i + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The connected components of `rows` rows under `pairs`: sorted lists of
/// indices, in the order of their smallest.
pub fn components(rows: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..rows).collect();
    for (a, b) in pairs {
        let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
        // The smaller index is the root, so that the order of pairs does not matter.
        parent[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in 0..rows {
        groups.entry(root(&mut parent, row)).or_default().push(row);
    }
    groups.into_values().collect()
}

/// The root of `row`, with the path to it halved (union-find, Tarjan 1975).
fn root(parent: &mut [usize], mut row: usize) -> usize {
    while parent[row] != row {
        parent[row] = parent[parent[row]];
        row = parent[row];
    }
    row
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
    }

    #[test]
    fn components_do_not_depend_on_the_order_of_pairs() {
        let expected = vec![vec![0, 2, 4], vec![1], vec![3, 5]];
        assert_eq!(components(6, &[(0, 2), (2, 4), (3, 5)]), expected);
        assert_eq!(components(6, &[(3, 5), (2, 4), (0, 4), (0, 2)]), expected);
    }
}
