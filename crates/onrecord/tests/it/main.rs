//! The program from outside: what it prints, how it ends, what it leaves.
//!
//! One binary for all of it, so that there is one link to wait for.

mod cli;
mod common;
mod export;
mod extract;
mod golden;
mod kill;
mod lists;
mod order;
mod pipes;
mod readme;
mod record;
mod serve;
