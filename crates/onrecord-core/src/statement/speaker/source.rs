//! Reading the words of a source: which name in it speaks, and what is no name.

use crate::span::Span;
use crate::statement::actor::ActorKind;
use crate::statement::given::given_name;
use crate::statement::lexicon::{NounKind, lexicon};
use crate::statement::phrase::{Name, head_noun, head_part, is_person_noun, without_determiner};
use crate::statement::post::role_of;

/// A source of more words without a comma is a clause, and nobody.
pub(super) const CLAUSE: usize = 22;

/// "Neither Lund nor Osei", "both Lund and Osei": two, of whom none is chosen.
pub(super) fn several_at_once(phrase: &str) -> bool {
    let lower = phrase.to_lowercase();
    ["neither ", "both ", "either "]
        .iter()
        .any(|word| lower.starts_with(word))
        || lower.contains(" nor ")
}

/// The post written before the name inside a source: "the ambassador to the Council in Geneva X".
pub(super) fn post_in_front(
    phrase: &str,
    source: Span,
    name: &Name,
) -> Option<crate::statement::Role> {
    let before = phrase.get(..name.run.start.checked_sub(source.start)?)?;
    let before = before.trim().trim_end_matches(',');
    let person = head_noun(before).is_some_and(|n| n.kind == NounKind::Person && !n.plural);
    person.then(|| role_of(before)).flatten()
}

pub(super) fn trimmed(phrase: &str) -> &str {
    let cut = phrase.trim_matches(|c: char| c.is_whitespace() || ",;:—–\"“”".contains(c));
    // "Group Inc.", "Roe Jr.": their stop is not one of the sentence, and no part of the name either.
    let cut = cut.trim_end_matches('.');
    let cut = cut
        .strip_suffix("’s")
        .or(cut.strip_suffix("'s"))
        .unwrap_or(cut);
    // "Mr. Roe himself": it adds nobody.
    let emphatic = [" himself", " herself", " itself", " themselves"];
    let own = emphatic.iter().find_map(|word| cut.strip_suffix(word));
    own.unwrap_or(cut)
}

/// The name that speaks in a source: the one its head is, or one in apposition
/// to a head that describes a person.
pub(super) fn speaking_name<'n>(phrase: &str, read: &'n [Name]) -> Option<&'n Name> {
    if ends_with_post(phrase) {
        return None;
    }
    let head = head_part(phrase);
    let head_end = phrase.find(head).unwrap_or(0) + head.len();
    let coordinated = phrase[head_end..].trim_start().starts_with("and ");
    let at_head = read
        .iter()
        .rev()
        .find(|n| n.run.end == head_end || n.span.end == head_end);
    if let Some(name) = at_head {
        // "Lund and Osei said": two speakers are not one of them.
        let nation = name.state.is_some() && name.kind == ActorKind::Unknown;
        let bare_title = name.words.iter().all(|w| lexicon().title(w).is_some());
        return (!coordinated && !nation && !bare_title).then_some(name);
    }
    // "Ministry of Ports", "Dilys Roe of Harbour Watch": the head ends inside or before the run.
    if let Some(name) = read
        .iter()
        .find(|n| n.run.start < head_end && n.run.end > head_end)
    {
        return Some(name);
    }
    let noun = head_noun(phrase);
    let describes = noun.is_some_and(|n| n.kind == NounKind::Person && !n.plural);
    // The first name behind a comma, or right behind a place ("in New York X").
    read.iter()
        .filter(|name| name.run.start >= head_end)
        .find(|name| {
            let given = given_name(&name.words[0]).is_some() && name.words.len() > 1;
            // "A cellist, Ana Roe": the noun is in no list, and the name is a person's.
            if !(describes || (noun.is_none() && given)) {
                return false;
            }
            let could_be = name.state.is_none() && name.kind != ActorKind::Organization;
            let before = phrase
                .get(head_end..name.run.start)
                .unwrap_or("x")
                .trim_end();
            let behind_name = read.iter().any(|n| {
                n.run.end <= name.run.start && phrase[n.run.end..name.run.start].trim().is_empty()
            });
            could_be && (before.ends_with(',') || behind_name)
        })
}

/// "A Transport for London spokesman": a noun written small that describes a person is the head.
pub(super) fn ends_with_post(phrase: &str) -> bool {
    let plain = !phrase.contains([',', '(']);
    let last = phrase.split_whitespace().next_back().unwrap_or("");
    plain && last.starts_with(char::is_lowercase) && is_person_noun(last)
}

/// "Varna, Lumeria and Estholm", "Ana Roe, of the port, and Per Lund": several names of one rank.
pub(super) fn coordinated<'p>(phrase: &'p str, read: &[Name]) -> Option<&'p str> {
    let first = read.first()?;
    let opens = without_determiner(phrase.get(..first.run.start)?)
        .split_whitespace()
        .count()
        <= 3;
    let last = read.iter().skip(1).find(|n| {
        let before = phrase.get(..n.run.start).unwrap_or("").trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        before.ends_with(" and") || before.ends_with(" as well as")
    })?;
    let between = phrase.get(first.run.end..last.run.start)?;
    // Between the names only commas and short asides ("R-Tenn."), and no word that makes one the other's.
    let ties = [
        "of", "for", "at", "in", "on", "to", "with", "from", "by", "that", "who", "s",
    ];
    let plain = !between
        .split(|c: char| !c.is_alphanumeric())
        .any(|w| ties.contains(&w));
    // "Ana Roe, Science and Ports Corporation" is one person and whose she is.
    let organization = last.kind == ActorKind::Organization
        && first.kind != ActorKind::Organization
        && first.state.is_none();
    let whose = organization && between.trim_start().starts_with(',');
    let short = between.split_whitespace().count() <= 4 + 3 * read.len();
    (opens && plain && !whose && short).then(|| phrase[first.run.start..].trim())
}

/// "Shipping magnate and former harbour pilot | Ana Roe": two posts of one person, written small and
/// without an article; the name goes with the second.
pub(super) fn without_first_post(phrase: &str, source: Span) -> (&str, Span) {
    let found = phrase.split_once(" and ").filter(|(first, second)| {
        let small = |w: &str| w.starts_with(char::is_lowercase);
        let last = first.split(' ').next_back().unwrap_or_default();
        let post = (small(last) || last.len() > 2 && !last.contains(char::is_lowercase))
            && !last.ends_with('s')
            && without_determiner(first) == *first
            && !first.contains([',', '’', '\'']);
        let name = second.find(char::is_uppercase).map(|at| &second[at..]);
        let person = name.is_some_and(|n| {
            let words: Vec<&str> = n.split(' ').collect();
            (2..=4).contains(&words.len())
                && given_name(words[0]).is_some()
                && words.iter().all(|w| w.starts_with(char::is_uppercase))
        });
        post && small(second) && person
    });
    match found {
        Some((first, second)) => {
            let at = source.start + first.len() + " and ".len();
            (second, Span::new(at, source.end))
        }
        None => (phrase, source),
    }
}

/// "People in other cities", "Data from the survey": a noun that opens a sentence, and no name.
pub(super) fn is_plain_noun(phrase: &str, name: &Name) -> bool {
    let opens = phrase.starts_with(name.words[0].as_str());
    let noun =
        lexicon().noun(&name.words[0]).is_some() && lexicon().title(&name.words[0]).is_none();
    opens && name.words.len() == 1 && noun && name.state.is_none()
}

/// "Many Democrats": not all of them.
pub(super) fn is_several(phrase: &str) -> bool {
    let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    let words = [
        "many", "most", "several", "some", "few", "other", "numerous", "various",
    ];
    words.contains(&first.to_lowercase().as_str())
        && rest.starts_with(char::is_uppercase)
        && head_part(rest).ends_with('s')
}

/// Length of "VELDA, Sept 10 (Farline) – " or "VELDA: " before a source; 0 if there is none.
pub(super) fn dateline(words: &str) -> usize {
    let place = words.split([' ', ',', ':']).next().unwrap_or("");
    if place.chars().count() < 3 || place.contains(char::is_lowercase) {
        return 0;
    }
    let ends = ["—", " – ", " - ", ".- ", ": "];
    let found = ends
        .iter()
        .filter_map(|end| words.find(end).map(|at| at + end.len()))
        .min();
    found
        .filter(|at| !words[*at..].trim().is_empty())
        .unwrap_or(0)
}
