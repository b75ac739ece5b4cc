//! The same pages as files: every link leads to a file and its anchor, nothing is asked of a program.

use crate::made::{self, Case};
use crate::{HOST, built, get, room};
use onrecord_core::statement::Class;
use onrecord_web::{Only, Room, WriteError};
use scraper::{Html, Selector};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn files(folder: &Path, under: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, under, all),
            false => {
                let name = path.strip_prefix(under).unwrap().to_owned();
                all.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
}

fn written(case: &Path, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let room = Room::new(case, "test case")
        .unwrap()
        .judged_by("Ada Reader");
    let done = room.write(folder, |_, _| {}).unwrap();
    assert_eq!(done.first, folder.join("index.html"));
    let mut all = BTreeMap::new();
    files(folder, folder, &mut all);
    assert_eq!(done.files + 1, all.len(), "and the list of sums");
    all
}

#[test]
fn issue_6_the_written_pages_of_the_example_lead_to_each_other() {
    let example =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marram-strait/documents");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.onrecord");
    built::build(&example, &path).unwrap();
    let out = folder.path().join("report");
    let all = written(&path, &out);
    let any = Selector::parse("[href], [src], [action]").unwrap();
    let mut links = 0;
    for (name, bytes) in all
        .iter()
        .filter(|(name, _)| name.extension().is_some_and(|e| e == "html"))
    {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for element in page.select(&any) {
            assert_eq!(element.attr("action"), None, "nothing to send in {name:?}");
            let link = element.attr("href").or(element.attr("src")).unwrap();
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.starts_with("http") {
                continue;
            }
            let target = match file {
                "" => out.join(name),
                file => out.join(name).parent().unwrap().join(file),
            };
            let there = std::fs::read(&target).unwrap_or_else(|_| panic!("{link} in {name:?}"));
            let there = String::from_utf8_lossy(&there);
            assert!(
                anchor.is_empty() || there.contains(&format!("id=\"{anchor}\"")),
                "{link} in {name:?}"
            );
            links += 1;
        }
    }
    assert!(links > 2_000, "{links}");
    // The same case gives the same files, over those that are there.
    assert_eq!(written(&path, &out), all);
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let case = Case::of(&[made::ann_and_bob()]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let room = || Room::new(case.file.path(), "test case").unwrap();
    let refused = room().write(folder.path(), |_, _| {});
    assert!(matches!(refused, Err(WriteError::InTheWay { .. })));
    let file = folder.path().join("notes.txt");
    let refused = room().write(&file, |_, _| {});
    assert!(matches!(refused, Err(WriteError::InTheWay { .. })));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
    // Nor is a report to which somebody added something, nor what lies beside one.
    let out = folder.path().join("report");
    let beside = ["report.old", "report.new"].map(|name| folder.path().join(name));
    for path in &beside {
        std::fs::create_dir(path).unwrap();
    }
    room().write(&out, |_, _| {}).unwrap();
    room().write(&out, |_, _| {}).unwrap();
    assert!(beside.iter().all(|path| path.is_dir()));
    std::fs::write(out.join("CNAME"), "mine").unwrap();
    let refused = room().write(&out, |_, _| {});
    assert!(matches!(refused, Err(WriteError::InTheWay { .. })));
    assert!(out.join("CNAME").is_file() && out.join("index.html").is_file());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn hostile_documents_and_an_empty_case_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = Case::of(&[made::hostile()]);
    let all = written(hostile.file.path(), &folder.path().join("hostile"));
    let originals = all.keys().filter(|name| name.starts_with("originals"));
    assert!(
        originals.clone().count() == 1
            && originals
                .into_iter()
                .all(|n| n.extension().unwrap() == "original")
    );
    let empty = Case::of(&[]);
    assert!(written(empty.file.path(), &folder.path().join("empty")).len() > 8);
}

#[test]
fn what_is_narrowed_says_so() {
    let case = Case::of(&[made::ann_and_bob()]);
    let folder = tempfile::tempdir().unwrap();
    let only = Only {
        min_score: Some(0.5),
        classes: vec![Class::Attitude],
    };
    let room_of = Room::new(case.file.path(), "test case").unwrap().only(only);
    room_of
        .write(&folder.path().join("some"), |_, _| {})
        .unwrap();
    let page = std::fs::read_to_string(folder.path().join("some/statements.html")).unwrap();
    assert!(page.contains("attitude; scored 0.5 or more"));
    let all = get(&room(case.file.path(), HOST, None), "/statements").body;
    assert!(all.matches("<blockquote").count() > page.matches("<blockquote").count());
}
