//! Statements by the day their document was published, and events by theirs, as drawings without script.

use super::Room;
use crate::address::Name;
use crate::words;
use onrecord_casefile::{CaseFile, Result, StatementFilter};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Width of a drawing, in its own units.
pub const WIDTH: f64 = 720.0;
/// Heights of the first drawing and of those under it.
const TALL: f64 = 72.0;
const LOW: f64 = 24.0;
/// More bars than this would be thinner than can be seen; days are then put together.
const BARS: i64 = 180;

/// Drawings over the same days, one under the other.
#[derive(Debug, Default)]
pub struct Chart {
    pub lanes: Vec<Lane>,
    /// Days, months or years with the number of statements in each, and the list of them.
    pub periods: Vec<(Name, usize)>,
    pub first: String,
    pub last: String,
    /// Statements of documents without a day.
    pub undated: usize,
}

/// One of them.
#[derive(Debug)]
pub struct Lane {
    pub name: Name,
    pub total: String,
    /// What it shows, in words.
    pub told: String,
    pub height: f64,
    pub bars: Vec<Bar>,
}

/// So many from one day to another.
#[derive(Debug, PartialEq)]
pub struct Bar {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    /// What it says, in words.
    pub told: String,
}

/// Days in piles of as many as one bar shows.
struct Scale {
    first: i64,
    /// Days of a pile.
    step: i64,
    piles: usize,
}

/// A lane before it is drawn.
struct Row {
    name: Name,
    of: &'static str,
    days: BTreeMap<i64, usize>,
}

/// Statements and events by day: all, and those of who says most.
#[derive(Debug, Default)]
pub struct Days {
    undated: usize,
    all: BTreeMap<i64, usize>,
    events: BTreeMap<i64, usize>,
    /// Those who say most, each for themselves: their ids.
    speakers: Vec<(String, BTreeMap<i64, usize>)>,
    /// The same by the side they speak for.
    sides: Vec<(String, BTreeMap<i64, usize>)>,
}

/// Lanes that are kept, and shown where there is room.
pub const LANES: usize = 12;

impl Days {
    /// Counted over the whole case; `sides` says for whom those who speak for another do.
    pub fn count(
        case: &CaseFile,
        shown: &StatementFilter,
        sides: &HashMap<String, String>,
    ) -> Result<Self> {
        let mut days = Days {
            undated: case.statements_count(shown)?,
            ..Days::default()
        };
        let mut speakers: HashMap<String, BTreeMap<i64, usize>> = HashMap::new();
        let mut by_side: HashMap<String, BTreeMap<i64, usize>> = HashMap::new();
        for (day, who, count) in case.statements_by_day(shown)? {
            let Some(day) = number_of_day(&day) else {
                continue;
            };
            days.undated = days.undated.saturating_sub(count);
            *days.all.entry(day).or_default() += count;
            let Some(who) = who else {
                continue;
            };
            let side = sides.get(&who).unwrap_or(&who).clone();
            for (lanes, id) in [(&mut by_side, side), (&mut speakers, who)] {
                *lanes.entry(id).or_default().entry(day).or_default() += count;
            }
        }
        let ends = days
            .all
            .keys()
            .next()
            .copied()
            .zip(days.all.keys().last().copied());
        for (day, count) in case.events_by_day()? {
            // Events long before or after all documents would leave these no room.
            let within = |day: &i64| ends.is_some_and(|(first, last)| (first..=last).contains(day));
            if let Some(day) = number_of_day(&day).filter(within) {
                *days.events.entry(day).or_default() += count;
            }
        }
        days.speakers = most(speakers);
        days.sides = most(by_side);
        Ok(days)
    }
}

fn most(lanes: HashMap<String, BTreeMap<i64, usize>>) -> Vec<(String, BTreeMap<i64, usize>)> {
    let mut lanes: Vec<_> = lanes.into_iter().collect();
    lanes.sort_by_cached_key(|(id, days)| (Reverse(days.values().sum::<usize>()), id.clone()));
    lanes.truncate(LANES);
    lanes
}

impl Chart {
    /// Statements in all, events, and then `most` lanes of those who speak most: each for themselves,
    /// or by the side they speak for.
    pub fn new(
        room: &Room,
        case: &CaseFile,
        days: &Days,
        by_side: bool,
        most: usize,
    ) -> Result<Self> {
        let row = |text: &str, href: &str, of, days: &BTreeMap<i64, usize>| Row {
            name: Name {
                text: text.to_owned(),
                href: Some(href.to_owned()),
            },
            of,
            days: days.clone(),
        };
        let mut rows = vec![row(
            "All with a date",
            "/statements",
            "statement",
            &days.all,
        )];
        if !days.events.is_empty() {
            rows.push(row("Events told of", "/timeline", "event", &days.events));
        }
        let lanes = if by_side { &days.sides } else { &days.speakers };
        for (id, days) in lanes.iter().take(most) {
            let name = case.actor_brief(id)?.map_or(id.clone(), |actor| actor.name);
            rows.push(row(&name, &format!("/actors/{id}"), "statement", days));
        }
        Ok(Chart {
            undated: days.undated,
            ..Chart::of(rows, !room.is_written())
        })
    }

    fn of(rows: Vec<Row>, links: bool) -> Self {
        let all = rows.first().map(|row| &row.days);
        let ends = all.and_then(|days| Some((*days.keys().next()?, *days.keys().last()?)));
        let Some((first, last)) = ends else {
            return Chart::default();
        };
        let periods = all.map_or(Vec::new(), |days| periods(days, links));
        let length = last - first + 1;
        let step = (length + BARS - 1) / BARS;
        let scale = Scale {
            first,
            step,
            piles: usize::try_from((length + step - 1) / step).unwrap_or(1),
        };
        let lanes = rows.into_iter().enumerate();
        Chart {
            lanes: lanes.map(|(at, row)| scale.lane(row, at == 0)).collect(),
            periods,
            undated: 0,
            first: words::day(&day_of_number(first)),
            last: words::day(&day_of_number(last)),
        }
    }

    /// How many statements are not drawn, in words.
    pub fn undated_told(&self) -> String {
        words::count(self.undated, "statement")
    }

    /// The width of all drawings, for the template.
    pub fn width(&self) -> f64 {
        WIDTH
    }
}

impl Scale {
    fn lane(&self, row: Row, tall: bool) -> Lane {
        let mut piles = vec![0; self.piles];
        for (day, count) in &row.days {
            let at = usize::try_from((day - self.first) / self.step).unwrap_or(0);
            piles[at.min(self.piles - 1)] += count;
        }
        let most = piles.iter().copied().max().unwrap_or(1).max(1);
        let height = if tall { TALL } else { LOW };
        let shown = piles.iter().enumerate().filter(|(_, count)| **count > 0);
        let total = words::count(row.days.values().sum(), row.of);
        Lane {
            bars: shown
                .map(|(at, count)| {
                    let tall = height * *count as f64 / most as f64;
                    // What is there can be seen, however little.
                    self.bar(at, tall.max(1.5), height, words::count(*count, row.of))
                })
                .collect(),
            told: format!(
                "{}: {total}, at most {} in {}",
                row.name.text,
                words::number(most),
                words::count(usize::try_from(self.step).unwrap_or(1), "day")
            ),
            total,
            name: row.name,
            height,
        }
    }

    fn bar(&self, at: usize, tall: f64, height: f64, count: String) -> Bar {
        let width = WIDTH / self.piles as f64;
        let from = self.first + at as i64 * self.step;
        let (from, to) = (day_of_number(from), day_of_number(from + self.step - 1));
        let days = match from == to {
            true => words::day(&from),
            false => format!("{} to {}", words::day(&from), words::day(&to)),
        };
        Bar {
            x: format!("{:.2}", at as f64 * width),
            y: format!("{:.2}", height - tall),
            width: format!("{:.2}", (width * 0.85).max(1.0)),
            height: format!("{tall:.2}"),
            told: format!("{days}: {count}"),
        }
    }
}

/// Periods that are listed at most, where longer ones can be taken.
const PERIODS: usize = 40;

/// Days, else months, else years: the shortest of which there are not too many.
fn periods(days: &BTreeMap<i64, usize>, links: bool) -> Vec<(Name, usize)> {
    let by = |digits: usize| {
        let mut periods: BTreeMap<String, usize> = BTreeMap::new();
        for (day, count) in days {
            let day = day_of_number(*day);
            let period = day.get(..digits).unwrap_or(&day).to_owned();
            *periods.entry(period).or_default() += count;
        }
        periods
    };
    // Characters of a day, a month and a year in ISO 8601.
    let tried = [10, 7, 4].into_iter().map(by);
    let mut last = BTreeMap::new();
    for periods in tried {
        last = periods;
        if last.len() <= PERIODS {
            break;
        }
    }
    let name = |period: &str| Name {
        text: words::date(period),
        href: links.then(|| format!("/statements?since={period}&until={period}")),
    };
    last.iter()
        .map(|(period, count)| (name(period), *count))
        .collect()
}

/// Days since the first of January 1970, for a date that is told to the day.
fn number_of_day(iso: &str) -> Option<i64> {
    let date: jiff::civil::Date = iso.get(..10)?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(i64::from(date.since(epoch).ok()?.get_days()))
}

/// The date of such a number, as ISO 8601.
fn day_of_number(number: i64) -> String {
    use jiff::ToSpan;
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(number.days());
    date.map_or_else(|_| String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(days: &[(&str, usize)]) -> Chart {
        let numbered = days.iter();
        let days = numbered.filter_map(|(day, n)| Some((number_of_day(day)?, *n)));
        let row = Row {
            name: Name::plain("All"),
            of: "statement",
            days: days.collect(),
        };
        Chart::of(vec![row], true)
    }

    #[test]
    fn bars_stand_where_their_days_are() {
        let chart = chart(&[("2024-02-28", 1), ("2024-03-01", 4), ("2024", 9)]);
        // The leap day between them has no bar; a date without a day has no place.
        let bars = &chart.lanes[0].bars;
        let told: Vec<&str> = bars.iter().map(|b| b.told.as_str()).collect();
        assert_eq!(
            told,
            [
                "28 February 2024: 1 statement",
                "1 March 2024: 4 statements"
            ]
        );
        assert_eq!((bars[0].x.as_str(), bars[1].x.as_str()), ("0.00", "480.00"));
        assert_eq!(bars[1].height, "72.00");
        let (last, count) = &chart.periods[1];
        assert_eq!((last.text.as_str(), *count), ("1 March 2024", 4));
        let href = last.href.as_deref();
        assert_eq!(href, Some("/statements?since=2024-03-01&until=2024-03-01"));
        assert!(Chart::of(Vec::new(), true).lanes.is_empty());
    }

    #[test]
    fn many_days_are_put_together() {
        let chart = chart(&[("2000-01-01", 1), ("2000-01-02", 2), ("2020-01-01", 1)]);
        let bars = &chart.lanes[0].bars;
        assert_eq!(bars.len(), 2);
        assert_eq!(
            bars[0].told,
            "1 January 2000 to 10 February 2000: 3 statements"
        );
    }

    #[test]
    fn periods_are_as_short_as_can_be_listed() {
        let of = |days: std::ops::Range<i64>| {
            let days = days.map(|day| (11_000 + day, 1)).collect();
            periods(&days, false).len()
        };
        assert_eq!((of(0..30), of(0..100), of(0..3_000)), (30, 4, 9));
    }

    #[test]
    fn numbers_of_days_and_back() {
        for day in ["1969-12-31", "1970-01-01", "2000-02-29", "2026-11-22"] {
            assert_eq!(number_of_day(day).map(day_of_number).as_deref(), Some(day));
        }
    }
}
