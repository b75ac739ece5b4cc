//! List numbers, bullets and the rows of tables.

use super::lines::Line;
use regex::Regex;
use std::sync::LazyLock;

/// A list number or letter with its punctuation.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\d{1,3}\.\d{1,3}(?:\.\d{1,3})*|\((?:\d{1,3}|[a-zA-Z]{1,4})\)|[a-zA-Z][.)]|[IVX]{1,5}[.)])$",
    )
    .expect("the pattern is well formed")
});

/// Gap behind a label, in ems, that only a tab makes.
const TAB: f32 = 0.7;
/// Gap, in ems, between the cells of a table.
const CELL: f32 = 1.8;
/// Most lines of a cell below its first one.
const CELL_LINES: usize = 4;

/// Whether the line starts with a list number or a bullet.
pub(super) fn is_item(line: &Line) -> bool {
    line.words.len() > 1 && (is_bullet(line.first()) || LABEL.is_match(line.first()))
}

/// Whether the line begins a list item. A number at the start of a line may
/// also be part of the sentence; `apart` says that the line is set off.
pub(super) fn begins_item(line: &Line, apart: bool) -> bool {
    is_item(line) && (is_solid_bullet(line.first()) || line.first_gap() >= TAB || apart)
}

fn is_solid_bullet(word: &str) -> bool {
    matches!(
        word,
        "•" | "▪" | "■" | "●" | "○" | "◦" | "□" | "➢" | "✓" | "◆" | "►" | "‣" | "∙"
    )
}

fn is_bullet(word: &str) -> bool {
    is_solid_bullet(word) || matches!(word, "–" | "—" | "-" | "·" | "*" | "o")
}

/// Which lines are rows of a table or a list of contents.
pub(super) fn tabular_rows(lines: &[Line]) -> Vec<bool> {
    let cells: Vec<usize> = lines.iter().map(wide_gaps).collect();
    let mut tabular: Vec<bool> = (0..lines.len())
        .map(|at| {
            let row = |other: usize| cells.get(other).is_some_and(|&n| n >= 1);
            let beside = row(at + 1) || at.checked_sub(1).is_some_and(row);
            cells[at] >= 2 || (cells[at] == 1 && beside) || has_leader(&lines[at])
        })
        .collect();
    fill_rows(lines, &mut tabular);
    tabular
}

/// Counts short lines between two rows of a table as part of it: the second
/// and third lines of its cells.
fn fill_rows(lines: &[Line], tabular: &mut [bool]) {
    let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
    let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
    let rows: Vec<usize> = (0..tabular.len()).filter(|&at| tabular[at]).collect();
    for pair in rows.windows(2) {
        let between = pair[0] + 1..pair[1];
        let short = |at: usize| lines[at].x1 - lines[at].x0 < 0.75 * (right - left);
        if between.len() <= CELL_LINES && between.clone().all(short) {
            tabular[between].fill(true);
        }
    }
}

/// Whether the line is a row of two or more cells.
pub(super) fn has_cells(line: &Line) -> bool {
    wide_gaps(line) > 0
}

/// Gaps between cells, not counting the one behind a list label.
fn wide_gaps(line: &Line) -> usize {
    let label = usize::from(is_item(line));
    let gaps = line.words.iter().skip(1 + label);
    gaps.filter(|word| word.gap > CELL * line.size).count()
}

/// Whether a row of dots leads from a title to its page.
fn has_leader(line: &Line) -> bool {
    let dots = |text: &str| text.chars().filter(|c| *c == '.').count();
    let run = line
        .words
        .iter()
        .any(|w| w.text.contains("....") || w.text.contains("……"));
    let spaced = line
        .words
        .iter()
        .filter(|w| dots(&w.text) == w.text.len())
        .count();
    run || spaced >= 5
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    fn row(y: f32, cells: &[&str]) -> Line {
        let mut line = line_at(50.0, y, 10.0, &cells.join(" "));
        line.words.iter_mut().skip(1).for_each(|w| w.gap = 40.0);
        line
    }

    #[test]
    fn labels_and_bullets() {
        for label in ["12.", "115.1", "(a)", "(iv)", "•", "IV.", "3"] {
            assert!(
                is_item(&line_at(0.0, 0.0, 10.0, &format!("{label} Text"))),
                "{label}"
            );
        }
        for word in ["In", "2014", "(Croatia)", "12th"] {
            assert!(
                !is_item(&line_at(0.0, 0.0, 10.0, &format!("{word} text"))),
                "{word}"
            );
        }
        // A number at the start of a line of running text begins nothing.
        assert!(!begins_item(
            &line_at(0.0, 0.0, 10.0, "12. The text"),
            false
        ));
        assert!(begins_item(&line_at(0.0, 0.0, 10.0, "12. The text"), true));
    }

    #[test]
    fn rows_of_tables_and_contents() {
        let lines = [
            line_at(50.0, 10.0, 10.0, "The table shows this."),
            row(30.0, &["North", "12", "14"]),
            row(42.0, &["South", "22", "24"]),
            line_at(50.0, 60.0, 10.0, "Introduction ........ 3"),
        ];
        assert_eq!(tabular_rows(&lines), [false, true, true, true]);
    }
}
