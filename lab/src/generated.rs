//! Documents that are generated for benchmarks: invented words, with attributions planted in them.

use onrecord_core::Span;
use onrecord_core::attribution::{Attribution, form_of};

/// Numbers without a pattern (xorshift, Marsaglia 2003): the same for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    /// Often small, seldom large: how words are spread over a text.
    pub fn zipf(&mut self, n: usize) -> usize {
        let u = (self.below(1 << 20) as f64 + 1.0) / (1u64 << 20) as f64;
        ((n as f64).powf(u) - 1.0) as usize % n
    }
}

/// The word with number `n`: syllables, so that no two are alike.
pub fn word(mut n: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "do", "ke", "li", "mo", "nu", "pra", "ri", "sa", "te", "vo", "wen", "zi", "gar",
        "fel", "hu",
    ];
    let mut out = String::new();
    loop {
        out.push_str(SYLLABLES[n % 16]);
        n /= 16;
        if n == 0 {
            break;
        }
    }
    out + "m"
}

/// A word as a name.
pub fn name(n: usize) -> String {
    let plain = word(n);
    plain[..1].to_uppercase() + &plain[1..]
}

/// A document in the making: text with the attributions planted in it.
#[derive(Default)]
pub struct Page {
    pub text: String,
    pub paragraphs: Vec<Span>,
    /// Source, cue and content of each.
    pub attributions: Vec<(Span, Span, Span)>,
}

impl Page {
    /// Adds a paragraph of parts; one with a source, a cue and a content is an attribution.
    pub fn paragraph(&mut self, parts: &[(&str, Part)]) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        let (mut source, mut cue, mut content) = (None, None, None);
        for (words, part) in parts {
            let at = self.text.len();
            self.text.push_str(words);
            let span = Span::new(at, self.text.len());
            match part {
                Part::Source => source = Some(span),
                Part::Cue => cue = Some(span),
                Part::Content => content = Some(span),
                Part::Plain => {}
            }
        }
        self.paragraphs.push(Span::new(start, self.text.len()));
        if let (Some(source), Some(cue), Some(content)) = (source, cue, content) {
            self.attributions.push((source, cue, content));
        }
    }
}

/// What words are to an attribution.
#[derive(Clone, Copy)]
pub enum Part {
    Plain,
    Source,
    Cue,
    Content,
}

/// Words in a row, the frequent ones often.
pub fn sentence(random: &mut Random, words: usize) -> String {
    (0..words)
        .map(|_| word(random.zipf(20_000)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The planted attributions of a text.
pub fn attributions(
    text: &str,
    paragraphs: &[Span],
    planted: &[(Span, Span, Span)],
) -> Vec<Attribution> {
    let one = |(source, cue, content): &(Span, Span, Span)| Attribution {
        source: vec![*source],
        cue: vec![*cue],
        form: form_of(text, paragraphs, &[*content]),
        content: vec![*content],
        score: 1.0,
    };
    planted.iter().map(one).collect()
}
