//! The report of made-up cases, hostile ones among them, and of the example case.

mod built;
mod made;
mod page;

use made::{Case, Made, Said};
use onrecord_web::{ReportOptions, report};
use page::Page;

fn options() -> ReportOptions {
    ReportOptions {
        title: None,
        case_name: "test case".to_owned(),
        ..ReportOptions::default()
    }
}

fn written(case: &Case) -> String {
    let mut out = Vec::new();
    report(&case.file, &options(), &mut out).expect("a report");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn an_empty_case_gives_a_page() {
    let html = written(&Case::of(&[]));
    let page = Page::checked(&html);
    assert!(page.text("main").contains("Nothing has been added"));
    assert!(page.text("#colophon").contains("takes no side"));
}

#[test]
fn every_statement_is_anchored_once_in_its_words() {
    let case = Case::of(&[made::ann_and_bob()]);
    let html = written(&case);
    let page = Page::checked(&html);
    for statement in case.statements() {
        let here = page.text(&format!("[id=\"{}\"]", statement.id));
        let first = [&statement.source, &statement.cue, &statement.content]
            .into_iter()
            .flatten()
            .min_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)))
            .expect("a piece");
        assert!(first.text.starts_with(&here) && !here.is_empty());
        assert_eq!(page.count(&format!("[id=\"n-{}\"]", statement.id)), 1);
    }
}

#[test]
fn marks_leave_the_text_as_it_was() {
    let case = Case::of(&[made::nested(), made::crossing()]);
    let html = written(&case);
    let page = Page::checked(&html);
    for (document, body) in page.bodies() {
        let text = case.file.document(&document).expect("the document").text;
        assert_eq!(body, text);
    }
}

#[test]
fn an_attribution_inside_another_is_marked_inside_it() {
    let html = written(&Case::of(&[made::nested()]));
    let page = Page::checked(&html);
    assert_eq!(page.count(".content .source"), 1);
    assert_eq!(page.count(".content .cue"), 1);
    assert_eq!(page.text(".content .content"), "the gates stayed open");
}

#[test]
fn hostile_documents_show_as_text() {
    let html = written(&Case::of(&[made::hostile()]));
    let page = Page::checked(&html);
    assert!(
        page.text("h3")
            .contains("</title><script>alert(1)</script>")
    );
    assert!(page.text(".body").contains("<img src=x onerror=alert(2)>"));
    assert!(page.text(".unknown, .voice").contains("<b>Mallory</b>"));
    assert!(page.text("#sources").contains("javascript:alert(3)"));
    assert!(!html.contains("href=\"javascript"));
    assert!(!html.contains('\u{0}') && !html.contains('\u{1b}'));
}

#[test]
fn only_web_addresses_are_links() {
    let mut one = made::ann_and_bob();
    one.document.metadata.url = Some("https://example.org/?a=1&b=\"2\"".to_owned());
    let html = written(&Case::of(&[one]));
    let page = Page::checked(&html);
    assert_eq!(
        page.outward_links(),
        ["https://example.org/?a=1&b=\"2\""; 2],
        "one in the list of documents and one over the text"
    );
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let case = Case::of(&[made::nested(), made::ann_and_bob(), made::crossing()]);
    assert_eq!(written(&case), written(&case));
}

#[test]
fn speakers_have_what_they_said_and_the_unknown_their_reason() {
    let html = written(&Case::of(&[made::ann_and_bob()]));
    let page = Page::checked(&html);
    let speakers = page.text("#speakers");
    assert!(speakers.contains("Ann Vale") && speakers.contains("the port is open"));
    let unknown = page.text("section#unknown");
    assert!(unknown.contains("it will close") && unknown.contains("no person stands near enough"));
    assert!(!unknown.contains("the port is open"));
}

#[test]
fn what_copies_repeat_is_not_counted_again() {
    let first = made::ann_and_bob();
    let copy = first.again("copy.txt");
    let case = Case::with_copy(&first, &copy);
    let html = written(&case);
    let page = Page::checked(&html);
    assert!(
        page.text("#sources")
            .contains("its statements are not counted again")
    );
    let row = page.text("#who tbody tr");
    assert!(row.contains("1 document and 1 copy"), "{row}");
}

#[test]
fn furniture_is_folded_and_pages_are_numbered() {
    let html = written(&Case::of(&[made::paged()]));
    let page = Page::checked(&html);
    assert!(page.text("details.folded").contains("Share your love"));
    assert_eq!(page.texts(".page"), ["page 1", "page 2"]);
    assert_eq!(page.text(".content .page"), "page 2");
}

#[test]
fn statements_the_record_does_not_cover_are_shown() {
    let html = written(&Case::unjoined(&[made::ann_and_bob()]));
    let page = Page::checked(&html);
    assert!(page.text(".warning").contains("Run onrecord build again"));
    assert!(
        page.text("#speakers")
            .contains("Not yet compared across documents")
    );
}

#[test]
fn the_example_case_reads_well() {
    let documents = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/marram-strait/documents"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = built::build(documents.as_ref(), &folder.path().join("case.onrecord"));
    let case = Case {
        file: file.expect("the example case"),
        folder,
    };
    let html = written(&case);
    let page = Page::checked(&html);
    let statements = case.statements();
    assert!(statements.len() > 40);
    for statement in statements {
        assert_eq!(page.count(&format!("[id=\"{}\"]", statement.id)), 1);
    }
}

/// Run with `--ignored --nocapture` to see how the time grows.
#[test]
#[ignore = "takes a minute"]
fn a_thousand_documents_take_ten_times_a_hundred() {
    for n in [100, 1000] {
        let many: Vec<Made> = (0..n)
            .map(|i| {
                let quotes: Vec<Said> = (0..20)
                    .map(|j| {
                        Said::new(
                            &format!("Ann Vale {}", (i + j) % 97),
                            &format!("word {i} {j}"),
                        )
                    })
                    .collect();
                made::quotes(&format!("{i}.txt"), &quotes)
            })
            .collect();
        let case = Case::of(&many);
        let start = std::time::Instant::now();
        let html = written(&case);
        println!(
            "{n} documents: {} bytes in {:?}",
            html.len(),
            start.elapsed()
        );
    }
}
