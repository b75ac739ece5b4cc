//! From text to attributions.

use super::link::{Linked, form, link};
use super::run_on::{Paragraph, join};
use super::tagger::{Reading, Tagger, Words};
use super::{Attribution, Form, decode};
use super::{floor, layout};
use crate::span::Span;
use crate::text::{Nfc, paragraphs, sentences};

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
///
/// Paragraphs that follow each other in `paragraphs` are taken to follow each
/// other in the text: a quotation may run on from one to the next.
pub fn attributions_in(tagger: &dyn Tagger, text: &str, paragraphs: &[Span]) -> Vec<Attribution> {
    let paragraphs: Vec<Span> = paragraphs
        .iter()
        .flat_map(|span| pieces(text, *span))
        .collect();
    let texts: Vec<&str> = paragraphs.iter().map(|span| span.of(text)).collect();
    let turns = layout::turns(&texts);
    let mut read = Vec::with_capacity(paragraphs.len());
    for batch in paragraphs.chunks(BATCH) {
        let words: Vec<Words<'_>> = batch.iter().map(|span| Words::new(span.of(text))).collect();
        for ((span, words), linked) in batch.iter().zip(&words).zip(read_all(tagger, &words)) {
            let at = read.len();
            let linked = layout::apply(words, linked, turns[at].as_ref(), at);
            let goes_on = turns[at].as_ref().is_some_and(|turn| turn.begins < at);
            read.push(Paragraph::new(
                words,
                *span,
                shifted(linked, span.start),
                goes_on,
            ));
        }
    }
    join(read)
}

/// The form of an attribution whose `content` is given in bytes of `text`.
///
/// For attributions that were not read by a tagger: annotations, imports.
pub fn form_of(text: &str, paragraphs: &[Span], content: &[Span]) -> Form {
    let holds = |span: &&Span| content.iter().any(|piece| span.overlaps(*piece));
    let forms: Vec<Form> = paragraphs
        .iter()
        .filter(holds)
        .map(|span| {
            let here = content.iter().filter(|piece| span.contains(**piece));
            let here: Vec<Span> = here
                .map(|p| Span::new(p.start - span.start, p.end - span.start))
                .collect();
            form(&Words::new(span.of(text)), &here)
        })
        .collect();
    match forms.split_first() {
        Some((first, rest)) if rest.iter().all(|form| form == first) => *first,
        Some(_) => Form::Mixed,
        None => Form::Indirect,
    }
}

/// Longest paragraph read at once, in bytes: a page of print without a break.
/// Work on one paragraph grows faster than its length.
const LONGEST: usize = 8_000;

/// `paragraph`, in pieces of whole sentences if it is longer than any paragraph is.
fn pieces(text: &str, paragraph: Span) -> Vec<Span> {
    if paragraph.len() <= LONGEST {
        return vec![paragraph];
    }
    let mut out: Vec<Span> = Vec::new();
    for sentence in sentences(paragraph.of(text)) {
        let sentence = sentence.shift(paragraph.start);
        match out.last_mut() {
            Some(last) if sentence.end - last.start <= LONGEST => *last = last.cover(sentence),
            _ => out.push(sentence),
        }
    }
    out
}

/// What stands in each paragraph; those in the tagger's memory are not read again.
fn read_all(tagger: &dyn Tagger, words: &[Words<'_>]) -> Vec<Linked> {
    let recall = |words: &Words<'_>| tagger.memory().and_then(|memory| memory.recall(words.text));
    let mut known: Vec<Option<Linked>> = words.iter().map(recall).collect();
    let new: Vec<usize> = (0..words.len()).filter(|i| known[*i].is_none()).collect();
    let readings = tagger.read(&new.iter().map(|i| &words[*i]).collect::<Vec<_>>());
    for (i, reading) in new.into_iter().zip(&readings) {
        let linked = read_one(tagger, &words[i], reading.as_ref());
        if let Some(memory) = tagger.memory() {
            memory.keep(words[i].text, &linked);
        }
        known[i] = Some(linked);
    }
    known.into_iter().flatten().collect()
}

fn read_one(tagger: &dyn Tagger, words: &Words<'_>, reading: &dyn Reading) -> Linked {
    let labels = decode::best_labels(reading.labels());
    let spans = decode::spans(&labels, reading.labels());
    let mut linked = link(words, &spans, reading, &|evidence| {
        tagger.probability(evidence)
    });
    // Leaving out what is less likely right than half the F1 that is reached
    // gives the best F1 (Lipton, Elkan and Naryanaswamy 2014).
    let kept = |a: &Attribution| a.form == Form::Direct || a.score >= tagger.least();
    linked.attributions.retain(kept);
    floor::hold(words, linked)
}

fn shifted(mut linked: Linked, by: usize) -> Linked {
    let all = linked
        .attributions
        .iter_mut()
        .chain(&mut linked.waiting)
        .chain(&mut linked.alone);
    for attribution in all {
        for part in [
            &mut attribution.source,
            &mut attribution.cue,
            &mut attribution.content,
        ] {
            for span in part.iter_mut() {
                *span = span.shift(by);
            }
        }
    }
    linked
}
