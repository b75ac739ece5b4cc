//! The plain baselines: MinHash at one threshold.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// From where on two texts are one to the baselines.
pub const THRESHOLD: f64 = 0.5;

/// Hash functions of a signature.
const SIGNATURE: usize = 128;

/// MinHash signature (Broder 1997) of the word shingles of `text`.
pub fn signature(text: &str, shingle: usize) -> Vec<u64> {
    let words: Vec<String> = onrecord_core::record::words::words(text).collect();
    let rows: BTreeSet<&[String]> = words.windows(shingle.min(words.len().max(1))).collect();
    (0..SIGNATURE)
        .map(|seed| {
            rows.iter()
                .map(|row| hash(seed, row))
                .min()
                .unwrap_or(u64::MAX)
        })
        .collect()
}

fn hash(seed: usize, row: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    row.hash(&mut hasher);
    hasher.finish()
}

/// The share of shingles two texts have in common, as their signatures estimate it.
pub fn resemblance(a: &[u64], b: &[u64]) -> f64 {
    let equal = a.iter().zip(b).filter(|(x, y)| x == y).count();
    equal as f64 / SIGNATURE as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_resemble_and_others_do_not() {
        let a = signature(
            "the harbour inspectorate found that crews were kept aboard",
            3,
        );
        let b = signature(
            "an altogether different story about fireworks in a small town",
            3,
        );
        assert!((resemblance(&a, &a) - 1.0).abs() < 1e-9);
        assert!(resemblance(&a, &b) < 0.1);
    }
}
