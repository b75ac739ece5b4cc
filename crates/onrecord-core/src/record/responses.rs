//! Which statement answers which, in one document and across documents.
//!
//! What a document itself makes plain was read with its leaf. Across
//! documents a work carries the link: who answers a report in one paper
//! answers what another paper says it found.

use super::copies::rounded;
use super::leaf::{Answer, Target};
use super::make::{Entry, Who};
use super::rows::{Place, Response, Why, id};
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
            for (to, rule) in targets(entries, who, works, row, answer) {
                add(response(entry, answer, to, rule));
            }
        }
    }
    let mut rows: Vec<Response> = found.into_values().collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// The ids of what is answered, with the rule where it is not the document's own.
fn targets(
    entries: &[Entry],
    who: &Who,
    works: &works::Joined,
    row: usize,
    answer: &Answer,
) -> Vec<(String, Option<&'static str>)> {
    match answer.to {
        Target::Statement(at) => vec![(entries[row].statements[at].clone(), None)],
        Target::Actor(at) => who.id(row, at).map(|id| (id, None)).into_iter().collect(),
        Target::Work(at) => vec![(works.rows[works.of(row, at)].id.clone(), None)],
    }
}

fn response(entry: &Entry, answer: &Answer, to: String, rule: Option<&'static str>) -> Response {
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
            rule: rule.unwrap_or(&answer.why).to_owned(),
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
