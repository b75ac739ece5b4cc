//! Whole documents of the example case with all that was read from them.
//!
//! After a change that is meant, make the snapshots again and read the difference:
//!
//!     INSTA_UPDATE=always cargo test -p onrecord --test it golden
//!     git diff crates/onrecord/tests/it/snapshots
//!
//! `⟦source: …⟧ ⟦cue: …⟧ ⟦content: …⟧` mark the parts of a statement; a little of
//! the paragraph around is given. Scores are left out: they say how sure the
//! tagger was, and another weights file moves all of them.

use crate::common::{ends, example, list, rows, string};
use serde_json::Value;
use std::fmt::Write;

/// Characters of the paragraph shown on either side of a statement.
const AROUND: usize = 40;

/// The statement with its parts marked, in a line.
fn marked(text: &[char], statement: &Value) -> String {
    let (start, end) = ends(&statement["extent"]);
    let from = (start.saturating_sub(AROUND)..start)
        .rev()
        .take_while(|at| text[*at] != '\n')
        .last()
        .unwrap_or(start);
    let to = (end..text.len().min(end + AROUND))
        .take_while(|at| text[*at] != '\n')
        .last()
        .map_or(end, |at| at + 1);
    let mut parts: Vec<(usize, usize, &str)> = Vec::new();
    for role in ["source", "cue", "content"] {
        for piece in list(&statement[role]) {
            let (start, end) = ends(&piece["span"]);
            parts.push((start, end, role));
        }
    }
    parts.sort_unstable();
    let mut out = String::new();
    if from > 0 && text[from - 1] != '\n' {
        out.push('…');
    }
    let mut at = from;
    for (start, end, role) in parts {
        out.extend(&text[at.min(start)..start]);
        let words: String = text[start..end].iter().collect();
        let _ = write!(out, "⟦{role}: {words}⟧");
        at = at.max(end);
    }
    out.extend(&text[at..to]);
    if to < text.len() && text[to] != '\n' {
        out.push('…');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names(actors: &Value) -> Vec<&str> {
    list(actors).iter().map(|a| string(&a["name"])).collect()
}

/// What is known of a document, then its statements one under another.
fn laid_out(path: &str) -> String {
    let case = example();
    let export = rows(&case.export());
    let document = export
        .iter()
        .find(|row| row["type"] == "document" && row["path"] == path)
        .unwrap_or_else(|| panic!("{path} is not in the case"));
    let text: Vec<char> = string(&document["text"]).chars().collect();
    let mut out = String::new();
    for field in ["title", "publisher", "byline", "published", "language"] {
        let _ = writeln!(out, "{field}: {}", document[field].as_str().unwrap_or("-"));
    }
    let statements = case
        .run(&["statements", "--document", path, "--json"])
        .ends(0)
        .rows();
    for statement in &statements {
        let speaker = &statement["speaker"]["name"];
        let page = statement["page"].as_u64().map(|p| format!(", page {p}"));
        let _ = writeln!(
            out,
            "\n{}. {} · {} · {}{}\n   {}\n   speaker: {} ({})",
            statement["position"].as_u64().unwrap() + 1,
            string(&statement["form"]),
            statement["act"].as_str().unwrap_or("act unknown"),
            string(&statement["certainty"]),
            page.unwrap_or_default(),
            marked(&text, statement),
            speaker.as_str().unwrap_or("unknown"),
            string(&statement["speaker_reason"]),
        );
        if !list(&statement["speaks_for"]).is_empty() {
            let _ = writeln!(
                out,
                "   speaks for: {}",
                names(&statement["speaks_for"]).join(", ")
            );
        }
    }
    out
}

#[track_caller]
fn assert_golden(path: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description("see golden.rs for how to make it again");
    settings.bind(|| insta::assert_snapshot!(path.replace(['#', '.'], "-"), laid_out(path)));
}

#[test]
fn html_of_a_wire_story() {
    assert_golden("lumbasa-gazette-2025-09-10.html");
}

#[test]
fn html_of_a_state_paper() {
    assert_golden("strait-banner-2025-09-12.html");
}

#[test]
fn text_saved_with_furniture() {
    assert_golden("marram-observer-2025-11-19.txt");
}

#[test]
fn text_of_a_clumsy_translation() {
    assert_golden("correo-de-quillara-2025-09-11.txt");
}

#[test]
fn pdf_of_the_report() {
    assert_golden("cls-oml-2025-14-extract.pdf");
}

#[test]
fn article_of_a_crawl() {
    assert_golden("articles.jsonl#L3");
}

/// What stands around the articles of the example: menus, captions, teasers, forms.
const FURNITURE: [&str; 12] = [
    "Leave a Reply",
    "Read Also",
    "ALSO READ",
    "Next In",
    "Credit:",
    "Save my name in this browser",
    "a photo essay",
    "The law they call Order",
    "quietest committee",
    "Automatic translation",
    "Your electronic mail",
    "This story was updated",
];

#[test]
fn issue_2_no_page_furniture_in_a_statement() {
    let case = example();
    for statement in case.run(&["statements", "--json"]).ends(0).rows() {
        for role in ["source", "cue", "content"] {
            for piece in list(&statement[role]) {
                let words = string(&piece["text"]);
                let found = FURNITURE.iter().find(|f| words.contains(*f));
                assert_eq!(found, None, "{}: {words}", statement["path"]);
            }
        }
    }
}
