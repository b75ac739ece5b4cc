//! A build that is killed leaves whole documents, and the next one completes it.

use crate::common::{Case, program, rows, string, write_files};
use onrecord::CaseFile;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// More than three times what a build reads at a time.
const DOCUMENTS: usize = 110;

/// Documents that differ in names and words, so that none is a copy of another.
fn write_documents(folder: &Path) {
    const WHO: [&str; 10] = [
        "Ana Reyes",
        "Lev Marin",
        "Oda Brandt",
        "Ilya Kerem",
        "Noor Haddan",
        "Per Lind",
        "Maya Okoro",
        "Tomas Weil",
        "Rosa Quill",
        "Jun Takeda",
    ];
    const POST: [&str; 5] = ["minister", "spokesman", "envoy", "senator", "judge"];
    const WHAT: [&str; 6] = [
        "the harbour would reopen",
        "nobody had been held",
        "the figures were wrong",
        "talks had failed",
        "the ship was seized",
        "aid would arrive",
    ];
    let files = (0..DOCUMENTS).map(|n| {
        let (a, b) = (WHO[n % 10], WHO[(n / 10 + n + 3) % 10]);
        let (post, what, other) = (POST[n % 5], WHAT[n % 6], WHAT[(n / 6) % 6]);
        let text = format!(
            "Account number {n} of the dispute\n\n\
             {a}, a {post} from district {n}, said on Monday that {what} within {n} days.\n\n\
             “We heard {n} times that {other} 🚢,” {b} told reporters.\n"
        );
        (format!("{:02}/{n:03}.txt", n % 7), text)
    });
    write_files(folder, files);
}

fn start(documents: &Path, case: &Path) -> Child {
    program()
        .args(["build", "--threads", "1"])
        .arg(documents)
        .arg("--case")
        .arg(case)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Documents that are there for a reader from outside; none while there is no case yet.
fn stored(case: &Path) -> usize {
    CaseFile::open_read_only(case)
        .and_then(|case| case.documents())
        .map_or(0, |documents| documents.len())
}

/// Kills the build once `enough` says so; false if it ended before.
fn kill_when(mut build: Child, enough: impl Fn(Duration) -> bool) -> bool {
    let started = Instant::now();
    while !enough(started.elapsed()) {
        if build.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "the build stands still"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    build.kill().unwrap();
    build.wait().unwrap();
    true
}

/// The rows of each document but for what other documents may change: whose
/// copy it is, and which actors of the case its speakers are.
fn by_document(export: &str) -> HashMap<String, Vec<Value>> {
    let mut out: HashMap<String, Vec<Value>> = HashMap::new();
    for mut row in rows(export) {
        let document = match string(&row["type"]) {
            "document" => string(&row["id"]).to_owned(),
            "statement" => string(&row["document"]).to_owned(),
            _ => continue,
        };
        for field in ["copy_of", "speaker", "speaks_for"] {
            if let Some(value) = row.get_mut(field) {
                value.take();
            }
        }
        out.entry(document).or_default().push(row);
    }
    out
}

/// Checks what a killed build left, then completes it. Gives the documents that were left.
fn assert_whole_and_complete(case: &Case, documents: &Path, undisturbed: &str) -> usize {
    let verified = case.run(&["verify", "--json"]);
    let mut left = 0;
    if verified.code == 2 {
        // Killed before there was a case.
        let size = case.path().metadata().map_or(0, |file| file.len());
        assert_eq!(size, 0, "a case file that does not open: {verified:?}");
    } else {
        let verified = verified.ends(0).object();
        assert_eq!(verified["sound"], true);
        left = verified["documents"].as_u64().unwrap() as usize;
        let whole = by_document(undisturbed);
        let there = by_document(&case.export());
        assert_eq!(there.len(), left);
        for (id, rows) in there {
            assert_eq!(Some(&rows), whole.get(&id), "{id} is whole");
        }
    }
    let again = case.build(documents).ends(0);
    let told = format!("read: {} new, {left} unchanged\n", DOCUMENTS - left);
    assert!(again.out.starts_with(&told), "{told}{again:?}");
    assert!(
        case.export() == undisturbed,
        "the completed case is the undisturbed one"
    );
    left
}

#[test]
fn issue_2_a_killed_build_leaves_whole_documents_and_the_next_completes_it() {
    let given = tempfile::tempdir().unwrap();
    write_documents(given.path());
    let whole = Case::new();
    let started = Instant::now();
    whole.build(given.path()).ends(0);
    let takes = started.elapsed();
    let undisturbed = whole.export();

    let mut midway = Vec::new();
    // By the clock, wherever the build is by then, even before there is a case file.
    for part in [0.02, 0.5] {
        let case = Case::new();
        let build = start(given.path(), &case.path());
        kill_when(build, |elapsed| elapsed >= takes.mul_f64(part));
        midway.push(assert_whole_and_complete(&case, given.path(), &undisturbed));
    }
    // In the midst of storing, however slow the machine.
    for enough in [1, 40, 70] {
        let case = Case::new();
        let path = case.path();
        let build = start(given.path(), &path);
        kill_when(build, |_| stored(&path) >= enough);
        midway.push(assert_whole_and_complete(&case, given.path(), &undisturbed));
        case.run(&["verify"]).ends(0);
    }
    assert!(
        midway.iter().any(|left| (1..DOCUMENTS).contains(left)),
        "no build was killed midway: {midway:?}"
    );
}

#[test]
fn a_case_can_be_read_while_a_build_is_at_work() {
    let given = tempfile::tempdir().unwrap();
    write_documents(given.path());
    let case = Case::new();
    let mut build = start(given.path(), &case.path());
    while stored(&case.path()) == 0 {
        assert!(
            build.try_wait().unwrap().is_none(),
            "the build left no documents"
        );
    }
    while build.try_wait().unwrap().is_none() {
        case.run(&["documents", "--json"]).ends(0);
    }
    assert!(build.wait().unwrap().success());
    assert_eq!(
        case.run(&["documents", "--json"]).ends(0).rows().len(),
        DOCUMENTS
    );
}

#[test]
fn a_killed_build_keeps_what_the_case_held_before() {
    let given = tempfile::tempdir().unwrap();
    write_documents(given.path());
    let undisturbed = Case::of(given.path()).export();
    let case = Case::new();
    // Their paths in the case are those of the whole folder.
    let mut held = onrecord::build::sources(&[given.path().to_owned()]).unwrap();
    held.truncate(20);
    let mut file = CaseFile::create_or_open(&case.path()).unwrap();
    onrecord::build::build(&mut file, &held, Default::default(), &()).unwrap();
    drop(file);
    let path = case.path();
    kill_when(start(given.path(), &path), |_| stored(&path) > 20);
    let left = assert_whole_and_complete(&case, given.path(), &undisturbed);
    assert!(left >= 20, "{left}");
}
