//! Who stands behind a statement: how many, led by whom, by whose count.

use super::asked::state_in;
use super::{Leaf, Reading, Standing};
use crate::record::Side;
use crate::span::Span;
use crate::statement::{Act, Comparator, fold};
use regex::Regex;
use std::sync::LazyLock;

/// Nouns of those who line up behind a statement.
const NOUNS: &[&str] = &[
    "country",
    "state",
    "nation",
    "government",
    "member",
    "delegation",
    "signatory",
    "organization",
    "organisation",
    "group",
    "ngo",
    "lawmaker",
    "senator",
    "mp",
    "legislator",
    "deputy",
    "expert",
    "academic",
    "scholar",
    "scientist",
    "economist",
    "company",
    "party",
    "union",
    "leader",
    "envoy",
    "ambassador",
];

static BEHALF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bon behalf of\s+(?:the\s+|a group of\s+)?([^,.;:“”()]{3,70}?)(?:,|[.;:“”()]|\s(?:that|which|who|saying|and|made|issued|said)\b|$)")
        .expect("a valid pattern")
});

/// A group without a number: "Gulf countries", "the Western states".
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:countries|states|nations|governments|members|organi[sz]ations|groups)$")
        .expect("a valid pattern")
});

static FOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:[\w’'-]+\W+){0,3}?(?:supported|support|backed|back|endorsed|endorse|welcomed|defended|praised|co-?sponsored|joined|signed|hailed|applauded)\b").expect("a valid pattern")
});

static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:[\w’'-]+\W+){0,3}?(?:condemned|condemn|criticised|criticized|denounced|opposed|oppose|rejected|accused|voiced concern|expressed concern|expressed alarm|expressed outrage|called on|urged|slammed|deplored)\b").expect("a valid pattern")
});

static SIGNED_BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:signed|backed|supported|endorsed|joined|co-?signed|co-?sponsored)\s+by\s+(?:a\s+group\s+of\s+|the\s+)?$").expect("a valid pattern")
});

static READ_BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:read|delivered|presented|led|initiated|introduced|drafted)\s+(?:out\s+)?(?:[\w\s]{0,20}\s)?by\s+(?:the\s+)?").expect("a valid pattern")
});

/// Whether `words` say by a verb of `how` that somebody stands behind something, and not that
/// they "joined neither text".
fn stands(how: &Regex, words: &str) -> bool {
    how.find(words).is_some_and(|found| {
        let next = words[found.end()..].split_whitespace().next().unwrap_or("");
        !["neither", "no", "none"].contains(&next)
    })
}

/// Finds those who stand behind statements.
pub(super) fn read(reading: &mut Reading<'_>, leaf: &mut Leaf) {
    for at in 0..reading.analysis.figures.len() {
        if let Some(standing) = counted(reading, leaf, at) {
            leaf.figures[at].counts_lineup = true;
            push(leaf, standing);
        }
    }
    for at in 0..reading.sentences.len() {
        let sentence = reading.sentences[at].0;
        if let Some(standing) = group(reading, sentence) {
            push(leaf, standing);
        }
    }
    leaf.lineups.sort_by_key(|l| l.span);
}

fn push(leaf: &mut Leaf, standing: Standing) {
    let overlaps =
        |l: &Standing| l.span.start < standing.span.end && standing.span.start < l.span.end;
    if !leaf.lineups.iter().any(overlaps) {
        leaf.lineups.push(standing);
    }
}

/// How a group is said to stand behind something.
struct How {
    stance: Side,
    statement: Option<usize>,
    led_by: Option<usize>,
    per: Option<usize>,
    /// Where whom it is towards is told.
    towards: Span,
    work: Option<usize>,
}

/// A line-up told with a number: figure `at`.
fn counted(reading: &mut Reading<'_>, leaf: &Leaf, at: usize) -> Option<Standing> {
    let figure = reading.analysis.figures[at].clone();
    let noun = figure
        .measure
        .as_deref()?
        .split(' ')
        .next_back()?
        .to_lowercase();
    if !NOUNS.contains(&noun.as_str()) || figure.value < 2.0 || figure.unit.is_some() {
        return None;
    }
    let sentence = reading.sentence_at(figure.span.start)?;
    let how = how(reading, leaf, figure.span, sentence)?;
    let members = members(reading, figure.span, sentence);
    Some(finish(
        reading,
        figure.span,
        Some(figure.value),
        figure.comparator,
        noun,
        how,
        members,
    ))
}

/// A line-up without a number: "on behalf of Gulf countries".
fn group(reading: &mut Reading<'_>, sentence: Span) -> Option<Standing> {
    let found = BEHALF.captures(sentence.of(reading.text))?;
    let named = found.get(1)?;
    let words = named.as_str().trim();
    let span = Span::from(named.range())
        .shift(sentence.start)
        .trim(reading.text);
    if !GROUP.is_match(words) || words.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let how = on_behalf(reading, span, sentence);
    let noun = singular(words.split(' ').next_back().unwrap_or(words));
    Some(finish(
        reading,
        span,
        None,
        Comparator::Equal,
        noun,
        how,
        Vec::new(),
    ))
}

fn singular(noun: &str) -> String {
    let lower = noun.to_lowercase();
    match lower.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => lower.trim_end_matches('s').to_owned(),
    }
}

fn finish(
    reading: &mut Reading<'_>,
    span: Span,
    count: Option<f64>,
    comparator: Comparator,
    noun: String,
    how: How,
    members: Vec<usize>,
) -> Standing {
    let towards = match how.stance {
        Side::Neutral => None,
        _ => state_in(reading, how.towards).filter(|s| !members.contains(s)),
    };
    Standing {
        span: reading.chars(span),
        statement: how.statement,
        count,
        comparator,
        noun,
        members,
        led_by: how.led_by,
        stance: how.stance,
        towards,
        per: how.per,
        work: how.work,
        vote: None,
    }
}

/// In which way the group at `span` is said to stand behind something, if it is.
fn how(reading: &mut Reading<'_>, leaf: &Leaf, span: Span, sentence: Span) -> Option<How> {
    let before = &reading.text[sentence.start..span.start];
    let lower = before.to_lowercase();
    if lower.trim_end().ends_with("on behalf of") || lower.trim_end().ends_with("on behalf of the")
    {
        return Some(on_behalf(reading, span, sentence));
    }
    let as_source = reading.analysis.statements.iter().position(|s| {
        s.attribution
            .source
            .iter()
            .any(|source| source.contains(span))
            && is_head(reading.text, &s.attribution.source, span)
    });
    if let Some(i) = as_source {
        return spoken(reading, i, sentence);
    }
    if SIGNED_BY.is_match(before) {
        let statement = reading.statement_at(span.start);
        let per = statement.and_then(|s| reading.analysis.statements[s].speaker);
        return Some(How {
            stance: Side::Supportive,
            statement,
            led_by: None,
            per,
            towards: Span::new(span.end, span.end),
            work: last_work_before(reading, leaf, span),
        });
    }
    let after_span = Span::new(span.end, sentence.end);
    let after = after_span.of(reading.text);
    let stance = match () {
        () if stands(&FOR, after) => Side::Supportive,
        () if stands(&AGAINST, after) => Side::Critical,
        () => return None,
    };
    let statement = reading.statement_at(span.start);
    let per = statement.filter(|s| {
        let content = &reading.analysis.statements[*s].attribution.content;
        content.iter().any(|c| c.contains(span))
    });
    Some(How {
        stance,
        statement,
        led_by: None,
        per: per.and_then(|s| reading.analysis.statements[s].speaker),
        towards: after_span,
        work: None,
    })
}

/// Whether the group is what the source is about, not a detail of it ("a diplomat of one of 12 states").
fn is_head(text: &str, source: &[Span], span: Span) -> bool {
    source
        .first()
        .is_some_and(|s| text[s.start..span.start].split_whitespace().count() <= 2)
}

/// The group is the source of statement `i`.
fn spoken(reading: &mut Reading<'_>, i: usize, sentence: Span) -> Option<How> {
    let statement = &reading.analysis.statements[i];
    let act = statement.act?;
    let stance = match act {
        Act::Allege
        | Act::Concern
        | Act::Criticise
        | Act::Reject
        | Act::Oppose
        | Act::Urge
        | Act::Deny
        | Act::Regret => Side::Critical,
        Act::Support | Act::Defend | Act::Confirm => Side::Supportive,
        Act::State | Act::Find | Act::Recommend | Act::Hope => Side::Neutral,
        _ => return None,
    };
    let content = statement.attribution.content.first().copied();
    let towards = content.map_or(sentence, |c| c.cover(statement.attribution.extent()));
    // "A statement read by the ambassador" stands in the same sentence.
    let led_by = READ_BY.find(sentence.of(reading.text)).and_then(|m| {
        let from = sentence.start + m.end();
        let near = Span::new(from, sentence.end.min(from + 90));
        reading
            .named_in(near)
            .map(|(_, who)| who)
            .find(|who| {
                crate::statement::head_kind(&reading.analysis.actors[*who].name)
                    != Some(crate::statement::ActorKind::Unknown)
            })
            .or_else(|| person_in(reading, near))
    });
    Some(How {
        stance,
        statement: Some(i),
        led_by,
        per: None,
        towards: towards_of(reading, i).unwrap_or(towards),
        work: None,
    })
}

/// The actor whose last name stands first in `span`.
fn person_in(reading: &Reading<'_>, span: Span) -> Option<usize> {
    let words: Vec<String> = span
        .of(reading.text)
        .split_whitespace()
        .map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect();
    let actors = reading.analysis.actors.iter();
    let named = |a: &crate::statement::DocumentActor| {
        let last = a.name.split(' ').next_back().map(fold);
        a.name.contains(' ')
            && last.is_some_and(|l| words.contains(&l))
            && a.name.split(' ').all(|w| words.contains(&fold(w)))
    };
    actors.enumerate().find(|(_, a)| named(a)).map(|(i, _)| i)
}

/// "By Chad", "against Chad" in a content says whom it is about before other states in it do.
fn towards_of(reading: &Reading<'_>, i: usize) -> Option<Span> {
    let content = reading.analysis.statements[i].attribution.content.first()?;
    let words = content.of(reading.text);
    let found = [" by ", " against ", " in ", " on "]
        .iter()
        .filter_map(|p| words.find(p).map(|at| (at, p.len())));
    found
        .map(|(at, len)| Span::new(content.start + at + len, content.end))
        .find(|rest| {
            let opening: String = rest
                .of(reading.text)
                .split_whitespace()
                .next()
                .unwrap_or("")
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            crate::statement::state_named(&opening).is_some()
        })
}

/// Somebody speaks for the group.
fn on_behalf(reading: &mut Reading<'_>, span: Span, sentence: Span) -> How {
    let here = reading.analysis.statements.iter().enumerate();
    let statement = here
        .filter(|(_, s)| {
            let at = s.attribution.cue.first().or(s.attribution.source.first());
            at.is_some_and(|at| sentence.contains(*at))
        })
        .map(|(i, _)| i)
        .next();
    let led_by = statement.and_then(|i| reading.analysis.statements[i].speaker);
    let behind = Span::new(span.end, sentence.end);
    let tail = behind.of(reading.text);
    let relative = tail.trim_start();
    let says = relative
        .strip_prefix("that ")
        .or(relative.strip_prefix("which "))
        .unwrap_or("");
    let stance = match () {
        () if stands(&FOR, says) => Side::Supportive,
        () if stands(&AGAINST, says) => Side::Critical,
        () => match statement.and_then(|i| reading.analysis.statements[i].act) {
            Some(Act::Support | Act::Defend) => Side::Supportive,
            Some(
                Act::Concern | Act::Criticise | Act::Allege | Act::Urge | Act::Reject | Act::Oppose,
            ) => Side::Critical,
            _ => Side::Neutral,
        },
    };
    How {
        stance,
        statement,
        led_by,
        per: None,
        towards: behind,
        work: None,
    }
}

/// The last work mentioned before the group, at most a sentence away.
fn last_work_before(reading: &Reading<'_>, leaf: &Leaf, span: Span) -> Option<usize> {
    let at = reading.chars(span).start;
    let mentions = leaf
        .works
        .iter()
        .enumerate()
        .flat_map(|(i, w)| w.mentions.iter().map(move |m| (m.end, i)));
    mentions
        .filter(|(end, _)| *end <= at && at - end < 160)
        .max()
        .map(|(_, i)| i)
}

/// "43 countries, among them A, B and C": those named.
fn members(reading: &mut Reading<'_>, span: Span, sentence: Span) -> Vec<usize> {
    let rest = Span::new(span.end, sentence.end);
    let words = rest.of(reading.text);
    let marks = [
        ", including ",
        " including ",
        ", among them ",
        ", namely ",
        " – ",
        " — ",
        ": ",
        " (",
    ];
    let Some((at, len)) = marks
        .iter()
        .filter_map(|m| words.find(m).map(|at| (at, m.len())))
        .filter(|(at, _)| *at < 30)
        .min()
    else {
        return Vec::new();
    };
    let from = rest.start + at + len;
    let list = &reading.text[from..rest.end];
    let end = list.find([';', '.', ')', ':', '“']).unwrap_or(list.len());
    super::asked::states(reading, Span::new(from, from + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_group_does_follows_it() {
        assert!(FOR.is_match(" supported Lumeria’s stance"));
        assert!(FOR.is_match(" have also signed the letter"));
        assert!(AGAINST.is_match(" voiced concern about reports"));
        assert!(!AGAINST.is_match(" in the region and its neighbours"));
        let found = BEHALF
            .captures("issued a statement on behalf of Gulf countries that supported Lumeria")
            .unwrap();
        assert_eq!(&found[1], "Gulf countries");
        assert_eq!(singular("countries"), "country");
    }
}
