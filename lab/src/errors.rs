//! `lab errors`: every gold attribution that was not found and every one found that is not gold,
//! with the kind of error, to be read and sorted by eye.

use crate::score::{Prepared, Spans, Tokens, attribution_score, greedy, iou, prepare};
use std::collections::{BTreeMap, BTreeSet};

/// Errors of all articles: printed one a block, and counted by kind at the end.
pub fn print(articles: &[(String, &str, &[Spans], &[Spans])], limit: Option<usize>) {
    let mut counts: BTreeMap<(Kind, bool, bool), usize> = BTreeMap::new();
    let mut all: Vec<(String, Miss)> = Vec::new();
    for (id, text, gold, predicted) in articles {
        for miss in misses(text, gold, predicted) {
            *counts
                .entry((miss.kind, miss.quoted, miss.says))
                .or_default() += 1;
            all.push((id.clone(), miss));
        }
    }
    // Evenly over the articles, the same ones every time.
    let step = limit.map_or(1.0, |n| (all.len() as f64 / n as f64).max(1.0));
    let mut next = 0.0;
    for (n, (id, miss)) in all.iter().enumerate() {
        if (n as f64) < next {
            continue;
        }
        next += step;
        println!(
            "\n{} {:?}{}",
            &id[..id.len().min(12)],
            miss.kind,
            if miss.quoted { " quoted" } else { "" }
        );
        println!("  gold  {}", miss.gold);
        println!("  found {}", miss.found);
        println!("  in    {}", miss.context);
    }
    println!("\n| kind | quotation marks | speech verb | count |\n|---|---|---|---|");
    for ((kind, quoted, says), count) in counts {
        println!("| {kind:?} | {quoted} | {says} | {count} |");
    }
}

/// What kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A gold attribution whose content nothing found touches.
    Missed,
    /// One found whose content no gold content touches.
    Spurious,
    /// Content found in part, or too much of it.
    Extent,
    /// The content is right, the source is not.
    Source,
    /// The content is right; gold names a source and none was found.
    SourceLost,
    /// The content is right; a source was found and gold names none.
    SourceAdded,
}

/// One error, with its text.
#[derive(Debug, Clone)]
struct Miss {
    /// Its kind.
    kind: Kind,
    /// Whether the gold (or, if spurious, the found) content has quotation marks.
    quoted: bool,
    /// Whether its cue is a verb of saying.
    says: bool,
    /// Source, cue and content by the annotator.
    gold: String,
    /// The same as found.
    found: String,
    /// The text around.
    context: String,
}

/// Errors of one article, in text order of the gold side, then of the rest.
fn misses(text: &str, gold: &[Spans], predicted: &[Spans]) -> Vec<Miss> {
    let tokens = Tokens::new(text);
    let (gold, predicted) = (prepare(&tokens, gold), prepare(&tokens, predicted));
    let (used_gold, mut used_predicted) = greedy(&gold, &predicted, attribution_score);
    let mut out = Vec::new();
    for (_, g) in gold
        .iter()
        .enumerate()
        .filter(|(i, _)| !used_gold.contains(i))
    {
        let nearest = (0..predicted.len())
            .filter(|j| !used_predicted.contains(j))
            .map(|j| (iou(g.content(), predicted[j].content()), j))
            .filter(|(overlap, _)| *overlap > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let kind = match nearest {
            None => Kind::Missed,
            Some((overlap, _)) if overlap < 0.5 => Kind::Extent,
            Some((_, j)) if predicted[j].source().is_empty() => Kind::SourceLost,
            Some(_) if g.source().is_empty() => Kind::SourceAdded,
            Some(_) => Kind::Source,
        };
        used_predicted.extend(nearest.map(|(_, j)| j));
        out.push(miss(
            &tokens,
            kind,
            Some(g),
            nearest.map(|(_, j)| &predicted[j]),
        ));
    }
    for (j, p) in predicted.iter().enumerate() {
        if !used_predicted.contains(&j) {
            out.push(miss(&tokens, Kind::Spurious, None, Some(p)));
        }
    }
    out
}

fn miss(tokens: &Tokens, kind: Kind, gold: Option<&Prepared>, found: Option<&Prepared>) -> Miss {
    let show = |a: Option<&Prepared>| {
        a.map_or("-".to_owned(), |a| {
            let part = |role: usize| -> String {
                let runs = a.roles[role].runs.iter();
                let texts: Vec<String> = runs.map(|(b, e)| tokens.text(*b, *e)).collect();
                texts.join(" … ")
            };
            format!("[{}] {{{}}} ({})", part(0), part(1), part(2))
        })
    };
    let either = gold.or(found);
    let words = |a: &Prepared| {
        a.roles
            .iter()
            .flat_map(|r| r.tokens.clone())
            .collect::<BTreeSet<_>>()
    };
    let context = either.map(words).map_or(String::new(), |words| {
        let first = words.first().map_or(0, |w| w.saturating_sub(12));
        let last = words
            .last()
            .map_or(0, |w| (w + 12).min(tokens.spans.len() - 1));
        tokens.text(first, last)
    });
    Miss {
        kind,
        quoted: either.is_some_and(|a| a.quoted),
        says: either.is_some_and(|a| a.says),
        gold: show(gold),
        found: show(found),
        context,
    }
}
