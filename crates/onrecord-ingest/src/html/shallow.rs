//! Keeps a page's nesting within what a parser can bear.
//!
//! A parser looks through all open elements at many tags: a page that opens a hundred
//! thousand and closes none takes minutes. Browsers stop nesting at 512; so do we, a
//! little later, by leaving out the tags beyond. No page meant to be read comes near.

use std::borrow::Cow;

/// Open elements beyond which a start tag is left out.
const MAX_OPEN: usize = 1_000;

/// Elements that are never open or that the next of their kind closes.
const UNCOUNTED: [&str; 32] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The page without the start tags that stand too deep; the page itself where there are none.
pub(super) fn shallow(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut open = 0usize;
    let mut at = 0;
    while let Some(tag) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[tag + 1..];
        let is_end = rest.starts_with('/');
        let name = tag_name(&rest[usize::from(is_end)..]);
        at = tag + 1 + name.len() + usize::from(is_end);
        let counts = !name.is_empty() && !is_uncounted(name);
        if !counts {
            continue;
        }
        if is_end {
            open = open.saturating_sub(1);
        } else if open < MAX_OPEN {
            open += 1;
        } else {
            kept.push_str(&html[copied..tag]);
            kept.push(' ');
            at = html[at..].find('>').map_or(html.len(), |end| at + end + 1);
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    &rest[..end.unwrap_or(rest.len())]
}

fn is_uncounted(name: &str) -> bool {
    UNCOUNTED
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_nested_without_bound_are_changed() {
        let page = "<div><p>one<p>two</div><br>".repeat(2_000);
        assert!(matches!(shallow(&page), Cow::Borrowed(_)));
        let deep = "<div class='a'>".repeat(MAX_OPEN + 5) + "x < y";
        let cut = shallow(&deep);
        assert_eq!(cut.matches("<div").count(), MAX_OPEN);
        assert!(cut.ends_with("x < y"));
    }

    #[test]
    fn broken_tags_are_survived() {
        for html in ["<", "</", "<a", "<é", "<a <b", "</a>", "<<<>"] {
            assert_eq!(shallow(html), html);
        }
    }
}
