//! Puts the pieces of a page into reading order: columns one after the other,
//! what spans them in between.
//!
//! A gutter is looked for where many pieces begin at the same distance from the
//! left and nothing crosses the strip before it. What does cross it (a title, a
//! wide figure, full-width notes) divides the page into bands; within a band
//! the left column is read before the right one. A strip beside list numbers
//! or table figures is no gutter: both sides must hold lines of running text.

use super::lines::{Line, median, merge_rows};

/// Narrowest gutter, in ems.
const GUTTER: f32 = 0.7;
/// Fewest lines on each side for a gutter to be believed.
const MIN_LINES: usize = 3;
/// Fewest characters in the middling line of a column.
const MIN_CHARS: f32 = 12.0;
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

fn split(pieces: Vec<Line>, depth: usize, columns: &mut Vec<Column>) {
    if pieces.is_empty() {
        return;
    }
    let gutter = if depth < MAX_DEPTH {
        find_gutter(&pieces)
    } else {
        None
    };
    let Some(gutter) = gutter else {
        columns.push(merge_rows(pieces));
        return;
    };
    let mut spanning = Vec::new();
    for band in bands(pieces, gutter) {
        if band.is_columns(1) {
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
#[derive(Debug, Default)]
struct Band {
    left: Vec<Line>,
    right: Vec<Line>,
    /// What crosses the gutter under them.
    below: Vec<Line>,
}

impl Band {
    /// Whether the two sides look like columns of at least `lines` lines of text.
    fn is_columns(&self, lines: usize) -> bool {
        let (left, right) = (side(&self.left), side(&self.right));
        let enough = left.lines >= lines && right.lines >= lines;
        let texts = left.chars >= MIN_CHARS && right.chars >= MIN_CHARS;
        enough && texts && (lines == 1 || beside(&left, &right))
    }

    fn lines(&self) -> usize {
        side(&self.left).lines + side(&self.right).lines
    }
}

struct Side {
    lines: usize,
    /// Characters in its middling line.
    chars: f32,
    top: f32,
    bottom: f32,
    /// Usual distance of its lines.
    pitch: f32,
}

fn side(pieces: &[Line]) -> Side {
    let lines = merge_rows(pieces.to_vec());
    Side {
        lines: lines.len(),
        chars: median(lines.iter().map(|l| l.chars() as f32).collect()),
        top: lines.first().map_or(0.0, |l| l.y),
        bottom: lines.last().map_or(0.0, |l| l.y),
        pitch: median(lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect()),
    }
}

/// Whether the sides stand next to each other with lines of like density:
/// speakers' names beside their speeches are not a column.
fn beside(left: &Side, right: &Side) -> bool {
    let shared = left.bottom.min(right.bottom) - left.top.max(right.top);
    let (a, b) = (left.pitch, right.pitch);
    shared > 0.0 && a < 2.5 * b && b < 2.5 * a
}

/// The gutter with the most lines of text beside it.
fn find_gutter(pieces: &[Line]) -> Option<Gutter> {
    let size = median(pieces.iter().map(|p| p.size).collect());
    let mut best: Option<(usize, Gutter)> = None;
    for x in common_starts(pieces) {
        let gutter = Gutter {
            x,
            width: GUTTER * size,
        };
        let lines = bands(pieces.to_vec(), gutter)
            .iter()
            .filter(|band| band.is_columns(MIN_LINES))
            .map(Band::lines)
            .sum();
        if lines > 0 && best.is_none_or(|(most, _)| lines > most) {
            best = Some((lines, gutter));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// The left edges that several pieces share, each once.
fn common_starts(pieces: &[Line]) -> Vec<f32> {
    let mut starts: Vec<f32> = pieces.iter().map(|p| p.x0).collect();
    starts.sort_by(f32::total_cmp);
    let mut common = Vec::new();
    let mut from = 0;
    while from < starts.len() {
        let until = starts.partition_point(|&x| x <= starts[from] + 2.0);
        if until - from >= MIN_LINES {
            common.push(starts[from]);
        }
        from = until;
    }
    common
}

fn bands(mut pieces: Vec<Line>, gutter: Gutter) -> Vec<Band> {
    pieces.sort_by(|a, b| a.row.cmp(&b.row).then(a.x0.total_cmp(&b.x0)));
    let crossed_rows: Vec<usize> = pieces
        .iter()
        .filter(|p| gutter.is_crossed_by(p))
        .map(|p| p.row)
        .collect();
    let mut bands = vec![Band::default()];
    for piece in pieces {
        let crosses = crossed_rows.binary_search(&piece.row).is_ok();
        let open = bands.last().is_some_and(|band| band.below.is_empty());
        if !crosses && !open {
            bands.push(Band::default());
        }
        if let Some(band) = bands.last_mut() {
            match (crosses, gutter.is_right(&piece)) {
                (true, _) => band.below.push(piece),
                (false, true) => band.right.push(piece),
                (false, false) => band.left.push(piece),
            }
        }
    }
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
