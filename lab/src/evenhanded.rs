//! `lab eval evenhanded`: the same documents with two states, or the genders of
//! all persons, exchanged must give the same statements but for the exchange.
//!
//! A swap replaces whole words in the text. What is read from the swapped text
//! is compared with what is read from the given one, swapped afterwards:
//! source, cue, content, speaker, act and certainty of every statement.

use anyhow::{Context, Result};
use onrecord_core::attribution::{Attribution, Tagger, attributions_in};
use onrecord_core::statement::{Analysis, Body, given_name_of, statements};
use onrecord_core::text::paragraphs;
use onrecord_core::{Document, Span};
use regex::{Captures, Regex};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const STATES: &str = include_str!("../../crates/onrecord-core/data/states.tsv");

/// Words and what they are exchanged for.
pub struct Swap {
    /// For the table.
    pub name: String,
    words: HashMap<String, String>,
    pattern: Regex,
}

impl Swap {
    fn new(name: String, words: HashMap<String, String>) -> Result<Self> {
        let mut all: Vec<String> = words.keys().map(|w| regex::escape(w)).collect();
        all.sort_by_key(|w| std::cmp::Reverse(w.len()));
        Ok(Swap {
            name,
            words,
            pattern: Regex::new(&format!(r"\b(?:{})\b", all.join("|")))?,
        })
    }

    /// Exchanges two states: names for names, demonyms for demonyms, capitals for capitals. Each is a
    /// name in the list of states, or for others "Name,Demonym,Capital".
    pub fn states(pair: &str) -> Result<Self> {
        let (a, b) = pair.split_once('=').context("a swap is written A=B")?;
        let (a, b) = (forms(a)?, forms(b)?);
        let mut words = HashMap::new();
        for (from, to) in [(&a, &b), (&b, &a)] {
            for (from, to) in from.iter().zip(to.iter()) {
                for form in from {
                    words.insert(form.clone(), to[0].clone());
                }
            }
        }
        Swap::new(pair.to_owned(), words)
    }

    /// Exchanges the genders in `text`: pronouns, titles, and every given name for one of the other gender.
    fn genders(text: &str) -> Result<Self> {
        let pairs = [
            ("he", "she"),
            ("He", "She"),
            ("his", "her"),
            ("His", "Her"),
            ("himself", "herself"),
            ("Mr", "Ms"),
            ("spokesman", "spokeswoman"),
            ("chairman", "chairwoman"),
            ("man", "woman"),
            ("father", "mother"),
            ("husband", "wife"),
            ("son", "daughter"),
            ("brother", "sister"),
            ("boy", "girl"),
            ("him", "her"),
        ];
        let mut words: HashMap<String, String> = HashMap::new();
        for (male, female) in pairs {
            words.insert(male.to_owned(), female.to_owned());
            words
                .entry(female.to_owned())
                .or_insert_with(|| male.to_owned());
        }
        words.insert("Mrs".to_owned(), "Mr".to_owned());
        let two = Regex::new(r"\b(\p{Lu}\p{Ll}{2,}) (?:\p{Lu}\.? )?\p{Lu}\p{Ll}+")?;
        let others = [
            [
                "Anna", "Maria", "Julia", "Laura", "Emma", "Sarah", "Alice", "Clara",
            ],
            [
                "Peter", "Thomas", "Paul", "Martin", "Robert", "Simon", "Oscar", "Victor",
            ],
        ];
        let mut used = [0, 0];
        for found in two.captures_iter(text) {
            let first = found[1].to_owned();
            let other = match given_name_of(&first) {
                Some(Some(female)) => usize::from(female),
                _ => continue,
            };
            words.entry(first).or_insert_with(|| {
                used[other] += 1;
                others[other][used[other] % 8].to_owned()
            });
        }
        Swap::new("genders".to_owned(), words)
    }

    fn apply(&self, text: &str) -> String {
        let exchanged = |found: &Captures<'_>| self.words[&found[0]].clone();
        self.pattern.replace_all(text, exchanged).into_owned()
    }
}

/// Names, demonyms and capitals.
fn forms(state: &str) -> Result<[Vec<String>; 3]> {
    let list = |field: &str| -> Vec<String> {
        field
            .split(';')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    for line in STATES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [_, _, name, others, demonyms, capitals] = fields[..]
            && name == state
        {
            let mut names = vec![name.to_owned()];
            names.extend(list(others));
            return Ok([names, list(demonyms), list(capitals)]);
        }
    }
    let own: Vec<&str> = state.split(',').collect();
    let [name, demonym, capital] = own[..] else {
        anyhow::bail!("{state} is in no list of states; write Name,Demonym,Capital");
    };
    Ok([
        vec![name.to_owned()],
        vec![demonym.to_owned()],
        vec![capital.to_owned()],
    ])
}

/// Where bytes of a text come to stand by a swap.
struct Places(Vec<(Span, Span)>);

impl Places {
    fn of(swap: &Swap, text: &str) -> Self {
        let mut grown = 0;
        let moved = |found: regex::Match<'_>| {
            let start = found.start() as isize + grown;
            let length = swap.words[found.as_str()].len();
            grown += length as isize - found.len() as isize;
            let new = Span::new(start as usize, start as usize + length);
            (Span::new(found.start(), found.end()), new)
        };
        Places(swap.pattern.find_iter(text).map(moved).collect())
    }

    /// Inside an exchanged word there is no place: its end is taken.
    fn at(&self, at: usize) -> usize {
        let next = self.0.partition_point(|(old, _)| old.start < at);
        match next.checked_sub(1).map(|i| self.0[i]) {
            Some((old, new)) if at < old.end => new.end,
            Some((old, new)) => new.end + (at - old.end),
            None => at,
        }
    }

    fn attribution(&self, given: &Attribution) -> Attribution {
        let moved = |spans: &[Span]| {
            spans
                .iter()
                .map(|s| Span::new(self.at(s.start), self.at(s.end)))
                .collect()
        };
        Attribution {
            source: moved(&given.source),
            cue: moved(&given.cue),
            content: moved(&given.content),
            ..given.clone()
        }
    }
}

/// How many statements are equal, and what is not.
#[derive(Debug, Default)]
pub struct Outcome {
    pub equal: usize,
    /// Equal where the attributions are those of the given text: this stage alone.
    pub equal_here: usize,
    pub of: usize,
    /// Documents that the swap changes.
    pub documents: usize,
    pub differences: Vec<String>,
}

/// Reads every document under `folder` with and without `swap` (none: of genders).
pub fn compare(folder: &Path, swap: Option<&Swap>, tagger: &dyn Tagger) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for source in onrecord::build::sources(&[folder.to_owned()])? {
        let Ok(bytes) = std::fs::read(&source.path) else {
            continue;
        };
        for part in onrecord_ingest::split(&bytes) {
            if let Ok(document) = onrecord_ingest::read(&part.bytes) {
                compare_document(&source.name, &document, swap, tagger, &mut outcome)?;
            }
        }
    }
    Ok(outcome)
}

fn compare_document(
    path: &str,
    document: &Document,
    swap: Option<&Swap>,
    tagger: &dyn Tagger,
    outcome: &mut Outcome,
) -> Result<()> {
    let of_genders;
    let swap = match swap {
        Some(swap) => swap,
        None => {
            of_genders = Swap::genders(&document.text)?;
            &of_genders
        }
    };
    if !swap.pattern.is_match(&document.text) {
        return Ok(());
    }
    outcome.documents += 1;
    // The body alone, so that both texts have the same paragraphs.
    let body = document.body();
    let body: Vec<&str> = body.iter().map(|span| span.of(&document.text)).collect();
    let given = body.join("\n");
    let swapped = swap.apply(&given);
    let mut expected: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let found = attributions_in(tagger, &given, &paragraphs(&given));
    let places = Places::of(swap, &given);
    let moved = found.iter().map(|a| places.attribution(a)).collect();
    let before: Vec<Vec<String>> = rows(&given, &made(&given, found))
        .iter()
        .map(|row| row.iter().map(|field| swap.apply(field)).collect())
        .collect();
    let here = rows(&swapped, &made(&swapped, moved));
    outcome.equal_here += before
        .iter()
        .zip(&here)
        .filter(|(a, b)| a[3..] == b[3..])
        .count();
    for row in before {
        *expected.entry(row).or_default() += 1;
        outcome.of += 1;
    }
    for row in rows(
        &swapped,
        &made(
            &swapped,
            attributions_in(tagger, &swapped, &paragraphs(&swapped)),
        ),
    ) {
        match expected.get_mut(&row).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                outcome.equal += 1;
            }
            None => outcome
                .differences
                .push(format!("{path}: only after: {}", row.join(" | "))),
        }
    }
    for (row, left) in expected {
        for _ in 0..left {
            outcome
                .differences
                .push(format!("{path}: only before: {}", row.join(" | ")));
        }
    }
    Ok(())
}

fn made(text: &str, found: Vec<Attribution>) -> Analysis {
    let body = Body {
        text,
        paragraphs: &paragraphs(text),
        published: None,
    };
    statements(body, found)
}

/// What must be the same of each statement.
fn rows(text: &str, analysis: &Analysis) -> Vec<Vec<String>> {
    let words = |spans: &[Span]| {
        spans
            .iter()
            .map(|s| s.of(text))
            .collect::<Vec<_>>()
            .join(" … ")
    };
    let row = |s: &onrecord_core::statement::Statement| {
        let speaker = s
            .speaker
            .map_or("unknown", |i| analysis.actors[i].name.as_str());
        vec![
            words(&s.attribution.source),
            words(&s.attribution.cue),
            words(&s.attribution.content),
            speaker.to_owned(),
            s.act.map_or("", |a| a.as_str()).to_owned(),
            s.certainty.as_str().to_owned(),
        ]
    };
    analysis.statements.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_exchanged_whole_and_places_follow() -> Result<()> {
        let swap = Swap::states("China=Brazil")?;
        let text = "Beijing and the Chinese said China-made, Brazilian; Chinatown.";
        let swapped = swap.apply(text);
        assert_eq!(
            swapped,
            "Brasilia and the Brazilian said Brazil-made, Chinese; Chinatown."
                .replace("Brasilia", &swap.words["Beijing"])
        );
        let places = Places::of(&swap, text);
        let at = text.find("said").unwrap_or(0);
        assert!(swapped[places.at(at)..].starts_with("said"));
        Ok(())
    }

    /// Evidence rule 6: the record is the same with the names swapped.
    #[test]
    fn issue_4_states_are_treated_alike_in_the_example() -> Result<()> {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/marram-strait/documents");
        let swap = Swap::states("Torvassa,Torvassan,Kelsavar=Quillara,Quillaran,Estholm")?;
        let outcome = compare(&folder, Some(&swap), onrecord_model::default_tagger())?;
        assert_eq!(outcome.equal_here, outcome.of);
        assert!(
            outcome.equal * 100 >= outcome.of * 98,
            "{} of {}",
            outcome.equal,
            outcome.of
        );
        Ok(())
    }
}
