//! The plan gives what the core's function gives.

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Int64Array, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::error::Result;
use onrecord_cluster::session;
use onrecord_core::attribution::attributions;
use onrecord_core::{CharIndex, Span};
use serde_json::{Value, json};
use std::sync::Arc;

const TEXTS: [&str; 3] = [
    "“The bridge was closed at nine,” said Ira Venn, the harbour’s spokeswoman.",
    "Nothing happened that week.",
    "Zoë Ñandú told reporters that the ferry 😀 had sailed.\nThe ministry denied the claim.",
];

/// From the core's function, field by field.
fn direct(text: &str) -> Value {
    let index = CharIndex::new(text);
    let spans = |list: &[Span]| -> Vec<[usize; 2]> {
        let chars = list.iter().map(|span| index.char_span(*span));
        chars.map(|span| [span.start, span.end]).collect()
    };
    attributions(onrecord_model::default_tagger(), text)
        .iter()
        .map(|found| {
            json!({
                "source": spans(&found.source),
                "cue": spans(&found.cue),
                "content": spans(&found.content),
                "score": (f64::from(found.score) * 1e4).round() / 1e4,
                "form": found.form.as_str(),
            })
        })
        .collect()
}

async fn select(texts: ArrayRef) -> Result<Vec<(i64, Option<Value>)>> {
    let ids = Arc::new(Int64Array::from_iter_values(0..texts.len() as i64));
    let table = RecordBatch::try_from_iter_with_nullable([
        ("id", ids as ArrayRef, false),
        ("text", texts, true),
    ])?;
    let session = session();
    session.register_batch("t", table)?;
    let plan = session.sql("SELECT id, attributions(text) FROM t ORDER BY id");
    let mut rows = Vec::new();
    for batch in plan.await?.collect().await? {
        let ids = batch.column(0).as_primitive::<Int64Type>();
        let found = batch.column(1).as_string::<i32>();
        for (id, found) in ids.values().iter().zip(found) {
            rows.push((*id, found.map(|json| serde_json::from_str(json).unwrap())));
        }
    }
    Ok(rows)
}

#[tokio::test]
async fn a_table_gives_what_the_core_gives() {
    let expected: Vec<_> = (0..).zip(TEXTS.map(|text| Some(direct(text)))).collect();
    let found: Vec<usize> = expected
        .iter()
        .map(|(_, found)| found.as_ref().unwrap().as_array().unwrap().len())
        .collect();
    assert!(found[0] >= 1 && found[1] == 0 && found[2] >= 1, "{found:?}");

    let columns: [ArrayRef; 3] = [
        Arc::new(StringArray::from_iter_values(TEXTS)),
        Arc::new(LargeStringArray::from_iter_values(TEXTS)),
        Arc::new(StringViewArray::from_iter_values(TEXTS)),
    ];
    for column in columns {
        let layout = column.data_type().clone();
        assert_eq!(select(column).await.unwrap(), expected, "{layout}");
    }
}

#[tokio::test]
async fn null_stays_null() {
    let column = StringArray::from_iter([Some(TEXTS[0]), None, Some("")]);
    let rows = select(Arc::new(column)).await.unwrap();
    assert_eq!(rows[0].1, Some(direct(TEXTS[0])));
    assert_eq!(rows[1].1, None);
    assert_eq!(rows[2].1, Some(json!([])));

    let untyped = session().sql("SELECT attributions(NULL)").await.unwrap();
    let batches = untyped.collect().await.unwrap();
    assert!(batches[0].column(0).is_null(0));
}

#[tokio::test]
async fn what_is_no_text_is_refused() {
    for query in ["SELECT attributions()", "SELECT attributions('a', 'b')"] {
        let planned = session().sql(query).await;
        assert!(planned.is_err(), "{query}");
    }
}
