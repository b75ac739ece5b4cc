//! Posts: when they tell that two are one, and when that they are not.

use super::Member;
use super::name::{government_of, is_full_name, organ_of_state};
use crate::record::leaf::Named;
use crate::record::words::{is_small, stem, words};
use crate::statement::{ActorKind, Role, fold, head_kind, post_class, state_named};
use crate::text::PartialDate;
use std::collections::BTreeSet;

/// Days on either side of those a post was seen on within which it still tells who holds it.
pub(super) const TERM: i32 = 400;
/// The same for a post of which there are several, such as a spokesperson's.
pub(super) const OCCASION: i32 = 7;

/// Whether the posts of two persons speak against their being one: a mayor and
/// a carpenter of one name are two until something says otherwise.
pub(super) fn roles_clash(a: &Named, b: &Named) -> bool {
    let person = a.kind == ActorKind::Person && b.kind == ActorKind::Person;
    let known = !a.roles.is_empty() && !b.roles.is_empty();
    let shared = a.roles.iter().any(|x| {
        b.roles.iter().any(|y| {
            post_class(&x.title) == post_class(&y.title) || (x.of.is_some() && x.of == y.of)
        })
    });
    person && known && !shared
}

pub(super) fn owners_agree(a: &Role, b: &Role) -> bool {
    match (&a.of, &b.of) {
        (Some(x), Some(y)) => owner_key(x) == owner_key(y),
        _ => true,
    }
}

/// Whose post it is, as it is compared.
pub(super) fn owner_key(owner: &str) -> String {
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
pub(super) fn post_key(role: &Role) -> Option<(String, String)> {
    Some((post_class(&role.title), owner_key(role.of.as_deref()?)))
}

/// What a post is for, beyond its class: "human rights" of "human rights chief".
pub(super) fn portfolio(role: &Role) -> BTreeSet<String> {
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
    ];
    // "Ambassador in Sandhaven", "envoy at the port": where, not for what.
    let title = [" in ", " at "]
        .iter()
        .filter_map(|place| role.title.find(place))
        .min()
        .map_or(role.title.as_str(), |at| &role.title[..at]);
    words(title)
        .filter(|w| !is_small(w) && !plain.contains(&w.as_str()))
        .filter(|w| post_class(w) != class || !crate::statement::is_person_noun(w))
        .map(|w| stem(&w))
        .collect()
}

/// The one role of an actor that is nothing but a post.
pub(super) fn post_alone(actor: &Named) -> Option<&Role> {
    let [role] = &actor.roles[..] else {
        return None;
    };
    let described = !is_full_name(actor)
        && actor.kind != ActorKind::Group
        && head_kind(&actor.name) == Some(ActorKind::Person);
    described.then_some(role)
}

/// Whether the person of `rows` is seen in the post `role` about `date`.
pub(super) fn holds(
    members: &[Member<'_>],
    rows: &[usize],
    role: &Role,
    date: Option<PartialDate>,
) -> bool {
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
