//! The scalar function `attributions(text)`.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use onrecord_core::attribution::{Attribution, Form, attributions};
use onrecord_core::{CharIndex, CharSpan, Span};
use onrecord_model::default_tagger;
use serde::Serialize;
use std::sync::Arc;

/// The function `attributions(text)`, to register with any DataFusion session.
///
/// It takes strings of any layout and gives what [`attributions_json`] gives;
/// null stays null.
pub fn attributions_function() -> ScalarUDF {
    ScalarUDF::from(AttributionsFunction {
        signature: Signature::string(1, Volatility::Immutable),
    })
}

/// The attributions in `text` as a JSON array, each with `source`, `cue`,
/// `content` (lists of `[start, end)` in code points of exactly the text
/// given), `score` and `form`.
///
/// ```
/// let json = onrecord_cluster::attributions_json("“It is open,” the mayor said.")?;
/// assert!(json.starts_with('[') && json.ends_with(']'));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn attributions_json(text: &str) -> serde_json::Result<String> {
    let index = CharIndex::new(text);
    let found: Vec<Found> = attributions(default_tagger(), text)
        .iter()
        .map(|attribution| Found::new(attribution, &index))
        .collect();
    serde_json::to_string(&found)
}

/// An attribution as the pipe writes it.
#[derive(Serialize)]
struct Found {
    source: Vec<CharSpan>,
    cue: Vec<CharSpan>,
    content: Vec<CharSpan>,
    score: f64,
    form: Form,
}

impl Found {
    fn new(attribution: &Attribution, index: &CharIndex<'_>) -> Self {
        let spans = |list: &[Span]| list.iter().map(|span| index.char_span(*span)).collect();
        Found {
            source: spans(&attribution.source),
            cue: spans(&attribution.cue),
            content: spans(&attribution.content),
            score: (f64::from(attribution.score) * 1e4).round() / 1e4,
            form: attribution.form,
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AttributionsFunction {
    signature: Signature,
}

impl ScalarUDFImpl for AttributionsFunction {
    fn name(&self) -> &str {
        "attributions"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match call.args.as_slice() {
            [ColumnarValue::Array(texts)] => Ok(ColumnarValue::Array(of_column(texts)?)),
            [ColumnarValue::Scalar(text)] => {
                let found = of_column(&text.to_array()?)?;
                let found = ScalarValue::try_from_array(&found, 0)?;
                Ok(ColumnarValue::Scalar(found))
            }
            other => exec_err!("attributions takes one text, not {} arguments", other.len()),
        }
    }
}

fn of_column(texts: &dyn Array) -> Result<ArrayRef> {
    let found = match texts.data_type() {
        DataType::Utf8 => of_texts(texts.as_string::<i32>())?,
        DataType::LargeUtf8 => of_texts(texts.as_string::<i64>())?,
        DataType::Utf8View => of_texts(texts.as_string_view())?,
        other => return exec_err!("attributions takes text, not {other}"),
    };
    Ok(Arc::new(found))
}

fn of_texts<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Result<StringArray> {
    texts
        .into_iter()
        .map(|text| text.map(attributions_json).transpose())
        .collect::<serde_json::Result<_>>()
        .map_err(|error| DataFusionError::External(error.into()))
}
