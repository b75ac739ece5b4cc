//! Unicode normal form C with a way back to the text that was given.

use crate::span::Span;
use std::borrow::Cow;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};

/// A text in normal form C, with the offsets of the text it was made from.
#[derive(Debug, Clone)]
pub struct Nfc<'t> {
    text: Cow<'t, str>,
    given_len: usize,
    /// For every stretch that changed: its range here and its range in the given text.
    changes: Vec<Change>,
}

#[derive(Debug, Clone, Copy)]
struct Change {
    here: Span,
    given: Span,
}

impl<'t> Nfc<'t> {
    /// Normalises `given`; borrows it when it is in normal form already, as nearly all text is.
    pub fn new(given: &'t str) -> Self {
        let mut nfc = Nfc {
            text: Cow::Borrowed(given),
            given_len: given.len(),
            changes: Vec::new(),
        };
        if is_nfc_quick(given.chars()) != IsNormalized::Yes {
            nfc.normalise(given);
        }
        nfc
    }

    /// Goes through `given` in stretches that normalise independently, so that
    /// each changed stretch can be mapped back as a whole.
    fn normalise(&mut self, given: &str) {
        let mut out = String::with_capacity(given.len());
        let mut from = 0;
        for to in boundaries(given) {
            let stretch = &given[from..to];
            let start = out.len();
            out.extend(stretch.nfc());
            if out[start..] != *stretch {
                self.changes.push(Change {
                    here: Span::new(start, out.len()),
                    given: Span::new(from, to),
                });
            }
            from = to;
        }
        self.text = Cow::Owned(out);
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normalised text, owned.
    pub fn into_text(self) -> String {
        self.text.into_owned()
    }

    /// A span of the normalised text as a span of the given one.
    ///
    /// An edge inside a stretch that changed is moved outwards to the edge of
    /// that stretch: the result covers at least the characters asked for.
    pub fn to_given(&self, span: Span) -> Span {
        Span::new(self.edge(span.start, false), self.edge(span.end, true))
    }

    fn edge(&self, at: usize, outward_right: bool) -> usize {
        // The last change that begins before `at` decides the shift.
        let before = self.changes.partition_point(|c| c.here.start < at);
        let Some(change) = before.checked_sub(1).map(|i| self.changes[i]) else {
            return at.min(self.given_len);
        };
        if at >= change.here.end {
            return change.given.end + (at - change.here.end);
        }
        if outward_right {
            change.given.end
        } else {
            change.given.start
        }
    }
}

/// Ends of the stretches of `text` that normalise on their own: a stretch runs
/// up to the next starter that cannot combine with what stands before it.
fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices()
        .skip(1)
        .filter(|(_, c)| is_boundary(*c))
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()))
}

fn is_boundary(c: char) -> bool {
    // Below U+0300 nothing combines backwards. Above, a character that NFC may
    // join to the one before it answers "maybe" or "no" to the quick check.
    c < '\u{300}'
        || (canonical_combining_class(c) == 0
            && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borrows_what_is_normal() {
        let nfc = Nfc::new("Né à Bâle");
        assert!(matches!(nfc.text, Cow::Borrowed(_)));
        assert_eq!(nfc.to_given(Span::new(1, 3)), Span::new(1, 3));
    }

    #[test]
    fn maps_back_over_combining_marks() {
        let given = "Jose\u{301} Mu\u{308}ller said “no”";
        let nfc = Nfc::new(given);
        assert_eq!(nfc.text(), "José Müller said “no”");
        let said = nfc.text().find("said").unwrap();
        let span = nfc.to_given(Span::new(said, said + 4));
        assert_eq!(span.of(given), "said");
        let name = nfc.to_given(Span::new(0, said - 1));
        assert_eq!(name.of(given), "Jose\u{301} Mu\u{308}ller");
    }

    #[test]
    fn composes_hangul_as_a_whole() {
        let given = "\u{1112}\u{1161}\u{11ab}!";
        let nfc = Nfc::new(given);
        assert_eq!(nfc.text(), "한!");
        assert_eq!(
            nfc.to_given(Span::new(0, 3)).of(given),
            "\u{1112}\u{1161}\u{11ab}"
        );
    }
}
