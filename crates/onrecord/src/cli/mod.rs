//! The commands: what they are called, what they print, how they end.

mod args;
mod build;
mod extract;
mod judgements;
mod lists;
mod output;
mod record;
mod serve;
mod show;
mod words;

use anyhow::Result;
use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// Everything is as it should be: exit 0.
    Well,
    /// Something was read badly or is not sound, the rest is there: exit 1.
    InPart,
}

/// Runs the program: 0 is well, 1 is in part, 2 is not at all.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse();
    match dispatch(args.command) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::InPart) => ExitCode::from(1),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command) -> Result<Done> {
    match command {
        Command::Build(args) => build::build(&args),
        Command::Report(args) => build::report(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Extract(args) => extract::extract(&args),
        Command::Documents(args) => lists::documents(&args),
        Command::Statements(args) => lists::statements(&args),
        Command::Actors(args) => lists::actors(&args),
        Command::Figures(args) => lists::figures(&args),
        Command::Judgements(args) => judgements::judgements(&args),
        Command::Copies(args) => record::copies(&args),
        Command::Works(args) => record::works(&args),
        Command::Responses(args) => record::responses(&args),
        Command::Discrepancies(args) => record::discrepancies(&args),
        Command::Recommendations(args) => record::recommendations(&args),
        Command::Lineups(args) => record::lineups(&args),
        Command::Timeline(args) => record::timeline(&args),
        Command::Search(args) => lists::search(&args),
        Command::Show(args) => show::show(&args),
        Command::Export(args) => show::export(&args),
        Command::Verify(args) => show::verify(&args),
    }
}
