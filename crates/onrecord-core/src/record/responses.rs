//! Which statement answers which, in one document and across documents.
//!
//! What a document itself makes plain was read with its leaf. Across
//! documents a work carries the link: who answers a report in one paper
//! answers what another paper says it found.

use super::leaf::{Answer, Target};
use super::make::{Entry, Who};
use super::rows::{Place, Response, Why, id, rounded};
use super::works;
use crate::statement::{Act, Certainty};
use std::collections::BTreeMap;

/// The responses of the case, sorted by id.
pub(crate) fn join(entries: &[Entry], who: &Who, works: &works::Joined) -> Vec<Response> {
    let mut found: BTreeMap<(String, String), Response> = BTreeMap::new();
    let mut add = |response: Response| {
        found
            .entry((response.from.clone(), response.to.clone()))
            .or_insert(response);
    };
    for (row, entry) in entries.iter().enumerate() {
        for answer in &entry.leaf.answers {
            if let Some(to) = target(entries, who, works, row, answer) {
                add(response(entry, answer, to));
            }
        }
    }
    let mut rows: Vec<Response> = found.into_values().collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// The id of what is answered.
fn target(
    entries: &[Entry],
    who: &Who,
    works: &works::Joined,
    row: usize,
    answer: &Answer,
) -> Option<String> {
    match answer.to {
        Target::Statement(at) => Some(entries[row].statements[at].clone()),
        Target::Actor(at) => who.id(row, at),
        Target::Work(at) => Some(works.rows[works.of(row, at)].id.clone()),
    }
}

fn response(entry: &Entry, answer: &Answer, to: String) -> Response {
    let from = entry.statements[answer.from].clone();
    let place = Place {
        document: entry.document.clone(),
        span: answer.span,
    };
    Response {
        id: id('r', &["response", &from, &to]),
        from,
        to,
        relation: answer.relation,
        score: rounded(answer.score),
        why: vec![Why {
            rule: answer.why.clone(),
            places: vec![place],
        }],
    }
}

/// The states that `content` names, each once: to whom it is put where no addressee is told.
pub fn states_named_in(content: &str) -> Vec<&'static str> {
    let all = crate::text::tokens(content);
    let mut found: Vec<&'static str> = Vec::new();
    for (i, token) in all.iter().enumerate() {
        let longest = (1..=3.min(all.len() - i)).rev().find_map(|n| {
            let words = token.span.cover(all[i + n - 1].span).of(content);
            crate::statement::state_named(words).filter(|_| words.starts_with(char::is_uppercase))
        });
        found.extend(longest.filter(|state| !found.contains(state)));
    }
    found
}

/// Whether a statement puts something to somebody that can be answered: a finding, an allegation, a demand.
pub fn wants_an_answer(act: Act, certainty: Certainty) -> bool {
    matches!(
        act,
        Act::Find | Act::Allege | Act::Concern | Act::Urge | Act::Recommend | Act::Ask
    ) && certainty != Certainty::Negated
}
