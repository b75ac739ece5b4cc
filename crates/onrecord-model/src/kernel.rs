//! The functions between the matrix products, row by row, with the same bits everywhere.
//!
//! Sums are taken in one fixed order and nothing is fused; the exponential is a
//! polynomial of our own. See [`crate::matrix`].

use multiversion::multiversion;

/// Adding and taking away 1.5 · 2²³ rounds to the nearest whole number.
const ROUND: f32 = 12_582_912.0;

/// One step of an LSTM cell (Hochreiter and Schmidhuber 1997, with a forget gate)
/// for each row: `gates` holds input, forget, cell and output gate, `size` values each.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn cell_step(gates: &[f32], cell: &mut [f32], hidden: &mut [f32], size: usize) {
    let rows = gates
        .chunks_exact(4 * size)
        .zip(cell.chunks_exact_mut(size));
    for ((gates, cell), hidden) in rows.zip(hidden.chunks_exact_mut(size)) {
        let (input, rest) = gates.split_at(size);
        let (forget, rest) = rest.split_at(size);
        let (candidate, output) = rest.split_at(size);
        for j in 0..size {
            let kept = sigmoid(forget[j]) * cell[j];
            let new = sigmoid(input[j]) * tanh(candidate[j]);
            cell[j] = kept + new;
            hidden[j] = sigmoid(output[j]) * tanh(cell[j]);
        }
    }
}

/// Each row of `x`, `width` values, as whole numbers between 1 and 255 around 128,
/// and the size of one step of that row. Halves are rounded to even.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512bw", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn quantize(x: &[f32], width: usize, whole: &mut [u8], steps: &mut [f32]) {
    let rows = x.chunks_exact(width).zip(whole.chunks_exact_mut(width));
    for ((x, whole), step) in rows.zip(steps) {
        let mut tops = [0.0f32; LANES];
        for chunk in x.chunks_exact(LANES) {
            for (top, value) in tops.iter_mut().zip(chunk) {
                *top = if value.abs() > *top {
                    value.abs()
                } else {
                    *top
                };
            }
        }
        let top = tops.into_iter().fold(1e-12f32, f32::max);
        *step = top / 127.0;
        let scale = 127.0 / top;
        for (out, value) in whole.iter_mut().zip(x) {
            // The low bits of the sum are the rounded value.
            *out = (value * scale + (ROUND + 128.0)).to_bits() as u8;
        }
    }
}

/// Adds to `out` what sums of whole numbers stand for: for each row,
/// `(sum - offset) · step of the row · scale of the output`.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn dequantize(sums: &[i32], steps: &[f32], offsets: &[i32], scales: &[f32], out: &mut [f32]) {
    let width = scales.len();
    let rows = sums.chunks_exact(width).zip(out.chunks_exact_mut(width));
    for ((sums, out), step) in rows.zip(steps) {
        for i in 0..width {
            out[i] += (sums[i] - offsets[i]) as f32 * (step * scales[i]);
        }
    }
}

/// Values worked on side by side; rows must be a multiple of it wide.
pub const LANES: usize = 16;

/// Adds `more` to `x` and normalises each row of `width` values (Ba et al. 2016).
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn add_and_norm(
    x: &mut [f32],
    more: &[f32],
    width: usize,
    weight: &[f32],
    bias: &[f32],
    eps: f32,
) {
    for (x, more) in x.chunks_exact_mut(width).zip(more.chunks_exact(width)) {
        for (value, add) in x.iter_mut().zip(more) {
            *value += add;
        }
        let mean = sum(x.chunks_exact(LANES), |v| v) / width as f32;
        let variance = sum(x.chunks_exact(LANES), |v| (v - mean) * (v - mean)) / width as f32;
        let scale = 1.0 / (variance + eps).sqrt();
        for i in 0..width {
            x[i] = (x[i] - mean) * scale * weight[i] + bias[i];
        }
    }
}

/// The sum of `of` each value: lane by lane, then the lanes in halves.
#[inline(always)]
fn sum<'a>(chunks: impl Iterator<Item = &'a [f32]>, of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Softmax of the first `real` values of each row of `width`; the others become 0.
/// `width` must be a multiple of [`LANES`].
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn softmax(x: &mut [f32], width: usize, real: usize) {
    for row in x.chunks_exact_mut(width) {
        row[real..].fill(f32::NEG_INFINITY);
        let mut tops = [f32::NEG_INFINITY; LANES];
        for chunk in row.chunks_exact(LANES) {
            for (top, value) in tops.iter_mut().zip(chunk) {
                *top = if *value > *top { *value } else { *top };
            }
        }
        let top = tops.into_iter().fold(f32::NEG_INFINITY, f32::max);
        for value in row.iter_mut() {
            *value = exp(*value - top);
        }
        row[real..].fill(0.0);
        let total = sum(row.chunks_exact(LANES), |v| v);
        let scale = 1.0 / total;
        for value in row.iter_mut() {
            *value *= scale;
        }
    }
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), by its erf.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx+avx2", "aarch64+neon"))]
pub fn gelu(x: &mut [f32]) {
    for value in x {
        *value = 0.5 * *value * (1.0 + erf(*value * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// The error function within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let mut p = 1.061_405_4;
    p = p * t - 1.453_152;
    p = p * t + 1.421_413_7;
    p = p * t - 0.284_496_74;
    p = p * t + 0.254_829_6;
    let y = 1.0 - p * t * exp(-x * x);
    if x < 0.0 { -y } else { y }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// e to the `x`, within 2 units in the last place for |x| ≤ 80 and clamped outside:
/// `x` is split into a power of two and a rest below ½ ln 2, whose
/// exponential is its Taylor polynomial of degree 6.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    // ln 2 in two parts, the first exact in few bits, so that the rest is exact too.
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = if x > 80.0 { 80.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let rounded = x * LOG2_E + ROUND;
    let power = rounded - ROUND;
    let r = x - power * LN2_HIGH - power * LN2_LOW;
    let mut p = 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    // The low bits of the rounded sum are the power; conversion to a whole
    // number, which must look out for what does not fit, would take longer.
    let bits = rounded.to_bits().wrapping_sub(ROUND.to_bits());
    p * f32::from_bits(bits.wrapping_add(127) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_is_close_everywhere() {
        for i in -8000..=8000 {
            let x = i as f32 / 100.0;
            let relative = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(relative < 5e-7, "{x}: {relative}");
        }
        assert!(exp(f32::NEG_INFINITY) > 0.0 && exp(f32::INFINITY).is_finite());
    }
}
