//! Tensors from a safetensors file.

use half::f16;
use safetensors::{Dtype, SafeTensors};

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The weight file is not a safetensors file.
    #[error("the weight file cannot be read: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// A tensor is there but not as this program expects it.
    #[error(
        "tensor `{name}` should have shape {expected:?} in half or single precision (or whole numbers, where quantised), it has {found}"
    )]
    Tensor {
        /// Name in the file.
        name: String,
        /// Shape expected.
        expected: Vec<usize>,
        /// Shape and type found.
        found: String,
    },
    /// Quantised weights that would not add up exactly on every processor.
    #[error("weights of {0} are outside -64 to 63")]
    Range(String),
    /// The calibration a weight file carries has not a number for each feature.
    #[error("the calibration {0:?} has not a number for each feature")]
    Calibration(String),
    /// The vocabulary file is not a wordpiece tokenizer.
    #[error("the vocabulary file cannot be read: {0}")]
    Vocabulary(String),
}

/// The values of tensor `name`, row by row, as single precision.
pub fn tensor(file: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
    let view = file.tensor(name)?;
    if view.shape() != shape {
        return Err(mismatch(name, shape, &view));
    }
    let bytes = view.data();
    match view.dtype() {
        Dtype::F16 => Ok(bytes
            .chunks_exact(2)
            .map(|b| f16::from_le_bytes([b[0], b[1]]).to_f32())
            .collect()),
        Dtype::F32 => Ok(bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect()),
        _ => Err(mismatch(name, shape, &view)),
    }
}

/// The bytes of tensor `name`, row by row.
pub fn bytes(file: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<i8>, ModelError> {
    let view = file.tensor(name)?;
    if view.shape() != shape || view.dtype() != Dtype::I8 {
        return Err(mismatch(name, shape, &view));
    }
    Ok(view.data().iter().map(|b| *b as i8).collect())
}

fn mismatch(name: &str, shape: &[usize], view: &safetensors::tensor::TensorView<'_>) -> ModelError {
    ModelError::Tensor {
        name: name.to_owned(),
        expected: shape.to_vec(),
        found: format!("{:?} {:?}", view.shape(), view.dtype()),
    }
}
