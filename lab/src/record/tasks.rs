//! The tasks, each beside its baseline.

use super::gold::{At, CopyPair, Label, Matter, Read};
use super::pairs::{resemblance, signature};
use super::{Counts, Evaluation, Line};
use onrecord_core::CharSpan;
use onrecord_core::record::{Record, record};
use onrecord_core::statement::{Act, ActorKind, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Threshold of the MinHash baselines.
const THRESHOLD: f64 = 0.5;

/// Which documents are one source.
pub fn copies(wires: &[Read], pairs: &[CopyPair], out: &mut Evaluation) {
    let made = record(wires.iter().map(|w| w.entry.clone()).collect());
    let mut source: HashMap<String, String> = wires
        .iter()
        .map(|w| (w.name.clone(), w.name.clone()))
        .collect();
    for copy in &made.copies {
        source.insert(copy.document.clone(), copy.of.clone());
    }
    let root = |name: &str| -> String {
        let mut at = name.to_owned();
        while source[at.as_str()] != at {
            at = source[at.as_str()].to_owned();
        }
        at
    };
    let labels: HashMap<(&str, &str), &CopyPair> = pairs
        .iter()
        .flat_map(|p| {
            [
                ((p.a.as_str(), p.b.as_str()), p),
                ((p.b.as_str(), p.a.as_str()), p),
            ]
        })
        .collect();
    let signatures: Vec<Vec<u64>> = wires.iter().map(|w| signature(&w.text, 5)).collect();
    let (mut ours, mut baseline) = (Counts::default(), Counts::default());
    for (i, a) in wires.iter().enumerate() {
        for (j, b) in wires.iter().enumerate().skip(i + 1) {
            let label = labels.get(&(a.name.as_str(), b.name.as_str()));
            let wanted = label.is_some_and(|p| p.label == "copy");
            let found = root(&a.name) == root(&b.name);
            ours.add(found, wanted);
            baseline.add(
                resemblance(&signatures[i], &signatures[j]) >= THRESHOLD,
                wanted,
            );
            if found != wanted {
                let (like, judged) = onrecord_core::record::copies::judge(&a.entry, &b.entry);
                let kind = label.map_or("", |p| p.kind.as_str());
                out.errors.push(format!(
                    "copies: {} {} {kind}: found {found}, {judged:?}, {like:?}",
                    a.name, b.name
                ));
            }
        }
    }
    out.lines.push(Line {
        task: "copies".into(),
        ours,
        baseline: Some(baseline),
        note: "MinHash ≥ 0.5".into(),
    });
}

/// Documents of a part by name, with their matter and the place of their actors in it.
struct Index<'m> {
    by_name: HashMap<&'m str, (usize, &'m Read)>,
}

impl<'m> Index<'m> {
    fn new(matters: &'m [Matter]) -> Self {
        let all = matters
            .iter()
            .enumerate()
            .flat_map(|(at, m)| m.documents.iter().map(move |d| (d.name.as_str(), (at, d))));
        Index {
            by_name: all.collect(),
        }
    }

    /// The statement of a document that shares most of these words, if it shares half.
    fn statement(&self, doc: &str, spans: &[CharSpan]) -> Option<String> {
        let (_, read) = self.by_name.get(doc)?;
        let wanted: usize = spans.iter().map(length).sum();
        let statements = read.entry.leaf.statements.iter().enumerate();
        let best = statements
            .map(|(i, s)| {
                let common = spans
                    .iter()
                    .flat_map(|a| s.content.iter().map(move |b| overlap(a, b)))
                    .sum::<usize>();
                let own: usize = s.content.iter().map(length).sum();
                (
                    common * 2 >= wanted.min(own) && common * 3 >= wanted.max(own),
                    common,
                    i,
                )
            })
            .filter(|(enough, ..)| *enough)
            .max_by_key(|(_, common, i)| (*common, usize::MAX - i))?;
        Some(read.entry.statements[best.2].clone())
    }

    /// The statements of a document whose extent shares half of these words.
    fn statement_at(&self, at: &At) -> Option<String> {
        let (_, read) = self.by_name.get(at.doc.as_str())?;
        let statements = read.entry.leaf.statements.iter().enumerate();
        let best = statements
            .map(|(i, s)| (overlap(&at.span, &s.extent), length(&s.extent), i))
            .filter(|(common, own, _)| common * 2 >= length(&at.span).max(*own))
            .max_by_key(|(common, _, i)| (*common, usize::MAX - i))?;
        Some(read.entry.statements[best.2].clone())
    }
}

fn length(span: &CharSpan) -> usize {
    span.end - span.start
}

fn overlap(a: &CharSpan, b: &CharSpan) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn cut(text: &str, span: CharSpan) -> String {
    text.chars()
        .skip(span.start)
        .take(span.end - span.start)
        .collect()
}

/// Which statements are one utterance.
pub fn utterances(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let mut group: HashMap<&str, &str> = HashMap::new();
    for utterance in records.iter().flat_map(|r| &r.utterances) {
        for statement in &utterance.statements {
            group.insert(statement, &utterance.id);
        }
    }
    let (mut ours, mut base, mut altered, mut altered_base) = (
        Counts::default(),
        Counts::default(),
        Counts::default(),
        Counts::default(),
    );
    for label in labels {
        let Label::Utterance {
            a,
            b,
            same,
            altered: is_altered,
        } = label
        else {
            continue;
        };
        let (x, y) = (
            index.statement(&a.doc, &a.spans),
            index.statement(&b.doc, &b.spans),
        );
        let of = |s: &Option<String>| s.as_deref().and_then(|s| group.get(s).copied());
        let found = of(&x).is_some() && of(&x) == of(&y);
        let words = |c: &super::gold::Content| {
            let text = index
                .by_name
                .get(c.doc.as_str())
                .map_or("", |(_, r)| r.text.as_str());
            c.spans
                .iter()
                .map(|s| cut(text, *s))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (p, q) = (words(a), words(b));
        let plain = resemblance(&signature(&p, 1), &signature(&q, 1)) >= THRESHOLD;
        ours.add(found, *same);
        base.add(plain, *same);
        if *same && *is_altered {
            altered.add(found, true);
            altered_base.add(plain, true);
        }
        if found != *same {
            let missing = if x.is_none() || y.is_none() {
                " (a statement was not found)"
            } else {
                ""
            };
            out.errors.push(format!(
                "utterance: found {found}{missing}: {p:.160} || {q:.160} [{} | {}]",
                a.doc, b.doc
            ));
        }
    }
    out.lines.push(Line {
        task: "utterances".into(),
        ours,
        baseline: Some(base),
        note: "MinHash of words ≥ 0.5".into(),
    });
    out.lines.push(Line {
        task: "  altered wordings".into(),
        ours: altered,
        baseline: Some(altered_base),
        note: "recall counts".into(),
    });
}

/// Which mentions are one actor: B-cubed (Bagga and Baldwin 1998).
pub fn actors(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let mut place: HashMap<(&str, usize), &str> = HashMap::new();
    let mut kinds: HashMap<&str, ActorKind> = HashMap::new();
    for actor in records.iter().flat_map(|r| &r.actors) {
        kinds.insert(&actor.id, actor.kind);
        for (document, i) in &actor.members {
            place.insert((document, *i), &actor.id);
        }
    }
    let mut rows: Vec<(&str, &str, String, String, String)> = Vec::new();
    let mut used: BTreeSet<(&str, usize)> = BTreeSet::new();
    for label in labels {
        let Label::Actor {
            group,
            doc,
            span,
            entity,
        } = label
        else {
            continue;
        };
        let Some((_, read)) = index.by_name.get(doc.as_str()) else {
            continue;
        };
        // Two actors may be first named by the same words ("the Cuban envoy", Cuba): in order.
        let mut here = read
            .entry
            .leaf
            .actors
            .iter()
            .enumerate()
            .filter(|(_, a)| a.at == *span)
            .map(|(i, _)| i);
        let Some(i) = here.find(|i| !used.contains(&(doc.as_str(), *i))) else {
            continue;
        };
        used.insert((doc.as_str(), i));
        let name = read.entry.leaf.actors[i].name.clone();
        let Some(id) = place.get(&(doc.as_str(), i)) else {
            continue;
        };
        let exact = if name.starts_with(char::is_uppercase) {
            fold(&name)
        } else {
            format!("{doc} {i}")
        };
        rows.push((
            group,
            entity,
            (*id).to_owned(),
            exact,
            format!("{name} [{doc}]"),
        ));
    }
    let clusters = |key: fn(&(&str, &str, String, String, String)) -> String| b_cubed(&rows, key);
    let ours = clusters(|r| format!("{} {}", r.0, r.2));
    let exact = clusters(|r| format!("{} {}", r.0, r.3));
    let mut merged = BTreeSet::new();
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            if a.0 == b.0 && a.2 == b.2 && a.1 != b.1 {
                let person = kinds.get(a.2.as_str()) == Some(&ActorKind::Person);
                out.errors.push(format!(
                    "actors merged{}: {} / {}",
                    if person { " PERSONS" } else { "" },
                    a.4,
                    b.4
                ));
                if person {
                    merged.insert(a.2.clone());
                }
            }
            if a.0 == b.0 && a.2 != b.2 && a.1 == b.1 {
                out.errors.push(format!("actors apart: {} / {}", a.4, b.4));
            }
        }
    }
    let counts = |(p, r): (f64, f64)| Counts {
        right: (p * 1000.0).round() as usize,
        found: 1000,
        met: (r * 1000.0).round() as usize,
        wanted: 1000,
    };
    let f = |(p, r): (f64, f64)| 200.0 * p * r / (p + r).max(1e-9);
    out.lines.push(Line {
        task: "actors (B³, per mille)".into(),
        ours: counts(ours),
        baseline: Some(counts(exact)),
        note: format!(
            "F {:.1}, exact names {:.1}; {} mentions, {} actors hold two persons",
            f(ours),
            f(exact),
            rows.len(),
            merged.len()
        ),
    });
}

type Row<'r> = (&'r str, &'r str, String, String, String);

fn b_cubed(rows: &[Row<'_>], key: impl Fn(&Row<'_>) -> String) -> (f64, f64) {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_entity: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_key.entry(key(row)).or_default().push(i);
        by_entity
            .entry(format!("{} {}", row.0, row.1))
            .or_default()
            .push(i);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for row in rows {
        let own: BTreeSet<usize> = by_key[&key(row)].iter().copied().collect();
        let gold: BTreeSet<usize> = by_entity[&format!("{} {}", row.0, row.1)]
            .iter()
            .copied()
            .collect();
        let both = own.intersection(&gold).count() as f64;
        precision += both / own.len() as f64;
        recall += both / gold.len() as f64;
    }
    let n = rows.len().max(1) as f64;
    (precision / n, recall / n)
}

/// Which statement answers which.
pub fn responses(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let labelled: BTreeSet<&str> = labels
        .iter()
        .filter_map(|l| match l {
            Label::Response { from, .. } | Label::NoResponse { from, .. } => {
                Some(from.doc.as_str())
            }
            _ => None,
        })
        .collect();
    let mut wanted: BTreeMap<String, Vec<&Label>> = BTreeMap::new();
    let mut lost = 0;
    for label in labels {
        let Label::Response { from, .. } = label else {
            continue;
        };
        match index.statement_at(from) {
            Some(id) => wanted.entry(id).or_default().push(label),
            None => lost += 1,
        }
    }
    let mut met: BTreeSet<String> = BTreeSet::new();
    let mut ours = Counts {
        wanted: wanted.len() + lost,
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
            ours.found += 1;
            let right = wanted
                .get(&response.from)
                .into_iter()
                .flatten()
                .any(|l| answers(&index, made, matter, l, &response.to));
            ours.right += usize::from(right);
            if right {
                met.insert(response.from.clone());
            } else {
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
    ours.met = met.len();
    for id in wanted.keys().filter(|id| !met.contains(*id)) {
        out.errors.push(format!(
            "response missed: {} [{id}]",
            words_of(&index, &records[0], id)
        ));
    }
    let baseline = nearest(&index, &labelled, &wanted, lost);
    out.lines.push(Line {
        task: "responses".into(),
        ours,
        baseline: Some(baseline),
        note: "the last other speaker before a denial, rejection, …".into(),
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
    let Label::Response {
        to: statements,
        works,
        actors,
        ..
    } = label
    else {
        return false;
    };
    let named: BTreeSet<String> = statements
        .iter()
        .filter_map(|at| index.statement_at(at))
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
        let text = index
            .by_name
            .get(at.doc.as_str())
            .map_or("", |(_, r)| r.text.as_str());
        let words = fold(&cut(text, at.span));
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
    wanted: &BTreeMap<String, Vec<&Label>>,
    lost: usize,
) -> Counts {
    let mut counts = Counts {
        wanted: wanted.len() + lost,
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
            let right = wanted.get(from).into_iter().flatten().any(|l| match l {
                Label::Response { to: statements, .. } => statements
                    .iter()
                    .any(|at| index.statement_at(at).as_ref() == Some(to)),
                _ => false,
            });
            counts.right += usize::from(right);
            counts.met += usize::from(right);
        }
    }
    counts
}

/// Where accounts differ on a quantity.
pub fn quantities(labels: &[Label], matters: &[Matter], records: &[Record], out: &mut Evaluation) {
    let index = Index::new(matters);
    let figure = |at: &At| -> Option<String> {
        let (_, read) = index.by_name.get(at.doc.as_str())?;
        let i = read.entry.leaf.figures.iter().position(|f| {
            overlap(&f.span, &at.span) * 2 >= length(&at.span).max(length(&f.span))
        })?;
        Some(read.entry.figures[i].clone())
    };
    let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
    let mut group_of: HashMap<String, usize> = HashMap::new();
    let mut groups: BTreeSet<usize> = BTreeSet::new();
    let mut stories: BTreeSet<&str> = BTreeSet::new();
    let mut lost = 0;
    for (n, label) in labels.iter().enumerate() {
        if let Label::Quantity {
            group,
            members,
            conflicts,
        } = label
        {
            stories.insert(group);
            for at in members {
                group_of.extend(figure(at).map(|f| (f, n)));
            }
            for (a, b) in conflicts {
                match (figure(&members[*a]), figure(&members[*b])) {
                    (Some(x), Some(y)) => {
                        groups.insert(n);
                        wanted.insert(if x < y { (x, y) } else { (y, x) });
                    }
                    _ => lost += 1,
                }
            }
        }
        if let Label::NoQuantity { group, .. } = label {
            stories.insert(group);
        }
    }
    let mut ours = Counts {
        wanted: groups.len(),
        ..Counts::default()
    };
    let mut met = BTreeSet::new();
    let mut pair_counts = Counts {
        wanted: wanted.len() + lost,
        ..Counts::default()
    };
    let mut lineups = 0;
    for (made, matter) in records
        .iter()
        .zip(matters)
        .filter(|(_, m)| stories.contains(m.name.as_str()))
    {
        let counted: BTreeMap<&str, &onrecord_core::record::leaf::Counted> = matter
            .documents
            .iter()
            .flat_map(|d| {
                d.entry
                    .figures
                    .iter()
                    .map(String::as_str)
                    .zip(&d.entry.leaf.figures)
            })
            .collect();
        for row in made
            .discrepancies
            .iter()
            .filter(|d| d.kind == "figure" && d.judged.is_discrepancy())
        {
            ours.found += 1;
            let inside: Vec<&String> = row.figures.iter().collect();
            let pairs = || {
                inside.iter().enumerate().flat_map(|(i, a)| {
                    inside[i + 1..].iter().map(move |b| {
                        if a < b {
                            ((*a).clone(), (*b).clone())
                        } else {
                            ((*b).clone(), (*a).clone())
                        }
                    })
                })
            };
            let right = pairs().any(|p| wanted.contains(&p));
            let hit: BTreeSet<usize> = row
                .figures
                .iter()
                .filter_map(|f| group_of.get(f))
                .copied()
                .collect();
            ours.right += usize::from(right && hit.len() == 1);
            met.extend(hit.iter().filter(|g| right && groups.contains(g)).copied());
            for p in pairs().filter(|p| wanted.contains(p)) {
                pair_counts.met += usize::from(wanted.contains(&p));
            }
            lineups += usize::from(
                row.figures
                    .iter()
                    .any(|f| counted[f.as_str()].counts_lineup),
            );
            if !right {
                let words: Vec<String> = row
                    .accounts
                    .iter()
                    .map(|a| {
                        let (_, read) = index.by_name[a.place.document.as_str()];
                        let wide = CharSpan {
                            start: a.place.span.start.saturating_sub(50),
                            end: a.place.span.end + 50,
                        };
                        cut(&read.text, wide).replace('\n', " ")
                    })
                    .collect();
                out.errors.push(format!(
                    "discrepancy ({}, {}): {}",
                    row.measure,
                    row.judged.as_str(),
                    words.join(" || ")
                ));
            }
        }
    }
    ours.met = met.len();
    for (n, label) in labels.iter().enumerate() {
        if let Label::Quantity {
            group,
            members,
            conflicts,
        } = label
            && !conflicts.is_empty()
            && !met.contains(&n)
        {
            let (a, b) = conflicts[0];
            out.errors.push(format!(
                "discrepancy missed: {group}: {} || {}",
                show(&index, &members[a]),
                show(&index, &members[b])
            ));
        }
    }
    let baseline = same_unit(matters, &stories, &wanted, lost);
    out.lines.push(Line {
        task: "discrepancies of quantity".into(),
        ours,
        baseline: Some(baseline),
        note: format!(
            "{} of {} labelled pairs, {lineups} of line-ups; baseline counts pairs",
            pair_counts.met, pair_counts.wanted
        ),
    });
}

fn show(index: &Index<'_>, at: &At) -> String {
    let text = index
        .by_name
        .get(at.doc.as_str())
        .map_or("", |(_, r)| r.text.as_str());
    let wide = CharSpan {
        start: at.span.start.saturating_sub(50),
        end: at.span.end + 50,
    };
    cut(text, wide).replace('\n', " ")
}

/// The baseline: any two numbers of a story that count the same noun or unit and differ.
fn same_unit(
    matters: &[Matter],
    stories: &BTreeSet<&str>,
    wanted: &BTreeSet<(String, String)>,
    lost: usize,
) -> Counts {
    let mut counts = Counts {
        wanted: wanted.len() + lost,
        ..Counts::default()
    };
    for matter in matters.iter().filter(|m| stories.contains(m.name.as_str())) {
        let all: Vec<(&String, &onrecord_core::record::leaf::Counted)> = matter
            .documents
            .iter()
            .flat_map(|d| d.entry.figures.iter().zip(&d.entry.leaf.figures))
            .collect();
        for (i, (a, x)) in all.iter().enumerate() {
            for (b, y) in &all[i + 1..] {
                let named = x.unit.is_some() || x.measure.is_some();
                if named && x.unit == y.unit && x.measure == y.measure && x.value != y.value {
                    let pair = if a < b {
                        ((*a).clone(), (*b).clone())
                    } else {
                        ((*b).clone(), (*a).clone())
                    };
                    let right = wanted.contains(&pair);
                    counts.found += 1;
                    counts.right += usize::from(right);
                    counts.met += usize::from(right);
                }
            }
        }
    }
    counts
}
