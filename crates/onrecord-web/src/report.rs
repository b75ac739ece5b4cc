//! The report: a case as one HTML page.

use crate::across::Across;
use crate::body::Reading;
use crate::colophon::Colophon;
use crate::contents::Contents;
use crate::front::{Front, KINDS, Who};
use crate::sources::Sources;
use crate::speakers::Speaker;
use crate::unresolved::Unresolved;
use crate::voices::Voices;
use crate::words;
use askama::Template;
use onrecord_casefile::{CaseFile, StatementFilter};
use onrecord_core::statement::Class;
use std::io::Write;

/// What a report is called.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportOptions {
    /// The page's title; the case's name if there is none.
    pub title: Option<String>,
    /// The name of the case: that of its file, without the folder.
    pub case_name: String,
    /// Leave out statements with a lower score, between 0 and 1.
    pub min_score: Option<f64>,
    /// Show only these classes; none given is all of them.
    pub classes: Vec<Class>,
}

impl ReportOptions {
    /// What is left out, in words for the reader; `None` if nothing is.
    fn choice(&self) -> Option<String> {
        let classes: Vec<&str> = self.classes.iter().map(|c| c.as_str()).collect();
        let score = self.min_score.map(|s| format!("scored {s} or more"));
        let kinds = (!classes.is_empty()).then(|| classes.join(", "));
        let parts: Vec<String> = kinds.into_iter().chain(score).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Why there is no report, or half of one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The case could not be read.
    #[error(transparent)]
    Case(#[from] onrecord_casefile::Error),
    /// The page could not be written.
    #[error("cannot write the report: {0}; check that there is room and that you may write there")]
    Output(#[from] std::io::Error),
    /// Something was added to the case in the meantime.
    #[error("the case changed while the report was being written; run `onrecord report` again")]
    Changed,
}

/// Writes `case` as one HTML page that needs neither network nor script.
///
/// The same case and options give the same bytes. Texts are read and written
/// one at a time, so that memory grows with the statements and not the texts.
///
/// # Errors
/// If the case cannot be read or changes meanwhile, or `out` cannot be
/// written; what was written by then is not a whole page.
pub fn report(
    case: &CaseFile,
    options: &ReportOptions,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let filter = StatementFilter {
        min_score: options.min_score,
        classes: options.classes.clone(),
        ..StatementFilter::default()
    };
    let contents = Contents::read(case, &filter)?;
    let voices = Voices::count(&contents);
    let case_name = options.case_name.as_str();
    let title = options.title.as_deref().unwrap_or(case_name);
    let choice = options.choice();
    Front::new(&contents, &voices, title, case_name, choice).write_into(out)?;
    if contents.documents.is_empty() {
        write!(out, "{EMPTY}")?;
    } else {
        Sources::new(&contents).write_into(out)?;
        Who::new(&contents, &voices).write_into(out)?;
        Across::new(case, &contents)?.write_into(out)?;
        write_texts(case, &contents, out)?;
        write_speakers(&contents, &voices, out)?;
        Unresolved::new(&contents, &voices).write_into(out)?;
    }
    Colophon::new(&contents, case_name).write_into(out)?;
    match case.journal_head()? == contents.head {
        true => Ok(out.flush()?),
        false => Err(ReportError::Changed),
    }
}

const EMPTY: &str = "<section class=\"chapter\"><p>Nothing has been added to this case yet. \
    <code>onrecord build FOLDER --case FILE</code> reads documents into it.</p></section>\n";

#[derive(Debug, Template)]
#[template(path = "texts.html")]
struct TextsHead;

fn write_texts(
    case: &CaseFile,
    contents: &Contents,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    TextsHead.write_into(out)?;
    for (place, row) in contents.documents.iter().enumerate() {
        let document = case.document(&row.id)?;
        Reading::new(contents, place, &document).write_into(out)?;
    }
    Ok(writeln!(out, "</section>")?)
}

fn write_speakers(
    contents: &Contents,
    voices: &Voices,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    writeln!(
        out,
        "<section class=\"chapter speakers\" id=\"speakers\">\n<h2>Speakers and what they said</h2>"
    )?;
    for kind in KINDS {
        let places: Vec<usize> = (0..contents.actors.len())
            .filter(|place| contents.actors[*place].kind == kind)
            .collect();
        if !places.is_empty() {
            writeln!(out, "<h3 class=\"kind\">{}</h3>", words::kinds(kind))?;
        }
        for place in places {
            Speaker::new(contents, voices, place).write_into(out)?;
        }
    }
    if !voices.unjoined.is_empty() {
        writeln!(
            out,
            "<h3 class=\"kind\">Not yet compared across documents</h3>"
        )?;
    }
    for (name, voice) in &voices.unjoined {
        Speaker::of_voice(contents, name, voice).write_into(out)?;
    }
    Ok(writeln!(out, "</section>")?)
}
