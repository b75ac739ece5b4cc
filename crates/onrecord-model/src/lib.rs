//! The trained taggers behind [`onrecord_core::attribution::Tagger`].
//!
//! Weights are inside the program and loaded once, at first use. What they
//! were trained on and how they score is in the model card beside each of
//! them (`weights/*/MODEL_CARD.md`).

mod bilstm;
mod kernel;
mod lstm;
mod weights;
mod wordpiece;

pub use bilstm::BiLstm;
pub use weights::ModelError;

use std::sync::LazyLock;

static BILSTM: LazyLock<BiLstm> = LazyLock::new(|| {
    BiLstm::load(
        include_bytes!("../weights/bilstm/model.safetensors"),
        include_bytes!("../weights/bilstm/tokenizer.json"),
    )
    .expect("the weights inside the program are checked by its tests")
});

/// The tagger used unless another is asked for.
pub fn default_tagger() -> &'static BiLstm {
    &BILSTM
}
