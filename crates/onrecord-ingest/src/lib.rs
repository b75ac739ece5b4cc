//! Bytes to documents: what a file is, its text, its parts, and what is known of it.
//!
//! [`split`] tells the documents in a file apart (a file of JSON lines holds
//! one a line), [`read`] reads one of them. Formats are told by content, never
//! by name, and nothing but the bytes decides what is read from them: the same
//! bytes give the same [`Document`] under any path.

mod articles;
mod encoding;
mod format;
pub mod furniture;
pub mod html;
pub mod pdf;
pub mod plain;

pub use format::Format;

use onrecord_core::text::Nfc;
use onrecord_core::{Block, BlockKind, Document, Metadata, Reader, Span};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Raised whenever any reader may give another text, block or metadata for the same bytes.
pub const READER_VERSION: &str = "1";

/// Why bytes gave no document. The message is for the person who has the file.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or only white space.
    #[error("there is nothing in it")]
    Empty,
    /// A format that is not read.
    #[error(
        "this is {0}, which onrecord does not read; give HTML, plain text, PDF or JSON lines of articles"
    )]
    Unsupported(&'static str),
    /// A page without an article.
    #[error("no running text was found on the page; save the article itself, or its text")]
    NoText,
    /// JSON without an article in it.
    #[error("this is JSON, but not of articles: {0}")]
    NotAnArticle(String),
    /// A PDF that could not be read.
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
}

/// The bytes of one document inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'b> {
    /// The document's bytes.
    pub bytes: Cow<'b, [u8]>,
    /// Its line in the file, or its place in the list, from 1, where a file holds several documents.
    pub line: Option<usize>,
}

/// The documents in a file's bytes: one, or one a line for JSON lines.
pub fn split(bytes: &[u8]) -> Vec<Part<'_>> {
    match Format::of(bytes) {
        Format::JsonLines => articles::lines(bytes),
        _ => vec![Part {
            bytes: Cow::Borrowed(bytes),
            line: None,
        }],
    }
}

/// The reader that [`read`] would use for `bytes`.
pub fn reader(bytes: &[u8]) -> Reader {
    Reader {
        name: Format::of(bytes).reader().to_owned(),
        version: READER_VERSION.to_owned(),
    }
}

/// Reads one part of a file: as [`read`], but a line of a file of JSON lines is
/// JSON or an error, never a text.
///
/// # Errors
/// As [`read`].
pub fn read_part(part: &Part<'_>) -> Result<Document, ReadError> {
    if part.line.is_some() && Format::of(&part.bytes) != Format::JsonLines {
        return Err(ReadError::NotAnArticle(
            "the line is no JSON object".to_owned(),
        ));
    }
    read(&part.bytes)
}

/// Reads one document.
///
/// # Errors
/// If the bytes hold no text that can be read: see [`ReadError`].
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let format = Format::of(bytes);
    let text = match format {
        Format::Empty => return Err(ReadError::Empty),
        Format::Unsupported(what) => return Err(ReadError::Unsupported(what)),
        Format::Html => read_html(bytes),
        Format::Pdf => read_pdf(bytes)?,
        Format::JsonLines => articles::read(bytes).map_err(ReadError::NotAnArticle)?,
        Format::Text => read_plain(bytes),
    };
    // A page without an article was saved by mistake; a text that is all
    // captions is still what its author gave.
    let body = text.blocks.iter().any(|block| block.kind.is_body());
    if text.blocks.is_empty() || (format == Format::Html && !body) {
        return Err(ReadError::NoText);
    }
    let sha256 = hex::encode(Sha256::digest(bytes));
    Ok(Document {
        id: format!("d{}", &sha256[..16]),
        sha1: hex::encode(Sha1::digest(bytes)),
        media_type: format.media_type().to_owned(),
        reader: reader(bytes),
        metadata: text.metadata,
        text_sha256: hex::encode(Sha256::digest(text.text.as_bytes())),
        sha256,
        text: text.text,
        blocks: text.blocks,
        pages: text.pages,
    })
}

/// What a reader makes of bytes.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) pages: Vec<(usize, u32)>,
    pub(crate) metadata: Metadata,
}

impl Text {
    /// Appends a block after an empty line; gives its place in the text.
    fn push(&mut self, kind: BlockKind, text: &str, page: Option<u32>) -> usize {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        // SQLite and C end a text at this character; a space is as long.
        match text.contains('\0') {
            true => self.text.push_str(&text.replace('\0', " ")),
            false => self.text.push_str(text),
        }
        self.blocks.push(Block {
            kind,
            span: Span::new(start, self.text.len()),
            page,
        });
        start
    }
}

fn read_plain(bytes: &[u8]) -> Text {
    let decoded = encoding::decode(bytes, None);
    let text = Nfc::new(&decoded).into_text();
    let plain::PlainText { metadata, blocks } = plain::read(&text);
    Text {
        text,
        blocks,
        metadata,
        pages: Vec::new(),
    }
}

fn read_html(bytes: &[u8]) -> Text {
    let decoded = encoding::decode(bytes, encoding::declared(bytes));
    let page = html::read(&decoded, None);
    let mut out = Text {
        metadata: page.metadata,
        ..Text::default()
    };
    for block in page.blocks.iter().filter(|b| !b.text.trim().is_empty()) {
        out.push(block.kind, block.text.trim(), None);
    }
    out
}

fn read_pdf(bytes: &[u8]) -> Result<Text, ReadError> {
    let read = pdf::read(bytes)?;
    let mut out = Text::default();
    for block in &read.blocks {
        let start = out.push(
            block.kind,
            &block.text,
            block.pages.first().map(|(_, page)| *page),
        );
        for (offset, page) in &block.pages {
            // Footnotes come after the text they interrupt: a page is entered once.
            if out.pages.last().is_none_or(|(_, last)| last < page) {
                out.pages.push((start + offset, *page));
            }
        }
    }
    let title_block = out.blocks.iter().find(|b| b.kind == BlockKind::Title);
    out.metadata = Metadata {
        title: read
            .title
            .or_else(|| title_block.map(|b| b.span.of(&out.text).to_owned())),
        byline: read.author,
        published: None,
        language: plain::language(out.text.lines()),
        ..Metadata::default()
    };
    Ok(out)
}
