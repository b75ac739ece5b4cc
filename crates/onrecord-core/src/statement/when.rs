//! When something was said: the date in the clause of the cue.

use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::{DateExpression, PartialDate};

/// When a statement was made, and the words that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidOn {
    /// To the precision known.
    pub date: PartialDate,
    /// The dating expression.
    pub span: Span,
}

/// Farther from the cue than this, in bytes, a date belongs to something else.
const REACH: usize = 90;

/// The date that stands nearest to the cue of `attribution` in its sentence, if
/// nothing shows that it dates something else.
///
/// `dates` are those of the document, in order, as bytes of `text`; what is
/// quoted or said is not searched: it dates what is spoken of.
pub(super) fn said_on(
    text: &str,
    sentence: Span,
    attribution: &Attribution,
    dates: &[DateExpression],
    published: Option<PartialDate>,
) -> Option<SaidOn> {
    let cue = *attribution.cue.first()?;
    let first = dates.partition_point(|d| d.span.start < sentence.start);
    let in_sentence = dates[first..]
        .iter()
        .take_while(|d| d.span.end <= sentence.end);
    let outside = |d: &&DateExpression| {
        let mut parts = attribution.content.iter().chain(&attribution.source);
        !parts.any(|part| part.overlaps(d.span))
    };
    let mut near: Vec<(usize, &DateExpression)> = in_sentence
        .filter(outside)
        .filter(|d| !is_attribute(text, d.span))
        .map(|d| (distance(cue, d.span), d))
        .filter(|(far, d)| *far <= REACH && belongs(between(text, cue, d.span)))
        .collect();
    near.sort_by_key(|(far, _)| *far);
    let (_, nearest) = near.first()?;
    // Nothing was said after the document that reports it.
    let date = nearest
        .resolve(published)
        .filter(|date| published.is_none_or(|p| !date.is_after(p)))?;
    Some(SaidOn {
        date,
        span: nearest.span,
    })
}

/// "The 2016 election", "Monday’s show": the date says which, not when.
fn is_attribute(text: &str, span: Span) -> bool {
    let before = text[..span.start].trim_end();
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("")
        .to_lowercase();
    let after = &text[span.end..];
    let which = [
        "the", "a", "an", "of", "for", "this", "its", "his", "her", "their", "since", "until", "by",
    ];
    let owner = ["’s", "'s"]
        .iter()
        .any(|mark| after.starts_with(mark) || after.starts_with(&format!(" night{mark}")));
    let year = span.of(text).chars().all(|c| c.is_ascii_digit());
    owner || which.contains(&word.as_str()) || (year && word != "in")
}

fn distance(a: Span, b: Span) -> usize {
    b.start
        .saturating_sub(a.end)
        .max(a.start.saturating_sub(b.end))
}

fn between(text: &str, a: Span, b: Span) -> &str {
    let (start, end) = (a.end.min(b.end), a.start.max(b.start));
    text.get(start..end).unwrap_or("")
}

/// Whether nothing between cue and date opens another clause or quotation.
fn belongs(between: &str) -> bool {
    let lower = between.to_lowercase();
    let clause = [
        " who ", " which ", " whose ", " that ", " after ", " before ", " since ", " when ",
        " until ", ";", "“", "”", "\"", "''",
    ];
    !clause.iter().any(|word| lower.contains(word)) && !lower.trim_start().starts_with("that ")
}
