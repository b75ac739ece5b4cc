//! Parts of lists: together they are the list, and each knows how long it is.

use crate::made::{Case, made};
use onrecord_casefile::{Part, StatementFilter};
use onrecord_core::statement::Act;
use std::collections::BTreeSet;

fn case() -> Case {
    Case::with(&[
        made("a.html", &[("Mira Tólvan", "Never."), ("Jon Ask", "Ever.")]),
        made("b.html", &[("Mira Tólvan", "No."), ("Jon Ask", "Yes.")]),
        made("c.html", &[("Mira Tólvan", "Perhaps.")]),
    ])
}

#[test]
fn parts_of_statements_add_up_to_the_list() {
    let case = case();
    let speaker = case
        .file
        .speakers(&StatementFilter::default())
        .unwrap()
        .remove(0);
    let actor = |id: &str| StatementFilter {
        actor: Some(id.to_owned()),
        ..StatementFilter::default()
    };
    let filters = [
        StatementFilter::default(),
        actor(&speaker.0),
        actor("none"),
        StatementFilter {
            speaker: Some("jon".into()),
            act: Some(Act::State),
            ..StatementFilter::default()
        },
        StatementFilter {
            unresolved: true,
            ..StatementFilter::default()
        },
    ];
    for filter in filters {
        let whole = case.file.statements(&filter).unwrap();
        let mut seen = BTreeSet::new();
        for from in (0..=whole.len()).step_by(2) {
            let page = case
                .file
                .statements_page(&filter, Part { from, count: 2 })
                .unwrap();
            assert_eq!(page.total, whole.len(), "{filter:?}");
            assert!(page.rows.len() <= 2);
            seen.extend(page.rows.into_iter().map(|s| s.id));
        }
        assert_eq!(seen, whole.into_iter().map(|s| s.id).collect());
    }
}

#[test]
fn speakers_come_by_how_often_and_documents_by_part() {
    let case = case();
    let speakers = case.file.speakers(&StatementFilter::default()).unwrap();
    let counts: Vec<usize> = speakers.iter().map(|(_, n)| *n).collect();
    assert_eq!(counts, [3, 2]);
    let ids = speakers.iter().map(|(id, _)| id.as_str());
    let actors = case.file.actors_of(ids).unwrap();
    assert_eq!(actors[0].name, "Mira Tólvan");
    assert_eq!(case.file.actor("none").unwrap(), None);
    let page = case
        .file
        .originals_page(Part { from: 1, count: 5 })
        .unwrap();
    assert_eq!((page.rows.len(), page.total), (1, 2));
    // The third repeats the first.
    let copies: usize = case
        .file
        .documents()
        .unwrap()
        .iter()
        .map(|d| case.file.copies_of(&d.id).unwrap().len())
        .sum();
    assert_eq!((copies, case.file.documents_count().unwrap()), (1, 3));
}
