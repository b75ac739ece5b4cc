//! Puts the pieces of a page into reading order: columns one after the other,
//! what spans them in between.
//!
//! A gutter is looked for where many pieces begin at the same distance from the
//! left and nothing crosses the strip before it. What does cross it (a title, a
//! wide figure, full-width notes) divides the page into bands; within a band
//! the left column is read before the right one. A strip beside list numbers
//! or table figures is no gutter: both sides must hold lines of running text.

use super::lines::{Line, median, merge_rows};
use std::borrow::Borrow;
use std::cmp::Ordering;

/// Narrowest gutter, in ems.
const GUTTER: f32 = 0.7;
/// Fewest lines on each side for a gutter to be believed.
const MIN_LINES: usize = 3;
/// Fewest characters in the middling line of a column.
const MIN_CHARS: f32 = 12.0;
/// How many places for a gutter are tried.
const MAX_STARTS: usize = 24;
/// How deep columns are looked for inside columns.
const MAX_DEPTH: usize = 6;

/// Lines that are read from top to bottom.
pub(super) type Column = Vec<Line>;

/// Sorts the pieces of a page into columns in reading order.
pub(super) fn order(pieces: Vec<Line>) -> Vec<Column> {
    let mut columns = Vec::new();
    split(pieces, 0, &mut columns);
    columns
}

fn split(mut pieces: Vec<Line>, depth: usize, columns: &mut Vec<Column>) {
    if pieces.is_empty() {
        return;
    }
    pieces.sort_by(by_place);
    let gutter = if depth < MAX_DEPTH {
        find_gutter(&pieces)
    } else {
        None
    };
    let Some((lines, gutter)) = gutter else {
        columns.push(merge_rows(pieces));
        return;
    };
    // Where most lines stand in columns, so do the few between two wide figures;
    // a letterhead in columns says nothing about the rest of the page.
    let throughout = 2 * lines >= Side::of(&pieces).lines;
    let mut spanning = Vec::new();
    for band in bands(pieces, gutter) {
        if band.lines_in_columns() > 0 || (throughout && band.has_sides()) {
            split(std::mem::take(&mut spanning), depth + 1, columns);
            split(band.left, depth + 1, columns);
            split(band.right, depth + 1, columns);
        } else {
            spanning.extend(band.left);
            spanning.extend(band.right);
        }
        spanning.extend(band.below);
    }
    split(spanning, depth + 1, columns);
}

/// The strip of white before `x`.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    x: f32,
    width: f32,
}

impl Gutter {
    fn is_crossed_by(self, piece: &Line) -> bool {
        !self.is_right(piece) && piece.x1 > self.x - self.width
    }

    fn is_right(self, piece: &Line) -> bool {
        piece.x0 >= self.x - 1.0
    }
}

/// What stands beside a gutter, down to the next thing that crosses it.
struct Band<L> {
    left: Vec<L>,
    right: Vec<L>,
    /// What crosses the gutter under them.
    below: Vec<L>,
}

impl<L: Borrow<Line>> Band<L> {
    fn new() -> Self {
        Band {
            left: Vec::new(),
            right: Vec::new(),
            below: Vec::new(),
        }
    }

    /// Whether both sides of a gutter that is known to be one hold text here. The
    /// end of a paragraph may be short on one side; cells of a table are on both.
    fn has_sides(&self) -> bool {
        let (left, right) = (Side::of(&self.left).chars, Side::of(&self.right).chars);
        left.min(right) >= 4.0 && left.max(right) >= 2.0 * MIN_CHARS
    }

    /// How many lines stand in columns here; none if the sides do not look like
    /// columns of text.
    fn lines_in_columns(&self) -> usize {
        let (left, right) = (Side::of(&self.left), Side::of(&self.right));
        let are_columns = left.is_column() && right.is_column() && beside(&left, &right);
        if are_columns {
            left.lines + right.lines
        } else {
            0
        }
    }
}

/// What stands on one side of a gutter.
struct Side {
    lines: usize,
    /// Characters in its middling line.
    chars: f32,
    top: f32,
    bottom: f32,
    /// Usual distance of its lines.
    pitch: f32,
}

impl Side {
    /// Measures pieces that are sorted by row.
    fn of<L: Borrow<Line>>(pieces: &[L]) -> Self {
        let mut lines: Vec<(usize, f32, usize)> = Vec::new();
        for piece in pieces.iter().map(Borrow::borrow) {
            match lines.last_mut() {
                Some((row, _, chars)) if *row == piece.row => *chars += piece.chars(),
                _ => lines.push((piece.row, piece.y, piece.chars())),
            }
        }
        Side {
            lines: lines.len(),
            chars: median(lines.iter().map(|l| l.2 as f32).collect()),
            top: lines.first().map_or(0.0, |l| l.1),
            bottom: lines.last().map_or(0.0, |l| l.1),
            pitch: median(lines.windows(2).map(|pair| pair[1].1 - pair[0].1).collect()),
        }
    }

    fn is_column(&self) -> bool {
        self.lines >= MIN_LINES && self.chars >= MIN_CHARS
    }
}

/// Whether the sides stand next to each other with lines of like density:
/// speakers' names beside their speeches are not a column.
fn beside(left: &Side, right: &Side) -> bool {
    let shared = left.bottom.min(right.bottom) - left.top.max(right.top);
    let (a, b) = (left.pitch, right.pitch);
    shared > 0.0 && a < 2.5 * b && b < 2.5 * a
}

/// The gutter with the most lines of text beside it, and their number.
fn find_gutter(pieces: &[Line]) -> Option<(usize, Gutter)> {
    let width = GUTTER * median(pieces.iter().map(|p| p.size).collect());
    let mut best: Option<(usize, Gutter)> = None;
    for x in common_starts(pieces) {
        let gutter = Gutter { x, width };
        let bands = bands(pieces.iter().collect(), gutter);
        let lines = bands.iter().map(Band::lines_in_columns).sum();
        if lines > 0 && best.is_none_or(|(most, _)| lines > most) {
            best = Some((lines, gutter));
        }
    }
    best
}

/// The left edges that most pieces share.
fn common_starts(pieces: &[Line]) -> Vec<f32> {
    let mut starts: Vec<f32> = pieces.iter().map(|p| p.x0).collect();
    starts.sort_by(f32::total_cmp);
    let mut common: Vec<(usize, f32)> = Vec::new();
    let mut from = 0;
    while from < starts.len() {
        let until = starts.partition_point(|&x| x <= starts[from] + 2.0);
        if until - from >= MIN_LINES {
            common.push((until - from, starts[from]));
        }
        from = until.max(from + 1);
    }
    // Maps and big tables have very many; those of columns are among the first.
    common.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    common.truncate(MAX_STARTS);
    common.into_iter().map(|(_, x)| x).collect()
}

fn by_place(a: &Line, b: &Line) -> Ordering {
    a.row.cmp(&b.row).then(a.x0.total_cmp(&b.x0))
}

/// Divides pieces at what crosses the gutter.
fn bands<L: Borrow<Line>>(mut pieces: Vec<L>, gutter: Gutter) -> Vec<Band<L>> {
    pieces.sort_by(|a, b| by_place(a.borrow(), b.borrow()));
    let crossed_rows: Vec<usize> = pieces
        .iter()
        .map(Borrow::borrow)
        .filter(|piece: &&Line| gutter.is_crossed_by(piece))
        .map(|piece| piece.row)
        .collect();
    let mut bands = Vec::new();
    let mut open = Band::new();
    for piece in pieces {
        let line: &Line = piece.borrow();
        let crosses = crossed_rows.binary_search(&line.row).is_ok();
        if !crosses && !open.below.is_empty() {
            bands.push(std::mem::replace(&mut open, Band::new()));
        }
        let place = match (crosses, gutter.is_right(line)) {
            (true, _) => &mut open.below,
            (false, true) => &mut open.right,
            (false, false) => &mut open.left,
        };
        place.push(piece);
    }
    bands.push(open);
    bands
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    /// `count` lines of text from `y` on, with the rows that `line_at` gives.
    fn text(x: f32, y: f32, count: usize) -> Vec<Line> {
        (0..count)
            .map(|i| line_at(x, y + 12.0 * i as f32, 10.0, "some words that fill a line"))
            .collect()
    }

    fn starts(columns: &[Column]) -> Vec<(f32, usize)> {
        columns.iter().map(|c| (c[0].x0, c.len())).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut pieces = text(50.0, 100.0, 6);
        pieces.extend(text(250.0, 103.0, 4));
        pieces.push(line_at(
            50.0,
            60.0,
            16.0,
            "A title that spans both of the columns",
        ));
        let columns = order(pieces);
        assert_eq!(starts(&columns), [(50.0, 1), (50.0, 6), (250.0, 4)]);
    }

    #[test]
    fn three_columns() {
        let mut pieces = text(50.0, 100.0, 5);
        pieces.extend(text(220.0, 100.0, 5));
        pieces.extend(text(390.0, 100.0, 5));
        let columns = order(pieces);
        assert_eq!(starts(&columns), [(50.0, 5), (220.0, 5), (390.0, 5)]);
    }

    #[test]
    fn list_numbers_are_no_column() {
        let mut pieces = text(90.0, 100.0, 6);
        for i in 0..6 {
            pieces.push(line_at(50.0, 100.0 + 12.0 * i as f32, 10.0, "12."));
        }
        let columns = order(pieces);
        assert_eq!(starts(&columns), [(50.0, 6)]);
        assert_eq!(columns[0][0].first(), "12.");
    }
}
