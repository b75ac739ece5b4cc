//! When two names, or a name and a word, mean the same one, and when they cannot.

use super::given::{given_name, is_short_for};
use super::lexicon::lexicon;
use super::phrase::is_suffix;
use super::post::role_of;
use super::register::{Alone, Entry, fold};

/// Lower-case words of a name; "Jr" and "Inc" and the like are none of it.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    let words = name.split_whitespace().filter(|w| !is_suffix(w));
    let mut words: Vec<String> = words.map(|w| fold(w.trim_end_matches('.'))).collect();
    let ends =
        |words: &[String], any: &[&str]| words.last().is_some_and(|w| any.contains(&w.as_str()));
    while words.len() > 1
        && ends(
            &words,
            &[
                "inc", "corp", "ltd", "plc", "llc", "co", "gmbh", "ag", "sa", "nv",
            ],
        )
    {
        words.pop();
    }
    if words.len() > 2 && ends(&words, &["group", "holdings"]) {
        words.pop();
    }
    // "MP" alone is all there is.
    if words.is_empty() {
        vec![fold(name)]
    } else {
        words
    }
}

/// Whether a word used alone must mean somebody else than `entry`, who only
/// shares it: "Mr Roe" is not Ana Roe, and "Roe" all over the text not his daughter.
pub(super) fn another_is_called_so(entry: &Entry, alone: &Alone) -> bool {
    let other_gender = match (entry.told_gender(), &alone.genders[..]) {
        (Some(told), [one]) => told != *one,
        _ => false,
    };
    other_gender || (entry.kin && alone.times >= 3 && entry.actor.mentions.len() < alone.times)
}

/// The same first name, or one short for the other: "Tim" and "Timothy". A
/// name that a letter alone stands for, or that a woman's adds to, is another.
pub(crate) fn same_first_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let agree = match (given_name(short), given_name(long)) {
        (Some(Some(one)), Some(Some(other))) => one == other,
        (Some(_), Some(_)) => true,
        _ => false,
    };
    a == b
        || (short.len() >= 3 && long.starts_with(short) && agree)
        || is_short_for(a, b)
        || is_short_for(b, a)
}

/// Longest headline, in words.
pub(super) const HEADLINE: usize = 25;

/// Whether nearly all words that can be small are capitalised.
pub(super) fn is_headline(paragraph: &str) -> bool {
    let long = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let words: Vec<&str> = paragraph.split_whitespace().filter(long).collect();
    let upper = words.iter().filter(|w| {
        w.trim_start_matches(|c: char| !c.is_alphabetic())
            .starts_with(char::is_uppercase)
    });
    let count = paragraph.split_whitespace().count();
    // A sentence that ends as one must have no small word at all.
    let ends = paragraph.trim_end().ends_with(['.', '”', '"', ':']);
    let enough = if ends { 10 } else { 8 };
    (4..=HEADLINE).contains(&count)
        && words.len() >= if ends { 5 } else { 3 }
        && upper.count() * 10 >= words.len() * enough
}

/// Whether two words name one owner: "Lumbasa" and "Lumbasan", where no list has them.
pub(super) fn same_owner(a: &str, b: &str) -> bool {
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let listed = |word: &str| lexicon().state(word).is_some();
    let derived = shared >= 4 && shared + 2 >= a_len.min(b_len) && a_len.abs_diff(b_len) <= 4;
    a == b || (derived && !listed(a) && !listed(b))
}

/// "Chadian foreign ministry" and "Chad’s foreign ministry" have the same words.
pub(super) fn canonical_words(description: &str) -> Vec<String> {
    let owner_first = role_of(description).and_then(|r| r.of.map(|of| format!("{of} {}", r.title)));
    let words = owner_first.unwrap_or_else(|| description.to_owned());
    words.split_whitespace().map(fold).collect()
}
