//! Verify: sound cases pass, and each kind of tampering is named.

use crate::made::{Case, made};
use onrecord_casefile::{StoredMeta, VerifyReport};
use rusqlite::Connection;

/// Reads the made-up originals again: the text between `<p>` and `</p>`.
fn reread(original: &[u8], meta: &StoredMeta) -> Result<Option<String>, String> {
    if meta.reader.version != "1" {
        return Ok(None);
    }
    let page = std::str::from_utf8(original).map_err(|error| error.to_string())?;
    let text = page
        .strip_prefix("<p>")
        .and_then(|p| p.strip_suffix("</p>"));
    text.map(|text| Some(text.to_string()))
        .ok_or("no paragraph".to_string())
}

fn case() -> Case {
    let one = made("a.html", &[("Mira Tólvan", "No."), ("Jon Ask", "Yes.")]);
    let two = made("b.html", &[("Mira Tólvan", "Never.")]);
    let mut case = Case::with(&[one.clone(), two]);
    case.add(&one.at("c.html"));
    case
}

fn verify(case: &Case) -> VerifyReport {
    case.file.verify(&reread).expect("the check can be done")
}

/// The problems after somebody ran `sql` on the file with another program.
fn after(sql: &str) -> Vec<String> {
    let case = case();
    let conn = Connection::open(case.path()).unwrap();
    conn.execute_batch(sql).unwrap();
    drop(conn);
    verify(&case).problems
}

fn assert_found(sql: &str, expected: &str) {
    let problems = after(sql);
    assert!(
        problems.iter().any(|problem| problem.contains(expected)),
        "{sql}: {problems:#?}"
    );
}

#[test]
fn a_sound_case_passes() {
    let report = verify(&case());
    assert_eq!(report.problems, Vec::<String>::new());
    assert!(report.is_sound());
    assert_eq!(
        (report.documents, report.reread, report.statements),
        (2, 2, 3)
    );
    // Created, two documents, their record, a path.
    assert_eq!(report.journal_entries, 5);
    assert_eq!(report.journal_head.map(|head| head.seq), Some(5));
    assert!(!report.record_stale);
}

#[test]
fn changed_originals_are_found() {
    assert_found(
        "UPDATE original SET zstd = x'00'",
        "original cannot be read",
    );
    // The empty frame of zstd.
    assert_found(
        "UPDATE original SET zstd = x'28b52ffd2000010000'",
        "its original was changed",
    );
    assert_found("DELETE FROM original", "original cannot be read");
    assert_found("UPDATE document SET sha1 = 'x'", "SHA-1 differ");
}

#[test]
fn changed_texts_are_found() {
    let change = "UPDATE document SET text = replace(text, 'No.', 'Ja.') WHERE text LIKE '%No.%'";
    assert_found(change, "its text was changed");
    assert_found(change, "read again, gives another text");
    assert_found(
        "UPDATE document SET title = 'Ostmark agrees'",
        "metadata differ",
    );
    assert_found(
        "UPDATE block SET kind = 'furniture'",
        "blocks or pages differ",
    );
}

#[test]
fn changed_statements_are_found() {
    let of_no = "(SELECT min(id) FROM statement)";
    assert_found(
        &format!(
            "UPDATE statement_span SET start = start + 1 WHERE role = 'content' AND statement = {of_no}"
        ),
        "spans of statement",
    );
    assert_found(
        &format!("UPDATE statement_span SET end = 9999 WHERE role = 'cue' AND statement = {of_no}"),
        "9999), in a text of",
    );
    assert_found(
        &format!("UPDATE statement_span SET end = start WHERE statement = {of_no}"),
        "the cue of statement",
    );
    assert_found("UPDATE statement_span SET start = -1", "[-1, ");
    assert_found("UPDATE statement SET act = 'confirm'", "statements differ");
    assert_found("UPDATE statement SET speaker = 0", "statements differ");
    assert_found(
        "UPDATE statement SET class = 'attitude'",
        "the class of statement",
    );
    assert_found(
        "DELETE FROM statement WHERE position = 1",
        "statements differ",
    );
    assert_found(
        "UPDATE document_actor SET name = 'Jon' WHERE number = 1",
        "actors differ",
    );
    assert_found("UPDATE mention SET end = end + 900", "a mention of actor");
}

#[test]
fn changes_of_the_record_are_found() {
    let expected = "not those in the journal";
    assert_found("UPDATE actor SET name = 'Jon'", expected);
    assert_found("DELETE FROM copy", expected);
    assert_found(
        "UPDATE state SET revision = 9, record_revision = 9",
        "changes of documents",
    );
}

#[test]
fn a_broken_journal_is_named_by_its_first_break() {
    assert_found(
        "UPDATE journal SET at = '2031-01-01T00:00:00.000Z' WHERE seq = 3",
        "breaks at entry 3: entry 3 was changed",
    );
    assert_found(
        "DELETE FROM journal WHERE seq = 2",
        "breaks at entry 3: entry 2 is missing",
    );
    assert_found("DELETE FROM journal WHERE seq = 1", "entry 1 is missing");
    assert_found(
        "UPDATE journal SET hash = 'x' WHERE seq = 2; UPDATE journal SET previous = 'x' WHERE seq = 3",
        "breaks at entry 2",
    );
    assert_found(
        "UPDATE journal SET kind = 'note' WHERE seq = 2",
        "makes no sense",
    );
    assert_found("DELETE FROM journal", "the journal is empty");
    let breaks = after("DELETE FROM journal WHERE seq IN (1, 3)");
    let breaks = breaks
        .iter()
        .filter(|problem| problem.contains("breaks at"));
    assert_eq!(breaks.count(), 1);
}

#[test]
fn documents_and_journal_must_tell_the_same() {
    // The end of the journal cut off leaves a sound chain, and things it does not tell of.
    assert_found("DELETE FROM journal WHERE seq = 5", "paths differ");
    assert_found("DELETE FROM journal WHERE seq >= 3", "not in the journal");
    assert_found(
        "DELETE FROM document_path WHERE path = 'c.html'",
        "paths differ",
    );
    assert_found(
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
         DELETE FROM statement; DELETE FROM document WHERE id = (SELECT min(id) FROM document)",
        "in the journal and not in the case",
    );
    assert_found(
        "PRAGMA foreign_keys = OFF; DELETE FROM document_actor WHERE number = 1",
        "refers to a row",
    );
}

#[test]
fn texts_of_other_reader_versions_are_not_read_again() {
    let case = case();
    let report = case.file.verify(&|_, _| Ok(None)).unwrap();
    assert_eq!((report.reread, report.not_reread), (0, 2));
    assert!(report.is_sound());
    let report = case.file.verify(&|_, _| Err("no".to_string())).unwrap();
    assert_eq!(report.problems.len(), 2);
}
