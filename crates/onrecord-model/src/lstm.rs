//! A bidirectional LSTM layer over a batch of sequences.

use crate::kernel::cell_step;
use crate::quantized::Quantized;
use crate::weights::ModelError;
use safetensors::SafeTensors;

/// Sequences laid end to end in one buffer of rows, longest first.
pub struct Batch {
    /// First row of each sequence.
    starts: Vec<usize>,
    /// Rows of each sequence, in falling order.
    lengths: Vec<usize>,
}

impl Batch {
    /// Sequences of the given lengths, which must not rise.
    pub fn new(lengths: Vec<usize>) -> Self {
        debug_assert!(lengths.is_sorted_by(|a, b| a >= b));
        let starts = lengths
            .iter()
            .scan(0, |next, len| {
                let start = *next;
                *next += len;
                Some(start)
            })
            .collect();
        Batch { starts, lengths }
    }

    /// Rows of all sequences together.
    pub fn rows(&self) -> usize {
        self.lengths.iter().sum()
    }

    /// The row that each sequence still running at `step` reads then.
    fn rows_at(&self, step: usize, backward: bool) -> impl Iterator<Item = usize> + '_ {
        self.starts
            .iter()
            .zip(&self.lengths)
            .take_while(move |(_, len)| **len > step)
            .map(move |(start, len)| start + if backward { len - 1 - step } else { step })
    }
}

/// One direction: weights for the input and for the state before.
struct Direction {
    input: Quantized,
    state: Quantized,
}

/// Both directions of one layer.
pub struct BiLstmLayer {
    size: usize,
    forward: Direction,
    backward: Direction,
}

impl BiLstmLayer {
    /// Loads layer `index`, `inputs` wide, `size` a direction; gates come in PyTorch's order.
    pub fn load(
        file: &SafeTensors<'_>,
        index: usize,
        inputs: usize,
        size: usize,
    ) -> Result<Self, ModelError> {
        let direction = |name: &str| -> Result<Direction, ModelError> {
            let load = |part: &str, inputs| {
                let name = format!("rnn.{index}.{name}.{part}");
                Quantized::load(file, &[name], inputs, 4 * size)
            };
            Ok(Direction {
                input: load("input", inputs)?,
                state: load("state", size)?,
            })
        };
        Ok(BiLstmLayer {
            size,
            forward: direction("forward")?,
            backward: direction("backward")?,
        })
    }

    /// Hidden states of both directions, `2 * size` values a row.
    pub fn run(&self, batch: &Batch, x: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; batch.rows() * 2 * self.size];
        self.run_direction(&self.forward, batch, x, &mut out, false);
        self.run_direction(&self.backward, batch, x, &mut out, true);
        out
    }

    fn run_direction(
        &self,
        weights: &Direction,
        batch: &Batch,
        x: &[f32],
        out: &mut [f32],
        backward: bool,
    ) {
        let (size, width) = (self.size, 4 * self.size);
        let offset = if backward { size } else { 0 };
        let projected = weights.input.apply(x);
        let lanes = batch.lengths.len();
        let mut hidden = vec![0.0; lanes * size];
        let mut cell = vec![0.0; lanes * size];
        let mut gates = vec![0.0; lanes * width];
        for step in 0..batch.lengths.first().copied().unwrap_or(0) {
            let mut running = 0;
            for row in batch.rows_at(step, backward) {
                gates[running * width..(running + 1) * width]
                    .copy_from_slice(&projected[row * width..(row + 1) * width]);
                running += 1;
            }
            let gates = &mut gates[..running * width];
            let hidden = &mut hidden[..running * size];
            weights.state.add(hidden, gates);
            cell_step(gates, &mut cell[..running * size], hidden, size);
            for (lane, row) in batch.rows_at(step, backward).enumerate() {
                out[row * 2 * size + offset..][..size]
                    .copy_from_slice(&hidden[lane * size..(lane + 1) * size]);
            }
        }
    }
}
