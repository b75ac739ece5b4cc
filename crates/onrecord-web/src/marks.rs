//! Running text as HTML, with the pieces of statements marked in it.
//!
//! Attributions overlap freely: the content of one may hold another whole, or
//! cross it. HTML elements only nest. So a mark that would cross another is
//! cut where that one ends, and goes on as a second piece.

use onrecord_core::Span;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::fmt::Write;

/// What a marked piece is to its statement; of equal pieces the first here is the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What was said.
    Content,
    /// Who.
    Source,
    /// The words that attribute.
    Cue,
    /// What a link leads to; of no statement.
    Here,
}

impl Role {
    /// The name of the style class, which is also what a reader is told.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Here => "here",
            Role::Content => "content",
            Role::Source => "source",
            Role::Cue => "cue",
        }
    }
}

/// A piece of a statement in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// As what.
    pub role: Role,
    /// Of which statement: its index among those of the document.
    pub statement: usize,
}

/// Cuts `marks` so that any two of them nest or stand apart, and orders them as their elements open.
pub fn nest(marks: &[Mark]) -> Vec<Mark> {
    let key = |m: Mark| Reverse((m.span.start, Reverse(m.span.end), m.role, m.statement));
    let mut waiting: BinaryHeap<_> = marks
        .iter()
        .filter(|mark| !mark.span.is_empty())
        .map(|mark| key(*mark))
        .collect();
    let mut nested = Vec::with_capacity(marks.len());
    let mut open: Vec<usize> = Vec::new();
    while let Some(Reverse((start, Reverse(mut end), role, statement))) = waiting.pop() {
        while open.last().is_some_and(|outer| *outer <= start) {
            open.pop();
        }
        if let Some(&outer) = open.last().filter(|outer| **outer < end) {
            let rest = Span::new(outer, end);
            waiting.push(key(Mark {
                span: rest,
                role,
                statement,
            }));
            end = outer;
        }
        open.push(end);
        nested.push(Mark {
            span: Span::new(start, end),
            role,
            statement,
        });
    }
    nested
}

/// Writes the blocks of one document, and keeps in mind what was already anchored.
#[derive(Debug)]
pub struct Writer<'a> {
    text: &'a str,
    /// The anchor of each statement, and behind them those of the passages.
    ids: Vec<String>,
    anchored: HashSet<usize>,
}

/// A block as HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Valid inside any element that takes text.
    pub html: String,
    /// Statements that begin here: their anchors are in this block.
    pub begun: Vec<usize>,
}

impl<'a> Writer<'a> {
    /// For a document's `text`, the statements and then the passages of which have the anchors `ids`.
    pub fn new(text: &'a str, ids: Vec<String>) -> Self {
        Writer {
            text,
            ids,
            anchored: HashSet::new(),
        }
    }

    /// The text under `block`, which holds all of `marks`; `pages` are the page numbers to
    /// set, each at the place where the page begins.
    pub fn block(&mut self, block: Span, marks: &[Mark], pages: &[(usize, u32)]) -> Marked {
        let mut out = Marked::default();
        let mut pages = pages.iter().copied().peekable();
        let mut at = block.start;
        let mut open: Vec<Mark> = Vec::new();
        let mut write = |html: &mut String, to: usize| {
            while let Some((start, page)) = pages.next_if(|(start, _)| *start <= to) {
                let start = start.max(at);
                escape_into(html, Span::new(at, start).of(self.text));
                push_page(html, page);
                at = start;
            }
            escape_into(html, Span::new(at, to).of(self.text));
            at = to;
        };
        let nested = nest(marks);
        let mut references = references(&nested, &self.anchored);
        for mark in nested {
            while let Some(inner) = open.pop_if(|inner| inner.span.end <= mark.span.start) {
                write(&mut out.html, inner.span.end);
                close(&mut out.html, inner, &mut references, &self.ids);
            }
            write(&mut out.html, mark.span.start);
            let first = self.anchored.insert(mark.statement);
            push_open(
                &mut out.html,
                mark,
                first.then(|| self.ids[mark.statement].as_str()),
            );
            if first {
                out.begun.push(mark.statement);
            }
            open.push(mark);
        }
        while let Some(inner) = open.pop() {
            write(&mut out.html, inner.span.end);
            close(&mut out.html, inner, &mut references, &self.ids);
        }
        write(&mut out.html, block.end);
        out
    }
}

/// For each statement that begins in a block, the end of its last piece there: the number of its note stands behind it.
fn references(nested: &[Mark], anchored: &HashSet<usize>) -> HashSet<(usize, usize)> {
    let mut last = HashMap::new();
    let own = |m: &&Mark| m.role != Role::Here && !anchored.contains(&m.statement);
    for mark in nested.iter().filter(own) {
        let end = last.entry(mark.statement).or_insert(0);
        *end = mark.span.end.max(*end);
    }
    last.into_iter().collect()
}

fn push_open(html: &mut String, mark: Mark, anchor: Option<&str>) {
    let role = mark.role.as_str();
    html.push_str("<span");
    if let Some(anchor) = anchor {
        html.push_str(" id=\"");
        escape_into(html, anchor);
        html.push('"');
    }
    if mark.role == Role::Here {
        html.push_str(" class=\"here\">");
        return;
    }
    // Writing into a string does not fail.
    let _ = write!(
        html,
        " class=\"{role}\" title=\"{role} of statement {}\">",
        mark.statement + 1
    );
}

fn close(html: &mut String, mark: Mark, references: &mut HashSet<(usize, usize)>, ids: &[String]) {
    html.push_str("</span>");
    if references.remove(&(mark.statement, mark.span.end)) {
        let anchor = crate::address::note_anchor(&ids[mark.statement]);
        html.push_str("<sup class=\"ref\"><a href=\"");
        escape_into(html, &crate::address::link(&anchor));
        let _ = write!(html, "\">{}</a></sup>", mark.statement + 1);
    }
}

fn push_page(html: &mut String, page: u32) {
    let _ = write!(
        html,
        "<span class=\"page\"><span>page </span>{page} </span>"
    );
}

/// Appends `text` so that it is text in an element and in a quoted attribute.
pub fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&#34;"),
            '\'' => html.push_str("&#39;"),
            '\n' | '\t' => html.push(c),
            // No character of HTML: a parser would drop or misread it.
            c if c.is_control() => html.push(char::REPLACEMENT_CHARACTER),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
