//! One name in two spellings, one quotation in two wordings.

use super::place;
use crate::record::actors::SPELLING;
use crate::record::make::Entry;
use crate::record::rows::{Account, Actor, Difference, Discrepancy, Place, Utterance, Why, id};
use crate::record::words::{common_ends, is_small, words};
use std::collections::HashMap;

/// One person's name in two spellings.
pub(super) fn names(entries: &[Entry], actors: &[Actor]) -> Vec<Discrepancy> {
    let row: HashMap<&str, &Entry> = entries.iter().map(|e| (e.document.as_str(), e)).collect();
    let mut found = Vec::new();
    for actor in actors {
        let Some(why) = actor.why.iter().find(|w| w.rule == SPELLING) else {
            continue;
        };
        let accounts: Vec<Account> = actor
            .members
            .iter()
            .filter_map(|(document, index)| {
                let named = row.get(document.as_str())?.leaf.actors.get(*index)?;
                let full = named.name.contains(' ');
                full.then(|| Account {
                    value: named.name.clone(),
                    place: Place {
                        document: document.clone(),
                        span: named.at,
                    },
                })
            })
            .collect();
        found.push(Discrepancy {
            id: id('x', &["name", &actor.id]),
            kind: "name".to_owned(),
            holder: Some(actor.id.clone()),
            measure: "name".to_owned(),
            figures: Vec::new(),
            statements: Vec::new(),
            why: vec![why.clone()],
            judged: Difference::Conflict,
            accounts,
        });
    }
    found
}

/// One utterance quoted in two wordings.
pub(super) fn quotations(entries: &[Entry], utterances: &[Utterance]) -> Vec<Discrepancy> {
    let mut at: HashMap<&str, (usize, usize)> = HashMap::new();
    for (row, entry) in entries.iter().enumerate() {
        for (i, statement) in entry.statements.iter().enumerate() {
            at.insert(statement, (row, i));
        }
    }
    let mut found = Vec::new();
    for utterance in utterances {
        let quoted: Vec<(&String, (usize, usize), &String)> = utterance
            .statements
            .iter()
            .filter_map(|s| Some((s, *at.get(s.as_str())?)))
            .flat_map(|(s, (row, i))| {
                entries[row].leaf.statements[i]
                    .quoted
                    .iter()
                    .map(move |q| (s, (row, i), q))
            })
            .collect();
        let differing = quoted.iter().enumerate().find_map(|(n, a)| {
            let other = quoted[n + 1..]
                .iter()
                .find(|b| a.1.0 != b.1.0 && other_word(a.2, b.2))?;
            Some((a, other))
        });
        let Some((a, b)) = differing else { continue };
        let account = |one: &(&String, (usize, usize), &String)| Account {
            value: one.2.clone(),
            place: place(
                entries,
                one.1.0,
                entries[one.1.0].leaf.statements[one.1.1].content[0],
            ),
        };
        let mut accounts = vec![account(a), account(b)];
        accounts.sort_by(|a, b| a.place.cmp(&b.place));
        let mut statements = vec![a.0.clone(), b.0.clone()];
        statements.sort();
        found.push(Discrepancy {
            id: id('x', &["wording", &statements[0], &statements[1]]),
            kind: "wording".to_owned(),
            holder: Some(utterance.id.clone()),
            measure: "words in quotation marks".to_owned(),
            figures: Vec::new(),
            why: vec![Why {
                rule: "one utterance, quoted with another word in the same place".to_owned(),
                places: accounts.iter().map(|a| a.place.clone()).collect(),
            }],
            statements,
            judged: Difference::Conflict,
            accounts,
        });
    }
    found
}

/// Whether two quotations are the same but for one or two words that carry
/// meaning: between the same words, or at the end behind three of the same.
fn other_word(a: &str, b: &str) -> bool {
    // What is left out or put in by the writer is no difference of what was said.
    if [a, b]
        .iter()
        .any(|q| q.contains(['[', '(', '…', '*']) || q.contains("..."))
    {
        return false;
    }
    let (a, b): (Vec<String>, Vec<String>) = (words(a).collect(), words(b).collect());
    let (front, back) = common_ends(&a, &b);
    let (x, y) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    let framed = (front >= 2 && back >= 2) || (front >= 3 && back == 0);
    let means = |part: &[String]| part.iter().any(|w| !is_small(w));
    framed && !x.is_empty() && !y.is_empty() && x.len() <= 2 && y.len() <= 2 && means(x) && means(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_word_in_the_same_place() {
        assert!(other_word(
            "considerable work and revision",
            "considerable work and review"
        ));
        assert!(!other_word(
            "considerable work",
            "considerable work and review"
        ));
        assert!(!other_word(
            "they may amount to […] a crime",
            "they may amount to quite a crime"
        ));
    }
}
