//! Running the program, and reading what it gives.

use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tempfile::TempDir;

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Fails the test unless the program ended with `code`.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub fn rows(&self) -> Vec<Value> {
        rows(&self.out)
    }

    /// Standard output as one JSON object.
    #[track_caller]
    pub fn object(&self) -> Value {
        let mut rows = self.rows();
        assert_eq!(rows.len(), 1, "{}", self.out);
        rows.remove(0)
    }
}

#[track_caller]
pub fn rows(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect()
}

/// The program, untouched by the settings of whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for setting in ["ONRECORD_CASE", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        command.env_remove(setting);
    }
    command
}

/// Runs the program with nothing on standard input.
pub fn run<S: AsRef<OsStr>>(args: &[S]) -> Ran {
    run_with(args, "")
}

/// Runs the program with `input` on standard input.
pub fn run_with<S: AsRef<OsStr>>(args: &[S], input: impl Into<Vec<u8>>) -> Ran {
    let mut command = program();
    command.args(args);
    let output = assert_cmd::Command::from_std(command)
        .write_stdin(input)
        .output()
        .expect("the program starts");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
    }
}

/// A case file in a folder of its own, gone with it.
pub struct Case {
    pub folder: TempDir,
}

impl Case {
    /// Nothing is made yet but the folder.
    pub fn new() -> Self {
        Case {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn of(documents: &Path) -> Self {
        let case = Case::new();
        case.build(documents).ends(0);
        case
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("test.onrecord")
    }

    /// Runs a command on the case.
    pub fn run(&self, args: &[&str]) -> Ran {
        let path = self.path();
        let mut all: Vec<&OsStr> = args.iter().map(AsRef::as_ref).collect();
        all.extend([OsStr::new("--case"), path.as_os_str()]);
        run(&all)
    }

    pub fn build(&self, documents: &Path) -> Ran {
        self.run(&["build", documents.to_str().expect("a path in UTF-8")])
    }

    #[track_caller]
    pub fn export(&self) -> String {
        self.run(&["export", "--format", "jsonl"]).ends(0).out
    }
}

/// The example case's documents.
pub fn example_documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marram-strait/documents")
}

/// The example case, for tests that only read; built once for those that run at a time.
pub fn example() -> Arc<Case> {
    static SHARED: Mutex<Weak<Case>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(case) = shared.upgrade() {
        return case;
    }
    let case = Arc::new(Case::of(&example_documents()));
    *shared = Arc::downgrade(&case);
    case
}

/// Writes files into `folder`.
pub fn write_files<N: AsRef<Path>, T: AsRef<[u8]>>(
    folder: &Path,
    files: impl IntoIterator<Item = (N, T)>,
) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(&path, bytes).expect("a file is written");
    }
}

/// What stands in `text` at `[s, e)` in code points.
#[track_caller]
pub fn under(text: &str, span: &Value) -> String {
    let (start, end) = ends(span);
    let chars: Vec<char> = text.chars().collect();
    assert!(
        start < end && end <= chars.len(),
        "span {span} in a text of {} code points",
        chars.len()
    );
    chars[start..end].iter().collect()
}

/// The two numbers of a span.
#[track_caller]
pub fn ends(span: &Value) -> (usize, usize) {
    serde_json::from_value(span.clone()).unwrap_or_else(|e| panic!("{span} is no span: {e}"))
}

/// The items of a list of JSON.
#[track_caller]
pub fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is no list"))
}

/// The text of a JSON string.
#[track_caller]
pub fn string(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no string"))
}

/// The names of an object's fields.
#[track_caller]
pub fn keys(row: &Value) -> BTreeSet<&str> {
    let object = row.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}
