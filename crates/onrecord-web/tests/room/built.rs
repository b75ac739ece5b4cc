//! A case built from a folder of documents, the way the command line does it.

use onrecord_casefile::{CaseFile, NewDocument};
use onrecord_core::record::record;
use onrecord_core::statement::analyse;
use std::error::Error;
use std::path::Path;

/// Reads every file of `folder` into a new case file at `path`; what cannot be read is left out.
pub fn build(folder: &Path, path: &Path) -> Result<CaseFile, Box<dyn Error>> {
    let mut case = CaseFile::create_or_open(path)?;
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(|file| file.path());
    for file in files {
        let bytes = std::fs::read(file.path())?;
        let name = file.file_name().to_string_lossy().into_owned();
        for part in onrecord_ingest::split(&bytes) {
            let Ok(document) = onrecord_ingest::read(&part.bytes) else {
                continue;
            };
            case.add_document(&NewDocument {
                document: &document,
                original: &part.bytes,
                path: &part
                    .line
                    .map_or(name.clone(), |line| format!("{name}:{line}")),
                analysis: &analyse(onrecord_model::default_tagger(), &document),
                analysis_version: "example",
            })?;
        }
    }
    join(&mut case)?;
    Ok(case)
}

fn join(case: &mut CaseFile) -> Result<(), Box<dyn Error>> {
    let mut entries = Vec::new();
    let basis = case.record_input(|entry| entries.push(entry))?;
    Ok(case.replace_record(basis, &record(entries))?)
}
