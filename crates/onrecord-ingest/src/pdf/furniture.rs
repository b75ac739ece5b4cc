//! Finds running heads, page numbers and document symbols.
//!
//! A row at the edge of a page is furniture when the same words, numbers
//! aside, stand at the same height on a nearby page. Looking a few pages away
//! covers heads that differ on odd and even pages or change with the chapter.

use super::glyphs::Page;
use super::lines::Line;
use std::collections::BTreeSet;

/// How many rows from the edge are looked at.
const EDGE_ROWS: usize = 5;
/// Share of the page's height in which edge rows may stand.
const EDGE_SHARE: f32 = 0.2;
/// How many pages away a row may repeat.
const REACH: usize = 4;
/// White, in ems, that sets a head off from the text.
const SET_OFF: f32 = 1.8;
/// Largest difference of height between repetitions, in points.
const DRIFT: f32 = 4.0;

/// The lines of one page with its furniture taken out.
pub(super) struct Sorted {
    pub body: Vec<Line>,
    /// From top to bottom.
    pub head: Vec<Line>,
    pub foot: Vec<Line>,
}

/// A row at the edge of a page.
struct EdgeRow {
    row: usize,
    y: f32,
    /// Letters with all numbers alike.
    shape: String,
    artifact: bool,
    size: f32,
    /// White between it and the next row inwards, in ems.
    clearance: f32,
}

/// Takes the furniture out of each page's pieces.
pub(super) fn sort(pages: &[Page], pieces: Vec<Vec<Line>>) -> Vec<Sorted> {
    let edges: Vec<[Vec<EdgeRow>; 2]> = pages
        .iter()
        .zip(&pieces)
        .map(|(page, lines)| edge_rows(page, lines))
        .collect();
    let trust_artifacts = artifacts_are_few(&pieces);
    let marked: Vec<[BTreeSet<usize>; 2]> = (0..pages.len())
        .map(|page| [0, 1].map(|side| furniture_rows(&edges, page, side, trust_artifacts)))
        .collect();
    pieces
        .into_iter()
        .zip(marked)
        .map(|(lines, marked)| take(lines, &marked))
        .collect()
}

/// Files that mark most of their text as decoration do it by mistake.
fn artifacts_are_few(pieces: &[Vec<Line>]) -> bool {
    let lines = || pieces.iter().flatten();
    let marked = lines().filter(|l| l.artifact).count();
    2 * marked < lines().count()
}

fn take(lines: Vec<Line>, marked: &[BTreeSet<usize>; 2]) -> Sorted {
    let (mut body, mut head, mut foot) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        if marked[0].contains(&line.row) {
            head.push(line);
        } else if marked[1].contains(&line.row) {
            foot.push(line);
        } else {
            body.push(line);
        }
    }
    Sorted { body, head, foot }
}

/// The rows near the top and near the bottom, each from the edge inwards.
fn edge_rows(page: &Page, lines: &[Line]) -> [Vec<EdgeRow>; 2] {
    let mut rows: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if row[0].row == line.row => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    let describe = |at: usize, inner: Option<usize>| {
        let row = &rows[at];
        let size = row[0].size.max(1.0);
        let to_inner = inner
            .and_then(|i| rows.get(i))
            .map(|r| (r[0].y - row[0].y).abs());
        EdgeRow {
            row: row[0].row,
            y: row[0].y,
            shape: shape(&row.iter().map(|l| l.text()).collect::<Vec<_>>().join(" ")),
            artifact: row.iter().all(|l| l.artifact),
            size,
            clearance: to_inner.map_or(f32::MAX, |d| d / size),
        }
    };
    let top = (0..rows.len())
        .take(EDGE_ROWS)
        .take_while(|&i| rows[i][0].y < EDGE_SHARE * page.height)
        .map(|i| describe(i, Some(i + 1)))
        .collect();
    let bottom = (0..rows.len())
        .rev()
        .take(EDGE_ROWS)
        .take_while(|&i| rows[i][0].y > (1.0 - EDGE_SHARE) * page.height)
        .map(|i| describe(i, i.checked_sub(1)))
        .collect();
    [top, bottom]
}

/// The text with every number (Arabic or Roman) made the same and spaces dropped.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for word in text.split_whitespace() {
        let roman = |c: char| "ivxlcIVXLC".contains(c);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() && bare.chars().all(roman) {
            shape.push('#');
            continue;
        }
        for ch in word.chars().flat_map(char::to_lowercase) {
            let ch = if ch.is_numeric() { '#' } else { ch };
            if ch != '#' || !shape.ends_with('#') {
                shape.push(ch);
            }
        }
    }
    shape
}

/// The furniture rows at one side of a page, from the edge inwards.
fn furniture_rows(
    edges: &[[Vec<EdgeRow>; 2]],
    page: usize,
    side: usize,
    trust_artifacts: bool,
) -> BTreeSet<usize> {
    let rows = &edges[page][side];
    let declared = |row: &EdgeRow| trust_artifacts && row.artifact;
    let declared_rows = rows.iter().rposition(declared).map_or(0, |at| at + 1);
    let known = |at: usize, row: &EdgeRow| {
        repeats(edges, page, side, row) > 0
            || (at == 0 && row.clearance > SET_OFF && is_folio(&row.shape))
            || (at == 0 && is_head_by_place(edges, page, side, row))
    };
    let mut count = declared_rows.min(rows.len());
    while rows.get(count).is_some_and(|row| known(count, row)) {
        count += 1;
    }
    // What is not set off from the text belongs to it, unless it keeps repeating:
    // notes that all say "ibid." may well stand at the same height.
    while count > declared_rows
        && rows[count - 1].clearance < 1.35
        && repeats(edges, page, side, &rows[count - 1]) < 3
    {
        count -= 1;
    }
    rows[..count].iter().map(|row| row.row).collect()
}

/// Whether the row is nothing but a page number: "7", "- 7 -", "Page 7 of 9".
fn is_folio(shape: &str) -> bool {
    let bare: String = shape
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '#')
        .collect();
    matches!(bare.as_str(), "#" | "page#" | "page#of#" | "#of#" | "p#")
}

fn neighbours(page: usize, pages: usize) -> impl Iterator<Item = usize> {
    (page.saturating_sub(REACH)..pages.min(page + REACH + 1)).filter(move |&other| other != page)
}

/// On how many nearby pages the row stands at the same height.
fn repeats(edges: &[[Vec<EdgeRow>; 2]], page: usize, side: usize, row: &EdgeRow) -> usize {
    neighbours(page, edges.len())
        .filter(|&other| {
            let mut rows = edges[other][side].iter();
            rows.any(|r| (r.y - row.y).abs() <= DRIFT && r.shape == row.shape)
        })
        .count()
}

/// Whether the outermost row is a head by its place alone: set off from the
/// text, in type no larger, where the nearby pages have such a row too. Heads
/// that name the chapter, or differ on the two pages of a short text, need this.
fn is_head_by_place(edges: &[[Vec<EdgeRow>; 2]], page: usize, side: usize, row: &EdgeRow) -> bool {
    let set_off = |row: &EdgeRow| row.clearance > SET_OFF && row.shape.chars().count() <= 90;
    let next_size = edges[page][side]
        .get(1)
        .map_or(f32::MAX, |inner| inner.size);
    let others: Vec<&EdgeRow> = neighbours(page, edges.len())
        .filter_map(|other| edges[other][side].first())
        .collect();
    let alike = others
        .iter()
        .filter(|r| set_off(r) && (r.y - row.y).abs() <= 1.0 && (r.size - row.size).abs() < 0.5);
    set_off(row)
        && row.size < 1.05 * next_size
        && !others.is_empty()
        && 3 * alike.count() >= 2 * others.len()
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    fn page(number: u32) -> Page {
        Page {
            number,
            width: 600.0,
            height: 800.0,
            ..Page::default()
        }
    }

    fn lines(page: u32, rows: &[(f32, &str)]) -> Vec<Line> {
        let mut lines: Vec<Line> = rows
            .iter()
            .enumerate()
            .map(|(row, (y, text))| Line {
                row,
                ..line_at(50.0, *y, 10.0, text)
            })
            .collect();
        lines.iter_mut().for_each(|l| l.page = page);
        lines
    }

    #[test]
    fn odd_and_even_heads_and_folios_go() {
        let texts = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
        let pages: Vec<Page> = (1..=6).map(page).collect();
        let pieces: Vec<Vec<Line>> = (1..=6u32)
            .map(|n| {
                let head = if n % 2 == 0 { "The Report" } else { "A/12/34" };
                let folio = format!("{n}");
                let body = texts[n as usize - 1];
                lines(
                    n,
                    &[(40.0, head), (80.0, body), (700.0, body), (760.0, &folio)],
                )
            })
            .collect();
        for sorted in sort(&pages, pieces) {
            assert_eq!(sorted.head.len(), 1);
            assert_eq!(sorted.foot.len(), 1);
            assert_eq!(sorted.body.len(), 2);
        }
    }

    #[test]
    fn body_at_the_edge_stays() {
        let pages: Vec<Page> = (1..=2).map(page).collect();
        let pieces = vec![
            lines(1, &[(40.0, "One text begins"), (52.0, "and goes on")]),
            lines(2, &[(40.0, "Another begins"), (52.0, "and goes on too")]),
        ];
        for sorted in sort(&pages, pieces) {
            assert_eq!(sorted.body.len(), 2);
        }
    }

    #[test]
    fn numbers_are_alike_in_shapes() {
        assert_eq!(shape("Page 12 of 90"), "page#of#");
        assert_eq!(shape("xiv"), "#");
        assert_eq!(shape("A/HRC/28/15"), "a/hrc/#/#");
    }
}
