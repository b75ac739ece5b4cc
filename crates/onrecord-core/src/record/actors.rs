//! Which actors of several documents are one.
//!
//! First those of one name: the same but for case, diacritics and apostrophes,
//! an organ of a state by whichever words name the state, an acronym a
//! document gives. Then variants of a person's name, a last name alone, and a
//! post without a name, each only where exactly one actor of the case fits and
//! nothing speaks against it. Those only described ("two diplomats") stay with
//! their document. Two whose posts clash stay two.

use super::join::{Joined, sharing_pairs};
use super::leaf::Named;
use super::leaf::state_in_front;
use super::make::Entry;
use super::rows::{Actor, Place, SeenRole, Why};
use super::words::{is_small, stem, words};
use crate::statement::{
    ActorKind, Role, fold, head_kind, is_title, name_words, post_class, same_first_name,
    state_named,
};
use crate::text::PartialDate;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Days on either side of those a post was seen on within which it still tells who holds it.
const TERM: i32 = 400;
/// The same for a post of which there are several, such as a spokesperson's.
const OCCASION: i32 = 7;

/// One document's actor, with where it is from.
#[derive(Clone, Copy)]
struct Member<'e> {
    row: usize,
    document: &'e str,
    index: usize,
    actor: &'e Named,
    date: Option<PartialDate>,
}

/// Joins the actors of all documents; `sources` says which documents are copies of each other.
pub(crate) fn join(entries: &[Entry], sources: &[usize]) -> Vec<Actor> {
    let members: Vec<Member<'_>> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, e)| {
            e.leaf
                .actors
                .iter()
                .enumerate()
                .map(move |(index, actor)| Member {
                    row,
                    document: &e.document,
                    index,
                    actor,
                    date: e.leaf.published,
                })
        })
        .collect();
    let company = Company::new(&members, entries.len());
    let mut joins = Joins::of_one_name(&members, &company);
    joins.variants(&members, &company, sources);
    joins.last_names(&members, &company, sources);
    joins.posts(&members);
    rows(&members, joins)
}

/// Documents that must name a person in full before the last name alone is enough elsewhere.
const OFTEN: usize = 10;
/// One in so many of the documents that give the last name in full may mean another bearer of it.
const OTHERS: usize = 20;

/// The one group among `bearers` of a last name, or the one that nearly all documents mean.
fn foremost(bearers: &[usize], groups: &BTreeMap<usize, Vec<usize>>) -> Option<usize> {
    if let [one] = bearers {
        return Some(*one);
    }
    let all: usize = bearers.iter().map(|b| groups[b].len()).sum();
    let most = bearers
        .iter()
        .max_by_key(|b| (groups[*b].len(), std::cmp::Reverse(**b)))?;
    let rest = all - groups[most].len();
    (groups[most].len() >= OFTEN && rest * OTHERS <= all).then_some(*most)
}

/// Accepted joins with why.
struct Joins {
    sets: Joined,
    why: Vec<(usize, usize, &'static str)>,
}

impl Joins {
    fn of_one_name(members: &[Member<'_>], company: &Company) -> Self {
        let mut joins = Joins {
            sets: Joined::new(members.len()),
            why: Vec::new(),
        };
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, member) in members.iter().enumerate() {
            for key in keys(member.actor) {
                by_key.entry(key).or_default().push(row);
            }
        }
        for (key, rows) in &by_key {
            joins.one_name(key, rows, members, company);
        }
        joins
    }

    /// Joins those of `rows`, who share a name, that are one.
    fn one_name(&mut self, key: &str, rows: &[usize], members: &[Member<'_>], company: &Company) {
        if all_compatible(rows, members) {
            return rows[1..]
                .iter()
                .for_each(|row| self.add(rows[0], *row, NAME));
        }
        // Posts clash somewhere. Those with the same posts are one, and those of a full name who are
        // named in the same company; one without a post could be either, and stays alone.
        let mut first: BTreeMap<(u8, String), usize> = BTreeMap::new();
        for row in rows {
            let actor = members[*row].actor;
            let kind = actor.kind.as_str();
            let posts = actor
                .roles
                .iter()
                .map(|r| (0, format!("{kind} {}", post_class(&r.title))));
            let others = company.of[members[*row].row]
                .iter()
                .map(|one| (1, format!("{kind} {one}")));
            let full = key.contains(' ');
            for trait_ in posts.chain(others.filter(|_| full)) {
                match first.get(&trait_) {
                    Some(other) => {
                        self.add(*other, *row, if trait_.0 == 0 { NAME } else { COMPANY })
                    }
                    None => {
                        first.insert(trait_, *row);
                    }
                }
            }
        }
        let mut groups: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
        for row in rows.iter().filter(|_| key.contains(' ')) {
            groups
                .entry((members[*row].actor.kind.as_str(), self.sets.root(*row)))
                .or_default()
                .push(*row);
        }
        let groups: Vec<(&str, Vec<usize>)> = groups
            .into_iter()
            .map(|((kind, _), rows)| (kind, rows))
            .take(FRAGMENTS)
            .collect();
        for (i, (kind, a)) in groups.iter().enumerate() {
            for (_, b) in groups[i + 1..].iter().filter(|(other, _)| other == kind) {
                if company.together(members, a, b) {
                    self.add(a[0], b[0], COMPANY);
                }
            }
        }
    }

    fn add(&mut self, a: usize, b: usize, rule: &'static str) {
        self.sets.join(a, b);
        self.why.push((a.min(b), a.max(b), rule));
    }

    /// The sets as they are now, by their root.
    fn groups(&mut self, members: &[Member<'_>]) -> BTreeMap<usize, Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in 0..members.len() {
            groups.entry(self.sets.root(row)).or_default().push(row);
        }
        groups
    }

    /// "Donald J. Roe" and "Donald Roe", "Tim" and "Timothy", a letter more or less with the same post.
    fn variants(&mut self, members: &[Member<'_>], company: &Company, sources: &[usize]) {
        let groups = self.groups(members);
        let named: Vec<(usize, Vec<String>)> = groups
            .iter()
            .filter_map(|(root, rows)| {
                let name = rows
                    .iter()
                    .map(|r| members[*r].actor)
                    .find(|a| is_full_name(a))?;
                Some((*root, person_words(&name.name)))
            })
            .collect();
        let keys = named.iter().enumerate().flat_map(|(at, (_, words))| {
            let last = words.last().cloned().unwrap_or_default();
            let first = words.first().cloned().unwrap_or_default();
            // Spelled otherwise a name keeps its first name, or its last.
            [format!("l {last}"), format!("f {first}")].map(|key| (key, at))
        });
        let fit = |a: usize, b: usize| {
            let (x, y) = (&named[a], &named[b]);
            let rule = name_variant(&x.1, &y.1)?;
            let (p, q) = (&groups[&x.0], &groups[&y.0]);
            // One document that tells them apart is enough, unless it is one of very many.
            if told_apart(members, p, q) * 10 > p.len().min(q.len()) {
                return None;
            }
            let agree = posts_agree(members, p, q);
            let near = company.shared(members, p, q, sources);
            let fits = match rule {
                SPELLING => agree,
                // A middle name in full may tell a son from his father.
                FULL_MIDDLE => agree && near,
                _ => agree || near || !clash(members, p, q),
            };
            fits.then_some(rule)
        };
        let pairs: Vec<(usize, usize, &'static str)> = sharing_pairs(keys, 2000, 1)
            .into_iter()
            .filter_map(|(a, b, _)| fit(a, b).map(|rule| (a, b, rule)))
            .collect();
        // "J. Roe" is nobody where both John and Jane are about.
        let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
        for (a, b, rule) in &pairs {
            if *rule != MIDDLE {
                *partners.entry(*a).or_default() += 1;
                *partners.entry(*b).or_default() += 1;
            }
        }
        for (a, b, rule) in &pairs {
            let clear = *rule == MIDDLE
                || (partners[a] == 1 && partners[b] == 1)
                || (*rule == SHORT && (partners[a] == 1 || partners[b] == 1));
            if clear {
                self.add(named[*a].0, named[*b].0, rule);
            }
        }
    }

    /// A last name alone, where one bearer is in the case and in the same company.
    fn last_names(&mut self, members: &[Member<'_>], company: &Company, sources: &[usize]) {
        let groups = self.groups(members);
        let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            let full = rows
                .iter()
                .map(|r| members[*r].actor)
                .find(|a| is_full_name(a));
            if let Some(last) = full.and_then(|a| person_words(&a.name).pop()) {
                bearers.entry(last).or_default().push(*root);
            }
        }
        let mut openers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            let organization = |a: &&Named| {
                a.kind == ActorKind::Organization && a.name.contains(' ') && key(a).is_some()
            };
            let named = rows.iter().map(|r| members[*r].actor).find(organization);
            if let Some(first) = named.and_then(|a| name_words(&a.name).into_iter().next()) {
                openers.entry(first).or_default().push(*root);
            }
        }
        for (root, rows) in &groups {
            let Some(word) = one_word(members, rows) else {
                continue;
            };
            // A company's first word is the company, where no person of the case bears it.
            if let (None, Some([one])) = (bearers.get(&word), openers.get(&word).map(Vec::as_slice))
                && groups[one].len() > 1
            {
                self.add(
                    *root,
                    *one,
                    "the first word of one organization of the case",
                );
                continue;
            }
            let Some(bearer) = bearers.get(&word).and_then(|all| foremost(all, &groups)) else {
                continue;
            };
            let others = &groups[&bearer];
            let near = others.len() >= OFTEN || company.shared(members, rows, others, sources);
            if near && !clash(members, rows, others) && !same_document(members, rows, others) {
                self.add(
                    *root,
                    bearer,
                    "a last name that one person of the case bears, in the same company",
                );
            }
        }
    }

    /// A post without a name, where one person of the case is seen in it about that time.
    fn posts(&mut self, members: &[Member<'_>]) {
        let groups = self.groups(members);
        let mut holders: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (root, rows) in &groups {
            if !rows.iter().any(|r| is_full_name(members[*r].actor)) {
                continue;
            }
            let mut seen = BTreeSet::new();
            for role in rows.iter().flat_map(|r| &members[*r].actor.roles) {
                if let Some(key) = post_key(role).filter(|key| seen.insert(key.clone())) {
                    holders.entry(key).or_default().push(*root);
                }
            }
        }
        for (root, rows) in &groups {
            let [only] = &rows[..] else { continue };
            let member = &members[*only];
            let Some(role) = post_alone(member.actor) else {
                continue;
            };
            let Some(key) = post_key(role) else { continue };
            let fits: Vec<usize> = holders
                .get(&key)
                .into_iter()
                .flatten()
                .copied()
                .filter(|holder| {
                    holder != root && holds(members, &groups[holder], role, member.date)
                })
                .collect();
            if let [one] = fits[..]
                && !same_document(members, rows, &groups[&one])
            {
                self.add(
                    *root,
                    one,
                    "a post that one person of the case is seen in about that time",
                );
            }
        }
    }
}

/// Names under which an actor may be met; none for those described.
fn keys(actor: &Named) -> Vec<String> {
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
fn bare(name: &str) -> &str {
    let mut rest = name.trim();
    for tail in [" himself", " herself", " themselves"] {
        rest = rest.strip_suffix(tail).unwrap_or(rest);
    }
    while let Some((first, behind)) = rest.split_once(' ') {
        let small = first.starts_with(char::is_lowercase) && !is_particle(first);
        let title = is_title(first);
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
const AFTER_HEAD: &[&str] = &[
    "of", "in", "at", "from", "for", "with", "by", "on", "to", "near", "who", "whose", "about",
    "against", "between",
];

/// "de Rivière", "van Dam", "bin Laden".
fn is_particle(word: &str) -> bool {
    [
        "de", "da", "di", "du", "des", "del", "della", "la", "le", "van", "von", "der", "den",
        "ter", "bin", "ibn", "al", "el", "ben", "dos", "e", "y", "zu",
    ]
    .contains(&word)
}

/// The folded name, for actors that are named; none for those described.
fn key(actor: &Named) -> Option<String> {
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

/// "Chinese government", "the government of China": the state.
fn government_of(name: &str) -> Option<String> {
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

/// "Chinese Foreign Ministry", "China’s foreign ministry": the state and its organ.
fn organ_of_state(name: &str) -> Option<(String, String)> {
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

/// Whether any two of `rows` may be one. To be compatible does not carry over
/// ("Roe" without a post fits the mayor and the carpenter), so that all are
/// compared; but of those with the same kind and posts one is enough.
fn all_compatible(rows: &[usize], members: &[Member<'_>]) -> bool {
    let told_by = |row: &usize| (members[*row].actor.kind, &members[*row].actor.roles);
    let different: BTreeMap<_, usize> = rows.iter().map(|row| (told_by(row), *row)).collect();
    let different: Vec<&Named> = different.values().map(|r| members[*r].actor).collect();
    let mut others = different.iter().enumerate();
    others.all(|(i, a)| different[i + 1..].iter().all(|b| compatible(a, b)))
}

/// Whether two actors of the same name may be one.
fn compatible(a: &Named, b: &Named) -> bool {
    let institution = |k| matches!(k, ActorKind::State | ActorKind::Organization);
    let kinds = a.kind == b.kind
        || a.kind == ActorKind::Unknown
        || b.kind == ActorKind::Unknown
        || (institution(a.kind)
            && institution(b.kind)
            && (government_of(&a.name).is_some() || government_of(&b.name).is_some()));
    kinds && !roles_clash(a, b)
}

/// Whether the posts of two persons speak against their being one: a mayor and
/// a carpenter of one name are two until something says otherwise.
fn roles_clash(a: &Named, b: &Named) -> bool {
    let person = a.kind == ActorKind::Person && b.kind == ActorKind::Person;
    let known = !a.roles.is_empty() && !b.roles.is_empty();
    let shared = a.roles.iter().any(|x| {
        b.roles.iter().any(|y| {
            post_class(&x.title) == post_class(&y.title) || (x.of.is_some() && x.of == y.of)
        })
    });
    person && known && !shared
}

fn clash(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    a.iter().any(|x| {
        b.iter()
            .any(|y| !compatible(members[*x].actor, members[*y].actor))
    })
}

/// Whether one document has both: it told them apart.
fn same_document(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    let rows: BTreeSet<usize> = a.iter().map(|r| members[*r].row).collect();
    b.iter().any(|r| rows.contains(&members[*r].row))
}

/// Number of documents that have both.
fn told_apart(members: &[Member<'_>], a: &[usize], b: &[usize]) -> usize {
    let rows: BTreeSet<usize> = a.iter().map(|r| members[*r].row).collect();
    b.iter()
        .filter(|r| rows.contains(&members[**r].row))
        .count()
}

fn posts_agree(members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
    let roles = |rows: &[usize]| -> Vec<Role> {
        rows.iter()
            .flat_map(|r| members[*r].actor.roles.clone())
            .collect()
    };
    let (x, y) = (roles(a), roles(b));
    x.iter().any(|p| {
        y.iter()
            .any(|q| post_class(&p.title) == post_class(&q.title) && owners_agree(p, q))
    })
}

fn owners_agree(a: &Role, b: &Role) -> bool {
    match (&a.of, &b.of) {
        (Some(x), Some(y)) => owner_key(x) == owner_key(y),
        _ => true,
    }
}

fn is_full_name(actor: &Named) -> bool {
    matches!(actor.kind, ActorKind::Person | ActorKind::Unknown)
        && bare(&actor.name).contains(' ')
        && key(actor).is_some()
        && state_named(&actor.name).is_none()
        && (actor.kind == ActorKind::Person || head_kind(&actor.name).is_none())
}

/// Words of a person's name with the suffix that tells father from son.
fn person_words(name: &str) -> Vec<String> {
    let plain = bare(name);
    let mut words = name_words(plain);
    let last = plain
        .split_whitespace()
        .next_back()
        .map(|w| fold(w.trim_end_matches('.')));
    words.extend(last.filter(|w| SUFFIXES.contains(&w.as_str()) && !words.contains(w)));
    words
}

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

fn suffix(name: &[String]) -> Option<&str> {
    let last = name.last()?;
    SUFFIXES.contains(&last.as_str()).then_some(last)
}

const NAME: &str = "one name";
const COMPANY: &str = "one name, beside the same third person";
const MIDDLE: &str = "one name, with or without a middle name";
const FULL_MIDDLE: &str = "one name, with or without a middle name, the same post and company";
const SHORT: &str = "one last name, and a first name or its short form";
const INITIAL: &str = "one last name, and a first name or its initial";
pub(crate) const SPELLING: &str = "one name spelled otherwise, with the same post";
const ORDER: &str = "one name, family name first or last";

/// Why two full names may be one person's.
fn name_variant(a: &[String], b: &[String]) -> Option<&'static str> {
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else {
        return None;
    };
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else {
        return None;
    };
    if a.len() < 2 || b.len() < 2 || suffix(a) != suffix(b) {
        return None;
    }
    let plain = |w: &str| w.trim_end_matches('.').to_owned();
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
fn initials(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| {
            x == y
                || (x.chars().count() == 1 && y.starts_with(x.as_str()))
                || (y.chars().count() == 1 && x.starts_with(y.as_str()))
        })
}

/// Whether one letter more, less or other makes one word the other.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    front + back + 1 >= a.len().max(b.len())
}

/// The word, where a group is known by one capitalised word alone.
fn one_word(members: &[Member<'_>], rows: &[usize]) -> Option<String> {
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

/// Persons named by their full names in each document: who is named together with whom.
struct Company {
    /// For each document those who are rare, sorted.
    of: Vec<Vec<u32>>,
    /// And all, sorted.
    all: Vec<Vec<u32>>,
}

/// Persons that two documents must share for a name they share to be one person's whatever the posts.
const TOGETHER: usize = 3;
/// Groups of one name that are compared with each other.
const FRAGMENTS: usize = 60;

/// Somebody named in more documents than this is company to everybody.
const RARE: usize = 25;

impl Company {
    fn new(members: &[Member<'_>], documents: usize) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); documents];
        for member in members.iter().filter(|m| is_full_name(m.actor)) {
            let Some(key) = key(member.actor) else {
                continue;
            };
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            of[member.row].push(*known.entry(key).or_insert(next));
        }
        let mut seen = vec![0usize; known.len()];
        for row in &mut of {
            row.sort_unstable();
            row.dedup();
            row.iter().for_each(|one| seen[*one as usize] += 1);
        }
        let all = of.clone();
        for row in &mut of {
            row.retain(|one| seen[*one as usize] <= RARE);
        }
        Company { of, all }
    }

    /// Whether a document of `a` and one of `b` name several persons together, besides the one of this name.
    fn together(&self, members: &[Member<'_>], a: &[usize], b: &[usize]) -> bool {
        let common =
            |x: &[u32], y: &[u32]| x.iter().filter(|one| y.binary_search(one).is_ok()).count();
        a.iter().take(FRAGMENTS).any(|x| {
            b.iter()
                .take(FRAGMENTS)
                .any(|y| common(&self.all[members[*x].row], &self.all[members[*y].row]) > TOGETHER)
        })
    }

    /// Whether a document of `a` and one of `b`, all of whom bear one name, name a third together
    /// or are copies.
    fn shared(&self, members: &[Member<'_>], a: &[usize], b: &[usize], sources: &[usize]) -> bool {
        let mine: BTreeSet<u32> = a
            .iter()
            .flat_map(|x| self.of[members[*x].row].iter().copied())
            .collect();
        let copied: BTreeSet<usize> = a.iter().map(|x| sources[members[*x].row]).collect();
        b.iter().any(|y| {
            let row = members[*y].row;
            copied.contains(&sources[row]) || self.of[row].iter().any(|one| mine.contains(one))
        })
    }
}

/// Whose post it is, as it is compared.
fn owner_key(owner: &str) -> String {
    match state_named(owner)
        .map(str::to_owned)
        .or_else(|| government_of(owner))
    {
        Some(state) => fold(&state),
        None => match organ_of_state(owner) {
            // A ministry's spokesman is the state's; which ministry, the title tells or not.
            Some((state, _)) => fold(&state),
            None => words(owner)
                .collect::<Vec<_>>()
                .join(" ")
                .replace("united nations", "un"),
        },
    }
}

/// The class of the post and whose it is.
fn post_key(role: &Role) -> Option<(String, String)> {
    Some((post_class(&role.title), owner_key(role.of.as_deref()?)))
}

/// What a post is for, beyond its class: "human rights" of "human rights chief".
fn portfolio(role: &Role) -> BTreeSet<String> {
    let class = post_class(&role.title);
    let plain = [
        "permanent",
        "special",
        "top",
        "senior",
        "outgoing",
        "former",
        "chief",
        "high",
        "deputy",
        "new",
        "york",
        "geneva",
    ];
    words(&role.title)
        .filter(|w| !is_small(w) && !plain.contains(&w.as_str()))
        .filter(|w| post_class(w) != class || !crate::statement::is_person_noun(w))
        .map(|w| stem(&w))
        .collect()
}

/// The one role of an actor that is nothing but a post.
fn post_alone(actor: &Named) -> Option<&Role> {
    let [role] = &actor.roles[..] else {
        return None;
    };
    let described = !is_full_name(actor)
        && actor.kind != ActorKind::Group
        && head_kind(&actor.name) == Some(ActorKind::Person);
    described.then_some(role)
}

/// Whether the person of `rows` is seen in the post `role` about `date`.
fn holds(members: &[Member<'_>], rows: &[usize], role: &Role, date: Option<PartialDate>) -> bool {
    let wanted = portfolio(role);
    let class = post_class(&role.title);
    let several = [
        "spokesperson",
        "lawyer",
        "official",
        "expert",
        "witness",
        "reporter",
        "activist",
    ]
    .contains(&class.as_str())
        && wanted.is_empty()
        || class == "spokesperson";
    let within = if several || wanted.is_empty() {
        OCCASION
    } else {
        TERM
    };
    rows.iter().any(|r| {
        let member = &members[*r];
        let near = match (member.date, date) {
            (Some(a), Some(b)) => a.days_to(&b).is_some_and(|days| days.abs() <= within),
            _ => !several && within == TERM,
        };
        near && member.actor.roles.iter().any(|own| {
            let theirs = portfolio(own);
            let matter = (wanted.is_empty() && theirs.is_empty())
                || !wanted.is_disjoint(&theirs)
                || (wanted.is_empty() && within == OCCASION);
            post_key(own) == post_key(role) && matter
        })
    })
}

/// The groups' ids; where two groups have one name, the documents tell them apart.
fn distinct_ids(groups: &[Vec<usize>], members: &[Member<'_>]) -> Vec<String> {
    let plain: Vec<String> = groups.iter().map(|group| id(group, members)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for id in &plain {
        *seen.entry(id).or_default() += 1;
    }
    let own = |group: &[usize], id: &str| {
        let first = &members[group[0]];
        hashed(&format!("{id}\n{}\n{}", first.document, first.index))
    };
    let pairs = groups.iter().zip(&plain);
    pairs
        .map(|(group, id)| {
            if seen[id.as_str()] > 1 {
                own(group, id)
            } else {
                id.clone()
            }
        })
        .collect()
}

fn hashed(source: &str) -> String {
    format!("a{}", &hex::encode(Sha256::digest(source))[..16])
}

/// Derived from what makes the group one: its kind and name, or its document for one that is described.
fn id(group: &[usize], members: &[Member<'_>]) -> String {
    let kind = kind(group, members);
    let named = group
        .iter()
        .filter_map(|row| key(members[*row].actor))
        .min();
    let first = &members[group[0]];
    hashed(&match named {
        Some(key) => format!("actor\n{}\n{key}", kind.as_str()),
        None => format!(
            "actor\n{}\n{}\n{}\n{}",
            kind.as_str(),
            first.document,
            first.actor.name,
            first.index
        ),
    })
}

/// The kind that any member knows; a state rather than its government.
fn kind(group: &[usize], members: &[Member<'_>]) -> ActorKind {
    let known = group.iter().map(|row| members[*row].actor.kind);
    known.min().unwrap_or(ActorKind::Unknown)
}

fn rows(members: &[Member<'_>], joins: Joins) -> Vec<Actor> {
    let Joins { sets, why } = joins;
    let groups = sets.groups();
    let ids = distinct_ids(&groups, members);
    let mut group_of = vec![0; members.len()];
    for (at, group) in groups.iter().enumerate() {
        for row in group {
            group_of[*row] = at;
        }
    }
    let mut reasons: Vec<Vec<Why>> = vec![Vec::new(); groups.len()];
    for (a, b, rule) in why {
        reasons[group_of[a]].push(Why {
            rule: rule.to_owned(),
            places: vec![place(&members[a]), place(&members[b])],
        });
    }
    let at: HashMap<(usize, usize), usize> = members
        .iter()
        .enumerate()
        .map(|(i, m)| ((m.row, m.index), group_of[i]))
        .collect();
    let mut actors: Vec<Actor> = groups
        .iter()
        .zip(&ids)
        .zip(reasons)
        .map(|((group, id), mut why)| {
            why.sort();
            why.dedup();
            let principal = group.iter().map(|row| &members[*row]).find_map(|m| {
                let there = at.get(&(m.row, m.actor.speaks_for?))?;
                Some(ids[*there].clone()).filter(|p| p != id)
            });
            joined(id, group, members, principal, why)
        })
        .collect();
    actors.sort_by(|a, b| a.id.cmp(&b.id));
    actors
}

fn place(member: &Member<'_>) -> Place {
    Place {
        document: member.document.to_owned(),
        span: member.actor.at,
    }
}

fn joined(
    id: &str,
    group: &[usize],
    members: &[Member<'_>],
    speaks_for: Option<String>,
    why: Vec<Why>,
) -> Actor {
    let of = |row: &usize| &members[*row];
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut aliases: BTreeSet<&str> = BTreeSet::new();
    let kind = kind(group, members);
    for member in group.iter().map(of) {
        *names.entry(&member.actor.name).or_default() += 1;
        aliases.extend(member.actor.aliases.iter().map(String::as_str));
    }
    // A state goes by its own name; else a name before a description, then the commonest spelling,
    // then the first in order of characters.
    let full = |name: &str| match kind {
        ActorKind::State => state_named(name) == Some(name),
        _ => name.contains(' ') && head_kind(name).is_none(),
    };
    let name = names
        .iter()
        .max_by(|a, b| (full(a.0), a.1).cmp(&(full(b.0), b.1)).then(b.0.cmp(a.0)))
        .map_or("", |(name, _)| name);
    aliases.extend(names.keys());
    aliases.remove(name);
    Actor {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        roles: roles(group, members),
        speaks_for,
        members: group
            .iter()
            .map(of)
            .map(|m| (m.document.to_owned(), m.index))
            .collect(),
        why,
    }
}

/// Each post once, with the first and last day it was seen on.
fn roles(group: &[usize], members: &[Member<'_>]) -> Vec<SeenRole> {
    let mut seen: BTreeMap<&Role, (Option<PartialDate>, Option<PartialDate>)> = BTreeMap::new();
    for member in group.iter().map(|row| &members[*row]) {
        for role in &member.actor.roles {
            let days = seen.entry(role).or_default();
            days.0 = [days.0, member.date].into_iter().flatten().min();
            days.1 = [days.1, member.date].into_iter().flatten().max();
        }
    }
    seen.into_iter()
        .map(|(role, (first_seen, last_seen))| SeenRole {
            title: role.title.clone(),
            of: role.of.clone(),
            first_seen,
            last_seen,
        })
        .collect()
}

/// Whether an actor goes by a name of its own, so that another name is another actor.
pub(crate) fn is_named(actor: &Actor) -> bool {
    actor.kind == ActorKind::Person && actor.name.starts_with(char::is_uppercase)
}

/// The last word of a person's name, folded.
pub(crate) fn last_name(actor: &Actor) -> Option<String> {
    is_named(actor)
        .then(|| name_words(&actor.name).pop())
        .flatten()
}

/// For each actor the state it is, belongs to or speaks for, as an index of `actors`.
pub(crate) fn states(entries: &[Entry], actors: &[Actor]) -> Vec<Option<usize>> {
    let rows: HashMap<&str, &Entry> = entries.iter().map(|e| (e.document.as_str(), e)).collect();
    let by_name: HashMap<&str, usize> = actors
        .iter()
        .enumerate()
        .filter(|(_, a)| a.kind == ActorKind::State)
        .map(|(i, a)| (a.name.as_str(), i))
        .collect();
    let own = |a: &Actor| -> Option<usize> {
        let mut told: BTreeMap<usize, usize> = BTreeMap::new();
        for (document, index) in &a.members {
            let state = rows[document.as_str()].leaf.actors[*index].state.as_deref();
            if let Some(state) = state.and_then(|s| by_name.get(s)) {
                *told.entry(*state).or_default() += 1;
            }
        }
        told.into_iter()
            .max_by(|x, y| x.1.cmp(&y.1).then(y.0.cmp(&x.0)))
            .map(|(state, _)| state)
    };
    actors.iter().map(own).collect()
}

#[cfg(test)]
mod tests;
