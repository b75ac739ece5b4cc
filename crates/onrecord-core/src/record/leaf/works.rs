//! Works a document speaks of: reports, letters, statements, resolutions.
//!
//! Every mention is read for what it tells (pages, issuer, date, symbol,
//! title), and mentions of one work are chained: a definite noun phrase means
//! the last work that nothing in it speaks against.

use super::mention::{ANY, Mention, family, mentions_of};
use super::{Issued, Leaf, Reading};
use crate::document::Document;
use crate::record::symbol::Symbol;
use crate::span::Span;

/// The symbol a document bears on its face: alone on a line near its beginning.
pub(super) fn own_symbol(document: &Document) -> Option<String> {
    let first = document.blocks.iter().take(24);
    let mut lines = first.flat_map(|b| b.span.of(&document.text).lines());
    lines.find_map(|line| Symbol::parse(line).map(|s| s.text))
}

/// Finds the works of the document and ties its statements to them.
pub(super) fn read(reading: &mut Reading<'_>, leaf: &mut Leaf) {
    let mentions: Vec<Mention> = (0..reading.sentences.len())
        .flat_map(|at| mentions_of(reading, reading.sentences[at].0))
        .collect();
    let mut places: Vec<(Span, usize)> = Vec::new();
    for mention in mentions {
        let answered = mention
            .answers
            .then(|| places.last().map(|(_, w)| *w))
            .flatten();
        let at = chain(reading, leaf, &mention);
        let work = &mut leaf.works[at];
        add(work, &mention, reading);
        if let Some(other) = answered.filter(|other| *other != at) {
            work.answers = work.answers.or(Some(other));
        }
        if let Some(pages) = mention.pages {
            leaf.figures[pages].work = Some(at);
        }
        places.push((mention.span, at));
    }
    answered_behind(reading, leaf, &places);
    tie_statements(reading, leaf, &places);
}

/// The work that `mention` is of: one the document has spoken of, or a new one.
fn chain(reading: &Reading<'_>, leaf: &mut Leaf, mention: &Mention) -> usize {
    let fits = |w: &Issued| {
        // "The document" may mean a report; "the report" means no "131-page response".
        let same_family = match mention.family {
            "document" => {
                ANY.contains(&mention.noun.as_str()) && family(&w.kind) != Some("lawsuit")
                    || w.kind == mention.noun
            }
            own => family(&w.kind) == Some(own),
        };
        let pages = |i: Option<usize>| i.map(|i| leaf.figures[i].value);
        let clash = |a: bool| !a;
        same_family
            && clash(differ(pages(w.pages), pages(mention.pages)))
            && clash(differ(w.symbol.as_ref(), mention.symbol.as_ref()))
            && clash(differ(w.title.as_ref(), mention.title.as_ref()))
            && !issuers_clash(reading, w.issued_by, mention.issuer)
    };
    let by_symbol = |w: &Issued| mention.symbol.is_some() && w.symbol == mention.symbol;
    let same_issuer = |w: &Issued| mention.issuer.is_some() && w.issued_by == mention.issuer;
    let found = leaf.works.iter().rposition(by_symbol).or_else(|| {
        let known = mention.pages.is_some() && !mention.whose;
        // "A 48-page report" after "a report": new, unless nothing else was told of the first.
        if mention.new && (known || !leaf.works.is_empty()) && !opens(leaf, mention) {
            return None;
        }
        let owned = leaf.works.iter().rposition(|w| same_issuer(w) && fits(w));
        // Of reports the one most spoken of is meant, of statements and letters the last.
        let fitting = leaf.works.iter().enumerate().filter(|(_, w)| fits(w));
        let often = |w: &Issued| {
            if mention.family == "report" || mention.family == "document" {
                w.mentions.len()
            } else {
                0
            }
        };
        owned.or_else(|| fitting.max_by_key(|(i, w)| (often(w), *i)).map(|(i, _)| i))
    });
    found.unwrap_or_else(|| {
        leaf.works.push(Issued::default());
        leaf.works.len() - 1
    })
}

/// Whether the only work so far was told of without any particulars.
fn opens(leaf: &Leaf, mention: &Mention) -> bool {
    let [one] = &leaf.works[..] else { return false };
    one.mentions.len() == 1
        && mention.pages.is_some()
        && one.pages.is_none()
        && family(&one.kind) == Some(mention.family)
        && one.issued_by.is_none()
}

fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Whether the two issuers cannot have issued one work: of different states, or two persons.
fn issuers_clash(reading: &Reading<'_>, a: Option<usize>, b: Option<usize>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    if a == b {
        return false;
    }
    use crate::statement::ActorKind::Person;
    let (x, y) = (&reading.analysis.actors[a], &reading.analysis.actors[b]);
    match (reading.state_of(a), reading.state_of(b)) {
        (Some(one), Some(other)) => one != other,
        (Some(_), None) | (None, Some(_)) => true,
        (None, None) => x.kind == Person && y.kind == Person,
    }
}

fn add(work: &mut Issued, mention: &Mention, reading: &Reading<'_>) {
    let words = mention.span.of(reading.text);
    // "Report" tells more than "document".
    if work.kind.is_empty() || (ANY.contains(&work.kind.as_str()) && mention.family != "document") {
        work.kind.clone_from(&mention.noun);
    }
    let plain = crate::statement::without_determiner(words);
    if telling(plain) > telling(&work.words) {
        work.words = plain.to_owned();
    }
    work.mentions.push(reading.chars(mention.span));
    work.title = work.title.take().or_else(|| mention.title.clone());
    work.symbol = work.symbol.take().or_else(|| mention.symbol.clone());
    work.issued_by = work.issued_by.or(mention.issuer);
    work.issued_on = work.issued_on.or(mention.issued_on);
    work.pages = work.pages.or(mention.pages);
    for stem in &mention.topic {
        if !work.topic.contains(stem) {
            work.topic.push(stem.clone());
        }
    }
}

/// How much the words for a work tell: numbers and names before mere length.
fn telling(words: &str) -> (bool, usize, usize) {
    let digits = words.contains(|c: char| c.is_ascii_digit());
    let names = words
        .split(' ')
        .filter(|w| w.starts_with(char::is_uppercase))
        .count();
    (digits, names, words.len())
}

/// "A 131-page response to the UN report": the work named right behind is the one answered.
fn answered_behind(reading: &Reading<'_>, leaf: &mut Leaf, places: &[(Span, usize)]) {
    for pair in places.windows(2) {
        let [(a, one), (b, other)] = pair else {
            continue;
        };
        let gap = reading.text.get(a.end..b.start).unwrap_or("-").trim();
        if gap == "to" && one != other {
            leaf.works[*one].answers = Some(*other);
        }
    }
}

/// Ties each statement to the work that speaks in it, and to those its content names.
fn tie_statements(reading: &Reading<'_>, leaf: &mut Leaf, places: &[(Span, usize)]) {
    for (i, statement) in reading.analysis.statements.iter().enumerate() {
        let a = &statement.attribution;
        let within = |spans: &[Span]| {
            let mut found = places
                .iter()
                .filter(|(span, _)| spans.iter().any(|s| s.overlaps(*span)));
            found.next().map(|(_, w)| *w)
        };
        let source = a.source.first().copied();
        // "The report by the office said": the source's head is the work.
        let heads = source.and_then(|s| {
            let head = crate::statement::head_span(reading.text, s)?;
            places
                .iter()
                .find(|(span, _)| span.overlaps(head))
                .map(|(_, w)| *w)
        });
        leaf.statements[i].work = heads.or_else(|| within(&a.cue));
        let mut named: Vec<usize> = places
            .iter()
            .filter(|(span, _)| a.content.iter().any(|c| c.overlaps(*span)))
            .map(|(_, w)| *w)
            .collect();
        named.sort_unstable();
        named.dedup();
        leaf.statements[i].names_works = named;
        // Who said it in a report of theirs issued it.
        if let (Some(work), Some(speaker)) = (within(&a.cue), statement.speaker)
            && leaf.works[work].issued_by.is_none()
        {
            leaf.works[work].issued_by = Some(speaker);
        }
    }
}
