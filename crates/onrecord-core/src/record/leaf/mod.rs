//! What one document brings to the record.
//!
//! A leaf is read from a document and its analysis alone, so that documents
//! can be read one at a time, side by side and on any machine. Everything the
//! record later compares is in it, and every place it tells of is a span in
//! code points of the document's text: the text itself is not needed again.

mod anchors;
mod answers;
mod asked;
mod claims;
mod lineup;
mod mention;
mod positions;
mod reading;
mod rejoinders;
mod subject;
mod times;
mod votes;
mod works;

pub use anchors::agency_of;
pub(crate) use mention::family;
pub(crate) use reading::{Reading, state_in_front};
pub(crate) use subject::{MOMENT, THERE};

use crate::attribution::Form;
use crate::document::Document;
use crate::span::CharSpan;
use crate::statement::{Act, ActorKind, Analysis, Certainty, Class, Comparator, Role};
use crate::text::PartialDate;
use serde::{Deserialize, Serialize};

/// What one document brings to the record. Actors, statements and figures are
/// indices into the document's [`Analysis`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Leaf {
    /// The day it was published, as far as known.
    pub published: Option<PartialDate>,
    /// The news agency its text is credited to.
    pub agency: Option<String>,
    /// The United Nations symbol on its face.
    pub symbol: Option<String>,
    /// Its running text.
    pub paragraphs: Vec<Paragraph>,
    /// Names and numbers of the running text, in order, as numbers of words.
    pub anchors: Vec<u32>,
    /// Its actors.
    pub actors: Vec<Named>,
    /// Its statements.
    pub statements: Vec<Said>,
    /// Its figures.
    pub figures: Vec<Counted>,
    /// The works it speaks of.
    pub works: Vec<Issued>,
    /// Its statements that answer something.
    pub answers: Vec<Answer>,
    /// The numbered recommendations it lists.
    pub asked: Vec<Asked>,
    /// Where it says which numbered recommendations are accepted or noted.
    pub positions: Vec<Position>,
    /// Who stands behind what.
    pub lineups: Vec<Standing>,
    /// What it dates.
    pub times: Vec<Dated>,
}

/// A paragraph of running text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Where it stands.
    pub span: CharSpan,
    /// Its words, folded, as numbers.
    pub words: Vec<u32>,
}

/// An actor, as one document names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// What kind.
    pub kind: ActorKind,
    /// The fullest name the document gives.
    pub name: String,
    /// Other names it gives, sorted.
    pub aliases: Vec<String>,
    /// Posts it gives them.
    pub roles: Vec<Role>,
    /// Whom they speak for by their post.
    pub speaks_for: Option<usize>,
    /// The state they are, belong to or speak for, as the document tells.
    pub state: Option<String>,
    /// Where they are first named.
    pub at: CharSpan,
}

/// A statement, as far as other documents' are compared with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// How much of it is in quotation marks.
    pub form: Form,
    /// Whether it was said, or only ascribed.
    pub class: Class,
    /// What is done by saying it.
    pub act: Act,
    /// How it is put.
    pub certainty: Certainty,
    /// Who speaks.
    pub speaker: Option<usize>,
    /// For whom.
    pub speaks_for: Vec<usize>,
    /// To whom.
    pub addressee: Vec<usize>,
    /// On whom or what.
    pub about: Vec<usize>,
    /// When.
    pub said_on: Option<PartialDate>,
    /// From the first to the last of source, cue and content.
    pub extent: CharSpan,
    /// Where its content stands.
    pub content: Vec<CharSpan>,
    /// The words of the content.
    pub words: String,
    /// Those of them that stand in quotation marks.
    pub quoted: Vec<String>,
    /// The work that speaks in it or that it was said in.
    pub work: Option<usize>,
    /// Works its content names.
    pub names_works: Vec<usize>,
    /// The paragraph its cue, or its content, stands in.
    pub paragraph: usize,
}

/// A figure with what it is a figure of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Where it stands.
    pub span: CharSpan,
    /// Its sentence.
    pub sentence: CharSpan,
    /// The number.
    pub value: f64,
    /// The step it is told in: 1,000,000 for "143 million", 100 for "700".
    pub grain: f64,
    /// What it is measured in.
    pub unit: Option<String>,
    /// How it bounds the quantity.
    pub comparator: Comparator,
    /// What is counted.
    pub measure: Option<String>,
    /// Class of what is counted: words of one class may stand for each other.
    pub noun: Option<String>,
    /// Class of what befell it ("killed", "injured"), told by the words nearby.
    pub fate: Option<String>,
    /// States and places that qualify it, sorted.
    pub sides: Vec<String>,
    /// Words that narrow it to a part ("seriously", "another", "remain"), sorted.
    pub parts: Vec<String>,
    /// Other names in its clause, sorted.
    pub places: Vec<String>,
    /// Stems of the words of its clause.
    pub clause: Vec<String>,
    /// The work it is a figure of.
    pub work: Option<usize>,
    /// Whether it counts those behind a statement.
    pub counts_lineup: bool,
    /// The statement it stands in.
    pub statement: Option<usize>,
    /// The day it is told for.
    pub on: Option<PartialDate>,
}

/// A work, as one document speaks of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    /// "report", "letter", …: the most telling noun used for it.
    pub kind: String,
    /// Where it is spoken of.
    pub mentions: Vec<CharSpan>,
    /// The words of the fullest mention.
    pub words: String,
    /// Its title.
    pub title: Option<String>,
    /// Its United Nations symbol.
    pub symbol: Option<String>,
    /// Who issued it.
    pub issued_by: Option<usize>,
    /// When.
    pub issued_on: Option<PartialDate>,
    /// Its number of pages, as an index of the figures.
    pub pages: Option<usize>,
    /// The work it answers.
    pub answers: Option<usize>,
    /// Stems of what it is on.
    pub topic: Vec<String>,
}

/// What a statement answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Another statement of the document.
    Statement(usize),
    /// A work it speaks of.
    Work(usize),
    /// What an actor said.
    Actor(usize),
}

/// A statement that answers something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The statement.
    pub from: usize,
    /// What it answers.
    pub to: Target,
    /// How: see [`crate::record::Relation`].
    pub relation: super::Relation,
    /// 0 to 1.
    pub score: f64,
    /// The words that say so.
    pub span: CharSpan,
    /// Why, for a reader.
    pub why: String,
}

/// A numbered recommendation of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// As printed: "115.1".
    pub number: String,
    /// All of it, the states included.
    pub span: CharSpan,
    /// What is asked.
    pub action: Vec<CharSpan>,
    /// The states that ask.
    pub by: Vec<usize>,
    /// The state asked.
    pub of: Option<usize>,
    /// The position that the list itself says it has.
    pub position: Option<Stance>,
    /// Where the list says so.
    pub position_at: Option<CharSpan>,
}

/// What a state says to a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It enjoys the state's support.
    Accepted,
    /// It is taken note of, which is the term for not accepted since Council resolution 5/1.
    Noted,
    /// It is rejected in so many words.
    Rejected,
    /// An answer is to come.
    Pending,
}

impl Stance {
    /// The name used in the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Accepted => "accepted",
            Stance::Noted => "noted",
            Stance::Rejected => "rejected",
            Stance::Pending => "pending",
        }
    }
}

/// Recommendations that are given one answer in one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The answer.
    pub stance: Stance,
    /// The numbers, as ranges of both ends included: (115, 1) to (115, 5); 0 for a part not told.
    pub numbers: Vec<((u32, u32), (u32, u32))>,
    /// Where it says so.
    pub span: CharSpan,
    /// The symbol of the report that lists them, if told.
    pub report: Option<String>,
    /// The state that answers.
    pub by: Option<usize>,
}

/// Who stands behind a statement or a text voted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The words that tell of them.
    pub span: CharSpan,
    /// The statement it is told with.
    pub statement: Option<usize>,
    /// How many.
    pub count: Option<f64>,
    /// How the number bounds them.
    pub comparator: Comparator,
    /// What they are: "country".
    pub noun: String,
    /// Those named.
    pub members: Vec<usize>,
    /// Who spoke for them.
    pub led_by: Option<usize>,
    /// For or against.
    pub stance: super::Side,
    /// Whom.
    pub towards: Option<usize>,
    /// By whose count.
    pub per: Option<usize>,
    /// The work they stand behind or vote on.
    pub work: Option<usize>,
    /// In favour, against or abstaining, for a recorded vote.
    pub vote: Option<String>,
}

/// Something dated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    /// The date.
    pub date: PartialDate,
    /// Whether it is when something began or ended, rather than when it was.
    pub bound: Option<super::Bound>,
    /// The dating words.
    pub at: CharSpan,
    /// The sentence.
    pub span: CharSpan,
    /// What happened, in the sentence's own words, cut.
    pub label: String,
    /// The statement whose time it is or in which it is told.
    pub statement: Option<usize>,
}

/// Reads the leaf of `document`. Actors that only lists name (the states that
/// recommend or vote) are added to `analysis`.
pub fn leaf(document: &Document, analysis: &mut Analysis, published: Option<PartialDate>) -> Leaf {
    let mut reading = Reading::new(document, analysis, published);
    let mut leaf = Leaf {
        published,
        agency: agency_of(document),
        symbol: works::own_symbol(document),
        paragraphs: reading.paragraphs(),
        anchors: anchors::anchors(&reading),
        statements: reading.statements(),
        figures: subject::counted(&reading),
        ..Leaf::default()
    };
    reading.addressees(&mut leaf.statements);
    works::read(&mut reading, &mut leaf);
    lineup::read(&mut reading, &mut leaf);
    votes::read(&mut reading, &mut leaf);
    answers::read(&reading, &mut leaf);
    asked::read(&mut reading, &mut leaf);
    positions::read(&mut reading, &mut leaf);
    times::read(&reading, &mut leaf);
    leaf.actors = reading.actors();
    leaf
}
