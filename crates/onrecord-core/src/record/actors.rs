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
    ActorKind, Role, fold, head_kind, name_words, post_class, same_first_name, state_named,
};
use crate::text::PartialDate;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Actors that share a key are compared; more than this many are one name in very many documents.
const BLOCK: usize = 100_000;
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
    let mut joins = Joins::of_one_name(&members);
    joins.variants(&members);
    joins.last_names(&members, sources);
    joins.posts(&members);
    rows(&members, joins)
}

/// Accepted joins with why.
struct Joins {
    sets: Joined,
    why: Vec<(usize, usize, &'static str)>,
}

impl Joins {
    fn of_one_name(members: &[Member<'_>]) -> Self {
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
        for rows in by_key.values() {
            for (a, b) in pairs_of_one_name(rows, members) {
                joins.add(a, b, "one name");
            }
        }
        joins
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
    fn variants(&mut self, members: &[Member<'_>]) {
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
            if clash(members, p, q) || same_document(members, p, q) {
                return None;
            }
            (rule != SPELLING || posts_agree(members, p, q)).then_some(rule)
        };
        let pairs: Vec<(usize, usize, &'static str)> = sharing_pairs(keys, 2000, 1)
            .into_iter()
            .filter_map(|(a, b, _)| fit(a, b).map(|rule| (a, b, rule)))
            .collect();
        // "J. Roe" is nobody where both John and Jane are about.
        let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
        for (a, b, _) in &pairs {
            *partners.entry(*a).or_default() += 1;
            *partners.entry(*b).or_default() += 1;
        }
        for (a, b, rule) in &pairs {
            let alone = partners[a] == 1 || partners[b] == 1;
            let ambiguous = *rule == INITIAL && (partners[a] > 1 && partners[b] > 1);
            if alone && !ambiguous {
                self.add(named[*a].0, named[*b].0, rule);
            }
        }
    }

    /// A last name alone, where one bearer is in the case and in the same company.
    fn last_names(&mut self, members: &[Member<'_>], sources: &[usize]) {
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
        let company = Company::new(members, &groups);
        for (root, rows) in &groups {
            let Some(word) = one_word(members, rows) else {
                continue;
            };
            let Some([bearer]) = bearers.get(&word).map(Vec::as_slice) else {
                continue;
            };
            let others = &groups[bearer];
            let near = company.shared(members, rows, others, sources);
            if near && !clash(members, rows, others) && !same_document(members, rows, others) {
                self.add(
                    *root,
                    *bearer,
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
        let acronym = |name: &&String| name.len() >= 3 && name.chars().all(|c| c.is_uppercase());
        all.extend(actor.aliases.iter().filter(acronym).map(|a| fold(a)));
    }
    all
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
    let proper = match actor.kind {
        ActorKind::Group => false,
        // "ministry" is some ministry; "Ministry of Ports" is that one.
        ActorKind::Organization | ActorKind::State | ActorKind::Person => {
            name.contains(char::is_uppercase)
        }
        ActorKind::Unknown => {
            name.contains(' ')
                && name.split(' ').all(|w| w.starts_with(char::is_uppercase))
                && head_kind(name).is_none()
        }
    };
    // "His wife", "a spokesman for X": what is described in small letters first is no name.
    let described = name.starts_with(char::is_lowercase) && actor.kind != ActorKind::Organization;
    let plain = name
        .strip_prefix("the ")
        .or(name.strip_prefix("The "))
        .unwrap_or(name);
    (proper && !described && !name.starts_with(char::is_lowercase)).then(|| {
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

/// Pairs of `rows`, which share a name, that are one actor.
fn pairs_of_one_name(rows: &[usize], members: &[Member<'_>]) -> Vec<(usize, usize)> {
    if all_compatible(rows, members) {
        return rows[1..].iter().map(|row| (rows[0], *row)).collect();
    }
    // Of two who clash, one without a post could be either: it stays alone.
    let alike = |(a, b): &(usize, usize)| {
        let (a, b) = (members[*a].actor, members[*b].actor);
        a.kind == b.kind && compatible(a, b) && a.roles.is_empty() == b.roles.is_empty()
    };
    let block = rows.iter().map(|row| ((), *row));
    let pairs = sharing_pairs(block, BLOCK, 1)
        .into_iter()
        .map(|(a, b, _)| (a, b));
    pairs.filter(alike).collect()
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
        && actor.name.contains(' ')
        && key(actor).is_some()
        && state_named(&actor.name).is_none()
}

/// Words of a person's name with the suffix that tells father from son.
fn person_words(name: &str) -> Vec<String> {
    name_words(name)
}

fn suffix(name: &[String]) -> Option<&str> {
    let last = name.last()?;
    ["jr", "sr", "ii", "iii", "iv"]
        .contains(&last.as_str())
        .then_some(last)
}

const MIDDLE: &str = "one name, with or without a middle name";
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
            return Some(MIDDLE);
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
            && !a.name.contains(' ')
            && a.name.starts_with(char::is_uppercase)
            && state_named(&a.name).is_none()
            && head_kind(&a.name).is_none()
    };
    let first = names.next().filter(|a| person(a))?;
    names.all(person).then(|| fold(&first.name))
}

/// Who is named together with whom.
struct Company {
    /// Named persons and organizations of each document, as roots.
    of: BTreeMap<usize, BTreeSet<usize>>,
}

impl Company {
    fn new(members: &[Member<'_>], groups: &BTreeMap<usize, Vec<usize>>) -> Self {
        let mut of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (root, rows) in groups {
            for row in rows {
                let actor = members[*row].actor;
                let named = is_full_name(actor)
                    || (actor.kind == ActorKind::Organization && key(actor).is_some());
                if named {
                    of.entry(members[*row].row).or_default().insert(*root);
                }
            }
        }
        Company { of }
    }

    /// Whether a document of `a` and one of `b` name a third together, or are copies.
    fn shared(&self, members: &[Member<'_>], a: &[usize], b: &[usize], sources: &[usize]) -> bool {
        let none = BTreeSet::new();
        a.iter().any(|x| {
            let mine = self.of.get(&members[*x].row).unwrap_or(&none);
            b.iter().any(|y| {
                let theirs = self.of.get(&members[*y].row).unwrap_or(&none);
                sources[members[*x].row] == sources[members[*y].row]
                    || mine.intersection(theirs).next().is_some()
            })
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
