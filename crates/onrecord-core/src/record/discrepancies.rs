//! Where accounts of the same thing differ.
//!
//! Two figures are of one thing when they share what is counted, what befell
//! it, whose it is and the event, told by the names the documents share; or
//! when they are figures of one work. Comparators count: "at least 50" agrees
//! with 58. Every difference is judged; only conflicts and updates are
//! discrepancies. Counts of who stands behind a statement never are.

use super::join::{Joined as Sets, sharing_pairs};
use super::leaf::Counted;
use super::make::Entry;
use super::rows::{Account, Difference, Discrepancy, Place, Utterance, Why, id};
use super::words::{common_ends, is_small, number, number_of_row, words};
use super::{Actor, works};
use crate::statement::Comparator;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A key in more figures than this is a stock phrase.
const BLOCK: usize = 300;
/// Names of a document that its figures are found by.
const KEYS: usize = 80;
/// Days between documents whose figures may be of one event.
const DAYS: i32 = 60;
/// Names that two documents must share to tell of one event.
const NAMES: usize = 3;
/// Days after which a differing figure is a later one rather than another one.
const LATER: i32 = 1;

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

struct Row<'e> {
    row: usize,
    index: usize,
    figure: &'e Counted,
}

/// The differences of the case, sorted by id.
pub(crate) fn join(
    entries: &[Entry],
    works: &works::Joined,
    utterances: &[Utterance],
    actors: &[Actor],
    sources: &[usize],
) -> Vec<Discrepancy> {
    let mut rows = of_works(entries, works);
    rows.extend(dates_of_works(entries, works));
    rows.extend(of_quantities(entries, sources));
    rows.extend(names(entries, actors));
    rows.extend(wordings(entries, utterances));
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

/// Figures of one work that differ: 121 and 131 pages.
fn of_works(entries: &[Entry], works: &works::Joined) -> Vec<Discrepancy> {
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
fn dates_of_works(entries: &[Entry], works: &works::Joined) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for (at, members) in works.members.iter().enumerate() {
        let told: Vec<(usize, &super::leaf::Issued)> = members
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

/// Counts and measurements of one thing.
fn of_quantities(entries: &[Entry], sources: &[usize]) -> Vec<Discrepancy> {
    let rows: Vec<Row<'_>> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, e)| {
            e.leaf
                .figures
                .iter()
                .enumerate()
                .map(move |(index, figure)| Row { row, index, figure })
        })
        .filter(|r| !r.figure.counts_lineup && r.figure.work.is_none())
        .collect();
    let names: Vec<BTreeSet<u32>> = entries
        .iter()
        .map(|e| e.leaf.anchors.iter().copied().collect())
        .collect();
    let keys = rows.iter().enumerate().flat_map(|(at, r)| {
        let kind = number(&kind_of(r.figure));
        let names = names[r.row].iter().take(KEYS);
        names
            .map(move |name| (number_of_row(&[kind, *name]), at))
            .collect::<Vec<_>>()
    });
    let mut judged: Vec<(usize, usize, Difference)> = Vec::new();
    for (a, b, _) in sharing_pairs(keys, BLOCK, NAMES) {
        let (x, y) = (&rows[a], &rows[b]);
        if x.row == y.row && x.figure.sentence == y.figure.sentence {
            continue;
        }
        // A copy repeats what its original says: no second voice.
        let repeats =
            x.row != y.row && sources[x.row] == sources[y.row] && x.figure.value == y.figure.value;
        if repeats || !one_event(entries, &names, x.row, y.row) {
            continue;
        }
        if let Some(difference) = judge(entries, x, y) {
            judged.push((a, b, difference));
        }
    }
    grouped(entries, &rows, &judged)
}

/// What befell whom, or what is counted in which unit: figures of two kinds are never compared.
fn kind_of(f: &Counted) -> String {
    let unit = f.unit.as_deref().unwrap_or("");
    match &f.fate {
        Some(fate) => format!("fate {unit} {fate}"),
        None => format!("noun {unit} {}", noun(f).unwrap_or_default()),
    }
}

/// The class of what is counted, or the noun itself.
fn noun(f: &Counted) -> Option<String> {
    f.noun.clone().or_else(|| f.measure.clone())
}

/// Whether two documents tell of one event: near in time, with names in common.
fn one_event(entries: &[Entry], names: &[BTreeSet<u32>], a: usize, b: usize) -> bool {
    if a == b {
        return true;
    }
    let near = match (entries[a].leaf.published, entries[b].leaf.published) {
        (Some(x), Some(y)) => x.days_to(&y).is_none_or(|d| d.abs() <= DAYS),
        _ => true,
    };
    let common = names[a].intersection(&names[b]).count();
    let fewer = names[a].len().min(names[b].len()).max(1);
    near && common >= NAMES && common * 6 >= fewer
}

/// What is made of two figures that may be of one thing; `None` where they agree or are not.
fn judge(entries: &[Entry], x: &Row<'_>, y: &Row<'_>) -> Option<Difference> {
    let (a, b) = (x.figure, y.figure);
    if a.unit != b.unit || a.value == 0.0 || b.value == 0.0 {
        return None;
    }
    match (noun(a), noun(b)) {
        (Some(p), Some(q)) if p != q => return None,
        // A bare number is of people, where something befell them, and of nothing else.
        (Some(p), None) | (None, Some(p)) if p != "people" || a.fate.is_none() => return None,
        (None, None) if a.fate.is_none() => return None,
        _ => {}
    }
    if a.fate != b.fate {
        return None;
    }
    let common = a.clause.iter().filter(|s| b.clause.contains(s)).count();
    let fewer = a.clause.len().min(b.clause.len()).max(1);
    let matter = if a.fate.is_some() {
        common >= 1
    } else {
        common >= 4 && common * 5 >= fewer * 3
    };
    if !matter || agree(a, b) {
        return None;
    }
    if rounding(a, b) {
        return Some(Difference::Rounding);
    }
    if a.sides != b.sides {
        return Some(if a.sides.is_empty() || b.sides.is_empty() {
            Difference::Scope
        } else {
            Difference::Side
        });
    }
    if a.parts != b.parts || a.places != b.places {
        return Some(Difference::Scope);
    }
    // Values of quite another size are of another thing.
    let ratio = a.value.max(b.value) / a.value.min(b.value);
    if ratio > 3.0 {
        return Some(Difference::Definition);
    }
    if a.on.is_some() && b.on.is_some() && a.on != b.on && x.row == y.row {
        return Some(Difference::Scope);
    }
    let days = entries[x.row]
        .leaf
        .published
        .zip(entries[y.row].leaf.published);
    let later = days
        .and_then(|(p, q)| p.days_to(&q))
        .is_some_and(|d| d.abs() >= LATER);
    Some(if later && x.row != y.row {
        Difference::Update
    } else {
        Difference::Conflict
    })
}

/// The values a figure allows, both ends included.
fn range(f: &Counted) -> (f64, f64) {
    let slack = 0.1 * f.value;
    match f.comparator {
        Comparator::Equal => (f.value, f.value),
        Comparator::AtLeast => (f.value, f64::INFINITY),
        // "More than 27 million" is told by one to whom it is "27 million".
        Comparator::More if f.grain >= 10.0 => (f.value, f64::INFINITY),
        Comparator::Less if f.grain >= 10.0 => (f64::NEG_INFINITY, f.value),
        Comparator::More => (f.value * (1.0 + 1e-9), f64::INFINITY),
        Comparator::AtMost => (f64::NEG_INFINITY, f.value),
        Comparator::Less => (f64::NEG_INFINITY, f.value * (1.0 - 1e-9)),
        Comparator::About => (f.value - slack, f.value + slack),
    }
}

/// Whether both can be right.
fn agree(a: &Counted, b: &Counted) -> bool {
    let ((low_a, high_a), (low_b, high_b)) = (range(a), range(b));
    low_a <= high_b && low_b <= high_a
}

/// Whether one is the other told in greater steps: 693,665 and 700,000.
fn rounding(a: &Counted, b: &Counted) -> bool {
    let (coarse, fine) = if a.grain >= b.grain { (a, b) } else { (b, a) };
    coarse.grain > fine.grain
        && coarse.grain >= 10.0
        && (coarse.value - fine.value).abs() <= coarse.grain / 2.0
        && coarse.value.abs() > 2.0 * coarse.grain
}

/// One row for figures that differ in one way about one thing.
fn grouped(
    entries: &[Entry],
    rows: &[Row<'_>],
    judged: &[(usize, usize, Difference)],
) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    let mut kinds: BTreeMap<Difference, Vec<(usize, usize)>> = BTreeMap::new();
    for (a, b, difference) in judged {
        kinds.entry(*difference).or_default().push((*a, *b));
    }
    for (difference, pairs) in kinds {
        let mut sets = Sets::new(rows.len());
        for (a, b) in &pairs {
            sets.join(*a, *b);
        }
        for group in sets.groups().into_iter().filter(|g| g.len() > 1) {
            let figures: Vec<(usize, usize)> = group
                .iter()
                .map(|at| (rows[*at].row, rows[*at].index))
                .collect();
            let first = rows[group[0]].figure;
            let measure = [noun(first), first.fate.clone(), first.unit.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ");
            found.push(row_of(
                entries,
                &figures,
                None,
                &measure,
                difference,
                "the same is counted in the same event, and the values cannot both be right",
            ));
        }
    }
    found
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

/// One person's name in two spellings.
fn names(entries: &[Entry], actors: &[Actor]) -> Vec<Discrepancy> {
    let row: HashMap<&str, &Entry> = entries.iter().map(|e| (e.document.as_str(), e)).collect();
    let mut found = Vec::new();
    for actor in actors {
        let Some(why) = actor.why.iter().find(|w| w.rule == super::actors::SPELLING) else {
            continue;
        };
        let accounts: Vec<Account> = actor
            .members
            .iter()
            .filter_map(|(document, index)| {
                let named = row.get(document.as_str())?.leaf.actors.get(*index)?;
                let full = named.name.contains(' ');
                full.then(|| Account {
                    value: named.name.clone(),
                    place: Place {
                        document: document.clone(),
                        span: named.at,
                    },
                })
            })
            .collect();
        found.push(Discrepancy {
            id: id('x', &["name", &actor.id]),
            kind: "name".to_owned(),
            holder: Some(actor.id.clone()),
            measure: "name".to_owned(),
            figures: Vec::new(),
            statements: Vec::new(),
            why: vec![why.clone()],
            judged: Difference::Conflict,
            accounts,
        });
    }
    found
}

/// One utterance quoted in two wordings.
fn wordings(entries: &[Entry], utterances: &[Utterance]) -> Vec<Discrepancy> {
    let mut at: HashMap<&str, (usize, usize)> = HashMap::new();
    for (row, entry) in entries.iter().enumerate() {
        for (i, statement) in entry.statements.iter().enumerate() {
            at.insert(statement, (row, i));
        }
    }
    let mut found = Vec::new();
    for utterance in utterances {
        let quoted: Vec<(&String, (usize, usize), &String)> = utterance
            .statements
            .iter()
            .filter_map(|s| Some((s, *at.get(s.as_str())?)))
            .flat_map(|(s, (row, i))| {
                entries[row].leaf.statements[i]
                    .quoted
                    .iter()
                    .map(move |q| (s, (row, i), q))
            })
            .collect();
        let differing = quoted.iter().enumerate().find_map(|(n, a)| {
            let other = quoted[n + 1..]
                .iter()
                .find(|b| a.1.0 != b.1.0 && other_word(a.2, b.2))?;
            Some((a, other))
        });
        let Some((a, b)) = differing else { continue };
        let account = |one: &(&String, (usize, usize), &String)| Account {
            value: one.2.clone(),
            place: place(
                entries,
                one.1.0,
                entries[one.1.0].leaf.statements[one.1.1].content[0],
            ),
        };
        let mut accounts = vec![account(a), account(b)];
        accounts.sort_by(|a, b| a.place.cmp(&b.place));
        let mut statements = vec![a.0.clone(), b.0.clone()];
        statements.sort();
        found.push(Discrepancy {
            id: id('x', &["wording", &statements[0], &statements[1]]),
            kind: "wording".to_owned(),
            holder: Some(utterance.id.clone()),
            measure: "words in quotation marks".to_owned(),
            figures: Vec::new(),
            why: vec![Why {
                rule: "one utterance, quoted with another word in the same place".to_owned(),
                places: accounts.iter().map(|a| a.place.clone()).collect(),
            }],
            statements,
            judged: Difference::Conflict,
            accounts,
        });
    }
    found
}

/// Whether two quotations are the same but for one or two words that carry
/// meaning: between the same words, or at the end behind three of the same.
fn other_word(a: &str, b: &str) -> bool {
    // What is left out or put in by the writer is no difference of what was said.
    if [a, b]
        .iter()
        .any(|q| q.contains(['[', '(', '…', '*']) || q.contains("..."))
    {
        return false;
    }
    let (a, b): (Vec<String>, Vec<String>) = (words(a).collect(), words(b).collect());
    let (front, back) = common_ends(&a, &b);
    let (x, y) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    let framed = (front >= 2 && back >= 2) || (front >= 3 && back == 0);
    let means = |part: &[String]| part.iter().any(|w| !is_small(w));
    framed && !x.is_empty() && !y.is_empty() && x.len() <= 2 && y.len() <= 2 && means(x) && means(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_word_in_the_same_place() {
        assert!(other_word(
            "considerable work and revision",
            "considerable work and review"
        ));
        assert!(!other_word(
            "considerable work",
            "considerable work and review"
        ));
        assert!(!other_word(
            "they may amount to […] a crime",
            "they may amount to quite a crime"
        ));
    }

    #[test]
    fn slips_are_near() {
        assert!(nearly(121.0, 131.0) && nearly(69.0, 96.0));
        assert!(!nearly(48.0, 121.0));
    }
}
