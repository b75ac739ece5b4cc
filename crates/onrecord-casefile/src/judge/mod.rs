//! Judgements: what a person decides about what was read.
//!
//! Each is an entry of the journal with its time and the name of who judged.
//! It is laid over what was read and changes none of it; it can be taken back,
//! which is an entry of its own. Identifiers may change when a later version
//! reads a document another way or other documents come in, so an entry keeps
//! where in which document its subject stands: an actor is found again by that
//! place, a statement only while it has the very same spans.

mod lay;
mod listed;
mod row;

pub use row::{Decision, Judgement, Speaker, Undone, Verdict};

pub(crate) use lay::{Laid, lay};
pub(crate) use listed::{one, standing_on};
pub(crate) use row::{Anchor, Judged, Matter, TakenBack};

use crate::error::{Error, Result};
use crate::journal::{self, Event};
use crate::{CaseFile, Found, read, write};
use onrecord_core::CharSpan;
use rusqlite::{Connection, OptionalExtension, Row};

/// Code points that a name or a note may have.
const LONGEST: usize = 10_000;

impl CaseFile {
    /// Puts what `by` decides into the journal and lays it over the record; gives the entry's number.
    ///
    /// The same judgement of the same person, if it is in force, is not entered again.
    ///
    /// # Errors
    /// [`Error::NoJudgement`] if what it is about is not in the case, the decision makes no sense, or
    /// it would hold two actors to be both the same and different.
    pub fn judge(&mut self, by: &str, decision: &Decision) -> Result<u64> {
        let by = self.signed(by)?;
        let judged = Judged {
            by,
            on: self.anchored(&decision.on, None)?,
            other: self.other_of(decision)?,
            text: self.text_of(decision)?,
            verdict: decision.verdict,
        };
        // A button pressed twice is one judgement.
        if let Some(standing) = self.in_force(&judged)? {
            return Ok(standing);
        }
        self.enter(&Event::Judged(judged))
    }

    /// Takes the judgement with this number back; what stood before it stands again.
    ///
    /// # Errors
    /// [`Error::NoJudgement`] if there is none that stands.
    pub fn undo(&mut self, by: &str, seq: u64) -> Result<u64> {
        let by = self.signed(by)?;
        self.enter(&Event::TakenBack(TakenBack { by, seq }))
    }

    /// The entry and its laying, in one transaction.
    fn enter(&mut self, event: &Event) -> Result<u64> {
        // No build brings a person's hour of judging back when the power fails.
        self.sql(self.conn.pragma_update(None, "synchronous", "FULL"))?;
        let Self { conn, path } = self;
        let sql = |error| Error::sqlite(path, error);
        let refused = |reason: String| Error::NoJudgement {
            path: path.clone(),
            reason,
        };
        let tx = write::begin(conn, path)?;
        if let Event::TakenBack(TakenBack { seq, .. }) = event
            && !stands(&tx, *seq).map_err(sql)?
        {
            let reason = format!("judgement {seq} is not there, or taken back");
            return Err(refused(reason));
        }
        // What was contradictory before, since ids changed, is not this entry's doing.
        let (_, before) = Laid::made(&tx).map_err(sql)?;
        let entered = journal::append(&tx, event).and_then(|()| lay(&tx));
        let after = entered.map_err(sql)?;
        if let Some((one, other)) = after.filter(|pair| before.as_ref() != Some(pair)) {
            return Err(refused(format!(
                "{one} and {other} would be held to be both different and the same; undo one of these judgements first"
            )));
        }
        let seq = journal::head(&tx).map_err(sql)?.map_or(0, |head| head.seq);
        tx.commit().map_err(sql)?;
        Ok(seq)
    }

    fn no_judgement(&self, reason: String) -> Error {
        Error::NoJudgement {
            path: self.path.clone(),
            reason,
        }
    }

    fn signed(&self, by: &str) -> Result<String> {
        self.worded(by)?
            .ok_or_else(|| self.no_judgement("whose judgement it is must be said".to_owned()))
    }

    /// Words as they are kept: without what cannot be seen around them; `None` if there are none.
    fn worded(&self, text: &str) -> Result<Option<String>> {
        let text = text.trim().replace('\0', "");
        match text.chars().count() {
            0 => Ok(None),
            long if long > LONGEST => Err(self.no_judgement(format!(
                "a text has {long} characters, more than the {LONGEST} that are kept"
            ))),
            _ => Ok(Some(text)),
        }
    }

    fn other_of(&self, decision: &Decision) -> Result<Option<Anchor>> {
        let id = match (decision.verdict, &decision.other, &decision.speaker) {
            (verdict, Some(other), _) if verdict.is_of_a_pair() => {
                if kind_of(&decision.on) != kind_of(other) || *other == decision.on {
                    let reason = "a pair is two actors, or two statements".to_owned();
                    return Err(self.no_judgement(reason));
                }
                other
            }
            (verdict, None, _) if verdict.is_of_a_pair() => {
                return Err(self.no_judgement("the other of the pair is missing".to_owned()));
            }
            (Verdict::Speaker, ..) if kind_of(&decision.on) != Some('s') => {
                let reason = "only a statement has a speaker".to_owned();
                return Err(self.no_judgement(reason));
            }
            (Verdict::Speaker, _, Speaker::Actor(id)) if kind_of(id) == Some('a') => id,
            (Verdict::Speaker, _, Speaker::Actor(id)) => {
                return Err(self.no_judgement(format!("{id} is no actor")));
            }
            _ => return Ok(None),
        };
        // The place where the statement's own document names them, if it does.
        let document = place_of_statement(&self.conn, &decision.on);
        let document = self.sql(document)?.map(|(document, _)| document);
        self.anchored(id, document.as_deref()).map(Some)
    }

    /// The number of the same judgement by the same person, if it is what is in force.
    fn in_force(&self, judged: &Judged) -> Result<Option<u64>> {
        let other = judged.other.as_ref().map(|other| other.id.as_str());
        let Some(matter) = Matter::of(judged.verdict, &judged.on.id, other) else {
            return Ok(None);
        };
        let standing = self.judgements_on(&judged.on.id)?;
        let last = standing.iter().rfind(|one| {
            Matter::of(one.verdict, &one.on, one.other.as_deref()).as_ref() == Some(&matter)
        });
        let same = last.filter(|one| {
            let same_other = judged.verdict.is_of_a_pair() || one.other.as_deref() == other;
            (&one.by, one.verdict, &one.text) == (&judged.by, judged.verdict, &judged.text)
                && same_other
        });
        Ok(same.map(|one| one.seq))
    }

    fn text_of(&self, decision: &Decision) -> Result<Option<String>> {
        let missing = |what: &str| self.no_judgement(format!("{what} is missing"));
        match (decision.verdict, &decision.speaker) {
            (Verdict::Speaker, Speaker::Named(name)) => {
                let name = self.worded(name)?;
                name.map(Some).ok_or_else(|| missing("the speaker’s name"))
            }
            (Verdict::Note, _) => {
                let note = self.worded(&decision.note)?;
                note.map(Some).ok_or_else(|| missing("the note’s text"))
            }
            (Verdict::Speaker, _) => Ok(None),
            _ => self.worded(&decision.note),
        }
    }

    /// Where what has this id stands; an actor in this document, if it names them.
    fn anchored(&self, id: &str, document: Option<&str>) -> Result<Anchor> {
        let mut name = None;
        let (id, place) = match self.find(id)? {
            Found::Document(id) | Found::Figure(id) | Found::Recorded(id) => (id, None),
            Found::Statement(id) => {
                let place = self.sql(place_of_statement(&self.conn, &id))?;
                (id, place)
            }
            Found::Actor(id) => {
                name = self.actor_brief(&id)?.map(|actor| actor.name);
                let place = self.sql(place_of_actor(&self.conn, &id, document))?;
                (id, place)
            }
            Found::Ambiguous(_) | Found::Judgement(_) | Found::None => {
                let reason = format!("nothing that can be judged in this case has the id {id}");
                return Err(self.no_judgement(reason));
            }
        };
        let (document, span) = place.unzip();
        Ok(Anchor {
            document,
            id,
            name,
            span,
        })
    }
}

/// The first letter of an id says what it is of.
fn kind_of(id: &str) -> Option<char> {
    id.chars().next()
}

type Place = (String, CharSpan);

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok((row.get(0)?, read::char_span(row, 1)?))
}

fn place_of_statement(conn: &Connection, id: &str) -> rusqlite::Result<Option<Place>> {
    let query = "SELECT document, start, end FROM statement WHERE id = ?";
    conn.query_row(query, [id], place).optional()
}

/// The first place that names them and nobody else, in `document` or else in the first of theirs.
fn place_of_actor(
    conn: &Connection,
    id: &str,
    document: Option<&str>,
) -> rusqlite::Result<Option<Place>> {
    let query = "SELECT m.document, n.start, n.end FROM actor_member m
         JOIN mention n ON n.document = m.document AND n.number = m.number
         WHERE m.actor = ?1 AND NOT EXISTS (SELECT 1 FROM mention o WHERE o.document = n.document
             AND o.start = n.start AND o.end = n.end AND o.number <> n.number)
         ORDER BY m.document IS NOT ?2, m.document, n.start, n.end LIMIT 1";
    conn.query_row(query, (id, document), place).optional()
}

fn stands(conn: &Connection, seq: u64) -> rusqlite::Result<bool> {
    conn.prepare("SELECT 1 FROM judgement WHERE seq = ? AND undone IS NULL")?
        .exists([seq])
}
