//! What persons decide is laid over what was read, can be taken back, and outlives every build.

use crate::made::{Case, made};
use onrecord_casefile::{
    Decision, Error, Judged, Part, Speaker, StatementFilter, StatementRow, Verdict,
};

const ALL: Part = Part {
    from: 0,
    count: 100,
};

fn case() -> Case {
    Case::with(&[
        made("a.html", &[("Mira Tólvan", "Never."), ("Jon Ask", "Ever.")]),
        made("b.html", &[("M. Tolvan", "No.")]),
    ])
}

fn statements(case: &Case, filter: StatementFilter) -> Vec<StatementRow> {
    case.file.statements(&filter).unwrap()
}

fn said(case: &Case, words: &str) -> StatementRow {
    let mut all = statements(case, StatementFilter::default());
    all.retain(|row| row.content.iter().any(|piece| piece.text.contains(words)));
    all.remove(0)
}

fn actor(case: &Case, name: &str) -> String {
    let mut actors = case.file.actors().unwrap();
    actors.retain(|actor| actor.name == name);
    actors.remove(0).id
}

fn by_actor(case: &Case, id: &str) -> usize {
    let filter = StatementFilter {
        actor: Some(id.to_owned()),
        ..StatementFilter::default()
    };
    let page = case.file.statements_page(&filter, ALL).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.total
}

fn judge(case: &mut Case, decision: &Decision) -> u64 {
    case.file.judge("Ada Reader", decision).unwrap()
}

#[test]
fn a_verdict_stands_beside_what_was_read_and_can_be_taken_back() {
    let mut case = case();
    let before = case.export();
    let row = said(&case, "Never");
    let accept = judge(&mut case, &Decision::new(Verdict::Accept, &row.id));
    let reject = judge(&mut case, &Decision::new(Verdict::Reject, &row.id));
    let now = said(&case, "Never");
    assert!(now.is_rejected());
    assert_eq!(now.judged.as_ref().unwrap().judgements.len(), 2);
    assert_eq!(now.judged.unwrap().judgements[0].by, "Ada Reader");
    let judged = |judged| StatementFilter {
        judged: Some(judged),
        ..StatementFilter::default()
    };
    assert_eq!(statements(&case, judged(Judged::Rejected)).len(), 1);
    assert_eq!(statements(&case, judged(Judged::Accepted)).len(), 0);
    case.file.undo("Bo Reader", reject).unwrap();
    assert_eq!(statements(&case, judged(Judged::Accepted)).len(), 1);
    case.file.undo("Bo Reader", accept).unwrap();
    assert_eq!(said(&case, "Never").judged, None);
    let again = case.file.undo("Bo Reader", accept);
    assert!(matches!(again, Err(Error::NoJudgement { .. })));
    // Nothing of what was read was touched, and nothing of what was decided is lost.
    let export = case.export();
    let kept: String = export
        .split_inclusive('\n')
        .filter(|line| !line.starts_with(r#"{"type":"judgement""#))
        .collect();
    assert_eq!(kept, before);
    assert_eq!(case.file.judgements_page(ALL).unwrap().total, 2);
    assert!(export.contains(r#""undone":{"at":"#));
}

#[test]
fn a_speaker_set_by_a_person_is_who_speaks() {
    let mut case = case();
    let (mira, jon) = (actor(&case, "Mira Tólvan"), actor(&case, "Jon Ask"));
    let row = said(&case, "Never");
    assert_eq!((by_actor(&case, &mira), by_actor(&case, &jon)), (1, 1));
    let set = |speaker| Decision {
        speaker,
        ..Decision::new(Verdict::Speaker, &row.id)
    };
    judge(&mut case, &set(Speaker::Actor(jon.clone())));
    assert_eq!((by_actor(&case, &mira), by_actor(&case, &jon)), (0, 2));
    let now = said(&case, "Never");
    assert_eq!(now.speaker_now().unwrap().name, "Jon Ask");
    assert_eq!(now.speaker.unwrap().name, "Mira Tólvan", "as it was read");
    let by_name = |name: &str| StatementFilter {
        speaker: Some(name.to_owned()),
        ..StatementFilter::default()
    };
    assert_eq!(statements(&case, by_name("jon")).len(), 2);
    assert_eq!(statements(&case, by_name("mira")).len(), 0);
    assert_eq!(
        case.file.speakers(&StatementFilter::default()).unwrap()[0],
        (jon.clone(), 2)
    );

    judge(&mut case, &set(Speaker::Named("Ole Quist".into())));
    assert_eq!((by_actor(&case, &mira), by_actor(&case, &jon)), (0, 1));
    assert_eq!(statements(&case, by_name("quist")).len(), 1);

    let unknown = judge(&mut case, &set(Speaker::Unknown));
    let unresolved = StatementFilter {
        unresolved: true,
        ..StatementFilter::default()
    };
    let open = |case: &Case| statements(case, unresolved.clone()).len();
    let without = open(&case);
    case.file.undo("Ada Reader", unknown).unwrap();
    assert_eq!(open(&case), without - 1);
}

#[test]
fn actors_held_to_be_one_are_told_as_one() {
    let mut case = case();
    let (mira, m) = (actor(&case, "Mira Tólvan"), actor(&case, "M. Tolvan"));
    let pair = |verdict| Decision {
        other: Some(m.clone()),
        ..Decision::new(verdict, &mira)
    };
    let same = judge(&mut case, &pair(Verdict::Same));
    assert_eq!(by_actor(&case, &mira), 2);
    assert_eq!(by_actor(&case, &m), 2);
    assert_eq!(case.file.one_with(&m).unwrap().len(), 2);
    for speaker in ["tólvan", "M. Tolvan", m.as_str()] {
        let filter = StatementFilter {
            speaker: Some(speaker.to_owned()),
            ..StatementFilter::default()
        };
        assert_eq!(statements(&case, filter).len(), 2, "{speaker}");
    }
    assert_eq!(
        case.file
            .speakers(&StatementFilter::default())
            .unwrap()
            .len(),
        2
    );
    assert_eq!(case.file.judgements_on(&m).unwrap().len(), 1);
    // The last judgement on a pair stands.
    let different = judge(&mut case, &pair(Verdict::Different));
    assert_eq!(by_actor(&case, &mira), 1);
    case.file.undo("Ada Reader", different).unwrap();
    assert_eq!(by_actor(&case, &mira), 2);
    case.file.undo("Ada Reader", same).unwrap();
    assert_eq!(case.file.one_with(&m).unwrap(), std::slice::from_ref(&m));
}

#[test]
fn the_next_build_keeps_judgements_though_ids_change() {
    let mut case = case();
    let (jon, never) = (actor(&case, "Jon Ask"), said(&case, "Never"));
    let set = Decision {
        speaker: Speaker::Actor(jon.clone()),
        ..Decision::new(Verdict::Speaker, &never.id)
    };
    judge(&mut case, &set);
    let noted = Decision {
        note: "seen in print".into(),
        ..Decision::new(Verdict::Note, &jon)
    };
    judge(&mut case, &noted);
    // Another document comes in, and the record gives the same man another id.
    case.add(&made("c.html", &[("Someone Else", "Well.")]));
    let mut documents = Vec::new();
    let each =
        |entry: onrecord_core::record::Entry| documents.push((entry.document, entry.leaf.actors));
    let basis = case.file.record_input(each).unwrap();
    let mut record = crate::made::record(&documents);
    let new = "a0000000000000000".to_owned();
    for actor in record.actors.iter_mut().filter(|actor| actor.id == jon) {
        actor.id.clone_from(&new);
    }
    case.file.replace_record(basis, &record).unwrap();
    assert_eq!(
        said(&case, "Never").speaker_now().unwrap().id,
        Some(new.clone())
    );
    assert_eq!(by_actor(&case, &new), 2);
    assert_eq!(case.file.judgements_on(&new).unwrap().len(), 1);
    assert!(case.file.judgements_on(&jon).unwrap().is_empty());
    assert!(
        case.file
            .judgements_page(ALL)
            .unwrap()
            .rows
            .iter()
            .all(|j| j.found)
    );
}

#[test]
fn what_makes_no_sense_is_refused_and_leaves_no_entry() {
    let mut case = case();
    let (jon, never) = (actor(&case, "Jon Ask"), said(&case, "Never").id);
    let entries = case.journal_entries();
    let mut refused = |by: &str, decision: Decision| {
        let refused = case.file.judge(by, &decision);
        assert!(
            matches!(refused, Err(Error::NoJudgement { .. })),
            "{decision:?}"
        );
    };
    refused("  ", Decision::new(Verdict::Accept, &never));
    refused("Ada", Decision::new(Verdict::Accept, "sffffffffffffffff"));
    refused("Ada", Decision::new(Verdict::Note, &never));
    refused("Ada", Decision::new(Verdict::Same, &jon));
    let pair = |on: &str, other: &str| Decision {
        other: Some(other.to_owned()),
        ..Decision::new(Verdict::Same, on)
    };
    refused("Ada", pair(&jon, &jon));
    refused("Ada", pair(&jon, &never));
    let speaker = |speaker| Decision {
        speaker,
        ..Decision::new(Verdict::Speaker, &never)
    };
    refused("Ada", speaker(Speaker::Actor(never.clone())));
    refused("Ada", speaker(Speaker::Named(" ".into())));
    refused("Ada", speaker(Speaker::Named("x".repeat(10_001))));
    let actor_given_a_speaker = Decision::new(Verdict::Speaker, &jon);
    refused("Ada", actor_given_a_speaker);
    assert_eq!(case.journal_entries(), entries);
}

#[test]
fn a_judgement_changed_behind_the_journal_is_seen() {
    let mut case = case();
    let row = said(&case, "Never");
    judge(&mut case, &Decision::new(Verdict::Accept, &row.id));
    let problems = |case: &Case| {
        let report = case.file.verify(&|_, _| Ok(None)).unwrap();
        report.problems
    };
    assert_eq!(problems(&case), Vec::<String>::new());
    let conn = rusqlite::Connection::open(case.path()).unwrap();
    conn.execute("UPDATE laid_row SET verdict = 'reject'", [])
        .unwrap();
    drop(conn);
    assert_eq!(problems(&case).len(), 1);
}

/// Two whom the same words name ("the ministry's spokesman Jon Ask") are told apart by their ids.
#[test]
fn issue_6_a_speaker_set_by_hand_is_never_another_whom_the_same_words_name() {
    let mut case = case();
    let (jon, mira) = (actor(&case, "Jon Ask"), actor(&case, "Mira Tólvan"));
    let conn = rusqlite::Connection::open(case.path()).unwrap();
    // Every mention of the one is a mention of the other too.
    conn.execute_batch(
        "INSERT OR REPLACE INTO mention SELECT n.document, m.number, 90 + n.rowid_, n.start, n.end
         FROM (SELECT *, row_number() OVER () AS rowid_ FROM mention) n
         JOIN document_actor a ON a.document = n.document AND a.number = n.number
         JOIN document_actor m ON m.document = n.document AND m.number <> n.number
         WHERE a.name IN ('Jon Ask', 'Mira Tólvan') AND m.name IN ('Jon Ask', 'Mira Tólvan')",
    )
    .unwrap();
    drop(conn);
    let never = said(&case, "Never").id;
    for who in [&jon, &mira, &jon] {
        let decision = Decision {
            speaker: Speaker::Actor(who.clone()),
            ..Decision::new(Verdict::Speaker, &never)
        };
        judge(&mut case, &decision);
        let now = said(&case, "Never");
        assert_eq!(now.speaker_now().unwrap().id.as_ref(), Some(who));
    }
    // Whose id is gone and whose words are another's too is nobody.
    let mut documents = Vec::new();
    let each =
        |entry: onrecord_core::record::Entry| documents.push((entry.document, entry.leaf.actors));
    let basis = case.file.record_input(each).unwrap();
    let mut record = crate::made::record(&documents);
    for actor in record.actors.iter_mut().filter(|actor| actor.id == jon) {
        actor.id = "a0000000000000000".to_owned();
    }
    case.file.replace_record(basis, &record).unwrap();
    let now = said(&case, "Never");
    assert_ne!(
        now.speaker_now().and_then(|who| who.id.as_ref()),
        Some(&"a0000000000000000".to_owned())
    );
    let last = case.file.judgements_page(ALL).unwrap().rows.remove(0);
    assert_eq!(
        (last.found, last.other_name.as_deref()),
        (false, Some("Jon Ask"))
    );
}

#[test]
fn two_held_to_be_different_are_not_made_one_by_way_of_a_third() {
    let mut case = case();
    let (mira, m, jon) = (
        actor(&case, "Mira Tólvan"),
        actor(&case, "M. Tolvan"),
        actor(&case, "Jon Ask"),
    );
    let pair = |verdict, on: &str, other: &str| Decision {
        other: Some(other.to_owned()),
        ..Decision::new(verdict, on)
    };
    judge(&mut case, &pair(Verdict::Different, &mira, &jon));
    judge(&mut case, &pair(Verdict::Same, &mira, &m));
    let entries = case.journal_entries();
    let refused = case
        .file
        .judge("Ada Reader", &pair(Verdict::Same, &m, &jon));
    assert!(matches!(refused, Err(Error::NoJudgement { .. })));
    assert_eq!(
        (by_actor(&case, &jon), case.journal_entries()),
        (1, entries)
    );
}

#[test]
fn a_button_pressed_twice_is_one_judgement_and_whom_they_speak_for_is_nobodys() {
    let mut case = case();
    let row = said(&case, "Never");
    let accept = Decision::new(Verdict::Accept, &row.id);
    let first = judge(&mut case, &accept);
    assert_eq!(judge(&mut case, &accept), first);
    let second = case.file.judge("Bo Reader", &accept).unwrap();
    assert_ne!(second, first, "another person's is another judgement");
    case.file.undo("Bo Reader", second).unwrap();
    assert_eq!(
        said(&case, "Never").judged.unwrap().verdict,
        Some(Verdict::Accept)
    );
    let named = Decision {
        speaker: Speaker::Named("Ole Quist".into()),
        ..Decision::new(Verdict::Speaker, &row.id)
    };
    judge(&mut case, &named);
    let now = said(&case, "Never");
    assert!(now.speaks_for_now().is_empty());
    assert_eq!(now.speaker_by(), Some("Ada Reader"));
}
