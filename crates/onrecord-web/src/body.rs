//! The text of one document with its statements marked and a note beside each.

use crate::address::{passage_anchor, title};
use crate::marks::{Mark, Role, Writer};
use crate::notes::Note;
use crate::words;
use onrecord_casefile::{DocumentRow, Piece, StatementRow};
use onrecord_core::{Block, BlockKind, CharIndex, CharSpan, Document, Span};

/// The text of a document with its statements marked and a note beside each.
#[derive(Debug)]
pub struct Text<'a> {
    /// BCP 47 tag, empty where it is not known.
    pub language: &'a str,
    pub sha256: &'a str,
    pub parts: Vec<Part>,
    /// Statements of which no piece stands in any block.
    pub unplaced: Vec<Note>,
}

/// A document's statements with the note on each, and the passages that links lead to.
#[derive(Debug, Default)]
pub struct Marked<'a> {
    pub statements: &'a [StatementRow],
    /// As many as there are statements, in the same order.
    pub notes: Vec<Note>,
    pub passages: &'a [CharSpan],
}

impl<'a> Text<'a> {
    /// The text of `document` with what is `marked` in it.
    pub fn new(row: &'a DocumentRow, document: &'a Document, marked: Marked<'_>) -> Self {
        let mut ids: Vec<String> = marked.statements.iter().map(|s| s.id.clone()).collect();
        ids.extend(marked.passages.iter().copied().map(passage_anchor));
        let marks = marks_by_block(document, &marked);
        let mut builder = Builder {
            notes: marked.notes.into_iter().map(Some).collect(),
            writer: Writer::new(&document.text, ids),
            parts: Vec::with_capacity(document.blocks.len()),
            index: CharIndex::new(&document.text),
        };
        builder.blocks(document, title(row), marks);
        let unplaced = builder.notes.into_iter().flatten();
        Text {
            language: row.metadata.language.as_deref().unwrap_or(""),
            sha256: &document.text_sha256,
            unplaced: unplaced.map(Note::unplaced).collect(),
            parts: builder.parts,
        }
    }
}

/// What follows one another in a text.
#[derive(Debug)]
pub enum Part {
    /// A block to read.
    Block {
        /// The style class, which is the block's kind.
        class: &'static str,
        /// Whether it heads what follows.
        heading: bool,
        /// Where it begins in the text, in code points.
        at: usize,
        /// Marked text, escaped by [`crate::marks`].
        html: String,
        notes: Vec<Note>,
    },
    /// What the page put around the text, out of the way.
    Folded { summary: String, html: Vec<String> },
}

struct Builder<'a> {
    /// Those that are not yet on the page.
    notes: Vec<Option<Note>>,
    writer: Writer<'a>,
    parts: Vec<Part>,
    index: CharIndex<'a>,
}

impl Builder<'_> {
    fn blocks(&mut self, document: &Document, title: &str, marks: Vec<Vec<Mark>>) {
        let mut pages = document.pages.iter().copied().peekable();
        // Page numbers wait for the first block that is shown.
        let mut begun = Vec::new();
        for (block, marks) in document.blocks.iter().zip(&marks) {
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
        let notes = self.notes(marked.begun);
        self.parts.push(Part::Block {
            class: block.kind.as_str(),
            heading: matches!(block.kind, BlockKind::Title | BlockKind::Heading),
            at: self.index.char_span(block.span).start,
            html: marked.html,
            notes,
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

    /// The notes on those that begin in a block, in the order of the text; passages have none.
    fn notes(&mut self, mut begun: Vec<usize>) -> Vec<Note> {
        begun.sort_unstable();
        let notes = begun.into_iter();
        notes
            .filter_map(|index| self.notes.get_mut(index)?.take())
            .collect()
    }
}

fn folded_summary(lines: usize) -> String {
    format!("{} from around the text", words::count(lines, "line"))
}

/// For each block, the pieces of statements and the passages in it, cut to the block.
fn marks_by_block(document: &Document, marked: &Marked<'_>) -> Vec<Vec<Mark>> {
    let mut by_block = vec![Vec::new(); document.blocks.len()];
    let index = CharIndex::new(&document.text);
    let mut put = |span: CharSpan, role: Role, statement: usize| {
        if let Some(span) = index.byte_span(span) {
            let mark = Mark {
                span,
                role,
                statement,
            };
            put(document, &mut by_block, mark);
        }
    };
    for (statement, row) in marked.statements.iter().enumerate() {
        let roles: [(Role, &[Piece]); 3] = [
            (Role::Source, &row.source),
            (Role::Cue, &row.cue),
            (Role::Content, &row.content),
        ];
        for (role, pieces) in roles {
            for piece in pieces {
                put(piece.span, role, statement);
            }
        }
    }
    let first = marked.statements.len();
    for (place, span) in marked.passages.iter().enumerate() {
        put(*span, Role::Here, first + place);
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

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}
