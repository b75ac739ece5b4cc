//! Dates of which the day, or the month, may be unknown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A date cut to the precision known. It is written as ISO 8601: `2022-08-31`, `2022-08`, `2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// One day of the calendar; `None` if there is no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        Some(Self::from(date))
    }

    /// A month, from 1 to 12.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(PartialDate {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// A year.
    pub fn year(year: i16) -> Self {
        PartialDate {
            year,
            month: None,
            day: None,
        }
    }

    /// "day", "month" or "year".
    pub fn precision(&self) -> &'static str {
        match (self.month, self.day) {
            (_, Some(_)) => "day",
            (Some(_), None) => "month",
            (None, None) => "year",
        }
    }

    /// Whether every day it can mean is after every day that `other` can.
    pub fn is_after(&self, other: PartialDate) -> bool {
        let parts = |d: &PartialDate| (Some(d.year), d.month, d.day);
        match (parts(self), parts(&other)) {
            ((a, _, _), (b, _, _)) if a != b => a > b,
            ((_, Some(a), _), (_, Some(b), _)) if a != b => a > b,
            ((_, Some(_), Some(a)), (_, Some(_), Some(b))) => a > b,
            _ => false,
        }
    }

    /// Days from this date to `other`, if both are known to the day.
    pub fn days_to(&self, other: &PartialDate) -> Option<i32> {
        Some(self.date()?.until(other.date()?).ok()?.get_days())
    }

    /// The day, if it is known to the day.
    pub(super) fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = NoDate;

    fn try_from(text: String) -> Result<Self, NoDate> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        PartialDate {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// What is no date of this calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no date: write 2022, 2022-08 or 2022-08-31")]
pub struct NoDate(String);

impl FromStr for PartialDate {
    type Err = NoDate;

    /// Reads ISO 8601 cut to any precision; a time of day behind it is ignored.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let no_date = || NoDate(text.to_owned());
        let day = text.split(['T', ' ']).next().unwrap_or(text);
        let mut parts = day.splitn(3, '-');
        let year = parts.next().filter(|y| y.len() == 4).ok_or_else(no_date)?;
        let year: i16 = year.parse().map_err(|_| no_date())?;
        let mut number = || parts.next().map(|p| p.parse::<i8>().map_err(|_| no_date()));
        let (month, day) = (number().transpose()?, number().transpose()?);
        match (month, day) {
            (None, _) => Ok(Self::year(year)),
            (Some(month), None) => Self::month(year, month).ok_or_else(no_date),
            (Some(month), Some(day)) => Self::day(year, month, day).ok_or_else(no_date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_iso() {
        for text in ["2022", "2022-08", "2022-08-31"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2016-11-09T21:19:31"
                .parse::<PartialDate>()
                .unwrap()
                .to_string(),
            "2016-11-09"
        );
        assert!("2022-13".parse::<PartialDate>().is_err());
        assert!("31 August".parse::<PartialDate>().is_err());
    }
}
