//! Tells the text of an article from what the page put around it.
//!
//! The words of one line decide, by the rules in `data/furniture.toml` and the
//! agency names in `data/agencies.toml`; what a line is followed by decides how
//! far a rule reaches. Whatever no rule knows stays [`BlockKind::Paragraph`]:
//! a lost statement cannot be found again, a stray button can be skipped.

mod credits;
pub(crate) mod dateline;
mod rules;
pub(crate) mod shape;

use credits::Credit;
use onrecord_core::BlockKind;
use rules::{Rules, Scope};
use shape::{ends_sentence, fold, is_heading_like, is_headline_like, key};

/// Most lines that the head of a list of stories takes with it.
const LIST_LINES: usize = 40;
/// Shortest line, in bytes, that can be a pull quote.
const PULL_QUOTE_BYTES: usize = 30;
/// How many lines up and down a pull quote's sentence is looked for.
const PULL_QUOTE_REACH: usize = 4;
/// Shortest line, in bytes, that counts as prose without a sentence's end.
const PROSE_BYTES: usize = 140;
/// Paragraphs a story must have before its last can carry a wire's name.
const STORY_PARAGRAPHS: usize = 3;

/// A stretch of text and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without line breaks at the edges.
    pub text: String,
}

/// What each of `lines` is: one kind per line, in order.
///
/// The lines are the paragraphs of one document from top to bottom; empty ones
/// (parting groups of lines) help and get [`BlockKind::Paragraph`]. Titles are
/// not told from other headings here: that takes a document's metadata.
pub fn classify(lines: &[&str]) -> Vec<BlockKind> {
    let folded: Vec<_> = lines.iter().map(|line| fold(line)).collect();
    let mut kinds = vec![BlockKind::Paragraph; lines.len()];
    let prose = Prose::measure(&folded);
    let mut at = 0;
    while at < folded.len() {
        let line: &str = &folded[at];
        if line.is_empty() {
            at += 1;
            continue;
        }
        let Some(verdict) = Rules::get().verdict(line) else {
            kinds[at] = by_shape(line);
            at += 1;
            continue;
        };
        let reach = match verdict.scope {
            Scope::Rest if prose.is_late(at) => folded.len(),
            Scope::List => list_end(&folded, at),
            Scope::Line | Scope::Rest => at + 1,
        };
        kinds[at..reach].fill(verdict.kind);
        at = reach;
    }
    settle_credits(&folded, &mut kinds);
    mark_headings(&folded, &mut kinds);
    mark_pull_quotes(&folded, &mut kinds);
    kinds
}

/// What a line is by itself when no rule knows it.
fn by_shape(line: &str) -> BlockKind {
    if dateline::parse(line).is_some() {
        BlockKind::Dateline
    } else if credits::credit(line).is_some() {
        BlockKind::Caption
    } else {
        BlockKind::Paragraph
    }
}

/// How much running text stands before each line.
struct Prose {
    before: Vec<usize>,
    total: usize,
}

impl Prose {
    fn measure<S: AsRef<str>>(lines: &[S]) -> Self {
        let mut total = 0;
        let before = lines
            .iter()
            .map(|line| {
                let before = total;
                if is_prose(line.as_ref()) {
                    total += line.as_ref().len();
                }
                before
            })
            .collect();
        Prose { before, total }
    }

    /// Whether at least half of the text, and some text, stands before line `at`.
    fn is_late(&self, at: usize) -> bool {
        self.before[at] > 0 && self.before[at] * 2 >= self.total
    }
}

fn is_prose(line: &str) -> bool {
    ends_sentence(line) || line.len() >= PROSE_BYTES
}

/// Where the run of headline-like lines under the list head at `head` ends.
///
/// The first blank line after an item ends it, unless all items stand apart.
fn list_end<S: AsRef<str>>(lines: &[S], head: usize) -> usize {
    let is_blank = |at: usize| lines[at].as_ref().is_empty();
    let mut end = head + 1;
    let mut items = 0;
    let mut spaced = false;
    let mut at = end;
    while at < lines.len() && items < LIST_LINES {
        if is_blank(at) {
            spaced |= items == 1;
            if items > 1 && !spaced {
                break;
            }
        } else if is_headline_like(lines[at].as_ref()) {
            items += 1;
            end = at + 1;
        } else {
            break;
        }
        at += 1;
    }
    end
}

/// A sentence with an agency's name after it closes a story where no text follows,
/// and stands under a picture elsewhere.
fn settle_credits<S: AsRef<str>>(lines: &[S], kinds: &mut [BlockKind]) {
    let mut paragraphs = 0;
    let mut last = None;
    for (at, line) in lines.iter().enumerate() {
        let line = line.as_ref();
        let is_text = kinds[at].is_body() && is_prose(line);
        let is_signed =
            kinds[at] == BlockKind::Caption && credits::credit(line) == Some(Credit::AfterSentence);
        if is_text || is_signed {
            paragraphs += 1;
            last = Some((at, is_signed));
        }
    }
    if let Some((at, true)) = last
        && paragraphs > STORY_PARAGRAPHS
    {
        kinds[at] = BlockKind::Paragraph;
    }
}

/// A short open line with text below it, not itself an item of a list, heads a section.
fn mark_headings<S: AsRef<str>>(lines: &[S], kinds: &mut [BlockKind]) {
    let mut text_below = vec![false; lines.len()];
    let mut below = false;
    for at in (0..lines.len()).rev() {
        text_below[at] = below;
        if !lines[at].as_ref().is_empty() {
            below = is_prose(lines[at].as_ref());
        }
    }
    let mut in_list = false;
    for at in 0..lines.len() {
        let line = lines[at].as_ref();
        if kinds[at].is_body() && text_below[at] && !in_list && is_heading_like(line) {
            kinds[at] = BlockKind::Heading;
        }
        if !line.is_empty() {
            in_list = line.ends_with([':', ',', ';']);
        }
    }
}

/// A line whose words stand again, as part of more, in a paragraph close by was set large to be seen.
fn mark_pull_quotes<S: AsRef<str>>(lines: &[S], kinds: &mut [BlockKind]) {
    let keys: Vec<Option<String>> = lines
        .iter()
        .map(AsRef::as_ref)
        .zip(kinds.iter())
        .map(|(line, kind)| (kind.is_body() && line.len() <= shape::LONG_LINE).then(|| key(line)))
        .collect();
    for at in 0..lines.len() {
        let Some(quote) = &keys[at] else { continue };
        if quote.len() < PULL_QUOTE_BYTES || ends_sentence(lines[at].as_ref()) && quote.len() > 240
        {
            continue;
        }
        let near = at.saturating_sub(PULL_QUOTE_REACH)..lines.len().min(at + PULL_QUOTE_REACH + 1);
        let repeated = keys[near]
            .iter()
            .flatten()
            .any(|other| other.len() > quote.len() && other.contains(quote.as_str()));
        if repeated {
            kinds[at] = BlockKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::*;

    const BODY: &str = "The dam failed on Monday night after a week of rain, the ministry said.";

    #[test]
    fn a_list_of_stories_ends_at_the_first_blank_line_or_sentence() {
        let lines = [
            "Related stories",
            "",
            "Fire at the port",
            "Who pays?",
            "",
            "A line of text, he said.",
        ];
        assert_eq!(
            classify(&lines),
            [
                Furniture, Furniture, Furniture, Furniture, Paragraph, Paragraph
            ]
        );
        let spaced = [
            "Most read",
            "",
            "Fire at the port",
            "",
            "Rain in Rome",
            "",
            BODY,
        ];
        assert_eq!(classify(&spaced)[2..5], [Furniture; 3]);
        assert_eq!(classify(&spaced)[6], Paragraph);
    }

    #[test]
    fn a_comment_form_takes_the_rest_only_late_in_the_text() {
        let comment = "I saw it myself.";
        assert_eq!(
            classify(&[BODY, BODY, "Leave a Reply", comment]),
            [Paragraph, Paragraph, Furniture, Furniture]
        );
        assert_eq!(
            classify(&["2 comments", BODY, BODY]),
            [Furniture, Paragraph, Paragraph]
        );
    }

    #[test]
    fn a_signed_sentence_is_a_caption_unless_it_ends_the_story() {
        let signed = "The ministry in Bern said it was closed. AP";
        assert_eq!(classify(&[BODY, signed, BODY])[1], Caption);
        assert_eq!(classify(&[BODY, BODY, BODY, signed])[3], Paragraph);
        assert_eq!(
            classify(&[BODY, BODY, "The allegations, which Bern denies. — Reuters"])[2],
            Paragraph
        );
    }

    #[test]
    fn statements_that_use_a_page_s_words_stay() {
        for line in [
            "“We must share the burden,” the envoy said on Twitter.",
            "Follow the law, he told the Facebook executive.",
            "The newsletter was printed in Rome, she said.",
            "“Cookies were found on his computer,” the prosecutor said.",
        ] {
            assert_eq!(classify(&[line]), [Paragraph], "{line}");
        }
    }

    #[test]
    fn section_headings_and_pull_quotes_are_not_text() {
        let quote = "The dam failed on Monday night after a week of rain";
        assert_eq!(classify(&["What happens now", BODY]), [Heading, Paragraph]);
        assert_eq!(classify(&[quote, BODY]), [Heading, Paragraph]);
        assert_eq!(
            classify(&["The report names three firms:", "First Example Bank", BODY])[1],
            Paragraph
        );
    }

    #[test]
    fn odd_input_is_survived() {
        assert!(classify(&[]).is_empty());
        let long = "word ".repeat(400_000);
        assert_eq!(classify(&["", "  ", &long]).len(), 3);
    }
}
