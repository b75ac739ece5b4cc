//! Judging as a browser sends it, without script.

use crate::made::{self, Case};
use crate::{Asked, HOST, get, local, send};
use axum::Router;
use axum::http::{StatusCode, header};
use onrecord_casefile::{Part, Verdict};
use onrecord_web::Room;
use std::sync::Arc;

fn judge(router: &Router, fields: &[(&str, &str)]) -> Asked {
    send(router, "/judge", fields)
}

#[test]
fn issue_6_a_statement_is_judged_and_the_judgement_undone() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let row = case.statements().remove(0);
    let page = format!("/documents/{}", row.document);
    let back = format!("{page}#n-{}", row.id);
    let sent = [
        ("verdict", "reject"),
        ("on", row.id.as_str()),
        ("back", back.as_str()),
    ];
    let answer = judge(&router, &sent);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), back);
    let shown = get(&router, &page).body;
    assert!(shown.contains("rejected: read wrongly") && shown.contains("Ada Reader"));
    assert!(
        get(&router, "/statements?judged=rejected")
            .body
            .contains(&row.id)
    );
    let all = get(&router, "/judgements").body;
    let seq = all
        .split("name=\"seq\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let answer = send(&router, "/undo", &[("seq", seq), ("back", "/judgements")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!get(&router, &page).body.contains("rejected: read wrongly"));
    assert!(get(&router, "/judgements").body.contains("undone by"));
}

#[test]
fn a_speaker_is_set_by_name_cleared_and_set_to_a_stranger() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let rows = case.statements();
    let unknown = rows.iter().find(|row| row.speaker.is_none()).unwrap();
    let known = rows.iter().find_map(|row| row.speaker.clone()).unwrap();
    let set = |name: &str| {
        let fields = [
            ("verdict", "speaker"),
            ("on", unknown.id.as_str()),
            ("speaker", name),
        ];
        assert_eq!(judge(&router, &fields).status, StatusCode::SEE_OTHER);
        let row = case.file.statement(&unknown.id).unwrap().unwrap();
        row.speaker_now().cloned()
    };
    assert_eq!(set(&known.name.to_uppercase()), Some(known));
    let stranger = set("Nobody Known").unwrap();
    assert_eq!(
        (stranger.id, stranger.name.as_str()),
        (None, "Nobody Known")
    );
    let fields = [("verdict", "unknown"), ("on", unknown.id.as_str())];
    assert_eq!(judge(&router, &fields).status, StatusCode::SEE_OTHER);
    assert!(
        get(&router, "/statements?unresolved=1")
            .body
            .contains(&unknown.id)
    );
}

#[test]
fn what_cannot_be_judged_is_refused_with_a_reason() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let row = case.statements().remove(0);
    for (fields, words) in [
        (
            vec![("verdict", "praise"), ("on", row.id.as_str())],
            "no verdict",
        ),
        (
            vec![("verdict", "accept"), ("on", "s0000000000000000")],
            "nothing that can be judged",
        ),
        (
            vec![("verdict", "note"), ("on", row.id.as_str()), ("note", " ")],
            "text is missing",
        ),
        (vec![], "no verdict"),
    ] {
        let refused = judge(&router, &fields);
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
        assert!(refused.body.contains(words), "{}", refused.body);
    }
    let none = case
        .file
        .judgements_page(Part { from: 0, count: 9 })
        .unwrap();
    assert_eq!(none.total, 0);
}

#[test]
fn nothing_leads_out_of_the_room_and_nothing_is_judged_without_a_name() {
    let case = Case::of(&[made::ann_and_bob()]);
    let row = case.statements().remove(0);
    let router = local(&case);
    for elsewhere in [
        "//other.example",
        "https://other.example",
        "/\\\\other.example",
        "",
    ] {
        let fields = [
            ("verdict", "accept"),
            ("on", row.id.as_str()),
            ("back", elsewhere),
        ];
        assert_eq!(
            judge(&router, &fields).header(header::LOCATION),
            "/judgements"
        );
    }
    let unsigned = Room::new(case.file.path(), "test case").unwrap();
    let unsigned = Arc::new(unsigned.at(HOST.parse().unwrap(), None)).router();
    let refused = judge(&unsigned, &[("verdict", "accept"), ("on", &row.id)]);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("--by NAME"));
    assert!(
        !get(&unsigned, "/statements")
            .body
            .contains("action=\"/judge\"")
    );
    let said = case.file.judgements_on(&row.id).unwrap();
    assert!(said.iter().all(|one| one.verdict == Verdict::Accept) && said.len() == 1);
}

#[test]
fn a_note_full_of_markup_shows_as_text() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let row = case.statements().remove(0);
    let note = "<img src=x onerror=alert(1)>";
    judge(
        &router,
        &[("verdict", "note"), ("on", &row.id), ("note", note)],
    );
    for page in [
        format!("/documents/{}", row.document),
        "/judgements".into(),
        "/statements".into(),
    ] {
        let shown = get(&router, &page).body;
        assert!(
            !shown.contains("<img") && shown.contains("onerror=alert(1)"),
            "{page}"
        );
    }
}

#[test]
fn a_rejected_answer_leaves_its_finding_unanswered() {
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/marram-strait/documents");
    let folder = tempfile::tempdir().unwrap();
    let case = crate::built::build(&example, &folder.path().join("example.onrecord")).unwrap();
    let router = crate::room(case.path(), HOST, None);
    let count = |what: &str| -> usize {
        let page = get(&router, "/answers").body;
        let told = page.split(&format!(">{what}: ")).nth(1).unwrap();
        told.split('<').next().unwrap().parse().unwrap()
    };
    let before = (count("unanswered"), count("answered"));
    let point = case.answered_points().unwrap();
    let point = point.iter().find(|id| id.starts_with('s')).unwrap();
    for answer in case.responses_to(point).unwrap() {
        let fields = [("verdict", "reject"), ("on", answer.id.as_str())];
        assert_eq!(judge(&router, &fields).status, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        (count("unanswered"), count("answered")),
        (before.0 + 1, before.1 - 1)
    );
}

#[test]
fn judging_leads_back_to_the_leaf_it_was_done_on() {
    let quotes: Vec<made::Said> = (0..120)
        .map(|i| made::Said::new("Ann Vale", &format!("word {i}")))
        .collect();
    let case = Case::of(&[made::quotes("many.txt", &quotes)]);
    let router = local(&case);
    let page = get(&router, "/statements?page=2").body;
    let back = page.split("name=\"back\" value=\"").nth(1).unwrap();
    let back = back.split('"').next().unwrap();
    assert!(back.starts_with("/statements?page=2#s"), "{back}");
}
