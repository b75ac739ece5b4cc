//! A page's text as blocks, in order, each with what its markup says of it.

use super::marks::{self, Role};
use dom_query::{Document, NodeRef};
use onrecord_core::BlockKind;

/// Most marked elements around a block that are remembered.
const MAX_MARKS: usize = 12;

/// Longest text, in bytes, that a cell shares a row with.
const MAX_CELL: usize = 100;

/// The element a block of text stands in, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `p`, and whatever is none of the others.
    Text,
    /// `h1` to `h6`, by level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A quotation set off.
    Quote,
}

/// One block of a page's text.
#[derive(Debug, Clone)]
pub(super) struct RawBlock {
    pub tag: Tag,
    /// The text, white space collapsed.
    pub text: String,
    /// How many bytes of it are link text.
    pub linked: usize,
    /// The marked elements around it, outermost first: indexes into [`Page::marks`].
    pub marks: Vec<usize>,
    /// The innermost `article` element around it: index into [`Page::articles`].
    pub article: Option<usize>,
}

/// A page's text.
pub(super) struct Page {
    pub blocks: Vec<RawBlock>,
    /// What each marked element says of its text.
    pub marks: Vec<BlockKind>,
    /// For each `article` element, the one it stands in; outer ones come first.
    pub articles: Vec<Option<usize>>,
    /// How deep elements are nested.
    pub depth: usize,
    /// The depths of all elements together.
    pub weight: usize,
}

/// Reads the blocks of `document`'s body.
pub(super) fn page(document: &Document) -> Page {
    let mut walk = Walk::default();
    if let Some(body) = document.body() {
        walk.run(body);
    }
    walk.flush();
    Page {
        blocks: walk.blocks,
        marks: walk.marks,
        articles: walk.articles,
        depth: walk.depth,
        weight: walk.weight,
    }
}

enum Step<'d> {
    Enter(NodeRef<'d>, usize),
    Leave(Left),
}

/// What has to be undone when an element ends.
#[derive(Default)]
struct Left {
    is_block: bool,
    is_link: bool,
    had_mark: bool,
    is_article: bool,
    tag: Option<Tag>,
}

#[derive(Default)]
struct Walk {
    blocks: Vec<RawBlock>,
    marks: Vec<BlockKind>,
    depth: usize,
    weight: usize,
    /// Marks open at this point.
    open_marks: Vec<usize>,
    articles: Vec<Option<usize>>,
    open_article: Option<usize>,
    tags: Vec<Tag>,
    links: usize,
    text: String,
    linked: usize,
    /// White space is owed before the next word.
    gap: bool,
    breaks: usize,
}

impl Walk {
    /// Goes through the tree without recursion: pages may be nested without bound.
    fn run<'d>(&mut self, root: NodeRef<'d>) {
        let mut steps = vec![Step::Enter(root, 0)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(left) => self.leave(left),
                Step::Enter(node, depth) if node.is_text() => {
                    self.depth = self.depth.max(depth);
                    self.push_text(&node.text());
                }
                Step::Enter(node, depth) => {
                    let Some(name) = node.node_name() else {
                        continue;
                    };
                    self.weight += depth;
                    let role = marks::role(&name);
                    match role {
                        Role::Skip => continue,
                        Role::Break => {
                            self.break_line();
                            continue;
                        }
                        Role::Inline | Role::Cell | Role::Block => {}
                    }
                    steps.push(Step::Leave(self.enter(&name, &node, role)));
                    let children = node.children_it(true);
                    steps.extend(children.map(|child| Step::Enter(child, depth + 1)));
                }
            }
        }
    }

    fn enter(&mut self, name: &str, node: &NodeRef<'_>, role: Role) -> Left {
        let mut left = Left {
            is_block: role == Role::Block,
            is_link: name == "a",
            is_article: name == "article",
            ..Left::default()
        };
        if left.is_block || role == Role::Cell && self.text.len() > MAX_CELL {
            self.flush();
        }
        self.gap |= role == Role::Cell;
        if left.is_link {
            self.links += 1;
        }
        if left.is_article {
            self.articles.push(self.open_article);
            self.open_article = Some(self.articles.len() - 1);
        }
        // A mark on part of a line says nothing of the line.
        if self.open_marks.len() < MAX_MARKS
            && (left.is_block || self.text.is_empty())
            && let Some(kind) = marks::of_element(name, node)
        {
            self.open_marks.push(self.marks.len());
            self.marks.push(kind);
            left.had_mark = true;
        }
        left.tag = tag(name);
        self.tags.extend(left.tag);
        left
    }

    fn leave(&mut self, left: Left) {
        if left.is_block {
            self.flush();
        }
        if left.is_link {
            self.links -= 1;
        }
        if left.is_article {
            self.open_article = self.open_article.and_then(|article| self.articles[article]);
        }
        if left.had_mark {
            self.open_marks.pop();
        }
        if left.tag.is_some() {
            self.tags.pop();
        }
    }

    fn push_text(&mut self, text: &str) {
        self.gap |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if self.gap && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            if self.links > 0 {
                self.linked += word.len() + 1;
            }
            self.gap = true;
            self.breaks = 0;
        }
        self.gap = text.ends_with(char::is_whitespace) || (self.gap && text.trim().is_empty());
    }

    /// Two line breaks part paragraphs, and so does one after a sentence.
    fn break_line(&mut self) {
        self.breaks += 1;
        self.gap = true;
        if self.breaks > 1 || crate::furniture::shape::ends_sentence(&self.text) {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked).min(text.len());
        self.gap = false;
        self.breaks = 0;
        if text.is_empty() {
            return;
        }
        self.blocks.push(RawBlock {
            tag: self.tags.last().copied().unwrap_or(Tag::Text),
            text,
            linked,
            marks: self.open_marks.clone(),
            article: self.open_article,
        });
    }
}

fn tag(name: &str) -> Option<Tag> {
    Some(match name {
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "li" | "dt" | "dd" => Tag::Item,
        "tr" => Tag::Row,
        "blockquote" => Tag::Quote,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        let page = page(&Document::from(html));
        page.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn blocks_are_kept_apart_and_lines_together() {
        assert_eq!(
            texts("<p>One <b>bold</b>ly\n said.<p>Two.<div>Three<ul><li>four<li>five</ul></div>"),
            ["One boldly said.", "Two.", "Three", "four", "five"]
        );
        assert_eq!(texts("a<br>b<br><br>c.<br>d"), ["a b", "c.", "d"]);
        assert_eq!(texts("<p>x<script>y</script></p>"), ["x"]);
    }

    #[test]
    fn links_and_marks_are_known() {
        let page = page(&Document::from(
            "<aside><p><a href='#'>all of it</a></p></aside><h2>Head</h2>",
        ));
        assert_eq!(page.blocks[0].linked, page.blocks[0].text.len());
        assert_eq!(page.marks[page.blocks[0].marks[0]], BlockKind::Furniture);
        assert_eq!(page.blocks[1].tag, Tag::Heading(2));
        assert!(page.blocks[1].marks.is_empty());
    }

    #[test]
    fn deep_nesting_is_survived() {
        let html = "<div>".repeat(50_000) + "x";
        assert_eq!(texts(&html), ["x"]);
    }
}
