//! The commands: exit codes, what is printed, what the messages say.

use crate::common::{Case, example, example_documents, keys, list, run, write_files};
use onrecord::CaseFile;
use std::collections::BTreeSet;
use std::path::Path;

/// A PDF with one empty page.
fn pdf_without_text() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << >> /Contents 4 0 R >>",
        "<< /Length 12 >>\nstream\n0 0 9 9 re f \nendstream",
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 5\n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

const GOOD: &str = "Port shut\n\nThe port is shut, harbour minister Ana Reyes said on Monday.\n\n\
    \"Nobody told us,\" said Lev Marin, who leads the dockers' union.\n";

#[test]
fn issue_2_the_example_builds_well_and_leaves_a_report() {
    let case = Case::new();
    let report = case.folder.path().join("report");
    let documents = example_documents();
    let ran = case
        .run(&[
            "build",
            documents.to_str().unwrap(),
            "--report",
            report.to_str().unwrap(),
        ])
        .ends(0);
    assert!(
        ran.out.starts_with("read: 13 new, 0 unchanged\n"),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("13 documents (2 of them copies)"),
        "{ran:?}"
    );
    assert!(ran.out.contains(report.to_str().unwrap()), "{ran:?}");
    assert_eq!(ran.err, "");
    let page = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    assert!(page("actors.html").contains("Vellinga"));
    for name in ["index.html", "statements.html", "room.css", "SHA256SUMS"] {
        assert!(
            !page(name).contains("href=\"/"),
            "{name} leads nowhere else"
        );
    }
}

#[test]
fn issue_2_a_second_build_changes_nothing() {
    let case = Case::of(&example_documents());
    let before = case.export();
    let head = CaseFile::open_read_only(&case.path())
        .unwrap()
        .journal_head()
        .unwrap();
    let again = case.build(&example_documents()).ends(0);
    assert!(
        again.out.starts_with("read: 0 new, 13 unchanged\n"),
        "{again:?}"
    );
    assert_eq!(case.export(), before);
    let after = CaseFile::open_read_only(&case.path())
        .unwrap()
        .journal_head()
        .unwrap();
    assert_eq!(after, head);
    case.run(&["verify"]).ends(0);
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason_and_the_rest_is_there() {
    let given = tempfile::tempdir().unwrap();
    let bad: [(&str, &[u8], &str); 6] = [
        (
            "photo.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "this is a picture",
        ),
        ("empty.html", b"", "there is nothing in it"),
        ("blank.txt", b" \n\t\n", "there is nothing in it"),
        (
            "rows.jsonl",
            b"{\"number\":\"1\"}\n{\"number\":\"2\"}\n",
            "this is JSON, but not of articles",
        ),
        ("scan.pdf", &pdf_without_text(), "text layer"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    ];
    write_files(
        given.path(),
        bad.iter().map(|(name, bytes, _)| (name, bytes)),
    );
    write_files(given.path(), [("good.txt", GOOD)]);
    let case = Case::new();
    let ran = case.build(given.path()).ends(1);
    assert!(
        ran.out
            .starts_with("read: 1 new, 0 unchanged, 6 not read\n"),
        "{ran:?}"
    );
    assert_eq!(ran.err.lines().count(), bad.len(), "{}", ran.err);
    for (name, _, reason) in bad {
        let told = ran
            .err
            .lines()
            .any(|line| line.contains(&format!("{name}: ")) && line.contains(reason));
        assert!(told, "{name}: {reason}: {}", ran.err);
    }
    let documents = case.run(&["documents", "--json"]).ends(0).rows();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0]["paths"][0], "good.txt");
    assert_ne!(documents[0]["statements"], 0);

    let again = case
        .run(&["build", given.path().to_str().unwrap(), "--json"])
        .ends(1);
    let totals = again.object();
    assert_eq!(list(&totals["build"]["problems"]).len(), bad.len());
    for problem in list(&totals["build"]["problems"]) {
        assert_eq!(keys(problem), BTreeSet::from(["path", "reason"]));
    }
    assert_eq!(totals["build"]["new"], 0);
    case.run(&["verify"]).ends(0);
}

#[track_caller]
fn assert_bad_third_line(line: &str) {
    let given = tempfile::tempdir().unwrap();
    let good = "{\"title\":\"A\",\"text\":\"All is well, Ana Reyes said.\"}";
    write_files(
        given.path(),
        [("crawl.jsonl", format!("{good}\n\n{line}\n"))],
    );
    let case = Case::new();
    let ran = case.build(given.path());
    assert!(ran.err.contains("crawl.jsonl#L3: "), "{line}: {ran:?}");
    let documents = case.run(&["documents", "--json"]).ends(0).rows();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0]["paths"], serde_json::json!(["crawl.jsonl#L1"]));
    ran.ends(1);
}

#[test]
fn a_bad_line_among_articles_is_named_by_its_number() {
    assert_bad_third_line("{\"number\":\"1.2\"}");
    assert_bad_third_line("{\"title\":\"B\",\"text\":\"cut in the mid");
}

#[test]
fn a_line_among_articles_that_is_no_json_is_no_document() {
    for line in ["{broken", "[1, 2]", "null", "<<<<<<< HEAD"] {
        assert_bad_third_line(line);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_does_not_stop_a_build() {
    let given = tempfile::tempdir().unwrap();
    write_files(given.path(), [("good.txt", GOOD)]);
    std::os::unix::fs::symlink("/there/is/none", given.path().join("gone.txt")).unwrap();
    let case = Case::new();
    let ran = case.build(given.path()).ends(1);
    assert!(ran.err.contains("gone.txt"), "{}", ran.err);
    assert!(ran.out.starts_with("read: 1 new, "), "{}", ran.out);
}

/// As `--out /dev/null` would, run by root: a socket stands in for the device.
#[cfg(unix)]
#[test]
fn a_report_replaces_nothing_but_reports() {
    use std::os::unix::fs::FileTypeExt;
    let given = tempfile::tempdir().unwrap();
    write_files(given.path(), [("good.txt", GOOD)]);
    let case = Case::of(given.path());
    let socket = case.folder.path().join("socket");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let refused = case
        .run(&["report", "--out", socket.to_str().unwrap()])
        .ends(2);
    assert!(refused.err.contains("socket"), "{refused:?}");
    assert!(socket.symlink_metadata().unwrap().file_type().is_socket());
}

/// Exit 2: nothing was done, and the message says which file and what to do.
#[track_caller]
fn cannot(args: &[&str], says: &[&str]) {
    let ran = run(args).ends(2);
    assert_eq!(ran.out, "", "{args:?}");
    for words in says {
        assert!(ran.err.contains(words), "{args:?}: {words}: {}", ran.err);
    }
}

#[test]
fn what_cannot_be_done_at_all_ends_with_2_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    write_files(
        folder.path(),
        [("good.txt", GOOD), ("page.html", "<html><p>x</p></html>")],
    );
    let [none, good, page, case, deep] = [
        "none.txt",
        "good.txt",
        "page.html",
        "a.onrecord",
        "none/a.onrecord",
    ]
    .map(at);

    cannot(
        &["build", &none, "--case", &case],
        &[&none, "check the path"],
    );
    assert!(
        !Path::new(&case).exists(),
        "a failed build leaves no case file"
    );
    cannot(
        &["build", &good, "--case", &page],
        &[&page, "not a case file", "onrecord build"],
    );
    cannot(
        &["build", &good, "--case", &deep],
        &[&deep, "check that the folder exists"],
    );
    for command in [
        "documents",
        "statements",
        "actors",
        "export",
        "verify",
        "report",
    ] {
        cannot(&[command, "--case", &case], &[&case, "onrecord build"]);
        cannot(&[command, "--case", &page], &[&page, "not a case file"]);
    }
    assert_eq!(std::fs::read(&page).unwrap(), b"<html><p>x</p></html>");
    assert!(!Path::new(&case).exists(), "reading makes no case file");

    run(&["build", &good, "--case", &case]).ends(0);
    let out = at("none/export.jsonl");
    cannot(&["export", "--case", &case, "--out", &out], &[&out]);
    cannot(
        &["report", "--case", &case, "--out", &page],
        &[&page, "folder"],
    );
    let here = folder.path().to_str().unwrap();
    cannot(
        &["report", "--case", &case, "--out", here],
        &[here, "not there yet"],
    );
    cannot(&["report", "--case", &case, "--out", &good], &[&good]);
    assert_eq!(std::fs::read_to_string(&good).unwrap(), GOOD);
    cannot(
        &["statements", "--act", "shout", "--case", &case],
        &["shout", "deny", "urge"],
    );
    cannot(&["export", "--format", "xml", "--case", &case], &["jsonl"]);
}

#[test]
fn the_case_can_be_named_by_the_environment() {
    let case = example();
    let output = crate::common::program()
        .arg("documents")
        .env("ONRECORD_CASE", case.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, case.run(&["documents"]).out.into_bytes());
}
