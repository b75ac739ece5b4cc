//! The trained taggers behind [`onrecord_core::attribution::Tagger`].
//!
//! Weights are inside the program and loaded once, at first use. What they
//! were trained on and how they score is in the model card beside each of
//! them (`weights/*/MODEL_CARD.md`).

mod bert;
mod bilstm;
mod heads;
mod kernel;
mod lstm;
mod quantized;
mod tagger;
mod weights;
pub mod window;
pub mod wordpiece;

pub use tagger::Model;
pub use weights::ModelError;

use heads::Heads;
use safetensors::SafeTensors;
use std::sync::LazyLock;
use wordpiece::WordPieces;

/// The vocabulary that all models here share, as a `tokenizer.json`.
pub const VOCABULARY: &[u8] = include_bytes!("../weights/tokenizer.json");

static BILSTM: LazyLock<Model> = LazyLock::new(|| {
    fast(include_bytes!("../weights/bilstm/model.safetensors"))
        .expect("the weights inside the program are checked by its tests")
});

/// A small model from a safetensors file.
///
/// # Errors
/// If the file is not what such a model is saved as.
pub fn fast(weights: &[u8]) -> Result<Model, ModelError> {
    let file = SafeTensors::deserialize(weights)?;
    Ok(Model {
        id: "bilstm-1",
        pieces: WordPieces::load(VOCABULARY)?,
        encoder: Box::new(bilstm::BiLstm::load(&file)?),
        heads: Heads::load(&file, bilstm::WIDTH)?,
    })
}

/// A transformer model from a safetensors file.
///
/// # Errors
/// If the file is not what such a model is saved as.
pub fn accurate(weights: &[u8]) -> Result<Model, ModelError> {
    let file = SafeTensors::deserialize(weights)?;
    Ok(Model {
        id: "minilm-1",
        pieces: WordPieces::load(VOCABULARY)?,
        encoder: Box::new(bert::Bert::load(&file)?),
        heads: Heads::load(&file, bert::WIDTH)?,
    })
}

/// The tagger used unless another is asked for.
pub fn default_tagger() -> &'static Model {
    &BILSTM
}
