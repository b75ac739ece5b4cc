//! The commands that list: every field, every way to choose.

use crate::common::{example, keys, list, string, under};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn documents_are_listed_with_all_that_is_known() {
    let case = example();
    let rows = case.run(&["documents", "--json"]).ends(0).rows();
    assert_eq!(rows.len(), 13);
    for row in &rows {
        let expected = [
            "id",
            "paths",
            "sha256",
            "sha1",
            "size",
            "media_type",
            "reader",
            "analysis_version",
            "title",
            "publisher",
            "byline",
            "published",
            "updated",
            "language",
            "url",
            "characters",
            "pages",
            "statements",
            "copy_of",
        ];
        assert_eq!(keys(row), BTreeSet::from(expected));
        assert_eq!(keys(&row["reader"]), BTreeSet::from(["name", "version"]));
        assert_eq!(string(&row["id"])[1..], string(&row["sha256"])[..16]);
    }
    let people = case.run(&["documents"]).ends(0).out;
    for row in &rows {
        assert!(people.contains(string(&row["id"])) && people.contains(string(&row["paths"][0])));
    }
}

#[test]
fn statements_are_chosen_by_speaker_document_act_and_certainty() {
    let case = example();
    let all = case.run(&["statements", "--json"]).ends(0).rows();
    for row in &all {
        let expected = [
            "id",
            "document",
            "path",
            "title",
            "position",
            "extent",
            "page",
            "form",
            "class",
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
            "judged",
        ];
        assert_eq!(keys(row), BTreeSet::from(expected));
        assert_ne!(string(&row["speaker_reason"]), "");
    }
    let chosen = |option: &str, value: &str, fits: &dyn Fn(&Value) -> bool| {
        let rows = case
            .run(&["statements", option, value, "--json"])
            .ends(0)
            .rows();
        let expected: Vec<Value> = all.iter().filter(|row| fits(row)).cloned().collect();
        assert_eq!(rows, expected, "{option} {value}");
        assert!(
            !rows.is_empty() && rows.len() < all.len(),
            "{option} {value}: {}",
            rows.len()
        );
    };
    let path = "estholm-courier-2025-09-11.html";
    chosen("--document", path, &|row| row["path"] == path);
    let id = string(&all[0]["document"]);
    chosen("--document", &id[..9], &|row| row["document"] == id);
    chosen("--act", "deny", &|row| row["act"] == "deny");
    chosen("--certainty", "possible", &|row| {
        row["certainty"] == "possible"
    });
    chosen("--class", "attitude", &|row| row["class"] == "attitude");
    chosen("--class", "direct,mixed", &|row| {
        row["class"] == "direct" || row["class"] == "mixed"
    });
    chosen("--min-score", "0.8", &|row| {
        row["score"].as_f64() >= Some(0.8)
    });
    let said = case.run(&["statements", "--said", "--json"]).ends(0).rows();
    assert!(said.iter().all(|row| row["class"] != "attitude"));
    case.run(&["statements", "--class", "spoken"]).ends(2);
    case.run(&["statements", "--min-score", "7"]).ends(2);
    let actors = case.run(&["actors", "--json"]).ends(0).rows();
    let known = actors
        .iter()
        .find(|a| a["name"] == "Amara Vellinga")
        .unwrap();
    let id = string(&known["id"]);
    chosen("--speaker", id, &|row| row["speaker"]["id"] == id);
    let vellinga = case
        .run(&["statements", "--speaker", "vellinga", "--json"])
        .ends(0)
        .rows();
    assert!(vellinga.iter().filter(|r| r["speaker"]["id"] == id).count() >= 20);
    let none = case
        .run(&["statements", "--speaker", "Nobody At All"])
        .ends(0);
    assert_eq!(none.out, "");
}

#[test]
fn actors_count_what_the_statements_say() {
    let case = example();
    let statements = case.run(&["statements", "--json"]).ends(0).rows();
    let actors = case.run(&["actors", "--json"]).ends(0).rows();
    for actor in &actors {
        let expected = [
            "id",
            "kind",
            "name",
            "aliases",
            "roles",
            "speaks_for",
            "statements",
            "documents",
            "why",
        ];
        assert_eq!(keys(actor), BTreeSet::from(expected));
        let said = statements
            .iter()
            .filter(|s| s["speaker"]["id"] == actor["id"]);
        assert_eq!(actor["statements"], said.count(), "{actor}");
    }
    let kinds: BTreeSet<&str> = actors.iter().map(|a| string(&a["kind"])).collect();
    assert!(kinds.is_subset(&["person", "state", "organization", "group", "unknown"].into()));
}

#[test]
fn searching_finds_words_where_they_stand() {
    let case = example();
    let texts = case.export();
    let texts = crate::common::rows(&texts);
    let text = |id: &Value| {
        let row = texts.iter().find(|row| row["id"] == *id).unwrap();
        string(&row["text"]).to_owned()
    };
    let hits = case
        .run(&["search", "dock*", "ports", "--json"])
        .ends(0)
        .rows();
    assert!(!hits.is_empty());
    for hit in &hits {
        let expected = [
            "document",
            "path",
            "title",
            "span",
            "page",
            "statements",
            "matches",
            "snippet",
            "snippet_matches",
        ];
        assert_eq!(keys(hit), BTreeSet::from(expected));
        let text = text(&hit["document"]);
        under(&text, &hit["span"]);
        for (of, spans) in [
            (&text, "matches"),
            (&string(&hit["snippet"]).to_owned(), "snippet_matches"),
        ] {
            assert!(!list(&hit[spans]).is_empty(), "{hit}");
            for span in list(&hit[spans]) {
                let word = under(of, span).to_lowercase();
                assert!(word.starts_with("dock") || word == "ports", "{word}");
            }
        }
    }
    let phrase = case
        .run(&["search", "\"labour in free ports\"", "--json"])
        .ends(0)
        .rows();
    assert!(!phrase.is_empty());
    assert_eq!(
        case.run(&["search", "dock*", "--limit", "2", "--json"])
            .rows()
            .len(),
        2
    );
    assert_eq!(case.run(&["search", "zyzzyva"]).ends(0).out, "");
}

#[test]
fn a_report_shows_what_was_chosen_and_says_so() {
    let case = example();
    let page = |options: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("report");
        let mut args = vec!["report", "--out", out.to_str().unwrap()];
        args.extend(options);
        case.run(&args).ends(0);
        std::fs::read_to_string(out.join("statements.html")).unwrap()
    };
    let (all, said) = (page(&[]), page(&["--said", "--min-score", "0.5"]));
    let words = "only these are shown: direct, mixed, indirect; scored 0.5 or more";
    assert!(said.contains(words) && !all.contains("only these are shown"));
    assert!(all.contains(" · attitude</span>") && !said.contains(" · attitude</span>"));
}
