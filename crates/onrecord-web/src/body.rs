//! The text of one document with its statements marked and a note beside each.

use crate::address::{self, Directory, Name};
use crate::contents::{self, Contents};
use crate::marks::{HERE, Mark, Role, Writer};
use crate::notes::Note;
use crate::sources::Source;
use crate::words;
use askama::Template;
use onrecord_casefile::{DocumentRow, Piece, StatementRow};
use onrecord_core::{Block, BlockKind, CharIndex, CharSpan, Document, Span};

/// A document as it is read in the report.
#[derive(Debug, Template)]
#[template(path = "document.html")]
pub struct Reading<'a> {
    source: Source<'a>,
    text: Text<'a>,
}

impl<'a> Reading<'a> {
    /// The document at `place`, whose text is `document`.
    pub fn new(contents: &'a Contents, place: usize, document: &'a Document) -> Self {
        let row = &contents.documents[place];
        Reading {
            source: Source::new(contents, place),
            text: Text::new(contents, row, contents.statements_of(place), document, None),
        }
    }
}

/// The text of a document with its statements marked and a note beside each.
#[derive(Debug)]
pub struct Text<'a> {
    /// BCP 47 tag, empty where it is not known.
    pub language: &'a str,
    pub sha256: &'a str,
    pub parts: Vec<Part<'a>>,
    /// Statements of which no piece stands in any block.
    pub unplaced: Vec<Note<'a>>,
}

impl<'a> Text<'a> {
    /// The text of `document`, of which `statements` were read and of which `here` is to be seen.
    pub fn new(
        names: &dyn Directory,
        row: &'a DocumentRow,
        statements: &'a [StatementRow],
        document: &'a Document,
        here: Option<CharSpan>,
    ) -> Self {
        let mut ids: Vec<&str> = statements.iter().map(|s| s.id.as_str()).collect();
        ids.push(HERE);
        let mut builder = Builder {
            names,
            statements,
            writer: Writer::new(&document.text, ids),
            parts: Vec::with_capacity(document.blocks.len()),
        };
        builder.blocks(document, contents::title(row), here);
        Text {
            language: row.metadata.language.as_deref().unwrap_or(""),
            sha256: &document.text_sha256,
            unplaced: builder.unplaced(),
            parts: builder.parts,
        }
    }
}

/// What follows one another in a text.
#[derive(Debug)]
pub enum Part<'a> {
    /// A block to read.
    Block {
        /// The style class, which is the block's kind.
        class: &'static str,
        /// Whether it heads what follows.
        heading: bool,
        /// Marked text, escaped by [`crate::marks`].
        html: String,
        notes: Vec<Note<'a>>,
    },
    /// What the page put around the text, out of the way.
    Folded { summary: String, html: Vec<String> },
}

struct Builder<'a, 'n> {
    names: &'n dyn Directory,
    statements: &'a [StatementRow],
    writer: Writer<'a>,
    parts: Vec<Part<'a>>,
}

impl<'a> Builder<'a, '_> {
    fn blocks(&mut self, document: &'a Document, title: &str, here: Option<CharSpan>) {
        let mut marks = marks_by_block(document, self.statements, here);
        let mut pages = document.pages.iter().copied().peekable();
        // Page numbers wait for the first block that is shown.
        let mut begun = Vec::new();
        for (block, marks) in document.blocks.iter().zip(&mut marks) {
            while let Some(page) = pages.next_if(|(start, _)| *start < block.span.end) {
                begun.push(page);
            }
            let repeated = block.kind == BlockKind::Title
                && marks.is_empty()
                && same_words(block.span.of(&document.text), title);
            match block.kind {
                _ if repeated => {}
                BlockKind::Furniture => self.fold(block, marks),
                _ => self.show(block, marks, &std::mem::take(&mut begun)),
            }
        }
    }

    fn show(&mut self, block: &Block, marks: &[Mark], pages: &[(usize, u32)]) {
        let marked = self.writer.block(block.span, marks, pages);
        self.parts.push(Part::Block {
            class: block.kind.as_str(),
            heading: matches!(block.kind, BlockKind::Title | BlockKind::Heading),
            html: marked.html,
            notes: self.notes(&marked.begun),
        });
    }

    /// Adds the block to those folded right before. What is marked in it, and
    /// a reader might be sent to, is shown instead.
    fn fold(&mut self, block: &Block, marks: &[Mark]) {
        if !marks.is_empty() {
            return self.show(block, marks, &[]);
        }
        let line = self.writer.block(block.span, &[], &[]).html;
        if let Some(Part::Folded { summary, html }) = self.parts.last_mut() {
            html.push(line);
            *summary = folded_summary(html.len());
            return;
        }
        self.parts.push(Part::Folded {
            summary: folded_summary(1),
            html: vec![line],
        });
    }

    fn notes(&self, statements: &[usize]) -> Vec<Note<'a>> {
        let mut statements = statements.to_vec();
        statements.retain(|index| *index < self.statements.len());
        statements.sort_unstable();
        statements
            .iter()
            .map(|index| Note::new(self.names, &self.statements[*index]))
            .collect()
    }

    fn unplaced(&self) -> Vec<Note<'a>> {
        let missing = (0..self.statements.len()).filter(|i| !self.writer.is_anchored(*i));
        missing
            .map(|i| Note {
                marked: false,
                ..Note::new(self.names, &self.statements[i])
            })
            .collect()
    }
}

fn folded_summary(lines: usize) -> String {
    format!("{} from around the text", words::count(lines, "line"))
}

/// For each block, the pieces of statements in it, cut to the block.
fn marks_by_block(
    document: &Document,
    statements: &[StatementRow],
    here: Option<CharSpan>,
) -> Vec<Vec<Mark>> {
    let mut by_block = vec![Vec::new(); document.blocks.len()];
    let index = CharIndex::new(&document.text);
    for (statement, row) in statements.iter().enumerate() {
        let roles = [
            (Role::Source, &row.source),
            (Role::Cue, &row.cue),
            (Role::Content, &row.content),
        ];
        for (role, pieces) in roles {
            for span in pieces.iter().filter_map(|piece| bytes(&index, piece)) {
                put(
                    document,
                    &mut by_block,
                    Mark {
                        span,
                        role,
                        statement,
                    },
                );
            }
        }
    }
    if let Some(span) = here.and_then(|span| index.byte_span(span)) {
        let statement = statements.len();
        put(
            document,
            &mut by_block,
            Mark {
                span,
                role: Role::Here,
                statement,
            },
        );
    }
    by_block
}

/// Adds `mark` to the blocks it stands in, cut to each.
fn put(document: &Document, by_block: &mut [Vec<Mark>], mark: Mark) {
    let first = document
        .blocks
        .partition_point(|b| b.span.end <= mark.span.start);
    for (place, block) in document.blocks.iter().enumerate().skip(first) {
        if block.span.start >= mark.span.end {
            break;
        }
        let start = mark.span.start.max(block.span.start);
        let end = mark.span.end.min(block.span.end);
        by_block[place].push(Mark {
            span: Span::new(start, end),
            ..mark
        });
    }
}

fn bytes(index: &CharIndex<'_>, piece: &Piece) -> Option<Span> {
    index.byte_span(piece.span)
}

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// A link to the whole text, for lists.
pub fn text_name(contents: &Contents, place: usize) -> Name {
    let row = &contents.documents[place];
    Name {
        text: contents::title(row).to_owned(),
        href: Some(address::link(&row.id)),
    }
}
