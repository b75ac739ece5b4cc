//! The best valid sequence of labels (Viterbi 1967).

use super::label::{Label, Role};
use super::tagger::LabelScores;

/// A labelled run of tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenSpan {
    /// What it is.
    pub role: Role,
    /// Index of the first token.
    pub first: usize,
    /// Index of the last token.
    pub last: usize,
    /// Mean log probability of its labels.
    pub score: f32,
    /// Log probability of the least certain of them.
    pub weakest: f32,
    /// Log probability that it begins or ends where it does, whichever is less certain.
    pub edge: f32,
}

/// The likeliest labels for `scores` in which every inside label continues a span.
pub fn best_labels(scores: &[LabelScores]) -> Vec<Label> {
    const N: usize = Label::COUNT;
    let mut best = [f32::NEG_INFINITY; N];
    let mut back: Vec<[u8; N]> = Vec::with_capacity(scores.len());
    for (at, row) in scores.iter().enumerate() {
        let mut now = [f32::NEG_INFINITY; N];
        let mut from = [0u8; N];
        for (to, label) in Label::ALL.into_iter().enumerate() {
            if at == 0 {
                if label.may_follow(None) {
                    now[to] = row[to];
                }
                continue;
            }
            for (before, before_label) in Label::ALL.into_iter().enumerate() {
                let score = best[before] + row[to];
                if label.may_follow(Some(before_label)) && score > now[to] {
                    now[to] = score;
                    from[to] = before as u8;
                }
            }
        }
        best = now;
        back.push(from);
    }
    trace(&best, &back)
}

fn trace(best: &[f32], back: &[[u8; Label::COUNT]]) -> Vec<Label> {
    let last = (0..Label::COUNT).fold(0, |top, i| if best[i] > best[top] { i } else { top });
    let mut out = Vec::with_capacity(back.len());
    let mut at = last;
    for from in back.iter().rev() {
        out.push(Label::ALL[at]);
        at = from[at] as usize;
    }
    out.reverse();
    out
}

/// The spans that `labels` describe.
pub fn spans(labels: &[Label], scores: &[LabelScores]) -> Vec<TokenSpan> {
    let mut out: Vec<TokenSpan> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match *label {
            Label::Outside => {}
            Label::Begin(role) => out.push(TokenSpan {
                role,
                first: at,
                last: at,
                score: 0.0,
                weakest: 0.0,
                edge: 0.0,
            }),
            Label::Inside(_) => {
                out.last_mut()
                    .expect("an inside label continues a span")
                    .last = at
            }
        }
    }
    let chosen = |at: usize| scores[at][index(labels[at])];
    for span in &mut out {
        let all = (span.first..=span.last).map(chosen);
        let count = (span.last - span.first + 1) as f32;
        span.score = all.clone().sum::<f32>() / count;
        span.weakest = all.fold(0.0, f32::min);
        let after = (span.last + 1 < labels.len()).then(|| chosen(span.last + 1));
        span.edge = chosen(span.first).min(after.unwrap_or(0.0));
    }
    out
}

fn index(label: Label) -> usize {
    Label::ALL.iter().position(|l| *l == label).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(best: usize) -> LabelScores {
        let mut row = [-5.0; Label::COUNT];
        row[best] = -0.1;
        row
    }

    #[test]
    fn an_inside_label_needs_its_begin() {
        // "inside content" first is impossible; the best valid start is "begin content".
        let mut first = row(6);
        first[5] = -1.0;
        let labels = best_labels(&[first, row(6), row(0)]);
        assert_eq!(
            labels,
            [
                Label::Begin(Role::Content),
                Label::Inside(Role::Content),
                Label::Outside
            ]
        );
    }

    #[test]
    fn spans_of_one_role_may_touch() {
        let scores = [row(5), row(5), row(6)];
        let found = spans(&best_labels(&scores), &scores);
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].first, found[1].last), (1, 2));
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(best_labels(&[]).is_empty());
    }
}
