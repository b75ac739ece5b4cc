//! The rows of the record. Field for field, in this order, they are lines of the export.

use super::leaf::Stance;
use crate::span::CharSpan;
use crate::statement::ActorKind;
use crate::text::PartialDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where words stand: evidence for a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The document.
    pub document: String,
    /// The words.
    pub span: CharSpan,
}

/// Why a row was made: a rule in words for a reader, and the words it rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Why {
    /// The rule.
    pub rule: String,
    /// The words.
    pub places: Vec<Place>,
}

/// A post with the days it was seen on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeenRole {
    /// The post.
    pub title: String,
    /// Whose.
    pub of: Option<String>,
    /// Date of the first document that gives it, if that has one.
    pub first_seen: Option<PartialDate>,
    /// Date of the last.
    pub last_seen: Option<PartialDate>,
}

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
    pub roles: Vec<SeenRole>,
    /// Whom they speak for by their post: an actor's id.
    pub speaks_for: Option<String>,
    /// The document actors it joins: document id and index there; sorted.
    pub members: Vec<(String, usize)>,
    /// Why those of several documents are one; empty for one of one document.
    pub why: Vec<Why>,
}

/// A document that repeats another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// Identifier.
    pub id: String,
    /// The copy.
    pub document: String,
    /// The document it repeats.
    pub of: String,
    /// `copy`: word for word, perhaps cut; `update`: a later state of it; `rewording`: in other
    /// words, as a machine translation is; `contained`: within a much longer one.
    pub kind: String,
    /// The agency whose credit both bear.
    pub agency: Option<String>,
    /// 0 to 1.
    pub score: f64,
    /// Why.
    pub why: Vec<Why>,
    /// Paragraphs of either that the other does not have.
    pub differs: Vec<Place>,
}

/// A thing that is issued and talked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Identifier.
    pub id: String,
    /// "report", "letter", …
    pub kind: String,
    /// Its title, or the fullest words used for it.
    pub title: Option<String>,
    /// United Nations symbol.
    pub symbol: Option<String>,
    /// An actor's id.
    pub issued_by: Option<String>,
    /// When.
    pub issued_on: Option<PartialDate>,
    /// Its figures.
    pub figures: Vec<String>,
    /// Where it is spoken of.
    pub mentions: Vec<Place>,
    /// Statements made in it.
    pub statements: Vec<String>,
    /// The document in the case that it is.
    pub document: Option<String>,
    /// The work it answers.
    pub answers: Option<String>,
    /// Why mentions of several documents are one.
    pub why: Vec<Why>,
}

/// The same words of the same speaker as several documents give them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Utterance {
    /// Identifier.
    pub id: String,
    /// The statements, sorted.
    pub statements: Vec<String>,
    /// 0 to 1: of the weakest link.
    pub score: f64,
    /// Why.
    pub why: Vec<Why>,
    /// Who speaks, where the documents name but one.
    pub speaker: Option<String>,
    /// Documents that give it, copies of one another counted once.
    pub independent: usize,
}

/// How a statement answers another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Says it is not so.
    Denies,
    /// Refuses it as a whole.
    Rejects,
    /// Speaks against it.
    Disputes,
    /// Says it is so.
    Confirms,
    /// Backs it.
    Supports,
    /// Is glad of it.
    Welcomes,
    /// Answers without taking a side, or declines to.
    Comments,
}

impl Relation {
    /// Whether it speaks against what it answers.
    pub fn is_against(self) -> bool {
        matches!(
            self,
            Relation::Denies | Relation::Rejects | Relation::Disputes
        )
    }

    /// The name used in the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Denies => "denies",
            Relation::Rejects => "rejects",
            Relation::Disputes => "disputes",
            Relation::Confirms => "confirms",
            Relation::Supports => "supports",
            Relation::Welcomes => "welcomes",
            Relation::Comments => "comments",
        }
    }
}

/// A statement that answers a statement, a work or an actor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Identifier.
    pub id: String,
    /// The answering statement.
    pub from: String,
    /// What it answers: the id of a statement, a work or an actor.
    pub to: String,
    /// How.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f64,
    /// Why.
    pub why: Vec<Why>,
}

/// How two accounts of one thing differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// They cannot both be right.
    Conflict,
    /// The later supersedes the earlier.
    Update,
    /// One is of a part of what the other is of.
    Scope,
    /// They count by different measures.
    Definition,
    /// They are of, or by, different sides.
    Side,
    /// One is the other, rounded.
    Rounding,
    /// The same in another unit.
    Unit,
}

impl Difference {
    /// Whether it is reported as a discrepancy unasked.
    pub fn is_discrepancy(self) -> bool {
        matches!(self, Difference::Conflict | Difference::Update)
    }

    /// The name used in the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Difference::Conflict => "conflict",
            Difference::Update => "update",
            Difference::Scope => "scope",
            Difference::Definition => "definition",
            Difference::Side => "side",
            Difference::Rounding => "rounding",
            Difference::Unit => "unit",
        }
    }
}

/// Accounts of the same thing that differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Discrepancy {
    /// Identifier.
    pub id: String,
    /// `figure`, `date`, `name` or `wording`.
    pub kind: String,
    /// What has it: the id of a work, an actor or an utterance.
    pub holder: Option<String>,
    /// What differs: "page", "people dead", "issued on".
    pub measure: String,
    /// The figures.
    pub figures: Vec<String>,
    /// The statements.
    pub statements: Vec<String>,
    /// Why.
    pub why: Vec<Why>,
    /// What is made of the difference.
    pub judged: Difference,
    /// The accounts: each value with where it stands.
    pub accounts: Vec<Account>,
}

/// One side of a discrepancy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// What it gives, in its own words.
    pub value: String,
    /// Where.
    pub place: Place,
}

/// Something asked of somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Identifier.
    pub id: String,
    /// The statement that makes it; none for one of a numbered list.
    pub statement: Option<String>,
    /// Of whom it is asked.
    pub addressee: Vec<String>,
    /// What is asked, in the document.
    pub action: Vec<CharSpan>,
    /// Statements that answer it.
    pub answers: Vec<String>,
    /// The document.
    pub document: String,
    /// Its number in a list.
    pub number: Option<String>,
    /// Who asks.
    pub by: Vec<String>,
    /// What the one asked says to it.
    pub position: Option<Stance>,
    /// Where.
    pub position_at: Option<Place>,
    /// The work it is made in.
    pub work: Option<String>,
    /// The same recommendation, as other statements give it.
    pub also: Vec<String>,
}

/// For or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Against.
    Critical,
    /// For.
    Supportive,
    /// Neither is told.
    Neutral,
}

impl Side {
    /// The name used in the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Critical => "critical",
            Side::Supportive => "supportive",
            Side::Neutral => "neutral",
        }
    }
}

/// Those who stand behind a statement or a vote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lineup {
    /// Identifier.
    pub id: String,
    /// The statement, if one was read.
    pub statement: Option<String>,
    /// How many, if told.
    pub count: Option<f64>,
    /// `=`, `>=`, `<=`, `>`, `<` or `~`.
    pub comparator: String,
    /// Those named.
    pub members: Vec<String>,
    /// Who spoke for them.
    pub led_by: Option<String>,
    /// For or against.
    pub stance: Side,
    /// Whom.
    pub towards: Option<String>,
    /// By whose count.
    pub per: Option<String>,
    /// Where it is told.
    pub document: String,
    /// In which words.
    pub span: CharSpan,
    /// What they are: "country".
    pub noun: String,
    /// In a recorded vote: `in favour`, `against` or `abstaining`.
    pub vote: Option<String>,
    /// The work they stand behind.
    pub work: Option<String>,
}

/// Whether a date is a beginning or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// "Since".
    Start,
    /// "Until".
    End,
}

/// Something dated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Identifier.
    pub id: String,
    /// ISO 8601, cut to the precision known.
    pub date: PartialDate,
    /// `day`, `month` or `year`.
    pub precision: String,
    /// The document that tells of it.
    pub document: String,
    /// The sentence.
    pub span: CharSpan,
    /// Its words.
    pub label: String,
    /// The statement it is told in.
    pub statement: Option<String>,
    /// The work that was issued.
    pub work: Option<String>,
    /// Whether it began or ended then.
    pub bound: Option<Bound>,
}

/// What is derived from all documents together; each list is sorted by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Who speaks or is spoken of.
    pub actors: Vec<Actor>,
    /// Documents that repeat others; sorted by document.
    pub copies: Vec<Copy>,
    /// Reports, letters, statements.
    pub works: Vec<Work>,
    /// What was said, as several documents give it.
    pub utterances: Vec<Utterance>,
    /// Who answered what.
    pub responses: Vec<Response>,
    /// Where accounts differ.
    pub discrepancies: Vec<Discrepancy>,
    /// What was asked of whom.
    pub recommendations: Vec<Recommendation>,
    /// Who stood behind what.
    pub lineups: Vec<Lineup>,
    /// What happened when.
    pub events: Vec<Event>,
}

/// An identifier of `letter` and 16 digits of a hash over `parts`.
pub fn id(letter: char, parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    format!("{letter}{}", &hex::encode(digest)[..16])
}

/// To three decimals, so that a figure prints alike everywhere.
pub(crate) fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}
