//! Lists, filters and look-ups.

use crate::made::{Case, made};
use onrecord_casefile::{Error, Found, StatementFilter};
use onrecord_core::statement::Act;

fn case() -> Case {
    Case::with(&[
        made(
            "wire/b.html",
            &[("Mira Tólvan", "No."), ("Jon Ask", "Yes.")],
        ),
        made("a.html", &[("Mira Tólvan", "Never.")]),
    ])
}

fn said(case: &Case, filter: StatementFilter) -> Vec<String> {
    let statements = case.file.statements(&filter).unwrap();
    statements
        .into_iter()
        .map(|statement| statement.content[0].text.clone())
        .collect()
}

#[test]
fn statements_are_listed_in_order_with_speaker_and_pieces() {
    let case = case();
    let all = case.file.statements(&StatementFilter::default()).unwrap();
    let order: Vec<_> = all.iter().map(|s| (s.path.as_str(), s.position)).collect();
    assert_eq!(
        order,
        [("a.html", 0), ("wire/b.html", 0), ("wire/b.html", 1)]
    );
    let first = &all[0];
    let speaker = first.speaker.as_ref().unwrap();
    assert_eq!(speaker.name, "Mira Tólvan");
    assert!(speaker.id.is_some());
    assert_eq!(first.speaks_for[0].name, "Republic of Ostmark");
    assert_eq!(first.cue[0].text, "said");
    assert_eq!(first.page, Some(1));
    assert_eq!(
        case.file.statement(&first.id).unwrap().as_ref(),
        Some(first)
    );
    assert_eq!(case.file.statement("s0").unwrap(), None);
}

#[test]
fn filters_narrow_by_speaker_document_and_act() {
    let case = case();
    let by_speaker = |speaker: &str| {
        let speaker = Some(speaker.to_string());
        said(
            &case,
            StatementFilter {
                speaker,
                ..StatementFilter::default()
            },
        )
    };
    assert_eq!(by_speaker("TÓLVAN"), ["“Never.”", "“No.”"]);
    assert_eq!(by_speaker("jon"), ["“Yes.”"]);
    assert_eq!(by_speaker("the Spokeswoman").len(), 3);
    assert!(by_speaker("olvan").is_empty());
    let jon = case.file.actors().unwrap().remove(0);
    assert_eq!((jon.name.as_str(), jon.statements), ("Jon Ask", 1));
    assert_eq!(by_speaker(&jon.id), ["“Yes.”"]);

    let by_document = |document: &str| {
        let document = Some(document.to_string());
        said(
            &case,
            StatementFilter {
                document,
                ..StatementFilter::default()
            },
        )
    };
    assert_eq!(by_document("b.html").len(), 2);
    assert_eq!(by_document("wire/b.html").len(), 2);
    // No document has just this path; its words are those of one.
    assert_eq!(by_document("wire").len(), 2);
    assert_eq!(by_document("wir").len(), 0);
    let id = &case.file.documents().unwrap()[0].id;
    assert_eq!(by_document(&id[..9]), ["“Never.”"]);

    let act = |act| StatementFilter {
        act: Some(act),
        ..StatementFilter::default()
    };
    assert_eq!(said(&case, act(Act::Reject)).len(), 3);
    assert!(said(&case, act(Act::Find)).is_empty());
}

#[test]
fn before_the_record_is_made_speakers_have_the_documents_names() {
    let mut case = Case::empty();
    case.add(&made("a.html", &[("Mira Tólvan", "No.")]));
    let filter = StatementFilter {
        speaker: Some("Mira".to_string()),
        ..StatementFilter::default()
    };
    let statements = case.file.statements(&filter).unwrap();
    let speaker = statements[0].speaker.as_ref().unwrap();
    assert_eq!(
        (speaker.id.as_ref(), speaker.name.as_str()),
        (None, "Mira Tólvan")
    );
}

#[test]
fn actors_are_counted() {
    let actors = case().file.actors().unwrap();
    let counts: Vec<_> = actors
        .iter()
        .map(|actor| (actor.name.as_str(), actor.statements, actor.documents))
        .collect();
    let expected = [
        ("Jon Ask", 1, 1),
        ("Mira Tólvan", 2, 2),
        ("Republic of Ostmark", 0, 2),
    ];
    assert_eq!(counts, expected);
    let principal = actors[1].speaks_for.as_ref().unwrap();
    assert_eq!(principal.name, "Republic of Ostmark");
}

#[test]
fn ids_are_found_by_their_beginning() {
    let case = case();
    let document = case.file.documents().unwrap()[0].id.clone();
    let statement = case.file.statements(&StatementFilter::default()).unwrap()[0]
        .id
        .clone();
    assert_eq!(
        case.file.find(&document[..10]).unwrap(),
        Found::Document(document.clone())
    );
    assert_eq!(
        case.file
            .find(&format!(" {} ", statement.to_uppercase()))
            .unwrap(),
        Found::Statement(statement)
    );
    let actor = case.file.actors().unwrap()[0].id.clone();
    assert_eq!(case.file.find(&actor).unwrap(), Found::Actor(actor));
    match case.file.find("s").unwrap() {
        Found::Ambiguous(ids) => assert_eq!(ids.len(), 3),
        other => panic!("{other:?}"),
    }
    for nothing in ["", "zz", "d%", "'"] {
        assert_eq!(case.file.find(nothing).unwrap(), Found::None);
    }
}

#[test]
fn an_unknown_document_is_named_in_the_error() {
    let error = case().file.document("d123").unwrap_err();
    assert!(matches!(error, Error::NoSuchDocument { .. }));
    assert!(error.to_string().contains("d123"));
    let error = case().file.original("d123").unwrap_err();
    assert!(matches!(error, Error::NoSuchDocument { .. }));
}

#[test]
fn rows_serialise_flat() {
    let json = serde_json::to_value(case().file.documents().unwrap()).unwrap();
    assert_eq!(json[0]["published"], "2031-05");
    assert_eq!(json[0]["publisher"], serde_json::Value::Null);
    assert_eq!(json[0]["reader"]["name"], "html");
}
