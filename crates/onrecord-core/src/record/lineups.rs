//! Line-ups: rows of what each document tells of them.

use super::make::{Entry, Who};
use super::rows::{Lineup, id};
use super::works;

/// The line-ups of the case, sorted by id. Each telling is a row: that 43 stand
/// behind one statement and 62 behind another is no discrepancy.
pub(crate) fn join(entries: &[Entry], who: &Who, works: &works::Joined) -> Vec<Lineup> {
    let mut rows: Vec<Lineup> = Vec::new();
    for (row, entry) in entries.iter().enumerate() {
        for l in &entry.leaf.lineups {
            let span = format!(
                "{} {} {}",
                l.span.start,
                l.span.end,
                l.vote.as_deref().unwrap_or("")
            );
            rows.push(Lineup {
                id: id('l', &["lineup", &entry.document, &span]),
                statement: l.statement.map(|s| entry.statements[s].clone()),
                count: l.count,
                comparator: l.comparator.as_str().to_owned(),
                members: who.ids_of(row, &l.members),
                led_by: l.led_by.and_then(|a| who.id(row, a)),
                stance: l.stance,
                towards: l.towards.and_then(|a| who.id(row, a)),
                per: l.per.and_then(|a| who.id(row, a)),
                document: entry.document.clone(),
                span: l.span,
                noun: l.noun.clone(),
                vote: l.vote.clone(),
                work: l.work.map(|w| works.rows[works.of(row, w)].id.clone()),
            });
        }
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}
