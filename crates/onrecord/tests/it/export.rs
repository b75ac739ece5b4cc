//! The export: its form is published, its bytes depend on the documents alone.

use crate::common::{
    Case, ends, example, example_documents, list, rows, string, under, write_files,
};
use onrecord::CaseFile;
use onrecord::build::{Source, build, sources};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The keys of a JSON object as they stand.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Keys;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Section 6 of the design. A row type that is not here must not be exported.
const ROWS: [(&str, &str); 3] = [
    ("actor", "type id kind name aliases roles speaks_for"),
    (
        "document",
        "type id path sha256 media_type title publisher byline published language copy_of text",
    ),
    (
        "statement",
        "type id document form act certainty source cue content basis speaker speaker_reason \
         speaks_for addressee about said_on score",
    ),
];

const ROLES: [&str; 4] = ["source", "cue", "content", "basis"];

/// Checks everything an export promises by itself.
#[track_caller]
fn assert_valid(export: &str) {
    assert!(export.is_empty() || export.ends_with('\n'));
    for line in export.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let keys: Keys = serde_json::from_str(line).unwrap();
        let (_, expected) = ROWS
            .iter()
            .find(|(name, _)| row["type"] == *name)
            .unwrap_or_else(|| panic!("no such row type: {line}"));
        assert_eq!(keys.0.join(" "), *expected, "{line}");
    }
    let rows = rows(export);
    let order: Vec<_> = rows
        .iter()
        .map(|r| (string(&r["type"]), string(&r["id"])))
        .collect();
    assert!(order.is_sorted(), "ordered by type, then id");
    let ids: HashMap<&str, &str> = order.iter().map(|(kind, id)| (*id, *kind)).collect();
    assert_eq!(ids.len(), rows.len(), "every id once");
    let refers = |id: &Value, kind: &str| {
        assert_eq!(ids.get(string(id)), Some(&kind), "{id} is no {kind}");
    };
    for row in &rows {
        match string(&row["type"]) {
            "actor" => assert_actor(row, &refers),
            "document" => {
                assert_eq!(
                    string(&row["id"]),
                    format!("d{}", &string(&row["sha256"])[..16])
                );
                if !row["copy_of"].is_null() {
                    refers(&row["copy_of"], "document");
                }
            }
            _ => {
                refers(&row["document"], "document");
                let document = rows.iter().find(|d| d["id"] == row["document"]).unwrap();
                assert_statement(row, string(&document["text"]), &refers);
            }
        }
    }
}

#[track_caller]
fn assert_actor(row: &Value, refers: &dyn Fn(&Value, &str)) {
    let kinds = ["person", "state", "organization", "group", "unknown"];
    assert!(kinds.contains(&string(&row["kind"])), "{row}");
    assert_ne!(string(&row["name"]), "");
    for alias in list(&row["aliases"]) {
        assert_ne!(string(alias), "");
    }
    for role in list(&row["roles"]) {
        let keys: Keys = serde_json::from_value(role.clone()).unwrap();
        assert_eq!(keys.0.iter().collect::<HashSet<_>>().len(), 2, "{role}");
        assert!(role["title"].is_string() && (role["of"].is_null() || role["of"].is_string()));
    }
    if !row["speaks_for"].is_null() {
        refers(&row["speaks_for"], "actor");
    }
}

#[track_caller]
fn assert_statement(row: &Value, text: &str, refers: &dyn Fn(&Value, &str)) {
    for role in ROLES {
        let mut last = 0;
        for span in list(&row[role]) {
            under(text, span);
            let (start, end) = ends(span);
            assert!(last <= start, "{role} is in order and apart: {row}");
            last = end;
        }
    }
    assert!(
        !list(&row["cue"]).is_empty() || !list(&row["content"]).is_empty(),
        "{row}"
    );
    assert!(
        ["direct", "indirect", "mixed"].contains(&string(&row["form"])),
        "{row}"
    );
    assert!(
        row["act"].is_null()
            || onrecord_core::statement::Act::from_name(string(&row["act"])).is_some(),
        "{row}"
    );
    let certainties = ["asserted", "probable", "possible", "unconfirmed", "negated"];
    assert!(certainties.contains(&string(&row["certainty"])), "{row}");
    if !row["speaker"].is_null() {
        refers(&row["speaker"], "actor");
    }
    assert_ne!(
        string(&row["speaker_reason"]),
        "",
        "known or not, it says why"
    );
    for role in ["speaks_for", "addressee"] {
        list(&row[role])
            .iter()
            .for_each(|actor| refers(actor, "actor"));
    }
    list(&row["about"]);
    let said_on: Keys = serde_json::from_value(row["said_on"].clone()).unwrap();
    assert_eq!(said_on.0, ["date", "precision"]);
    assert!(
        (0.0..=1.0).contains(&row["score"].as_f64().unwrap()),
        "{row}"
    );
}

#[test]
fn issue_2_the_example_exports_as_published() {
    let case = example();
    let export = case.export();
    assert_valid(&export);
    let kinds = |kind| rows(&export).iter().filter(|r| r["type"] == kind).count();
    assert_eq!(kinds("document"), 13);
    assert!(kinds("statement") > 100 && kinds("actor") > 20);
    let file = case.folder.path().join("export.jsonl");
    case.run(&["export", "--out", file.to_str().unwrap()])
        .ends(0);
    assert_eq!(std::fs::read_to_string(file).unwrap(), export);
}

#[test]
fn exported_spans_hold_the_words_that_the_list_gives() {
    let case = example();
    let export = rows(&case.export());
    let text: HashMap<&str, &str> = export
        .iter()
        .filter(|r| r["type"] == "document")
        .map(|r| (string(&r["id"]), string(&r["text"])))
        .collect();
    let listed = case.run(&["statements", "--json"]).ends(0).rows();
    let exported: Vec<&Value> = export.iter().filter(|r| r["type"] == "statement").collect();
    assert_eq!(listed.len(), exported.len());
    for row in exported {
        let other = listed.iter().find(|r| r["id"] == row["id"]).unwrap();
        for role in ROLES {
            let words: Vec<String> = list(&row[role])
                .iter()
                .map(|span| under(text[string(&row["document"])], span))
                .collect();
            let given: Vec<&str> = list(&other[role])
                .iter()
                .map(|p| string(&p["text"]))
                .collect();
            assert_eq!(words, given, "{role} of {}", row["id"]);
        }
        assert_eq!(row["speaker"], other["speaker"]["id"]);
        for field in ["document", "form", "act", "certainty", "speaker_reason"] {
            assert_eq!(row[field], other[field]);
        }
    }
}

/// A document is its bytes: what it is called, and where it lies, is no part of it.
#[test]
fn the_same_bytes_under_two_paths_are_one_document() {
    let given = tempfile::tempdir().unwrap();
    let text = "The port is shut, harbour minister Ana Reyes said on Monday.\n";
    write_files(given.path(), [("b/two.txt", text), ("a.txt", text)]);
    let case = Case::new();
    let ran = case.build(given.path()).ends(0);
    assert!(ran.out.starts_with("read: 1 new, "), "{ran:?}");
    let documents = case.run(&["documents", "--json"]).ends(0).rows();
    assert_eq!(documents.len(), 1);
    assert_eq!(
        documents[0]["paths"],
        serde_json::json!(["a.txt", "b/two.txt"])
    );
    assert_eq!(rows(&case.export())[1]["path"], "a.txt");
    assert_valid(&case.export());

    let later = Case::of(&given.path().join("b/two.txt"));
    let ran = later.build(given.path()).ends(0);
    assert!(ran.out.contains("0 new"), "{ran:?}");
    let again = later.build(given.path()).ends(0);
    assert!(
        again.out.starts_with("read: 0 new, 2 unchanged\n"),
        "{again:?}"
    );
}

#[test]
fn issue_2_neither_order_nor_threads_nor_folder_change_a_byte() {
    let expected = example().export();
    let files: Vec<PathBuf> = sources(&[example_documents()])
        .unwrap()
        .into_iter()
        .map(|source| source.path)
        .collect();
    for (threads, reversed) in [("1", true), ("2", false)] {
        let case = Case::new();
        let mut files: Vec<&str> = files.iter().map(|f| f.to_str().unwrap()).collect();
        if reversed {
            files.reverse();
        }
        let mut args = vec!["build", "--threads", threads];
        args.extend(&files);
        case.run(&args).ends(0);
        assert!(
            case.export() == expected,
            "threads {threads}, reversed {reversed}"
        );
    }
    let one_by_one = Case::new();
    let backwards: Vec<usize> = (0..files.len()).rev().collect();
    let sources = sources(&[example_documents()]).unwrap();
    let export = exported(&one_by_one.path(), &sources, &backwards, 1);
    assert!(export == expected, "one by one");
    one_by_one.run(&["verify"]).ends(0);
}

#[test]
fn a_case_without_documents_exports_nothing() {
    let case = Case::new();
    let empty = tempfile::tempdir().unwrap();
    let ran = case.build(empty.path()).ends(0);
    assert!(ran.out.contains("0 documents"), "{ran:?}");
    assert_eq!(case.export(), "");
    case.run(&["verify"]).ends(0);
}

/// A short article, with characters beyond the first plane, combining marks and line ends.
fn article() -> impl Strategy<Value = String> {
    let name = prop::sample::select(
        &[
            "Ana Reyes",
            "Lev Marin",
            "Zoë 𝒦ader",
            "Wen Li",
            "I. O\u{308}z",
        ][..],
    );
    let post = prop::sample::select(&["", "harbour minister ", "Dr. ", "Kelsavar’s envoy "][..]);
    let cue = prop::sample::select(&["said", "denied", "told reporters", "warned"][..]);
    let claim = prop::sample::select(
        &[
            "the port 🚢 is shut",
            "nobody 𐍈 was hurt",
            "“all 👩‍👩‍👧 of it is false”",
            "it may have been rigged",
        ][..],
    );
    let sentence =
        (name, post, cue, claim, any::<bool>()).prop_map(|(name, post, cue, claim, before)| {
            match before {
                true => format!("{post}{name} {cue} that {claim} on Monday."),
                false => format!("“{claim},” {post}{name} {cue}."),
            }
        });
    let end = prop::sample::select(&["\n\n", "\r\n\r\n", " "][..]);
    (prop::collection::vec(sentence, 1..4), end).prop_map(|(list, end)| list.join(end))
}

/// Some articles, two orders to add them in, and how many at a time.
fn piles() -> impl Strategy<Value = (Vec<String>, Vec<usize>, Vec<usize>, usize)> {
    prop::collection::vec(article(), 1..7).prop_flat_map(|texts| {
        let order: Vec<usize> = (0..texts.len()).collect();
        let shuffled = Just(order).prop_shuffle();
        (Just(texts), shuffled.clone(), shuffled, 1..4_usize)
    })
}

fn exported(case: &Path, sources: &[Source], order: &[usize], at_a_time: usize) -> String {
    let mut case = CaseFile::create_or_open(case).unwrap();
    for some in order.chunks(at_a_time) {
        let some: Vec<Source> = some.iter().map(|at| sources[*at].clone()).collect();
        let outcome = build(&mut case, &some, &()).unwrap();
        assert_eq!(outcome.problems, []);
    }
    let mut out = Vec::new();
    case.export_jsonl(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn documents_added_in_any_order_export_the_same_bytes((texts, one, other, at_a_time) in piles()) {
        let folder = tempfile::tempdir().unwrap();
        let names = (0..texts.len()).map(|at| format!("{at}.txt"));
        write_files(folder.path(), names.zip(&texts));
        let sources = sources(&[folder.path().to_owned()]).unwrap();
        let first = exported(&folder.path().join("1.onrecord"), &sources, &one, at_a_time);
        let second = exported(&folder.path().join("2.onrecord"), &sources, &other, texts.len());
        assert_valid(&first);
        prop_assert_eq!(first, second);
    }
}
