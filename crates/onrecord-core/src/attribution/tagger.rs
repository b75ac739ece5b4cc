//! The seam between the program and its models.

use super::label::Label;
use super::{Evidence, Memory};
use crate::span::Span;
use crate::text::{Quotation, Token, quotations, sentences, tokens};

/// A paragraph as a tagger sees it. Spans are bytes of the paragraph.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    /// The paragraph.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// Its quotations.
    pub quotations: Vec<Quotation>,
}

impl<'t> Words<'t> {
    /// Reads `text`.
    pub fn new(text: &'t str) -> Self {
        Words {
            text,
            tokens: tokens(text),
            sentences: sentences(text),
            quotations: quotations(text),
        }
    }

    /// The text of token `i`.
    pub fn token(&self, i: usize) -> &'t str {
        self.tokens[i].span.of(self.text)
    }
}

/// Natural logarithms of the probability of each label, in the order of [`Label::ALL`].
pub type LabelScores = [f32; Label::COUNT];

/// How well spans go together, for the spans given to [`Reading::links`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinkScores {
    /// For each cue: score of "no source", then of each source. Any scale; higher is likelier.
    pub source_of_cue: Vec<Vec<f32>>,
    /// For each content: score of each cue.
    pub cue_of_content: Vec<Vec<f32>>,
}

/// What a tagger makes of one paragraph.
pub trait Reading {
    /// One entry a token of the paragraph.
    fn labels(&self) -> &[LabelScores];

    /// Scores links between spans, each given by the index of its first token.
    fn links(&self, cues: &[usize], sources: &[usize], contents: &[usize]) -> LinkScores;
}

/// A model that reads paragraphs.
///
/// Implementations give the same reading for a paragraph whatever stands
/// beside it in the batch, on every machine and number of threads: the export
/// is byte-identical only if they do.
pub trait Tagger: Send + Sync {
    /// Name and version of the model, kept with every statement read by it.
    fn id(&self) -> &str;

    /// Where what was read of a paragraph is kept, if it is.
    fn memory(&self) -> Option<&Memory> {
        None
    }

    /// The probability that an attribution is right for which this speaks, between 0 and 1.
    fn probability(&self, evidence: &Evidence) -> f32 {
        evidence.plain()
    }

    /// Attributions less probable than this are not given out, direct quotations excepted.
    fn least(&self) -> f32 {
        0.0
    }

    /// Reads a batch of paragraphs; the answer has one reading each, in order.
    fn read<'a>(&'a self, paragraphs: &[&Words<'_>]) -> Vec<Box<dyn Reading + 'a>>;
}
