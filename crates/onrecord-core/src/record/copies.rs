//! Which documents repeat another.
//!
//! First version: word shingles. A document whose running text stands to a
//! large part word for word in another one is its copy: the same wire in two
//! papers, cut at the end or with other furniture around it. The later, shorter
//! one is called the copy.

use super::Copy;
use super::join::candidate_pairs;
use crate::statement::fold;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Words in a shingle (Broder 1997).
const SHINGLE: usize = 8;
/// One shingle in this many is a key: the same ones in every document.
const SAMPLE: u64 = 4;
/// A shingle in more documents than this is a stock phrase.
const BLOCK: usize = 200;
/// Share of the smaller document's shingles that must stand in the other.
const SHARE: f64 = 0.5;
/// Fewest shingles of a document that can be a copy: some 40 words.
const SHORTEST: usize = 32;

/// A document as far as copying goes.
#[derive(Debug, Clone)]
pub struct Shingled {
    /// The document.
    pub document: String,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Hashes of its shingles.
    shingles: BTreeSet<u64>,
}

impl Shingled {
    /// Shingles the running text of a document, given as its body paragraphs.
    pub fn new<'t>(
        document: &str,
        published: Option<&str>,
        body: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let words: Vec<String> = body
            .into_iter()
            .flat_map(|p| p.split(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .map(fold)
            .collect();
        Shingled {
            document: document.to_owned(),
            published: published.map(str::to_owned),
            shingles: words.windows(SHINGLE).map(hash).collect(),
        }
    }
}

fn hash(words: &[String]) -> u64 {
    let digest = Sha256::digest(words.join(" "));
    u64::from_le_bytes(digest[..8].try_into().unwrap_or_default())
}

/// The copies among `documents`, sorted by document; each names the one it repeats most.
/// The order of `documents` does not matter.
pub fn join_copies(mut documents: Vec<Shingled>) -> Vec<Copy> {
    documents.sort_by(|a, b| a.document.cmp(&b.document));
    let keys = documents.iter().enumerate().flat_map(|(row, d)| {
        let sampled = d.shingles.iter().filter(|s| *s % SAMPLE == 0);
        sampled.map(move |s| (*s, row))
    });
    let mut best: Vec<Option<(f64, usize)>> = vec![None; documents.len()];
    for (a, b) in candidate_pairs(keys, BLOCK) {
        let Some(score) = shared(&documents[a], &documents[b]) else {
            continue;
        };
        let (copy, of) = if is_original(&documents[a], &documents[b]) {
            (b, a)
        } else {
            (a, b)
        };
        if best[copy].is_none_or(|(top, _)| score > top) {
            best[copy] = Some((score, of));
        }
    }
    best.iter()
        .enumerate()
        .filter_map(|(row, found)| {
            let (score, of) = (*found)?;
            Some(Copy {
                document: documents[row].document.clone(),
                of: documents[origin(of, &best)].document.clone(),
                score,
            })
        })
        .collect()
}

/// What a copy of a copy goes back to.
fn origin(mut of: usize, best: &[Option<(f64, usize)>]) -> usize {
    while let Some((_, next)) = best[of] {
        of = next;
    }
    of
}

/// Share of the smaller document found in the other, if it is enough.
fn shared(a: &Shingled, b: &Shingled) -> Option<f64> {
    let smaller = a.shingles.len().min(b.shingles.len());
    if smaller < SHORTEST {
        return None;
    }
    let share = a.shingles.intersection(&b.shingles).count() as f64 / smaller as f64;
    (share >= SHARE).then_some(share)
}

/// Whether `a` rather than `b` is the one repeated: published on an earlier
/// day, else fuller, else first by identifier. A total order, so that chains
/// of copies end.
fn is_original(a: &Shingled, b: &Shingled) -> bool {
    let day = |d: &Shingled| {
        d.published
            .as_deref()
            .and_then(|p| p.get(..10))
            .map(str::to_owned)
            .unwrap_or_else(|| "9999".into())
    };
    let rank = |d: &Shingled| (day(d), usize::MAX - d.shingles.len(), d.document.clone());
    rank(a) < rank(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "The harbour inspectorate found that crews of four vessels had been kept aboard \
        for eleven months without pay, and that their passports were held by an agency in the capital. \
        The agency denied this. The inspectorate said it would publish the names of the vessels in June, \
        after the owners had been heard, and asked the port to give the crews access to a telephone.";

    #[test]
    fn a_cut_wire_with_other_furniture_is_a_copy() {
        let cut = &WIRE[..WIRE.find("The inspectorate said").unwrap()];
        let full = Shingled::new("d1", Some("2025-03-02"), [WIRE]);
        let copy = Shingled::new(
            "d0",
            Some("2025-03-03"),
            [cut, "Readers may write to the editor at any time."],
        );
        let other = Shingled::new(
            "d2",
            None,
            [
                "A different story altogether about the harbour inspectorate and the crews of vessels that were kept aboard, told by another reporter in quite other words than those of the wire, at some length so that it counts.",
            ],
        );
        let found = join_copies(vec![other.clone(), copy.clone(), full.clone()]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].document.as_str(), found[0].of.as_str()),
            ("d0", "d1")
        );
        assert_eq!(found, join_copies(vec![full, other, copy]));
    }
}
