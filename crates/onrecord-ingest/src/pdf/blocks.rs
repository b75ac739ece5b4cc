//! Turns the flow of a document into blocks of text.

use super::PdfBlock;
use super::chars::ends_sentence;
use super::flow::{Item, Role};
use super::hyphens::{Join, Vocabulary};
use super::lines::{Line, Word};
use super::markers;
use onrecord_core::BlockKind;
use unicode_normalization::UnicodeNormalization;

/// A heading is at least this much larger than the running text.
const LARGER: f32 = 1.12;
/// A heading in bold may have a number that is not.
const BOLD: f32 = 0.8;
/// Longest heading, in characters and in lines.
const HEADING_CHARS: usize = 220;
const HEADING_LINES: usize = 5;

/// What the document at large looks like.
pub(super) struct Style {
    /// The size of most of its text.
    pub body_size: f32,
    /// Whether bold type is the exception, so that it means something.
    pub bold_is_rare: bool,
}

/// Writes out each item.
pub(super) fn write(items: &[Item], style: &Style) -> Vec<PdfBlock> {
    let mut words = Vocabulary::default();
    for item in items {
        let lines = item
            .lines()
            .map(|line| line.words.iter().filter(|w| !w.mark));
        words.add(lines.map(|words| words.map(|w| w.text.as_str())));
    }
    let title = title_of(items, style);
    items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| {
            let kind = if title == Some(at) {
                BlockKind::Title
            } else {
                kind(items, at, style)
            };
            let (text, pages) = text(item, &words);
            (!text.is_empty()).then_some(PdfBlock { kind, text, pages })
        })
        .collect()
}

fn kind(items: &[Item], at: usize, style: &Style) -> BlockKind {
    match items[at].role {
        Role::Furniture | Role::Table => BlockKind::Furniture,
        Role::Note => BlockKind::Footnote,
        Role::Body if is_heading(items, at, style) => BlockKind::Heading,
        Role::Body => BlockKind::Paragraph,
    }
}

/// The first of the largest headings on the first two pages. A large heading of
/// one or two words is a letterhead more often than a title, if there are others.
fn title_of(items: &[Item], style: &Style) -> Option<usize> {
    let early = |item: &Item| item.lines().next().is_some_and(|line| line.page <= 2);
    let candidates: Vec<usize> = (0..items.len())
        .filter(|&at| items[at].role == Role::Body && early(&items[at]))
        .filter(|&at| items[at].lines().map(letters).sum::<usize>() >= 4)
        .filter(|&at| items[at].parts[0].size() > LARGER * style.body_size)
        .filter(|&at| is_heading(items, at, style))
        .collect();
    let size = |at: usize| items[at].parts[0].size();
    let largest = |among: &[usize]| {
        let most = among.iter().map(|&at| size(at)).fold(0.0, f32::max);
        // A hair of difference in size is none.
        among.iter().copied().find(|&at| 1.02 * size(at) > most)
    };
    let wordy: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&at| items[at].lines().map(|l| l.words.len()).sum::<usize>() >= 3)
        .collect();
    let (first, second) = (largest(&wordy), largest(&candidates)?);
    first
        .filter(|&at| size(at) > 0.6 * size(second))
        .or(Some(second))
}

fn letters(line: &Line) -> usize {
    let chars = line.words.iter().flat_map(|word| word.text.chars());
    chars.filter(|c| c.is_alphabetic()).count()
}

fn is_heading(items: &[Item], at: usize, style: &Style) -> bool {
    let item = &items[at];
    let [part] = item.parts.as_slice() else {
        return false;
    };
    let chars: usize = part.lines.iter().map(Line::chars).sum();
    let end = part.lines.last().map(|l| l.text()).unwrap_or_default();
    let long = chars > HEADING_CHARS || part.lines.len() > HEADING_LINES;
    if long || end.ends_with([';', ',']) || part.lines.iter().any(markers::has_cells) {
        return false;
    }
    let larger = part.size() > LARGER * style.body_size;
    let announces = end.ends_with(':') && chars < 60;
    let bold = style.bold_is_rare && part.bold() > BOLD && (announces || !ends_sentence(&end));
    larger || bold || (!ends_sentence(&end) && (is_capitals(part) || stands_alone(items, at)))
}

fn is_capitals(part: &super::paragraphs::Paragraph) -> bool {
    let text: String = part.lines.iter().map(Line::text).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && !text.chars().any(char::is_lowercase)
}

/// Whether the item is a short line, no list item, with a paragraph under it:
/// a heading even if nothing but its place says so.
fn stands_alone(items: &[Item], at: usize) -> bool {
    let part = &items[at].parts[0];
    let [line] = part.lines.as_slice() else {
        return false;
    };
    let short = line.words.len() <= 12 && line.x1 < part.column_right - 4.0 * line.size;
    let begins = line.first().starts_with(char::is_uppercase);
    let leads = items.get(at + 1).is_some_and(|next| {
        let below = next.lines().next();
        let text = below.is_some_and(|l| {
            l.page == line.page
                && l.y > line.y
                && l.chars() > 40
                && !l.first().starts_with(char::is_lowercase)
        });
        next.role == Role::Body && text
    });
    short && begins && leads && !markers::is_item(line)
}

/// The text of an item and where each page begins in it.
fn text(item: &Item, vocabulary: &Vocabulary) -> (String, Vec<(usize, u32)>) {
    let keep_marks = matches!(item.role, Role::Note | Role::Furniture | Role::Table);
    let mut writer = Writer {
        text: String::new(),
        pages: Vec::new(),
        vocabulary,
    };
    for line in item.lines() {
        let words: Vec<&Word> = line
            .words
            .iter()
            .filter(|w| keep_marks || !w.mark)
            .collect();
        writer.line(&words, line.page);
    }
    (writer.text, writer.pages)
}

struct Writer<'v> {
    text: String,
    pages: Vec<(usize, u32)>,
    vocabulary: &'v Vocabulary,
}

impl Writer<'_> {
    fn line(&mut self, words: &[&Word], page: u32) {
        let mut line = String::new();
        for (at, word) in words.iter().enumerate() {
            if at > 0 && (!word.glued || word.mark) {
                line.push(' ');
            }
            line.push_str(&word.text);
        }
        let line: String = line.nfc().filter(|&c| c != '\u{AD}').collect();
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.separate(line.split(' ').next().unwrap_or(&line));
        }
        if self.pages.last().is_none_or(|(_, last)| *last != page) {
            self.pages.push((self.text.len(), page));
        }
        self.text.push_str(&line);
    }

    fn separate(&mut self, next: &str) {
        let last = self.text.rsplit(' ').next().unwrap_or("");
        match self.vocabulary.join(last, next) {
            Join::Space => self.text.push(' '),
            Join::Glue => {}
            Join::DropHyphen => {
                self.text.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::cut;
    use super::super::testing::line_at;
    use super::*;

    fn item(lines: Vec<Line>) -> Item {
        Item {
            role: Role::Body,
            parts: cut(lines),
        }
    }

    #[test]
    fn hyphens_go_and_pages_are_noted() {
        let mut second = line_at(50.0, 112.0, 10.0, "ommended a plan");
        second.page = 2;
        let part = cut(vec![line_at(50.0, 100.0, 10.0, "It was rec-")]).remove(0);
        let rest = cut(vec![second]).remove(0);
        let item = Item {
            role: Role::Body,
            parts: vec![part, rest],
        };
        let (text, pages) = text(&item, &Vocabulary::default());
        assert_eq!(text, "It was recommended a plan");
        assert_eq!(pages, [(0, 1), (10, 2)]);
    }

    #[test]
    fn marks_leave_the_text_without_a_gap() {
        let mut line = line_at(50.0, 100.0, 10.0, "Slovenia 3 , he said.");
        line.words[1].mark = true;
        line.words[1].glued = true;
        line.words[2].glued = true;
        let (text, _) = text(&item(vec![line]), &Vocabulary::default());
        assert_eq!(text, "Slovenia, he said.");
    }

    #[test]
    fn larger_type_is_a_heading() {
        let style = Style {
            body_size: 10.0,
            bold_is_rare: true,
        };
        let title = item(vec![line_at(50.0, 50.0, 18.0, "A Report")]);
        let body = item(vec![line_at(50.0, 100.0, 10.0, "It says something.")]);
        let blocks = write(&[title, body], &style);
        assert_eq!(blocks[0].kind, BlockKind::Title);
        assert_eq!(blocks[1].kind, BlockKind::Paragraph);
    }
}
