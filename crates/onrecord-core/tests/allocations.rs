//! Making statements must not allocate faster than the text grows.

use onrecord_core::Span;
use onrecord_core::attribution::{Attribution, Form};
use onrecord_core::statement::{Body, statements};
use onrecord_core::text::paragraphs;

const PARAGRAPH: &str = "Ana Roe, the minister of ports, said on Thursday that 43 ships had come. \
    “We will open the gates,” she said, and the ministry accused Varna of hiding a report.\n";

/// A text of `count` paragraphs with the attributions that stand in it.
fn text(count: usize) -> (String, Vec<Attribution>) {
    let text = PARAGRAPH.repeat(count);
    let found = |from: usize, source: &str, cue: &str, content: &str, form| {
        let at = |words: &str| {
            let start = from + PARAGRAPH.find(words).expect("it is in the paragraph");
            vec![Span::new(start, start + words.len())]
        };
        Attribution {
            source: at(source),
            cue: at(cue),
            content: at(content),
            form,
            score: 1.0,
        }
    };
    let of = |number: usize| {
        let from = number * PARAGRAPH.len();
        [
            found(
                from,
                "Ana Roe, the minister of ports",
                "said",
                "that 43 ships had come",
                Form::Indirect,
            ),
            found(
                from,
                "she",
                "said, and",
                "“We will open the gates,”",
                Form::Direct,
            ),
            found(
                from,
                "the ministry",
                "accused",
                "Varna of hiding a report",
                Form::Indirect,
            ),
        ]
    };
    (text, (0..count).flat_map(of).collect())
}

/// Bytes asked for while `count` paragraphs are made into statements.
fn bytes(count: usize) -> u64 {
    let (text, found) = text(count);
    let paragraphs = paragraphs(&text);
    let body = Body {
        text: &text,
        paragraphs: &paragraphs,
        published: "2025-09-10".parse().ok(),
    };
    let measured = allocation_counter::measure(|| {
        std::hint::black_box(statements(body, found));
    });
    measured.bytes_total
}

#[test]
fn issue_4_allocations_grow_no_faster_than_the_text() {
    bytes(1); // The word lists are read once.
    let (small, large) = (bytes(100), bytes(800));
    assert!(
        large <= small * 9,
        "{small} bytes for 100 paragraphs, {large} for 800"
    );
}
