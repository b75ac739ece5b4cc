//! From positioned characters to lines of words.
//!
//! Characters are gathered into rows by their baseline, raised and lowered
//! ones are put back into the row they belong to, and each row is cut into
//! pieces at wide gaps. Which pieces stand in the same column is decided
//! later; [`merge_rows`] then makes whole lines of them.

use super::chars::{self, Char};
use super::glyphs::{Glyph, Page};

/// Gap, in ems, from which two neighbours on a row may stand in different columns.
const PIECE_GAP: f32 = 0.9;
/// Gap, in ems, beyond the usual one between letters, that makes a space.
const WORD_GAP: f32 = 0.15;
/// Largest difference of baselines of neighbours in a row, in ems.
const ROW_STEP: f32 = 0.22;
/// Largest difference of baselines in a row, in ems.
const ROW_DRIFT: f32 = 0.35;
/// How far, in ems, the mark of a note may hang to the left of its text.
const HANG: f32 = 3.0;
/// Raised or lowered characters are at most this share of the size beside them.
const SMALL: f32 = 0.8;

/// A word, or a reference mark that stands raised behind one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    /// Distance to the word before it on the line, in points; 0 for the first one.
    pub gap: f32,
    /// A raised number or sign: the reference to a note.
    pub mark: bool,
    /// No space before it.
    pub glued: bool,
}

/// A line of text, or a piece of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub page: u32,
    /// Which row of the page it stands on; pieces of one row share it.
    pub row: usize,
    pub words: Vec<Word>,
    pub x0: f32,
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// The size of most of its characters.
    pub size: f32,
    /// Share of its characters set in bold.
    pub bold: f32,
    /// Whether the file marks all of it as page decoration.
    pub artifact: bool,
}

impl Line {
    /// Number of characters, spaces between words not counted.
    pub(super) fn chars(&self) -> usize {
        self.words.iter().map(|w| w.text.chars().count()).sum()
    }

    /// The words with single spaces; reference marks stand apart.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            if !text.is_empty() && (!word.glued || word.mark) {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }

    /// The first word's text.
    pub(super) fn first(&self) -> &str {
        self.words.first().map_or("", |word| &word.text)
    }

    /// The gap behind the first word, in ems.
    pub(super) fn first_gap(&self) -> f32 {
        self.words.get(1).map_or(0.0, |word| word.gap / self.size)
    }

    fn absorb(&mut self, right: Line) {
        let (mine, other) = (self.chars() as f32, right.chars() as f32);
        self.bold = (self.bold * mine + right.bold * other) / (mine + other).max(1.0);
        if other > mine {
            self.size = right.size;
            self.y = right.y;
        }
        let gap = right.x0 - self.x1;
        self.words
            .extend(right.words.into_iter().enumerate().map(|(i, mut word)| {
                if i == 0 {
                    word.gap = gap;
                    word.glued = false;
                }
                word
            }));
        self.x1 = self.x1.max(right.x1);
        self.artifact &= right.artifact;
    }
}

/// A character on its way into a word.
#[derive(Debug, Clone)]
struct Cell {
    glyph: Glyph,
    what: Char,
    raised: bool,
}

impl Cell {
    fn is_ink(&self) -> bool {
        matches!(self.what, Char::Letter(_) | Char::Several(_))
    }
}

/// Reads the pieces of lines on a page, from top to bottom and left to right.
/// `hard_spaces_bind` is false for files whose fonts call every space a hard one.
pub(super) fn pieces(page: &Page, hard_spaces_bind: bool) -> Vec<Line> {
    let mut rows = rows(cells(page, hard_spaces_bind));
    attach_small(&mut rows);
    rows.retain(|row| row.iter().any(Cell::is_ink));
    let mut found = Vec::new();
    for (index, row) in rows.iter_mut().enumerate() {
        mark_raised(row);
        row.sort_by(|a, b| a.glyph.x0.total_cmp(&b.glyph.x0));
        found.extend(cut_row(row, page.number, index));
    }
    found
}

/// Joins pieces that stand on the same row; for pieces of one column.
pub(super) fn merge_rows(mut pieces: Vec<Line>) -> Vec<Line> {
    pieces.sort_by(|a, b| a.row.cmp(&b.row).then(a.x0.total_cmp(&b.x0)));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.row == piece.row => line.absorb(piece),
            _ => lines.push(piece),
        }
    }
    lines
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

/// The median of the values, 0 of none.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn ink_size(row: &[Cell]) -> f32 {
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

/// The gap between letters that makes a word on this row, in points. Spaced-out
/// type is taken into account by the usual gap between its letters.
fn word_gap(row: &[Cell]) -> f32 {
    let ink: Vec<&Cell> = row.iter().filter(|c| c.is_ink()).collect();
    let gaps: Vec<f32> = ink
        .windows(2)
        .map(|pair| pair[1].glyph.x0 - pair[0].glyph.x1)
        .collect();
    let usual = if gaps.len() >= 6 {
        median(gaps).max(0.0)
    } else {
        0.0
    };
    usual + WORD_GAP * ink_size(row)
}

/// Cuts a row, sorted from left to right, into pieces of words.
fn cut_row(row: &[Cell], page: u32, index: usize) -> Vec<Line> {
    let size = ink_size(row);
    let mut builder = Builder::new(page, index, word_gap(row), PIECE_GAP * size);
    for cell in row {
        builder.add(cell);
    }
    builder.finish()
}

/// Builds the pieces of one row.
struct Builder {
    page: u32,
    row: usize,
    word_gap: f32,
    piece_gap: f32,
    done: Vec<Vec<(Word, Vec<Cell>)>>,
    /// What came between the last character and this one.
    between: Option<Char>,
}

impl Builder {
    fn new(page: u32, row: usize, word_gap: f32, piece_gap: f32) -> Self {
        let (done, between) = (Vec::new(), None);
        Builder {
            page,
            row,
            word_gap,
            piece_gap,
            done,
            between,
        }
    }

    fn add(&mut self, cell: &Cell) {
        if !cell.is_ink() {
            // An ordinary space beside a hard one wins.
            if self.between != Some(Char::Space) {
                self.between = Some(cell.what);
            }
            return;
        }
        let between = self.between.take();
        let last = self.done.last_mut().and_then(|piece| piece.last_mut());
        let Some((word, cells)) = last else {
            self.done.push(vec![start(cell, 0.0, false)]);
            return;
        };
        let gap = cell.glyph.x0 - word.x1;
        let script_changes = cells.last().is_some_and(|c| c.raised != cell.raised);
        if gap >= self.piece_gap {
            self.done.push(vec![start(cell, 0.0, false)]);
        } else if between == Some(Char::HardSpace) && gap < 2.0 * self.piece_gap {
            word.text.push(' ');
            extend(word, cells, cell);
        } else if between.is_some() || gap > self.word_gap {
            self.word(start(cell, gap, false));
        } else if script_changes {
            self.word(start(cell, gap, true));
        } else {
            extend(word, cells, cell);
        }
    }

    fn word(&mut self, word: (Word, Vec<Cell>)) {
        if let Some(piece) = self.done.last_mut() {
            piece.push(word);
        }
    }

    fn finish(self) -> Vec<Line> {
        let (page, row) = (self.page, self.row);
        self.done
            .into_iter()
            .map(|piece| line(piece, page, row))
            .collect()
    }
}

fn start(cell: &Cell, gap: f32, glued: bool) -> (Word, Vec<Cell>) {
    let mut word = Word {
        text: String::new(),
        x0: cell.glyph.x0,
        x1: cell.glyph.x1,
        gap,
        mark: false,
        glued,
    };
    let mut cells = Vec::new();
    extend(&mut word, &mut cells, cell);
    (word, cells)
}

fn extend(word: &mut Word, cells: &mut Vec<Cell>, cell: &Cell) {
    match cell.what {
        Char::Letter(ch) => word.text.push(ch),
        Char::Several(text) => word.text.push_str(text),
        _ => {}
    }
    word.x1 = word.x1.max(cell.glyph.x1);
    cells.push(cell.clone());
}

fn line(words: Vec<(Word, Vec<Cell>)>, page: u32, row: usize) -> Line {
    let cells: Vec<&Cell> = words.iter().flat_map(|(_, cells)| cells).collect();
    let upright: Vec<&&Cell> = cells.iter().filter(|c| !c.raised).collect();
    let (size, y) = if upright.is_empty() {
        (
            ink_size_of(&cells),
            median(cells.iter().map(|c| c.glyph.y).collect()),
        )
    } else {
        (
            median(upright.iter().map(|c| c.glyph.size).collect()),
            median(upright.iter().map(|c| c.glyph.y).collect()),
        )
    };
    let bold = cells.iter().filter(|c| c.glyph.bold).count() as f32 / cells.len().max(1) as f32;
    let artifact = cells.iter().all(|c| c.glyph.artifact);
    let words = mark_references(words);
    Line {
        page,
        row,
        x0: words.first().map_or(0.0, |w| w.x0),
        x1: words.iter().map(|w| w.x1).fold(f32::MIN, f32::max),
        words,
        y,
        size,
        bold,
        artifact,
    }
}

fn ink_size_of(cells: &[&Cell]) -> f32 {
    median(cells.iter().map(|c| c.glyph.size).collect())
}

/// Decides which raised words are references to notes. Powers behind a unit
/// ("km2") and raised letters ("1st") are text.
fn mark_references(words: Vec<(Word, Vec<Cell>)>) -> Vec<Word> {
    let mut marked: Vec<Word> = Vec::with_capacity(words.len());
    for (mut word, cells) in words {
        if cells.iter().all(|c| c.raised) {
            let before = marked.last().map_or("", |w| w.text.as_str());
            let power = word.glued && is_unit(before) && matches!(&*word.text, "2" | "3");
            if power {
                word.text = if word.text == "2" { "²" } else { "³" }.to_owned();
            }
            word.mark = !power && word.text.chars().all(chars::is_note_mark);
        } else if word.glued && marked.last().is_some_and(|w| w.mark) {
            // Punctuation behind a mark belongs to the word before the mark.
            word.glued = !word.text.starts_with(char::is_alphanumeric);
        }
        marked.push(word);
    }
    marked
}

fn is_unit(word: &str) -> bool {
    ["m", "km", "cm", "mm", "ft", "mi", "dm"].contains(&word)
        || (word.ends_with('m') && word.starts_with(|c: char| c.is_ascii_digit()))
}
