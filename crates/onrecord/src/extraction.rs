//! Attributions of one text, as the pipe gives them out.

use onrecord_core::attribution::{Form, attributions};
use onrecord_core::statement::{Act, Body, Certainty, Class, Statement, statements};
use onrecord_core::{CharIndex, CharSpan, Span, text::paragraphs};
use onrecord_model::ModelChoice;
use serde::Serialize;

/// The attributions of one text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extraction {
    /// In text order.
    pub attributions: Vec<Extracted>,
}

/// One attribution: spans are code points of exactly the text given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extracted {
    /// Who: empty where nobody is named.
    pub source: Vec<CharSpan>,
    /// The attributing words.
    pub cue: Vec<CharSpan>,
    /// What, in one or several pieces.
    pub content: Vec<CharSpan>,
    /// 0 to 1: of attributions with this score, that share is right.
    pub score: f64,
    /// How much of the content is in quotation marks.
    pub form: Form,
    /// Whether it was said, in whose words, or only ascribed.
    pub class: Class,
    /// What the speaker does by it; `None` where the cue does not tell.
    pub act: Option<Act>,
    /// How the content is put.
    pub certainty: Certainty,
    /// The speaker's name; `None` is unknown.
    pub speaker: Option<String>,
    /// How the speaker was found, or why not.
    pub speaker_reason: String,
    /// Names of those the speaker speaks for, nearest first.
    pub speaks_for: Vec<String>,
}

/// Reads `text` as it is with the default model: nothing is cleaned away, each line is a paragraph.
pub fn extract(text: &str) -> Extraction {
    extract_with(ModelChoice::default(), text)
}

/// Like [`extract`], with the model asked for.
pub fn extract_with(model: ModelChoice, text: &str) -> Extraction {
    let found = attributions(model.tagger(), text);
    let body = Body {
        text,
        paragraphs: &paragraphs(text),
        published: None,
    };
    let analysis = statements(body, found);
    let index = CharIndex::new(text);
    let name = |actor: usize| analysis.actors[actor].name.clone();
    Extraction {
        attributions: analysis
            .statements
            .iter()
            .map(|statement| extracted(statement, text, &index, &name))
            .collect(),
    }
}

fn extracted(
    statement: &Statement,
    text: &str,
    index: &CharIndex<'_>,
    name: &dyn Fn(usize) -> String,
) -> Extracted {
    let spans = |list: &[Span]| list.iter().map(|s| index.char_span(*s)).collect();
    let attribution = &statement.attribution;
    Extracted {
        source: spans(&attribution.source),
        cue: spans(&attribution.cue),
        content: spans(&attribution.content),
        score: (f64::from(attribution.score) * 1e4).round() / 1e4,
        form: attribution.form,
        class: statement.class(text),
        act: statement.act,
        certainty: statement.certainty,
        speaker: statement.speaker.map(name),
        speaker_reason: statement.speaker_reason.clone(),
        speaks_for: statement.speaks_for.iter().map(|i| name(*i)).collect(),
    }
}
