//! Reads the text layer of a PDF in reading order.
//!
//! A PDF is a drawing: characters at places, in any order. The modules here
//! rebuild the text from where the characters stand: [`glyphs`] collects them,
//! [`rows`] and [`lines`] make words and lines, [`furniture`] takes out what repeats from
//! page to page, [`columns`] finds the reading order, [`notes`] the footnotes,
//! [`paragraphs`] the paragraphs; [`flow`] joins them over columns and pages
//! and [`blocks`] writes them out.
//!
//! Reference marks to notes (raised numbers and asterisks) are left out of
//! running text, so that "Slovenia³" does not become "Slovenia3"; the footnote
//! itself keeps its mark, followed by a space. A line-end hyphen goes unless
//! the document writes the word with a hyphen elsewhere.

mod blocks;
mod chars;
mod columns;
mod flow;
mod fonts;
mod furniture;
mod glyphs;
mod guard;
mod hyphens;
mod lines;
mod markers;
mod meta;
mod notes;
mod paragraphs;
mod rows;
#[cfg(test)]
mod testing;

use glyphs::Page;
use lines::Line;
use onrecord_core::BlockKind;
use std::collections::BTreeMap;

/// Stack for the thread that reads a file: nested drawings recurse deeply.
const STACK: usize = 64 << 20;
/// Fewest characters per page, on average, that make a text layer behind scans.
const SCAN_CHARS: usize = 40;

/// The text of a PDF and what the file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfText {
    /// The title from the file's metadata, unless it is a file name or a stock phrase.
    pub title: Option<String>,
    /// The author from the file's metadata, unless it is a login or a stock phrase.
    pub author: Option<String>,
    /// When the file was created, in ISO 8601.
    pub created: Option<String>,
    /// Number of pages.
    pub page_count: u32,
    /// The text in reading order.
    pub blocks: Vec<PdfBlock>,
    /// Pages that show a full-page picture and no text: scans whose words are not read.
    pub unread_pages: Vec<u32>,
}

/// A stretch of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfBlock {
    /// What it is. Rows of tables and lists of contents are furniture.
    pub kind: BlockKind,
    /// Its text in one line, in Unicode normal form C.
    pub text: String,
    /// Byte offset in `text` at which each page begins that the block touches;
    /// the first entry is `(0, page)`.
    pub pages: Vec<(usize, u32)>,
}

/// Why a PDF could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The pages are pictures, or empty.
    #[error("the PDF has no text layer on its {pages} pages; run OCR on it first")]
    NoTextLayer {
        /// Number of pages.
        pages: usize,
    },
    /// The fonts do not say which characters their shapes stand for.
    #[error("the fonts of the PDF do not tell which characters they show; run OCR on it first")]
    UnknownCharacters,
    /// It does not open without a password, or not with a cipher known here.
    #[error("the PDF is encrypted and does not open with the empty password")]
    Encrypted,
    /// It is damaged or no PDF at all.
    #[error("the PDF is damaged: {detail}")]
    Broken {
        /// What is wrong with it.
        detail: String,
    },
}

impl PdfError {
    fn broken(detail: impl Into<String>) -> Self {
        PdfError::Broken {
            detail: detail.into(),
        }
    }
}

/// Reads the text layer of a PDF.
///
/// The same bytes always give the same text. Text drawn at an angle to the
/// rest of a page becomes furniture.
///
/// # Errors
///
/// Fails rather than return part of a text: see [`PdfError`].
pub fn read(bytes: &[u8]) -> Result<PdfText, PdfError> {
    let head = &bytes[..bytes.len().min(1024)];
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(PdfError::broken("it does not begin like a PDF"));
    }
    // A thread of its own, for the size of its stack.
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || guard::quietly(|| read_here(bytes)))
            .map_err(|error| PdfError::broken(format!("no thread to read it: {error}")))?
            .join()
            .ok()
            .and_then(Result::ok)
            .unwrap_or_else(|| Err(PdfError::broken("its structure cannot be interpreted")))
    })
}

fn read_here(bytes: &[u8]) -> Result<PdfText, PdfError> {
    let opened = glyphs::open(bytes)?;
    let pages = opened.pages()?;
    require_text(&pages)?;
    let facts = meta::facts(opened.file());
    Ok(PdfText {
        title: facts.title,
        author: facts.author,
        created: facts.created,
        page_count: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        blocks: lay_out(&pages),
        unread_pages: unread(&pages),
    })
}

fn ink(page: &Page) -> usize {
    page.glyphs.iter().filter(|g| !g.ch.is_whitespace()).count()
}

fn unread(pages: &[Page]) -> Vec<u32> {
    pages
        .iter()
        .filter(|page| page.full_picture && ink(page) == 0)
        .map(|page| page.number)
        .collect()
}

/// Checks that there is text to read. A stamp or a page number on each scanned
/// page is not a text layer.
fn require_text(pages: &[Page]) -> Result<(), PdfError> {
    let chars: usize = pages.iter().map(ink).sum();
    let pictures = pages.iter().filter(|page| page.full_picture).count();
    let scanned = 2 * pictures > pages.len() && chars < SCAN_CHARS * pages.len();
    if chars == 0 || scanned {
        return Err(PdfError::NoTextLayer { pages: pages.len() });
    }
    let unknown = pages
        .iter()
        .flat_map(|page| &page.glyphs)
        .filter(|g| g.ch == '\u{FFFD}')
        .count();
    if 3 * unknown > chars {
        return Err(PdfError::UnknownCharacters);
    }
    Ok(())
}

fn lay_out(pages: &[Page]) -> Vec<PdfBlock> {
    let bind = hard_spaces_bind(pages);
    let pieces: Vec<Vec<Line>> = pages.iter().map(|page| lines::pieces(page, bind)).collect();
    let sorted = furniture::sort(pages, pieces);
    let style = style(sorted.iter().flat_map(|page| &page.body));
    let mut last_note = None;
    let parts = sorted
        .into_iter()
        .zip(pages)
        .map(|(sorted, page)| {
            let mut columns = columns::order(sorted.body);
            let notes = notes::take(&mut columns, &page.rules, style.body_size, &mut last_note);
            flow::PageParts {
                head: sorted.head,
                columns: columns.into_iter().map(paragraphs::cut).collect(),
                notes,
                foot: sorted.foot,
            }
        })
        .collect();
    let mut written = blocks::write(&flow::join(parts), &style);
    written.extend(pages.iter().filter_map(askew));
    written
}

/// Some fonts call every space a hard one; then it binds nothing.
fn hard_spaces_bind(pages: &[Page]) -> bool {
    let count = |wanted: char| {
        let glyphs = pages.iter().flat_map(|page| &page.glyphs);
        glyphs.filter(|g| g.ch == wanted).count()
    };
    4 * count('\u{A0}') < count(' ')
}

/// The size and weight of most of the text.
fn style<'l>(lines: impl Iterator<Item = &'l Line>) -> blocks::Style {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    let (mut bold, mut all) = (0.0, 0.0);
    for line in lines {
        let chars = line.chars();
        *sizes.entry((line.size * 4.0).round() as i32).or_default() += chars;
        bold += line.bold * chars as f32;
        all += chars as f32;
    }
    let most = sizes.into_iter().max_by_key(|(_, chars)| *chars);
    blocks::Style {
        body_size: most.map_or(10.0, |(size, _)| size as f32 / 4.0),
        bold_is_rare: bold < 0.6 * all,
    }
}

/// The text at an angle on a page, as one block.
fn askew(page: &Page) -> Option<PdfBlock> {
    let text = page.askew.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| PdfBlock {
        kind: BlockKind::Furniture,
        text,
        pages: vec![(0, page.number)],
    })
}

#[cfg(test)]
mod tests {
    use super::testing::{pdf, show};
    use super::*;

    /// Two pages with a head, a page number and a paragraph that runs over both.
    fn report() -> Vec<u8> {
        let page = |number: u32, body: String| {
            let head = show('F', 8, 50, 770, "Report 12");
            let folio = show('F', 8, 300, 30, &number.to_string());
            head + &body + &folio
        };
        let first = show('B', 12, 50, 720, "A heading")
            + &show(
                'F',
                10,
                50,
                700,
                "The commission heard that the ministry had not rec-",
            )
            + &show(
                'F',
                10,
                50,
                688,
                "ommended a plan and that the funds were spent by",
            );
        let second = show('F', 10, 50, 720, "the end of the year.");
        pdf(&[page(1, first), page(2, second)])
    }

    #[test]
    fn reads_a_paragraph_over_two_pages() {
        let read = read(&report()).expect("the file is sound");
        let of =
            |kind| -> Vec<&PdfBlock> { read.blocks.iter().filter(|b| b.kind == kind).collect() };
        assert_eq!(of(BlockKind::Heading).len() + of(BlockKind::Title).len(), 1);
        assert_eq!(of(BlockKind::Furniture).len(), 4);
        let text = "The commission heard that the ministry had not recommended a plan \
                    and that the funds were spent by the end of the year.";
        let body = of(BlockKind::Paragraph);
        assert_eq!(body.len(), 1);
        assert_eq!(body[0].text, text);
        assert_eq!(
            body[0].pages,
            [(0, 1), (text.find("the end").unwrap_or(0), 2)]
        );
        assert_eq!(read.page_count, 2);
        assert_eq!(read.title.as_deref(), Some("A report on things"));
        assert_eq!(read.created.as_deref(), Some("2024-01-31T12:00:00+01:00"));
    }

    #[test]
    fn pages_without_text_are_an_error() {
        let empty = pdf(&["0 0 m 100 100 l S".to_owned()]);
        assert_eq!(read(&empty), Err(PdfError::NoTextLayer { pages: 1 }));
    }

    #[test]
    fn damaged_files_are_an_error() {
        let whole = report();
        assert!(matches!(read(b""), Err(PdfError::Broken { .. })));
        assert!(matches!(
            read(b"%PDF-1.7 and no more"),
            Err(PdfError::Broken { .. })
        ));
        // Any cut gives an error or, once all pages are there, the whole text.
        for end in (0..whole.len()).step_by(97) {
            if let Ok(text) = read(&whole[..end]) {
                assert_eq!(text.page_count, 2, "cut at {end}");
            }
        }
    }
}
