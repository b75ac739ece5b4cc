//! The extractor that says which text of a page is its article.

use super::walk::Page;
use rs_trafilatura::{Options, page_type::PageType};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Largest page, in bytes, that the extractor is given.
const MAX_BYTES: usize = 8 << 20;
/// Deepest page that it is given: it works by recursion.
const MAX_DEPTH: usize = 256;
/// Heaviest page that it is given: it looks at an element once for each that is around it.
const MAX_WEIGHT: usize = 3_000_000;

/// The page's main text as the extractor sees it; `None` where it cannot be used or finds nothing.
pub(super) fn main_text(html: &str, page: &Page) -> Option<String> {
    if html.len() > MAX_BYTES || page.depth > MAX_DEPTH || page.weight > MAX_WEIGHT {
        return None;
    }
    let options = Options {
        page_type: Some(PageType::Article),
        ..Options::default()
    };
    // It is made by others and given whatever the web holds: its panic must not be ours.
    let result = catch_unwind(AssertUnwindSafe(|| {
        rs_trafilatura::extract_with_options(html, &options)
    }));
    let text = result.ok()?.ok()?.content_text;
    (!text.trim().is_empty()).then_some(text)
}
