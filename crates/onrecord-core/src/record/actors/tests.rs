use super::*;
use crate::record::leaf::Leaf;
use crate::statement::Role;

/// A document that names these actors and nothing else.
fn entry(document: &str, published: Option<&str>, actors: Vec<Named>) -> Entry {
    Entry {
        document: document.into(),
        leaf: Leaf {
            published: published.map(|d| d.parse().unwrap()),
            actors,
            ..Leaf::default()
        },
        ..Entry::default()
    }
}

fn named(kind: ActorKind, name: &str, roles: &[(&str, Option<&str>)]) -> Named {
    let role = |(title, of): &(&str, Option<&str>)| Role {
        title: (*title).into(),
        of: of.map(Into::into),
    };
    Named {
        kind,
        name: name.into(),
        aliases: vec![],
        roles: roles.iter().map(role).collect(),
        speaks_for: None,
        state: None,
        at: (0, 1).into(),
    }
}

fn joined(entries: &[Entry]) -> Vec<Actor> {
    let sources: Vec<usize> = (0..entries.len()).collect();
    join(entries, &sources)
}

fn sizes(entries: &[Entry]) -> Vec<usize> {
    let mut sizes: Vec<usize> = joined(entries).iter().map(|a| a.members.len()).collect();
    sizes.sort_unstable();
    sizes
}

use ActorKind::{Group, Organization, Person, State, Unknown};

#[test]
fn names_join_and_descriptions_do_not() {
    let one = |d, k, n| entry(d, None, vec![named(k, n, &[])]);
    let all = [
        one("d1", Person, "José Lund"),
        one("d2", Person, "Jose Lund"),
        one("d3", Unknown, "Jose Lund"),
        one("d4", Group, "two diplomats"),
        one("d5", Group, "two diplomats"),
    ];
    assert_eq!(sizes(&all), [1, 1, 3]);
    let lund = joined(&all).into_iter().find(|a| a.kind == Person).unwrap();
    assert_eq!(
        (lund.name.as_str(), lund.aliases),
        ("Jose Lund", vec!["José Lund".to_owned()])
    );
}

#[test]
fn a_mayor_and_a_carpenter_of_one_name_are_two() {
    let roe = |d, title: &str| {
        let roles: Vec<(&str, Option<&str>)> = if title.is_empty() {
            vec![]
        } else {
            vec![(title, None)]
        };
        entry(d, None, vec![named(Person, "John Roe", &roles)])
    };
    let all = [
        roe("d1", "mayor"),
        roe("d2", "carpenter"),
        roe("d3", "mayor"),
        roe("d4", ""),
    ];
    assert_eq!(sizes(&all), [1, 1, 2]);
    assert_eq!(sizes(&[roe("d1", "mayor"), roe("d4", "")]), [2]);
    let ids: BTreeSet<String> = joined(&all).into_iter().map(|a| a.id).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn variants_of_a_name_are_one_and_father_and_son_two() {
    let person = |d, n| entry(d, None, vec![named(Person, n, &[])]);
    assert_eq!(
        sizes(&[person("d1", "Ana M. Reyes"), person("d2", "Ana Reyes")]),
        [2]
    );
    assert_eq!(
        sizes(&[person("d1", "Tom Roe Jr."), person("d2", "Tom Roe")]),
        [1, 1]
    );
    // An initial is nobody where two could be meant.
    let three = [
        person("d1", "A. Reyes"),
        person("d2", "Ana Reyes"),
        person("d3", "Arturo Reyes"),
    ];
    assert_eq!(sizes(&three), [1, 1, 1]);
}

#[test]
fn a_post_alone_is_the_one_who_holds_it_then() {
    let ambassador = [("permanent UN ambassador", Some("Chad"))];
    let named_one = |day| {
        entry(
            "d1",
            Some(day),
            vec![named(Person, "Idris Bello", &ambassador)],
        )
    };
    let post = entry(
        "d2",
        Some("2031-05-02"),
        vec![named(
            Unknown,
            "Chad’s UN ambassador",
            &[("UN ambassador", Some("Chad"))],
        )],
    );
    assert_eq!(sizes(&[named_one("2031-05-01"), post.clone()]), [2]);
    assert_eq!(sizes(&[named_one("2021-05-01"), post]), [1, 1]);
}

#[test]
fn a_state_goes_by_its_government_and_its_organs_do_not() {
    let one = |d, k, n| entry(d, None, vec![named(k, n, &[])]);
    let all = [
        one("d1", State, "Chad"),
        one("d2", Organization, "Chadian government"),
        one("d3", Organization, "Chadian Foreign Ministry"),
        one("d4", Organization, "Chad’s foreign ministry"),
    ];
    assert_eq!(sizes(&all), [2, 2]);
}

#[test]
fn one_name_of_two_kinds_is_two() {
    let one = |d, k, n| entry(d, None, vec![named(k, n, &[])]);
    assert_eq!(
        sizes(&[one("d1", Person, "Jordan"), one("d2", State, "Jordan")]),
        [1, 1]
    );
}

#[test]
fn initials_of_one_organization_and_words_of_copies() {
    let one = |d, k, n| entry(d, None, vec![named(k, n, &[])]);
    let all = [
        one("d1", Organization, "Varna Central News Agency"),
        one("d2", Organization, "VCNA"),
        one("d3", Organization, "VCN"),
        one("d4", Group, "port analysts"),
        one("d5", Group, "port analysts"),
    ];
    assert_eq!(sizes(&all), [1, 1, 1, 2]);
    // The last two are copies of one text.
    let found = join(&all, &[0, 1, 2, 3, 3]);
    let mut sizes: Vec<usize> = found.iter().map(|a| a.members.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 2, 2]);
}

#[test]
fn two_last_names_are_one_persons() {
    let one = |d, n| entry(d, None, vec![named(Person, n, &[])]);
    let all = [
        one("d1", "Ana Vela Ortiz"),
        one("d2", "Vela Ortiz"),
        one("d3", "Ed Lund"),
        one("d4", "Edward G. Lund"),
    ];
    assert_eq!(sizes(&all), [2, 2]);
}
