//! Whom a statement is addressed to, and whom or what it is about.

use super::actor::ActorKind;
use super::lexicon::NounKind;
use super::phrase::{head_noun, names, without_determiner};
use super::register::{Lookup, Register};
use crate::attribution::Attribution;
use crate::cue::{Act, is_verb_of_saying};
use crate::span::Span;

/// Longest noun phrase that is looked at, in bytes.
const REACH: usize = 80;

/// Who is urged, asked, advised, accused or told.
pub(super) fn addressee(
    text: &str,
    attribution: &Attribution,
    act: Act,
    register: &mut Register,
) -> Vec<usize> {
    let Some(cue) = attribution.cue.last().copied() else {
        return Vec::new();
    };
    let words = cue.of(text).to_lowercase();
    let told = ["told", "tell", "tells", "telling"]
        .iter()
        .any(|w| words.split(' ').any(|c| c == *w));
    let asks = matches!(act, Act::Urge | Act::Recommend | Act::Ask | Act::Allege);
    if !told && !asks {
        return Vec::new();
    }
    // "Told reporters", "called on Varna": inside the cue; "accused | Varna of": right behind it.
    let within = after_verb(text, cue);
    let found = within.and_then(|at| party(text, at, register));
    let found = found.or_else(|| {
        let end = text.floor_char_boundary((cue.end + REACH).min(text.len()));
        let next = attribution
            .content
            .iter()
            .map(|c| c.start)
            .filter(|s| *s > cue.end)
            .min();
        // Only an act that needs somebody to be done to reaches into the content.
        let to = if told && !asks {
            next.unwrap_or(end).min(end)
        } else {
            end
        };
        let quoted = next.is_some_and(|n| text[n..].starts_with(['“', '"', '‘', '\'']));
        let to = if quoted {
            to.min(next.unwrap_or(to))
        } else {
            to
        };
        party(text, Span::new(cue.end, to.max(cue.end)), register)
    });
    let source = attribution.source.first();
    found
        .filter(|(_, at)| source.is_none_or(|s| !s.overlaps(*at)))
        .map(|(i, _)| i)
        .into_iter()
        .collect()
}

/// Whom or what a statement denies, rejects, criticises, backs, confirms.
pub(super) fn about(
    text: &str,
    attribution: &Attribution,
    act: Act,
    register: &mut Register,
) -> Vec<usize> {
    let judged = matches!(
        act,
        Act::Deny
            | Act::Reject
            | Act::Criticise
            | Act::Support
            | Act::Oppose
            | Act::Defend
            | Act::Confirm
            | Act::Regret
    );
    let content = attribution
        .content
        .first()
        .filter(|_| judged && !attribution.cue.is_empty());
    let Some(content) = content else {
        return Vec::new();
    };
    let end = text.floor_char_boundary(content.end.min(content.start + REACH));
    let found = party(text, Span::new(content.start, end), register);
    found.map(|(i, _)| i).into_iter().collect()
}

/// What follows the verb inside a cue of several words.
fn after_verb(text: &str, cue: Span) -> Option<Span> {
    let words = cue.of(text);
    let mut at = 0;
    for part in words.split_inclusive(' ') {
        at += part.len();
        let verb = part.trim().trim_matches(|c: char| !c.is_alphanumeric());
        if at < words.len() && (is_verb_of_saying(verb) || verb.eq_ignore_ascii_case("called")) {
            return Some(Span::new(cue.start + at, cue.end));
        }
    }
    None
}

/// The actor whose noun phrase opens `at`, and where it stands.
fn party(text: &str, at: Span, register: &mut Register) -> Option<(usize, Span)> {
    let region = at.of(text);
    let skipped = region
        .trim_start()
        .trim_start_matches(|c: char| ",:".contains(c))
        .trim_start();
    let mut phrase = skipped;
    for word in [
        "on ", "upon ", "to ", "for ", "of ", "by ", "against ", "with ", "that ",
    ] {
        phrase = phrase.strip_prefix(word).unwrap_or(phrase);
    }
    let start = at.end - phrase.len();
    let end = PHRASE_ENDS
        .iter()
        .filter_map(|end| phrase.find(end))
        .filter(|at| *at > 0)
        .min()
        .unwrap_or(phrase.len());
    let phrase = phrase[..end].trim_end();
    let bare = without_determiner(phrase);
    let offset = phrase.len() - bare.len();
    if let Some(mut name) = names(bare).into_iter().find(|n| n.run.start == 0) {
        name.run = name.run.shift(start + offset);
        name.span = name.span.shift(start + offset);
        let adjective = name.state.is_some() && name.kind == ActorKind::Unknown;
        if !adjective {
            return match register.lookup(&name, name.span.start) {
                Lookup::One(index) => Some((index, name.span)),
                _ => None,
            };
        }
    }
    let noun = head_noun(phrase)?;
    let kind = match noun.kind {
        NounKind::Organization => ActorKind::Organization,
        _ if noun.plural => ActorKind::Group,
        NounKind::Person | NounKind::Work => ActorKind::Unknown,
        NounKind::State => return None,
    };
    let short = bare.split_whitespace().count() <= 6;
    let span = Span::new(start + offset, start + phrase.len());
    short.then(|| {
        (
            register.described(bare, kind, Some(&noun.class), span),
            span,
        )
    })
}

/// Words that end the noun phrase of a party.
const PHRASE_ENDS: &[&str] = &[
    " to ",
    " of ",
    " for ",
    " that ",
    " not ",
    " in ",
    " on ",
    " at ",
    " by ",
    " with ",
    " from ",
    " after ",
    " before ",
    " who ",
    " which ",
    " about ",
    " if ",
    " whether ",
    " why ",
    " how ",
    " what ",
    " as ",
    " over ",
    " is ",
    " are ",
    " was ",
    " were ",
    " has ",
    " had ",
    " have ",
    " will ",
    " would ",
    " should ",
    " must ",
    " can ",
    " could ",
    " may ",
    " might ",
    ",",
    ";",
    ":",
    ".",
    "“",
    "”",
    "\"",
    " ‘",
    "(",
    "\n",
    "'s ",
    "’s ",
    " and ",
    " during ",
    " against ",
    "—",
    " – ",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Form;

    /// Addressee and about of the attribution marked `cue` and `[content]`.
    fn read(marked: &str, act: Act) -> (Vec<String>, Vec<String>) {
        let text: String = marked.chars().filter(|c| !"<>[]".contains(*c)).collect();
        let place = |open: char, close: char| {
            let (a, b) = (marked.find(open).unwrap(), marked.find(close).unwrap());
            let before = |at: usize| marked[..at].chars().filter(|c| "<>[]".contains(*c)).count();
            Span::new(a - before(a), b - before(b))
        };
        let attribution = Attribution {
            source: vec![],
            cue: vec![place('<', '>')],
            content: vec![place('[', ']')],
            form: Form::Indirect,
            score: 1.0,
        };
        let mut register = Register::read(&text, &[Span::new(0, text.len())]);
        let addressed = addressee(&text, &attribution, act, &mut register);
        let spoken_of = about(&text, &attribution, act, &mut register);
        let named = |all: Vec<usize>| all.iter().map(|i| register.name(*i).to_owned()).collect();
        (named(addressed), named(spoken_of))
    }

    #[test]
    fn who_is_addressed() {
        for (marked, act, name) in [
            (
                "Ana Roe <told reporters> [that it sank].",
                Act::State,
                "reporters",
            ),
            (
                "Ana Roe <called on> [Varna Harbour Board to open it].",
                Act::Urge,
                "Varna Harbour Board",
            ),
            (
                "Ana Roe <accused> [the ministry of hiding it].",
                Act::Allege,
                "ministry",
            ),
            ("Ana Roe <urged> [Chad to open it].", Act::Urge, "Chad"),
        ] {
            assert_eq!(read(marked, act).0, [name], "{marked}");
        }
        assert_eq!(
            read("Ana Roe <said> [Chad is open].", Act::State).0,
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_is_spoken_of() {
        assert_eq!(
            read("Ana Roe <called> [the report “illegal”].", Act::Reject).1,
            ["report"]
        );
        assert_eq!(
            read("Ana Roe <denied> [the accusations].", Act::Deny).1,
            Vec::<String>::new()
        );
        assert_eq!(
            read("Ana Roe <praised> [Per Lund for it].", Act::Support).1,
            ["Per Lund"]
        );
    }
}
