//! Matrix products in whole numbers.
//!
//! Weights are 8-bit with one scale for each output, inputs are quantised row
//! by row (the dynamic quantisation of Zafrir et al. 2019, Q8BERT). Sums of
//! whole numbers are exact in any order, so every machine gives the same bits,
//! whatever instructions the product is computed with. Weights keep to 7 bits
//! (−64 … 63): processors without 8-bit dot products add pairs in 16 bits, which
//! larger weights could overflow.

use crate::kernel::{LANES, dequantize, quantize};
use crate::weights::{ModelError, bytes, tensor};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmUninitOptions, PackedBMatrix};
use rten_tensor::NdTensorView;
use safetensors::SafeTensors;
use std::mem::MaybeUninit;

/// Inputs are stored with this added, as unsigned bytes.
pub(crate) const ZERO: i32 = 128;

thread_local! {
    /// The product for this processor; it picks the same instructions on every thread.
    static GEMM: GemmExecutor<u8, i8, i32> = GemmExecutor::new();
}

/// Weights and bias of a linear layer.
pub struct Quantized {
    packed: PackedBMatrix<i8>,
    inputs: usize,
    outputs: usize,
    /// Of each output.
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// For each output, what [`ZERO`] adds to its sum.
    offsets: Vec<i32>,
}

impl Quantized {
    /// Loads `{name}.weight` (one row of bytes for each output), `{name}.scale` and `{name}.bias`
    /// for each name, one after the other, as one matrix.
    ///
    /// # Errors
    /// If a tensor is absent, of another shape, or has weights outside −64 … 63.
    pub fn load(
        file: &SafeTensors<'_>,
        names: &[String],
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, ModelError> {
        assert_eq!(inputs % LANES, 0);
        let each = outputs / names.len();
        let (mut weights, mut scales, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            weights.extend(bytes(file, &format!("{name}.weight"), &[each, inputs])?);
            scales.extend(tensor(file, &format!("{name}.scale"), &[each])?);
            bias.extend(tensor(file, &format!("{name}.bias"), &[each])?);
        }
        if weights.iter().any(|w| !(-64..64).contains(w)) {
            return Err(ModelError::Range(names.join(", ")));
        }
        let offsets = weights
            .chunks_exact(inputs)
            .map(|row| ZERO * row.iter().map(|w| i32::from(*w)).sum::<i32>())
            .collect();
        let view = NdTensorView::from_data([outputs, inputs], weights.as_slice());
        Ok(Quantized {
            packed: GEMM.with(|gemm| gemm.prepack_b(view.transposed())),
            inputs,
            outputs,
            scales,
            bias,
            offsets,
        })
    }

    /// `x · weights + bias`, for rows of `inputs` values.
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut out = self.bias.repeat(x.len() / self.inputs);
        self.add(x, &mut out);
        out
    }

    /// Adds `x · weights` to `out`.
    pub fn add(&self, x: &[f32], out: &mut [f32]) {
        let rows = x.len() / self.inputs;
        let mut whole = vec![0u8; x.len()];
        let mut scales = vec![0.0; rows];
        quantize(x, self.inputs, &mut whole, &mut scales);
        let mut sums = vec![MaybeUninit::uninit(); rows * self.outputs];
        let view = NdTensorView::from_data([rows, self.inputs], whole.as_slice());
        let sums = GEMM
            .with(|gemm| {
                gemm.gemm_uninit(
                    &mut sums,
                    GemmInputA::Unpacked(view),
                    GemmInputB::Packed(&self.packed),
                    GemmUninitOptions::default(),
                )
            })
            .expect("the shapes are those of this layer");
        dequantize(sums, &scales, &self.offsets, &self.scales, out);
    }
}
