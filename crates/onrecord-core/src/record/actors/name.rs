//! Names: which are names at all, and which may be one person's.

use super::Member;
use crate::record::leaf::{Named, state_in_front};
use crate::record::words::{common_ends, words, words_as_written};
use crate::statement::{
    ActorKind, fold, head_kind, is_title, name_words, same_first_name, state_named,
};

/// Names under which an actor may be met; none for those described.
pub(super) fn keys(actor: &Named) -> Vec<String> {
    let Some(own) = key(actor) else {
        return Vec::new();
    };
    let mut all = vec![own];
    if actor.kind == ActorKind::Organization {
        let words = name_words(&actor.name);
        if words.len() > 1 && state_in_front(&actor.name).is_none() {
            all.push(words.join(" "));
        }
        let acronym = |name: &&String| name.len() >= 3 && name.chars().all(|c| c.is_uppercase());
        all.extend(actor.aliases.iter().filter(acronym).map(|a| fold(a)));
    }
    all
}

/// A person's name without what stands before it or behind: titles, descriptions, "himself".
pub(super) fn bare(name: &str) -> &str {
    let mut rest = name.trim();
    for tail in [" himself", " herself", " themselves"] {
        rest = rest.strip_suffix(tail).unwrap_or(rest);
    }
    while let Some((first, behind)) = rest.split_once(' ') {
        let small = first.starts_with(char::is_lowercase) && !is_particle(first);
        // "Silver-haired", "Dad-of-two" at the head of a sentence.
        let compound = first
            .split('-')
            .skip(1)
            .any(|part| part.starts_with(char::is_lowercase));
        let title = is_title(first) || (compound && !is_particle(first));
        let described = behind
            .split(' ')
            .any(|w| w.starts_with(char::is_lowercase) && !is_particle(w));
        if !(small || title || described) || !behind.contains(char::is_uppercase) {
            break;
        }
        // "Television stations in Lumbasa" are not Lumbasa.
        if AFTER_HEAD.contains(&first) {
            return name;
        }
        rest = behind;
    }
    rest
}

/// Words that stand behind the head of a description and before what it is of.
pub(super) const AFTER_HEAD: &[&str] = &[
    "of", "in", "at", "from", "for", "with", "by", "on", "to", "near", "who", "whose", "about",
    "against", "between",
];

/// "de Rivelle", "van Damme", "bin Salim".
pub(super) fn is_particle(word: &str) -> bool {
    [
        "de", "da", "di", "du", "des", "del", "della", "la", "le", "van", "von", "der", "den",
        "ter", "bin", "ibn", "al", "el", "ben", "dos", "e", "y", "zu",
    ]
    .contains(&word)
}

/// The folded name, for actors that are named; none for those described.
pub(super) fn key(actor: &Named) -> Option<String> {
    let name = actor.name.as_str();
    if actor.kind == ActorKind::State {
        return Some(fold(name));
    }
    if actor.kind == ActorKind::Organization
        && let Some(state) = government_of(name)
    {
        return Some(fold(&state));
    }
    if actor.kind == ActorKind::Organization
        && let Some((state, organ)) = organ_of_state(name)
    {
        return Some(format!("{} | {organ}", fold(&state)));
    }
    let person = matches!(actor.kind, ActorKind::Person | ActorKind::Unknown);
    let plain = name
        .strip_prefix("the ")
        .or(name.strip_prefix("The "))
        .unwrap_or(name);
    let plain = if person { bare(plain) } else { plain };
    let proper = match actor.kind {
        ActorKind::Group => false,
        // "ministry" is some ministry; "Ministry of Ports" is that one.
        ActorKind::Organization | ActorKind::State | ActorKind::Person => {
            plain.contains(char::is_uppercase)
        }
        ActorKind::Unknown => {
            plain.contains(' ')
                && plain
                    .split(' ')
                    .all(|w| w.starts_with(char::is_uppercase) || is_particle(w))
                && head_kind(plain).is_none()
        }
    };
    // "His wife", "a spokesman for X": what is described in small letters first is no name.
    let described = plain.starts_with(char::is_lowercase);
    (proper && !described).then(|| {
        let words: Vec<String> = plain.split_whitespace().map(fold).collect();
        words
            .join(" ")
            .replace("united nations", "un")
            .replace("u.n.", "un")
            .replace("u.s.", "us")
    })
}

/// "Chadian government", "the government of Chad": the state.
pub(super) fn government_of(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let is = lower.ends_with(" government")
        || lower.contains("government of ")
        || lower.ends_with(" authorities");
    let front = name.rsplit_once(' ').map_or(name, |(front, _)| front);
    let front = front
        .trim_start_matches("the ")
        .trim_end_matches("’s")
        .trim_end_matches("'s");
    let behind = lower
        .find("government of ")
        .map(|at| name[at + "government of ".len()..].trim_start_matches("the "));
    is.then(|| state_named(behind.unwrap_or(front)).map(str::to_owned))
        .flatten()
}

/// "Chadian Foreign Ministry", "Chad’s foreign ministry": the state and its organ.
pub(super) fn organ_of_state(name: &str) -> Option<(String, String)> {
    let state = state_in_front(name)?;
    let rest: Vec<String> = words(name)
        .skip_while(|w| {
            let titled = crate::statement::titled(w);
            state_named(&titled).is_some()
                || state_named(&w.to_uppercase()).is_some()
                || fold(&state).split(' ').any(|s| s == w)
        })
        .collect();
    let organ = rest.join(" ");
    (!organ.is_empty()
        && rest.len() < words(name).count()
        && head_kind(name) == Some(ActorKind::Organization))
    .then_some((state, organ))
}

pub(super) fn is_full_name(actor: &Named) -> bool {
    matches!(actor.kind, ActorKind::Person | ActorKind::Unknown)
        && bare(&actor.name).contains(' ')
        && key(actor).is_some()
        && state_named(&actor.name).is_none()
        && (actor.kind == ActorKind::Person || head_kind(&actor.name).is_none())
}

/// Words of a person's name with the suffix that tells father from son.
pub(super) fn person_words(name: &str) -> Vec<String> {
    let plain = bare(name);
    let mut words = name_words(plain);
    let last = plain
        .split_whitespace()
        .next_back()
        .map(|w| fold(w.trim_end_matches('.')));
    words.extend(last.filter(|w| SUFFIXES.contains(&w.as_str()) && !words.contains(w)));
    words
}

pub(super) const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

pub(super) fn suffix(name: &[String]) -> Option<&str> {
    let last = name.last()?;
    SUFFIXES.contains(&last.as_str()).then_some(last)
}

pub(super) const NAME: &str = "one name";
pub(super) const COMPANY: &str = "one name, beside the same third person";
pub(super) const MIDDLE: &str = "one name, with or without a middle name";
pub(super) const FULL_MIDDLE: &str =
    "one name, with or without a middle name, the same post and company";
pub(super) const LAST_NAMES: &str = "the last names of one full name";
pub(super) const SHORT: &str = "one last name, and a first name or its short form";
pub(super) const INITIAL: &str = "one last name, and a first name or its initial";
pub(crate) const SPELLING: &str = "one name spelled otherwise, with the same post";
pub(super) const ORDER: &str = "one name, family name first or last";

/// Why two full names may be one person's.
pub(super) fn name_variant(a: &[String], b: &[String]) -> Option<&'static str> {
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else {
        return None;
    };
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else {
        return None;
    };
    // Those of the very same name were compared before.
    if a == b || a.len() < 2 || b.len() < 2 || suffix(a) != suffix(b) {
        return None;
    }
    let plain = |w: &str| w.trim_end_matches('.').to_owned();
    // "Vela Ortiz" is Ana Vela Ortiz, whose last names are two.
    if a.len() != b.len() && (a.ends_with(b) || b.ends_with(a)) {
        return Some(LAST_NAMES);
    }
    if last_a == last_b {
        let middles = |name: &[String]| -> Vec<String> {
            name[1..name.len() - 1].iter().map(|w| plain(w)).collect()
        };
        let (x, y) = (middles(a), middles(b));
        let middle = x.is_empty() || y.is_empty() || x == y || initials(&x, &y);
        if !middle {
            return None;
        }
        if first_a == first_b {
            let long = x.iter().chain(&y).any(|w| w.chars().count() > 1);
            return Some(if long && x != y { FULL_MIDDLE } else { MIDDLE });
        }
        if same_first_name(first_a, first_b) {
            return Some(SHORT);
        }
        if initials(&[plain(first_a)], &[plain(first_b)]) {
            return Some(INITIAL);
        }
        let close = first_a.chars().count() >= 4 && one_apart(first_a, first_b);
        return close.then_some(SPELLING);
    }
    if a.len() == 2 && b.len() == 2 && first_a == last_b && last_a == first_b {
        return Some(ORDER);
    }
    let close = last_a.chars().count() >= 5 && one_apart(last_a, last_b) && first_a == first_b;
    close.then_some(SPELLING)
}

/// Whether the shorter of each pair of words is the other's first letter, or they are the same.
pub(super) fn initials(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| {
            x == y
                || (x.chars().count() == 1 && y.starts_with(x.as_str()))
                || (y.chars().count() == 1 && x.starts_with(y.as_str()))
        })
}

/// Whether one letter more, less or other makes one word the other.
pub(super) fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let (front, back) = common_ends(&a, &b);
    front + back + 1 >= a.len().max(b.len())
}

/// Whether a name is an acronym of three letters or more.
pub(super) fn is_acronym(name: &str) -> bool {
    name.chars().count() >= 3 && name.chars().all(char::is_uppercase)
}

/// The folded initials of an organization's name of three capitalised words or more.
pub(super) fn initials_of(name: &str) -> Option<String> {
    let words = || words_as_written(name).filter(|w| w.starts_with(char::is_uppercase));
    let initials: String = words().filter_map(|w| w.chars().next()).collect();
    (words().count() >= 3).then(|| fold(&initials))
}

/// The word, where a group is known by one capitalised word alone.
pub(super) fn one_word(members: &[Member<'_>], rows: &[usize]) -> Option<String> {
    let mut names = rows.iter().map(|r| members[*r].actor);
    let person = |a: &Named| {
        matches!(a.kind, ActorKind::Person | ActorKind::Unknown)
            && !bare(&a.name).contains(' ')
            && bare(&a.name).starts_with(char::is_uppercase)
            && state_named(&a.name).is_none()
            && head_kind(&a.name).is_none()
    };
    let first = names.next().filter(|a| person(a))?;
    names.all(person).then(|| fold(bare(&first.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_by_their_state() {
        let ministry = Some(("Chad".to_owned(), "foreign ministry".to_owned()));
        assert_eq!(organ_of_state("Chadian Foreign Ministry"), ministry);
        assert_eq!(organ_of_state("Chad’s foreign ministry"), ministry);
        assert_eq!(organ_of_state("the foreign ministry"), None);
        assert_eq!(
            government_of("the government of Chad").as_deref(),
            Some("Chad")
        );
        assert_eq!(bare("GOP contender and former surgeon Ben Roe"), "Ben Roe");
        assert_eq!(
            bare("Television stations in Chad"),
            "Television stations in Chad"
        );
    }
}
