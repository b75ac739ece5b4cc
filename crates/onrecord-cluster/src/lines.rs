//! From JSON lines of texts to JSON lines of attributions.

use crate::{attributions_function, session_with};
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::common::exec_err;
use datafusion::dataframe::DataFrame;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::prelude::{JsonReadOptions, SessionConfig, col};
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use tokio::task::JoinHandle;

/// Below this many bytes a file is not cut up: reading a few articles takes longer than any set-up.
const SMALLEST_CUT: usize = 64 * 1024;

/// Reads JSON lines `{"id", "text"}` from the file `input`, writes
/// `{"id", "attributions"}` lines to the file `output`, and gives their number.
///
/// The file is cut at line ends into as many parts as there are cores, read in
/// parallel; the order of lines is kept and memory does not grow with the
/// file. Ids are all strings or all whole numbers; other fields are passed
/// over. A text that is null or missing gives null attributions.
///
/// The output is written in parts beside `output` and put in place when all
/// is done: on an error, the first line that cannot be read included, nothing
/// is there that was not there before.
pub async fn extract_json_lines(input: &Path, output: &Path) -> Result<u64> {
    let plan = plan(input).await.map_err(|error| at(input, error))?;
    let streams = plan.execute_stream_partitioned().await?;
    let mut parts = Vec::with_capacity(streams.len());
    for stream in streams {
        let file = tempfile::tempfile_in(folder(output)).map_err(|error| at(output, error))?;
        parts.push(Task(tokio::spawn(write_part(stream, file))));
    }
    let (mut files, mut rows) = (Vec::with_capacity(parts.len()), 0);
    for mut part in parts {
        let joined = (&mut part.0).await;
        let written = joined.map_err(|error| DataFusionError::External(error.into()))?;
        let (file, count) = written.map_err(|error| at(input, error))?;
        files.push(file);
        rows += count;
    }
    put_together(files, output).map_err(|error| at(output, error))?;
    Ok(rows)
}

/// A part being written; given up when the extraction is.
struct Task(JoinHandle<Result<(File, u64)>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn at(path: &Path, error: impl Into<DataFusionError>) -> DataFusionError {
    error.into().context(path.display().to_string())
}

fn folder(output: &Path) -> &Path {
    match output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Its partitions, one after the other, are the lines in their order.
async fn plan(input: &Path) -> Result<DataFrame> {
    let path = fs::canonicalize(input)?;
    let schema = Schema::new(vec![
        Field::new("id", id_type(&path)?, true),
        Field::new("text", DataType::Utf8, true),
    ]);
    let Ok(url) = url::Url::from_file_path(&path) else {
        return exec_err!("is not a path of a file");
    };
    // A partition is one stretch of the file, and no other takes it over.
    let config = SessionConfig::new()
        .with_repartition_file_min_size(SMALLEST_CUT)
        .with_round_robin_repartition(false)
        .set_bool(
            "datafusion.execution.enable_file_stream_work_stealing",
            false,
        );
    let context = session_with(config);
    let options = JsonReadOptions::default()
        .schema(&schema)
        .file_extension("");
    let table = context.read_json(url.as_str(), options).await?;
    let found = attributions_function().call(vec![col("text")]);
    table.select(vec![col("id"), found.alias("attributions")])
}

/// What the first line's id is made of: a column has one type.
fn id_type(path: &Path) -> Result<DataType> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        id: Value,
    }
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        return match serde_json::from_str::<Head>(&line) {
            Ok(head) if head.id.is_i64() => Ok(DataType::Int64),
            Ok(head) if head.id.is_string() || head.id.is_null() => Ok(DataType::Utf8),
            Ok(head) => exec_err!("an id is a string or a whole number, not {}", head.id),
            Err(error) => exec_err!("a line is an object with \"id\" and \"text\": {error}"),
        };
    }
    Ok(DataType::Utf8)
}

#[derive(Serialize)]
struct Answer<'a, I> {
    id: Option<I>,
    attributions: Option<&'a RawValue>,
}

async fn write_part(mut stream: SendableRecordBatchStream, file: File) -> Result<(File, u64)> {
    let mut out = BufWriter::new(file);
    let mut rows = 0;
    while let Some(batch) = stream.try_next().await? {
        write_batch(&batch, &mut out)?;
        rows += batch.num_rows() as u64;
    }
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((file, rows))
}

fn write_batch(batch: &RecordBatch, out: &mut impl Write) -> Result<()> {
    let (ids, found) = (batch.column(0), batch.column(1).as_string::<i32>());
    match ids.data_type() {
        DataType::Int64 => write_rows(ids.as_primitive::<Int64Type>(), found, out),
        _ => write_rows(ids.as_string::<i32>(), found, out),
    }
}

fn write_rows<'a, I: Serialize>(
    ids: impl IntoIterator<Item = Option<I>>,
    found: impl IntoIterator<Item = Option<&'a str>>,
    out: &mut impl Write,
) -> Result<()> {
    let external = |error: serde_json::Error| DataFusionError::External(error.into());
    for (id, found) in ids.into_iter().zip(found) {
        let attributions = found
            .map(serde_json::from_str)
            .transpose()
            .map_err(external)?;
        serde_json::to_writer(&mut *out, &Answer { id, attributions }).map_err(external)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn put_together(parts: Vec<File>, output: &Path) -> io::Result<()> {
    let partial = partial(output);
    let written = File::create(&partial).and_then(|mut out| {
        for mut part in parts {
            part.rewind()?;
            io::copy(&mut part, &mut out)?;
        }
        out.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&partial, output));
    if placed.is_err() {
        // What went wrong first is what is told.
        let _ = fs::remove_file(&partial);
    }
    placed
}

fn partial(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".partial");
    name.into()
}
