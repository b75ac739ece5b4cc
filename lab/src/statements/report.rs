//! The counts of an evaluation, and the tables made of them.

use super::baseline::MAJORITY;
use super::gold::FigureLabel;
use super::judge::Verdict;
use onrecord_core::statement::{Act, Certainty, Figure};
use std::collections::BTreeMap;
use std::fmt;

/// Speakers that came out right, wrong, unknown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub wrong: usize,
    pub unknown: usize,
}

impl Tally {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::Unknown => self.unknown += 1,
        }
    }

    fn all(self) -> usize {
        self.right + self.wrong + self.unknown
    }

    /// Share that is right, of 1.
    pub fn right_share(self) -> f64 {
        share(self.right, self.all())
    }

    /// Share that is wrong, of 1.
    pub fn wrong_share(self) -> f64 {
        share(self.wrong, self.all())
    }

    fn row(self) -> String {
        let percent = |n| 100.0 * share(n, self.all());
        format!(
            "{:.1} | {:.1} | {:.1} | {}",
            percent(self.right),
            percent(self.wrong),
            percent(self.unknown),
            self.all()
        )
    }
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

/// How many of so many are right.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub right: usize,
    pub of: usize,
}

impl Score {
    fn add(&mut self, right: bool) -> bool {
        self.of += 1;
        self.right += usize::from(right);
        !right
    }

    /// Share that is right, of 1.
    pub fn share(self) -> f64 {
        share(self.right, self.of)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.1} ({} of {})",
            100.0 * self.share(),
            self.right,
            self.of
        )
    }
}

/// What an evaluation counted.
#[derive(Debug, Default)]
pub struct Report {
    by_kind: BTreeMap<String, Tally>,
    baseline: Tally,
    predicted: Tally,
    /// Statements found where no attribution is labelled.
    pub unmatched: usize,
    acts: BTreeMap<(Act, Option<Act>), usize>,
    certainties: BTreeMap<(Certainty, Certainty), usize>,
    /// Times of saying that are labelled.
    said: Score,
    said_spurious: usize,
    /// Dates that can be resolved.
    pub dates: Score,
    /// Dates that cannot, left unknown.
    pub dates_unknown: Score,
    spurious_dates: usize,
    /// All four of value, unit, comparator and measure.
    pub figures: Score,
    figure_fields: [Score; 5],
    pub spurious_figures: usize,
    parties: BTreeMap<&'static str, [Score; 2]>,
    /// What is not right, a line each.
    pub errors: Vec<String>,
}

impl Report {
    pub(super) fn speaker(&mut self, kind: &str, verdict: Verdict) {
        self.by_kind
            .entry(kind.to_owned())
            .or_default()
            .add(verdict);
    }

    pub(super) fn baseline_speaker(&mut self, verdict: Verdict) {
        self.baseline.add(verdict);
    }

    pub(super) fn predicted(&mut self, verdict: Verdict) {
        self.predicted.add(verdict);
    }

    /// Whether it is wrong; so with all below.
    pub(super) fn act(&mut self, label: Act, got: Option<Act>) -> bool {
        *self.acts.entry((label, got)).or_default() += 1;
        got != Some(label)
    }

    pub(super) fn certainty(&mut self, label: Certainty, got: Certainty) -> bool {
        *self.certainties.entry((label, got)).or_default() += 1;
        got != label
    }

    pub(super) fn said_on(&mut self, label: Option<&str>, got: Option<&str>) -> bool {
        match (label, got) {
            (None, None) => false,
            (None, Some(_)) => {
                self.said_spurious += 1;
                true
            }
            (Some(_), _) => self.said.add(label == got),
        }
    }

    /// `got` is none where no expression was found.
    pub(super) fn date(&mut self, label: Option<&str>, got: Option<Option<&str>>) -> bool {
        match label {
            Some(date) => self.dates.add(got == Some(Some(date))),
            None => self.dates_unknown.add(!matches!(got, Some(Some(_)))),
        }
    }

    pub(super) fn spurious_date(&mut self, resolved: bool) {
        self.spurious_dates += usize::from(resolved);
    }

    pub(super) fn figure(&mut self, label: &FigureLabel, got: Option<&Figure>) -> bool {
        let fields = got.map(|f| {
            [
                true,
                (f.value - label.value).abs() <= 1e-9 * label.value.abs(),
                f.unit == label.unit,
                f.comparator.as_str() == label.comparator,
                f.measure == label.measure,
            ]
        });
        let fields = fields.unwrap_or([false; 5]);
        for (score, right) in self.figure_fields.iter_mut().zip(fields) {
            score.add(right);
        }
        self.figures.add(fields == [true; 5])
    }

    /// Names found among those labelled, and the other way round.
    pub(super) fn parties(&mut self, what: &'static str, labels: &[String], got: &[String]) {
        let meets = |a: &String, b: &String| {
            let (a, b) = (a.to_lowercase(), b.to_lowercase());
            a.contains(&b) || b.contains(&a)
        };
        let [recall, precision] = self.parties.entry(what).or_default();
        for label in labels {
            recall.add(got.iter().any(|g| meets(g, label)));
        }
        for name in got {
            precision.add(labels.iter().any(|l| meets(l, name)));
        }
    }

    /// Speakers of all kinds of source.
    pub fn speakers(&self) -> Tally {
        self.by_kind.values().fold(Tally::default(), |mut sum, t| {
            sum.right += t.right;
            sum.wrong += t.wrong;
            sum.unknown += t.unknown;
            sum
        })
    }

    /// Acts that are the labelled ones.
    pub fn act_score(&self) -> Score {
        count(
            self.acts
                .iter()
                .map(|((label, got), n)| (*got == Some(*label), *n)),
        )
    }

    /// Certainties that are the labelled ones.
    pub fn certainty_score(&self) -> Score {
        count(
            self.certainties
                .iter()
                .map(|((label, got), n)| (label == got, *n)),
        )
    }

    /// The tables.
    pub fn print(&self) {
        println!("| speaker, by source | right | wrong | unknown | all |\n|---|---|---|---|---|");
        for (kind, tally) in &self.by_kind {
            println!("| {kind} | {} |", tally.row());
        }
        println!("| **all** | {} |", self.speakers().row());
        println!(
            "| baseline: nearest capitalised name | {} |",
            self.baseline.row()
        );
        println!(
            "| all, over attributions found | {} |",
            self.predicted.row()
        );
        println!(
            "statements found where none is labelled: {}\n",
            self.unmatched
        );
        let majority = count(
            self.acts
                .iter()
                .map(|((label, _), n)| (*label == MAJORITY, *n)),
        );
        let asserted = count(
            self.certainties
                .iter()
                .map(|((label, _), n)| (*label == Certainty::Asserted, *n)),
        );
        println!("| | right | baseline |\n|---|---|---|");
        println!(
            "| act | {} | always {}: {majority} |",
            self.act_score(),
            MAJORITY.as_str()
        );
        println!(
            "| certainty | {} | always asserted: {asserted} |",
            self.certainty_score()
        );
        println!(
            "| said on | {} | {} found where none is labelled |",
            self.said, self.said_spurious
        );
        println!(
            "| dates that can be resolved | {} | {} found that are not labelled |",
            self.dates, self.spurious_dates
        );
        println!(
            "| dates that cannot, left unknown | {} | |",
            self.dates_unknown
        );
        println!(
            "| figures, all fields | {} | {} found that are not labelled |",
            self.figures, self.spurious_figures
        );
        for (name, score) in ["found", "value", "unit", "comparator", "measure"]
            .iter()
            .zip(self.figure_fields)
        {
            println!("| figures, {name} | {score} | |");
        }
        for (what, [recall, precision]) in &self.parties {
            println!("| {what}, recall | {recall} | precision {precision} |");
        }
        self.print_confusion();
    }

    /// Acts as labelled, in rows, against acts as read; what is right is left out.
    fn print_confusion(&self) {
        println!("\n| act | labelled | read as it | read as |\n|---|---|---|---|");
        for act in Act::ALL {
            let of = || self.acts.iter().filter(|((label, _), _)| label == act);
            let all: usize = of().map(|(_, n)| n).sum();
            let right: usize = of()
                .filter(|((_, got), _)| *got == Some(*act))
                .map(|(_, n)| n)
                .sum();
            let mut others: Vec<_> = of().filter(|((_, got), _)| *got != Some(*act)).collect();
            others.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
            let others: Vec<String> = others
                .iter()
                .map(|((_, got), n)| format!("{} {n}", got.map_or("none", |a| a.as_str())))
                .collect();
            if all > 0 {
                println!(
                    "| {} | {all} | {right} | {} |",
                    act.as_str(),
                    others.join(", ")
                );
            }
        }
    }
}

fn count(cells: impl Iterator<Item = (bool, usize)>) -> Score {
    cells.fold(Score::default(), |sum, (right, n)| Score {
        right: sum.right + if right { n } else { 0 },
        of: sum.of + n,
    })
}
