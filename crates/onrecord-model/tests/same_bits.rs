//! The same text gives the same scores, to the last bit, on every machine, in
//! every batch and on every number of threads.
//!
//! The digests below were got on one processor with AVX-512 and 8-bit dot
//! products, and again under emulation of one with AVX2 and one with neither;
//! a machine on which this test fails would give other spans for some text.

use onrecord_core::attribution::{Tagger, Words};
use onrecord_model::{Model, ModelChoice};

/// Paragraphs of many lengths and kinds, some long enough for several windows.
fn paragraphs() -> Vec<String> {
    let sentences = [
        "“The gate was never closed,” said Anna Roe, the harbour master, on Tuesday.",
        "The ministry denied that any vessel had been turned back in 2019.",
        "According to the report, 43 states signed; 62 others, it said, did not.",
        "She wants the inquiry to go on.",
        "Nobody answered.",
        "VANE: In March, by the office of the Under-Secretary.",
        "''We were told nothing,'' he wrote — “not once” — in a letter of 3 May.",
        "L’accord n’a pas été signé.",
        "It is \"reasonable to conclude\" that the Strait's buoys were moved, the experts found.",
    ];
    let mut out: Vec<String> = sentences.iter().map(|s| (*s).to_owned()).collect();
    for count in [2, 3, 5, 8, 13, 34] {
        let many = (0..count).map(|i| sentences[(i * 5 + count) % sentences.len()]);
        out.push(many.collect::<Vec<_>>().join(" "));
    }
    out
}

/// FNV-1a over the bits of every label score and of links between the first words.
fn digest(model: &Model, words: &[&Words<'_>]) -> Vec<u64> {
    let hash = |values: &mut dyn Iterator<Item = f32>| {
        values.fold(0xcbf2_9ce4_8422_2325u64, |hash, value| {
            (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0000_0100_0000_01b3)
        })
    };
    model
        .read(words)
        .iter()
        .zip(words)
        .map(|(reading, words)| {
            let some: Vec<usize> = (0..words.tokens.len()).step_by(7).collect();
            let links = reading.links(&some, &some, &some);
            let rows = links.source_of_cue.iter().chain(&links.cue_of_content);
            hash(
                &mut reading
                    .labels()
                    .iter()
                    .flatten()
                    .chain(rows.flatten())
                    .copied(),
            )
        })
        .collect()
}

fn check(choice: ModelChoice, expected: u64) {
    let texts = paragraphs();
    let words: Vec<Words<'_>> = texts.iter().map(|text| Words::new(text)).collect();
    let together = digest(choice.tagger(), &words.iter().collect::<Vec<_>>());
    let alone: Vec<u64> = words
        .iter()
        .flat_map(|words| digest(choice.tagger(), &[words]))
        .collect();
    assert_eq!(
        together, alone,
        "a paragraph's scores depend on its neighbours"
    );
    let backwards = digest(choice.tagger(), &words.iter().rev().collect::<Vec<_>>());
    assert!(backwards.iter().rev().eq(&alone));
    let all = together
        .iter()
        .fold(0u64, |all, one| all.rotate_left(7) ^ one);
    assert_eq!(all, expected, "{}: {all:#018x}", choice.as_str());
}

#[test]
fn accurate_gives_the_same_bits_everywhere() {
    check(ModelChoice::Accurate, 0x8af3_96c6_ce62_34d8);
}

#[test]
fn fast_gives_the_same_bits_everywhere() {
    check(ModelChoice::Fast, 0x2db9_662e_00b6_db71);
}
