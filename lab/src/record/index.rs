//! Places of the labels, found in what the program read.

use super::gold::{At, Matter, Read};
use onrecord_core::CharSpan;
use std::collections::HashMap;

/// Documents of a part by name, with their matter and the place of their actors in it.
pub struct Index<'m> {
    pub by_name: HashMap<&'m str, (usize, &'m Read)>,
}

impl<'m> Index<'m> {
    pub fn new(matters: &'m [Matter]) -> Self {
        let all = matters
            .iter()
            .enumerate()
            .flat_map(|(at, m)| m.documents.iter().map(move |d| (d.name.as_str(), (at, d))));
        Index {
            by_name: all.collect(),
        }
    }

    /// The statement of a document that shares most of these words, if it shares half.
    pub fn statement(&self, doc: &str, spans: &[CharSpan]) -> Option<String> {
        let (_, read) = self.by_name.get(doc)?;
        let wanted: usize = spans.iter().map(length).sum();
        let statements = read.entry.leaf.statements.iter().enumerate();
        let best = statements
            .map(|(i, s)| {
                let common = spans
                    .iter()
                    .flat_map(|a| s.content.iter().map(move |b| overlap(a, b)))
                    .sum::<usize>();
                let own: usize = s.content.iter().map(length).sum();
                (
                    common * 2 >= wanted.min(own) && common * 3 >= wanted.max(own),
                    common,
                    i,
                )
            })
            .filter(|(enough, ..)| *enough)
            .max_by_key(|(_, common, i)| (*common, usize::MAX - i))?;
        Some(read.entry.statements[best.2].clone())
    }

    /// The statements of a document most of which stands in these words, or in most of which these do.
    pub fn statements_at(&self, at: &At) -> Vec<String> {
        let Some((_, read)) = self.by_name.get(at.doc.as_str()) else {
            return Vec::new();
        };
        let statements = read
            .entry
            .leaf
            .statements
            .iter()
            .zip(&read.entry.statements);
        let there = |extent: &CharSpan| {
            let common = overlap(&at.span, extent);
            common * 2 >= length(extent) || common * 3 >= length(&at.span) * 2
        };
        statements
            .filter(|(s, _)| there(&s.extent))
            .map(|(_, id)| id.clone())
            .collect()
    }
}

/// Characters of a span.
pub fn length(span: &CharSpan) -> usize {
    span.end - span.start
}

/// Characters two spans share.
pub fn overlap(a: &CharSpan, b: &CharSpan) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The words of a span of characters.
pub fn cut(text: &str, span: CharSpan) -> String {
    text.chars()
        .skip(span.start)
        .take(span.end - span.start)
        .collect()
}

impl Index<'_> {
    /// Who speaks in a statement, as its document names them.
    pub fn speaker(&self, statement: Option<&str>) -> Option<&str> {
        let (doc, at) = statement?.rsplit_once("#s")?;
        let leaf = &self.by_name.get(doc)?.1.entry.leaf;
        let speaker = leaf.statements.get(at.parse::<usize>().ok()?)?.speaker?;
        Some(leaf.actors[speaker].name.as_str())
    }

    /// The text of a document, empty if it is not among these.
    pub fn text(&self, doc: &str) -> &str {
        self.by_name.get(doc).map_or("", |(_, r)| r.text.as_str())
    }

    /// The words at a place with some around them, on one line.
    pub fn around(&self, doc: &str, span: CharSpan) -> String {
        let wide = CharSpan {
            start: span.start.saturating_sub(50),
            end: span.end + 50,
        };
        cut(self.text(doc), wide).replace('\n', " ")
    }
}
