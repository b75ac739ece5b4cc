//! Reads a folder of documents and writes the report of it: `report_of_folder FOLDER OUT.html`.
//!
//! What `onrecord build` and `onrecord report` do, without the care they take:
//! for looking at the page while working on it.

#[path = "../tests/report/built.rs"]
mod built;

use onrecord_web::{ReportOptions, report};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, page] = arguments.as_slice() else {
        return Err("usage: report_of_folder FOLDER OUT.html".into());
    };
    let temporary = tempfile::tempdir()?;
    let case = built::build(Path::new(folder), &temporary.path().join("case.onrecord"))?;
    let options = ReportOptions {
        title: None,
        case_name: "Marram Strait".to_owned(),
        ..ReportOptions::default()
    };
    let mut out = BufWriter::new(File::create(page)?);
    report(&case, &options, &mut out)?;
    Ok(out.flush()?)
}
