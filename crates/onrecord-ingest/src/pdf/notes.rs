//! Takes footnotes out of the columns of a page.
//!
//! Footnotes are the last lines of a column: smaller than the running text and
//! begun by a reference mark, or set off by a short rule.

use super::columns::Column;
use super::glyphs::Rule;
use super::lines::{Line, Word};

/// Notes are at most this share of the size of the running text.
const NOTE_SIZE: f32 = 0.93;

/// Moves the footnotes at the foot of each column into a list of their own.
/// `last` is the number of the last note on the pages before, kept up to date:
/// endnotes that go on with the next number may fill a page from its top.
pub(super) fn take(
    columns: &mut Vec<Column>,
    rules: &[Rule],
    body_size: f32,
    last: &mut Option<u32>,
) -> Vec<Line> {
    let mut notes = Vec::new();
    let spans: Vec<(f32, f32, f32)> = columns.iter().map(|c| extent(c)).collect();
    for (index, column) in columns.iter_mut().enumerate() {
        let (x0, x1, bottom) = spans[index];
        // Text of other columns further down in the same place: not the foot of the page.
        let covered = spans.iter().enumerate().any(|(other, &(a0, a1, low))| {
            other != index && low > bottom && a0 < x1 - 10.0 && a1 > x0 + 10.0
        });
        let next = column.first().and_then(number);
        let follows = next.is_some() && next == last.map(|n| n + 1);
        let at_top = index > 0 || follows;
        if !covered && let Some(from) = first_note(column, rules, body_size, at_top) {
            notes.extend(column.split_off(from));
            *last = notes.iter().filter_map(number).max().or(*last);
        }
    }
    columns.retain(|column| !column.is_empty());
    notes
}

fn extent(column: &[Line]) -> (f32, f32, f32) {
    column
        .iter()
        .fold((f32::MAX, f32::MIN, f32::MIN), |(x0, x1, low), line| {
            (x0.min(line.x0), x1.max(line.x1), low.max(line.y))
        })
}

/// Where the footnotes of a column begin.
fn first_note(column: &[Line], rules: &[Rule], body: f32, at_top: bool) -> Option<usize> {
    let small = column
        .iter()
        .rev()
        .take_while(|l| l.size <= NOTE_SIZE * body)
        .count();
    let from = column.len() - small;
    let begins = |at: usize| {
        let ruled = rule_above(column, at, rules);
        let marked = note_label(&column[at]).is_some();
        (ruled || marked) && (at > 0 || at_top || ruled)
    };
    let set_off = |at: usize| rule_above(column, at, rules) && note_label(&column[at]).is_some();
    (from..column.len())
        .find(|&at| begins(at))
        .or_else(|| (1..from).rev().find(|&at| set_off(at)))
}

/// Whether a short rule, at the column's left edge, stands right above the line.
fn rule_above(column: &[Line], at: usize, rules: &[Rule]) -> bool {
    let (left, right, _) = extent(column);
    let line = &column[at];
    let ceiling = match at.checked_sub(1) {
        // An underline is nearer to its text than this.
        Some(before) => column[before].y + 0.3 * column[before].size,
        None => line.y - 4.0 * line.size,
    };
    rules.iter().any(|rule| {
        let between = rule.y > ceiling && rule.y < line.y - 0.5 * line.size;
        let short = rule.x1 - rule.x0 < 0.67 * (right - left).max(120.0);
        between && short && (rule.x0 - left).abs() < 30.0
    })
}

/// The mark that a note begins with, if the line begins a note.
pub(super) fn note_label(line: &Line) -> Option<&str> {
    let word = line.words.first()?;
    let sign = word
        .text
        .chars()
        .all(|c| matches!(c, '*' | '∗' | '†' | '‡' | '§'));
    (word.mark || sign || is_number_label(word)).then_some(word.text.as_str())
}

/// The number that a note begins with.
fn number(line: &Line) -> Option<u32> {
    note_label(line)?
        .trim_end_matches(['.', ')', '/'])
        .parse()
        .ok()
}

fn is_number_label(word: &Word) -> bool {
    let bare = word.text.trim_end_matches(['.', ')', '/']);
    let number = bare.len() <= 3 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    let letter = word.text.len() == 2 && word.text.ends_with('/');
    number || letter
}

/// Cuts the lines of notes into single notes. The first one may lack its mark:
/// it then goes on from the page before.
pub(super) fn single(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut notes: Vec<Vec<Line>> = Vec::new();
    let mut last: Option<u32> = None;
    for line in lines {
        let begins = match number(&line) {
            Some(number) => {
                let raised = line.words.first().is_some_and(|w| w.mark);
                let follows = last.is_none_or(|before| number == before + 1);
                if raised || follows {
                    last = Some(number);
                }
                raised || follows
            }
            None => note_label(&line).is_some(),
        };
        match notes.last_mut() {
            Some(note) if !begins => note.push(line),
            _ => notes.push(vec![line]),
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    #[test]
    fn small_marked_lines_at_the_foot_are_notes() {
        let mut columns = vec![vec![
            line_at(50.0, 100.0, 10.0, "Running text of the page"),
            line_at(50.0, 112.0, 10.0, "goes on here."),
            line_at(50.0, 700.0, 8.0, "1 First note,"),
            line_at(50.0, 710.0, 8.0, "with a second line."),
            line_at(50.0, 720.0, 8.0, "2 Second note."),
        ]];
        let notes = take(&mut columns, &[], 10.0, &mut None);
        assert_eq!(columns[0].len(), 2);
        let notes = single(notes);
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].len(), 2);
    }

    #[test]
    fn small_print_without_mark_or_rule_stays() {
        let mut columns = vec![vec![
            line_at(50.0, 100.0, 10.0, "Running text"),
            line_at(50.0, 112.0, 8.0, "Source: the ministry"),
        ]];
        assert!(take(&mut columns, &[], 10.0, &mut None).is_empty());
        let rule = Rule {
            x0: 50.0,
            x1: 120.0,
            y: 106.0,
        };
        columns[0][1].y = 120.0;
        assert_eq!(take(&mut columns, &[rule], 10.0, &mut None).len(), 1);
    }
}
