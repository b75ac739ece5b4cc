//! Words as they are compared across documents.

use crate::statement::fold;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Words that say nothing of what a text is about: determiners, pronouns,
/// prepositions, conjunctions, auxiliaries and the plainest adverbs of English.
const SMALL: &str = "a about above after again against all also am an and any are as at be because \
    been before being below between both but by can could did do does doing down during each few \
    for from further had has have having he her here hers him his how i if in into is it its just \
    may me might more most much must my no nor not now of off on once only or other our out over \
    own s said same say says she should so some such t than that the their them then there these \
    they this those through to too under until up us very was we were what when where which while \
    who whom whose why will with would you your";

static SMALL_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SMALL.split(' ').collect());

/// Whether `word`, folded, says nothing of what a text is about.
pub fn is_small(word: &str) -> bool {
    SMALL_WORDS.contains(word)
}

/// The words of `text`, folded: without case and diacritics, an apostrophe's tail gone.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    words_as_written(text).map(fold)
}

/// The same as they stand in the text.
pub fn words_as_written(text: &str) -> impl Iterator<Item = &str> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .map(|w| w.trim_matches(['\'', '’']))
        .map(|w| w.strip_suffix("'s").or(w.strip_suffix("’s")).unwrap_or(w))
        .filter(|w| !w.is_empty())
}

/// The stem of a folded English word (Porter 2001, the Snowball English stemmer).
pub fn stem(word: &str) -> String {
    thread_local! {
        static STEMMER: Stemmer = Stemmer::create(Algorithm::English);
    }
    STEMMER.with(|stemmer| stemmer.stem(word).into_owned())
}

/// Stems of the words of `text` that are not small, in order.
pub fn content_stems(text: &str) -> Vec<String> {
    words(text)
        .filter(|w| !is_small(w))
        .map(|w| stem(&w))
        .collect()
}

/// A number for a word, the same on every machine (XXH3, Collet).
pub fn number(word: &str) -> u32 {
    // The upper half is as good as the lower: any 32 bits will do.
    (xxh3_64(word.as_bytes()) >> 32) as u32
}

/// A number for a row of words.
pub fn number_of_row(row: &[u32]) -> u64 {
    let bytes: Vec<u8> = row.iter().flat_map(|w| w.to_le_bytes()).collect();
    xxh3_64(&bytes)
}

/// Length of the longest common subsequence of `a` and `b` (Wagner and Fischer 1974), for short rows.
pub fn common_subsequence<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut before = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y {
                before + 1
            } else {
                above.max(row[j])
            };
            before = above;
        }
    }
    row[b.len()]
}

/// A longest common subsequence of `a` and `b`: its items.
pub fn subsequence<T: PartialEq + Copy>(a: &[T], b: &[T]) -> Vec<T> {
    let width = b.len() + 1;
    let mut table = vec![0usize; (a.len() + 1) * width];
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            table[i * width + j] = match x == y {
                true => table[(i + 1) * width + j + 1] + 1,
                false => table[(i + 1) * width + j].max(table[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut items = Vec::with_capacity(table[0]);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            items.push(a[i]);
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    items
}

/// How many items `a` and `b` have in common at the front, and of the rest at the end.
pub fn common_ends<T: PartialEq>(a: &[T], b: &[T]) -> (usize, usize) {
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = a[front..].iter().rev().zip(b[front..].iter().rev());
    (front, rest.take_while(|(x, y)| x == y).count())
}

/// The longest run of equal items in `a` and `b`: where it starts in each, and its length.
pub fn common_run<T: PartialEq>(a: &[T], b: &[T]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    let mut row = vec![0usize; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut before = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { before + 1 } else { 0 };
            before = above;
            if row[j + 1] > best.2 {
                best = (i + 1 - row[j + 1], j + 1 - row[j + 1], row[j + 1]);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_and_stem() {
        assert_eq!(
            content_stems("The Ministry’s denials were denied by Élodie’s office"),
            ["ministri", "denial", "deni", "elodi", "offic"]
        );
    }

    #[test]
    fn runs_and_subsequences() {
        let (a, b) = ("xabcdy", "abzcd");
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        assert_eq!(common_subsequence(&a, &b), 4);
        assert_eq!(subsequence(&a, &b), ['a', 'b', 'c', 'd']);
        assert_eq!(common_run(&a, &b), (1, 0, 2));
        assert_eq!(common_run::<char>(&[], &b).2, 0);
    }
}
