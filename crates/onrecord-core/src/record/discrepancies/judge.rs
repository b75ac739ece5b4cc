//! What is made of two figures that may be of one thing.

use crate::record::leaf::{Counted, MOMENT, THERE};
use crate::record::rows::Difference;
use crate::statement::{Comparator, base_unit};

/// Days after which a differing figure is a later one rather than another one.
const LATER: i32 = 1;
/// Values that differ by more than this factor are of two things, whatever the words.
const FACTOR: f64 = 3.0;
/// The same where noun and fate agree, or words that are rare in the case.
const FACTOR_ALIKE: f64 = 10.0;

/// What befalls people at once and is counted as the news comes in: a later count is of the same.
const TOLLS: &[&str] = &[
    "dead", "injured", "missing", "trapped", "aboard", "gathered",
];

/// What is so for a while: a count of those still so is a later count.
const STATES: &[&str] = &["missing", "trapped", "detained", "displaced"];

/// Units of shares and spans of time, which a text is full of, each of something else.
const SHARES: &[&str] = &[
    "percent",
    "percentage point",
    "times",
    "year",
    "month",
    "week",
    "day",
    "decade",
];

/// Two figures to be judged.
pub(super) struct Pair<'f> {
    pub a: &'f Counted,
    pub b: &'f Counted,
    /// Whether they stand in one document, or in two copies of one text.
    pub within: bool,
    /// Days between their documents, if told.
    pub days: Option<i32>,
    /// Weight of what their clauses share beyond noun, unit and fate, and its share of the lesser one's.
    pub shared: Shared,
    /// Whether only one is told of a time long before its document.
    pub of_two_times: bool,
    /// Whether what they count is seldom counted in the case.
    pub rare: bool,
}

/// What two clauses have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shared {
    /// How many stems.
    pub stems: usize,
    /// The sum of their weights (−ln of the share of the case's figures that have each) in weights of
    /// a stem that but one figure has.
    pub rarity: f64,
    /// That sum as a share of the lesser clause's.
    pub share: f64,
}

/// What is made of a pair; `None` where the figures agree or are not of one thing.
pub(super) fn judge(pair: &Pair<'_>) -> Option<Difference> {
    let (a, b) = (pair.a, pair.b);
    let share = |f: &Counted| f.unit.as_deref().is_some_and(|u| SHARES.contains(&u));
    if !of_one_kind(a, b) || share(a) || a.value <= 0.0 || b.value <= 0.0 {
        return None;
    }
    let toll = a.fate.as_deref().is_some_and(|f| TOLLS.contains(&f));
    let (x, y) = (range(a), range(b));
    let outgrown = toll && (is_outgrown(a, x, y) || is_outgrown(b, y, x));
    if !of_one_thing(pair, toll) {
        return None;
    }
    if agree(x, y) && !outgrown {
        return (a.unit != b.unit && (x.0 - y.0).abs() <= slack(a).max(slack(b)))
            .then_some(Difference::Unit);
    }
    if rounding(a, b) {
        return Some(Difference::Rounding);
    }
    if a.sides != b.sides {
        let one_told = a.sides.is_empty() || b.sides.is_empty();
        return Some(if one_told {
            Difference::Scope
        } else {
            Difference::Side
        });
    }
    let later = pair.days.is_some_and(|d| d.abs() >= LATER);
    if parts_differ(a, b, later) || places_differ(a, b) || pair.of_two_times {
        return Some(Difference::Scope);
    }
    let ratio = in_base(a).max(in_base(b)) / in_base(a).min(in_base(b));
    let alike = a.fate.is_some() || pair.shared.stems >= 2 || (pair.rare && pair.shared.stems >= 1);
    if ratio > if alike { FACTOR_ALIKE } else { FACTOR } {
        return Some(Difference::Definition);
    }
    if pair.within && a.on.is_some() && b.on.is_some() && a.on != b.on {
        return Some(Difference::Scope);
    }
    Some(if later || outgrown {
        Difference::Update
    } else {
        Difference::Conflict
    })
}

/// Whether what is counted, in which dimension and what befell it are the same.
fn of_one_kind(a: &Counted, b: &Counted) -> bool {
    if dimension(a) != dimension(b) || a.fate != b.fate {
        return false;
    }
    match (noun(a), noun(b)) {
        (Some(p), Some(q)) => p == q || a.unit.is_some(),
        // A bare number is of people, where something befell them, and of nothing else.
        (Some(p), None) | (None, Some(p)) => {
            a.unit.is_some() || (p == "people" && a.fate.is_some())
        }
        (None, None) => a.unit.is_some() || a.fate.is_some(),
    }
}

/// Whether the words around tell that two figures of one kind are of one thing.
fn of_one_thing(pair: &Pair<'_>, toll: bool) -> bool {
    let shared = pair.shared;
    if pair.a.fate.is_some() && pair.a.unit.is_none() {
        return toll || shared.stems >= 1;
    }
    // Within one text a second figure of a kind is told because it is of something else.
    !pair.within
        && (pair.rare || (shared.stems >= 2 && shared.rarity >= 1.0 && shared.share >= 0.27))
}

/// The class of what is counted, or the noun itself.
pub(super) fn noun(f: &Counted) -> Option<&str> {
    f.noun.as_deref().or(f.measure.as_deref())
}

/// The unit in which figures of its dimension are compared.
pub(super) fn dimension(f: &Counted) -> Option<&str> {
    f.unit.as_deref().map(|unit| base_unit(unit).0)
}

/// How many of the unit of its dimension.
fn in_base(f: &Counted) -> f64 {
    f.value * factor(f)
}

fn factor(f: &Counted) -> f64 {
    f.unit.as_deref().map_or(1.0, |unit| base_unit(unit).1)
}

/// Half the step a value is told in, in the unit of its dimension.
fn slack(f: &Counted) -> f64 {
    0.5 * f.grain * factor(f)
}

/// The values a figure allows, both ends included, in the unit of its dimension.
fn range(f: &Counted) -> (f64, f64) {
    let factor = factor(f);
    // A value that was told in a unit that is no base unit may have been converted and rounded.
    let told = if factor == 1.0 { 0.0 } else { 0.5 * f.grain };
    let (low, high) = match f.comparator {
        Comparator::Equal => (f.value - told, f.value + told),
        Comparator::AtLeast => (f.value, f64::INFINITY),
        // "More than 27 million" is told by one to whom it is "27 million".
        Comparator::More if f.grain >= 10.0 => (f.value, f64::INFINITY),
        Comparator::Less if f.grain >= 10.0 => (f64::NEG_INFINITY, f.value),
        Comparator::More => (f.value * (1.0 + 1e-9), f64::INFINITY),
        Comparator::AtMost => (f64::NEG_INFINITY, f.value),
        Comparator::Less => (f64::NEG_INFINITY, f.value * (1.0 - 1e-9)),
        Comparator::About => (0.9 * f.value, 1.1 * f.value),
    };
    (low * factor, high * factor)
}

/// Whether both can be right.
fn agree(x: (f64, f64), y: (f64, f64)) -> bool {
    x.0 <= y.1 && y.0 <= x.1
}

/// Whether the lower bound `f` of a toll was left behind by the other's: who says "at least 50" speaks
/// of fifty-odd, and is right when it becomes 58; "at least 5" is superseded by 7.
fn is_outgrown(f: &Counted, own: (f64, f64), other: (f64, f64)) -> bool {
    let bound = matches!(f.comparator, Comparator::AtLeast | Comparator::More);
    bound && other.0 >= own.0 + f.grain && other.0 > own.0
}

/// Whether one is the other told in greater steps: 693,665 and 700,000.
fn rounding(a: &Counted, b: &Counted) -> bool {
    let (coarse, fine) = if a.grain >= b.grain { (a, b) } else { (b, a) };
    a.unit == b.unit
        && coarse.grain > fine.grain
        && coarse.grain >= 10.0
        && (coarse.value - fine.value).abs() <= coarse.grain / 2.0
        && coarse.value.abs() > 2.0 * coarse.grain
}

/// Whether one is of a part; what only tells the moment does not matter between two days.
fn parts_differ(a: &Counted, b: &Counted, later: bool) -> bool {
    let passes = a.fate.as_deref().is_some_and(|f| STATES.contains(&f));
    let of = |f: &Counted| -> Vec<String> {
        let parts = f.parts.iter();
        let kept = parts.filter(|p| !(later && passes && p.as_str() == MOMENT));
        kept.cloned().collect()
    };
    // What two hospitals count each is of its own.
    let there = [a, b].iter().any(|f| f.parts.iter().any(|p| p == THERE));
    there || of(a) != of(b)
}

/// Whether each is told of a place that the other is not.
fn places_differ(a: &Counted, b: &Counted) -> bool {
    let told = !a.places.is_empty() && !b.places.is_empty();
    told && !a.places.iter().any(|p| b.places.contains(p))
}

/// Whether two numbers differ as slips do: by a tenth, or in one digit.
pub(crate) fn nearly(a: f64, b: f64) -> bool {
    let (x, y) = (a.to_string(), b.to_string());
    let sorted = |number: &str| {
        let mut digits: Vec<char> = number.chars().collect();
        digits.sort_unstable();
        digits
    };
    let one = x.len() == y.len() && x.chars().zip(y.chars()).filter(|(p, q)| p != q).count() == 1;
    // 69 for 96.
    let digits = one || (x.len() > 1 && sorted(&x) == sorted(&y));
    digits || (a - b).abs() <= 0.1 * a.max(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(comparator: Comparator, value: f64, grain: f64, fate: &str) -> Counted {
        Counted {
            span: (0, 1).into(),
            sentence: (0, 1).into(),
            value,
            grain,
            unit: None,
            comparator,
            measure: Some("people".to_owned()),
            noun: Some("people".to_owned()),
            fate: Some(fate.to_owned()),
            sides: Vec::new(),
            parts: Vec::new(),
            places: Vec::new(),
            clause: Vec::new(),
            work: None,
            counts_lineup: false,
            statement: None,
            on: None,
        }
    }

    fn judged(a: &Counted, b: &Counted) -> Option<Difference> {
        judge(&Pair {
            a,
            b,
            within: false,
            days: Some(0),
            shared: Shared::default(),
            of_two_times: false,
            rare: false,
        })
    }

    #[test]
    fn comparators_count() {
        use Comparator::*;
        let fifty = told(AtLeast, 50.0, 10.0, "injured");
        assert_eq!(judged(&fifty, &told(Equal, 58.0, 1.0, "injured")), None);
        assert_eq!(
            judged(
                &told(About, 40.0, 10.0, "dead"),
                &told(Equal, 41.0, 1.0, "dead")
            ),
            None
        );
        let five = told(AtLeast, 5.0, 1.0, "dead");
        let seven = told(Equal, 7.0, 1.0, "dead");
        assert_eq!(judged(&five, &seven), Some(Difference::Update));
        assert_eq!(
            judged(&told(Equal, 9.0, 1.0, "dead"), &seven),
            Some(Difference::Conflict)
        );
        assert_eq!(judged(&told(Equal, 9.0, 1.0, "injured"), &seven), None);
    }

    #[test]
    fn units_are_converted() {
        let measured = |value, grain, unit: &str| Counted {
            unit: Some(unit.to_owned()),
            noun: None,
            measure: None,
            ..told(Comparator::Equal, value, grain, "burned")
        };
        let shared = Shared {
            stems: 2,
            share: 0.5,
            rarity: 2.0,
        };
        let of = |a: &Counted, b: &Counted| {
            judge(&Pair {
                a,
                b,
                within: false,
                days: Some(0),
                shared,
                of_two_times: false,
                rare: false,
            })
        };
        let miles = measured(10.0, 1.0, "mile");
        assert_eq!(
            of(&miles, &measured(16.0, 1.0, "kilometre")),
            Some(Difference::Unit)
        );
        assert_eq!(
            of(&miles, &measured(25.0, 1.0, "kilometre")),
            Some(Difference::Conflict)
        );
    }

    #[test]
    fn parts_moments_and_places() {
        let all = told(Comparator::Equal, 50.0, 1.0, "injured");
        let badly = Counted {
            parts: vec!["seriously".to_owned()],
            ..told(Comparator::Equal, 8.0, 1.0, "injured")
        };
        assert_eq!(judged(&all, &badly), Some(Difference::Scope));
        let here = Counted {
            places: vec!["varn".to_owned()],
            ..all.clone()
        };
        let there = Counted {
            places: vec!["ostra".to_owned()],
            value: 40.0,
            ..all.clone()
        };
        assert_eq!(judged(&here, &there), Some(Difference::Scope));
    }

    #[test]
    fn slips_are_near() {
        assert!(nearly(121.0, 131.0) && nearly(69.0, 96.0));
        assert!(!nearly(48.0, 121.0));
    }
}
