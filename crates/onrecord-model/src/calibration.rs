//! From how sure a model is of the parts of an attribution to the probability
//! that it is right: logistic regression on [`Evidence::features`] (Platt 1999),
//! fitted on the development articles by `lab calibrate`.

use crate::weights::ModelError;
use onrecord_core::attribution::Evidence;
use safetensors::SafeTensors;

/// A factor for each feature, if the model has them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration(Option<[f32; Evidence::FEATURES]>);

impl Calibration {
    /// The factors that a weight file carries as `calibration`; without it, none.
    pub fn load(weights: &[u8]) -> Result<Self, ModelError> {
        let (_, header) = SafeTensors::read_metadata(weights)?;
        let text = header
            .metadata()
            .as_ref()
            .and_then(|data| data.get("calibration"));
        text.map_or(Ok(Calibration(None)), |text| Self::parse(text))
    }

    fn parse(text: &str) -> Result<Self, ModelError> {
        let numbers: Vec<f32> = text
            .split_whitespace()
            .filter_map(|number| number.parse().ok())
            .collect();
        let factors = numbers
            .try_into()
            .map_err(|_| ModelError::Calibration(text.to_owned()))?;
        Ok(Calibration(Some(factors)))
    }

    /// The probability that the attribution is right.
    pub fn probability(&self, evidence: &Evidence) -> f32 {
        let Some(factors) = &self.0 else {
            return evidence.plain();
        };
        let features = evidence.features();
        let odds: f32 = factors.iter().zip(features).map(|(f, x)| f * x).sum();
        1.0 / (1.0 + libm::expf(-odds))
    }

    /// Whether there are factors, and scores are probabilities.
    pub fn is_fitted(&self) -> bool {
        self.0.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_core::attribution::Form;

    #[test]
    fn more_certain_parts_are_more_probable() {
        let text = "0 0 0 0 0 1 1 1 1 1 1 1 0 1";
        let calibration = Calibration::parse(text).unwrap();
        let evidence = |by: f32| Evidence {
            form: Form::Indirect,
            source: Some(by),
            cue: Some(by),
            content: by,
            weakest: 2.0 * by,
            edge: by,
            source_link: by,
            content_link: by,
            words: 5,
        };
        let all: Vec<f32> = (0..20)
            .map(|i| calibration.probability(&evidence(-0.1 * i as f32)))
            .collect();
        assert!(all.is_sorted_by(|a, b| a > b));
        assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(Calibration::parse("1 2 3").is_err());
    }
}
