//! What speaks for an attribution, from which its probability is told.

use super::Form;

/// How sure the tagger is of each part; logarithms of probabilities, at most 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Quotation marks around the content.
    pub form: Form,
    /// Mean over the source's tokens; `None` without a source.
    pub source: Option<f32>,
    /// Mean over the cue's tokens; `None` without a cue.
    pub cue: Option<f32>,
    /// Mean over the content's tokens.
    pub content: f32,
    /// The least certain token of all of them.
    pub weakest: f32,
    /// That the content begins and ends where it does, its least certain edge.
    pub edge: f32,
    /// That the source is this one and no other.
    pub source_link: f32,
    /// That the contents belong to this cue and no other.
    pub content_link: f32,
    /// Tokens of content.
    pub words: usize,
}

impl Evidence {
    /// Number of features.
    pub const FEATURES: usize = 14;

    /// What a linear model of the log odds is given; the first is always 1.
    pub fn features(&self) -> [f32; Evidence::FEATURES] {
        let plain = self.plain().clamp(1e-3, 1.0 - 1e-3);
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        [
            1.0,
            flag(self.form == Form::Direct),
            flag(self.form == Form::Mixed),
            flag(self.source.is_none()),
            flag(self.cue.is_none()),
            self.source.unwrap_or(0.0),
            self.cue.unwrap_or(0.0),
            self.content,
            self.weakest,
            self.edge,
            self.source_link,
            self.content_link,
            libm::logf(1.0 + self.words as f32),
            libm::logf(plain / (1.0 - plain)),
        ]
    }

    /// A score for a tagger that has no better: how sure it is of the mean part, and of the links.
    pub fn plain(&self) -> f32 {
        let parts = [self.source, self.cue, Some(self.content)];
        let (sum, count) = parts
            .into_iter()
            .flatten()
            .fold((0.0, 0.0), |(sum, n), part| (sum + part, n + 1.0));
        libm::expf(sum / count + self.source_link + self.content_link).clamp(0.0, 1.0)
    }
}
