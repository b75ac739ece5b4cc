//! Statements by the day their document was published, as a drawing without script.

use crate::words;

/// Width and height of the drawing, in its own units.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 96.0;
/// More bars than this would be thinner than can be seen; days are then put together.
const BARS: usize = 180;

/// A bar chart.
#[derive(Debug)]
pub struct Chart {
    pub bars: Vec<Bar>,
    pub first: String,
    pub last: String,
}

/// So many statements from one day to another.
#[derive(Debug, PartialEq)]
pub struct Bar {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    /// What it says, in words.
    pub told: String,
}

impl Chart {
    /// For days in order, each with its number of statements.
    pub fn new(days: &[(String, usize)]) -> Self {
        let dated: Vec<(i64, &str, usize)> = days
            .iter()
            .filter_map(|(day, count)| Some((number_of_day(day)?, day.as_str(), *count)))
            .collect();
        let (Some(first), Some(last)) = (dated.first(), dated.last()) else {
            return Chart {
                bars: Vec::new(),
                first: String::new(),
                last: String::new(),
            };
        };
        let length = (last.0 - first.0 + 1) as usize;
        let step = length.div_ceil(BARS);
        let mut piles: Vec<(&str, &str, usize)> = vec![("", "", 0); length.div_ceil(step)];
        for (number, day, count) in &dated {
            let pile = &mut piles[(number - first.0) as usize / step];
            if pile.2 == 0 {
                pile.0 = day;
            }
            (pile.1, pile.2) = (day, pile.2 + count);
        }
        let most = piles.iter().map(|p| p.2).max().unwrap_or(1).max(1);
        let width = WIDTH / piles.len() as f64;
        let bar = |(at, (from, to, count)): (usize, &(&str, &str, usize))| {
            let height = HEIGHT * *count as f64 / most as f64;
            let days = match from == to {
                true => words::day(from),
                false => format!("{} to {}", words::day(from), words::day(to)),
            };
            Bar {
                x: format!("{:.2}", at as f64 * width),
                y: format!("{:.2}", HEIGHT - height),
                width: format!("{:.2}", (width * 0.85).max(1.0)),
                height: format!("{height:.2}"),
                told: format!("{days}: {}", words::count(*count, "statement")),
            }
        };
        let shown = piles.iter().enumerate().filter(|(_, p)| p.2 > 0);
        Chart {
            bars: shown.map(bar).collect(),
            first: words::day(first.1),
            last: words::day(last.1),
        }
    }
}

/// Days since the first of March of the year 0, for a date that is told to the day
/// (the civil calendar's arithmetic, Howard Hinnant 2013).
fn number_of_day(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let year = if month > 2 { year } else { year - 1 };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: &[(&str, usize)]) -> Chart {
        let all: Vec<(String, usize)> = all.iter().map(|(d, n)| ((*d).to_owned(), *n)).collect();
        Chart::new(&all)
    }

    #[test]
    fn bars_stand_where_their_days_are() {
        let chart = days(&[("2024-02-28", 1), ("2024-03-01", 4), ("2024", 9)]);
        // The leap day between them has no bar; a date without a day has no place.
        let told: Vec<&str> = chart.bars.iter().map(|b| b.told.as_str()).collect();
        assert_eq!(
            told,
            [
                "28 February 2024: 1 statement",
                "1 March 2024: 4 statements"
            ]
        );
        assert_eq!(
            (chart.bars[0].x.as_str(), chart.bars[1].x.as_str()),
            ("0.00", "480.00")
        );
        assert_eq!(chart.bars[1].height, "96.00");
        assert!(days(&[]).bars.is_empty());
    }

    #[test]
    fn many_days_are_put_together() {
        let chart = days(&[("2000-01-01", 1), ("2000-01-02", 2), ("2020-01-01", 1)]);
        assert_eq!(chart.bars.len(), 2);
        assert_eq!(
            chart.bars[0].told,
            "1 January 2000 to 2 January 2000: 3 statements"
        );
    }
}
