//! Whether a speaker is the labelled one.

use super::gold::{Article, Label};
use crate::score::{Prepared, Spans, Tokens, attribution_score, pairs};
use onrecord_core::statement::{Analysis, DocumentActor, fold};
use onrecord_core::{CharIndex, Span};

/// What became of one speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The labelled one, or unknown where the label is.
    Right,
    /// Somebody else.
    Wrong,
    /// Unknown where the label knows; also the words of the source as they
    /// stand ("the envoy") where the label knows who that is: nobody is misnamed.
    Unknown,
}

/// Judges `speaker`, an index into the actors of `analysis`.
pub fn judge_speaker(
    article: &Article,
    label: &Label,
    analysis: &Analysis,
    speaker: Option<usize>,
) -> Verdict {
    let Some(actor) = speaker.map(|i| &analysis.actors[i]) else {
        return match label.speaker {
            None => Verdict::Right,
            Some(_) => Verdict::Unknown,
        };
    };
    let Some(expected) = &label.speaker else {
        return Verdict::Wrong;
    };
    if means(article, expected, &actor.name)
        || actor
            .aliases
            .iter()
            .any(|alias| means(article, expected, alias))
    {
        return Verdict::Right;
    }
    // A description that names nobody is no wrong name, unless it describes another actor of the labels.
    let describes_another = article
        .labels
        .actors
        .keys()
        .any(|other| other != expected && means(article, other, &actor.name));
    match !describes_another && is_description(actor) && same_description(article, expected, actor)
    {
        true => Verdict::Right,
        false if !describes_another && is_description(actor) => Verdict::Unknown,
        false => Verdict::Wrong,
    }
}

/// Judges a bare name.
pub fn judge_name(article: &Article, label: &Label, name: Option<&str>) -> Verdict {
    match (&label.speaker, name) {
        (None, None) => Verdict::Right,
        (Some(_), None) => Verdict::Unknown,
        (Some(expected), Some(name)) if means(article, expected, name) => Verdict::Right,
        _ => Verdict::Wrong,
    }
}

/// Whether `name` is one of the names of the labels' actor `id`.
fn means(article: &Article, id: &str, name: &str) -> bool {
    let words = words(name);
    article.labels.actors[id]
        .names
        .iter()
        .any(|n| self::words(n) == words)
}

/// Whether the actor has no name of its own: nothing in it but the first word is capitalised.
fn is_description(actor: &DocumentActor) -> bool {
    let plain = |name: &str| {
        name.split_whitespace().any(|w| {
            ![
                "of", "the", "and", "for", "on", "in", "to", "at", "de", "van", "von", "al", "der",
                "den", "da", "di", "du", "la", "le",
            ]
            .contains(&w)
                && w.starts_with(char::is_lowercase)
        })
    };
    plain(&actor.name)
}

/// A description that has the words of the labelled one, or the other way round.
fn same_description(article: &Article, id: &str, actor: &DocumentActor) -> bool {
    let got = words(&actor.name);
    article.labels.actors[id]
        .names
        .iter()
        .map(|n| words(n))
        .any(|expected| {
            let (few, many) = if got.len() < expected.len() {
                (&got, &expected)
            } else {
                (&expected, &got)
            };
            !few.is_empty() && many.windows(few.len()).any(|w| w == few.as_slice())
        })
}

/// Words in comparable form: no article, no title before a person's name, no possessive.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name).replace(['“', '”', '"'], "");
    let bare = folded.trim_end_matches("'s");
    let mut all: Vec<String> = bare
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|w| !w.is_empty() && *w != "'s" && *w != "s")
        .map(|w| w.trim_end_matches("'s").trim_matches('\'').to_owned())
        .collect();
    while all.len() > 1
        && [
            "the", "a", "an", "mr", "mrs", "ms", "dr", "sir", "its", "his", "her", "their",
        ]
        .contains(&all[0].as_str())
    {
        all.remove(0);
    }
    all
}

/// Labels and statements that are one attribution, by the metric of `eval attribution`.
pub fn matched(article: &Article, analysis: &Analysis) -> Vec<(usize, usize)> {
    let index = CharIndex::new(&article.text);
    let spans = |list: &[Span]| list.iter().map(|s| index.char_span(*s).into()).collect();
    let of = |a: &onrecord_core::attribution::Attribution| Spans {
        source: spans(&a.source),
        cue: spans(&a.cue),
        content: spans(&a.content),
    };
    let gold: Vec<Spans> = article.attributions.iter().map(of).collect();
    let found: Vec<Spans> = analysis
        .statements
        .iter()
        .map(|s| of(&s.attribution))
        .collect();
    let tokens = Tokens::new(&article.text);
    let (gold, found) = (numbered(&tokens, &gold), numbered(&tokens, &found));
    pairs(&gold, &found, |(_, g), (_, f)| attribution_score(g, f))
        .into_iter()
        .map(|(g, f)| (gold[g].0, found[f].0))
        .collect()
}

/// With their places, as what touches no token is left out.
fn numbered(tokens: &Tokens, all: &[Spans]) -> Vec<(usize, Prepared)> {
    let prepared = all
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((i, Prepared::new(tokens, s)?)));
    prepared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_titles() {
        assert_eq!(words("Mr. Orel Tash"), words("Orel Tash"));
        assert_eq!(words("the Ministry’s"), words("Ministry"));
        assert_ne!(words("Orel Tash"), words("Tash"));
    }
}
