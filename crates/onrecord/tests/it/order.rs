//! The bytes of an export depend on the documents alone.

use crate::common::{Case, example, example_documents, rows, write_files};
use crate::export::assert_valid;
use onrecord::CaseFile;
use onrecord::build::{Source, build, sources};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::path::{Path, PathBuf};

/// A document is its bytes: what it is called, and where it lies, is no part of it.
#[test]
fn the_same_bytes_under_two_paths_are_one_document() {
    let given = tempfile::tempdir().unwrap();
    let text = "The port is shut, harbour minister Ana Reyes said on Monday.\n";
    write_files(given.path(), [("b/two.txt", text), ("a.txt", text)]);
    let case = Case::new();
    let ran = case.build(given.path()).ends(0);
    assert!(ran.out.starts_with("read: 1 new, "), "{ran:?}");
    let documents = case.run(&["documents", "--json"]).ends(0).rows();
    assert_eq!(documents.len(), 1);
    assert_eq!(
        documents[0]["paths"],
        serde_json::json!(["a.txt", "b/two.txt"])
    );
    assert_eq!(rows(&case.export())[1]["path"], "a.txt");
    assert_valid(&case.export());

    let later = Case::of(&given.path().join("b/two.txt"));
    let ran = later.build(given.path()).ends(0);
    assert!(ran.out.contains("0 new"), "{ran:?}");
    let again = later.build(given.path()).ends(0);
    assert!(
        again.out.starts_with("read: 0 new, 2 unchanged\n"),
        "{again:?}"
    );
}

#[test]
fn issue_2_neither_order_nor_threads_nor_folder_change_a_byte() {
    let expected = example().export();
    let files: Vec<PathBuf> = sources(&[example_documents()])
        .unwrap()
        .into_iter()
        .map(|source| source.path)
        .collect();
    for (threads, reversed) in [("1", true), ("2", false)] {
        let case = Case::new();
        let mut files: Vec<&str> = files.iter().map(|f| f.to_str().unwrap()).collect();
        if reversed {
            files.reverse();
        }
        let mut args = vec!["build", "--threads", threads];
        args.extend(&files);
        case.run(&args).ends(0);
        assert!(
            case.export() == expected,
            "threads {threads}, reversed {reversed}"
        );
    }
    let one_by_one = Case::new();
    let backwards: Vec<usize> = (0..files.len()).rev().collect();
    let sources = sources(&[example_documents()]).unwrap();
    let export = exported(&one_by_one.path(), &sources, &backwards, 1);
    assert!(export == expected, "one by one");
    one_by_one.run(&["verify"]).ends(0);
}

/// Found by the property test below.
#[test]
fn an_owner_in_a_title_is_mentioned_where_it_stands() {
    let given = tempfile::tempdir().unwrap();
    let text = "Dr. I. O\u{308}z warned that it was so.\n\n“The port is shut,” Kelsavar’s envoy I. O\u{308}z denied.\n";
    write_files(given.path(), [("a.txt", text)]);
    Case::new().build(given.path()).ends(0);
}

/// A short article, with characters beyond the first plane, combining marks and line ends.
fn article() -> impl Strategy<Value = String> {
    let name = prop::sample::select(
        &[
            "Ana Reyes",
            "Lev Marin",
            "Zoë 𝒦ader",
            "Wen Li",
            "I. O\u{308}z",
        ][..],
    );
    let post = prop::sample::select(&["", "harbour minister ", "Dr. ", "the envoy "][..]);
    let cue = prop::sample::select(&["said", "denied", "told reporters", "warned"][..]);
    let claim = prop::sample::select(
        &[
            "the port 🚢 is shut",
            "nobody 𐍈 was hurt",
            "“all 👩‍👩‍👧 of it is false”",
            "it may have been rigged",
        ][..],
    );
    let sentence =
        (name, post, cue, claim, any::<bool>()).prop_map(|(name, post, cue, claim, before)| {
            match before {
                true => format!("{post}{name} {cue} that {claim} on Monday."),
                false => format!("“{claim},” {post}{name} {cue}."),
            }
        });
    let end = prop::sample::select(&["\n\n", "\r\n\r\n", " "][..]);
    (prop::collection::vec(sentence, 1..4), end).prop_map(|(list, end)| list.join(end))
}

/// Some articles, two orders to add them in, and how many at a time.
fn piles() -> impl Strategy<Value = (Vec<String>, Vec<usize>, Vec<usize>, usize)> {
    prop::collection::vec(article(), 1..7).prop_flat_map(|texts| {
        let order: Vec<usize> = (0..texts.len()).collect();
        let shuffled = Just(order).prop_shuffle();
        (Just(texts), shuffled.clone(), shuffled, 1..4_usize)
    })
}

fn exported(case: &Path, sources: &[Source], order: &[usize], at_a_time: usize) -> String {
    let mut case = CaseFile::create_or_open(case).unwrap();
    for some in order.chunks(at_a_time) {
        let some: Vec<Source> = some.iter().map(|at| sources[*at].clone()).collect();
        let outcome = build(&mut case, &some, Default::default(), &()).unwrap();
        assert_eq!(outcome.problems, []);
    }
    let mut out = Vec::new();
    case.export_jsonl(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn documents_added_in_any_order_export_the_same_bytes((texts, one, other, at_a_time) in piles()) {
        let folder = tempfile::tempdir().unwrap();
        let names = (0..texts.len()).map(|at| format!("{at}.txt"));
        write_files(folder.path(), names.zip(&texts));
        let sources = sources(&[folder.path().to_owned()]).unwrap();
        let first = exported(&folder.path().join("1.onrecord"), &sources, &one, at_a_time);
        let second = exported(&folder.path().join("2.onrecord"), &sources, &other, texts.len());
        assert_valid(&first);
        prop_assert_eq!(first, second);
    }
}
