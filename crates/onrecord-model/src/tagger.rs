//! A network with its vocabulary and heads, as the program's [`Tagger`].

use crate::calibration::Calibration;
use crate::heads::{HeadReading, Heads};
use crate::weights::ModelError;
use crate::window::{Window, windows};
use crate::wordpiece::WordPieces;
use onrecord_core::attribution::{Evidence, Memory, Reading, Tagger, Words};

/// The part of a model between wordpieces and heads.
pub(crate) trait Encoder: Send + Sync {
    /// Pieces that are best read together.
    fn batch(&self) -> usize;

    /// Hidden states of every piece of `windows`, which come longest first, one row after the other.
    ///
    /// The states of a window must not depend on its neighbours.
    fn run(&self, windows: &[&Window]) -> Vec<f32>;
}

/// About half the F1 that the models reach on the development articles (0.367
/// of `fast`, 0.387 of `accurate`): one bound for both.
const LEAST: f32 = 0.37;

/// A trained model.
pub struct Model {
    id: &'static str,
    pieces: WordPieces,
    encoder: Box<dyn Encoder>,
    heads: Heads,
    calibration: Calibration,
    memory: Memory,
}

impl Model {
    pub(crate) fn new(
        id: &'static str,
        encoder: Box<dyn Encoder>,
        heads: Heads,
        calibration: Calibration,
    ) -> Result<Self, ModelError> {
        Ok(Model {
            id,
            pieces: WordPieces::load()?,
            encoder,
            heads,
            calibration,
            memory: Memory::default(),
        })
    }

    /// States of each window: the row of its start piece, then one for each word.
    fn states(&self, windows: &[Window]) -> Vec<Vec<f32>> {
        // Windows of like length run together; the order does not change their states.
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(windows[*i].pieces.len()));
        let mut states: Vec<Vec<f32>> = vec![Vec::new(); windows.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (group, after) = rest.split_at(self.group(windows, rest));
            rest = after;
            let chosen: Vec<&Window> = group.iter().map(|i| &windows[*i]).collect();
            let hidden = self.encoder.run(&chosen);
            let mut first = 0;
            for (i, window) in group.iter().zip(chosen) {
                states[*i] = self.rows(&hidden, first, window);
                first += window.pieces.len();
            }
        }
        states
    }

    /// How many of the next windows make a batch.
    fn group(&self, windows: &[Window], order: &[usize]) -> usize {
        let mut pieces = 0;
        let fits = order.iter().take_while(|i| {
            pieces += windows[**i].pieces.len();
            pieces <= self.encoder.batch()
        });
        fits.count().max(1)
    }

    fn rows(&self, hidden: &[f32], first: usize, window: &Window) -> Vec<f32> {
        let width = self.heads.width();
        // Row 0 of the window (its start piece) stands for "no source".
        let mut rows = Vec::with_capacity((window.firsts.len() + 1) * width);
        for at in std::iter::once(&0).chain(&window.firsts) {
            rows.extend_from_slice(&hidden[(first + at) * width..(first + at + 1) * width]);
        }
        rows
    }
}

impl Tagger for Model {
    fn id(&self) -> &str {
        self.id
    }

    fn memory(&self) -> Option<&Memory> {
        Some(&self.memory)
    }

    fn probability(&self, evidence: &Evidence) -> f32 {
        self.calibration.probability(evidence)
    }

    fn least(&self) -> f32 {
        match self.calibration.is_fitted() {
            true => LEAST,
            false => 0.0,
        }
    }

    fn read<'a>(&'a self, paragraphs: &[&Words<'_>]) -> Vec<Box<dyn Reading + 'a>> {
        let windows: Vec<Window> = paragraphs
            .iter()
            .enumerate()
            .flat_map(|(i, words)| windows(&self.pieces, i, words))
            .collect();
        let mut readings: Vec<HeadReading<'a>> = paragraphs
            .iter()
            .map(|_| HeadReading::new(&self.heads))
            .collect();
        for (window, hidden) in windows.iter().zip(self.states(&windows)) {
            readings[window.paragraph].append(&hidden);
        }
        readings
            .into_iter()
            .map(|reading| Box::new(reading) as Box<dyn Reading + 'a>)
            .collect()
    }
}
