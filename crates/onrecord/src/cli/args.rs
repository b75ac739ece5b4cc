//! What can be typed.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// Who said what, for whom, and where it stands: case files from piles of documents.
///
/// Exit codes: 0 all is well; 1 something could not be read or is not sound,
/// the rest is there; 2 it could not be done.
#[derive(Parser)]
#[command(version, propagate_version = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read documents into a case file, which is made or extended
    #[command(after_help = "Example:\n  onrecord build pages/ statement.pdf --case port.onrecord")]
    Build(BuildArgs),
    /// Write the pages of the reading room into a folder
    #[command(after_help = "Example:\n  onrecord report --case port.onrecord --out port-report")]
    Report(ReportArgs),
    /// Open the reading room: a case file in the browser, on this machine
    #[command(after_help = "Example:\n  onrecord serve --case port.onrecord")]
    Serve(ServeArgs),
    /// Find attributions in plain text or JSON lines; JSON lines come out
    #[command(
        after_help = "Examples:\n  onrecord extract article.txt\n  onrecord extract --jsonl < articles.jsonl > attributions.jsonl"
    )]
    Extract(ExtractArgs),
    /// List the documents of a case file
    #[command(after_help = "Example:\n  onrecord documents --case port.onrecord")]
    Documents(ListArgs),
    /// List statements, all or those of a speaker or document
    #[command(after_help = "Example:\n  onrecord statements --speaker reyes --case port.onrecord")]
    Statements(StatementsArgs),
    /// List those who speak or are spoken for
    #[command(after_help = "Example:\n  onrecord actors --case port.onrecord")]
    Actors(ListArgs),
    /// List the quantities the documents give: how many, of what
    #[command(
        after_help = "Example:\n  onrecord figures --document tribune.html --case port.onrecord"
    )]
    Figures(FiguresArgs),
    /// List what persons decided in the reading room
    #[command(after_help = "Example:\n  onrecord judgements --case port.onrecord")]
    Judgements(ListArgs),
    /// List documents that repeat others, and how many are independent
    #[command(after_help = "Example:\n  onrecord copies --differences --case port.onrecord")]
    Copies(CopiesArgs),
    /// List the reports, letters and statements that are spoken of
    #[command(after_help = "Example:\n  onrecord works --case port.onrecord")]
    Works(ListArgs),
    /// List who answered what, or what nobody was found to answer
    #[command(after_help = "Example:\n  onrecord responses --unanswered --case port.onrecord")]
    Responses(ResponsesArgs),
    /// List where accounts of the same thing cannot all be right
    #[command(after_help = "Example:\n  onrecord discrepancies --case port.onrecord")]
    Discrepancies(DiscrepanciesArgs),
    /// List what was asked of whom, and what they say to it
    #[command(after_help = "Example:\n  onrecord recommendations --case port.onrecord")]
    Recommendations(ListArgs),
    /// List who stands behind what: how many, led by whom, votes
    #[command(after_help = "Example:\n  onrecord lineups --case port.onrecord")]
    Lineups(ListArgs),
    /// List what is dated, in order
    #[command(after_help = "Example:\n  onrecord timeline --case port.onrecord")]
    Timeline(ListArgs),
    /// Find words in the documents
    #[command(
        after_help = "Example:\n  onrecord search '\"forced labour\" dock*' --case port.onrecord"
    )]
    Search(SearchArgs),
    /// Show any row with its evidence: a statement, document, actor, work, …
    #[command(after_help = "Example:\n  onrecord show s3fa2 --case port.onrecord")]
    Show(ShowArgs),
    /// Write everything as JSON lines
    #[command(
        after_help = "Example:\n  onrecord export --format jsonl --case port.onrecord > port.jsonl"
    )]
    Export(ExportArgs),
    /// Prove that nothing in a case file was changed: hashes, texts, spans, journal
    #[command(after_help = "Example:\n  onrecord verify --case port.onrecord")]
    Verify(ListArgs),
}

/// The case file to read.
#[derive(ClapArgs)]
pub(crate) struct CaseArg {
    /// The case file
    #[arg(
        long,
        value_name = "FILE",
        env = "ONRECORD_CASE",
        default_value = "case.onrecord"
    )]
    pub case: PathBuf,
}

#[derive(ClapArgs)]
pub(crate) struct BuildArgs {
    /// Files and folders to read: HTML, plain text, PDF, JSON lines of articles
    #[arg(required = true, value_name = "FILE or FOLDER")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub case: CaseArg,
    /// Write the report too, into this folder
    #[arg(long, value_name = "FOLDER")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub shown: ChoiceArgs,
    /// Print the totals as JSON
    #[arg(long)]
    pub json: bool,
    /// Which model reads: accurate, or fast for large collections
    #[arg(long, value_name = "MODEL", default_value = "accurate", value_parser = model)]
    pub model: onrecord::ModelChoice,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

#[derive(ClapArgs)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub case: CaseArg,
    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8117)]
    pub port: u16,
    /// The address to listen on; any but this machine's own asks who comes for a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// Who judges: the name that judgements made in the room are signed with; without it none can be made
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub shown: ChoiceArgs,
}

#[derive(ClapArgs)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub case: CaseArg,
    /// The folder to write; a report that is there is replaced [default: the case file's name with .report]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Heading of the report [default: the case file's name]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub shown: ChoiceArgs,
}

#[derive(ClapArgs)]
pub(crate) struct ExtractArgs {
    /// Files to read [default: standard input]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Each line is a JSON object with "id" and "text"
    #[arg(long)]
    pub jsonl: bool,
    /// Which model reads: accurate, or fast for large collections
    #[arg(long, value_name = "MODEL", default_value = "accurate", value_parser = model)]
    pub model: onrecord::ModelChoice,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

#[derive(ClapArgs)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub case: CaseArg,
    /// Print JSON lines
    #[arg(long)]
    pub json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct CopiesArgs {
    /// Show the paragraphs that one has and the other has not
    #[arg(long)]
    pub differences: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(ClapArgs)]
pub(crate) struct ResponsesArgs {
    /// Findings, allegations and demands to which no answer was found in these documents
    #[arg(long)]
    pub unanswered: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(ClapArgs)]
pub(crate) struct DiscrepanciesArgs {
    /// Differences too that are no discrepancy: of scope, definition, side, rounding, unit
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(clap::Args)]
pub(crate) struct FiguresArgs {
    /// Only this document: the beginning of its id, its path, or the end of its path
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<String>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(ClapArgs)]
pub(crate) struct StatementsArgs {
    #[command(flatten)]
    pub list: ListArgs,
    /// Words of a speaker's name, or their id
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// A document's path, or the beginning of its id
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<String>,
    /// An act, such as deny, urge or find
    #[arg(long, value_name = "ACT", value_parser = act)]
    pub act: Option<onrecord_core::statement::Act>,
    /// A certainty, such as asserted or possible
    #[arg(long, value_name = "CERTAINTY", value_parser = certainty)]
    pub certainty: Option<onrecord_core::statement::Certainty>,
    #[command(flatten)]
    pub shown: ChoiceArgs,
}

/// Which statements to show.
#[derive(ClapArgs)]
pub(crate) struct ChoiceArgs {
    /// Only these classes: direct, mixed, indirect, attitude; several with commas
    #[arg(long, value_name = "CLASS", value_parser = class, value_delimiter = ',')]
    pub class: Vec<onrecord_core::statement::Class>,
    /// Only what was said: direct, mixed and indirect, no attitudes
    #[arg(long, conflicts_with = "class")]
    pub said: bool,
    /// Only scores from this one on; of attributions with a score, that share is right
    #[arg(long, value_name = "0 to 1", value_parser = score)]
    pub min_score: Option<f64>,
}

impl ChoiceArgs {
    /// The classes asked for; none is all of them.
    pub(crate) fn classes(&self) -> Vec<onrecord_core::statement::Class> {
        match self.said {
            true => onrecord_core::statement::Class::SAID.to_vec(),
            false => self.class.clone(),
        }
    }
}

fn class(name: &str) -> Result<onrecord_core::statement::Class, String> {
    use onrecord_core::statement::Class;
    Class::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
        format!("the classes are: {}", known.join(", "))
    })
}

fn score(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "a score is between 0 and 1".to_owned())
}

fn model(name: &str) -> Result<onrecord::ModelChoice, String> {
    name.parse()
}

fn act(name: &str) -> Result<onrecord_core::statement::Act, String> {
    use onrecord_core::statement::Act;
    Act::from_name(name).ok_or_else(|| choose(Act::ALL.iter().map(|a| a.as_str())))
}

fn certainty(name: &str) -> Result<onrecord_core::statement::Certainty, String> {
    use onrecord_core::statement::Certainty;
    Certainty::from_name(name).ok_or_else(|| choose(Certainty::ALL.iter().map(|c| c.as_str())))
}

fn choose<'n>(names: impl Iterator<Item = &'n str>) -> String {
    format!("choose one of {}", names.collect::<Vec<_>>().join(", "))
}

#[derive(ClapArgs)]
pub(crate) struct SearchArgs {
    /// Words that must all be there; "in quotation marks" they must stand together; dock* is any ending
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub list: ListArgs,
    /// Most hits to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(ClapArgs)]
pub(crate) struct ShowArgs {
    /// An id, or its beginning
    pub id: String,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(ClapArgs)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub case: CaseArg,
    /// Format to write
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,
    /// Where to write it [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Formats of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line
    Jsonl,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_hold_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Args::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains(&format!("onrecord {}", command.get_name())),
                "{}",
                command.get_name()
            );
        }
    }
}
