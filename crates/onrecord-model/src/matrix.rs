//! A matrix product that gives the same bits on every machine.
//!
//! Each output is a sum in one fixed order, and multiplication and addition are
//! never fused; wider vector instructions then only change how many outputs are
//! computed at once. For the small products: heads and attention. The large
//! ones are in whole numbers ([`crate::quantized`]).

use multiversion::multiversion;

/// Outputs computed together: one panel of a [`Matrix`].
const PANEL: usize = 16;
/// Rows computed together.
const ROWS: usize = 6;

/// A matrix of `inputs` × `outputs` weights, stored in panels of [`PANEL`] outputs.
pub struct Matrix {
    inputs: usize,
    outputs: usize,
    panels: Vec<[f32; PANEL]>,
}

impl Matrix {
    /// Packs `weights`, given as one row of `inputs` values for each output
    /// (the layout of PyTorch). `outputs` must be a multiple of [`PANEL`].
    pub fn pack(weights: &[f32], outputs: usize, inputs: usize) -> Self {
        assert_eq!(weights.len(), outputs * inputs);
        Self::from_rows(inputs, outputs, |output| {
            Some(&weights[output * inputs..(output + 1) * inputs])
        })
    }

    /// Packs rows of `inputs` weights, one for each output; `None` is a row of zeros.
    /// `outputs` must be a multiple of [`PANEL`].
    pub fn from_rows<'w>(
        inputs: usize,
        outputs: usize,
        row: impl Fn(usize) -> Option<&'w [f32]>,
    ) -> Self {
        assert_eq!(outputs % PANEL, 0);
        let mut panels = vec![[0.0; PANEL]; outputs / PANEL * inputs];
        for (first, panel) in panels.chunks_exact_mut(inputs).enumerate() {
            for o in 0..PANEL {
                let Some(row) = row(first * PANEL + o) else {
                    continue;
                };
                for (weights, value) in panel.iter_mut().zip(row) {
                    weights[o] = *value;
                }
            }
        }
        Matrix {
            inputs,
            outputs,
            panels,
        }
    }

    /// Packs columns: for each input its weights to every output; `None` is zeros.
    /// `outputs` must be a multiple of [`PANEL`].
    pub fn from_columns<'w>(
        inputs: usize,
        outputs: usize,
        column: impl Fn(usize) -> Option<&'w [f32]>,
    ) -> Self {
        assert_eq!(outputs % PANEL, 0);
        let mut panels = vec![[0.0; PANEL]; outputs / PANEL * inputs];
        for input in 0..inputs {
            let Some(column) = column(input) else {
                continue;
            };
            for (first, values) in column.chunks_exact(PANEL).enumerate() {
                panels[first * inputs + input].copy_from_slice(values);
            }
        }
        Matrix {
            inputs,
            outputs,
            panels,
        }
    }

    /// Number of values in a row of the result.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Adds `x · self` to `out`, for rows of `inputs` values in `x` and of `outputs` in `out`.
    pub fn multiply_add(&self, x: &[f32], out: &mut [f32]) {
        debug_assert_eq!(x.len() / self.inputs, out.len() / self.outputs);
        multiply_add(&self.panels, self.inputs, self.outputs, x, out);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
fn multiply_add(
    panels: &[[f32; PANEL]],
    inputs: usize,
    outputs: usize,
    x: &[f32],
    out: &mut [f32],
) {
    let rows = x.len() / inputs;
    for (p, panel) in panels.chunks_exact(inputs).enumerate() {
        let column = p * PANEL;
        let mut row = 0;
        while row < rows {
            let count = (rows - row).min(ROWS);
            let x = &x[row * inputs..(row + count) * inputs];
            let out = &mut out[row * outputs..(row + count) * outputs];
            match count {
                6 => tile::<6>(panel, inputs, outputs, column, x, out),
                5 => tile::<5>(panel, inputs, outputs, column, x, out),
                4 => tile::<4>(panel, inputs, outputs, column, x, out),
                3 => tile::<3>(panel, inputs, outputs, column, x, out),
                2 => tile::<2>(panel, inputs, outputs, column, x, out),
                _ => tile::<1>(panel, inputs, outputs, column, x, out),
            }
            row += count;
        }
    }
}

/// `R` rows of one panel, all sums held in registers.
#[inline(always)]
fn tile<const R: usize>(
    panel: &[[f32; PANEL]],
    inputs: usize,
    outputs: usize,
    column: usize,
    x: &[f32],
    out: &mut [f32],
) {
    let rows: [&[f32]; R] = std::array::from_fn(|r| &x[r * inputs..(r + 1) * inputs]);
    let mut sums = [[0.0f32; PANEL]; R];
    for r in 0..R {
        sums[r].copy_from_slice(&out[r * outputs + column..][..PANEL]);
    }
    for (k, weights) in panel.iter().enumerate() {
        for r in 0..R {
            let value = rows[r][k];
            for (sum, weight) in sums[r].iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
    }
    for r in 0..R {
        out[r * outputs + column..][..PANEL].copy_from_slice(&sums[r]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_do_not_depend_on_their_neighbours() {
        let weights: Vec<f32> = (0..32 * 7)
            .map(|i| ((i * 37 % 101) as f32 - 50.0) / 17.0)
            .collect();
        let matrix = Matrix::pack(&weights, 32, 7);
        let x: Vec<f32> = (0..7 * 20)
            .map(|i| ((i * 53 % 97) as f32 - 48.0) / 13.0)
            .collect();
        let mut together = vec![0.25; 32 * 20];
        matrix.multiply_add(&x, &mut together);
        for row in 0..20 {
            let mut alone = vec![0.25; 32];
            matrix.multiply_add(&x[row * 7..(row + 1) * 7], &mut alone);
            assert_eq!(alone, together[row * 32..(row + 1) * 32]);
            // The same sum by the definition.
            let sum = (0..7).fold(0.25f32, |sum, k| sum + x[row * 7 + k] * weights[3 * 7 + k]);
            assert_eq!(alone[3], sum);
        }
    }
}
