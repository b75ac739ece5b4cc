//! What is dated: drawn by who speaks or by side, and told in order.

use super::Room;
use super::chart::{Chart, LANES};
use super::page::{Frame, Leaf, Problem, leaf_path, page, part};
use super::told::{Entry, Line, Teller};
use crate::address::{Name, passage_href, title};
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use onrecord_core::record::{Bound, Event};
use serde::Deserialize;
use std::sync::Arc;

/// Which leaf, and how the drawing is divided.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    page: Option<usize>,
    #[serde(default)]
    by: String,
}

#[derive(Debug, Template)]
#[template(path = "room/timeline.html")]
struct Timeline {
    frame: Frame,
    chart: Chart,
    by_side: bool,
    leaf: Leaf,
    entries: Vec<Entry>,
}

/// The drawing and the list; `?by=side` divides by whom they speak for.
pub async fn timeline(room: State<Arc<Room>>, Query(wanted): Query<Wanted>) -> Response {
    page(room, move |room, case| {
        let by_side = wanted.by == "side";
        let path = if by_side {
            "/timeline?by=side"
        } else {
            "/timeline"
        };
        let number = wanted.page.unwrap_or(1);
        let counted = room.counted(case)?;
        let found = case.events_page(part(number))?;
        let mut told = Teller::new(room, case, &leaf_path(path, number));
        let entries = found.rows.into_iter().map(|row| event(&mut told, row));
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        Ok(Timeline {
            frame: Frame::new(room, case, "/timeline", "Timeline")?,
            chart: Chart::new(room, case, &counted.days, by_side, LANES)?,
            by_side,
            leaf: Leaf::new(path, number, entries.len(), found.total),
            entries,
        })
    })
    .await
}

fn event(told: &mut Teller<'_>, row: Event) -> Result<Entry, Problem> {
    let date = words::date(&row.date.to_string());
    let head = match row.bound {
        Some(Bound::Start) => format!("from {date}"),
        Some(Bound::End) => format!("until {date}"),
        None => date,
    };
    let line = Line {
        label: String::new(),
        name: Name {
            text: title(told.document(&row.document)?).to_owned(),
            href: Some(passage_href(&row.document, row.span)),
        },
        words: row.label,
    };
    Ok(Entry {
        head: Name::plain(head),
        lines: vec![line],
        why: String::new(),
        desk: told.desk(&row.id)?,
        id: row.id,
    })
}
