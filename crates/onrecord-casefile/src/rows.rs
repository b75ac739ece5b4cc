//! The rows a case file gives out.
//!
//! All of them serialise to JSON for the command line and the reading room;
//! the published format is the export's.

use crate::judge::{Judgement, Verdict};
use onrecord_core::attribution::Form;
use onrecord_core::record::{SeenRole, Why};
use onrecord_core::statement::{Act, ActorKind, Certainty, Class};
use onrecord_core::{CharSpan, Metadata, Reader};
use serde::Serialize;

/// A document of the case, without its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentRow {
    /// Its identifier.
    pub id: String,
    /// Every path it was found at, sorted; never empty.
    pub paths: Vec<String>,
    /// SHA-256 of the original bytes.
    pub sha256: String,
    /// SHA-1 of the original bytes.
    pub sha1: String,
    /// Number of original bytes.
    pub size: u64,
    /// Media type told from the content.
    pub media_type: String,
    /// What made the text.
    #[serde(with = "ReaderJson")]
    pub reader: Reader,
    /// What made the statements.
    pub analysis_version: String,
    /// What is known of it.
    #[serde(flatten, with = "MetadataJson")]
    pub metadata: Metadata,
    /// Length of its text in code points.
    pub characters: usize,
    /// Number of pages, for paged formats.
    pub pages: Option<usize>,
    /// Number of statements read from it.
    pub statements: usize,
    /// The document it repeats.
    pub copy_of: Option<String>,
}

impl DocumentRow {
    /// The path to show: the smallest, as in the export.
    pub fn path(&self) -> &str {
        self.paths.first().map_or("", String::as_str)
    }
}

/// A span with the text under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Where it stands in the document's text.
    pub span: CharSpan,
    /// What stands there.
    pub text: String,
}

/// Somebody a statement refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActorRef {
    /// The actor of the case; `None` while the record does not cover the document.
    pub id: Option<String>,
    /// The case's name for them, or the document's where there is no `id`.
    pub name: String,
}

/// When something was said: ISO 8601 cut to the precision known, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaidOnRow {
    /// `2022-08-31`, `2022-08` or `2022`.
    pub date: String,
    /// Where it stands in the text.
    pub span: CharSpan,
}

/// A quantity of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    /// Its identifier.
    pub id: String,
    /// The document it stands in.
    pub document: String,
    /// That document's smallest path.
    pub path: String,
    /// Comparator, number, unit and counted noun.
    pub span: CharSpan,
    /// What stands there.
    pub text: String,
    /// The number, scale included.
    pub value: f64,
    /// Unit of measurement, ISO 4217 code, `percent` or `times`.
    pub unit: Option<String>,
    /// `=`, `>=`, `<=`, `>`, `<` or `~`.
    pub comparator: String,
    /// What is counted or measured, in the singular.
    pub measure: Option<String>,
    /// The work whose figure it is.
    pub holder: Option<String>,
}

/// A statement with where it stands and who made it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementRow {
    /// Its identifier.
    pub id: String,
    /// The document it stands in.
    pub document: String,
    /// That document's smallest path.
    pub path: String,
    /// That document's title.
    pub title: Option<String>,
    /// Its place among the document's statements, from 0.
    pub position: usize,
    /// From the first to the last of source, cue and content.
    pub extent: CharSpan,
    /// The page it starts on, for paged formats.
    pub page: Option<u32>,
    /// How much of the content is in quotation marks.
    pub form: Form,
    /// Whether it was said, in whose words, or only ascribed.
    pub class: Class,
    /// What the speaker does by saying it.
    pub act: Option<Act>,
    /// How the content is put.
    pub certainty: Certainty,
    /// Who, in the document's words.
    pub source: Vec<Piece>,
    /// The words that attribute.
    pub cue: Vec<Piece>,
    /// What was said.
    pub content: Vec<Piece>,
    /// What it rests on.
    pub basis: Vec<Piece>,
    /// Who speaks; `None` is unknown, and `speaker_reason` says why.
    pub speaker: Option<ActorRef>,
    /// How the speaker was found, or why not.
    pub speaker_reason: String,
    /// Those the speaker speaks for, nearest first.
    pub speaks_for: Vec<ActorRef>,
    /// Who is urged, asked, accused or told.
    pub addressee: Vec<ActorRef>,
    /// Who or what is spoken of.
    pub about: Vec<ActorRef>,
    /// When it was said, if the text says so.
    pub said_on: Option<SaidOnRow>,
    /// The tagger's confidence, 0 to 1.
    pub score: f64,
    /// What persons decided on it.
    pub judged: Option<StatementJudged>,
}

impl StatementRow {
    /// Who speaks: as a person decided, else as it was read.
    pub fn speaker_now(&self) -> Option<&ActorRef> {
        match self.judged.as_ref().and_then(|j| j.speaker.as_ref()) {
            Some(decided) => decided.who.as_ref(),
            None => self.speaker.as_ref(),
        }
    }

    /// For whom: as it was read, and nobody where a person decided on the speaker.
    pub fn speaks_for_now(&self) -> &[ActorRef] {
        let decided = self.judged.as_ref().and_then(|j| j.speaker.as_ref());
        decided.map_or(self.speaks_for.as_slice(), |_| &[])
    }

    /// Who decided on the speaker, if a person did.
    pub fn speaker_by(&self) -> Option<&str> {
        let judged = self.judged.as_ref()?;
        judged.speaker.as_ref()?;
        let of_speaker = |one: &&Judgement| one.verdict == Verdict::Speaker && one.found;
        let last = judged.judgements.iter().rfind(of_speaker)?;
        Some(&last.by)
    }

    /// Whether a person held it to be read wrongly.
    pub fn is_rejected(&self) -> bool {
        let judged = self.judged.as_ref();
        judged.is_some_and(|judged| judged.verdict == Some(Verdict::Reject))
    }
}

/// What persons decided on a statement: laid over what was read, which stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementJudged {
    /// Whether it was accepted or rejected, if either.
    pub verdict: Option<Verdict>,
    /// The decision on who speaks, if there is one.
    pub speaker: Option<JudgedSpeaker>,
    /// The judgements that stand, in the order they were made.
    pub judgements: Vec<Judgement>,
}

/// Who speaks, as a person decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JudgedSpeaker {
    /// The actor, or a name that is no actor's; `None`: it is not known.
    pub who: Option<ActorRef>,
}

/// An actor of the case as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorBrief {
    /// Their identifier.
    pub id: String,
    /// What kind.
    pub kind: ActorKind,
    /// The fullest name.
    pub name: String,
    /// The first of their posts.
    pub role: Option<String>,
}

/// An actor of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActorRow {
    /// Their identifier.
    pub id: String,
    /// What kind.
    pub kind: ActorKind,
    /// The fullest name.
    pub name: String,
    /// Other names, sorted.
    pub aliases: Vec<String>,
    /// Posts seen, sorted, with the dates of the documents that give them.
    pub roles: Vec<SeenRole>,
    /// Whom they speak for by their post.
    pub speaks_for: Option<ActorRef>,
    /// Number of statements they are the speaker of.
    pub statements: usize,
    /// Number of documents that name them.
    pub documents: usize,
    /// Why those of several documents are one.
    pub why: Vec<Why>,
}

#[derive(Serialize)]
#[serde(remote = "Reader")]
struct ReaderJson {
    name: String,
    version: String,
}

#[derive(Serialize)]
#[serde(remote = "Metadata")]
struct MetadataJson {
    title: Option<String>,
    publisher: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    language: Option<String>,
    url: Option<String>,
}
