//! Works of which differing figures or days are told.

use super::{place, row_of};
use crate::record::leaf::Issued;
use crate::record::make::Entry;
use crate::record::rows::{Account, Difference, Discrepancy, Why, id};
use crate::record::works::Joined;
use std::collections::BTreeSet;

/// Figures of one work that differ: 121 and 131 pages.
pub(super) fn figures(entries: &[Entry], works: &Joined) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for (at, members) in works.members.iter().enumerate() {
        let mut figures: Vec<(usize, usize)> = members
            .iter()
            .flat_map(|(row, index)| {
                let counted = entries[*row].leaf.figures.iter().enumerate();
                counted
                    .filter(|(_, f)| f.work == Some(*index))
                    .map(|(i, _)| (*row, i))
            })
            .collect();
        figures.sort_unstable();
        let value = |f: &(usize, usize)| entries[f.0].leaf.figures[f.1].value;
        if figures.is_empty() || figures.iter().all(|f| value(f) == value(&figures[0])) {
            continue;
        }
        found.push(row_of(
            entries,
            &figures,
            Some(works.rows[at].id.clone()),
            "page",
            Difference::Conflict,
            "figures of one work",
        ));
    }
    found
}

/// Days of issue that differ.
pub(super) fn days_of_issue(entries: &[Entry], works: &Joined) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for (at, members) in works.members.iter().enumerate() {
        let told: Vec<(usize, &Issued)> = members
            .iter()
            .map(|(row, index)| (*row, &entries[*row].leaf.works[*index]))
            .filter(|(_, w)| w.issued_on.is_some())
            .collect();
        let days: BTreeSet<String> = told
            .iter()
            .filter_map(|(_, w)| w.issued_on.map(|d| d.to_string()))
            .collect();
        // A month and a day in it agree.
        let clash = days.iter().any(|a| {
            days.iter()
                .any(|b| a != b && !a.starts_with(b.as_str()) && !b.starts_with(a.as_str()))
        });
        if !clash {
            continue;
        }
        let holder = works.rows[at].id.clone();
        let accounts: Vec<Account> = told
            .iter()
            .map(|(row, w)| Account {
                value: w.issued_on.map(|d| d.to_string()).unwrap_or_default(),
                place: place(entries, *row, w.mentions[0]),
            })
            .collect();
        found.push(Discrepancy {
            id: id('x', &["date", &holder]),
            kind: "date".to_owned(),
            holder: Some(holder),
            measure: "issued on".to_owned(),
            figures: Vec::new(),
            statements: Vec::new(),
            why: vec![Why {
                rule: "days of issue of one work".to_owned(),
                places: accounts.iter().map(|a| a.place.clone()).collect(),
            }],
            judged: Difference::Conflict,
            accounts,
        });
    }
    found
}
