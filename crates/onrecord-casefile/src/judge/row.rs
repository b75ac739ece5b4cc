//! What a judgement says.

use onrecord_core::CharSpan;
use serde::{Deserialize, Serialize};

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It was read rightly.
    Accept,
    /// It was read wrongly: nobody said this here.
    Reject,
    /// Somebody else speaks, or nobody knows who.
    Speaker,
    /// Two actors are one, or two statements are one utterance told twice.
    Same,
    /// They are not.
    Different,
    /// It was looked at and cannot be told.
    Undecided,
    /// Only a note.
    Note,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Verdict; 7] = [
        Verdict::Accept,
        Verdict::Reject,
        Verdict::Speaker,
        Verdict::Same,
        Verdict::Different,
        Verdict::Undecided,
        Verdict::Note,
    ];

    /// Its name in the journal and the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Speaker => "speaker",
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Undecided => "undecided",
            Verdict::Note => "note",
        }
    }

    /// The verdict with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|v| v.as_str() == name)
    }

    /// Whether it is about two.
    pub fn is_of_a_pair(self) -> bool {
        matches!(
            self,
            Verdict::Same | Verdict::Different | Verdict::Undecided
        )
    }
}

/// Who speaks, as a person decides it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Speaker {
    /// It is not known.
    #[default]
    Unknown,
    /// The actor with this id.
    Actor(String),
    /// Somebody of this name who is no actor of the case.
    Named(String),
}

/// What is to be put into the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is decided.
    pub verdict: Verdict,
    /// The id it is about.
    pub on: String,
    /// The id of the other, for a verdict on a pair.
    pub other: Option<String>,
    /// For [`Verdict::Speaker`].
    pub speaker: Speaker,
    /// Words to it; [`Verdict::Note`] needs some.
    pub note: String,
}

impl Decision {
    /// `verdict` on what has the id `on`.
    pub fn new(verdict: Verdict, on: &str) -> Self {
        Decision {
            verdict,
            on: on.to_owned(),
            other: None,
            speaker: Speaker::Unknown,
            note: String::new(),
        }
    }
}

/// A judgement, as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Its identifier: `j` and the first digits of its entry's hash.
    pub id: String,
    /// Its number in the journal.
    pub seq: u64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The name of who judged.
    pub by: String,
    /// What was decided.
    pub verdict: Verdict,
    /// What it is about: the id that this has now.
    pub on: String,
    /// The other of a pair, or the actor who speaks: the id that this has now.
    pub other: Option<String>,
    /// The note, or the name of a speaker who is no actor of the case.
    pub text: Option<String>,
    /// The name that the other had when it was judged, where that is an actor.
    pub other_name: Option<String>,
    /// The document in which its subject stands.
    pub document: Option<String>,
    /// Where there, in code points.
    pub span: Option<CharSpan>,
    /// Whether the case still has what it is about; if not, it waits, and nothing is laid over.
    pub found: bool,
    /// By whom and when it was taken back.
    pub undone: Option<Undone>,
}

impl Judgement {
    /// Whether it decides on the same matter as `other`: the later of two such is in force.
    pub fn is_on_the_matter_of(&self, other: &Judgement) -> bool {
        let matter = Matter::of(self.verdict, &self.on, self.other.as_deref());
        matter.is_some_and(|own| {
            Some(own) == Matter::of(other.verdict, &other.on, other.other.as_deref())
        })
    }
}

/// What a judgement decides on; a note decides nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Matter<'j> {
    /// Whether a row was read rightly.
    Reading(&'j str),
    /// Who speaks.
    Speaker(&'j str),
    /// Whether two are one, in the order of their ids.
    Pair(&'j str, &'j str),
}

impl<'j> Matter<'j> {
    /// What `verdict` on `on`, and for a pair on `other`, decides.
    pub fn of(verdict: Verdict, on: &'j str, other: Option<&'j str>) -> Option<Self> {
        match verdict {
            Verdict::Accept | Verdict::Reject => Some(Matter::Reading(on)),
            Verdict::Speaker => Some(Matter::Speaker(on)),
            Verdict::Same | Verdict::Different | Verdict::Undecided => {
                let other = other.unwrap_or_default();
                Some(Matter::Pair(on.min(other), on.max(other)))
            }
            Verdict::Note => None,
        }
    }
}

/// The taking back of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// Its number in the journal.
    pub seq: u64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The name of who took it back.
    pub by: String,
}

/// An id with the place of what has it, in code points, and for an actor the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Anchor {
    pub document: Option<String>,
    pub id: String,
    pub name: Option<String>,
    pub span: Option<CharSpan>,
}

/// The journal's entry; fields stand in alphabetical order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Judged {
    pub by: String,
    pub on: Anchor,
    pub other: Option<Anchor>,
    pub text: Option<String>,
    pub verdict: Verdict,
}

/// The journal's entry that takes one back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenBack {
    pub by: String,
    pub seq: u64,
}
