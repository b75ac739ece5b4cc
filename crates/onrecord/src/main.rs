//! The command-line program.

mod cli;

use std::process::ExitCode;

/// Matrices of a batch come and go by the megabyte; the system's allocator hands
/// each back to the kernel and asks for it again.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
