//! The hot paths, over the example case: `cargo bench`.

use divan::{Bencher, counter::BytesCount};
use onrecord_core::attribution::{Tagger, attributions_in};
use onrecord_core::statement::{Body, statements};
use onrecord_core::{Document, Span};
use onrecord_model::ModelChoice;
use std::path::Path;

fn main() {
    // The weights are loaded once; that is not what is measured.
    onrecord_model::default_tagger();
    divan::main();
}

fn bytes(name: &str) -> Vec<u8> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marram-strait/documents");
    std::fs::read(folder.join(name)).expect("the example is in the repository")
}

const PAGE: &str = "lumbasa-gazette-2025-09-10.html";
const REPORT: &str = "cls-oml-2025-14-extract.pdf";
const TEXT: &str = "marram-observer-2025-11-19.txt";

fn document(name: &str) -> (Document, Vec<Span>) {
    let document = onrecord_ingest::read(&bytes(name)).expect("the example can be read");
    let body = document.body();
    (document, body)
}

#[divan::bench(args = [PAGE, REPORT, TEXT])]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = bytes(name);
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| onrecord_ingest::read(divan::black_box(&bytes)));
}

#[divan::bench(args = [PAGE, REPORT, TEXT])]
fn attribution(bencher: Bencher<'_, '_>, name: &str) {
    attribution_with(onrecord_model::default_tagger(), bencher, name);
}

#[divan::bench(args = [PAGE, REPORT, TEXT])]
fn attribution_fast(bencher: Bencher<'_, '_>, name: &str) {
    attribution_with(ModelChoice::Fast.tagger(), bencher, name);
}

/// Nothing is remembered from one round to the next: a paragraph known already costs nothing.
fn attribution_with(tagger: &dyn Tagger, bencher: Bencher<'_, '_>, name: &str) {
    let (document, body) = document(name);
    bencher
        .counter(BytesCount::of_str(&document.text))
        .with_inputs(|| {
            if let Some(memory) = tagger.memory() {
                memory.clear();
            }
        })
        .bench_values(|()| attributions_in(tagger, divan::black_box(&document.text), &body));
}

#[divan::bench(args = [PAGE, REPORT, TEXT])]
fn statement(bencher: Bencher<'_, '_>, name: &str) {
    let (document, body) = document(name);
    let found = attributions_in(onrecord_model::default_tagger(), &document.text, &body);
    bencher
        .counter(BytesCount::of_str(&document.text))
        .with_inputs(|| found.clone())
        .bench_values(|found| {
            let body = Body {
                text: &document.text,
                paragraphs: &body,
                published: None,
            };
            statements(body, found)
        });
}
