//! The record across documents: pure functions over what each document gave.
//!
//! Everything here is *block, compare, join* ([`join`]): rows that share a key
//! are compared, and accepted pairs are joined.

pub mod actors;
pub mod copies;
pub mod join;

pub use actors::{Member, join_actors};
pub use copies::{Shingled, join_copies};

use crate::statement::{ActorKind, Role};

/// An actor of the case: the same one in every document that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Stable identifier, derived from kind and name.
    pub id: String,
    /// What kind.
    pub kind: ActorKind,
    /// The fullest name.
    pub name: String,
    /// Other names, sorted.
    pub aliases: Vec<String>,
    /// Posts seen, sorted.
    pub roles: Vec<Role>,
    /// Whom they speak for by their post: an actor's id.
    pub speaks_for: Option<String>,
    /// The document actors it joins: document id and index there; sorted.
    pub members: Vec<(String, usize)>,
}

/// A document that repeats another.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The copy.
    pub document: String,
    /// The document it repeats.
    pub of: String,
    /// Share of the copy's text found in the other, 0 to 1.
    pub score: f64,
}

/// What is derived from all documents together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Sorted by id.
    pub actors: Vec<Actor>,
    /// Sorted by document.
    pub copies: Vec<Copy>,
}
