//! From positioned characters to lines of words.
//!
//! Each row of characters is cut into pieces at wide gaps. Which pieces stand in
//! the same column is decided later; [`merge_rows`] then makes whole lines of them.

use super::chars::{self, Char};
use super::glyphs::Page;
use super::rows::{self, Cell, ink_size};

/// Gap, in ems, from which two neighbours on a row may stand in different columns.
const PIECE_GAP: f32 = 0.9;
/// Gap, in ems, beyond the usual one between letters, that makes a space.
const WORD_GAP: f32 = 0.15;

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

/// Reads the pieces of lines on a page, from top to bottom and left to right.
/// `hard_spaces_bind` is false for files whose fonts call every space a hard one.
pub(super) fn pieces(page: &Page, hard_spaces_bind: bool) -> Vec<Line> {
    let (rows, caps) = rows::read(page, hard_spaces_bind);
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        found.extend(cut_row(row, page.number, index));
    }
    for line in &mut found {
        // Lines beside a drop cap begin, as a paragraph goes, where it begins.
        if let Some(cap) = caps.iter().find(|cap| cap.stands_before(line.x0, line.y)) {
            line.x0 = cap.x0;
        }
    }
    found
}

/// The median of the values, 0 of none.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
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

#[cfg(test)]
mod tests {
    use super::super::glyphs::Glyph;
    use super::*;

    /// Draws text half an em wide per character; spaces leave a gap only.
    fn draw(page: &mut Page, x: f32, y: f32, size: f32, text: &str) -> f32 {
        let mut at = x;
        for ch in text.chars() {
            let x1 = at + 0.5 * size;
            if ch != ' ' {
                let (bold, artifact) = (false, false);
                page.glyphs.push(Glyph {
                    ch,
                    x0: at,
                    x1,
                    y,
                    size,
                    bold,
                    artifact,
                });
            }
            at = x1;
        }
        at
    }

    fn texts(page: &Page) -> Vec<String> {
        pieces(page, true).iter().map(Line::text).collect()
    }

    #[test]
    fn gaps_become_spaces() {
        let mut page = Page::default();
        draw(&mut page, 50.0, 100.0, 10.0, "two words");
        assert_eq!(texts(&page), ["two words"]);
    }

    #[test]
    fn spaced_out_type_stays_in_words() {
        let mut page = Page::default();
        for (i, ch) in "ANNEX ONE".chars().enumerate() {
            draw(
                &mut page,
                50.0 + 7.5 * i as f32,
                100.0,
                10.0,
                &ch.to_string(),
            );
        }
        let lines = merge_rows(pieces(&page, true));
        assert_eq!(lines[0].text(), "ANNEX ONE");
    }

    #[test]
    fn raised_numbers_are_marks_and_powers_are_text() {
        let mut page = Page::default();
        let end = draw(&mut page, 50.0, 100.0, 10.0, "Slovenia");
        let end = draw(&mut page, end, 96.5, 6.0, "12");
        draw(&mut page, end, 100.0, 10.0, ", the end");
        let end = draw(&mut page, 50.0, 120.0, 10.0, "over 20 km");
        draw(&mut page, end, 116.5, 6.0, "2");
        let lines = pieces(&page, true);
        let first: Vec<_> = lines[0]
            .words
            .iter()
            .map(|w| (w.text.as_str(), w.mark))
            .collect();
        let expected = [
            ("Slovenia", false),
            ("12", true),
            (",", false),
            ("the", false),
            ("end", false),
        ];
        assert_eq!(first, expected);
        assert!(lines[0].words[2].glued);
        assert_eq!(lines[1].text(), "over 20 km²");
    }

    #[test]
    fn a_drop_cap_joins_the_first_line() {
        let mut page = Page::default();
        draw(&mut page, 50.0, 112.0, 28.0, "T");
        draw(&mut page, 66.0, 100.0, 10.0, "he first line of it");
        draw(&mut page, 66.0, 112.0, 10.0, "and the second one");
        draw(&mut page, 50.0, 124.0, 10.0, "and the third one too");
        let lines = pieces(&page, true);
        assert_eq!(lines[0].text(), "The first line of it");
        assert!(lines.iter().all(|line| line.x0 == 50.0));
    }
}
