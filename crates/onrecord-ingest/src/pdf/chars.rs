//! Single characters as fonts give them, turned into the text they stand for.

/// What a character contributes to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Char {
    /// Ends a word.
    Space,
    /// A space at which no line breaks: the words on its sides are one unit.
    HardSpace,
    /// Nothing to read.
    Nothing,
    /// Itself.
    Letter(char),
    /// A ligature spelled out.
    Several(&'static str),
}

/// Reads one character.
pub(super) fn read(ch: char) -> Char {
    match ch {
        '\u{00A0}' | '\u{202F}' | '\u{2007}' => Char::HardSpace,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => {
            Char::Nothing
        }
        '\u{FB00}' => Char::Several("ff"),
        '\u{FB01}' => Char::Several("fi"),
        '\u{FB02}' => Char::Several("fl"),
        '\u{FB03}' => Char::Several("ffi"),
        '\u{FB04}' => Char::Several("ffl"),
        '\u{FB05}' | '\u{FB06}' => Char::Several("st"),
        // Symbol fonts put their bullets and dashes into the private use area.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F0A8}' | '\u{F0D8}' | '\u{F076}' => Char::Letter('•'),
        '\u{F02D}' | '\u{F0BE}' => Char::Letter('–'),
        '\u{E000}'..='\u{F8FF}' => Char::Nothing,
        ch if ch.is_whitespace() => Char::Space,
        ch if ch.is_control() => Char::Nothing,
        ch => Char::Letter(ch),
    }
}

/// Whether a raised character can be a reference to a note.
pub(super) fn is_note_mark(ch: char) -> bool {
    ch.is_ascii_digit()
        || matches!(
            ch,
            '*' | '∗' | '†' | '‡' | '§' | '¶' | '#' | ',' | '–' | '-'
        )
}

/// Whether a line that ends so can be the last one of a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '"', '\'', ')', ']', '»'])
        .ends_with(['.', '!', '?', ';', ':', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_and_bullets_are_spelled_out() {
        assert_eq!(read('ﬁ'), Char::Several("fi"));
        assert_eq!(read('\u{F0B7}'), Char::Letter('•'));
        assert_eq!(read('\u{200B}'), Char::Nothing);
        assert_eq!(read('\u{A0}'), Char::HardSpace);
    }

    #[test]
    fn closing_marks_do_not_hide_the_stop() {
        assert!(ends_sentence("he said.”"));
        assert!(ends_sentence("(Croatia);"));
        assert!(!ends_sentence("he said,"));
    }
}
