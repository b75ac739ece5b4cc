//! The pipe: attributions of exactly the text given.

use crate::common::{Ran, list, run, run_with, string, under, write_files};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

const TEXT: &str = "The dam is safe, harbour minister Ana Reyes said on Monday.";

fn jsonl(args: &[&str], lines: &[Value]) -> Ran {
    let mut all = vec!["extract", "--jsonl"];
    all.extend(args);
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    run_with(&all, input)
}

/// The library's answer, as the program writes it.
fn library(text: &str) -> Value {
    let written = serde_json::to_string(&onrecord::extract(text)).unwrap();
    serde_json::from_str(&written).unwrap()
}

/// Words under every span of a role, checked to be there.
#[track_caller]
fn words(text: &str, attribution: &Value, role: &str) -> Vec<String> {
    list(&attribution[role])
        .iter()
        .map(|span| under(text, span))
        .collect()
}

#[test]
fn plain_text_from_standard_input_and_from_files() {
    let ran = run_with(&["extract"], TEXT).ends(0);
    let answer = ran.object();
    assert_eq!(answer["id"], "standard input");
    let only = &list(&answer["attributions"])[0];
    let expected = [
        "act",
        "certainty",
        "class",
        "content",
        "cue",
        "form",
        "score",
        "source",
        "speaker",
        "speaker_reason",
        "speaks_for",
    ];
    assert!(only.as_object().unwrap().keys().eq(expected));
    assert_eq!(words(TEXT, only, "cue"), ["said"]);
    assert_eq!(words(TEXT, only, "content"), ["The dam is safe"]);
    assert!(words(TEXT, only, "source")[0].ends_with("minister Ana Reyes"));
    assert_eq!(only["speaker"], "Ana Reyes");
    assert!(
        ran.out
            .starts_with("{\"id\":\"standard input\",\"attributions\":[{\"source\":[[")
    );

    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), [("a.txt", TEXT), ("b.txt", "Nothing here.")]);
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let [a, b, none] = ["a.txt", "b.txt", "none.txt"].map(at);
    let answers = run(&["extract", &b, &a]).ends(0).rows();
    assert_eq!(
        [&answers[0]["id"], &answers[1]["id"]],
        [&json!(b), &json!(a)]
    );
    assert_eq!(answers[1]["attributions"], answer["attributions"]);

    let ran = run(&["extract", &none, &a]).ends(1);
    assert!(ran.err.contains(&none), "{}", ran.err);
    assert_eq!(ran.rows().len(), 1);
}

#[test]
fn nothing_in_gives_nothing_out() {
    let empty = run_with(&["extract"], "").ends(0).object();
    assert_eq!(empty, json!({"id": "standard input", "attributions": []}));
    assert_eq!(run_with(&["extract", "--jsonl"], "").ends(0).out, "");
    assert_eq!(run_with(&["extract", "--jsonl"], "\n  \n").ends(0).out, "");
    let none = jsonl(&[], &[json!({"id": 1, "text": ""})]).ends(0).object();
    assert_eq!(none, json!({"id": 1, "attributions": []}));
}

#[test]
fn ids_of_any_type_come_back_as_they_are() {
    let ids = [
        json!("a\"b\n"),
        json!(7),
        json!(-0.5),
        json!(u64::MAX),
        json!(null),
        json!(true),
        json!([1, "x"]),
        json!({"a": {"b": 2}}),
    ];
    let lines: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "text": TEXT}))
        .collect();
    let answers = jsonl(&[], &lines).ends(0).rows();
    let given: Vec<&Value> = answers.iter().map(|a| &a["id"]).collect();
    assert_eq!(given, ids.iter().collect::<Vec<_>>());
    let more = r#"{"title":"T","text":"Nothing.","date":"2025-01-01","url":null}"#;
    assert_eq!(
        run_with(&["extract", "--jsonl"], more).ends(0).object()["id"],
        Value::Null
    );
}

#[test]
fn order_is_kept_on_many_lines_and_two_threads() {
    let lines: Vec<Value> = (0..300)
        .map(|n| {
            let some =
                format!("Envoy Lev Marin said number {n} was wrong. ").repeat(1 + (n * 7) % 5);
            json!({"id": n, "text": some})
        })
        .collect();
    let two = jsonl(&["--threads", "2"], &lines).ends(0);
    let ids: Vec<u64> = two
        .rows()
        .iter()
        .map(|a| a["id"].as_u64().unwrap())
        .collect();
    assert!(ids.iter().copied().eq(0..300), "{ids:?}");
    let one = jsonl(&["--threads", "1"], &lines).ends(0);
    assert!(one.out == two.out, "threads change nothing");
}

#[test]
fn a_bad_line_is_reported_by_its_number_and_the_rest_is_there() {
    let good = |id: &str| format!("{}\n", json!({"id": id, "text": TEXT}));
    let input = format!(
        "{}{{broken\n\n{}{{\"id\":4}}\n[1]\n{{\"id\":6,\"text\":5}}\n{}",
        good("a"),
        good("b"),
        good("c")
    );
    let ran = run_with(&["extract", "--jsonl"], input).ends(1);
    let answers = ran.rows();
    let ids: Vec<&str> = answers.iter().map(|a| string(&a["id"])).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 4, "{}", ran.err);
    for (line, number) in told.iter().zip([2, 5, 6, 7]) {
        assert!(
            line.contains(&format!("standard input, line {number}: ")),
            "{line}"
        );
        assert!(line.contains("\"id\" and \"text\""), "{line}");
    }
}

#[test]
fn text_that_is_no_utf_8_is_refused_by_name() {
    let ran = run_with(&["extract"], b"caf\xe9 is shut, he said".to_vec()).ends(1);
    assert!(ran.err.contains("is not UTF-8"), "{}", ran.err);
    let mut lines = b"{\"id\":1,\"text\":\"caf\xe9\"}\n".to_vec();
    lines.extend(format!("{}\n", json!({"id": 2, "text": TEXT})).bytes());
    let ran = run_with(&["extract", "--jsonl"], lines).ends(1);
    assert!(ran.err.contains("line 1: "), "{}", ran.err);
    assert_eq!(ran.object()["id"], 2);
}

#[test]
fn a_byte_order_mark_before_json_lines_is_passed_over() {
    let line = json!({"id": 1, "text": TEXT});
    let ran = run_with(&["extract", "--jsonl"], format!("\u{feff}{line}\r\n")).ends(0);
    assert_eq!(ran.object()["attributions"], library(TEXT)["attributions"]);
}

#[test]
fn a_folder_among_files_of_json_lines_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let line = json!({"id": 1, "text": TEXT}).to_string();
    write_files(folder.path(), [("a.jsonl", line)]);
    let none = folder.path().to_str().unwrap();
    let ran = run(&["extract", "--jsonl", none, &format!("{none}/a.jsonl")]).ends(1);
    assert!(ran.err.contains(none), "{}", ran.err);
    assert_eq!(ran.object()["id"], 1);
}

#[test]
fn issue_2_spans_count_code_points_of_exactly_the_text_given() {
    let before = [
        ("not NFC", "Cafe\u{301} Zoe\u{308} is shut. "),
        ("emoji", "🚢👩‍👩‍👧🇺🇳 𝒦. "),
        ("CRLF", "Port shut\r\n\r\n"),
        ("bare CR", "Port shut\r"),
        ("spaces", " \t\u{a0}\u{2003}\u{200b} "),
        ("byte order mark", "\u{feff}"),
        ("NUL", "a\0b. "),
        ("lines", "\n\n\u{2028}\u{85}\n"),
    ];
    for (what, before) in before {
        let text = format!("{before}{TEXT}");
        let from_pipe = run_with(&["extract"], text.as_str()).ends(0).object();
        let from_line = jsonl(&[], &[json!({"id": "x", "text": text})])
            .ends(0)
            .object();
        let expected = library(&text);
        assert_eq!(
            from_pipe["attributions"], expected["attributions"],
            "{what}"
        );
        assert_eq!(
            from_line["attributions"], expected["attributions"],
            "{what}"
        );
        let said = list(&expected["attributions"])
            .iter()
            .find(|a| words(&text, a, "cue") == ["said"])
            .unwrap_or_else(|| panic!("{what}: {expected}"));
        assert!(
            words(&text, said, "source").concat().contains("Ana Reyes"),
            "{what}"
        );
        let end = text.chars().count();
        let cue = end - "said on Monday.".chars().count();
        assert_eq!(said["cue"], json!([[cue, cue + 4]]), "{what}");
    }
}

/// Text of everything that has ever confused a tokenizer, in any order.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(
        &[
            "said",
            "denied",
            "according to",
            "Ana Reyes",
            "Mr.",
            "the envoy",
            "he",
            "U.S.",
            "“",
            "”",
            "\"",
            "'",
            "‘",
            "’",
            "«",
            "»",
            "„",
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "\u{a0}",
            ",",
            ".",
            "...",
            "…",
            "—",
            "e\u{301}",
            "\u{301}",
            "\u{200d}",
            "🚢",
            "👩‍👩‍👧",
            "𝒦",
            "\0",
            "\u{feff}",
            "ש",
            "中",
            "\u{202e}",
            "report",
            "that",
            "was",
            "false",
            "not",
        ][..],
    );
    let piece = prop_oneof![
        6 => pieces.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    (prop::collection::vec(piece, 0..60), any::<bool>())
        .prop_map(|(pieces, spaced)| pieces.join(if spaced { " " } else { "" }))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_gives_spans_that_lie_within_it(text in text()) {
        let answer = library(&text);
        for attribution in list(&answer["attributions"]) {
            for role in ["source", "cue", "content"] {
                words(&text, attribution, role);
            }
            prop_assert_ne!(&attribution["speaker"], "");
        }
        let again = library(&text);
        prop_assert_eq!(answer, again);
    }
}

#[test]
fn both_models_read_and_another_is_refused() {
    for model in ["accurate", "fast"] {
        let answer = run_with(&["extract", "--model", model], TEXT)
            .ends(0)
            .object();
        let found = list(&answer["attributions"]);
        assert_eq!(words(TEXT, &found[0], "cue"), ["said"], "{model}");
    }
    let refused = run_with(&["extract", "--model", "slow"], TEXT).ends(2);
    assert!(refused.err.contains("accurate"), "{}", refused.err);
}

#[test]
fn a_transcript_names_its_speakers() {
    let text = "The hearing began at ten.\n\nROE: When was it written?\n\nVANE: In March, I think.\n\n\
        ROE: By whom?\n\nVANE (after a pause): By the office.\n\nThe hearing goes on tomorrow.";
    let answer = run_with(&["extract"], text).ends(0).object();
    let turns: Vec<(Vec<String>, Vec<String>)> = list(&answer["attributions"])
        .iter()
        .map(|turn| (words(text, turn, "source"), words(text, turn, "content")))
        .collect();
    let one = |name: &str, said: &str| (vec![name.to_owned()], vec![said.to_owned()]);
    assert_eq!(
        turns,
        [
            one("ROE", "When was it written?"),
            one("VANE", "In March, I think."),
            one("ROE", "By whom?"),
            one("VANE", "By the office."),
        ]
    );
}
