//! The trained taggers behind [`onrecord_core::attribution::Tagger`].
//!
//! Two models, both inside the program and loaded once, at first use:
//! `accurate`, a small transformer, and `fast`, a recurrent network for large
//! collections. What they were trained on and how they score is in the model
//! card beside each of them (`weights/*/MODEL_CARD.md`).

mod bert;
mod bilstm;
mod calibration;
mod heads;
mod kernel;
mod lstm;
mod matrix;
mod quantized;
mod tagger;
mod weights;
pub mod window;
pub mod wordpiece;

pub use calibration::Calibration;
pub use tagger::Model;
pub use weights::ModelError;

use heads::Heads;
use safetensors::SafeTensors;
use std::str::FromStr;
use std::sync::LazyLock;

/// The vocabulary that all models here share, as a `tokenizer.json`.
pub const VOCABULARY: &[u8] = include_bytes!("../weights/tokenizer.json");

static ACCURATE: LazyLock<Model> = LazyLock::new(|| {
    accurate(include_bytes!("../weights/accurate/model.safetensors"))
        .expect("the weights inside the program are checked by its tests")
});

static FAST: LazyLock<Model> = LazyLock::new(|| {
    fast(include_bytes!("../weights/fast/model.safetensors"))
        .expect("the weights inside the program are checked by its tests")
});

/// Which of the two models reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ModelChoice {
    /// Finds more and errs less.
    #[default]
    Accurate,
    /// Reads several times as fast: for millions of pages.
    Fast,
}

impl ModelChoice {
    /// Both.
    pub const ALL: [ModelChoice; 2] = [ModelChoice::Accurate, ModelChoice::Fast];

    /// The name it is chosen by.
    pub fn as_str(self) -> &'static str {
        match self {
            ModelChoice::Accurate => "accurate",
            ModelChoice::Fast => "fast",
        }
    }

    /// The model; the first call loads it.
    pub fn tagger(self) -> &'static Model {
        match self {
            ModelChoice::Accurate => &ACCURATE,
            ModelChoice::Fast => &FAST,
        }
    }
}

impl FromStr for ModelChoice {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|choice| choice.as_str() == name)
            .ok_or_else(|| "the models are accurate and fast".to_owned())
    }
}

/// A recurrent model from a safetensors file.
///
/// # Errors
/// If the file is not what such a model is saved as.
pub fn fast(weights: &[u8]) -> Result<Model, ModelError> {
    let file = SafeTensors::deserialize(weights)?;
    Model::new(
        "bilstm-2",
        Box::new(bilstm::BiLstm::load(&file)?),
        Heads::load(&file, bilstm::WIDTH)?,
        Calibration::load(weights)?,
    )
}

/// A transformer model from a safetensors file.
///
/// # Errors
/// If the file is not what such a model is saved as.
pub fn accurate(weights: &[u8]) -> Result<Model, ModelError> {
    let file = SafeTensors::deserialize(weights)?;
    Model::new(
        "minilm-1",
        Box::new(bert::Bert::load(&file)?),
        Heads::load(&file, bert::WIDTH)?,
        Calibration::load(weights)?,
    )
}

/// The tagger used unless another is asked for.
pub fn default_tagger() -> &'static Model {
    ModelChoice::default().tagger()
}
