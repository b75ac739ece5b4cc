//! Which of a page's blocks are the article, and what each of those is.

use super::walk::{Page, RawBlock, Tag};
use crate::furniture::{
    TextBlock, classify,
    shape::{ends_sentence, key},
};
use onrecord_core::BlockKind;
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Words in a run by which a block is found in the main text.
const RUN: usize = 3;
/// Words in a run that two texts share only if one repeats the other.
const LONG_RUN: usize = 6;
/// Share of a block's long runs, in percent, that make it a repetition.
const MIN_REPEATED: usize = 70;
/// Share of a block's runs, in percent, that must be in the main text.
const MIN_SHARED: usize = 60;
/// Bytes a block needs to be found by itself, without neighbours that are.
const MIN_ANCHOR_BYTES: usize = 60;
/// Share of the main text, in percent, above which an element's mark is not believed.
const MAX_MARKED: usize = 30;
/// How many `article` elements around a block are looked at.
const MAX_ARTICLES_DEEP: usize = 16;
/// Text, in bytes, that makes the element around the title the article.
const MIN_LEAD: usize = 300;
/// Share of the text in that element, in percent, from which nothing after it is believed.
const MIN_LEAD_SHARE: usize = 30;
/// Longest block, in bytes, that can be a dateline.
const MAX_DATELINE: usize = 240;
/// Longest sentence, in bytes, that can be one.
const SHORT_SENTENCE: usize = 80;
/// Share of a block, in percent, from which it is a link.
const MIN_LINKED: usize = 80;

/// The article's blocks, told apart, from the page's blocks and what the extractor
/// took for the main text; without that, from all blocks the markup does not speak against.
pub(super) fn article(page: &Page, main_text: Option<&str>, title: Option<&str>) -> Vec<TextBlock> {
    let chosen = match main_text {
        Some(main_text) => chosen(&page.blocks, main_text),
        None => unmarked(page),
    };
    let believed = believed(page, &chosen);
    let blocks: Vec<&RawBlock> = chosen.iter().map(|at| &page.blocks[*at]).collect();
    let mut kinds = kinds(page, &blocks, &believed);
    mark_titles(&blocks, &mut kinds, title);
    mark_other_articles(page, &blocks, &mut kinds);
    mark_links(&blocks, &mut kinds);
    blocks
        .iter()
        .zip(kinds)
        .map(|(block, kind)| TextBlock {
            kind,
            text: block.text.clone(),
        })
        .collect()
}

/// Indexes of the blocks that stand in no element the markup sets aside and are not links.
fn unmarked(page: &Page) -> Vec<usize> {
    let is_aside = |mark: &usize| page.marks[*mark] == BlockKind::Furniture;
    let blocks = page.blocks.iter().enumerate();
    blocks
        .filter(|(_, block)| !is_link(block) && !block.marks.iter().any(is_aside))
        .map(|(at, _)| at)
        .collect()
}

/// Indexes of the blocks that make up the main text: those found in it, and the
/// short ones between them.
fn chosen(blocks: &[RawBlock], main_text: &str) -> Vec<usize> {
    let known = Runs::of(main_text);
    let mut repeated = Repeats::default();
    let mut found = Vec::new();
    let mut anchors = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let words = key(&block.text);
        let words: Vec<&str> = words.split(' ').collect();
        if !known.hold(&words) {
            continue;
        }
        // Lists and tables may say the same again.
        let may_repeat = matches!(block.tag, Tag::Item | Tag::Row);
        if repeated.has_or_learn(&words) && !may_repeat {
            continue;
        }
        found.push(at);
        if block.text.len() >= MIN_ANCHOR_BYTES {
            anchors.push(at);
        }
    }
    let (Some(&first), Some(&last)) = (anchors.first(), anchors.last()) else {
        return found;
    };
    let is_inside = |at: usize| (first..=last).contains(&at);
    found.retain(|at| is_inside(*at) || is_edge(blocks, *at, first, last));
    // Quotations set off, such as embedded posts, belong to the text around them even where
    // the extractor leaves them out.
    let is_quote = |at: &usize| blocks[*at].tag == Tag::Quote && !is_link(&blocks[*at]);
    found.extend((first..=last).filter(is_quote));
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a short block near the outermost long ones belongs to them: the title, a
/// sentence, or an item of the article's own.
fn is_edge(blocks: &[RawBlock], at: usize, first: usize, last: usize) -> bool {
    const REACH: usize = 40;
    let block = &blocks[at];
    let is_near = at + REACH >= first && at <= last + REACH;
    let is_text = match block.tag {
        Tag::Heading(1) => at < first,
        Tag::Item | Tag::Row => !is_link(block),
        _ => ends_sentence(&block.text),
    };
    is_near && is_text
}

fn is_link(block: &RawBlock) -> bool {
    block.linked * 100 >= block.text.len() * MIN_LINKED
}

/// The runs of words in a text.
struct Runs {
    runs: HashSet<u64>,
}

impl Runs {
    fn of(text: &str) -> Self {
        let words = key(text);
        let words: Vec<&str> = words.split(' ').collect();
        let mut runs = HashSet::new();
        for length in 1..=RUN {
            runs.extend(words.windows(length).map(hash));
        }
        Runs { runs }
    }

    /// Whether most runs of the words are in this text.
    fn hold(&self, words: &[&str]) -> bool {
        let runs = words.windows(RUN.min(words.len()));
        let total = runs.len();
        let shared = runs.filter(|run| self.runs.contains(&hash(run))).count();
        shared * 100 >= total * MIN_SHARED
    }
}

/// Remembers long runs of words: some pages carry their text twice, for screens of two sizes
/// or as a preview.
#[derive(Default)]
struct Repeats {
    seen: HashSet<u64>,
}

impl Repeats {
    /// Whether the block is made of what stood before; if not, it is remembered.
    fn has_or_learn(&mut self, words: &[&str]) -> bool {
        if words.len() < LONG_RUN + 2 {
            return false;
        }
        let runs: Vec<u64> = words.windows(LONG_RUN).map(hash).collect();
        let shared = runs.iter().filter(|run| self.seen.contains(run)).count();
        let is_repeat = shared * 100 >= runs.len() * MIN_REPEATED;
        self.seen.extend(runs);
        is_repeat
    }
}

fn hash(words: &[&str]) -> u64 {
    // Fixed keys: the same words give the same hash in every run of the program.
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// For each marked element, whether its mark can be believed: not if much of the main text is in it.
fn believed(page: &Page, chosen: &[usize]) -> Vec<bool> {
    let mut inside = vec![0usize; page.marks.len()];
    let mut total = 0;
    for at in chosen {
        let block = &page.blocks[*at];
        total += block.text.len();
        for mark in &block.marks {
            inside[*mark] += block.text.len();
        }
    }
    inside
        .iter()
        .map(|bytes| bytes * 100 <= total * MAX_MARKED)
        .collect()
}

/// Each block's kind: by the innermost believed mark around it, else by its words and
/// its element. Marked blocks are no neighbours to the others: they are not part of the text.
fn kinds(page: &Page, blocks: &[&RawBlock], believed: &[bool]) -> Vec<BlockKind> {
    let marked: Vec<Option<BlockKind>> = blocks
        .iter()
        .map(|block| mark_of(page, block, believed))
        .collect();
    let unmarked = || {
        blocks
            .iter()
            .zip(&marked)
            .filter(|(_, mark)| mark.is_none())
    };
    let lines: Vec<&str> = unmarked().map(|(block, _)| block.text.as_str()).collect();
    let by_words = classify(&lines);
    let mut by_words = unmarked()
        .zip(by_words)
        .map(|((block, _), kind)| by_element(block.tag, kind));
    marked
        .iter()
        .map(|mark| {
            mark.or_else(|| by_words.next())
                .unwrap_or(BlockKind::Paragraph)
        })
        .collect()
}

/// What the innermost believed element around the block says of it.
fn mark_of(page: &Page, block: &RawBlock, believed: &[bool]) -> Option<BlockKind> {
    let mark = block.marks.iter().rev().find(|mark| believed[**mark])?;
    let kind = page.marks[*mark];
    // Dates and names are short; text is neither, whatever its element is called.
    let bytes = block.text.len();
    let is_text = bytes > MAX_DATELINE || (bytes > SHORT_SENTENCE && ends_sentence(&block.text));
    (kind != BlockKind::Dateline || !is_text).then_some(kind)
}

fn by_element(tag: Tag, by_words: BlockKind) -> BlockKind {
    match tag {
        Tag::Heading(_) if by_words.is_body() => BlockKind::Heading,
        Tag::Item | Tag::Row | Tag::Quote
            if matches!(by_words, BlockKind::Heading | BlockKind::Dateline) =>
        {
            BlockKind::Paragraph
        }
        _ => by_words,
    }
}

/// The page's title where it stands in the text.
fn mark_titles(blocks: &[&RawBlock], kinds: &mut [BlockKind], title: Option<&str>) {
    let title = title.map(key);
    for (block, kind) in blocks.iter().zip(kinds) {
        let is_title = title
            .as_ref()
            .is_some_and(|title| *title == key(&block.text));
        if block.tag == Tag::Heading(1) || is_title {
            *kind = BlockKind::Title;
        }
    }
}

/// Where an `article` element holds the title and text under it, other such elements after it
/// are other stories; if it holds a good part of the text, so is all that follows it.
fn mark_other_articles(page: &Page, blocks: &[&RawBlock], kinds: &mut [BlockKind]) {
    let title = kinds.iter().position(|kind| *kind == BlockKind::Title);
    let Some(lead) = title.and_then(|at| blocks[at].article) else {
        return;
    };
    let is_in_lead: Vec<bool> = blocks
        .iter()
        .map(|block| stands_in(page, block.article, lead))
        .collect();
    let text = |inside: bool| -> usize {
        let rows = blocks.iter().zip(kinds.iter()).zip(&is_in_lead);
        rows.filter(|((_, kind), is_in)| kind.is_body() && (!inside || **is_in))
            .map(|((block, _), _)| block.text.len())
            .sum()
    };
    let (in_lead, total) = (text(true), text(false));
    if in_lead < MIN_LEAD {
        return;
    }
    let is_most = in_lead * 100 >= total * MIN_LEAD_SHARE;
    let end = is_in_lead.iter().rposition(|is_in| *is_in).unwrap_or(0);
    for at in end + 1..blocks.len() {
        if is_most || blocks[at].article.is_some() {
            kinds[at] = BlockKind::Furniture;
        }
    }
}

/// Whether `article` is `lead` or stands within it.
fn stands_in(page: &Page, article: Option<usize>, lead: usize) -> bool {
    std::iter::successors(article, |inner| page.articles[*inner])
        .take(MAX_ARTICLES_DEEP)
        .any(|around| around == lead)
}

/// Short open lines that are all link lead to other pages; items of a list may be a
/// list of the article's own.
fn mark_links(blocks: &[&RawBlock], kinds: &mut [BlockKind]) {
    for (block, kind) in blocks.iter().zip(kinds) {
        let is_list = matches!(block.tag, Tag::Item | Tag::Row);
        let is_open = !ends_sentence(&block.text);
        if is_link(block)
            && is_open
            && !is_list
            && matches!(kind, BlockKind::Paragraph | BlockKind::Heading)
        {
            *kind = BlockKind::Furniture;
        }
    }
}
