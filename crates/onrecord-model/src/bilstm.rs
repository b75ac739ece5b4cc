//! The small encoder: a two-layer bidirectional LSTM over frozen wordpiece embeddings.

use crate::kernel::LANES;
use crate::lstm::{Batch, BiLstmLayer};
use crate::tagger::Encoder;
use crate::weights::{ModelError, bytes, tensor};
use crate::window::Window;
use safetensors::SafeTensors;

const VOCABULARY: usize = 30_522;
const EMBEDDING: usize = 128;
const SHAPES: usize = 6;
const SHAPE_WIDTH: usize = 16;
const QUOTED_WIDTH: usize = 8;
/// What a piece goes in with, filled up to whole lanes.
const INPUT: usize = (EMBEDDING + SHAPE_WIDTH + QUOTED_WIDTH).next_multiple_of(LANES);
const HIDDEN: usize = 128;
/// Width of the hidden states.
pub const WIDTH: usize = 2 * HIDDEN;
/// Pieces of the windows that run side by side through the recurrence.
const BATCH: usize = 2_048;

/// Wordpiece, word shape and quotation, then two layers.
pub struct BiLstm {
    /// Rows of bytes, with a scale each.
    embedding: Vec<i8>,
    embedding_scales: Vec<f32>,
    shape: Vec<f32>,
    quoted: Vec<f32>,
    layers: [BiLstmLayer; 2],
}

impl BiLstm {
    /// Loads the encoder's weights.
    pub fn load(file: &SafeTensors<'_>) -> Result<Self, ModelError> {
        Ok(BiLstm {
            embedding: bytes(file, "emb.weight", &[VOCABULARY, EMBEDDING])?,
            embedding_scales: tensor(file, "emb.scale", &[VOCABULARY])?,
            shape: tensor(file, "sh.weight", &[SHAPES, SHAPE_WIDTH])?,
            quoted: tensor(file, "qs.weight", &[2, QUOTED_WIDTH])?,
            layers: [
                BiLstmLayer::load(file, 0, INPUT, HIDDEN)?,
                BiLstmLayer::load(file, 1, WIDTH, HIDDEN)?,
            ],
        })
    }
}

fn row(matrix: &[f32], index: usize, width: usize) -> &[f32] {
    &matrix[index * width..(index + 1) * width]
}

impl Encoder for BiLstm {
    fn batch(&self) -> usize {
        BATCH
    }

    fn run(&self, windows: &[&Window]) -> Vec<f32> {
        let batch = Batch::new(windows.iter().map(|w| w.pieces.len()).collect());
        let mut x = Vec::with_capacity(batch.rows() * INPUT);
        for window in windows {
            for piece in &window.pieces {
                let id = piece.id as usize;
                let scale = self.embedding_scales[id];
                let bytes = &self.embedding[id * EMBEDDING..(id + 1) * EMBEDDING];
                x.extend(bytes.iter().map(|byte| f32::from(*byte) * scale));
                x.extend_from_slice(row(&self.shape, piece.shape as usize, SHAPE_WIDTH));
                x.extend_from_slice(row(&self.quoted, usize::from(piece.quoted), QUOTED_WIDTH));
                x.resize(x.len().next_multiple_of(INPUT), 0.0);
            }
        }
        for layer in &self.layers {
            x = layer.run(&batch, &x);
        }
        x
    }
}
