//! Paragraphs as a network reads them: windows of wordpieces with the shape of
//! their word and whether it stands in quotation marks.

use crate::wordpiece::WordPieces;
use onrecord_core::attribution::Words;
use onrecord_core::text::{Token, TokenKind, quote::is_double_mark};

/// Wordpieces in a window, start and end pieces not counted; longer paragraphs are cut.
const WINDOW: usize = 254;

/// One wordpiece as the network sees it.
pub struct Piece {
    /// Number of the piece in the vocabulary.
    pub id: u32,
    /// How its word is written.
    pub shape: Shape,
    /// Whether its word stands inside double quotation marks.
    pub quoted: bool,
}

/// A part of a paragraph that goes through the network at once.
pub struct Window {
    /// Index of the paragraph it is of.
    pub paragraph: usize,
    /// Its pieces, the start and end piece among them.
    pub pieces: Vec<Piece>,
    /// For each word of the window, the position of its first piece.
    pub firsts: Vec<usize>,
}

impl Window {
    fn new(paragraph: usize) -> Self {
        let mut window = Window {
            paragraph,
            pieces: Vec::new(),
            firsts: Vec::new(),
        };
        window.special(WordPieces::START);
        window
    }

    fn special(&mut self, id: u32) {
        self.pieces.push(Piece {
            id,
            shape: Shape::Special,
            quoted: false,
        });
    }

    fn finish(mut self) -> Self {
        self.special(WordPieces::END);
        self
    }
}

/// Cuts a paragraph into windows: whole sentences while they fit, else wherever the window is full.
pub fn windows(pieces: &WordPieces, paragraph: usize, words: &Words<'_>) -> Vec<Window> {
    let quoted = inside_double_marks(words);
    let mut ids = Vec::new();
    let mut bounds = Vec::with_capacity(words.tokens.len());
    for i in 0..words.tokens.len() {
        let from = ids.len();
        pieces.push(spelling(words.token(i)), &mut ids);
        bounds.push(from..ids.len().min(from + WINDOW));
    }
    let mut out = Vec::new();
    let mut window = Window::new(paragraph);
    let room = |window: &Window| WINDOW + 1 - window.pieces.len();
    for (i, range) in bounds.iter().enumerate() {
        let starts_sentence = sentence_end(words, i).map(|last| {
            let end = bounds[last].end;
            end - range.start > room(&window)
        });
        let full = range.len() > room(&window);
        if !window.firsts.is_empty() && (full || starts_sentence == Some(true)) {
            out.push(std::mem::replace(&mut window, Window::new(paragraph)).finish());
        }
        window.firsts.push(window.pieces.len());
        let shape = Shape::of(words.token(i), words.tokens[i]);
        window
            .pieces
            .extend(ids[range.clone()].iter().map(|id| Piece {
                id: *id,
                shape,
                quoted: quoted[i],
            }));
    }
    out.push(window.finish());
    out
}

/// If token `i` begins a sentence, the last token of that sentence.
fn sentence_end(words: &Words<'_>, i: usize) -> Option<usize> {
    let start = words.tokens[i].span.start;
    let sentence = words.sentences.iter().find(|s| s.start == start)?;
    let after = words.tokens.partition_point(|t| t.span.end <= sentence.end);
    after.checked_sub(1).filter(|last| *last >= i)
}

/// How a word is given to the vocabulary: a doubled single mark as the double mark it stands for.
fn spelling(word: &str) -> &str {
    match word {
        "''" | "``" => "\"",
        _ => word,
    }
}

/// For each token, whether it stands inside double quotation marks, as the
/// model was trained: by turns for marks without a side, to the paragraph's
/// end where unclosed.
fn inside_double_marks(words: &Words<'_>) -> Vec<bool> {
    let mut inside = false;
    (0..words.tokens.len())
        .map(|i| {
            let token = spelling(words.token(i));
            let Some(mark) = token.chars().next().filter(|c| is_double_mark(*c)) else {
                return inside;
            };
            match mark {
                '“' | '„' | '«' | '「' | '『' => inside = true,
                '”' | '»' | '」' | '』' => inside = false,
                _ => inside = !inside,
            }
            inside
        })
        .collect()
}

/// How a word is written; the order is that of the model's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// No word: the start or end piece.
    Special,
    /// lower case
    Lower,
    /// First letter a capital.
    Capitalised,
    /// ALL CAPITALS
    AllCaps,
    /// Begins with a digit.
    Digit,
    /// A mark.
    Punctuation,
}

impl Shape {
    fn of(word: &str, token: Token) -> Self {
        let first = word.chars().next().unwrap_or(' ');
        if matches!(token.kind, TokenKind::Punct | TokenKind::Quote) {
            Shape::Punctuation
        } else if first.is_numeric() {
            Shape::Digit
        } else if word.chars().count() > 1 && !word.contains(char::is_lowercase) {
            Shape::AllCaps
        } else if first.is_uppercase() {
            Shape::Capitalised
        } else {
            Shape::Lower
        }
    }
}
