//! The export: its form is published.

use crate::common::{Case, ends, example, list, rows, string, under};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashMap;

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
const ROWS: [(&str, &str); 12] = [
    ("actor", "type id kind name aliases roles speaks_for why"),
    ("copy", "type id document of kind agency score why differs"),
    (
        "discrepancy",
        "type id kind holder measure figures statements why judged accounts",
    ),
    (
        "event",
        "type id date precision document span label statement work bound",
    ),
    (
        "lineup",
        "type id statement count comparator members led_by stance towards per document span \
         noun vote work",
    ),
    (
        "recommendation",
        "type id statement addressee action answers document number by position position_at \
         work also",
    ),
    ("response", "type id from to relation score why"),
    (
        "utterance",
        "type id statements score why speaker independent",
    ),
    (
        "work",
        "type id kind title symbol issued_by issued_on figures mentions statements document \
         answers why",
    ),
    (
        "document",
        "type id path sha256 media_type title publisher byline published language copy_of text",
    ),
    (
        "figure",
        "type id document span value unit comparator measure holder",
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
pub fn assert_valid(export: &str) {
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
    let texts: HashMap<&str, &str> = rows
        .iter()
        .filter(|r| r["type"] == "document")
        .map(|r| (string(&r["id"]), string(&r["text"])))
        .collect();
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
            "figure" => {
                refers(&row["document"], "document");
                let document = rows.iter().find(|d| d["id"] == row["document"]).unwrap();
                under(string(&document["text"]), &row["span"]);
                assert!(row["value"].is_number(), "{row}");
                if !row["holder"].is_null() {
                    refers(&row["holder"], "work");
                }
                let signs = ["=", ">=", "<=", ">", "<", "~"];
                assert!(signs.contains(&string(&row["comparator"])), "{row}");
            }
            "statement" => {
                refers(&row["document"], "document");
                let document = rows.iter().find(|d| d["id"] == row["document"]).unwrap();
                assert_statement(row, string(&document["text"]), &refers);
            }
            _ => assert_recorded(row, &ids, &texts),
        }
    }
}

/// Every id a row of the record names is there, every place lies in its text, and no score is
/// without a reason.
#[track_caller]
fn assert_recorded(row: &Value, ids: &HashMap<&str, &str>, texts: &HashMap<&str, &str>) {
    for field in [
        "of",
        "document",
        "holder",
        "statement",
        "work",
        "from",
        "to",
        "speaker",
        "issued_by",
        "led_by",
        "towards",
        "per",
        "answers",
    ] {
        if let Some(id) = row[field].as_str() {
            assert!(ids.contains_key(id), "{field} {id} is not there: {row}");
        }
    }
    for field in [
        "figures",
        "statements",
        "members",
        "addressee",
        "by",
        "answers",
        "also",
    ] {
        for id in row[field].as_array().into_iter().flatten() {
            assert!(
                ids.contains_key(string(id)),
                "{field} {id} is not there: {row}"
            );
        }
    }
    if let (Some(document), Some(_)) = (row["document"].as_str(), row["span"].as_array()) {
        under(texts[document], &row["span"]);
    }
    for why in row["why"].as_array().into_iter().flatten() {
        assert_ne!(string(&why["rule"]), "");
        for place in list(&why["places"]) {
            under(texts[string(&place["document"])], &place["span"]);
        }
    }
    if let Some(score) = row["score"].as_f64() {
        assert!(
            (0.0..=1.0).contains(&score) && !list(&row["why"]).is_empty(),
            "{row}"
        );
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
        assert_eq!(keys.0, ["first_seen", "last_seen", "of", "title"], "{role}");
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

#[test]
fn a_case_without_documents_exports_nothing() {
    let case = Case::new();
    let empty = tempfile::tempdir().unwrap();
    let ran = case.build(empty.path()).ends(0);
    assert!(ran.out.contains("0 documents"), "{ran:?}");
    assert_eq!(case.export(), "");
    case.run(&["verify"]).ends(0);
}
