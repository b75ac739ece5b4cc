//! Attributions: who (source), said (cue), what (content).
//!
//! The terms and their scope are those of PARC 3 (Pareti 2016) and PolNeAR
//! (Newell, Margolin and Ruths 2018). A [`Tagger`] scores every token of a
//! paragraph; [`decode`] takes the best sequence of labels that is valid;
//! [`link`] ties the spans of it into attributions, and [`run_on`] those whose
//! parts stand in neighbouring paragraphs.

pub mod decode;
mod evidence;
mod extract;
pub mod floor;
pub mod label;
pub mod layout;
pub mod link;
mod memory;
pub mod run_on;
mod tagger;

pub use evidence::Evidence;
pub use extract::{attributions, attributions_in, form_of};
pub use label::{Label, Role};
pub use memory::Memory;
pub use tagger::{LabelScores, LinkScores, Reading, Tagger, Words};

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One place in a text where content is attributed.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who: empty when nobody is named ("it was reported that …").
    pub source: Vec<Span>,
    /// The word or words that attribute; empty when only quotation marks do.
    pub cue: Vec<Span>,
    /// What: one or several pieces.
    pub content: Vec<Span>,
    /// Whether the content stands in quotation marks.
    pub form: Form,
    /// Between 0 and 1: of attributions with this score, that share is right (calibrated on
    /// the development articles; see the model's card).
    pub score: f32,
}

impl Attribution {
    /// All spans of the attribution, in text order.
    pub fn spans(&self) -> Vec<Span> {
        let mut all: Vec<Span> = [&self.source, &self.cue, &self.content]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        all.sort();
        all
    }

    /// From the first to the last of its spans.
    pub fn extent(&self) -> Span {
        let all = self.spans();
        all.iter().skip(1).fold(
            all.first().copied().unwrap_or(Span::new(0, 0)),
            |cover, span| cover.cover(*span),
        )
    }
}

/// How much of the content is in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// All of it, or a turn of a transcript, which has no marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl Form {
    /// The name used in the case file and the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
        }
    }
}
