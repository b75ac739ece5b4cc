//! What is dated, as a timeline.

use super::make::Entry;
use super::rows::{Event, id};
use super::works;

/// The events of the case, sorted by id: every dated sentence, and every work with its day.
pub(crate) fn join(entries: &[Entry], works: &works::Joined) -> Vec<Event> {
    let mut rows: Vec<Event> = Vec::new();
    for entry in entries {
        for time in &entry.leaf.times {
            let at = format!("{} {}", time.at.start, time.at.end);
            rows.push(Event {
                id: id('e', &["event", &entry.document, &at]),
                date: time.date,
                precision: time.date.precision().to_owned(),
                document: entry.document.clone(),
                span: time.span,
                label: time.label.clone(),
                statement: time.statement.map(|s| entry.statements[s].clone()),
                work: None,
                bound: time.bound,
            });
        }
    }
    for work in &works.rows {
        let (Some(date), Some(place)) = (work.issued_on, work.mentions.first()) else {
            continue;
        };
        rows.push(Event {
            id: id('e', &["event", &work.id]),
            date,
            precision: date.precision().to_owned(),
            document: place.document.clone(),
            span: place.span,
            label: work.title.clone().unwrap_or_else(|| work.kind.clone()),
            statement: None,
            work: Some(work.id.clone()),
            bound: None,
        });
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}
