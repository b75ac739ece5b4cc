//! Cuts the lines of a column into paragraphs.
//!
//! A paragraph ends where the distance to the next line, the type or the
//! indent changes, where a list number begins, or where a line stops although
//! the next word would still have fitted on it.

use super::lines::{Line, median};
use super::markers;
use std::collections::BTreeMap;

/// Difference of indent, in ems, that means something.
const INDENT: f32 = 0.4;
/// Distance to the next line, as a share of the usual one, that ends a paragraph.
const PITCH: f32 = 1.28;

/// The lines of a paragraph, or of the part of one that stands in a column.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub lines: Vec<Line>,
    /// How far to the right the lines of its column can reach.
    pub column_right: f32,
    /// Where lines of its column usually begin.
    pub left: f32,
    /// Whether it is a row of a table or a list of contents.
    pub tabular: bool,
}

impl Paragraph {
    /// The size of most of its lines.
    pub(super) fn size(&self) -> f32 {
        median(self.lines.iter().map(|l| l.size).collect())
    }

    /// Share of its characters set in bold.
    pub(super) fn bold(&self) -> f32 {
        let chars = |l: &Line| l.chars() as f32;
        let bold: f32 = self.lines.iter().map(|l| l.bold * chars(l)).sum();
        bold / self.lines.iter().map(chars).sum::<f32>().max(1.0)
    }

    /// Whether its last line has no room left for the word `next` begins with.
    pub(super) fn fills_column_before(&self, next: &Line) -> bool {
        self.lines
            .last()
            .is_some_and(|last| !fits(last, next, self.column_right))
    }

    /// Whether its first line is set in.
    pub(super) fn is_indented(&self) -> bool {
        self.lines
            .first()
            .is_some_and(|line| line.x0 - self.left > INDENT * line.size)
    }
}

/// Cuts a column into paragraphs.
pub(super) fn cut(lines: Vec<Line>) -> Vec<Paragraph> {
    let column = Measure::of(&lines);
    let tabular = markers::tabular_rows(&lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let begins = match paragraphs.last() {
            Some(open) if !tabular[at] && !open.tabular => {
                column.begins(&open.lines, line, lines.get(at + 1), at)
            }
            _ => true,
        };
        if begins {
            paragraphs.push(Paragraph {
                lines: Vec::new(),
                column_right: column.right,
                left: column.left,
                tabular: tabular[at],
            });
        }
        if let Some(open) = paragraphs.last_mut() {
            open.lines.push(line.clone());
        }
    }
    paragraphs
}

/// What is usual in a column.
struct Measure {
    /// Distance of lines by size in half points.
    pitches: BTreeMap<i32, f32>,
    left: f32,
    right: f32,
    /// For each line, how far to the right the lines around it reach.
    rights: Vec<f32>,
}

impl Measure {
    fn of(lines: &[Line]) -> Self {
        let pitches = pitches(lines);
        let mut starts: BTreeMap<i32, usize> = BTreeMap::new();
        for line in lines {
            *starts.entry(line.x0.round() as i32).or_default() += 1;
        }
        let left = starts
            .iter()
            .max_by_key(|(x, n)| (**n, -**x))
            .map_or(0.0, |(x, _)| *x as f32);
        let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
        let mut measure = Measure {
            pitches,
            left,
            right,
            rights: Vec::new(),
        };
        measure.rights = measure.reaches(lines);
        measure
    }

    fn pitch(&self, size: f32) -> f32 {
        self.pitches
            .get(&bucket(size))
            .copied()
            .unwrap_or(1.25 * size)
    }

    /// How far each line's surroundings reach: the lines down to the next
    /// white space, so that text set in on the right has its own margin.
    fn reaches(&self, lines: &[Line]) -> Vec<f32> {
        let mut reaches = Vec::with_capacity(lines.len());
        let mut from = 0;
        for at in 1..=lines.len() {
            let ends = lines
                .get(at)
                .is_none_or(|line| line.y - lines[at - 1].y > PITCH * self.pitch(line.size));
            if ends {
                let reach = lines[from..at]
                    .iter()
                    .map(|l| l.x1)
                    .fold(f32::MIN, f32::max);
                reaches.extend(std::iter::repeat_n(reach, at - from));
                from = at;
            }
        }
        reaches
    }

    /// Whether `line` begins a new paragraph after the open one.
    fn begins(&self, open: &[Line], line: &Line, next: Option<&Line>, at: usize) -> bool {
        let Some(before) = open.last() else {
            return true;
        };
        let right = self.rights[at].max(self.rights[at.saturating_sub(1)]);
        let full = !fits(before, line, right);
        let pitch = self.pitch(before.size.max(line.size));
        let step = line.y - before.y;
        let other_type = ratio(line.size, before.size) > 1.12
            || (!full && (line.bold >= 0.9) != (before.bold >= 0.9));
        if step <= 0.0 || step > PITCH * pitch || other_type {
            return true;
        }
        let indent = (line.x0 - before.x0) / line.size;
        if markers::begins_item(line, !full || indent.abs() > INDENT) {
            return true;
        }
        if is_heading_like(line, before) || centred(line, before) && !full {
            return false;
        }
        if indent.abs() > INDENT {
            return self.indent_begins(open, line, next, full, indent);
        }
        !full && !reads_on(before, line, right)
    }

    fn indent_begins(
        &self,
        open: &[Line],
        line: &Line,
        next: Option<&Line>,
        full: bool,
        indent: f32,
    ) -> bool {
        // The second line of a paragraph may stand left of the first (an
        // indented one) or right of it (a hanging one).
        let second = open.len() == 1 && full;
        if indent < 0.0 {
            return !second;
        }
        let hangs = open.first().is_some_and(markers::is_item)
            || next.is_some_and(|n| (n.x0 - line.x0).abs() <= INDENT * line.size);
        !(second && hangs)
    }
}

fn bucket(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

fn ratio(a: f32, b: f32) -> f32 {
    a.max(b) / a.min(b).max(0.1)
}

/// The most common distance of lines of each size.
fn pitches(lines: &[Line]) -> BTreeMap<i32, f32> {
    let mut counts: BTreeMap<i32, BTreeMap<i32, usize>> = BTreeMap::new();
    for pair in lines.windows(2) {
        let step = pair[1].y - pair[0].y;
        let size = pair[1].size;
        if bucket(pair[0].size) == bucket(size) && step > 0.8 * size && step < 2.6 * size {
            let steps = counts.entry(bucket(size)).or_default();
            *steps.entry((step * 2.0).round() as i32).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(size, steps)| {
            // Of equally common distances the smaller one is that inside paragraphs.
            let (step, count) = steps.into_iter().max_by_key(|(step, n)| (*n, -step))?;
            (count >= 2).then_some((size, step as f32 / 2.0))
        })
        .collect()
}

/// Whether the first word of `line` had room behind `before`.
fn fits(before: &Line, line: &Line, right: f32) -> bool {
    let Some(word) = line.words.first() else {
        return true;
    };
    let needed = word.x1 - word.x0 + 0.3 * line.size;
    before.x1 + needed <= right - 0.8 * line.size
}

/// Whether a line that seems to end early goes on all the same: a sentence in
/// the middle, and not much room left.
fn reads_on(before: &Line, line: &Line, right: f32) -> bool {
    let open = before
        .words
        .last()
        .is_some_and(|w| !super::chars::ends_sentence(&w.text));
    let lower = line.first().starts_with(char::is_lowercase);
    let room = (right - before.x1) / (right - before.x0).max(1.0);
    open && lower && room < 0.3
}

/// Both lines are set as headings, in bold: their breaks are made by hand.
fn is_heading_like(line: &Line, before: &Line) -> bool {
    line.bold >= 0.9 && before.bold >= 0.9 && !before.text().ends_with(['.', ';', ':'])
}

fn centred(line: &Line, before: &Line) -> bool {
    let middle = |l: &Line| (l.x0 + l.x1) / 2.0;
    let apart = (line.x0 - before.x0).abs() > line.size;
    apart && (middle(line) - middle(before)).abs() < 0.7 * line.size
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    fn texts(lines: Vec<Line>) -> Vec<String> {
        let join = |p: Paragraph| p.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
        cut(lines).into_iter().map(join).collect()
    }

    fn column(lines: &[(f32, f32, &str)]) -> Vec<Line> {
        lines
            .iter()
            .map(|(x, y, text)| line_at(*x, *y, 10.0, text))
            .collect()
    }

    #[test]
    fn indents_begin_paragraphs() {
        let lines = column(&[
            (
                65.0,
                100.0,
                "An indented line that is as long as the column",
            ),
            (
                50.0,
                112.0,
                "and the second line of it, just as long as that one",
            ),
            (
                65.0,
                124.0,
                "Another paragraph whose first line fills the column",
            ),
            (50.0, 136.0, "and its end."),
        ]);
        assert_eq!(texts(lines).len(), 2);
    }

    #[test]
    fn white_space_and_short_lines_end_paragraphs() {
        let lines = column(&[
            (
                50.0,
                100.0,
                "The first line of a text that is as long as it gets",
            ),
            (50.0, 112.0, "and ends."),
            (
                50.0,
                124.0,
                "The second one begins without an indent but anew and",
            ),
            (
                50.0,
                136.0,
                "goes on to the very end of the line, as lines may do",
            ),
            (50.0, 156.0, "The third one stands apart."),
        ]);
        assert_eq!(texts(lines).len(), 3);
    }

    #[test]
    fn hanging_items_stay_whole() {
        let lines = column(&[
            (
                50.0,
                100.0,
                "(a) An item whose first line fills all of the column",
            ),
            (70.0, 112.0, "and goes on below its text;"),
            (50.0, 124.0, "(b) Another item."),
        ]);
        assert_eq!(
            texts(lines),
            [
                "(a) An item whose first line fills all of the column and goes on below its text;",
                "(b) Another item."
            ]
        );
    }
}
