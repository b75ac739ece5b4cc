//! What is tied across documents: the lists as they print, and each row with its evidence.
//!
//! The snapshots are made again as those of `golden.rs` are.

use crate::common::{Case, Ran, example, list, run, string, write_files};
use serde_json::Value;

/// The commands that list the record.
const LISTS: [&[&str]; 8] = [
    &["copies", "--differences"],
    &["works"],
    &["responses"],
    &["responses", "--unanswered"],
    &["discrepancies", "--all"],
    &["recommendations"],
    &["lineups"],
    &["timeline"],
];

/// The text with every id cut to its letter: ids are hashes, and say nothing to who reads the snapshot.
fn without_ids(text: &str) -> String {
    let id = |word: &str| {
        let plain = word.trim_end_matches(',');
        plain.len() == 17 && plain[1..].bytes().all(|b| b.is_ascii_hexdigit())
    };
    let line = |line: &str| {
        let words = line.split(' ');
        let cut = words.map(|w| if id(w) { &w[..1] } else { w });
        cut.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn issue_5_the_record_of_the_example() {
    let case = example();
    for command in LISTS {
        let out = case.run(command).ends(0).out;
        let name = format!("record-{}", command.join("-").replace("--", ""));
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description("see golden.rs for how to make it again");
        settings.bind(|| insta::assert_snapshot!(name, without_ids(&out)));
    }
}

#[test]
fn issue_5_every_kind_of_row_is_shown_with_why() {
    let case = example();
    let mut kinds = 0;
    for command in LISTS.iter().filter(|c| !c.contains(&"--unanswered")) {
        let mut command = command.to_vec();
        command.push("--json");
        let rows = case.run(&command).ends(0).rows();
        let Some(row) = rows.first() else { continue };
        kinds += 1;
        let id = string(&row["id"]);
        let shown = case.run(&["show", id]).ends(0).out;
        assert!(shown.starts_with(string(&row["type"])), "{shown}");
        for why in row["why"].as_array().into_iter().flatten() {
            let rule = string(&why["rule"]);
            assert!(shown.contains(rule), "{rule} is not in {shown}");
        }
        assert_eq!(&case.run(&["show", id, "--json"]).ends(0).object(), row);
    }
    assert_eq!(kinds, 7, "the example has a row of every kind");
}

/// Two papers and a reply on one matter, invented.
const PILE: [(&str, &str); 3] = [
    (
        "tide.txt",
        "Five dead in ferry fire off Orrin\n\nMarch 3, 2031\n\nAt least five people were killed on \
         Monday when fire swept the ferry Halcyon off Orrin, the coast guard of Vellmark said.\n\n\
         Captain Ana Brandvold said that the crew had never been trained to fight a fire at sea. \
         “Nobody on that deck knew where the hoses were,” Brandvold told reporters in Orrin.\n\n\
         Piet Lundqvist, a spokesman for Meridian Lines, disputed that. “Every crew has been drilled \
         twice a year,” he said.\n",
    ),
    (
        "courier.txt",
        "Halcyon: seven dead\n\nMarch 4, 2031\n\nSeven people were killed in the fire on the ferry \
         Halcyon off Orrin on Monday, the coast guard of Vellmark said on Tuesday.\n\n“Nobody on that \
         deck knew where the hoses were,” said Captain Ana Brandvold of the Orrin station.\n",
    ),
    (
        "bread.txt",
        "Bakers close\n\nMarch 4, 2031\n\nNine people were killed in a mill in Tessik last year, the \
         bakers' guild said on Tuesday as it closed its shops over the price of grain.\n",
    ),
];

fn pile() -> Case {
    let given = tempfile::tempdir().unwrap();
    write_files(given.path(), PILE);
    Case::of(given.path())
}

fn of_type(ran: &Ran, field: &str, value: &str) -> Vec<Value> {
    let mut rows = ran.rows();
    rows.retain(|row| row[field] == value);
    rows
}

#[test]
fn issue_5_a_later_toll_is_an_update_and_other_tolls_are_left_alone() {
    let case = pile();
    let rows = of_type(
        &case.run(&["discrepancies", "--json"]).ends(0),
        "kind",
        "figure",
    );
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["judged"], "update");
    let values: Vec<&str> = list(&rows[0]["accounts"])
        .iter()
        .map(|a| string(&a["value"]))
        .collect();
    assert!(
        values.contains(&">= 5") && values.contains(&"7"),
        "{values:?}"
    );
}

#[test]
fn issue_5_a_rejoinder_answers_what_was_said_before_it() {
    let case = pile();
    let rows = case.run(&["responses", "--json"]).ends(0).rows();
    assert!(!rows.is_empty());
    for row in &rows {
        let from = case.run(&["show", string(&row["from"])]).ends(0).out;
        let to = case.run(&["show", string(&row["to"])]).ends(0).out;
        assert!(from.contains("Lundqvist"), "{from}");
        assert!(to.contains("Brandvold"), "{to}");
    }
}

#[test]
fn issue_5_answers_go_to_whom_the_words_name_and_silence_is_none() {
    let text = "Port talks\n\n\
        VARNA, March 3, 2024 — The mayor, Ana Lund, said that the port sold its cranes for nothing.\n\n\
        Per Osei, who runs the port, fired back on Monday. “The cranes were sold at auction, and \
        the mayor was in the room,” Osei fired back.\n\n\
        The union leader, Mira Brandt, said that 40 people lost their work.\n\n\
        Osei responded to Lund’s letters by saying that he had never read them.\n\n\
        The shipping agent Leo Voss said that the harbour was shut.\n\n\
        Lund has not responded to the agent’s remarks on the harbour.\n";
    let given = tempfile::tempdir().unwrap();
    write_files(given.path(), [("a.txt", text)]);
    let case = Case::of(given.path());
    let shown = |id: &Value| case.run(&["show", string(id)]).ends(0).out;
    let rows = case.run(&["responses", "--json"]).ends(0).rows();
    let told: Vec<(String, String, &str)> = rows
        .iter()
        .map(|r| (shown(&r["from"]), shown(&r["to"]), string(&r["relation"])))
        .collect();
    let answers = |from: &str, to: &str, relation: &str| {
        told.iter()
            .any(|(a, b, how)| a.contains(from) && b.contains(to) && *how == relation)
    };
    assert!(
        answers("auction", "sold its cranes", "disputes"),
        "{told:?}"
    );
    assert!(
        answers("never read them", "Ana Lund", "comments"),
        "{told:?}"
    );
    assert!(
        !told
            .iter()
            .any(|(_, to, _)| to.contains("harbour was shut")),
        "{told:?}"
    );
}

#[test]
fn issue_5_no_record_is_said_so_and_is_no_error() {
    let given = tempfile::tempdir().unwrap();
    write_files(given.path(), [("a.txt", "The port is shut.\n")]);
    let case = Case::of(given.path());
    for command in LISTS {
        let ran = case.run(command).ends(0);
        assert!(!ran.err.is_empty() || !ran.out.is_empty(), "{command:?}");
    }
    let path = case.path();
    let missing = path.with_file_name("none.onrecord");
    let ran = run(&["works", "--case", missing.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("none.onrecord"), "{ran:?}");
}
