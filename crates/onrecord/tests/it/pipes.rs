//! What the program shows of one row, and how it behaves in a pipe.

use crate::common::{Case, example, program, run, string, under};
use std::process::Stdio;

#[test]
fn a_statement_is_shown_where_it_stands() {
    let case = example();
    let statements = case.run(&["statements", "--json"]).ends(0).rows();
    let export = crate::common::rows(&case.export());
    for row in statements.iter().step_by(23) {
        let id = string(&row["id"]);
        assert_eq!(case.run(&["show", id, "--json"]).ends(0).object(), *row);
        let shown = case.run(&["show", &id[..12]]).ends(0).out;
        for role in ["source", "cue", "content"] {
            for piece in row[role].as_array().unwrap() {
                let words = format!("[{}]{role}", string(&piece["text"]));
                assert!(shown.contains(&words), "{words}\n{shown}");
            }
        }
        let document = export.iter().find(|d| d["id"] == row["document"]).unwrap();
        assert!(shown.contains(string(&document["sha256"])), "{shown}");
        assert!(shown.contains(string(&row["speaker_reason"])), "{shown}");
        under(string(&document["text"]), &row["extent"]);
    }
}

#[test]
fn a_document_and_an_actor_are_shown() {
    let case = example();
    let document = case.run(&["documents", "--json"]).ends(0).rows().remove(3);
    let id = string(&document["id"]);
    assert_eq!(case.run(&["show", id, "--json"]).ends(0).object(), document);
    let shown = case.run(&["show", id]).ends(0).out;
    assert!(shown.contains(string(&document["sha256"])), "{shown}");
    assert!(shown.contains(string(&document["title"])), "{shown}");

    let actors = case.run(&["actors", "--json"]).ends(0).rows();
    let actor = actors
        .iter()
        .find(|a| a["name"] == "Amara Vellinga")
        .unwrap();
    let id = string(&actor["id"]);
    assert_eq!(case.run(&["show", id, "--json"]).ends(0).object(), *actor);
    let shown = case.run(&["show", id]).ends(0).out;
    assert!(shown.starts_with("Amara Vellinga, person, "), "{shown}");
}

#[test]
fn ids_that_stand_for_several_or_nothing_are_refused_with_help() {
    let case = example();
    let several = case.run(&["show", "s"]).ends(2);
    assert!(several.err.contains("begins several ids"), "{several:?}");
    for id in ["s0000000000000000", "zebra", "", "*", "d'x"] {
        let none = case.run(&["show", id]).ends(2);
        assert!(none.err.contains("onrecord statements"), "{none:?}");
        assert_eq!(none.out, "");
    }
}

/// Every command that prints, with what it needs.
fn printing() -> Vec<Vec<&'static str>> {
    vec![
        vec!["documents"],
        vec!["documents", "--json"],
        vec!["statements"],
        vec!["statements", "--json"],
        vec!["actors"],
        vec!["actors", "--json"],
        vec!["search", "port*"],
        vec!["search", "port*", "--json"],
        vec!["show", "da4d555003020f23f"],
        vec!["export"],
    ]
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    let case = example();
    let mut all = printing();
    all.extend([vec!["verify"], vec!["verify", "--json"]]);
    all.extend([vec!["show", "s"], vec!["build", "/there/is/none"]]);
    for args in all {
        let ran = case.run(&args);
        assert!(
            !ran.out.contains('\x1b') && !ran.err.contains('\x1b'),
            "{args:?}"
        );
        assert!(!(ran.out.is_empty() && ran.err.is_empty()), "{args:?}");
    }
}

/// Runs a command whose reader has gone before the first byte.
#[track_caller]
fn reader_gone(case: &Case, args: &[&str]) {
    let mut child = program()
        .args(args)
        .arg("--case")
        .arg(case.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*err), (Some(0), ""), "{args:?}");
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let case = example();
    for args in printing() {
        reader_gone(&case, &args);
    }
    let given = one_document();
    reader_gone(&Case::new(), &["build", given.path().to_str().unwrap()]);
}

fn one_document() -> tempfile::TempDir {
    let given = tempfile::tempdir().unwrap();
    let text = "All is well, harbour minister Ana Reyes said on Monday.\n";
    crate::common::write_files(given.path(), [("one.txt", text)]);
    given
}

#[test]
fn a_reader_that_has_gone_is_no_failure_where_one_line_is_printed() {
    let given = one_document();
    let case = Case::new();
    reader_gone(&case, &["build", given.path().to_str().unwrap(), "--json"]);
    let out = case.folder.path().join("r");
    reader_gone(&case, &["report", "--out", out.to_str().unwrap()]);
    reader_gone(&case, &["verify"]);
    reader_gone(&case, &["verify", "--json"]);
    assert_eq!(case.run(&["documents", "--json"]).ends(0).rows().len(), 1);
}

#[test]
fn searching_takes_whatever_is_typed() {
    let case = example();
    for words in [
        "\"",
        "*",
        "AND",
        "ports NOT",
        "(",
        "a:b",
        "'",
        "-x",
        "dock**",
        "NEAR(a b)",
        "é\u{301}",
        "🚢",
        "",
    ] {
        let ran = case.run(&["search", "--", words]);
        assert!([0, 2].contains(&ran.code), "{words}: {ran:?}");
        assert_eq!(ran.code == 2, !ran.err.is_empty(), "{words}: {ran:?}");
        assert!(
            !ran.err.contains("panicked") && !ran.err.contains("fts5"),
            "{words}: {ran:?}"
        );
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let all = run(&["--help"]).ends(0).out;
    let commands: Vec<&str> = all
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 10, "{all}");
    for command in commands {
        let help = run(&[command, "--help"]).ends(0).out;
        let example = help.split_once("Example").expect("an example").1;
        assert!(
            example.contains(&format!("\n  onrecord {command}")),
            "{help}"
        );
    }
    run::<&str>(&[]).ends(2);
    run(&["frobnicate"]).ends(2);
    let version = run(&["--version"]).ends(0).out;
    assert_eq!(
        version.trim(),
        format!("onrecord {}", env!("CARGO_PKG_VERSION"))
    );
}
