//! Those who speak or are spoken of, as one document names them.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A human being, named.
    Person,
    /// A country, by whatever name it goes.
    State,
    /// An organ, agency, company, party, newspaper.
    Organization,
    /// Several who are not named one by one ("43 countries", "rights groups").
    Group,
    /// Not known.
    Unknown,
}

impl ActorKind {
    /// The name used in the case file and the export.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::State => "state",
            ActorKind::Organization => "organization",
            ActorKind::Group => "group",
            ActorKind::Unknown => "unknown",
        }
    }

    /// The kind named `name`, as written by [`ActorKind::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        use ActorKind::*;
        [Person, State, Organization, Group, Unknown]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// A post or function somebody is given in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Role {
    /// "foreign ministry spokesman", "special rapporteur on …".
    pub title: String,
    /// The state, organ or organization it is of, when the text says so.
    pub of: Option<String>,
}

/// An actor of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentActor {
    /// What kind.
    pub kind: ActorKind,
    /// The fullest name the document gives.
    pub name: String,
    /// Other names it gives, sorted.
    pub aliases: Vec<String>,
    /// Posts it gives them, in order of appearance.
    pub roles: Vec<Role>,
    /// Whom they speak for by their post, as an index into the document's actors.
    pub speaks_for: Option<usize>,
    /// Where they are named, in text order.
    pub mentions: Vec<Span>,
}
