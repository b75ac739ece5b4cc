//! Checks a document before it is let into a case: what is stored must hold together.

use crate::error::{Error, Result};
use crate::id::{document_id, sha1_hex, sha256_hex};
use crate::write::NewDocument;
use onrecord_core::Span;
use onrecord_core::statement::Analysis;
use std::collections::HashSet;

/// Refuses a document whose hashes, spans or references are wrong.
pub(crate) fn check(new: &NewDocument<'_>) -> Result<()> {
    hashes(new)
        .and_then(|()| layout(new))
        .and_then(|()| actors(new))
        .and_then(|()| statements(new))
        .and_then(|()| figures(new))
        .map_err(|reason| Error::InvalidDocument {
            document: new.path.to_string(),
            reason,
        })
}

type Check = std::result::Result<(), String>;

fn ensure(holds: bool, reason: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(reason()) }
}

fn hashes(new: &NewDocument<'_>) -> Check {
    let document = new.document;
    let same = |what, given: &str, computed: String| {
        ensure(given == computed, || {
            format!("its {what} is given as {given} and comes out as {computed}")
        })
    };
    same("SHA-256", &document.sha256, sha256_hex(new.original))?;
    same("SHA-1", &document.sha1, sha1_hex(new.original))?;
    same("id", &document.id, document_id(&document.sha256))?;
    same(
        "text's SHA-256",
        &document.text_sha256,
        sha256_hex(document.text.as_bytes()),
    )?;
    // SQL's substr and length stop at a NUL: spans would no longer mean the same there.
    ensure(!document.text.contains('\0'), || {
        "its text holds a NUL character".to_string()
    })
}

fn layout(new: &NewDocument<'_>) -> Check {
    let document = new.document;
    let mut before = 0;
    for block in &document.blocks {
        ensure(
            block.span.get(&document.text).is_some() && before <= block.span.start,
            || format!("a block at {:?} is out of place", block.span),
        )?;
        before = block.span.end;
    }
    document.pages.iter().try_for_each(|(start, number)| {
        ensure(document.text.is_char_boundary(*start), || {
            format!("page {number} starts outside the text")
        })
    })
}

fn actors(new: &NewDocument<'_>) -> Check {
    for actor in &new.analysis.actors {
        spans(new, "a mention", &actor.mentions)?;
        actor
            .speaks_for
            .iter()
            .try_for_each(|actor| is_actor(new.analysis, *actor))?;
    }
    Ok(())
}

fn statements(new: &NewDocument<'_>) -> Check {
    let mut seen = HashSet::new();
    for statement in &new.analysis.statements {
        let attribution = &statement.attribution;
        spans(new, "a source", &attribution.source)?;
        spans(new, "a cue", &attribution.cue)?;
        spans(new, "a content", &attribution.content)?;
        spans(new, "a basis", &statement.basis)?;
        if let Some(said_on) = statement.said_on {
            spans(new, "a time of saying", &[said_on.span])?;
        }
        ensure(!attribution.spans().is_empty(), || {
            "a statement has no span".to_string()
        })?;
        ensure((0.0..=1.0).contains(&attribution.score), || {
            format!("a statement has score {}", attribution.score)
        })?;
        // A statement's id is derived from its spans.
        let spans = (&attribution.source, &attribution.cue, &attribution.content);
        ensure(seen.insert(spans), || {
            format!(
                "two statements have the same spans, at {:?}",
                attribution.extent()
            )
        })?;
        statement
            .speaker
            .iter()
            .chain(&statement.speaks_for)
            .chain(&statement.addressee)
            .chain(&statement.about)
            .try_for_each(|actor| is_actor(new.analysis, *actor))?;
    }
    Ok(())
}

fn figures(new: &NewDocument<'_>) -> Check {
    let mut seen = HashSet::new();
    for figure in &new.analysis.figures {
        spans(new, "a figure", &[figure.span])?;
        ensure(figure.value.is_finite(), || {
            format!("a figure has value {}", figure.value)
        })?;
        // A figure's id is derived from these.
        ensure(seen.insert((figure.span, figure.comparator)), || {
            format!("two figures stand at {:?}", figure.span)
        })?;
    }
    Ok(())
}

fn spans(new: &NewDocument<'_>, what: &str, spans: &[Span]) -> Check {
    spans.iter().try_for_each(|span| {
        let text = span.get(&new.document.text);
        ensure(text.is_some_and(|text| !text.is_empty()), || {
            format!("{what} at {span:?} is empty or outside the text")
        })
    })
}

fn is_actor(analysis: &Analysis, number: usize) -> Check {
    ensure(number < analysis.actors.len(), || {
        format!(
            "actor {number} is spoken of, and there are {}",
            analysis.actors.len()
        )
    })
}
