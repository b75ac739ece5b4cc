//! Where accounts of the same thing differ.
//!
//! Figures of one work or one quantity, days of issue, the spelling of a name
//! and the wording of a quotation. Comparators count: "at least 50" agrees
//! with 58. Every difference is judged; only conflicts and updates are
//! discrepancies. Counts of who stands behind a statement never are.

mod judge;
mod quantities;
mod wordings;
mod works;

pub(crate) use judge::nearly;

use super::Actor;
use super::make::Entry;
use super::rows::{Account, Difference, Discrepancy, Place, Utterance, Why, id};
use crate::statement::Comparator;

/// The differences of the case, sorted by id.
pub(crate) fn join(
    entries: &[Entry],
    works: &super::works::Joined,
    utterances: &[Utterance],
    actors: &[Actor],
    sources: &[usize],
) -> Vec<Discrepancy> {
    let mut rows = works::figures(entries, works);
    rows.extend(works::days_of_issue(entries, works));
    rows.extend(quantities::join(entries, sources));
    rows.extend(wordings::names(entries, actors));
    rows.extend(wordings::quotations(entries, utterances));
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows.dedup_by(|a, b| a.id == b.id);
    rows
}

fn place(entries: &[Entry], row: usize, span: crate::span::CharSpan) -> Place {
    Place {
        document: entries[row].document.clone(),
        span,
    }
}

fn row_of(
    entries: &[Entry],
    figures: &[(usize, usize)],
    holder: Option<String>,
    measure: &str,
    judged: Difference,
    rule: &str,
) -> Discrepancy {
    let mut ids: Vec<String> = figures
        .iter()
        .map(|(row, i)| entries[*row].figures[*i].clone())
        .collect();
    ids.sort();
    let mut statements: Vec<String> = figures
        .iter()
        .filter_map(|(row, i)| {
            Some(entries[*row].statements[entries[*row].leaf.figures[*i].statement?].clone())
        })
        .collect();
    statements.sort();
    statements.dedup();
    let mut accounts: Vec<Account> = figures
        .iter()
        .map(|(row, i)| {
            let figure = &entries[*row].leaf.figures[*i];
            let sign = match figure.comparator {
                Comparator::Equal => String::new(),
                other => format!("{} ", other.as_str()),
            };
            Account {
                value: format!("{sign}{}", figure.value),
                place: place(entries, *row, figure.span),
            }
        })
        .collect();
    accounts.sort_by(|a, b| a.place.cmp(&b.place));
    let parts: Vec<&str> = std::iter::once(judged.as_str())
        .chain(ids.iter().map(String::as_str))
        .collect();
    Discrepancy {
        id: id('x', &parts),
        kind: "figure".to_owned(),
        holder,
        measure: measure.to_owned(),
        why: vec![Why {
            rule: rule.to_owned(),
            places: accounts.iter().map(|a| a.place.clone()).collect(),
        }],
        figures: ids,
        statements,
        judged,
        accounts,
    }
}
