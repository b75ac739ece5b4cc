//! The first page: the case in numbers that lead on, and what wants a person's eye.

use super::Room;
use super::chart::Chart;
use super::page::{Frame, page};
use crate::address::Name;
use crate::words;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use onrecord_casefile::RowType;
use std::sync::Arc;

/// Speakers named on the first page.
const SPEAKERS: usize = 12;
/// Speakers drawn there.
const LANES: usize = 5;

#[derive(Debug, Template)]
#[template(path = "room/overview.html")]
struct Overview {
    frame: Frame,
    numbers: Vec<Number>,
    speakers: Vec<(Name, &'static str, usize)>,
    chart: Chart,
}

/// A number that leads to what it counts.
#[derive(Debug)]
struct Number {
    count: usize,
    of: &'static str,
    more: String,
    href: &'static str,
}

/// The first page.
pub async fn overview(room: State<Arc<Room>>) -> Response {
    page(room, |room, case| {
        let counted = room.counted(case)?;
        let record = &counted.record;
        let number = |count, of, href, more: String| Number {
            count,
            of,
            more,
            href,
        };
        let plain = |count, of, href| number(count, of, href, String::new());
        let independent = record.documents - record.copies;
        let numbers = vec![
            number(
                record.documents,
                "documents",
                "/documents",
                format!("{} independent of each other", words::number(independent)),
            ),
            plain(counted.statements, "statements", "/statements"),
            plain(counted.speakers.len(), "speakers", "/actors"),
            plain(
                record.of(RowType::Response),
                "answers",
                "/answers?show=answered",
            ),
            number(
                counted.unanswered.len(),
                "unanswered",
                "/answers?show=unanswered",
                "findings, allegations and demands".to_owned(),
            ),
            plain(counted.discrepancies, "discrepancies", "/discrepancies"),
            plain(
                record.of(RowType::Recommendation),
                "recommendations",
                "/recommendations",
            ),
            plain(record.of(RowType::Work), "works", "/works"),
            number(
                counted.unresolved,
                "unresolved speakers",
                "/statements?unresolved=1",
                "statements of which it is not known who speaks".to_owned(),
            ),
            plain(counted.judgements, "judgements", "/judgements"),
        ];
        let most = counted.speakers.iter().take(SPEAKERS);
        let actors = case.actors_of(most.clone().map(|(id, _)| id.as_str()))?;
        let speakers = actors.into_iter().zip(most).map(|(actor, (_, said))| {
            let name = Name {
                href: Some(format!("/actors/{}", actor.id)),
                text: actor.name,
            };
            (name, words::kind(actor.kind), *said)
        });
        Ok(Overview {
            frame: Frame::new(room, case, "/", "Overview")?,
            numbers,
            speakers: speakers.collect(),
            chart: Chart::new(room, case, &counted.days, false, LANES)?,
        })
    })
    .await
}
