//! One document, from attributions to statements.

use super::actor::ActorKind;
use super::basis::basis;
use super::figure::{Figure, figures};
use super::lexicon::NounKind;
use super::phrase::head_noun;
use super::speaker::Speakers;
use super::when::said_on;
use super::{Analysis, Statement, party};
use crate::attribution::{Attribution, Tagger, attributions_in};
use crate::cue;
use crate::document::{BlockKind, Document};
use crate::span::Span;
use crate::text::{DateExpression, PartialDate, dates};
use regex::Regex;
use std::sync::LazyLock;

/// What statements are read from.
#[derive(Debug, Clone, Copy)]
pub struct Body<'t> {
    /// The document's text.
    pub text: &'t str,
    /// Its paragraphs, in order.
    pub paragraphs: &'t [Span],
    /// When it was published, as far as known: what relative dates are counted from.
    pub published: Option<PartialDate>,
}

/// Reads `document` with `tagger`: attributions in its body, then who speaks,
/// for whom, what they do by it, how sure and when.
pub fn analyse(tagger: &dyn Tagger, document: &Document) -> Analysis {
    let paragraphs = document.body();
    let body = Body {
        text: &document.text,
        paragraphs: &paragraphs,
        published: published(document),
    };
    let attributions = attributions_in(tagger, &document.text, &paragraphs);
    let mut analysis = statements(body, attributions);
    analysis.leaf = crate::record::leaf(document, &mut analysis, body.published);
    analysis
}

/// The document's own date: told with it, or in the line that dates it.
fn published(document: &Document) -> Option<PartialDate> {
    let told = document.metadata.published.as_deref();
    let from_line = || {
        let lines = document
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Dateline);
        let mut dates = lines.flat_map(|b| dates(b.span.of(&document.text)));
        dates.find_map(|d| d.resolve(None))
    };
    told.and_then(|date| date.parse().ok()).or_else(from_line)
}

/// Makes statements of `attributions`, which were found in `body`.
pub fn statements(body: Body<'_>, attributions: Vec<Attribution>) -> Analysis {
    let text = body.text;
    let times: Vec<DateExpression> = body
        .paragraphs
        .iter()
        .flat_map(|p| dates_at(text, *p))
        .collect();
    let mut speakers = Speakers::new(text, body.paragraphs);
    let mut statements: Vec<Statement> = Vec::with_capacity(attributions.len());
    for attribution in attributions {
        let resolution = speakers.resolve(&attribution);
        let cue_words = joined(&attribution.cue, text);
        let content = joined(&attribution.content, text);
        let sentence = attribution
            .cue
            .first()
            .map_or(attribution.extent(), |cue| speakers.sentence(cue.start));
        let act = cue::act(&cue_words, &content, source_is_work(text, &attribution));
        statements.push(Statement {
            act: Some(act),
            certainty: cue::certainty(&cue_words, &content, act),
            basis: rests_on(text, sentence, &attribution),
            speaker: resolution.speaker,
            speaker_reason: resolution.reason,
            speaks_for: on_behalf(text, &attribution, &mut speakers),
            addressee: party::addressee(text, &attribution, act, speakers.register()),
            about: party::about(text, &attribution, act, speakers.register()),
            said_on: said_on(text, sentence, &attribution, &times, body.published),
            attribution,
        });
    }
    add_principals(&mut statements, &mut speakers);
    let mut analysis = only_referenced(statements, speakers);
    analysis.figures = body
        .paragraphs
        .iter()
        .flat_map(|p| figures_at(text, *p, &times))
        .collect();
    analysis
}

fn dates_at(text: &str, paragraph: Span) -> Vec<DateExpression> {
    let mut found = dates(paragraph.of(text));
    for date in &mut found {
        date.span = date.span.shift(paragraph.start);
    }
    found
}

/// The figures of one paragraph, in bytes of `text`; `times` are those of the whole document.
fn figures_at(text: &str, paragraph: Span, times: &[DateExpression]) -> Vec<Figure> {
    let first = times.partition_point(|d| d.span.start < paragraph.start);
    let here: Vec<Span> = times[first..]
        .iter()
        .take_while(|d| d.span.end <= paragraph.end)
        .map(|d| Span::new(d.span.start - paragraph.start, d.span.end - paragraph.start))
        .collect();
    let mut found = figures(paragraph.of(text), &here);
    for figure in &mut found {
        figure.span = figure.span.shift(paragraph.start);
    }
    found
}

/// What the statement rests on: told in the sentence of its cue or in its content.
fn rests_on(text: &str, sentence: Span, attribution: &Attribution) -> Vec<Span> {
    let inside = attribution
        .content
        .iter()
        .filter(|c| !sentence.overlaps(**c));
    let mut found: Vec<Span> = std::iter::once(&sentence)
        .chain(inside)
        .flat_map(|part| basis(text, *part))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Whether a report, a poll or the like is the source.
fn source_is_work(text: &str, attribution: &Attribution) -> bool {
    let source = attribution.source.first().map_or("", |s| s.of(text));
    head_noun(source).is_some_and(|noun| noun.kind == NounKind::Work)
}

fn joined(spans: &[Span], text: &str) -> String {
    spans
        .iter()
        .map(|s| s.of(text))
        .collect::<Vec<_>>()
        .join(" ")
}

static ON_BEHALF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bon behalf of (?:the )?([^,.;:“”\x22()]{3,80}?)(?:,| made| issued| said| that\b|[.;:“”\x22()])").expect("a valid pattern")
});

/// Those a statement is said to be made for in its own sentence ("on behalf of 62 countries").
fn on_behalf(text: &str, attribution: &Attribution, speakers: &mut Speakers<'_>) -> Vec<usize> {
    let outside = attribution.extent();
    let start = text[..outside.start]
        .rfind(['\n', '.'])
        .map_or(0, |i| i + 1);
    let Some(found) = ON_BEHALF.captures(&text[start..outside.end]) else {
        return Vec::new();
    };
    let Some(named) = found.get(1) else {
        return Vec::new();
    };
    let span = Span::new(start + named.start(), start + named.end());
    // What is said inside the content is the speaker's matter, not the narrator's.
    if attribution.content.iter().any(|c| c.contains(span)) {
        return Vec::new();
    }
    let phrase = span.of(text).trim();
    let register = speakers.register();
    if let Some(index) = register.principal(phrase, span) {
        return vec![index];
    }
    let group = head_noun(phrase).is_some_and(|n| n.plural || n.kind == NounKind::State);
    match group {
        true => vec![register.described(phrase, ActorKind::Group, Some("country"), span)],
        false => Vec::new(),
    }
}

/// Classes of posts whose holders speak for the body or state they are of.
const SPEAKS_FOR: &[&str] = &["spokesperson", "diplomat"];

/// A spokesperson speaks for the body they are spokesperson of, an ambassador for a state.
fn add_principals(statements: &mut [Statement], speakers: &mut Speakers<'_>) {
    for statement in statements {
        let Some(speaker) = statement.speaker else {
            continue;
        };
        let register = speakers.register();
        let at = register
            .get(speaker)
            .actor
            .mentions
            .first()
            .copied()
            .unwrap_or(Span::new(0, 0));
        let owner = register.get(speaker).actor.roles.iter().find_map(|role| {
            let speaks =
                head_noun(&role.title).is_some_and(|n| SPEAKS_FOR.contains(&n.class.as_str()));
            role.of.clone().filter(|_| speaks)
        });
        let Some(owner) = owner else { continue };
        if let Some(principal) = register.principal(&owner, at).filter(|p| *p != speaker) {
            register.set_speaks_for(speaker, principal);
            if !statement.speaks_for.contains(&principal) {
                statement.speaks_for.push(principal);
            }
        }
    }
}

/// Keeps the actors that a statement refers to: this program keeps a record of
/// statements, not of everybody who is named in passing.
fn only_referenced(mut statements: Vec<Statement>, speakers: Speakers<'_>) -> Analysis {
    let all = speakers.into_register().into_actors();
    let mut keep = vec![false; all.len()];
    for statement in &statements {
        for index in statement
            .speaker
            .iter()
            .chain(&statement.speaks_for)
            .chain(&statement.addressee)
            .chain(&statement.about)
        {
            keep[*index] = true;
            if let Some(principal) = all[*index].speaks_for {
                keep[principal] = true;
            }
        }
    }
    let mut order: Vec<usize> = (0..all.len()).filter(|i| keep[*i]).collect();
    order.sort_by_key(|i| (all[*i].mentions.first().copied(), *i));
    let mut place = vec![None; all.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = Some(new);
    }
    let moved = |index: usize| place[index];
    for statement in &mut statements {
        statement.speaker = statement.speaker.and_then(moved);
        for list in [
            &mut statement.speaks_for,
            &mut statement.addressee,
            &mut statement.about,
        ] {
            *list = list.iter().copied().filter_map(moved).collect();
        }
    }
    let actors = order
        .iter()
        .map(|old| {
            let mut actor = all[*old].clone();
            actor.speaks_for = actor.speaks_for.and_then(moved);
            actor.mentions.sort();
            actor.mentions.dedup();
            actor
        })
        .collect();
    Analysis {
        statements,
        actors,
        ..Analysis::default()
    }
}
