//! Adding documents: what is stored, what is left alone.

use crate::made::{ANALYSIS, Case, made, record};
use onrecord_casefile::{Added, CaseFile, Error, NewDocument, Status};
use onrecord_core::Span;

#[test]
fn a_document_comes_back_as_it_went_in() {
    let one = made(
        "a/één.html",
        &[("Mira Tólvan", "It is 😀 false."), ("She", "No.")],
    );
    let mut case = Case::empty();
    assert_eq!(case.add(&one), Added::New);

    let id = &one.document.id;
    assert_eq!(case.file.document(id).unwrap(), one.document);
    assert_eq!(case.file.original(id).unwrap(), one.original);

    let mut handed_over = Vec::new();
    case.file
        .record_input(|document| handed_over.push(document))
        .unwrap();
    assert_eq!(handed_over.len(), 1);
    assert_eq!(handed_over[0].leaf, one.analysis.leaf);
    assert_eq!(handed_over[0].statements.len(), 2);
}

#[test]
fn the_same_document_again_changes_nothing() {
    let one = made("a.html", &[("Mira Tólvan", "No.")]);
    let mut case = Case::with(std::slice::from_ref(&one));
    let (export, entries) = (case.export(), case.journal_entries());

    assert_eq!(case.add(&one), Added::Known);
    assert_eq!(
        case.file.add_path(&one.document.id, "a.html").unwrap(),
        Added::Known
    );
    case.join();
    assert!(!case.file.is_stale().unwrap());
    assert_eq!(case.journal_entries(), entries);
    assert_eq!(case.export(), export);
}

#[test]
fn building_again_leaves_the_very_bytes_of_the_file() {
    let one = made("a.html", &[("Mira Tólvan", "No.")]);
    let case = Case::with(std::slice::from_ref(&one));
    let (folder, path) = (case.folder, case.file.path().to_path_buf());
    drop(case.file);
    let before = std::fs::read(&path).unwrap();

    let file = CaseFile::create_or_open(&path).unwrap();
    let mut case = Case { folder, file };
    case.add(&one);
    case.join();
    drop(case.file);
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn one_document_may_lie_under_two_paths() {
    let one = made("b.html", &[("Mira Tólvan", "No.")]);
    let mut case = Case::with(std::slice::from_ref(&one));
    assert_eq!(case.add(&one.at("a.html")), Added::PathAdded);
    let id = &one.document.id;
    assert_eq!(case.file.add_path(id, "c.html").unwrap(), Added::PathAdded);

    let documents = case.file.documents().unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].paths, ["a.html", "b.html", "c.html"]);
    // The record does not depend on paths.
    assert!(!case.file.is_stale().unwrap());
    assert!(case.export().contains(r#""path":"a.html""#));
}

#[test]
fn one_path_may_have_held_two_documents() {
    let mut case = Case::empty();
    case.add(&made("a.html", &[("Mira Tólvan", "No.")]));
    assert_eq!(
        case.add(&made("a.html", &[("Mira Tólvan", "Yes.")])),
        Added::New
    );
    assert_eq!(case.file.documents().unwrap().len(), 2);
}

#[test]
fn another_version_replaces_what_was_derived_and_keeps_the_rest() {
    let one = made("a.html", &[("Mira Tólvan", "It is false."), ("She", "No.")]);
    let mut case = Case::with(std::slice::from_ref(&one));

    let mut anew = made("b.html", &[("Mira Tólvan", "Rubbish.")]);
    anew.document.sha256 = one.document.sha256.clone();
    anew.document.sha1 = one.document.sha1.clone();
    anew.document.id = one.document.id.clone();
    anew.document.reader.version = "2".to_string();
    anew.original = one.original.clone();
    assert_eq!(case.add(&anew), Added::Reanalysed);
    assert!(case.file.is_stale().unwrap());
    case.join();

    let documents = case.file.documents().unwrap();
    assert_eq!(documents[0].paths, ["a.html", "b.html"]);
    assert_eq!(documents[0].statements, 1);
    assert_eq!(case.file.document(&one.document.id).unwrap(), anew.document);
    assert_eq!(case.file.original(&one.document.id).unwrap(), one.original);
    assert!(case.file.search("false", 9).unwrap().is_empty());
    assert_eq!(case.file.search("rubbish", 9).unwrap().len(), 1);
    let report = case.file.verify(&|_, _| Ok(None)).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

#[test]
fn status_says_what_is_left_to_do() {
    let one = made("a.html", &[("Mira Tólvan", "No.")]);
    let case = Case::with(std::slice::from_ref(&one));
    let document = one.document.id.clone();
    let reader = &one.document.reader;
    let status =
        |sha256: &str, path, analysis| case.file.status(sha256, path, reader, analysis).unwrap();
    let sha256 = &one.document.sha256;
    assert_eq!(status("00", "a.html", ANALYSIS), Status::Unknown);
    assert_eq!(
        status(sha256, "a.html", ANALYSIS),
        Status::Known {
            document: document.clone()
        }
    );
    assert_eq!(
        status(sha256, "b.html", ANALYSIS),
        Status::NewPath {
            document: document.clone()
        }
    );
    assert_eq!(
        status(sha256, "a.html", "made-up 2"),
        Status::Outdated { document }
    );
}

#[test]
fn a_document_that_does_not_hold_together_is_refused_whole() {
    let good = made("a.html", &[("Mira Tólvan", "No.")]);
    let refused = |change: fn(&mut crate::made::Made), expected: &str| {
        let mut case = Case::empty();
        let mut bad = good.clone();
        change(&mut bad);
        let error = case.file.add_document(&bad.new_document()).unwrap_err();
        assert!(matches!(error, Error::InvalidDocument { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(case.file.documents().unwrap().is_empty());
        assert_eq!(case.journal_entries(), 1);
    };
    refused(|bad| bad.original.push(b' '), "SHA-256");
    refused(|bad| bad.document.text.push('.'), "text's SHA-256");
    refused(
        |bad| bad.analysis.statements[0].attribution.content[0] = Span::new(3, 3),
        "content",
    );
    // The title holds a character of four bytes at its end.
    refused(
        |bad| bad.analysis.statements[0].basis[0] = Span::new(0, 36),
        "basis",
    );
    refused(
        |bad| bad.analysis.statements[0].speaker = Some(7),
        "actor 7",
    );
    refused(
        |bad| {
            let again = bad.analysis.statements[0].clone();
            bad.analysis.statements.push(again);
        },
        "same spans",
    );
}

#[test]
fn a_record_that_does_not_cover_the_documents_is_refused() {
    let mut case = Case::empty();
    assert!(!case.file.is_stale().unwrap());
    case.add(&made("a.html", &[("Mira Tólvan", "No.")]));
    assert!(case.file.is_stale().unwrap());
    let error = case.file.export_jsonl(&mut Vec::new()).unwrap_err();
    assert!(matches!(error, Error::StaleRecord { .. }), "{error}");

    let basis = case.file.record_input(|_| {}).unwrap();
    let error = case.file.replace_record(basis, &record(&[])).unwrap_err();
    assert!(matches!(error, Error::InvalidRecord { .. }), "{error}");

    case.add(&made("b.html", &[("Mira Tólvan", "Never.")]));
    let error = case.file.replace_record(basis, &record(&[])).unwrap_err();
    assert!(matches!(error, Error::RecordOutdated { .. }), "{error}");

    case.join();
    assert!(!case.file.is_stale().unwrap());
}

#[test]
fn a_killed_build_leaves_the_case_complete_to_a_document() {
    let (one, two) = (
        made("a.html", &[("Mira Tólvan", "No.")]),
        made("b.html", &[("Mira Tólvan", "Never.")]),
    );
    let mut case = Case::empty();
    case.add(&one);
    // What a kill leaves behind: the files as they lie, nothing tidied up.
    let copy = case.folder.path().join("copy.onrecord");
    for end in ["", "-wal"] {
        let from = format!("{}{end}", case.path().display());
        std::fs::copy(from, format!("{}{end}", copy.display())).unwrap();
    }
    let mut killed = CaseFile::create_or_open(&copy).unwrap();
    let report = killed.verify(&|_, _| Ok(None)).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!(report.documents, 1);
    assert!(report.record_stale);
    let new = |made: &crate::made::Made| made.clone();
    for (made, expected) in [(new(&one), Added::Known), (new(&two), Added::New)] {
        let new: NewDocument<'_> = made.new_document();
        assert_eq!(killed.add_document(&new).unwrap(), expected);
    }
}
