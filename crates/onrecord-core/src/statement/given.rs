//! Given names, as evidence that a name is a person's and of the person's gender.

use super::lexicon::Gender;
use super::register::fold;
use std::sync::LazyLock;

/// Name and gender, sorted by name; see data/given-names.py for where they come from.
static NAMES: LazyLock<Vec<(&'static str, Option<Gender>)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/given-names.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, of)| {
            let gender = match of {
                "f" => Some(Gender::Female),
                "m" => Some(Gender::Male),
                _ => None,
            };
            (name, gender)
        })
        .collect()
});

/// Whether `word` is given to persons, and the gender of those who bear it; none if both do.
pub fn given_name(word: &str) -> Option<Option<Gender>> {
    let find = |word: &str| {
        let at = NAMES.binary_search_by(|(name, _)| (*name).cmp(word)).ok()?;
        Some(NAMES[at].1)
    };
    let folded = fold(word);
    // "Jean-Luc" goes by its first part.
    find(&folded).or_else(|| find(folded.split('-').next().filter(|p| p.len() > 1)?))
}

/// Short forms of English given names, each with the names it is short for, sorted.
static SHORT: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/short-names.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// Whether `short` is a short form of `long` ("Ted", "Edward"); both folded.
pub fn is_short_for(short: &str, long: &str) -> bool {
    let at = SHORT.binary_search_by(|(name, _)| (*name).cmp(short));
    at.is_ok_and(|at| SHORT[at].1.split(' ').any(|name| name == long))
}

/// Whether `word` is a given name, and whether its bearers are women; none if they are of both genders.
pub fn given_name_of(word: &str) -> Option<Option<bool>> {
    given_name(word).map(|gender| gender.map(|g| g == Gender::Female))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_persons_and_mostly_genders() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        assert!(SHORT.is_sorted_by_key(|(name, _)| *name));
        assert!(is_short_for("ted", "edward") && !is_short_for("edward", "ted"));
        assert_eq!(given_name("Melanie"), Some(Some(Gender::Female)));
        assert_eq!(given_name("Antônio"), Some(Some(Gender::Male)));
        assert_eq!(given_name("Ministry"), None);
    }
}
