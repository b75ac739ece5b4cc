//! onrecord reads a pile of documents about a contested matter and builds a
//! case file: who said what, for whom, and where it stands in a hashed source.
//!
//! Two ways in. [`extract`] reads one text, for pipelines:
//!
//! ```
//! let found = onrecord::extract("The dam is safe, harbour minister Ana Reyes said on Monday.");
//! assert_eq!(found.attributions[0].cue, [(44, 48).into()]);
//! assert_eq!(found.attributions[0].speaker.as_deref(), Some("Ana Reyes"));
//! ```
//!
//! [`build::build`] reads files into a [`CaseFile`]; what a case file gives out
//! is in [`onrecord_casefile`].

pub mod build;
mod extraction;

pub use extraction::{Extracted, Extraction, extract, extract_with};
pub use onrecord_casefile::CaseFile;
pub use onrecord_model::ModelChoice;

/// What made the statements of a document: changes whenever they may.
pub fn analysis_version(model: ModelChoice) -> String {
    use onrecord_core::attribution::Tagger;
    let tagger = model.tagger().id();
    format!("{tagger}, statements {}", onrecord_core::statement::VERSION)
}
