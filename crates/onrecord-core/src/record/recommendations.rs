//! What was asked of whom, by whom, and what they say to it.

use super::leaf::{Asked, Position, Stance};
use super::make::{Entry, Who};
use super::rows::{Place, Recommendation, Response, Utterance, id};
use super::works;
use crate::statement::Act;
use std::collections::{BTreeMap, HashMap};

/// The recommendations of the case, sorted by id: statements that recommend or
/// urge, and the numbered ones of reports with the position the state takes.
pub(crate) fn join(
    entries: &[Entry],
    who: &Who,
    works: &works::Joined,
    responses: &[Response],
    utterances: &[Utterance],
) -> Vec<Recommendation> {
    let mut answers: HashMap<&str, Vec<String>> = HashMap::new();
    for response in responses {
        answers
            .entry(&response.to)
            .or_default()
            .push(response.from.clone());
    }
    let told: HashMap<&str, &Utterance> = utterances
        .iter()
        .flat_map(|u| u.statements.iter().map(move |s| (s.as_str(), u)))
        .collect();
    let mut rows = Vec::new();
    for (row, entry) in entries.iter().enumerate() {
        for (at, said) in entry.leaf.statements.iter().enumerate() {
            let asks = matches!(said.act, Act::Recommend | Act::Urge);
            if !asks || said.content.is_empty() || asks_the_reporter(&said.words) {
                continue;
            }
            let statement = entry.statements[at].clone();
            let mut given: Vec<String> =
                answers.get(statement.as_str()).cloned().unwrap_or_default();
            given.sort();
            let also = told.get(statement.as_str()).map(|u| {
                u.statements
                    .iter()
                    .filter(|s| **s != statement)
                    .cloned()
                    .collect()
            });
            rows.push(Recommendation {
                id: id('n', &["recommendation", &statement]),
                addressee: who.ids_of(row, &said.addressee),
                action: said.content.clone(),
                answers: given,
                document: entry.document.clone(),
                number: None,
                by: said
                    .speaker
                    .and_then(|s| who.id(row, s))
                    .into_iter()
                    .collect(),
                position: None,
                position_at: None,
                work: said.work.map(|w| works.rows[works.of(row, w)].id.clone()),
                also: also.unwrap_or_default(),
                statement: Some(statement),
            });
        }
    }
    let positions = Positions::new(entries);
    for (row, entry) in entries.iter().enumerate() {
        let asked = entry.leaf.asked.iter();
        rows.extend(asked.map(|asked| listed(entries, who, row, asked, &positions)));
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// "Asked not to be named": a condition put to who writes, of nobody's concern else.
fn asks_the_reporter(words: &str) -> bool {
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "not to be named",
        "not to be identified",
        "not to be quoted",
        "to remain anonymous",
    ]
    .iter()
    .any(|start| words.starts_with(start))
}

fn listed(
    entries: &[Entry],
    who: &Who,
    row: usize,
    asked: &Asked,
    positions: &Positions<'_>,
) -> Recommendation {
    let entry = &entries[row];
    let elsewhere = positions.of(row, entry, &asked.number);
    let own = asked.position.filter(|p| *p != Stance::Pending);
    let (position, position_at) = match (own, elsewhere) {
        (Some(own), _) => (
            Some(own),
            asked.position_at.map(|span| Place {
                document: entry.document.clone(),
                span,
            }),
        ),
        (None, Some((at, found))) => (
            Some(found.stance),
            Some(Place {
                document: entries[at].document.clone(),
                span: found.span,
            }),
        ),
        (None, None) => (
            asked.position,
            asked.position_at.map(|span| Place {
                document: entry.document.clone(),
                span,
            }),
        ),
    };
    let addressee = asked.of.and_then(|a| who.id(row, a));
    let by_answer = elsewhere.and_then(|(at, found)| who.id(at, found.by?));
    Recommendation {
        id: id('n', &["recommendation", &entry.document, &asked.number]),
        statement: None,
        addressee: addressee.or(by_answer).into_iter().collect(),
        action: asked.action.clone(),
        answers: Vec::new(),
        document: entry.document.clone(),
        number: Some(asked.number.clone()),
        by: who.ids_of(row, &asked.by),
        position,
        position_at,
        work: None,
        also: Vec::new(),
    }
}

/// Positions by the report they answer.
struct Positions<'e> {
    by_report: BTreeMap<&'e str, Vec<(usize, &'e Position)>>,
    own: Vec<Vec<&'e Position>>,
}

impl<'e> Positions<'e> {
    fn new(entries: &'e [Entry]) -> Self {
        let mut by_report: BTreeMap<&str, Vec<(usize, &Position)>> = BTreeMap::new();
        for (row, entry) in entries.iter().enumerate() {
            for position in &entry.leaf.positions {
                if let Some(report) = &position.report {
                    by_report.entry(report).or_default().push((row, position));
                }
            }
        }
        let own = entries
            .iter()
            .map(|e| {
                e.leaf
                    .positions
                    .iter()
                    .filter(|p| p.report.is_none())
                    .collect()
            })
            .collect();
        Positions { by_report, own }
    }

    /// The position on recommendation `number` of the report that document `row` is.
    ///
    /// One list may say two things of a number ("notes" in general, "accepts" in particular):
    /// the last addendum has the last word, and within it the narrowest list.
    fn of(&self, row: usize, entry: &Entry, number: &str) -> Option<(usize, &'e Position)> {
        let wanted = split(number)?;
        let covers = |p: &Position| {
            p.numbers
                .iter()
                .any(|(from, to)| within(wanted, *from, *to))
        };
        let symbol = entry.leaf.symbol.as_deref();
        let added = symbol
            .and_then(|s| self.by_report.get(s))
            .into_iter()
            .flatten()
            .copied();
        let own = self.own[row].iter().map(|p| (row, *p));
        let mut fits: Vec<(usize, &Position)> =
            added.chain(own).filter(|(_, p)| covers(p)).collect();
        fits.sort_by_key(|(_, p)| p.numbers.len());
        fits.first().copied()
    }
}

fn split(number: &str) -> Option<(u32, u32)> {
    let (paragraph, item) = number.split_once('.')?;
    Some((paragraph.parse().ok()?, item.parse().ok()?))
}

/// Whether `number` is in the range; a range without a paragraph is of any.
fn within(number: (u32, u32), from: (u32, u32), to: (u32, u32)) -> bool {
    let paragraph = from.0 == 0 || from.0 == number.0;
    paragraph && from.1 <= number.1 && number.1 <= to.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anonymity_is_asked_of_the_reporter() {
        assert!(asks_the_reporter("not to be named"));
        assert!(!asks_the_reporter("not to name them in public"));
    }

    #[test]
    fn ranges_with_and_without_the_paragraph() {
        assert!(within((115, 3), (0, 1), (0, 5)));
        assert!(within((115, 3), (115, 1), (115, 5)));
        assert!(!within((116, 3), (115, 1), (115, 5)));
        assert!(!within((115, 6), (0, 1), (0, 5)));
    }
}
