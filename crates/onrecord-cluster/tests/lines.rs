//! JSON lines in, JSON lines out.

use onrecord_cluster::{attributions_json, extract_json_lines};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const SAID: &str = "“The bridge was closed at nine,” said Ira Venn.";

async fn extract(folder: &Path, input: &str) -> datafusion::error::Result<(u64, String)> {
    // Characters that a pattern or an address would take for its own.
    let from = folder.join("the texts [1]*%20é.jsonl");
    let to = folder.join("out");
    fs::write(&from, input).unwrap();
    let rows = extract_json_lines(&from, &to).await?;
    Ok((rows, fs::read_to_string(&to).unwrap()))
}

fn values(lines: &str) -> Vec<Value> {
    let parse = |line| serde_json::from_str(line).unwrap();
    lines.lines().map(parse).collect()
}

fn answer(id: Value, text: &str) -> Value {
    let found: Value = serde_json::from_str(&attributions_json(text).unwrap()).unwrap();
    json!({ "id": id, "attributions": found })
}

#[tokio::test]
async fn answers_every_line() {
    let folder = tempfile::tempdir().unwrap();
    let input = json!({"id": "a\"é", "text": SAID, "authors": ["x"]}).to_string()
        + "\n\n"
        + "{\"text\":\"It rained.\",\"id\":\"b\",\"authors\":{}}\r\n"
        + "{\"id\":null,\"text\":null}\n{\"id\":\"d\"}";
    let (rows, out) = extract(folder.path(), &input).await.unwrap();
    assert_eq!(rows, 4);
    let expected = [
        answer(json!("a\"é"), SAID),
        answer(json!("b"), "It rained."),
        json!({"id": null, "attributions": null}),
        json!({"id": "d", "attributions": null}),
    ];
    assert_eq!(values(&out), expected);
}

/// Enough to be cut into parts, however many cores there are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeps_the_order_over_parts() {
    let folder = tempfile::tempdir().unwrap();
    let pad = "-".repeat(600);
    let text = |id: i64| match id % 50 {
        0 => SAID,
        _ => "",
    };
    let lines: Vec<String> = (0..2000)
        .map(|id| json!({"id": id, "text": text(id), "pad": pad}).to_string())
        .collect();
    let (rows, out) = extract(folder.path(), &lines.join("\n")).await.unwrap();
    assert_eq!(rows, 2000);
    let expected: Vec<Value> = (0..2000).map(|id| answer(json!(id), text(id))).collect();
    assert!(values(&out) == expected);
}

#[tokio::test]
async fn nothing_gives_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let none = extract(folder.path(), "").await.unwrap();
    assert_eq!(none, (0, String::new()));
}

#[tokio::test]
async fn an_error_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let good = "{\"id\":\"a\",\"text\":\"It rained.\"}\n";
    for bad in [
        "no object",
        "{\"id\":[],\"text\":\"\"}",
        &format!("{good}{{\"id\":1,\"text\":\"\"}}"),
        &format!("{good}{{\"id\":\"b\",\"text\":7}}"),
        &format!("{good}{{\"id\":\"b\",\"te"),
    ] {
        fs::write(folder.path().join("out"), "before").unwrap();
        let error = extract(folder.path(), bad).await.unwrap_err();
        assert!(error.to_string().contains("the texts [1]"), "{error}");
        let left = fs::read_to_string(folder.path().join("out")).unwrap();
        assert_eq!(left, "before", "{bad}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
    let absent = extract_json_lines(&folder.path().join("none"), &folder.path().join("out")).await;
    assert!(absent.unwrap_err().to_string().contains("none"));
}
