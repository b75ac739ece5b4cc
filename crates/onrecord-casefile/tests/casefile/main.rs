//! The case file from outside: made-up documents in, rows and exports out.

mod made;

mod adding;
mod exporting;
mod judging;
mod listing;
mod opening;
mod paging;
mod searching;
mod verifying;
