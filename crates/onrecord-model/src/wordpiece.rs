//! Wordpieces (Wu et al. 2016) of a word, by the vocabulary the models were trained with.

use crate::weights::ModelError;
use std::cell::RefCell;
use std::collections::HashMap;
use tokenizers::Tokenizer;

/// Piece for what the vocabulary does not have.
const UNKNOWN: u32 = 100;
/// Words remembered on each thread; then all are forgotten.
const REMEMBERED: usize = 32_768;

thread_local! {
    /// Pieces of words met before: most words of a text are.
    static KNOWN: RefCell<HashMap<Box<str>, Box<[u32]>>> = RefCell::default();
}

/// Splits words into wordpieces. There is one vocabulary, [`crate::VOCABULARY`].
pub struct WordPieces {
    tokenizer: Tokenizer,
}

impl WordPieces {
    /// Piece that stands before every window.
    pub const START: u32 = 101;
    /// Piece that stands after every window.
    pub const END: u32 = 102;

    /// Reads the vocabulary.
    ///
    /// # Errors
    /// If it is not what the tokenizer expects; a test sees to it that it is.
    pub fn load() -> Result<Self, ModelError> {
        let vocabulary_error = |e: tokenizers::Error| ModelError::Vocabulary(e.to_string());
        let mut tokenizer = Tokenizer::from_bytes(crate::VOCABULARY).map_err(vocabulary_error)?;
        // Words come one at a time; padding and cutting are for whole texts.
        tokenizer.with_truncation(None).map_err(vocabulary_error)?;
        tokenizer.with_padding(None);
        Ok(WordPieces { tokenizer })
    }

    /// Appends the pieces of `word` to `out`: at least one.
    pub fn push(&self, word: &str, out: &mut Vec<u32>) {
        KNOWN.with_borrow_mut(|known| {
            if let Some(pieces) = known.get(word) {
                out.extend_from_slice(pieces);
                return;
            }
            let pieces = self.split(word);
            out.extend_from_slice(&pieces);
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(word.into(), pieces);
        });
    }

    fn split(&self, word: &str) -> Box<[u32]> {
        match self.tokenizer.encode_fast(word, false) {
            Ok(encoding) if !encoding.get_ids().is_empty() => encoding.get_ids().into(),
            _ => [UNKNOWN].into(),
        }
    }
}
