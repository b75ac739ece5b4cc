//! What is opened, what is refused, and who may be at the file at the same time.

use crate::made::{Case, made};
use onrecord_casefile::{CaseFile, Error, StatementFilter};
use rusqlite::Connection;
use std::fs;

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for content in ["my notes", "%PDF-1.7 and so on", "<html>"] {
        fs::write(&path, content).unwrap();
        for error in [
            CaseFile::create_or_open(&path).unwrap_err(),
            CaseFile::open(&path).unwrap_err(),
            CaseFile::open_read_only(&path).unwrap_err(),
        ] {
            assert!(matches!(error, Error::NotACaseFile { .. }), "{error}");
            assert!(error.to_string().contains("notes.txt"));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    let error = CaseFile::create_or_open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("a folder"), "{error}");
}

#[test]
fn a_database_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    let before = fs::read(&path).unwrap();
    let error = CaseFile::create_or_open(&path).unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_format_is_refused() {
    let case = Case::empty();
    let path = case.path();
    drop(case.file);
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    drop(conn);
    let error = CaseFile::open(&path).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
}

#[test]
fn an_empty_file_becomes_a_case_only_when_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new case?.onrecord");
    assert!(matches!(
        CaseFile::open(&path).unwrap_err(),
        Error::Missing { .. }
    ));
    fs::write(&path, "").unwrap();
    assert!(matches!(
        CaseFile::open(&path).unwrap_err(),
        Error::NotACaseFile { .. }
    ));
    drop(CaseFile::create_or_open(&path).unwrap());
    let case = CaseFile::open_read_only(&path).unwrap();
    assert!(case.documents().unwrap().is_empty());
    drop(case);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_folder_that_is_not_there_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = CaseFile::create_or_open(&folder.path().join("no/case")).unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
}

#[test]
fn nothing_is_written_through_a_reading_connection() {
    let one = made("a.html", &[("Mira Tólvan", "No.")]);
    let case = Case::with(&[]);
    let mut reader = CaseFile::open_read_only(&case.path()).unwrap();
    let error = reader.add_document(&one.new_document()).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
}

#[test]
fn readers_read_while_a_build_writes() {
    let case = Case::with(&[made("a.html", &[("Mira Tólvan", "No.")])]);
    let writer = Connection::open(case.path()).unwrap();
    writer
        .execute_batch("BEGIN IMMEDIATE; UPDATE document SET title = 'half done';")
        .unwrap();
    let reader = CaseFile::open_read_only(&case.path()).unwrap();
    let statements = reader.statements(&StatementFilter::default()).unwrap();
    assert_eq!(statements.len(), 1);
    assert_ne!(statements[0].title.as_deref(), Some("half done"));
    reader.export_jsonl(&mut Vec::new()).unwrap();
}

#[test]
fn a_second_build_is_told_of_the_first() {
    let mut case = Case::empty();
    let writer = Connection::open(case.path()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let one = made("a.html", &[("Mira Tólvan", "No.")]);
    let error = case.file.add_document(&one.new_document()).unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error}");
    drop(writer);
    case.add(&one);
}
