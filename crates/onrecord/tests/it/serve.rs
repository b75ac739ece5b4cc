//! The reading room from outside: the program listens, a page comes, strangers get none.

use crate::common::{example, program, run, string};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

/// A room that is closed when the test ends.
struct Open {
    child: Child,
    address: String,
    token: String,
}

impl Open {
    fn new(args: &[&str]) -> Self {
        let mut child = program()
            .arg("serve")
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().strip_prefix("reading room: http://").unwrap();
        let (address, query) = url.split_once('/').unwrap();
        Open {
            child,
            address: address.to_owned(),
            token: query.to_owned(),
        }
    }

    /// The whole answer to a request for `path` under the name `host`.
    fn get(&self, path: &str, host: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n"), "")
    }

    /// The whole answer to a form sent from a page of the room.
    fn send(&self, path: &str, form: &str) -> String {
        let host = &self.address;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
        self.ask(&head, form)
    }

    fn ask(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{head}Connection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn issue_6_a_statement_is_found_from_the_list_in_its_text() {
    let case = example();
    let path = case.path();
    let open = Open::new(&["--port", "0", "--case", path.to_str().unwrap()]);
    assert!(open.token.is_empty());
    let host = open.address.clone();
    let first = open.get("/", &host);
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    assert!(first.contains("statements"));
    let rows = case.run(&["statements", "--json"]).ends(0).rows();
    let (document, id) = (string(&rows[0]["document"]), string(&rows[0]["id"]));
    let text = open.get(&format!("/documents/{document}"), &host);
    assert!(text.contains(&format!("id=\"{id}\"")));
    let stranger = open.get("/", "rebound.example");
    assert!(stranger.starts_with("HTTP/1.1 421"), "{stranger}");
}

#[test]
fn issue_6_other_addresses_ask_for_a_token() {
    let case = example();
    let path = case.path();
    let args = [
        "--port",
        "0",
        "--address",
        "0.0.0.0",
        "--case",
        path.to_str().unwrap(),
    ];
    let mut open = Open::new(&args);
    assert!(open.token.starts_with("?token=") && open.token.len() > 30);
    open.address = open.address.replace("0.0.0.0", "127.0.0.1");
    assert!(open.get("/", "any").starts_with("HTTP/1.1 401"));
    let welcome = open.get(&format!("/{}", open.token), "any");
    assert!(welcome.starts_with("HTTP/1.1 303"), "{welcome}");
}

#[test]
fn issue_6_what_cannot_be_served_is_said_so() {
    let missing = run(&["serve", "--case", "none.onrecord"]);
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(missing.err.contains("none.onrecord"));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let case = example();
    let path = case.path();
    let ran = run(&["serve", "--port", &port, "--case", path.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--port 0"), "{}", ran.err);
}

#[test]
fn issue_6_what_a_person_decides_is_kept_by_the_next_build_and_told_everywhere() {
    let case = example();
    let path = case.path();
    let path = path.to_str().unwrap();
    let rows = case.run(&["statements", "--json"]).ends(0).rows();
    let id = string(&rows[0]["id"]);
    let args = ["--port", "0", "--by", "Ada Reader", "--case", path];
    let open = Open::new(&args);
    let form = format!("verdict=speaker&on={id}&speaker=Somebody+Else&back=/");
    let answer = open.send("/judge", &form);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    drop(open);
    let documents = crate::common::example_documents();
    case.run(&["build", documents.to_str().unwrap()]).ends(0);
    let rows = case.run(&["judgements", "--json"]).ends(0).rows();
    assert_eq!((rows.len(), string(&rows[0]["by"])), (1, "Ada Reader"));
    assert_eq!(rows[0]["found"], true);
    assert!(
        case.run(&["judgements"])
            .ends(0)
            .out
            .contains("Somebody Else")
    );
    let told = case.run(&["show", id]).ends(0).out;
    assert!(
        told.contains("Somebody Else (judged)") && told.contains("by Ada Reader"),
        "{told}"
    );
    let found = case.run(&["statements", "--speaker", "somebody else", "--json"]);
    assert_eq!(found.ends(0).rows().len(), 1);
    let exported = case.run(&["export", "--format", "jsonl"]).ends(0).out;
    assert!(exported.contains("{\"type\":\"judgement\""));
    case.run(&["verify"]).ends(0);
}
