//! Responses: which statement answers which.

use super::gold::{At, Label, Matter};
use super::index::{Index, cut, overlap};
use super::{Counts, Evaluation, Line};
use onrecord_core::record::Record;
use onrecord_core::statement::{Act, fold};
use std::collections::{BTreeMap, BTreeSet};

/// The labelled links, by their number, of each statement that answers.
type Wanted<'l> = BTreeMap<String, Vec<(usize, &'l Label)>>;

/// Which statement answers which.
pub fn evaluate(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let labelled: BTreeSet<&str> = labels
        .iter()
        .filter_map(|l| match l {
            Label::Response { from, .. } | Label::NoResponse { from, .. } => {
                Some(from.doc.as_str())
            }
            Label::Document {
                id,
                responses: true,
                ..
            } => Some(id.as_str()),
            _ => None,
        })
        .collect();
    let links: Vec<&Label> = labels
        .iter()
        .filter(|l| matches!(l, Label::Response { .. }))
        .collect();
    let mut wanted: Wanted<'_> = BTreeMap::new();
    for (n, label) in links.iter().enumerate() {
        if let Label::Response { from, .. } = label {
            for id in index.statements_at(from) {
                wanted.entry(id).or_default().push((n, *label));
            }
        }
    }
    let mut met: BTreeSet<usize> = BTreeSet::new();
    let mut by_collection: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let sure = |n: &usize| matches!(links[*n], Label::Response { sure: true, .. });
    let mut ours = Counts {
        wanted: (0..links.len()).filter(|n| sure(n)).count(),
        ..Counts::default()
    };
    for (made, matter) in records.iter().zip(matters) {
        for response in &made.responses {
            let Some(doc) = response.from.rsplit_once('#').map(|(doc, _)| doc) else {
                continue;
            };
            if !labelled.contains(doc) {
                continue;
            }
            let labels = wanted.get(&response.from).into_iter().flatten();
            let right: Vec<usize> = labels
                .filter(|(_, l)| answers(&index, made, matter, l, &response.to))
                .map(|(n, _)| *n)
                .collect();
            if !right.is_empty() && !right.iter().any(sure) {
                continue;
            }
            ours.found += 1;
            ours.right += usize::from(!right.is_empty());
            let collection = doc.split(':').next().unwrap_or_default();
            let part = by_collection.entry(collection.to_owned()).or_default();
            part.0 += usize::from(!right.is_empty());
            part.1 += 1;
            met.extend(&right);
            if right.is_empty() {
                let of = |id: &str| words_of(&index, made, id);
                out.errors.push(format!(
                    "response: {} [{}] --{}--> {} ({})",
                    of(&response.from),
                    doc,
                    response.relation.as_str(),
                    of(&response.to),
                    response.why[0].rule
                ));
            }
        }
    }
    ours.met = met.iter().filter(|n| sure(n)).count();
    let missed = |(n, _): &(usize, &&Label)| !met.contains(n) && sure(n);
    for (n, label) in links.iter().enumerate().filter(missed) {
        if let Label::Response { from, to, .. } = label {
            let words = |at: &At| cut(index.text(&at.doc), at.span).replace('\n', " ");
            let to: Vec<String> = to.iter().map(|at| format!("{:.110}", words(at))).collect();
            out.errors.push(format!(
                "response missed {n}: {:.200} [{}] --> {}",
                words(from),
                from.doc,
                to.join(" || ")
            ));
        }
    }
    let parts: Vec<String> = by_collection
        .iter()
        .map(|(name, (right, found))| format!("{name} {right} of {found}"))
        .collect();
    let baseline = nearest(&index, &labelled, &wanted, ours.wanted);
    out.lines.push(Line {
        task: "responses".into(),
        ours,
        baseline: Some(baseline),
        note: format!(
            "the last other speaker before a denial, rejection, …; right by collection: {}",
            parts.join(", ")
        ),
    });
}

/// Links that a reader judged one by one, as far as they are still made.
pub fn judged(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let mut by_statement: BTreeMap<String, Vec<&Label>> = BTreeMap::new();
    for label in labels {
        if let Label::Link { from, .. } = label {
            for id in index.statements_at(from) {
                by_statement.entry(id).or_default().push(label);
            }
        }
    }
    let right_of = |l: &&Label| matches!(l, Label::Link { right: true, .. });
    let all = labels.iter().filter(|l| matches!(l, Label::Link { .. }));
    let right = all.clone().filter(right_of).count();
    let mut ours = Counts {
        wanted: right,
        ..Counts::default()
    };
    for (made, matter) in records.iter().zip(matters) {
        for response in &made.responses {
            let links = by_statement.get(&response.from).into_iter().flatten();
            let mut same = links.filter(|l| answers(&index, made, matter, l, &response.to));
            if let Some(link) = same.next() {
                ours.add(true, right_of(link));
            }
        }
    }
    ours.wanted = right;
    out.lines.push(Line {
        task: "  links judged one by one".into(),
        ours,
        baseline: Some(Counts {
            right,
            found: all.count(),
            met: right,
            wanted: right,
        }),
        note: "those still made; baseline: as they were when they were judged".into(),
    });
}

fn words_of(index: &Index<'_>, made: &Record, id: &str) -> String {
    if let Some((doc, at)) = id.rsplit_once("#s")
        && let (Some((_, read)), Ok(at)) = (index.by_name.get(doc), at.parse::<usize>())
    {
        let said = &read.entry.leaf.statements[at];
        return format!("“{:.140}”", cut(&read.text, said.extent).replace('\n', " "));
    }
    let work = made
        .works
        .iter()
        .find(|w| w.id == id)
        .and_then(|w| w.title.clone());
    let actor = made
        .actors
        .iter()
        .find(|a| a.id == id)
        .map(|a| a.name.clone());
    work.or(actor).unwrap_or_else(|| id.to_owned())
}

/// Whether `to` is among what the label allows.
fn answers(index: &Index<'_>, made: &Record, matter: &Matter, label: &Label, to: &str) -> bool {
    let (Label::Response {
        to: statements,
        works,
        actors,
        ..
    }
    | Label::Link {
        to: statements,
        works,
        actors,
        ..
    }) = label
    else {
        return false;
    };
    let named: BTreeSet<String> = statements
        .iter()
        .flat_map(|at| index.statements_at(at))
        .collect();
    if named.contains(to) {
        return true;
    }
    if let Some(work) = made.works.iter().find(|w| w.id == to) {
        let there = |at: &At| {
            work.mentions
                .iter()
                .any(|m| m.document == at.doc && overlap(&m.span, &at.span) > 0)
        };
        // The work that speaks in a statement that is answered is answered too.
        let speaks = matter.documents.iter().any(|d| {
            let said = d.entry.leaf.statements.iter().enumerate();
            said.filter(|(i, _)| named.contains(&d.entry.statements[*i]))
                .any(|(_, s)| {
                    s.work.is_some_and(|w| {
                        d.entry.leaf.works[w].mentions.iter().any(|span| {
                            work.mentions
                                .iter()
                                .any(|m| m.document == d.name && m.span == *span)
                        })
                    })
                })
        });
        return speaks || works.iter().any(there);
    }
    let Some(actor) = made.actors.iter().find(|a| a.id == to) else {
        return false;
    };
    let speaks = |id: &String| {
        let Some((doc, at)) = id.rsplit_once("#s") else {
            return false;
        };
        let Some((_, read)) = index.by_name.get(doc) else {
            return false;
        };
        let speaker = at
            .parse::<usize>()
            .ok()
            .and_then(|at| read.entry.leaf.statements[at].speaker);
        speaker.is_some_and(|s| actor.members.contains(&(doc.to_owned(), s)))
    };
    let named_there = |at: &At| {
        let words = fold(&cut(index.text(&at.doc), at.span));
        std::iter::once(&actor.name)
            .chain(&actor.aliases)
            .any(|n| fold(n).contains(&words) || words.contains(&fold(n)))
    };
    named.iter().any(speaks) || actors.iter().chain(works).any(named_there)
}

/// The baseline: every denial, rejection and the like answers the last statement of another before it.
fn nearest(
    index: &Index<'_>,
    labelled: &BTreeSet<&str>,
    wanted: &Wanted<'_>,
    links: usize,
) -> Counts {
    let mut counts = Counts {
        wanted: links,
        ..Counts::default()
    };
    for doc in labelled {
        let Some((_, read)) = index.by_name.get(*doc) else {
            continue;
        };
        let said = &read.entry.leaf.statements;
        for (i, one) in said.iter().enumerate() {
            let acts = [
                Act::Deny,
                Act::Reject,
                Act::Criticise,
                Act::Oppose,
                Act::Confirm,
                Act::Support,
                Act::Decline,
            ];
            if !acts.contains(&one.act) {
                continue;
            }
            let Some(j) = (0..i)
                .rev()
                .find(|j| said[*j].speaker.is_some() && said[*j].speaker != one.speaker)
            else {
                continue;
            };
            counts.found += 1;
            let (from, to) = (&read.entry.statements[i], &read.entry.statements[j]);
            let right = wanted
                .get(from)
                .into_iter()
                .flatten()
                .any(|(_, l)| match l {
                    Label::Response { to: statements, .. } => statements
                        .iter()
                        .any(|at| index.statements_at(at).contains(to)),
                    _ => false,
                });
            counts.right += usize::from(right);
            counts.met += usize::from(right);
        }
    }
    counts
}
