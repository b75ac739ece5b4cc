//! Tokens: words, numbers, punctuation, quotation marks.
//!
//! A token is the unit of the tagger's labels and of the linker. Words keep
//! their inner full stops when they are abbreviations ("U.S.", "a.m.") and
//! numbers their inner separators ("1,250.5"). A possessive or contracted ending
//! is apart from its word, mark and letter each a token, so that "Varna's" can
//! be cut after the name.

use super::quote::is_double_mark;
use crate::span::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with digits among them or not.
    Word,
    /// Digits, with separators inside or not.
    Number,
    /// A quotation mark of any style, a doubled `''` included.
    Quote,
    /// One other character.
    Punct,
}

/// One token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// The tokens of `text`, in order; white space belongs to none.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        let token = token_at(text, at, c);
        at = token.span.end;
        out.push(token);
    }
    out
}

fn token_at(text: &str, at: usize, first: char) -> Token {
    let token = |end: usize, kind| Token {
        span: Span::new(at, end),
        kind,
    };
    if first.is_ascii_digit() {
        let end = number_end(text, at);
        // "18th", "5G" and "48-page" are words.
        let tail = hyphenated_end(text, word_end(text, end));
        return match tail > end {
            true => token(tail, TokenKind::Word),
            false => token(end, TokenKind::Number),
        };
    }
    if is_word_char(first) {
        let end = word_end(text, at);
        let end = elided_end(text, at, end);
        let end = match end == hyphenated_end(text, end) {
            true => abbreviation_end(text, at, end),
            false => hyphenated_end(text, end),
        };
        return token(end, TokenKind::Word);
    }
    let rest = &text[at..];
    // Typewriter habits: two single marks for one double mark.
    if rest.starts_with("''") || rest.starts_with("``") {
        return token(at + 2, TokenKind::Quote);
    }
    let end = at + first.len_utf8();
    let kind = match is_double_mark(first) || is_single_mark(first) {
        true => TokenKind::Quote,
        false => TokenKind::Punct,
    };
    token(end, kind)
}

/// Letters, digits, combining marks and the underscore.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

fn is_single_mark(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '`')
}

/// Zero-width characters and byte-order marks that pages leave in their text.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

fn word_end(text: &str, from: usize) -> usize {
    text[from..]
        .char_indices()
        .find(|(_, c)| !is_word_char(*c))
        .map_or(text.len(), |(offset, _)| from + offset)
}

/// "O’Dwyer", "N'Djamena": a capital or two, an apostrophe and a capital are one word.
fn elided_end(text: &str, from: usize, end: usize) -> usize {
    let short =
        text[from..end].starts_with(char::is_uppercase) && text[from..end].chars().count() <= 2;
    let rest = text[end..].strip_prefix(['\'', '’']);
    // A capital and a small letter: "O’Dwyer", but not "IT’S".
    let name_like = |rest: &&str| {
        let mut chars = rest.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
    };
    match rest.filter(|rest| short && name_like(rest)) {
        Some(rest) => word_end(text, text.len() - rest.len()),
        None => end,
    }
}

/// If a hyphen and more letters or digits follow the word that ends at `from`, where they end; else `from`.
fn hyphenated_end(text: &str, from: usize) -> usize {
    let mut end = from;
    while text[end..].starts_with('-') {
        let next = word_end(text, end + 1);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    end
}

/// Digits with single separators between digits: "1,250.5", "2:36".
fn number_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = from;
    while end < bytes.len() {
        let digit_follows = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b if b.is_ascii_digit() => end += 1,
            b'.' | b',' | b':' if digit_follows => end += 1,
            _ => break,
        }
    }
    end
}

/// If the letter at `from..end` begins a run of single letters with full stops
/// ("U.S.", "J.R.", "a.m."), the end of that run; else `end`.
fn abbreviation_end(text: &str, from: usize, end: usize) -> usize {
    let is_letter = |range: &str| {
        let mut chars = range.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    if !is_letter(&text[from..end]) {
        return end;
    }
    let (mut last, mut letters) = (end, 1);
    while text[last..].starts_with('.') {
        let next = last + 1;
        let next_end = word_end(text, next);
        if is_letter(&text[next..next_end]) && text[next_end..].starts_with('.') {
            last = next_end;
            letters += 1;
        } else {
            break;
        }
    }
    // One letter with a stop is an initial ("J."), several an abbreviation;
    // both keep the stop. "A." alone at a sentence's end loses nothing by it.
    let upper = text[from..end].chars().all(char::is_uppercase);
    match text[last..].starts_with('.') && (letters > 1 || upper) {
        true => last + 1,
        false => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn keeps_abbreviations_and_numbers_whole() {
        assert_eq!(
            words("The U.S. spent $1,250.5 by 2:36 a.m., J. Doe said."),
            [
                "The", "U.S.", "spent", "$", "1,250.5", "by", "2:36", "a.m.", ",", "J.", "Doe",
                "said", "."
            ]
        );
    }

    #[test]
    fn keeps_elided_names_whole() {
        assert_eq!(
            words("O’Dwyer of N'Djamena's: IT’S US"),
            [
                "O’Dwyer",
                "of",
                "N'Djamena",
                "'",
                "s",
                ":",
                "IT",
                "’",
                "S",
                "US"
            ]
        );
    }

    #[test]
    fn splits_possessives_and_marks() {
        assert_eq!(
            words("Chad’s 48-page “report” ''so-called''"),
            [
                "Chad",
                "’",
                "s",
                "48-page",
                "“",
                "report",
                "”",
                "''",
                "so-called",
                "''"
            ]
        );
    }

    #[test]
    fn drops_invisible_characters_only() {
        assert_eq!(words("\u{feff}No\u{200b} \u{a0}one"), ["No", "one"]);
    }
}
