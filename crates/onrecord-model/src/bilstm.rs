//! The small tagger: a two-layer bidirectional LSTM over frozen wordpiece embeddings.

use crate::kernel::Matrix;
use crate::lstm::{Batch, BiLstmLayer};
use crate::weights::{ModelError, tensor};
use crate::wordpiece::WordPieces;
use onrecord_core::attribution::{Label, LabelScores, LinkScores, Reading, Tagger, Words};
use onrecord_core::text::{Token, TokenKind, quote::is_double_mark};
use safetensors::SafeTensors;

const VOCABULARY: usize = 30_522;
const EMBEDDING: usize = 128;
const SHAPES: usize = 6;
const SHAPE_WIDTH: usize = 16;
const QUOTED_WIDTH: usize = 8;
const INPUT: usize = EMBEDDING + SHAPE_WIDTH + QUOTED_WIDTH;
const HIDDEN: usize = 128;
const OUTPUT: usize = 2 * HIDDEN;
const LINK: usize = 96;
/// Wordpieces in a window, start and end pieces not counted; longer paragraphs are cut.
const WINDOW: usize = 254;
/// Windows that run side by side through the recurrence.
const LANES: usize = 12;

/// The small tagger; see `weights/bilstm/MODEL_CARD.md`.
pub struct BiLstm {
    pieces: WordPieces,
    embedding: Vec<f32>,
    shape: Vec<f32>,
    quoted: Vec<f32>,
    layers: [BiLstmLayer; 2],
    labels: Linear,
    links: Links,
}

/// Heads that turn a hidden state into one side of a link.
struct Links {
    source_query: Linear,
    source_key: Linear,
    content_query: Linear,
    content_key: Linear,
}

/// A matrix and a bias, for a few rows at a time.
struct Linear {
    weights: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    fn load(file: &SafeTensors<'_>, name: &str, outputs: usize) -> Result<Self, ModelError> {
        let mut weights = tensor(file, &format!("{name}.weight"), &[outputs, OUTPUT])?;
        let mut bias = tensor(file, &format!("{name}.bias"), &[outputs])?;
        // Matrices come in panels of 16 outputs; the outputs added here are never read.
        let padded = outputs.next_multiple_of(16);
        weights.resize(padded * OUTPUT, 0.0);
        bias.resize(padded, 0.0);
        Ok(Linear {
            weights: Matrix::pack(&weights, padded, OUTPUT),
            bias,
        })
    }

    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut out = self.bias.repeat(x.len() / OUTPUT);
        self.weights.multiply_add(x, &mut out);
        out
    }
}

impl BiLstm {
    /// Loads weights (safetensors) and vocabulary (`tokenizer.json`).
    ///
    /// # Errors
    /// If either file is not what this model was saved as.
    pub fn load(weights: &[u8], vocabulary: &[u8]) -> Result<Self, ModelError> {
        let file = SafeTensors::deserialize(weights)?;
        Ok(BiLstm {
            pieces: WordPieces::load(vocabulary)?,
            embedding: tensor(&file, "emb.weight", &[VOCABULARY, EMBEDDING])?,
            shape: tensor(&file, "sh.weight", &[SHAPES, SHAPE_WIDTH])?,
            quoted: tensor(&file, "qs.weight", &[2, QUOTED_WIDTH])?,
            layers: [
                BiLstmLayer::load(&file, 0, INPUT, HIDDEN)?,
                BiLstmLayer::load(&file, 1, OUTPUT, HIDDEN)?,
            ],
            labels: Linear::load(&file, "cls", Label::COUNT)?,
            links: Links {
                source_query: Linear::load(&file, "sq", LINK)?,
                source_key: Linear::load(&file, "sk", LINK)?,
                content_query: Linear::load(&file, "cq", LINK)?,
                content_key: Linear::load(&file, "ck", LINK)?,
            },
        })
    }

    /// Hidden states of the windows of one group, in their order.
    fn run(&self, group: &[&Window]) -> Vec<Vec<f32>> {
        let batch = Batch::new(group.iter().map(|w| w.pieces.len()).collect());
        let mut x = Vec::with_capacity(batch.rows() * INPUT);
        for window in group {
            for piece in &window.pieces {
                x.extend_from_slice(row(&self.embedding, piece.id as usize, EMBEDDING));
                x.extend_from_slice(row(&self.shape, piece.shape as usize, SHAPE_WIDTH));
                x.extend_from_slice(row(&self.quoted, usize::from(piece.quoted), QUOTED_WIDTH));
            }
        }
        for layer in &self.layers {
            x = layer.run(&batch, &x);
        }
        let states = |i: usize| -> Vec<f32> {
            let rows = group[i].firsts.iter().map(|first| batch.start(i) + first);
            // Row 0 of the window (its start piece) stands for "no source".
            std::iter::once(batch.start(i))
                .chain(rows)
                .flat_map(|r| row(&x, r, OUTPUT))
                .copied()
                .collect()
        };
        (0..group.len()).map(states).collect()
    }
}

fn row(matrix: &[f32], index: usize, width: usize) -> &[f32] {
    &matrix[index * width..(index + 1) * width]
}

impl Tagger for BiLstm {
    fn id(&self) -> &str {
        "bilstm-1"
    }

    fn read<'a>(&'a self, paragraphs: &[Words<'_>]) -> Vec<Box<dyn Reading + 'a>> {
        let windows: Vec<Window> = paragraphs
            .iter()
            .enumerate()
            .flat_map(|(i, words)| windows(&self.pieces, i, words))
            .collect();
        // Windows of like length run together; the order does not change their states.
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(windows[*i].pieces.len()));
        let mut states: Vec<Vec<f32>> = vec![Vec::new(); windows.len()];
        for group in order.chunks(LANES) {
            let run = self.run(&group.iter().map(|i| &windows[*i]).collect::<Vec<_>>());
            for (i, hidden) in group.iter().zip(run) {
                states[*i] = hidden;
            }
        }
        let mut readings: Vec<BiLstmReading<'a>> = paragraphs
            .iter()
            .map(|_| BiLstmReading::new(self))
            .collect();
        for (window, hidden) in windows.iter().zip(&states) {
            readings[window.paragraph].append(hidden);
        }
        readings
            .into_iter()
            .map(|reading| Box::new(reading) as Box<dyn Reading + 'a>)
            .collect()
    }
}

/// One wordpiece as the network sees it.
struct Piece {
    id: u32,
    shape: Shape,
    quoted: bool,
}

/// A part of a paragraph that goes through the network at once.
struct Window {
    paragraph: usize,
    pieces: Vec<Piece>,
    /// For each word of the window, the position of its first piece.
    firsts: Vec<usize>,
}

impl Window {
    fn new(paragraph: usize) -> Self {
        let mut window = Window {
            paragraph,
            pieces: Vec::new(),
            firsts: Vec::new(),
        };
        window.special(WordPieces::START);
        window
    }

    fn special(&mut self, id: u32) {
        self.pieces.push(Piece {
            id,
            shape: Shape::Special,
            quoted: false,
        });
    }

    fn finish(mut self) -> Self {
        self.special(WordPieces::END);
        self
    }
}

/// Cuts a paragraph into windows: whole sentences while they fit, else wherever the window is full.
fn windows(pieces: &WordPieces, paragraph: usize, words: &Words<'_>) -> Vec<Window> {
    let quoted = inside_double_marks(words);
    let mut ids = Vec::new();
    let mut bounds = Vec::with_capacity(words.tokens.len());
    for i in 0..words.tokens.len() {
        let from = ids.len();
        pieces.push(spelling(words.token(i)), &mut ids);
        bounds.push(from..ids.len().min(from + WINDOW));
    }
    let mut out = Vec::new();
    let mut window = Window::new(paragraph);
    let room = |window: &Window| WINDOW + 1 - window.pieces.len();
    for (i, range) in bounds.iter().enumerate() {
        let starts_sentence = sentence_end(words, i).map(|last| {
            let end = bounds[last].end;
            end - range.start > room(&window)
        });
        let full = range.len() > room(&window);
        if !window.firsts.is_empty() && (full || starts_sentence == Some(true)) {
            out.push(std::mem::replace(&mut window, Window::new(paragraph)).finish());
        }
        window.firsts.push(window.pieces.len());
        let shape = Shape::of(words.token(i), words.tokens[i]);
        window
            .pieces
            .extend(ids[range.clone()].iter().map(|id| Piece {
                id: *id,
                shape,
                quoted: quoted[i],
            }));
    }
    out.push(window.finish());
    out
}

/// If token `i` begins a sentence, the last token of that sentence.
fn sentence_end(words: &Words<'_>, i: usize) -> Option<usize> {
    let start = words.tokens[i].span.start;
    let sentence = words.sentences.iter().find(|s| s.start == start)?;
    let after = words.tokens.partition_point(|t| t.span.end <= sentence.end);
    after.checked_sub(1).filter(|last| *last >= i)
}

/// How a word is given to the vocabulary: a doubled single mark as the double mark it stands for.
fn spelling(word: &str) -> &str {
    match word {
        "''" | "``" => "\"",
        _ => word,
    }
}

/// For each token, whether it stands inside double quotation marks, as the
/// model was trained: by turns for marks without a side, to the paragraph's
/// end where unclosed.
fn inside_double_marks(words: &Words<'_>) -> Vec<bool> {
    let mut inside = false;
    (0..words.tokens.len())
        .map(|i| {
            let token = spelling(words.token(i));
            let Some(mark) = token.chars().next().filter(|c| is_double_mark(*c)) else {
                return inside;
            };
            match mark {
                '“' | '„' | '«' | '「' | '『' => inside = true,
                '”' | '»' | '」' | '』' => inside = false,
                _ => inside = !inside,
            }
            inside
        })
        .collect()
}

/// How a word is written; the order is that of the model's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Shape {
    Special,
    Lower,
    Capitalised,
    AllCaps,
    Digit,
    Punctuation,
}

impl Shape {
    fn of(word: &str, token: Token) -> Self {
        let first = word.chars().next().unwrap_or(' ');
        if matches!(token.kind, TokenKind::Punct | TokenKind::Quote) {
            Shape::Punctuation
        } else if first.is_numeric() {
            Shape::Digit
        } else if word.chars().count() > 1 && !word.contains(char::is_lowercase) {
            Shape::AllCaps
        } else if first.is_uppercase() {
            Shape::Capitalised
        } else {
            Shape::Lower
        }
    }
}

/// The hidden states of one paragraph and what the heads make of them.
struct BiLstmReading<'a> {
    model: &'a BiLstm,
    labels: Vec<LabelScores>,
    /// One row for each token.
    hidden: Vec<f32>,
    /// For each window: its first token and the state of its start piece.
    starts: Vec<(usize, Vec<f32>)>,
}

impl<'a> BiLstmReading<'a> {
    fn new(model: &'a BiLstm) -> Self {
        BiLstmReading {
            model,
            labels: Vec::new(),
            hidden: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Appends a window's states: the start piece's row, then one for each token.
    fn append(&mut self, states: &[f32]) {
        let (start, tokens) = states.split_at(OUTPUT);
        self.starts.push((self.labels.len(), start.to_vec()));
        let width = self.model.labels.weights.outputs();
        let scores = self.model.labels.apply(tokens);
        self.labels
            .extend(scores.chunks_exact(width).map(log_softmax));
        self.hidden.extend_from_slice(tokens);
    }

    fn states(&self, tokens: &[usize]) -> Vec<f32> {
        tokens
            .iter()
            .flat_map(|t| row(&self.hidden, *t, OUTPUT))
            .copied()
            .collect()
    }

    /// The start state of the window that token `token` is in.
    fn start_of(&self, token: usize) -> &[f32] {
        let after = self.starts.partition_point(|(first, _)| *first <= token);
        &self.starts[after.saturating_sub(1)].1
    }
}

impl Reading for BiLstmReading<'_> {
    fn labels(&self) -> &[LabelScores] {
        &self.labels
    }

    fn links(&self, cues: &[usize], sources: &[usize], contents: &[usize]) -> LinkScores {
        let heads = &self.model.links;
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
