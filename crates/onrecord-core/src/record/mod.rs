//! The record across documents: pure functions over what each document gave.
//!
//! Each document is read into a [`mod@leaf`] by itself; everything else is *block,
//! compare, join* ([`join`]): rows that share a key are compared, and accepted
//! pairs are joined.

pub mod actors;
pub mod copies;
pub mod discrepancies;
pub mod events;
pub mod join;
pub mod leaf;
pub mod lineups;
pub mod make;
pub mod recommendations;
pub mod responses;
pub mod rows;
pub mod symbol;
pub mod utterances;
pub mod words;
pub mod works;

pub use leaf::{Leaf, Stance, leaf};
pub use make::{Entry, record};
pub use rows::{
    Account, Actor, Bound, Copy, Difference, Discrepancy, Event, Lineup, Place, Recommendation,
    Record, Relation, Response, SeenRole, Side, Utterance, Why, Work,
};
pub use symbol::Symbol;

#[cfg(test)]
mod tests;
