//! Full-text search.

use crate::made::{Case, made};
use proptest::prelude::*;

fn case() -> Case {
    Case::with(&[
        made(
            "a.html",
            &[
                ("Mira Tólvan", "The report is a lie."),
                ("Jon Ask", "Reports lie."),
            ],
        ),
        made("b.html", &[("Zoë Ask", "A lie is the report.")]),
    ])
}

fn found(query: &str) -> Vec<String> {
    let hits = case().file.search(query, 10).unwrap();
    hits.into_iter()
        .map(|hit| hit.snippet.chars().take(3).collect())
        .collect()
}

#[test]
fn all_words_phrases_and_beginnings() {
    assert_eq!(
        found("report lie"),
        ["Mir", "Zoe"].map(|n| n.replace("Zoe", "Zoë"))
    );
    assert_eq!(found("\"is a lie\""), ["Mir"]);
    assert_eq!(found("repor*").len(), 3);
    assert_eq!(found("ZOE"), ["Zoë"]);
    // Titles are not body, and other words are not there.
    assert!(found("weist").is_empty());
    assert!(found("report nowhere").is_empty());
}

#[test]
fn a_hit_says_where_it_stands() {
    let case = case();
    let hit = case.file.search("tolvan", 10).unwrap().remove(0);
    let document = case.file.document(&hit.document).unwrap();
    let cut = |span: onrecord_core::CharSpan| -> String {
        let chars = document.text.chars();
        chars.skip(span.start).take(span.end - span.start).collect()
    };
    assert_eq!(hit.path, "a.html");
    assert_eq!(hit.page, Some(1));
    assert!(cut(hit.span).starts_with("Mira Tólvan said"));
    assert_eq!(
        hit.matches.into_iter().map(cut).collect::<Vec<_>>(),
        ["Tólvan"]
    );
    assert_eq!(hit.snippet_matches[0].start, 5);
    let statement = case.file.statement(&hit.statements[0]).unwrap().unwrap();
    assert_eq!(hit.statements.len(), 1);
    assert_eq!(statement.source[0].text, "Mira Tólvan");
}

#[test]
fn the_limit_holds() {
    assert_eq!(case().file.search("lie", 2).unwrap().len(), 2);
    assert_eq!(case().file.search("lie", 0).unwrap().len(), 0);
}

#[test]
fn odd_queries_are_no_errors() {
    let case = case();
    for query in [
        "",
        " ",
        "\"",
        "\"\"",
        "*",
        "AND",
        "NOT lie",
        "lie OR",
        "(lie",
        "lie)",
        "a:b",
        "text:lie",
        "^lie",
        "-lie",
        "NEAR(lie report)",
        "lie*report",
        "\"lie\"*",
        "“",
        "\0",
        "l\0ie",
        "'",
        "{",
        "words MATCH",
        "lie + lie",
        "😀",
        "\u{301}",
    ] {
        case.file
            .search(query, 5)
            .unwrap_or_else(|error| panic!("{query:?}: {error}"));
    }
    assert_eq!(case.file.search("(lie)", 5).unwrap().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_query_is_an_error(query in "[\\PC\"*()^:+{}\\-]{0,16}") {
        thread_local!(static CASE: Case = case());
        let searched = CASE.with(|case| case.file.search(&query, 3).map(|_| ()));
        prop_assert!(searched.is_ok(), "{searched:?}");
    }
}
