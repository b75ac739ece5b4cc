//! The text of a document with its marks: it stays what it was, and every statement has its place.

use crate::made::{self, Case, Made};
use crate::{get, local};
use scraper::{ElementRef, Html, Selector};
use std::cmp::Reverse;

fn page(case: &Case) -> (Html, String) {
    let document = case.file.documents().unwrap().remove(0).id;
    let found = get(&local(case), &format!("/documents/{document}"));
    (Html::parse_document(&found.body), document)
}

fn all<'p>(page: &'p Html, css: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(css).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// A block's text without what the page puts in.
fn own_text(block: ElementRef<'_>) -> String {
    let mut own = text(block);
    for css in [".page", ".ref"] {
        for extra in block.select(&Selector::parse(css).unwrap()) {
            own = own.replacen(&text(extra), "", 1);
        }
    }
    own
}

#[test]
fn every_statement_is_anchored_once_in_its_words() {
    let case = Case::of(&[made::ann_and_bob()]);
    let (page, _) = page(&case);
    for statement in case.statements() {
        let here = all(&page, &format!("[id=\"{}\"]", statement.id));
        assert_eq!(here.len(), 1);
        let pieces = [&statement.source, &statement.cue, &statement.content];
        let first = pieces
            .into_iter()
            .flatten()
            .min_by_key(|piece| (piece.span.start, Reverse(piece.span.end)))
            .unwrap();
        assert!(first.text.starts_with(&text(here[0])) && !text(here[0]).is_empty());
        assert_eq!(all(&page, &format!("[id=\"n-{}\"]", statement.id)).len(), 1);
    }
}

#[test]
fn marks_leave_the_text_as_it_was_and_blocks_say_where_they_begin() {
    for made in [made::nested(), made::crossing(), made::paged()] {
        let case = Case::of(&[made]);
        let (page, document) = page(&case);
        let characters: Vec<char> = case
            .file
            .document(&document)
            .unwrap()
            .text
            .chars()
            .collect();
        for block in all(&page, "[data-at]") {
            let at: usize = block.attr("data-at").unwrap().parse().unwrap();
            let own: Vec<char> = own_text(block).chars().collect();
            assert_eq!(own, characters[at..at + own.len()]);
        }
    }
}

#[test]
fn an_attribution_inside_another_is_marked_inside_it() {
    let (page, _) = page(&Case::of(&[made::nested()]));
    assert_eq!(all(&page, ".body .content .source").len(), 1);
    assert_eq!(all(&page, ".body .content .cue").len(), 1);
    let inner = all(&page, ".body .content .content");
    assert_eq!(text(inner[0]), "the gates stayed open");
}

#[test]
fn furniture_is_folded_and_pages_are_numbered() {
    let (page, _) = page(&Case::of(&[made::paged()]));
    let folded: String = all(&page, "details.folded").into_iter().map(text).collect();
    assert!(folded.contains("Share your love"));
    let pages: Vec<String> = all(&page, ".page")
        .into_iter()
        .map(|page| text(page).trim().to_owned())
        .collect();
    assert_eq!(pages, ["page 1", "page 2"]);
}

#[test]
fn only_web_addresses_are_links() {
    let outward = |made: Made| {
        let (page, _) = page(&Case::of(&[made]));
        let links = all(&page, "a[href]")
            .into_iter()
            .map(|a| a.attr("href").unwrap().to_owned());
        links
            .filter(|href| !href.starts_with(['/', '#']))
            .collect::<Vec<_>>()
    };
    let mut one = made::ann_and_bob();
    one.document.metadata.url = Some("https://example.org/?a=1&b=\"2\"".to_owned());
    assert_eq!(outward(one), ["https://example.org/?a=1&b=\"2\""]);
    assert!(outward(made::hostile()).is_empty());
}

#[test]
fn copies_stand_under_what_they_repeat() {
    let first = made::ann_and_bob();
    let copy = first.again("copy.txt");
    let case = Case::with_copy(&first, &copy);
    let found = get(&local(&case), "/documents");
    let list = Html::parse_document(&found.body);
    assert_eq!(all(&list, "main ol.rows > li").len(), 1);
    assert_eq!(all(&list, "main ol.rows > li .copy a").len(), 1);
    let overview = get(&local(&case), "/").body;
    assert!(overview.contains("1 independent of each other"));
}

#[test]
fn documents_that_are_not_compared_yet_are_warned_of() {
    let case = Case::unjoined(&[made::ann_and_bob()]);
    let (page, _) = page(&case);
    let warned: String = all(&page, ".warning").into_iter().map(text).collect();
    assert!(warned.contains("onrecord build"));
    assert_eq!(all(&page, ".note").len(), case.statements().len());
}
