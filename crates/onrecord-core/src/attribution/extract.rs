//! From text to attributions.

use super::tagger::{Reading, Tagger, Words};
use super::{Attribution, decode, link};
use crate::span::Span;
use crate::text::{Nfc, paragraphs};

/// The attributions in `text`, in text order; spans are bytes of exactly the text given.
///
/// Nothing is cleaned away: every line with something on it is read as a
/// paragraph (see [`paragraphs`]). Text outside normal form C is normalised
/// for the tagger and the spans are mapped back.
pub fn attributions(tagger: &dyn Tagger, text: &str) -> Vec<Attribution> {
    let nfc = Nfc::new(text);
    let spans = paragraphs(nfc.text());
    let mut found = attributions_in(tagger, nfc.text(), &spans);
    for attribution in &mut found {
        for part in [
            &mut attribution.source,
            &mut attribution.cue,
            &mut attribution.content,
        ] {
            for span in part.iter_mut() {
                *span = nfc.to_given(*span);
            }
        }
    }
    found
}

/// Paragraphs read at a time: enough for the tagger to batch by length, few
/// enough to keep memory flat on a book.
const BATCH: usize = 64;

/// The attributions in the given paragraphs of `text`, in text order; spans are bytes of `text`.
pub fn attributions_in(tagger: &dyn Tagger, text: &str, paragraphs: &[Span]) -> Vec<Attribution> {
    let mut out = Vec::new();
    for batch in paragraphs.chunks(BATCH) {
        let words: Vec<Words<'_>> = batch.iter().map(|span| Words::new(span.of(text))).collect();
        let readings = tagger.read(&words);
        for ((span, words), reading) in batch.iter().zip(&words).zip(&readings) {
            out.extend(
                read_one(words, reading.as_ref())
                    .into_iter()
                    .map(|attribution| shifted(attribution, span.start)),
            );
        }
    }
    out
}

fn read_one(words: &Words<'_>, reading: &dyn Reading) -> Vec<Attribution> {
    let labels = decode::best_labels(reading.labels());
    let spans = decode::spans(&labels, reading.labels());
    link::link(words, &spans, reading)
}

fn shifted(mut attribution: Attribution, by: usize) -> Attribution {
    for part in [
        &mut attribution.source,
        &mut attribution.cue,
        &mut attribution.content,
    ] {
        for span in part.iter_mut() {
            *span = span.shift(by);
        }
    }
    attribution
}
