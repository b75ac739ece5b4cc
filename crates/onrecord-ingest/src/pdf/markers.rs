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
    matches!(word, "•" | "▪" | "■" | "●" | "○" | "◦" | "□" | "➢" | "✓" | "◆" | "►" | "‣" | "∙")
}

fn is_bullet(word: &str) -> bool {
    is_solid_bullet(word) || matches!(word, "–" | "—" | "-" | "·" | "*" | "o")
}

/// Which lines are rows of a table or a list of contents.
pub(super) fn tabular_rows(lines: &[Line]) -> Vec<bool> {
    let cells: Vec<usize> = lines.iter().map(wide_gaps).collect();
    (0..lines.len())
        .map(|at| {
            let neighbour = |other: usize| cells.get(other).is_some_and(|&n| n >= 2);
            let beside = neighbour(at + 1) || at.checked_sub(1).is_some_and(neighbour);
            cells[at] >= 2 || (cells[at] == 1 && beside) || has_leader(&lines[at])
        })
        .collect()
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
    let run = line.words.iter().any(|w| w.text.contains("....") || w.text.contains("……"));
    let spaced = line.words.iter().filter(|w| dots(&w.text) == w.text.len()).count();
    run || spaced >= 5
}
