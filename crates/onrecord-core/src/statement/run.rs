//! Where a name begins and ends in a text: runs of capitalised words and what ties them.

use super::lexicon::{StateWord, lexicon};
use super::phrase::is_person_noun;
use crate::text::opener::is_opener;
use crate::text::{Token, TokenKind, tokens};

/// Particles inside names of persons.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "do", "dos", "du", "del", "della", "der", "den", "van", "von", "ter", "ten",
    "la", "le", "al", "el", "bin", "ibn", "bint", "y", "e", "af", "zu",
];

/// Seats of international organizations that are no capitals.
const SEATS: &[&str] = &[
    "New York",
    "Geneva",
    "Strasbourg",
    "Bonn",
    "Montreal",
    "Lyon",
    "Arusha",
];

/// Fields of government, of which a post is ("minister of Health") and a body has one or two ("Food and
/// Drug Administration").
const FIELDS: &str = "Agriculture Atmospheric Border Business Childhood Commerce Consumer Culture Customs \
    Defence Defense Development Drug Drugs Education Energy Engineering Environment \
    Equality Exchange Families Finance Fisheries Food Forestry Gas Health Housing Human \
    Immigration Industry Information Innovation Insurance Interior Justice Labor Labour \
    Law Maritime Markets Medical Medicines Mining Oceanic Oil Order Planning Ports Rail \
    Refugee Research Revenue Rights Road Safety Science Securities Security Social \
    Sports Standards Tax Technology Tourism Trade Transport Transportation Treasury \
    Urban Water Welfare Women Work Youth";

fn is_field(word: &str) -> bool {
    FIELDS.split(' ').any(|field| field == word)
}

/// The runs of tokens of `text` that are names, in order.
pub(super) fn runs(text: &str) -> Vec<Vec<Token>> {
    let all = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match run_end(text, &all, at) {
            Some(last) => {
                let first = at + portfolio(text, &all, at, last);
                let parts = split_states(text, &all[first..=last]);
                out.extend(parts.into_iter().map(<[Token]>::to_vec));
                at = last + 1;
            }
            None => at += 1,
        }
    }
    out
}

/// How many tokens of the run from `first` to `last` belong to the office before it: "Secretary of | State Ana Roe".
fn portfolio(text: &str, all: &[Token], first: usize, last: usize) -> usize {
    let word = |at: usize| all[at].span.of(text);
    let behind_office = first >= 2
        && word(first - 1) == "of"
        && (lexicon().title(word(first - 2)).is_some() || is_person_noun(word(first - 2)));
    let field = word(first) == "State" || is_field(word(first));
    usize::from(behind_office && field && last >= first + 2)
}

/// If a name begins at token `first`, its last token.
fn run_end(text: &str, all: &[Token], first: usize) -> Option<usize> {
    if !begins_name(text, all, first) {
        return None;
    }
    let mut last = first;
    while let Some(next) = next_part(text, all, first, last) {
        last = next;
    }
    Some(last)
}

fn begins_name(text: &str, all: &[Token], at: usize) -> bool {
    let word = all[at].span.of(text);
    let next_is_name = all.get(at + 1).is_some_and(|t| capitalised(text, t));
    capitalised(text, &all[at])
        && !is_opener(word)
        && !(word.chars().count() == 1 && !next_is_name && !joined_by_apostrophe(text, all, at))
}

fn capitalised(text: &str, token: &Token) -> bool {
    token.kind == TokenKind::Word && token.span.of(text).starts_with(char::is_uppercase)
}

/// "O’Brien", "N'Djamena": a short word, an apostrophe and a capital without white space between.
fn joined_by_apostrophe(text: &str, all: &[Token], at: usize) -> bool {
    let touching = |a: usize, b: usize| all[a].span.end == all[b].span.start;
    at + 2 < all.len()
        && all[at].span.len() <= 2
        && matches!(all[at + 1].span.of(text), "'" | "’")
        && touching(at, at + 1)
        && touching(at + 1, at + 2)
        && capitalised(text, &all[at + 2])
}

/// The token that goes on with the name that runs from `first` to `last` so far.
fn next_part(text: &str, all: &[Token], first: usize, last: usize) -> Option<usize> {
    if joined_by_apostrophe(text, all, last) {
        return Some(last + 2);
    }
    let word = |at: usize| all.get(at).map_or("", |t| t.span.of(text));
    let upper = |at: usize| all.get(at).is_some_and(|t| capitalised(text, t));
    // "Ms. Lund", but "the Special Rapporteur. It …" ends a sentence.
    let shortened = word(last).len() <= 4 && lexicon().title(word(last)).is_some();
    if word(last + 1) == "." && shortened && upper(last + 2) && !is_opener(word(last + 2)) {
        return Some(last + 2);
    }
    if upper(last + 1) && !ends_sentence(text, all, last) {
        return Some(last + 1);
    }
    // "van der Meer": up to three particles, then a capital.
    let particles = (1..=3)
        .take_while(|i| PARTICLES.contains(&word(last + i)))
        .count();
    if particles > 0 && upper(last + particles + 1) {
        return Some(last + particles + 1);
    }
    // "Information Commissioner’s Office", but "Chad’s Ministry" is the ministry of a state.
    let possessive = matches!(word(last + 1), "'" | "’") && word(last + 2) == "s";
    if possessive && upper(last + 3) && lexicon().names_organization(word(last + 3)) {
        let owner = all[first].span.cover(all[last].span).of(text);
        let saint = ["St", "Saint"].contains(&word(first)) || owner.starts_with("St ");
        let office = (saint || is_person_noun(word(last))) && lexicon().state(owner).is_none();
        return office.then_some(last + 3);
    }
    let organization = all[first..=last]
        .iter()
        .any(|t| lexicon().names_organization(t.span.of(text)));
    if organization {
        let linked = ["of", "for", "on", "to", "&"].contains(&word(last + 1));
        let and =
            word(last + 1) == "and" && all[first..=last].iter().any(|t| t.span.of(text) == "of");
        // "Department of Health and Human Services", but "the Ministry and Ana Reyes" are two.
        if (linked || and) && upper(last + 2) && !word(last + 2).is_empty() {
            return Some(last + 2).filter(|_| {
                word(last + 1) == "of" || word(last + 1) == "&" || and || word(last + 1) == "for"
            });
        }
        if word(last + 1) == "of" && word(last + 2) == "the" && upper(last + 3) {
            return Some(last + 3);
        }
    }
    // "Food and Drug Administration": two fields of one body.
    let fields = is_field(word(last)) && is_field(word(last + 2));
    let body = (last + 3..last + 5).any(|at| upper(at) && lexicon().names_organization(word(at)));
    (word(last + 1) == "and" && fields && body).then_some(last + 2)
}

/// Whether a full stop that ends a sentence stands in token `at` or after it.
fn ends_sentence(text: &str, all: &[Token], at: usize) -> bool {
    let between = &text[all[at].span.end..all[at + 1].span.start];
    between.contains('\n')
}

/// "New York Zhang Jun": a place at the head of a run is a name of its own
/// if at least two words follow it.
fn split_states<'a>(text: &str, run: &'a [Token]) -> Vec<&'a [Token]> {
    for head in (1..run.len().saturating_sub(1)).rev() {
        let words = run[0].span.cover(run[head - 1].span).of(text);
        let capital = matches!(lexicon().state(words), Some((_, StateWord::Capital)));
        if capital || SEATS.contains(&words) {
            let rest = &run[head..];
            let organization = rest
                .iter()
                .any(|t| lexicon().names_organization(t.span.of(text)));
            if !organization {
                return vec![&run[..head], rest];
            }
        }
    }
    vec![run]
}
