//! A tagger that plays back what a network being trained wrote down, so that it
//! is scored by the program's own decoding and linking.

use anyhow::{Context, Result, ensure};
use onrecord_core::attribution::{Label, LabelScores, LinkScores, Reading, Tagger, Words};
use safetensors::SafeTensors;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Scores of the words of a whole split, in the order of its windows.
pub struct Recorded {
    labels: Vec<LabelScores>,
    /// For each word: source query, source key, content query, content key.
    links: [Rows; 4],
    /// For each window: the source key that stands for "no source".
    none: Rows,
    /// Words in each window.
    sizes: Vec<usize>,
    /// The next window.
    next: AtomicUsize,
}

struct Rows {
    width: usize,
    values: Vec<f32>,
}

impl Rows {
    fn row(&self, i: usize) -> &[f32] {
        &self.values[i * self.width..(i + 1) * self.width]
    }
}

impl Recorded {
    /// Reads a safetensors file with `labels`, `sq`, `sk`, `cq`, `ck`, `none` and `sizes`.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = SafeTensors::deserialize(&bytes)?;
        let rows = |name: &str| -> Result<Rows> {
            let view = file.tensor(name)?;
            ensure!(
                view.dtype() == safetensors::Dtype::F32,
                "{name} is not single precision"
            );
            let values = view.data().chunks_exact(4);
            Ok(Rows {
                width: view.shape()[1],
                values: values
                    .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                    .collect(),
            })
        };
        let labels = rows("labels")?;
        ensure!(
            labels.width == Label::COUNT,
            "labels are {} wide",
            labels.width
        );
        let sizes = rows("sizes")?;
        Ok(Recorded {
            labels: labels
                .values
                .chunks_exact(Label::COUNT)
                .map(|row| std::array::from_fn(|i| row[i]))
                .collect(),
            links: [rows("sq")?, rows("sk")?, rows("cq")?, rows("ck")?],
            none: rows("none")?,
            sizes: sizes.values.iter().map(|n| *n as usize).collect(),
            next: AtomicUsize::new(0),
        })
    }
}

impl Tagger for Recorded {
    fn id(&self) -> &str {
        "recorded"
    }

    fn read<'a>(&'a self, paragraphs: &[&Words<'_>]) -> Vec<Box<dyn Reading + 'a>> {
        let mut window = self.next.load(Ordering::Relaxed);
        let mut word: usize = self.sizes[..window].iter().sum();
        let mut out: Vec<Box<dyn Reading + 'a>> = Vec::with_capacity(paragraphs.len());
        for words in paragraphs {
            let mut windows = Vec::new();
            let mut read = 0;
            while read < words.tokens.len() || windows.is_empty() {
                windows.push((read, window));
                read += self.sizes[window];
                window += 1;
            }
            assert_eq!(
                read,
                words.tokens.len(),
                "recorded from another text or another cut"
            );
            out.push(Box::new(Played {
                all: self,
                first: word,
                count: read,
                windows,
            }));
            word += read;
        }
        self.next.store(window, Ordering::Relaxed);
        out
    }
}

/// One paragraph of a [`Recorded`].
struct Played<'a> {
    all: &'a Recorded,
    first: usize,
    count: usize,
    /// First word in the paragraph, and number, of each window.
    windows: Vec<(usize, usize)>,
}

impl Reading for Played<'_> {
    fn labels(&self) -> &[LabelScores] {
        &self.all.labels[self.first..self.first + self.count]
    }

    fn links(&self, cues: &[usize], sources: &[usize], contents: &[usize]) -> LinkScores {
        let [sq, sk, cq, ck] = &self.all.links;
        let at = |word: &usize| self.first + word;
        let none = |cue: &usize| {
            let after = self.windows.partition_point(|(first, _)| first <= cue);
            self.all.none.row(self.windows[after - 1].1)
        };
        LinkScores {
            source_of_cue: cues
                .iter()
                .map(|cue| {
                    let query = sq.row(at(cue));
                    let keys = sources.iter().map(|s| sk.row(at(s)));
                    std::iter::once(none(cue))
                        .chain(keys)
                        .map(|key| dot(query, key))
                        .collect()
                })
                .collect(),
            cue_of_content: contents
                .iter()
                .map(|content| {
                    let query = cq.row(at(content));
                    cues.iter().map(|cue| dot(query, ck.row(at(cue)))).collect()
                })
                .collect(),
        }
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    sum / (a.len() as f32).sqrt()
}
