//! The API over the example, every answer held against its own description.

use crate::made::{self, Case};
use crate::{Asked, HOST, ask, built, get, local, room};
use axum::Router;
use axum::http::{Method, StatusCode, header};
use onrecord_casefile::{CaseFile, Decision, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

/// The example with a judgement, so that every type has rows.
fn example() -> (TempDir, CaseFile) {
    let documents =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marram-strait/documents");
    let folder = tempfile::tempdir().unwrap();
    let mut case = built::build(&documents, &folder.path().join("example.onrecord")).unwrap();
    let statement = case.statements(&Default::default()).unwrap().remove(0).id;
    let seq = case
        .judge("Ada Reader", &Decision::new(Verdict::Accept, &statement))
        .unwrap();
    case.judge("Ada Reader", &Decision::new(Verdict::Reject, &statement))
        .unwrap();
    case.undo("Bo Reader", seq).unwrap();
    (folder, case)
}

fn json(found: &Asked) -> Value {
    serde_json::from_str(&found.body).unwrap_or_else(|error| panic!("{error}: {}", found.body))
}

fn description(router: &Router) -> Value {
    json(&get(router, "/api/v1/openapi.json"))
}

/// What is wrong with `answer` by the description of `path` and the status.
fn wrong(api: &Value, path: &str, status: &str, kind: &str, answer: &Value) -> Vec<String> {
    let mut response = &api["paths"][path]["get"]["responses"][status];
    if let Some(reference) = response["$ref"].as_str() {
        response = api.pointer(reference.trim_start_matches('#')).unwrap();
    }
    let schema = &response["content"][kind]["schema"];
    assert!(
        schema.is_object(),
        "{path} {status} {kind} is not described"
    );
    // References of the schema lead into the description.
    let mut whole = schema.clone();
    whole["components"] = api["components"].clone();
    let validator = jsonschema::draft202012::new(&whole).unwrap();
    let errors = validator.iter_errors(answer);
    errors
        .map(|error| format!("{path}: {error} at {}", error.instance_path))
        .collect()
}

#[test]
fn issue_6_every_row_of_the_export_comes_as_it_is_described() {
    let (_folder, case) = example();
    let mut export = Vec::new();
    case.export_jsonl(&mut export).unwrap();
    let export = String::from_utf8(export).unwrap();
    let router = room(case.path(), HOST, None);
    let api = description(&router);
    let mut paths: BTreeSet<String> = api["paths"].as_object().unwrap().keys().cloned().collect();
    let index = json(&get(&router, "/api/v1"));
    assert_eq!(
        wrong(&api, "/api/v1", "200", "application/json", &index),
        [""; 0]
    );
    paths.remove("/api/v1");
    paths.remove("/api/v1/openapi.json");
    let mut rows = Vec::new();
    for collection in index["collections"].as_array().unwrap() {
        let path = collection["href"].as_str().unwrap().to_owned();
        assert!(
            paths.remove(&path) && paths.remove(&format!("{path}/{{id}}")),
            "{path}"
        );
        let mut next = Some(format!("{path}?limit=7"));
        let before = rows.len();
        while let Some(address) = next {
            let found = get(&router, &address);
            assert_eq!(found.header(header::CONTENT_TYPE), "application/json");
            let part = json(&found);
            assert_eq!(
                wrong(&api, &path, "200", "application/json", &part),
                [""; 0]
            );
            assert_eq!(part["total"], collection["rows"]);
            rows.extend(part["rows"].as_array().unwrap().iter().cloned());
            next = part["next"].as_str().map(str::to_owned);
        }
        assert_eq!(
            rows.len() - before,
            collection["rows"].as_u64().unwrap() as usize
        );
        let row = &rows[before];
        let one = json(&get(
            &router,
            &format!("{path}/{}", row["id"].as_str().unwrap()),
        ));
        assert_eq!(&one, row);
    }
    assert_eq!(paths, BTreeSet::new(), "described and not there");
    let lines: Vec<Value> = export
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows, lines, "the rows of the export, in its order");
}

#[test]
fn what_goes_wrong_is_told_as_described() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let api = description(&router);
    let kind = "application/problem+json";
    for (address, path, status) in [
        ("/api/v1/statements?limit=0", "/api/v1/statements", "400"),
        ("/api/v1/statements?limit=9999", "/api/v1/statements", "400"),
        ("/api/v1/statements?limit=many", "/api/v1/statements", "400"),
        ("/api/v1/statements/s0", "/api/v1/statements/{id}", "404"),
        ("/api/v1/documents/d0", "/api/v1/documents/{id}", "404"),
    ] {
        let found = get(&router, address);
        assert_eq!(found.status.as_str(), status, "{address}");
        assert_eq!(found.header(header::CONTENT_TYPE), kind);
        assert_eq!(wrong(&api, path, status, kind, &json(&found)), [""; 0]);
    }
    for address in ["/api/v1/songs", "/api/v1/statements/s0/words"] {
        let found = get(&router, address);
        assert_eq!(found.status, StatusCode::NOT_FOUND);
        assert_eq!(json(&found)["status"], 404);
    }
    let stale = Case::unjoined(&[made::ann_and_bob()]);
    let found = get(&local(&stale), "/api/v1/statements");
    assert_eq!(found.status, StatusCode::CONFLICT);
    assert_eq!(
        wrong(&api, "/api/v1/statements", "409", kind, &json(&found)),
        [""; 0]
    );
    let own = format!("http://{HOST}");
    let sent = ask(
        &router,
        Method::POST,
        "/api/v1/statements",
        &[("origin", &own)],
    );
    assert_eq!(sent.status, StatusCode::METHOD_NOT_ALLOWED, "it only reads");
}
