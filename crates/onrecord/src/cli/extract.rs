//! `onrecord extract`: the pipe.

use super::Done;
use super::args::ExtractArgs;
use super::build::set_threads;
use super::output;
use anyhow::{Context, Result};
use onrecord::{Extraction, ModelChoice};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write, stdin, stdout};
use std::path::Path;

/// Lines read at a time: enough for all cores, few enough for constant memory.
const BATCH: usize = 64;

pub(crate) fn extract(args: &ExtractArgs) -> Result<Done> {
    set_threads(args.threads)?;
    let mut out = BufWriter::new(stdout().lock());
    let mut done = Done::Well;
    if args.files.is_empty() {
        done = read_one("standard input", stdin().lock(), args, &mut out)?;
    }
    for path in &args.files {
        let name = path.display().to_string();
        let read = match open(path) {
            Ok(input) => read_one(&name, input, args, &mut out)?,
            Err(error) => bad(&name, &format!("{error:#}")),
        };
        if read == Done::InPart {
            done = Done::InPart;
        }
    }
    out.flush()?;
    Ok(done)
}

fn open(path: &Path) -> Result<BufReader<File>> {
    Ok(BufReader::new(
        File::open(path).context("cannot be opened")?,
    ))
}

fn bad(name: &str, reason: &str) -> Done {
    output::problem(name, reason);
    Done::InPart
}

fn read_one(
    name: &str,
    input: impl BufRead,
    args: &ExtractArgs,
    out: &mut impl Write,
) -> Result<Done> {
    match args.jsonl {
        true => lines(name, input, args.model, out),
        false => text(name, input, args.model, out),
    }
}

/// An object with exactly the given text's attributions.
#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(flatten)]
    extraction: Extraction,
}

fn write(answer: &Answer, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn text(
    name: &str,
    mut input: impl Read,
    model: ModelChoice,
    out: &mut impl Write,
) -> Result<Done> {
    let mut bytes = Vec::new();
    if let Err(error) = input.read_to_end(&mut bytes) {
        return Ok(bad(name, &format!("cannot be read: {error}")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => write(&answer(Value::from(name), &text, model), out)?,
        Err(_) => {
            return Ok(bad(
                name,
                "is not UTF-8; convert it, or read it with `onrecord build`",
            ));
        }
    }
    Ok(Done::Well)
}

fn answer(id: Value, text: &str, model: ModelChoice) -> Answer {
    Answer {
        id,
        extraction: onrecord::extract_with(model, text),
    }
}

/// A line of input; other fields are of no matter here.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
}

fn lines(
    name: &str,
    mut input: impl BufRead,
    model: ModelChoice,
    out: &mut impl Write,
) -> Result<Done> {
    let mut done = Done::Well;
    let mut number = 0;
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let mut line = Vec::new();
            let read = match input.read_until(b'\n', &mut line) {
                Ok(read) => read,
                // What was read before it is answered; other files go on.
                Err(error) => {
                    done = bad(name, &format!("cannot be read: {error}"));
                    0
                }
            };
            if read == 0 {
                break;
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                batch.push((number, line));
            }
        }
        if batch.is_empty() {
            return Ok(done);
        }
        let answers: Vec<(usize, Result<Answer, serde_json::Error>)> = batch
            .par_iter()
            .map(|(number, line)| {
                let bare = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
                let parsed: Result<Line, _> = serde_json::from_slice(bare);
                (
                    *number,
                    parsed.map(|line| answer(line.id, &line.text, model)),
                )
            })
            .collect();
        for (number, answer) in answers {
            match answer {
                Ok(answer) => write(&answer, out)?,
                Err(error) => {
                    done = bad(
                        &format!("{name}, line {number}"),
                        &format!("{error}; a line is an object with \"id\" and \"text\""),
                    )
                }
            }
        }
        out.flush()?;
    }
}
