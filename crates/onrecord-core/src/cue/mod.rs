//! Cues: what the words that attribute tell, of act, certainty and whether anything was said.
//!
//! World knowledge of the words stands in data files with examples that are tests.

mod act;
mod clause;
mod reading;

pub use act::{Act, Certainty};
pub use reading::{act, certainty, is_saying, is_verb_of_saying};
