//! From labelled spans of one paragraph to attributions.
//!
//! Each cue takes the source it scores highest with, or none; each content
//! takes its best cue; the contents of one cue are the pieces of one
//! attribution. A cue without content and content without a cue are handed on:
//! their other half may stand in the paragraph beside ([`super::run_on`]).

use super::decode::TokenSpan;
use super::label::Role;
use super::tagger::{LinkScores, Reading, Words};
use super::{Attribution, Evidence, Form};
use crate::span::Span;

/// What one paragraph holds. Spans are bytes of the paragraph.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// Attributions that are whole, in text order.
    pub attributions: Vec<Attribution>,
    /// A cue (and its source) after the last content that has none of its own: "He said:".
    pub waiting: Option<Attribution>,
    /// Content in a paragraph that has no cue at all.
    pub alone: Vec<Attribution>,
}

/// From what speaks for an attribution to its score.
pub type Probability<'a> = &'a dyn Fn(&Evidence) -> f32;

/// Ties the spans found in `words`; `probability` gives each attribution its score.
pub fn link(
    words: &Words<'_>,
    found: &[TokenSpan],
    reading: &dyn Reading,
    probability: Probability<'_>,
) -> Linked {
    let of =
        |role| -> Vec<TokenSpan> { found.iter().filter(|s| s.role == role).copied().collect() };
    let (sources, cues, contents) = (of(Role::Source), of(Role::Cue), of(Role::Content));
    let firsts = |spans: &[TokenSpan]| spans.iter().map(|s| s.first).collect::<Vec<_>>();
    let scores = reading.links(&firsts(&cues), &firsts(&sources), &firsts(&contents));
    if cues.is_empty() {
        return Linked {
            alone: contents
                .iter()
                .map(|c| attribution(words, None, None, &[*c], (0.0, 0.0), probability))
                .collect(),
            ..Linked::default()
        };
    }
    let all = with_cues(words, &sources, &cues, &contents, &scores, probability);
    let (mut attributions, empty): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|a| !a.content.is_empty());
    attributions.sort_by_key(|a| (a.extent(), a.spans()));
    let last_content = contents.last().map_or(0, |c| words.tokens[c.last].span.end);
    let waiting = empty
        .into_iter()
        .next_back()
        .filter(|a| a.cue[0].start >= last_content);
    Linked {
        attributions,
        waiting,
        alone: Vec::new(),
    }
}

fn with_cues(
    words: &Words<'_>,
    sources: &[TokenSpan],
    cues: &[TokenSpan],
    contents: &[TokenSpan],
    scores: &LinkScores,
    probability: Probability<'_>,
) -> Vec<Attribution> {
    let mut pieces: Vec<Vec<TokenSpan>> = vec![Vec::new(); cues.len()];
    let mut certainty = vec![0.0f32; cues.len()];
    for (content, row) in contents.iter().zip(&scores.cue_of_content) {
        if let Some((cue, share)) = best(row) {
            pieces[cue].push(*content);
            certainty[cue] += share;
        }
    }
    let mut out = Vec::new();
    for (i, cue) in cues.iter().enumerate() {
        let (choice, share) = best(&scores.source_of_cue[i]).unwrap_or((0, 0.0));
        let source = choice.checked_sub(1).map(|s| sources[s]);
        let links = (share, certainty[i]);
        out.push(attribution(
            words,
            source,
            Some(*cue),
            &pieces[i],
            links,
            probability,
        ));
    }
    out
}

/// Index of the highest score (the first of equals) and the logarithm of its share under softmax.
fn best(row: &[f32]) -> Option<(usize, f32)> {
    let top = (0..row.len()).reduce(|top, i| if row[i] > row[top] { i } else { top })?;
    let sum: f32 = row.iter().map(|score| libm::expf(score - row[top])).sum();
    Some((top, -libm::logf(sum)))
}

/// `links`: how sure it is of the source, and of the contents; logarithms.
fn attribution(
    words: &Words<'_>,
    source: Option<TokenSpan>,
    cue: Option<TokenSpan>,
    contents: &[TokenSpan],
    links: (f32, f32),
    probability: Probability<'_>,
) -> Attribution {
    let bytes = |s: &TokenSpan| words.tokens[s.first].span.cover(words.tokens[s.last].span);
    let content: Vec<Span> = contents.iter().map(bytes).collect();
    let form = form(words, &content);
    let parts = || source.iter().chain(cue.iter()).chain(contents);
    let tokens = contents.iter().map(|c| c.last - c.first + 1).sum::<usize>();
    let sum: f32 = contents
        .iter()
        .map(|c| c.score * (c.last - c.first + 1) as f32)
        .sum();
    let evidence = Evidence {
        form,
        source: source.map(|s| s.score),
        cue: cue.map(|c| c.score),
        content: sum / tokens.max(1) as f32,
        weakest: parts().map(|s| s.weakest).fold(0.0, f32::min),
        edge: contents.iter().map(|c| c.edge).fold(0.0, f32::min),
        source_link: links.0,
        content_link: links.1,
        words: tokens,
    };
    Attribution {
        source: source.iter().map(bytes).collect(),
        cue: cue.iter().map(bytes).collect(),
        form,
        content,
        score: probability(&evidence),
    }
}

/// How much of `content` stands inside the paragraph's quotation marks.
pub(super) fn form(words: &Words<'_>, content: &[Span]) -> Form {
    let quoted = |piece: &Span| {
        words.quotations.iter().any(|q| {
            // A comma or stop after the closing mark still belongs to the quotation.
            let rest = Span::new(q.outer.end.max(piece.start), piece.end.max(q.outer.end));
            q.outer.start <= piece.start
                && !rest.of(words.text).contains(|c: char| c.is_alphanumeric())
        })
    };
    let touched = |piece: &Span| words.quotations.iter().any(|q| q.outer.overlaps(*piece));
    if content.iter().all(quoted) {
        Form::Direct
    } else if content.iter().any(touched) {
        Form::Mixed
    } else {
        Form::Indirect
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::tagger::LabelScores;

    /// A reading with given link scores, to test the linker alone.
    struct Fixed(LinkScores);

    impl Reading for Fixed {
        fn labels(&self) -> &[LabelScores] {
            &[]
        }
        fn links(&self, _: &[usize], _: &[usize], _: &[usize]) -> LinkScores {
            self.0.clone()
        }
    }

    fn span(role: Role, first: usize, last: usize) -> TokenSpan {
        TokenSpan {
            role,
            first,
            last,
            score: -0.1,
            weakest: -0.2,
            edge: -0.1,
        }
    }

    #[test]
    fn pieces_of_one_cue_are_one_attribution() {
        // “ No , ” she said . “ Never . ”
        let text = "“No,” she said. “Never.”";
        let words = Words::new(text);
        let found = [
            span(Role::Content, 0, 3),
            span(Role::Source, 4, 4),
            span(Role::Cue, 5, 5),
            span(Role::Content, 7, 10),
        ];
        let reading = Fixed(LinkScores {
            source_of_cue: vec![vec![0.0, 4.0]],
            cue_of_content: vec![vec![1.0], vec![1.0]],
        });
        let got = link(&words, &found, &reading, &Evidence::plain).attributions;
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].content.len(), 2);
        assert_eq!(got[0].form, Form::Direct);
        assert_eq!(got[0].source[0].of(text), "she");
    }

    #[test]
    fn a_cue_may_have_no_source_and_needs_content() {
        let words = Words::new("It was reported that nobody came, they denied");
        let found = [
            span(Role::Cue, 2, 2),
            span(Role::Content, 3, 5),
            span(Role::Source, 7, 7),
            span(Role::Cue, 8, 8),
        ];
        let reading = Fixed(LinkScores {
            source_of_cue: vec![vec![3.0, 0.0], vec![0.0, 3.0]],
            cue_of_content: vec![vec![2.0, 0.0]],
        });
        let got = link(&words, &found, &reading, &Evidence::plain).attributions;
        assert_eq!(got.len(), 1);
        assert!(got[0].source.is_empty());
        assert_eq!(got[0].form, Form::Indirect);
    }

    #[test]
    fn halves_are_handed_on() {
        let alone = Fixed(LinkScores {
            source_of_cue: vec![],
            cue_of_content: vec![vec![]],
        });
        let words = Words::new("“They made the task more difficult.”");
        let got = link(
            &words,
            &[span(Role::Content, 0, 8)],
            &alone,
            &Evidence::plain,
        );
        assert!(got.attributions.is_empty());
        assert_eq!(got.alone.len(), 1);
        assert_eq!(got.alone[0].form, Form::Direct);

        let cue = Fixed(LinkScores {
            source_of_cue: vec![vec![0.0, 2.0]],
            cue_of_content: vec![],
        });
        let words = Words::new("She said:");
        let found = [span(Role::Source, 0, 0), span(Role::Cue, 1, 1)];
        let got = link(&words, &found, &cue, &Evidence::plain);
        assert_eq!(got.waiting.unwrap().source.len(), 1);
    }
}
