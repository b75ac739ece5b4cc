//! Attributions whose parts stand in neighbouring paragraphs.
//!
//! The tagger reads paragraphs one by one, but a quotation may go on over
//! several of them (each opens with a mark, only the last closes), and a cue
//! may announce what the next paragraph quotes ("He said:"). Content without a
//! cue joins the attribution it runs on from. What then remains without a cue
//! is kept only if it is a quotation from end to end: there the marks
//! themselves attribute it to somebody, and who that is stays open here.

use super::link::Linked;
use super::tagger::Words;
use super::{Attribution, Form};
use crate::span::Span;

/// A paragraph's attributions and how its quotations meet its edges.
pub struct Paragraph {
    linked: Linked,
    /// Begins with an opening mark.
    opens: bool,
    /// Ends inside a quotation that is not closed.
    unclosed: bool,
    /// Is one quotation, or several, and nothing else.
    all_quoted: bool,
    /// Ends with a colon.
    announces: bool,
    /// Goes on with the turn of a transcript that the paragraph before is of.
    goes_on: bool,
    span: Span,
}

impl Paragraph {
    /// The paragraph `words` at `span` of its text; the spans of `linked` are bytes of that text.
    pub fn new(words: &Words<'_>, span: Span, linked: Linked, goes_on: bool) -> Self {
        let outer = words.quotations.iter().filter(|q| q.depth == 0);
        let mut covered = 0;
        let mut gaps = String::new();
        for quotation in outer {
            gaps.push_str(words.text.get(covered..quotation.outer.start).unwrap_or(""));
            covered = covered.max(quotation.outer.end);
        }
        gaps.push_str(words.text.get(covered..).unwrap_or(""));
        Paragraph {
            linked,
            opens: words.quotations.iter().any(|q| q.outer.start == 0),
            unclosed: words.quotations.iter().any(|q| q.depth == 0 && !q.closed),
            all_quoted: !gaps.contains(char::is_alphanumeric),
            announces: words.text.trim_end().ends_with(':'),
            goes_on,
            span,
        }
    }
}

/// Joins what belongs together over the edges of paragraphs; text order.
pub fn join(paragraphs: Vec<Paragraph>) -> Vec<Attribution> {
    let mut out: Vec<Attribution> = Vec::new();
    let mut before: Option<Edge> = None;
    for mut paragraph in paragraphs {
        if let Some(turn) = out.last_mut().filter(|_| paragraph.goes_on) {
            turn.content.push(paragraph.span);
            continue;
        }
        if let Some(edge) = before.take() {
            run_on(edge, &mut paragraph, &mut out);
        }
        let first = out.len();
        let alone = std::mem::take(&mut paragraph.linked.alone);
        out.append(&mut paragraph.linked.attributions);
        if paragraph.all_quoted {
            out.extend(alone.into_iter().filter(|a| a.form == Form::Direct));
        }
        before = Some(Edge::after(&mut paragraph, &out, first));
    }
    out.sort_by_key(|a| (a.extent(), a.spans()));
    out
}

/// What a paragraph leaves open for the next one.
struct Edge {
    waiting: Option<Attribution>,
    /// Index of the attribution whose quotation was not closed.
    open: Option<usize>,
}

impl Edge {
    fn after(paragraph: &mut Paragraph, out: &[Attribution], first: usize) -> Self {
        let waiting = paragraph.linked.waiting.take();
        let last_piece = |i: &usize| out[*i].content.last().map_or(0, |s| s.end);
        // A paragraph that only continued a quotation has no attribution of its
        // own; the one it continued is still the last of the list.
        let candidates = first.min(out.len().saturating_sub(1))..out.len();
        Edge {
            waiting: waiting.filter(|_| paragraph.announces),
            open: candidates
                .filter(|i| paragraph.unclosed && paragraph.span.contains(last_end(&out[*i])))
                .max_by_key(last_piece),
        }
    }
}

/// The last byte of an attribution's content.
fn last_end(attribution: &Attribution) -> Span {
    attribution
        .content
        .last()
        .map_or(Span::new(0, 0), |s| Span::new(s.end, s.end))
}

/// Gives the content at the head of `paragraph` to what the paragraph before left open.
fn run_on(edge: Edge, paragraph: &mut Paragraph, out: &mut Vec<Attribution>) {
    if let Some(mut announced) = edge.waiting {
        if let Some(content) = take_content(paragraph) {
            announced.content = content.content;
            announced.form = content.form;
            announced.score = announced.score.min(content.score);
            out.push(announced);
        }
        return;
    }
    let Some(open) = edge.open.filter(|_| paragraph.opens) else {
        return;
    };
    if let Some(content) = take_content(paragraph) {
        out[open].content.extend(content.content);
        if out[open].form != content.form {
            out[open].form = Form::Mixed;
        }
    } else if out[open].cue.is_empty() {
        // “… (no cue yet) / “… last paragraph,” she said: the cue that comes at
        // last is that of the whole quotation.
        let owner = paragraph.linked.attributions.first_mut();
        if let Some(owner) = owner.filter(|a| a.content[0].start <= paragraph.span.start + 4) {
            let earlier = out.remove(open);
            owner.content.splice(0..0, earlier.content);
        }
    }
}

/// The content without a cue in `paragraph`, all of it as one attribution.
fn take_content(paragraph: &mut Paragraph) -> Option<Attribution> {
    let mut alone = std::mem::take(&mut paragraph.linked.alone).into_iter();
    let mut all = alone.next()?;
    for more in alone {
        all.content.extend(more.content);
        if all.form != more.form {
            all.form = Form::Mixed;
        }
    }
    Some(all)
}
