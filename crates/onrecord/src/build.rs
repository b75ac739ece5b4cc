//! Files into a case file.

mod files;

pub use files::{Source, sources};

use anyhow::{Context, Result};
use onrecord_casefile::{Added, CaseFile, NewDocument, Status};
use onrecord_core::Document;
use onrecord_core::record::record;
use onrecord_core::statement::{Analysis, analyse};
use onrecord_ingest::Part;
use onrecord_model::ModelChoice;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a build did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Documents that were not in the case before.
    pub new: usize,
    /// Documents read again because the reader or the analysis changed.
    pub read_again: usize,
    /// Known bytes found under a path not known before.
    pub new_paths: usize,
    /// Nothing new: same bytes, same path.
    pub unchanged: usize,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
}

/// A file, or a part of one, that is not in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Path, and line in it if it holds several documents.
    pub path: String,
    /// Why, and what to do.
    pub reason: String,
}

/// Watches a build go on.
pub trait Progress: Sync {
    /// A file is about to be read.
    fn file(&self, _path: &str) {}
    /// A file is done.
    fn done(&self) {}
    /// Something could not be read.
    fn problem(&self, _problem: &Problem) {}
}

/// Watches nothing.
impl Progress for () {}

/// Files read, and documents analysed, side by side before they are stored.
const BATCH: usize = 32;

/// Reads `sources` into `case` with `model`, one transaction a document, and renews the record.
///
/// What cannot be read is told in the outcome; the rest goes on.
///
/// # Errors
/// Only if the case file itself cannot be written.
pub fn build(
    case: &mut CaseFile,
    sources: &[Source],
    model: ModelChoice,
    progress: &dyn Progress,
) -> Result<Outcome> {
    let mut build = Build {
        case,
        model,
        version: crate::analysis_version(model),
        outcome: Outcome::default(),
        progress,
    };
    for batch in sources.chunks(BATCH) {
        let files: Vec<File<'_>> = batch.par_iter().map(File::read).collect();
        build.add(&files)?;
    }
    let outcome = build.outcome;
    renew_record(case)?;
    Ok(outcome)
}

/// A file's bytes, or why there are none.
struct File<'s> {
    source: &'s Source,
    bytes: Result<Vec<u8>, std::io::Error>,
}

impl<'s> File<'s> {
    fn read(source: &'s Source) -> Self {
        File {
            source,
            bytes: std::fs::read(&source.path),
        }
    }
}

/// A document that is not in the case yet.
struct Fresh<'b> {
    /// Which of the batch's files it is in.
    file: usize,
    name: String,
    part: Part<'b>,
}

struct Build<'c> {
    case: &'c mut CaseFile,
    model: ModelChoice,
    version: String,
    outcome: Outcome,
    progress: &'c dyn Progress,
}

impl Build<'_> {
    fn add(&mut self, files: &[File<'_>]) -> Result<()> {
        let mut fresh = Vec::new();
        let mut parts = vec![0; files.len()];
        for (at, file) in files.iter().enumerate() {
            self.progress.file(&file.source.name);
            match &file.bytes {
                Ok(bytes) => parts[at] = self.look_up(at, file, bytes, &mut fresh)?,
                Err(error) => {
                    self.report(file.source.name.clone(), format!("cannot be read: {error}"))
                }
            }
        }
        let mut refused: Vec<Vec<Problem>> = vec![Vec::new(); files.len()];
        for batch in fresh.chunks(BATCH) {
            let read: Vec<_> = batch
                .par_iter()
                .map(|f| read_and_analyse(&f.part, self.model))
                .collect();
            for (fresh, read) in batch.iter().zip(read) {
                match read {
                    Ok((document, analysis)) => self.store(fresh, &document, &analysis)?,
                    Err(reason) => refused[fresh.file].push(Problem {
                        path: fresh.name.clone(),
                        reason,
                    }),
                }
            }
        }
        for ((file, parts), refused) in files.iter().zip(parts).zip(refused) {
            self.report_refused(file.source, parts, refused);
            self.progress.done();
        }
        Ok(())
    }

    /// Finds the documents of a file that the case does not have; gives the number of all.
    fn look_up<'b>(
        &mut self,
        at: usize,
        file: &File<'_>,
        bytes: &'b [u8],
        fresh: &mut Vec<Fresh<'b>>,
    ) -> Result<usize> {
        let parts = onrecord_ingest::split(bytes);
        let count = parts.len();
        for part in parts {
            let name = match part.line {
                Some(line) => format!("{}#L{line}", file.source.name),
                None => file.source.name.clone(),
            };
            let sha256 = hex::encode(Sha256::digest(&part.bytes));
            let reader = onrecord_ingest::reader(&part.bytes);
            match self.case.status(&sha256, &name, &reader, &self.version)? {
                Status::Known { .. } => self.outcome.unchanged += 1,
                Status::NewPath { document } => {
                    self.case.add_path(&document, &name)?;
                    self.outcome.new_paths += 1;
                }
                Status::Unknown | Status::Outdated { .. } => fresh.push(Fresh {
                    file: at,
                    name,
                    part,
                }),
            }
        }
        Ok(count)
    }

    fn store(&mut self, fresh: &Fresh<'_>, document: &Document, analysis: &Analysis) -> Result<()> {
        use onrecord_casefile::Error::{IdCollision, InvalidDocument};
        let new = NewDocument {
            document,
            original: &fresh.part.bytes,
            path: &fresh.name,
            analysis,
            analysis_version: &self.version,
        };
        match self.case.add_document(&new) {
            Ok(Added::New) => self.outcome.new += 1,
            Ok(Added::PathAdded) => self.outcome.new_paths += 1,
            Ok(Added::Reanalysed) => self.outcome.read_again += 1,
            Ok(Added::Known) => self.outcome.unchanged += 1,
            // One bad document never stops a build; a case file that cannot be written does.
            Err(error @ (InvalidDocument { .. } | IdCollision { .. })) => {
                self.report(fresh.name.clone(), error.to_string())
            }
            Err(error) => {
                return Err(error).with_context(|| format!("while storing {}", fresh.name));
            }
        }
        Ok(())
    }

    fn report(&mut self, path: String, reason: String) {
        let problem = Problem { path, reason };
        self.progress.problem(&problem);
        self.outcome.problems.push(problem);
    }

    /// One problem for a file whose every line is bad for one reason, else one for each.
    fn report_refused(&mut self, source: &Source, parts: usize, refused: Vec<Problem>) {
        let all_alike = parts > 1
            && refused.len() == parts
            && refused
                .iter()
                .all(|problem| problem.reason == refused[0].reason);
        if all_alike {
            let reason = format!("{} (all {parts} lines)", refused[0].reason);
            return self.report(source.name.clone(), reason);
        }
        for problem in refused {
            self.report(problem.path, problem.reason);
        }
    }
}

fn read_and_analyse(part: &Part<'_>, model: ModelChoice) -> Result<(Document, Analysis), String> {
    let document = onrecord_ingest::read_part(part).map_err(|error| error.to_string())?;
    let analysis = analyse(model.tagger(), &document);
    Ok((document, analysis))
}

/// Derives the record again if documents came in since it was made.
///
/// # Errors
/// If the case file cannot be read or written.
pub fn renew_record(case: &mut CaseFile) -> Result<()> {
    if !case.is_stale()? {
        return Ok(());
    }
    let mut entries = Vec::new();
    let basis = case.record_input(|entry| entries.push(entry))?;
    let record = record(entries);
    case.replace_record(basis, &record)?;
    Ok(())
}
