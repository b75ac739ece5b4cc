//! What the markup says of the text inside it: by element, and by the words of its class, id and role.

use dom_query::NodeRef;
use onrecord_core::BlockKind;
use regex::{RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

/// How an element takes part in a page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Its text never is the article's: scripts, form fields, pictures.
    Skip,
    /// It stands within a line.
    Inline,
    /// A line break.
    Break,
    /// A cell of a table: its row is the block, unless the cell holds a text of its own.
    Cell,
    /// It begins and ends a block.
    Block,
}

/// The role of the element named `name`.
pub(super) fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object"
        | "embed" | "head" | "button" | "select" | "textarea" | "input" | "canvas" | "audio"
        | "video" | "map" | "noframes" | "datalist" | "dialog" | "rp" | "rt" => Role::Skip,
        "br" => Role::Break,
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data"
        | "del" | "dfn" | "em" | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q"
        | "ruby" | "rb" | "s" | "samp" | "small" | "span" | "strike" | "strong" | "sub" | "sup"
        | "time" | "tt" | "u" | "var" | "wbr" | "img" | "picture" | "source" => Role::Inline,
        "td" | "th" => Role::Cell,
        _ => Role::Block,
    }
}

/// What the element itself says of the text inside it, if anything.
pub(super) fn of_element(name: &str, element: &NodeRef<'_>) -> Option<BlockKind> {
    match name {
        "figcaption" | "caption" => return Some(BlockKind::Caption),
        "nav" | "aside" | "footer" | "menu" => return Some(BlockKind::Furniture),
        // The two that hold the whole page are not asked: their classes speak of the site.
        "html" | "body" | "a" => return None,
        _ => {}
    }
    if element.has_attr("hidden") || is_styled_away(element) {
        return Some(BlockKind::Furniture);
    }
    let mut names = String::new();
    for attribute in [
        "class",
        "id",
        "role",
        "itemprop",
        "data-component",
        "data-testid",
    ] {
        if let Some(value) = element.attr(attribute) {
            push_names(&mut names, &value);
        }
    }
    if names.trim().is_empty() {
        return None;
    }
    let marks = &*MARKS;
    let first = marks.patterns.matches(&names).into_iter().next()?;
    Some(marks.kinds[first])
}

/// Longest run of names that is looked at, in bytes.
const MAX_NAMES: usize = 400;

/// Adds the names in `value`, in lower case with `camelCase` split, between separators.
fn push_names(names: &mut String, value: &str) {
    names.push(' ');
    let mut before = ' ';
    for c in value.chars().take(MAX_NAMES) {
        if c.is_uppercase() && before.is_lowercase() {
            names.push('-');
        }
        match c {
            c if c.is_whitespace() => names.push(' '),
            c if c.is_alphanumeric() => names.extend(c.to_lowercase()),
            _ => names.push('-'),
        }
        before = c;
    }
    names.push(' ');
}

fn is_styled_away(element: &NodeRef<'_>) -> bool {
    element.attr("style").is_some_and(|style| {
        let style = style.to_lowercase().replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkFile {
    mark: Vec<MarkData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkData {
    kind: BlockKind,
    words: Vec<String>,
}

struct Marks {
    kinds: Vec<BlockKind>,
    patterns: RegexSet,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    // The file is part of the program and the unit tests read it.
    let file: MarkFile =
        toml::from_str(include_str!("../../data/markup.toml")).expect("markup.toml is well formed");
    let pattern = |mark: &MarkData| {
        let words = mark.words.join("|").replace(".*", "[a-z0-9-]*");
        format!("[ -](?:{words})[ -]")
    };
    let patterns = RegexSetBuilder::new(file.mark.iter().map(pattern))
        .size_limit(16 << 20)
        .build()
        .expect("markup.toml holds valid patterns");
    Marks {
        kinds: file.mark.iter().map(|mark| mark.kind).collect(),
        patterns,
    }
});

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn mark(html: &str) -> Option<BlockKind> {
        let document = Document::from(html);
        let element = document.select("body").nodes()[0].first_child()?;
        of_element(&element.node_name()?, &element)
    }

    #[test]
    fn names_are_read_word_by_word() {
        use BlockKind::*;
        assert_eq!(mark("<div class='relatedStories'>"), Some(Furniture));
        assert_eq!(mark("<div class='a Photo__caption-x'>"), Some(Caption));
        assert_eq!(mark("<div id='byline'>"), Some(Dateline));
        assert_eq!(mark("<div class='standfirst'>"), Some(Heading));
        assert_eq!(mark("<div class='shareholders adapted'>"), None);
        assert_eq!(mark("<p>"), None);
        assert_eq!(mark("<p style='display: none'>"), Some(Furniture));
        assert_eq!(mark("<aside>"), Some(Furniture));
    }
}
