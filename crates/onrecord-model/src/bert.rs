//! A small transformer encoder (Devlin et al. 2019; Wang et al. 2020, MiniLM), quantised.

use crate::kernel::{LANES, add_and_norm, gelu, softmax};
use crate::matrix::Matrix;
use crate::quantized::Quantized;
use crate::tagger::Encoder;
use crate::weights::{ModelError, bytes, tensor};
use crate::window::Window;
use safetensors::SafeTensors;

const VOCABULARY: usize = 30_522;
/// Width of the hidden states.
pub const WIDTH: usize = 384;
const INNER: usize = 1_536;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
/// Pieces a window can have.
const POSITIONS: usize = 256;
const SHAPES: usize = 6;
const EPS: f32 = 1e-12;
/// Rows that go through the layers together: their values stay in the second-level cache.
const BATCH: usize = 256;

/// Wordpiece, position, word shape and quotation, then transformer layers.
pub struct Bert {
    /// Rows of bytes, with a scale each.
    embedding: Vec<i8>,
    embedding_scales: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    quoted: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    /// Query, key and value of every head.
    attention: Quantized,
    output: Quantized,
    norm: Norm,
    inner: Quantized,
    outer: Quantized,
    last_norm: Norm,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn load(file: &SafeTensors<'_>, name: &str) -> Result<Self, ModelError> {
        Ok(Norm {
            weight: tensor(file, &format!("{name}.weight"), &[WIDTH])?,
            bias: tensor(file, &format!("{name}.bias"), &[WIDTH])?,
        })
    }

    fn apply(&self, x: &mut [f32], more: &[f32]) {
        add_and_norm(x, more, WIDTH, &self.weight, &self.bias, EPS);
    }
}

impl Layer {
    fn load(file: &SafeTensors<'_>, index: usize) -> Result<Self, ModelError> {
        let name = |part: &str| format!("layers.{index}.{part}");
        let one =
            |part: &str, inputs, outputs| Quantized::load(file, &[name(part)], inputs, outputs);
        Ok(Layer {
            attention: Quantized::load(file, &["q", "k", "v"].map(name), WIDTH, 3 * WIDTH)?,
            output: one("o", WIDTH, WIDTH)?,
            norm: Norm::load(file, &name("ln1"))?,
            inner: one("f1", WIDTH, INNER)?,
            outer: one("f2", INNER, WIDTH)?,
            last_norm: Norm::load(file, &name("ln2"))?,
        })
    }

    fn run(&self, x: &mut [f32], lengths: &[usize]) {
        let mixed = attend(&self.attention.apply(x), lengths);
        self.norm.apply(x, &self.output.apply(&mixed));
        let mut inner = self.inner.apply(x);
        gelu(&mut inner);
        self.last_norm.apply(x, &self.outer.apply(&inner));
    }
}

/// Attention (Vaswani et al. 2017) within each window: rows hold query, key and value of every head.
fn attend(rows: &[f32], lengths: &[usize]) -> Vec<f32> {
    let mut out = vec![0.0; rows.len() / 3];
    let mut first = 0;
    for &length in lengths {
        let rows = &rows[first * 3 * WIDTH..(first + length) * 3 * WIDTH];
        let out = &mut out[first * WIDTH..(first + length) * WIDTH];
        for head in 0..HEADS {
            attend_head(rows, length, head * HEAD, out);
        }
        first += length;
    }
    out
}

fn attend_head(rows: &[f32], length: usize, at: usize, out: &mut [f32]) {
    let part = |which: usize, row: usize| &rows[row * 3 * WIDTH + which * WIDTH + at..][..HEAD];
    let scale = 1.0 / (HEAD as f32).sqrt();
    let mut queries = Vec::with_capacity(length * HEAD);
    for row in 0..length {
        queries.extend(part(0, row).iter().map(|value| value * scale));
    }
    let padded = length.next_multiple_of(LANES);
    let keys = Matrix::from_rows(HEAD, padded, |row| (row < length).then(|| part(1, row)));
    let mut shares = vec![0.0; length * padded];
    keys.multiply_add(&queries, &mut shares);
    softmax(&mut shares, padded, length);
    let values = Matrix::from_columns(padded, HEAD, |row| (row < length).then(|| part(2, row)));
    let mut mixed = vec![0.0; length * HEAD];
    values.multiply_add(&shares, &mut mixed);
    for (row, mixed) in mixed.chunks_exact(HEAD).enumerate() {
        out[row * WIDTH + at..][..HEAD].copy_from_slice(mixed);
    }
}

impl Bert {
    /// Loads an encoder of as many layers as `file` has.
    pub fn load(file: &SafeTensors<'_>) -> Result<Self, ModelError> {
        let has = |index: usize| file.tensor(&format!("layers.{index}.q.weight")).is_ok();
        let count = (0..).take_while(|index| has(*index)).count();
        Ok(Bert {
            embedding: bytes(file, "emb.weight", &[VOCABULARY, WIDTH])?,
            embedding_scales: tensor(file, "emb.scale", &[VOCABULARY])?,
            positions: tensor(file, "pos.weight", &[POSITIONS, WIDTH])?,
            shapes: tensor(file, "sh.weight", &[SHAPES, WIDTH])?,
            quoted: tensor(file, "qs.weight", &[2, WIDTH])?,
            norm: Norm::load(file, "ln")?,
            layers: (0..count)
                .map(|index| Layer::load(file, index))
                .collect::<Result<_, _>>()?,
        })
    }

    fn embed(&self, window: &Window, out: &mut [f32]) {
        let row = |table, index: usize| -> &[f32] {
            let table: &Vec<f32> = table;
            &table[index * WIDTH..(index + 1) * WIDTH]
        };
        for (at, (piece, out)) in window
            .pieces
            .iter()
            .zip(out.chunks_exact_mut(WIDTH))
            .enumerate()
        {
            let id = piece.id as usize;
            let bytes = &self.embedding[id * WIDTH..(id + 1) * WIDTH];
            let scale = self.embedding_scales[id];
            let position = row(&self.positions, at);
            let shape = row(&self.shapes, piece.shape as usize);
            let quoted = row(&self.quoted, usize::from(piece.quoted));
            for i in 0..WIDTH {
                out[i] = f32::from(bytes[i]) * scale + position[i] + shape[i] + quoted[i];
            }
        }
    }
}

impl Encoder for Bert {
    fn batch(&self) -> usize {
        BATCH
    }

    fn run(&self, windows: &[&Window]) -> Vec<f32> {
        let lengths: Vec<usize> = windows.iter().map(|w| w.pieces.len()).collect();
        let mut x = vec![0.0; lengths.iter().sum::<usize>() * WIDTH];
        let mut rest = x.as_mut_slice();
        for window in windows {
            let (own, after) = rest.split_at_mut(window.pieces.len() * WIDTH);
            self.embed(window, own);
            rest = after;
        }
        let nothing = vec![0.0; x.len()];
        self.norm.apply(&mut x, &nothing);
        for layer in &self.layers {
            layer.run(&mut x, &lengths);
        }
        x
    }
}
