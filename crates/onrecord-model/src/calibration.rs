//! From a model's own certainty to a probability (Platt 1999).

use crate::weights::ModelError;
use onrecord_core::attribution::Form;
use safetensors::SafeTensors;

/// For each form, slope and shift of the log odds; fitted by `lab calibrate`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Of direct, mixed and indirect attributions.
    pub lines: [(f32, f32); 3],
}

impl Calibration {
    /// Leaves every score as it is.
    pub const NONE: Calibration = Calibration {
        lines: [(1.0, 0.0); 3],
    };

    /// The lines that a weight file carries as `calibration`; without it, none.
    pub fn load(weights: &[u8]) -> Result<Self, ModelError> {
        let (_, header) = SafeTensors::read_metadata(weights)?;
        let text = header
            .metadata()
            .as_ref()
            .and_then(|data| data.get("calibration"));
        let Some(text) = text else {
            return Ok(Self::NONE);
        };
        let numbers: Vec<f32> = text
            .split_whitespace()
            .filter_map(|number| number.parse().ok())
            .collect();
        match numbers.as_slice() {
            &[a, b, c, d, e, f] => Ok(Calibration {
                lines: [(a, b), (c, d), (e, f)],
            }),
            _ => Err(ModelError::Calibration(text.clone())),
        }
    }

    /// The probability that an attribution is right of which the model is `raw` certain.
    pub fn apply(&self, form: Form, raw: f32) -> f32 {
        let (slope, shift) = self.lines[match form {
            Form::Direct => 0,
            Form::Mixed => 1,
            Form::Indirect => 2,
        }];
        if (slope, shift) == (1.0, 0.0) {
            return raw;
        }
        let p = raw.clamp(1e-4, 1.0 - 1e-4);
        let odds = slope * libm::logf(p / (1.0 - p)) + shift;
        1.0 / (1.0 + libm::expf(-odds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_stays_a_probability() {
        let calibration = Calibration {
            lines: [(0.5, 1.0), (1.0, 0.0), (2.0, -1.0)],
        };
        for form in [Form::Direct, Form::Mixed, Form::Indirect] {
            let all: Vec<f32> = (0..=100)
                .map(|i| calibration.apply(form, i as f32 / 100.0))
                .collect();
            assert!(all.is_sorted());
            assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }
}
