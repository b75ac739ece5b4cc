//! What a network's hidden states say: labels of words, and links between them.

use crate::matrix::Matrix;
use crate::weights::{ModelError, tensor};
use onrecord_core::attribution::{Label, LabelScores, LinkScores, Reading};
use safetensors::SafeTensors;

/// Width of a link's two sides.
const LINK: usize = 96;

/// The heads of a network whose hidden states are `width` wide.
pub struct Heads {
    width: usize,
    labels: Linear,
    source_query: Linear,
    source_key: Linear,
    content_query: Linear,
    content_key: Linear,
}

/// A matrix and a bias, for a few rows at a time.
struct Linear {
    weights: Matrix,
    bias: Vec<f32>,
    inputs: usize,
}

impl Linear {
    fn load(
        file: &SafeTensors<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self, ModelError> {
        let mut weights = tensor(file, &format!("{name}.weight"), &[outputs, inputs])?;
        let mut bias = tensor(file, &format!("{name}.bias"), &[outputs])?;
        // Matrices come in panels of 16 outputs; the outputs added here are never read.
        let padded = outputs.next_multiple_of(16);
        weights.resize(padded * inputs, 0.0);
        bias.resize(padded, 0.0);
        Ok(Linear {
            weights: Matrix::pack(&weights, padded, inputs),
            bias,
            inputs,
        })
    }

    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut out = self.bias.repeat(x.len() / self.inputs);
        self.weights.multiply_add(x, &mut out);
        out
    }
}

impl Heads {
    /// Loads `cls`, `sq`, `sk`, `cq` and `ck`.
    pub fn load(file: &SafeTensors<'_>, width: usize) -> Result<Self, ModelError> {
        let link = |name| Linear::load(file, name, LINK, width);
        Ok(Heads {
            width,
            labels: Linear::load(file, "cls", Label::COUNT, width)?,
            source_query: link("sq")?,
            source_key: link("sk")?,
            content_query: link("cq")?,
            content_key: link("ck")?,
        })
    }

    /// Width of the hidden states.
    pub fn width(&self) -> usize {
        self.width
    }
}

/// The hidden states of one paragraph and what the heads make of them.
pub struct HeadReading<'a> {
    heads: &'a Heads,
    labels: Vec<LabelScores>,
    /// One row for each token.
    hidden: Vec<f32>,
    /// For each window: its first token and the state of its start piece.
    starts: Vec<(usize, Vec<f32>)>,
}

impl<'a> HeadReading<'a> {
    /// A paragraph of which nothing is read yet.
    pub fn new(heads: &'a Heads) -> Self {
        HeadReading {
            heads,
            labels: Vec::new(),
            hidden: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Appends a window's states: the start piece's row, then one for each token.
    pub fn append(&mut self, states: &[f32]) {
        let (start, tokens) = states.split_at(self.heads.width);
        self.starts.push((self.labels.len(), start.to_vec()));
        let width = self.heads.labels.weights.outputs();
        let scores = self.heads.labels.apply(tokens);
        self.labels
            .extend(scores.chunks_exact(width).map(log_softmax));
        self.hidden.extend_from_slice(tokens);
    }

    fn states(&self, tokens: &[usize]) -> Vec<f32> {
        let width = self.heads.width;
        tokens
            .iter()
            .flat_map(|t| &self.hidden[t * width..(t + 1) * width])
            .copied()
            .collect()
    }

    /// The start state of the window that token `token` is in.
    fn start_of(&self, token: usize) -> &[f32] {
        let after = self.starts.partition_point(|(first, _)| *first <= token);
        &self.starts[after.saturating_sub(1)].1
    }
}

impl Reading for HeadReading<'_> {
    fn labels(&self) -> &[LabelScores] {
        &self.labels
    }

    fn links(&self, cues: &[usize], sources: &[usize], contents: &[usize]) -> LinkScores {
        let heads = self.heads;
        let cue_states = self.states(cues);
        let starts: Vec<f32> = cues
            .iter()
            .flat_map(|c| self.start_of(*c))
            .copied()
            .collect();
        let queries = heads.source_query.apply(&cue_states);
        let nones = heads.source_key.apply(&starts);
        let keys = heads.source_key.apply(&self.states(sources));
        let source_of_cue = queries
            .chunks_exact(LINK)
            .zip(nones.chunks_exact(LINK))
            .map(|(query, none)| {
                std::iter::once(none)
                    .chain(keys.chunks_exact(LINK))
                    .map(|key| link_score(query, key))
                    .collect()
            })
            .collect();
        let queries = heads.content_query.apply(&self.states(contents));
        let keys = heads.content_key.apply(&cue_states);
        let cue_of_content = queries
            .chunks_exact(LINK)
            .map(|query| {
                keys.chunks_exact(LINK)
                    .map(|key| link_score(query, key))
                    .collect()
            })
            .collect();
        LinkScores {
            source_of_cue,
            cue_of_content,
        }
    }
}

fn link_score(query: &[f32], key: &[f32]) -> f32 {
    let dot: f32 = query.iter().zip(key).map(|(a, b)| a * b).sum();
    dot / (LINK as f32).sqrt()
}

fn log_softmax(row: &[f32]) -> LabelScores {
    let row: LabelScores = std::array::from_fn(|i| row[i]);
    let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|x| libm::expf(x - top)).sum();
    let log_sum = top + libm::logf(sum);
    row.map(|x| x - log_sum)
}
