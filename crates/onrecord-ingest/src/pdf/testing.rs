//! Hand-made lines for the unit tests of the layout.

use super::lines::{Line, Word};

/// A line of words that are half an em wide per character, on page 1.
pub(super) fn line_at(x: f32, y: f32, size: f32, text: &str) -> Line {
    let mut at = x;
    let mut words: Vec<Word> = Vec::new();
    for text in text.split(' ') {
        let width = text.chars().count() as f32 * size * 0.5;
        let gap = if words.is_empty() { 0.0 } else { 0.25 * size };
        at += gap;
        words.push(Word {
            text: text.to_owned(),
            x0: at,
            x1: at + width,
            gap,
            mark: false,
            glued: false,
        });
        at += width;
    }
    Line {
        page: 1,
        row: (y * 10.0) as usize,
        words,
        x0: x,
        x1: at,
        y,
        size,
        bold: 0.0,
        artifact: false,
    }
}
