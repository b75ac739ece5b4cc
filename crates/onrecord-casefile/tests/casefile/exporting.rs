//! The export: its keys, its references, and that nothing but the content decides its bytes.

use crate::made::{Case, Made, made};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeSet;

/// The keys that the published format gives, in order.
const KEYS: [(&str, &[&str]); 4] = [
    (
        "copy",
        &[
            "type", "id", "document", "of", "kind", "agency", "score", "why", "differs",
        ],
    ),
    (
        "actor",
        &[
            "type",
            "id",
            "kind",
            "name",
            "aliases",
            "roles",
            "speaks_for",
            "why",
        ],
    ),
    (
        "document",
        &[
            "type",
            "id",
            "path",
            "sha256",
            "media_type",
            "title",
            "publisher",
            "byline",
            "published",
            "language",
            "copy_of",
            "text",
        ],
    ),
    (
        "statement",
        &[
            "type",
            "id",
            "document",
            "form",
            "act",
            "certainty",
            "source",
            "cue",
            "content",
            "basis",
            "speaker",
            "speaker_reason",
            "speaks_for",
            "addressee",
            "about",
            "said_on",
            "score",
        ],
    ),
];

/// The keys of an object in the order they stand there, which `Value` forgets.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(line: D) -> Result<Self, D::Error> {
        line.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Keys, M::Error> {
        let mut keys = Vec::new();
        while let Some((key, IgnoredAny)) = map.next_entry()? {
            keys.push(key);
        }
        Ok(Keys(keys))
    }
}

#[test]
fn lines_have_the_published_keys_and_order() {
    let case = Case::with(&[
        made("b.html", &[("Mira Tólvan", "No."), ("Jon Ask", "Yes.")]),
        made("a.html", &[("Mira Tólvan", "Never.")]),
    ]);
    let export = case.export();
    let mut order = Vec::new();
    for line in export.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let kind = row["type"].as_str().unwrap().to_string();
        let expected = KEYS.iter().find(|(name, _)| *name == kind).unwrap().1;
        let Keys(keys) = serde_json::from_str(line).unwrap();
        assert_eq!(keys, expected);
        order.push((kind, row["id"].as_str().unwrap().to_string()));
    }
    assert_eq!(order.len(), 3 + 1 + 2 + 3);
    assert!(order.is_sorted());
}

#[test]
fn a_statement_line_is_as_published() {
    let one = made("a.html", &[("Zoë 😀", "No.")]);
    let case = Case::with(std::slice::from_ref(&one));
    let export = case.export();
    let line = export.lines().last().unwrap();
    let ends =
        r#""addressee":[],"about":[],"said_on":{"date":null,"precision":null},"score":0.1235}"#;
    assert!(line.ends_with(ends), "{line}");
    let row: Value = serde_json::from_str(line).unwrap();
    assert_eq!(row["source"].to_string(), "[[36,41]]");
    assert_eq!(row["form"], "direct");
    assert_eq!(row["act"], "reject");
}

#[test]
fn references_resolve_and_spans_cut_what_they_should() {
    let case = Case::with(&[
        made("a.html", &[("Mira Tólvan", "No, 😀."), ("Jon Ask", "Yes.")]),
        made("b.html", &[("Mira Tólvan", "Never.")]),
    ]);
    let rows: Vec<Value> = case
        .export()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rows.len());
    for row in &rows {
        for key in ["document", "speaker", "speaks_for", "copy_of"] {
            let named = match &row[key] {
                Value::Array(all) => all.clone(),
                one => vec![one.clone()],
            };
            for id in named.iter().filter_map(Value::as_str) {
                assert!(ids.contains(id), "{key} {id}");
            }
        }
    }
    let quoted: BTreeSet<String> = rows
        .iter()
        .filter(|row| row["type"] == "statement")
        .map(|row| {
            let document = rows.iter().find(|d| d["id"] == row["document"]).unwrap();
            let at = |i| row["content"][0][i].as_u64().unwrap() as usize;
            let text = document["text"].as_str().unwrap().chars();
            text.skip(at(0)).take(at(1) - at(0)).collect()
        })
        .collect();
    let expected = ["“Never.”", "“No, 😀.”", "“Yes.”"];
    assert_eq!(quoted, expected.map(String::from).into());
}

fn a_document() -> impl Strategy<Value = Made> {
    let quote = (
        prop::sample::select(vec!["Mira Tólvan", "Jon Ask", "王文", "the 😀 office"]),
        "[a-zé“”😀\" \\\\]{1,12}",
    );
    ("[ab]/[ab]", prop::collection::vec(quote, 0..4)).prop_map(|(path, quotes)| {
        let quotes: Vec<(&str, &str)> = quotes.iter().map(|(n, q)| (*n, q.as_str())).collect();
        made(&path, &quotes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_adding_does_not_show(
        (first, second) in prop::collection::vec(a_document(), 1..5)
            .prop_flat_map(|documents| (Just(documents.clone()), Just(documents).prop_shuffle()))
    ) {
        let (first, second) = (Case::with(&first), Case::with(&second));
        prop_assert_eq!(first.export(), second.export());
        let report = first.file.verify(&|_, _| Ok(None)).unwrap();
        prop_assert_eq!(report.problems, Vec::<String>::new());
    }
}
