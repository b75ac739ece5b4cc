//! The part of a content that carries its claim: the main clause of its first sentence.

use crate::text::sentences;
use regex::Regex;
use std::sync::LazyLock;

/// Marks and words that open a sentence and claim nothing.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"that|and|but|so|well|look|you know|oh|yes|yeah|no|ok|okay|now|again|frankly|listen|sir|madam|i mean|to be (?:frank|honest|clear)|of course|in fact|obviously";
    Regex::new(&format!(
        r"(?i)^(?:[\s“”‘’\x22'`(\[…:.,-]+|(?:that|and|but|so)\s+|(?:{words}),\s+)+"
    ))
    .expect("a valid pattern")
});

/// Words that open a clause which is not the main one.
static SUBORDINATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:if|when|while|as|although|though|because|since|after|before|once|unless|until|whether|to|in|on|at|for|despite|given|with|without|by|during|under|according|instead|even|just|from)\b").expect("a valid pattern")
});

/// Words behind which another clause stands.
static BOUNDARY: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"but|that|what|and (?:i|we|he|she|it|they|you|there|the|that|this)|because|although|though|while|whereas|unless|until|if|when|which|who|whom|whose|where|so that|as if|after|before|since";
    Regex::new(&format!(r"(?i),?\s+(?:{words})\b|,\s+(?:\w+ing|and)\b|[;:—–]|\s-\s|\.\.\.|…|[,.]?[”’\x22']+\s+[“‘\x22'`]")).expect("a valid pattern")
});

/// `content` without the marks and fillers that it opens with.
pub(super) fn opened(content: &str) -> &str {
    match OPENING.find(content) {
        Some(found) if found.end() < content.len() => &content[found.end()..],
        _ => content,
    }
}

/// The first sentence of `content`, opening marks and fillers off.
pub(super) fn first_sentence(content: &str) -> &str {
    let rest = opened(content);
    let first = sentences(rest).into_iter().next();
    first.map_or(rest, |span| span.of(rest))
}

/// Whether the first sentence of `content` is a question.
pub(super) fn is_question(content: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || "“”‘’\"'`)".contains(c);
    first_sentence(content)
        .trim_end_matches(closing)
        .ends_with('?')
}

/// The main clause of the first sentence of `content` that claims something.
pub(super) fn main_clause(content: &str) -> &str {
    let mut rest = opened(content);
    // Questions claim nothing: the sentence behind them does.
    while is_question(rest) {
        let Some(next) = sentences(rest).get(1).copied() else {
            break;
        };
        rest = opened(&rest[next.start..]);
    }
    let sentence = first_sentence(rest);
    let main = without_subordinate(sentence);
    let end = BOUNDARY
        .find_iter(main)
        .map(|found| found.start())
        .find(|at| main[..*at].split_whitespace().count() >= 3);
    &main[..end.unwrap_or(main.len())]
}

/// Words that a clause before the main one may have.
const LONGEST: usize = 25;

/// "If it rains, | the port closes".
fn without_subordinate(sentence: &str) -> &str {
    if !SUBORDINATE.is_match(sentence) {
        return sentence;
    }
    let Some((before, after)) = sentence.split_once(", ") else {
        return sentence;
    };
    let short = before.split_whitespace().count() <= LONGEST;
    let enough = after.split_whitespace().count() >= 3;
    if short && enough {
        opened(after)
    } else {
        sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claim_is_what_is_left() {
        for (content, main) in [
            (
                "that the port may close, which nobody wants",
                "the port may close",
            ),
            ("“Well, look, it is open. It may close.”", "it is open."),
            (
                "“If it rains, the port will close,”",
                "the port will close,”",
            ),
            ("“Where is it? It never came.”", "It never came.”"),
        ] {
            assert_eq!(main_clause(content), main);
        }
    }

    #[test]
    fn only_the_first_sentence_asks() {
        assert!(is_question("“Where is the ship?”"));
        assert!(!is_question("It is here. Where else?"));
    }
}
