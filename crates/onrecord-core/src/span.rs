//! Positions in a text: byte spans inside the program, code-point spans outside.
//!
//! The two are different types on purpose. A [`Span`] slices a `&str`; a
//! [`CharSpan`] is what the export, the command line and the W3C Web Annotation
//! model speak. [`CharIndex`] converts between them.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range `[start, end)` of **bytes** in a text.
///
/// Spans made by this crate always lie on character boundaries of the text
/// they were made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Byte offset of the first byte.
    pub start: usize,
    /// Byte offset one past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `[start, end)`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Span {
            start,
            end: end.max(start),
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(&self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span moved right by `by` bytes.
    pub fn shift(&self, by: usize) -> Span {
        Span::new(self.start + by, self.end + by)
    }

    /// The text under the span, or `None` if it is not a valid slice of `text`.
    pub fn get<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.end)
    }

    /// The text under the span.
    ///
    /// An out-of-range span gives the empty string, never a panic: use
    /// [`Span::get`] where the difference matters.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.get(text).unwrap_or("")
    }

    /// The span without white space at its edges.
    pub fn trim(&self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// A half-open range `[start, end)` of Unicode **code points** in a text; written `[start, end]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct CharSpan {
    /// Index of the first code point.
    pub start: usize,
    /// Index one past the last code point.
    pub end: usize,
}

impl From<(usize, usize)> for CharSpan {
    fn from((start, end): (usize, usize)) -> Self {
        CharSpan { start, end }
    }
}

impl From<CharSpan> for (usize, usize) {
    fn from(span: CharSpan) -> Self {
        (span.start, span.end)
    }
}

/// Converts between byte and code-point offsets of one text.
///
/// Built in one pass; both directions then cost at most [`CharIndex::STEP`]
/// characters of scanning.
#[derive(Debug, Clone)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Byte offset of every `STEP`th code point.
    marks: Vec<usize>,
    chars: usize,
}

impl<'t> CharIndex<'t> {
    /// Code points between two remembered positions.
    pub const STEP: usize = 64;

    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut chars = 0;
        for (byte, _) in text.char_indices() {
            if chars % Self::STEP == 0 {
                marks.push(byte);
            }
            chars += 1;
        }
        CharIndex { text, marks, chars }
    }

    /// Number of code points in the text.
    pub fn char_len(&self) -> usize {
        self.chars
    }

    /// Code-point index of the character that starts at or covers byte `byte`;
    /// offsets past the end give the text's length in code points.
    pub fn to_char(&self, byte: usize) -> usize {
        if byte >= self.text.len() {
            return self.chars;
        }
        let mark = self.marks.partition_point(|&m| m <= byte) - 1;
        let from = self.marks[mark];
        let before = self.text.as_bytes()[from..=byte]
            .iter()
            .filter(|b| !is_continuation(**b))
            .count();
        mark * Self::STEP + before - 1
    }

    /// Byte offset of code point `index`, or `None` past the end of the text.
    /// The length of the text in code points maps to its length in bytes.
    pub fn to_byte(&self, index: usize) -> Option<usize> {
        if index == self.chars {
            return Some(self.text.len());
        }
        let from = *self.marks.get(index / Self::STEP)?;
        self.text[from..]
            .char_indices()
            .nth(index % Self::STEP)
            .map(|(offset, _)| from + offset)
    }

    /// The byte span as a code-point span.
    pub fn char_span(&self, span: Span) -> CharSpan {
        CharSpan {
            start: self.to_char(span.start),
            end: self.to_char(span.end),
        }
    }

    /// The code-point span as a byte span, or `None` if it leaves the text or runs backwards.
    pub fn byte_span(&self, span: CharSpan) -> Option<Span> {
        let (start, end) = (self.to_byte(span.start)?, self.to_byte(span.end)?);
        (start <= end).then(|| Span::new(start, end))
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_both_ways_over_wide_characters() {
        let text = "“Né 😀” said Zoë. ".repeat(40);
        let index = CharIndex::new(&text);
        for (at, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.to_char(byte), at);
            assert_eq!(index.to_byte(at), Some(byte));
        }
        assert_eq!(index.to_char(text.len()), text.chars().count());
        assert_eq!(index.to_byte(text.chars().count()), Some(text.len()));
        assert_eq!(index.to_byte(text.chars().count() + 1), None);
    }

    #[test]
    fn trims_white_space_only() {
        let text = " a b \n";
        assert_eq!(Span::new(0, text.len()).trim(text), Span::new(1, 4));
    }
}
