//! Gathers the characters of a page into rows by their baseline.
//!
//! Raised and lowered characters are put into the row they stand beside, and
//! the large first letter of a text into its first row.

use super::chars::{self, Char};
use super::glyphs::{Glyph, Page};
use super::lines::median;

/// Largest difference of baselines of neighbours in a row, in ems.
const ROW_STEP: f32 = 0.22;
/// Largest difference of baselines in a row, in ems.
const ROW_DRIFT: f32 = 0.35;
/// How far, in ems, the mark of a note may hang to the left of its text.
const HANG: f32 = 3.0;
/// Raised or lowered characters are at most this share of the size beside them.
const SMALL: f32 = 0.8;
/// A drop cap is at least this much larger than the text.
const CAP: f32 = 1.8;

/// A character on its way into a word.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub glyph: Glyph,
    pub what: Char,
    /// Whether it is small and stands above the baseline.
    pub raised: bool,
}

impl Cell {
    /// Whether it is more than a space.
    pub(super) fn is_ink(&self) -> bool {
        matches!(self.what, Char::Letter(_) | Char::Several(_))
    }
}

/// The large letter a text begins with, next to several of its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct DropCap {
    /// Its left edge.
    pub x0: f32,
    x1: f32,
    top: f32,
    bottom: f32,
    size: f32,
}

impl DropCap {
    /// Whether text at this place stands right behind the letter.
    pub(super) fn stands_before(&self, x: f32, y: f32) -> bool {
        let behind = x > self.x1 - 0.2 * self.size && x < self.x1 + 0.5 * self.size;
        behind && y > self.top && y < self.bottom
    }
}

/// Reads the rows of a page from top to bottom, each from left to right.
pub(super) fn read(page: &Page, hard_spaces_bind: bool) -> (Vec<Vec<Cell>>, Vec<DropCap>) {
    let mut cells = cells(page, hard_spaces_bind);
    let caps = lift_drop_caps(&mut cells);
    let mut rows = rows(cells);
    attach_small(&mut rows);
    rows.retain(|row| row.iter().any(Cell::is_ink));
    for row in &mut rows {
        mark_raised(row);
        row.sort_by(|a, b| a.glyph.x0.total_cmp(&b.glyph.x0));
    }
    (rows, caps)
}

/// Moves each drop cap up to the first of the lines beside it.
fn lift_drop_caps(cells: &mut [Cell]) -> Vec<DropCap> {
    let usual = median(
        cells
            .iter()
            .filter(|c| c.is_ink())
            .map(|c| c.glyph.size)
            .collect(),
    );
    let large: Vec<usize> = (0..cells.len())
        .filter(|&i| cells[i].glyph.size > CAP * usual && cells[i].glyph.ch.is_uppercase())
        .collect();
    let mut caps = Vec::new();
    for &at in &large {
        let letter = &cells[at].glyph;
        let cap = DropCap {
            x0: letter.x0,
            x1: letter.x1,
            top: letter.y - 0.85 * letter.size,
            bottom: letter.y + 0.2 * usual,
            size: letter.size,
        };
        // Beside other large letters it is part of a headline.
        let alone = large.iter().filter(|&&i| i != at).all(|&i| {
            let other = &cells[i].glyph;
            (other.y - letter.y).abs() > 0.2 * cap.size
                || other.x0 > cap.x1 + cap.size
                || other.x1 < cap.x0 - cap.size
        });
        let beside: Vec<&Glyph> = cells
            .iter()
            .filter(|c| c.is_ink() && c.glyph.size < 0.6 * cap.size)
            .map(|c| &c.glyph)
            .filter(|g| cap.stands_before(g.x0, g.y))
            .collect();
        let first = beside
            .iter()
            .min_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
        let Some(first) = first.map(|&g| g.clone()) else {
            continue;
        };
        let several = beside.iter().any(|g| g.y > first.y + 0.8 * first.size);
        if alone && several {
            let letter = &mut cells[at].glyph;
            (letter.y, letter.size, letter.x1) = (first.y, first.size, first.x0);
            caps.push(cap);
        }
    }
    caps
}

fn cells(page: &Page, hard_spaces_bind: bool) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(page.glyphs.len());
    for glyph in &page.glyphs {
        let what = match chars::read(glyph.ch) {
            Char::HardSpace if !hard_spaces_bind => Char::Space,
            what => what,
        };
        // Bold is sometimes imitated by printing a character twice, a hair apart.
        let twice = cells.iter().rev().take(4).any(|before: &Cell| {
            before.glyph.ch == glyph.ch
                && (before.glyph.x0 - glyph.x0).abs() < 0.08 * glyph.size
                && (before.glyph.y - glyph.y).abs() < 0.08 * glyph.size
        });
        if what != Char::Nothing && !twice {
            let raised = false;
            cells.push(Cell {
                glyph: glyph.clone(),
                what,
                raised,
            });
        }
    }
    cells
}

/// Groups characters by baseline, from top to bottom.
fn rows(mut cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    cells.sort_by(|a, b| a.glyph.y.total_cmp(&b.glyph.y));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some(row) if continues_row(row, &cell.glyph) => row.push(cell),
            _ => rows.push(vec![cell]),
        }
    }
    rows
}

fn continues_row(row: &[Cell], glyph: &Glyph) -> bool {
    let (first, last) = (&row[0].glyph, &row[row.len() - 1].glyph);
    let step = ROW_STEP * glyph.size.min(last.size);
    glyph.y - last.y <= step && glyph.y - first.y <= ROW_DRIFT * glyph.size
}

/// The size of most characters of a row.
pub(super) fn ink_size(row: &[Cell]) -> f32 {
    median(
        row.iter()
            .filter(|c| c.is_ink())
            .map(|c| c.glyph.size)
            .collect(),
    )
}

/// Moves raised and lowered characters into the row beside which they stand.
fn attach_small(rows: &mut [Vec<Cell>]) {
    for index in 0..rows.len() {
        for run in small_runs(&rows[index]) {
            let Some(host) = host_of(rows, index, &run) else {
                continue;
            };
            let raised = host > index;
            let y = rows[host][0].glyph.y;
            for mut cell in run {
                rows[index].retain(|c| c.glyph != cell.glyph);
                cell.raised = raised;
                cell.glyph.y = y;
                rows[host].push(cell);
            }
        }
    }
}

/// The groups of neighbouring characters on a row, without its spaces.
fn small_runs(row: &[Cell]) -> Vec<Vec<Cell>> {
    let mut ink: Vec<Cell> = row.iter().filter(|c| c.is_ink()).cloned().collect();
    ink.sort_by(|a, b| a.glyph.x0.total_cmp(&b.glyph.x0));
    let mut runs: Vec<Vec<Cell>> = Vec::new();
    for cell in ink {
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|last| cell.glyph.x0 - last.glyph.x1 < 0.6 * cell.glyph.size) =>
            {
                run.push(cell);
            }
            _ => runs.push(vec![cell]),
        }
    }
    // Reference marks and ordinals are short; longer runs are lines of their own.
    runs.retain(|run| run.len() <= 8);
    runs
}

/// The row that the run stands raised (further down the list) or lowered beside.
fn host_of(rows: &[Vec<Cell>], index: usize, run: &[Cell]) -> Option<usize> {
    let (x0, x1) = (run.first()?.glyph.x0, run.last()?.glyph.x1);
    let size = ink_size(run);
    let y = run.first()?.glyph.y;
    let fits = |host: usize| {
        let beside: Vec<&Cell> = rows[host]
            .iter()
            .filter(|c| c.is_ink() && size <= SMALL * c.glyph.size)
            .collect();
        let within = |c: &&&Cell| {
            let rise = (c.glyph.y - y) / c.glyph.size;
            (-0.35..=0.65).contains(&rise)
        };
        let marks = run.iter().all(|c| chars::is_note_mark(c.glyph.ch));
        let start = beside.iter().map(|c| c.glyph.x0).fold(f32::MAX, f32::min);
        let near = |c: &Cell| {
            let reach = 0.4 * c.glyph.size;
            let hangs = marks && c.glyph.x0 == start && start - x1 < HANG * c.glyph.size;
            (c.glyph.x1 - x0).abs() < reach
                || (c.glyph.x0 - x1).abs() < reach
                || (hangs && start > x1)
        };
        let covered = rows[host].iter().any(|c| {
            let slack = 0.15 * c.glyph.size;
            c.is_ink() && c.glyph.x0 < x1 - slack && c.glyph.x1 > x0 + slack
        });
        !covered && beside.iter().filter(within).any(|c| near(c))
    };
    let below = (index + 1..rows.len()).take(3);
    let above = (0..index).rev().take(2);
    below.chain(above).find(|&host| fits(host))
}

/// Marks the characters of a row that are small and stand above its baseline.
fn mark_raised(row: &mut [Cell]) {
    let size = ink_size(row);
    let baseline = median(
        row.iter()
            .filter(|c| c.is_ink() && c.glyph.size > SMALL * size)
            .map(|c| c.glyph.y)
            .collect(),
    );
    for cell in row {
        let small = cell.glyph.size <= SMALL * size;
        cell.raised |= small && cell.glyph.y < baseline - 0.08 * size;
    }
}
