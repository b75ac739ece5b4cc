//! Wordpieces (Wu et al. 2016) of a word, by the vocabulary the model was trained with.

use crate::weights::ModelError;
use tokenizers::Tokenizer;

/// Piece for what the vocabulary does not have.
const UNKNOWN: u32 = 100;

/// Splits words into wordpieces.
pub struct WordPieces {
    tokenizer: Tokenizer,
}

impl WordPieces {
    /// Piece that stands before every window.
    pub const START: u32 = 101;
    /// Piece that stands after every window.
    pub const END: u32 = 102;

    /// Reads a `tokenizer.json`.
    pub fn load(json: &[u8]) -> Result<Self, ModelError> {
        let vocabulary_error = |e: tokenizers::Error| ModelError::Vocabulary(e.to_string());
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(vocabulary_error)?;
        // Words come one at a time; padding and cutting are for whole texts.
        tokenizer.with_truncation(None).map_err(vocabulary_error)?;
        tokenizer.with_padding(None);
        Ok(WordPieces { tokenizer })
    }

    /// Appends the pieces of `word` to `out`: at least one.
    pub fn push(&self, word: &str, out: &mut Vec<u32>) {
        let before = out.len();
        if let Ok(encoding) = self.tokenizer.encode_fast(word, false) {
            out.extend_from_slice(encoding.get_ids());
        }
        if out.len() == before {
            out.push(UNKNOWN);
        }
    }
}
