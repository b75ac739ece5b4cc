//! A source as read: its text, what is known about it, and how its parts are told apart.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What a stretch of a document's text is.
///
/// Only [`BlockKind::Paragraph`] is read for attributions: a headline, a
/// caption or a list of other stories never becomes a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The document's title as it stands in the text.
    Title,
    /// A subtitle, standfirst or section heading.
    Heading,
    /// A line that says when or where the document was published, or by whom.
    Dateline,
    /// Running text.
    Paragraph,
    /// A photo caption or credit.
    Caption,
    /// A footnote or endnote.
    Footnote,
    /// What the page put around the text: share buttons, lists of other stories, comment forms, running heads.
    Furniture,
}

impl BlockKind {
    /// Whether attributions are looked for in blocks of this kind.
    pub fn is_body(self) -> bool {
        self == BlockKind::Paragraph
    }

    /// The name used in the case file.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Heading => "heading",
            BlockKind::Dateline => "dateline",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Caption => "caption",
            BlockKind::Footnote => "footnote",
            BlockKind::Furniture => "furniture",
        }
    }

    /// The kind named `name`, as written by [`BlockKind::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        use BlockKind::*;
        [
            Title, Heading, Dateline, Paragraph, Caption, Footnote, Furniture,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == name)
    }
}

/// A stretch of the text of one kind: usually a paragraph or a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Document::text`].
    pub span: Span,
    /// The page it starts on, counted from 1, for paged formats.
    pub page: Option<u32>,
}

/// What is known of a document besides its text; `None` is "not known".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline or title.
    pub title: Option<String>,
    /// Newspaper, agency, site or body that published it.
    pub publisher: Option<String>,
    /// Who is named as its author.
    pub byline: Option<String>,
    /// ISO 8601, cut to the precision known: `2022`, `2022-08`, `2022-08-31` or with a time.
    pub published: Option<String>,
    /// Same form as `published`.
    pub updated: Option<String>,
    /// BCP 47 language tag, e.g. `en`.
    pub language: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
}

/// The reader that made a text from bytes. The same name and version give the same text again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// `html`, `text`, `pdf` or `json`.
    pub name: String,
    /// Changes whenever the text read from the same bytes may change.
    pub version: String,
}

/// One source: hashes of its bytes, the text read from them, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Stable identifier, derived from the SHA-256 of the original bytes.
    pub id: String,
    /// SHA-256 of the original bytes, lower-case hexadecimal.
    pub sha256: String,
    /// SHA-1 of the original bytes, for tools that key on it.
    pub sha1: String,
    /// Media type told from the content.
    pub media_type: String,
    /// What made the text.
    pub reader: Reader,
    /// What is known of the document.
    pub metadata: Metadata,
    /// The text, in Unicode normal form C.
    pub text: String,
    /// SHA-256 of the text's UTF-8 bytes.
    pub text_sha256: String,
    /// The parts of the text in order, without overlap.
    pub blocks: Vec<Block>,
    /// Where each page begins, for paged formats: byte offset in the text, page number from 1.
    pub pages: Vec<(usize, u32)>,
}

impl Document {
    /// The blocks that are read for statements, in order.
    pub fn body(&self) -> Vec<Span> {
        let body = self.blocks.iter().filter(|block| block.kind.is_body());
        body.map(|block| block.span).collect()
    }

    /// The page that byte offset `at` of the text stands on, or `None` for formats without pages.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let after = self.pages.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).map(|i| self.pages[i].1)
    }
}
