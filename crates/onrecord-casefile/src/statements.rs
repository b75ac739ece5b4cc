//! Reading statements back, and choosing among them.

use crate::CaseFile;
use crate::error::Result;
use crate::id::{DIGITS, RoleSpans};
use crate::judge::{self, Verdict};
use crate::read::{char_span, damaged, named};
use crate::rows::{ActorRef, JudgedSpeaker, Piece, SaidOnRow, StatementJudged, StatementRow};
use onrecord_core::attribution::Form;
use onrecord_core::statement::{Act, Certainty, Class};
use onrecord_core::{CharIndex, CharSpan};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

/// Which statements to list; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementFilter {
    /// Words of a name ("wang" finds "Wang Wenbin", in any case of letters), or an actor's id.
    pub speaker: Option<String>,
    /// The beginning of a document's id or hash, its path, or the end of the path after a slash; where no
    /// document has these, words of its title or path.
    pub document: Option<String>,
    /// Only this act.
    pub act: Option<Act>,
    /// Only this certainty.
    pub certainty: Option<Certainty>,
    /// Only these classes; none given is all of them.
    pub classes: Vec<Class>,
    /// Only scores from this one on, between 0 and 1.
    pub min_score: Option<f64>,
    /// Only the statement with this id.
    pub id: Option<String>,
    /// Only what this actor of the case says, and those whom persons hold to be one with them: the whole id.
    pub actor: Option<String>,
    /// Only statements of which it is not known who speaks.
    pub unresolved: bool,
    /// Only those that a person accepted or rejected, or that nobody did either.
    pub judged: Option<Judged>,
    /// Only what is said for this actor of the case, but not by a speaker whom a person set: the whole id.
    pub speaks_for: Option<String>,
    /// Only documents published on this day or later: ISO 8601.
    pub since: Option<String>,
    /// Only documents published on this day or earlier: ISO 8601.
    pub until: Option<String>,
}

/// Whether a person accepted or rejected a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// Accepted.
    Accepted,
    /// Rejected.
    Rejected,
    /// Neither.
    Not,
}

impl CaseFile {
    /// The statements that pass `filter`, ordered by document (its path, then its id), then position.
    pub fn statements(&self, filter: &StatementFilter) -> Result<Vec<StatementRow>> {
        self.sql(filtered(&self.conn, filter))
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Result<Option<StatementRow>> {
        let filter = StatementFilter {
            id: Some(id.to_string()),
            ..StatementFilter::default()
        };
        Ok(self.statements(&filter)?.pop())
    }
}

/// A statement as stored: spans without their text.
#[derive(Debug)]
pub(crate) struct Stored {
    pub id: String,
    pub document: String,
    pub path: String,
    pub title: Option<String>,
    pub position: usize,
    pub extent: CharSpan,
    pub page: Option<u32>,
    pub form: Form,
    pub act: Option<Act>,
    pub certainty: Certainty,
    pub spans: RoleSpans,
    pub speaker: Option<ActorRef>,
    pub speaker_reason: String,
    pub speaks_for: Vec<ActorRef>,
    pub addressee: Vec<ActorRef>,
    pub about: Vec<ActorRef>,
    pub said_on: Option<SaidOnRow>,
    pub score: f64,
    pub judged: Option<StatementJudged>,
}

/// Columns that [`stored`] reads.
const SELECT: &str = "
    SELECT s.id, s.document,
        (SELECT min(path) FROM document_path WHERE document = s.document) AS path,
        d.title, s.position, s.start, s.end,
        (SELECT number FROM page WHERE document = s.document AND page.start <= s.start
         ORDER BY page.position DESC LIMIT 1),
        s.form, s.act, s.certainty, a.id, coalesce(a.name, da.name), s.speaker_reason, s.score,
        s.said_on, s.said_on_start, s.said_on_end,
        EXISTS (SELECT 1 FROM judgement WHERE target = s.id OR other = s.id),
        l.verdict, l.speaker IS NOT NULL, la.id, coalesce(la.name, l.name)
    FROM statement s
    JOIN document d ON d.id = s.document
    LEFT JOIN laid_row l ON l.id = s.id
    LEFT JOIN actor la ON la.id = l.actor
    LEFT JOIN document_actor da ON da.document = s.document AND da.number = s.speaker
    LEFT JOIN actor_member m ON m.document = s.document AND m.number = s.speaker
    LEFT JOIN actor a ON a.id = m.actor";

/// Who goes by a name is looked up among the actors, and not for each statement again; among those of
/// single documents only while the record does not cover them all. What a person decided on the speaker
/// goes before what was read.
const SPEAKER: &str = "((s.document, s.speaker) IN (
        SELECT document, number FROM document_actor
            WHERE (SELECT revision <> record_revision FROM state) AND has_name(?, name)
        UNION SELECT document, number FROM document_actor_alias
            WHERE (SELECT revision <> record_revision FROM state) AND has_name(?, alias)
        UNION SELECT document, number FROM actor_member WHERE actor IN (
            WITH called AS (SELECT id FROM actor WHERE id = ? COLLATE NOCASE OR has_name(?, name)
                UNION SELECT actor FROM actor_alias WHERE has_name(?, alias))
            SELECT id FROM called UNION SELECT o.actor FROM laid_actor o
                JOIN laid_actor c ON c.one = o.one WHERE c.actor IN (SELECT id FROM called)))
        AND s.id NOT IN (SELECT id FROM laid_row WHERE speaker IS NOT NULL)
    OR s.id IN (SELECT id FROM laid_row WHERE has_name(?, name) OR actor IN (
        WITH called AS (SELECT id FROM actor WHERE id = ? COLLATE NOCASE OR has_name(?, name)
            UNION SELECT actor FROM actor_alias WHERE has_name(?, alias))
        SELECT id FROM called UNION SELECT o.actor FROM laid_actor o
            JOIN laid_actor c ON c.one = o.one WHERE c.actor IN (SELECT id FROM called))))";

/// By id, hash or path; where none has these, by words of title and path.
const DOCUMENT: &str = "s.document IN (
    WITH exact AS MATERIALIZED (SELECT document FROM document_path
        WHERE substr(document, 1, length(?)) = ? OR path = ?
            OR substr(path, -length(?) - 1) = '/' || ?
        UNION SELECT id FROM document WHERE length(?) >= 8 AND substr(sha256, 1, length(?)) = ?)
    SELECT document FROM exact
    UNION SELECT document FROM document_path WHERE NOT EXISTS (SELECT 1 FROM exact)
        AND has_name(?, path)
    UNION SELECT id FROM document WHERE NOT EXISTS (SELECT 1 FROM exact) AND has_name(?, title))";

const ACTOR: &str = "((s.document, s.speaker) IN
        (SELECT document, number FROM actor_member WHERE actor IN (SELECT ? UNION
            SELECT actor FROM laid_actor WHERE one = (SELECT one FROM laid_actor WHERE actor = ?)))
        AND s.id NOT IN (SELECT id FROM laid_row WHERE speaker IS NOT NULL)
    OR s.id IN (SELECT id FROM laid_row WHERE actor IN (SELECT ? UNION
            SELECT actor FROM laid_actor WHERE one = (SELECT one FROM laid_actor WHERE actor = ?))))";

const UNRESOLVED: &str = "(s.speaker IS NULL
        AND s.id NOT IN (SELECT id FROM laid_row WHERE speaker IS NOT NULL)
    OR s.id IN (SELECT id FROM laid_row
        WHERE speaker IS NOT NULL AND actor IS NULL AND name IS NULL))";

const SPEAKS_FOR: &str = "s.id IN (SELECT f.statement FROM statement_speaks_for f
    JOIN actor_member m ON m.document = f.document AND m.number = f.number WHERE m.actor = ?)
    AND s.id NOT IN (SELECT id FROM laid_row WHERE speaker IS NOT NULL)";

const SINCE: &str = "s.document IN (SELECT id FROM document WHERE published >= ?)";

// A day is cut to as much as was asked for, so that `2024` holds all of the year.
const UNTIL: &str = "s.document IN
    (SELECT id FROM document WHERE substr(published, 1, length(?)) <= ?)";

/// A filter as the condition of a query over statements `s`, with its values.
#[derive(Default)]
pub(crate) struct Condition {
    conditions: Vec<String>,
    pub values: Vec<Value>,
}

impl Condition {
    /// All of `filter`.
    pub fn of(filter: &StatementFilter) -> Self {
        let mut all = Condition::of_documents(filter);
        let rest = Condition::of_statements(filter);
        all.conditions.extend(rest.conditions);
        all.values.extend(rest.values);
        all
    }

    /// What `filter` asks of a statement's document alone.
    pub fn of_documents(filter: &StatementFilter) -> Self {
        let mut all = Condition::default();
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        all.narrow(DOCUMENT, text(&filter.document));
        all.narrow(SINCE, text(&filter.since));
        all.narrow(UNTIL, text(&filter.until));
        all
    }

    /// The rest.
    pub fn of_statements(filter: &StatementFilter) -> Self {
        let mut all = Condition::default();
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        let name = |value: Option<&'static str>| value.map(|name| Value::Text(name.to_owned()));
        let plain = |given: bool| given.then_some(Value::Null);
        all.narrow("s.id = ?", text(&filter.id));
        // Whoever gives an id means the actor, and those held to be one with them.
        let speaker = match filter.speaker.as_deref().is_some_and(is_actor_id) {
            true => ACTOR,
            false => SPEAKER,
        };
        all.narrow(speaker, text(&filter.speaker));
        all.narrow(ACTOR, text(&filter.actor));
        all.narrow(SPEAKS_FOR, text(&filter.speaks_for));
        all.narrow("s.act = ?", name(filter.act.map(Act::as_str)));
        let certainty = filter.certainty.map(Certainty::as_str);
        all.narrow("s.certainty = ?", name(certainty));
        all.narrow("s.score >= ?", filter.min_score.map(Value::Real));
        all.narrow(UNRESOLVED, plain(filter.unresolved));
        let judged = filter.judged.map(Judged::condition);
        all.narrow(judged.unwrap_or_default(), plain(judged.is_some()));
        if !filter.classes.is_empty() {
            let some = vec!["?"; filter.classes.len()].join(", ");
            all.conditions.push(format!("s.class IN ({some})"));
            let names = filter.classes.iter().map(|class| class.as_str().to_owned());
            all.values.extend(names.map(Value::Text));
        }
        all
    }

    fn narrow(&mut self, condition: &str, value: Option<Value>) {
        if let Some(value) = value {
            let times = condition.matches('?').count();
            self.values.extend(std::iter::repeat_n(value, times));
            self.conditions.push(condition.to_owned());
        }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// As SQL, with a `?` for each value.
    pub fn sql(&self) -> String {
        match self.is_empty() {
            true => "true".to_owned(),
            false => self.conditions.join(" AND "),
        }
    }
}

fn is_actor_id(text: &str) -> bool {
    let digits = text.strip_prefix('a').unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Judged {
    fn condition(self) -> &'static str {
        match self {
            Judged::Accepted => "s.id IN (SELECT id FROM laid_row WHERE verdict = 'accept')",
            Judged::Rejected => "s.id IN (SELECT id FROM laid_row WHERE verdict = 'reject')",
            Judged::Not => "s.id NOT IN (SELECT id FROM laid_row WHERE verdict IS NOT NULL)",
        }
    }
}

fn filtered(conn: &Connection, filter: &StatementFilter) -> rusqlite::Result<Vec<StatementRow>> {
    let condition = Condition::of(filter);
    let order = format!(
        "WHERE {} ORDER BY path, s.document, s.position",
        condition.sql()
    );
    selected(conn, &order, condition.values)
}

/// The statements that `rest`, behind the tables, selects; its order keeps documents together.
pub(crate) fn selected(
    conn: &Connection,
    rest: &str,
    values: Vec<Value>,
) -> rusqlite::Result<Vec<StatementRow>> {
    let stored: Vec<Stored> = conn
        .prepare_cached(&format!("{SELECT} {rest}"))?
        .query_map(params_from_iter(values), |row| stored(conn, row))?
        .collect::<rusqlite::Result<_>>()?;
    with_text(conn, stored)
}

/// The statement with this id, as stored.
pub(crate) fn stored_one(conn: &Connection, id: &str) -> rusqlite::Result<Option<Stored>> {
    conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?"))?
        .query_row([id], |row| stored(conn, row))
        .optional()
}

fn stored(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Stored> {
    let id: String = row.get(0)?;
    let form: String = row.get(8)?;
    let act: Option<String> = row.get(9)?;
    let certainty: String = row.get(10)?;
    let speaker: Option<String> = row.get(12)?;
    Ok(Stored {
        document: row.get(1)?,
        path: row.get(2)?,
        title: row.get(3)?,
        position: row.get(4)?,
        extent: char_span(row, 5)?,
        page: row.get(7)?,
        form: named(&form, "form", form_from_name)?,
        act: act
            .map(|act| named(&act, "act", Act::from_name))
            .transpose()?,
        certainty: named(&certainty, "certainty", Certainty::from_name)?,
        speaker: speaker
            .map(|name| {
                let id = row.get(11)?;
                Ok::<_, rusqlite::Error>(ActorRef { id, name })
            })
            .transpose()?,
        speaker_reason: row.get(13)?,
        score: row.get(14)?,
        said_on: row
            .get::<_, Option<String>>(15)?
            .map(|date| {
                let span = char_span(row, 16)?;
                Ok::<_, rusqlite::Error>(SaidOnRow { date, span })
            })
            .transpose()?,
        addressee: parties(conn, &id, "addressee")?,
        about: parties(conn, &id, "about")?,
        spans: role_spans(conn, &id)?,
        speaks_for: speaks_for(conn, &id)?,
        judged: judged(conn, &id, row)?,
        id,
    })
}

/// What persons decided, from the last columns.
fn judged(conn: &Connection, id: &str, row: &Row<'_>) -> rusqlite::Result<Option<StatementJudged>> {
    if !row.get::<_, bool>(18)? {
        return Ok(None);
    }
    let verdict: Option<String> = row.get(19)?;
    let who = match row.get(22)? {
        Some(name) => Some(ActorRef {
            id: row.get(21)?,
            name,
        }),
        None => None,
    };
    let judgements = judge::standing_on(conn, id)?;
    let decided: bool = row.get(20)?;
    let judged = StatementJudged {
        verdict: verdict.as_deref().and_then(Verdict::from_name),
        speaker: decided.then_some(JudgedSpeaker { who }),
        judgements,
    };
    Ok(Some(judged).filter(|judged| !judged.judgements.is_empty()))
}

fn form_from_name(name: &str) -> Option<Form> {
    [Form::Direct, Form::Indirect, Form::Mixed]
        .into_iter()
        .find(|form| form.as_str() == name)
}

/// The spans of a statement, each list in the order it was read.
pub(crate) fn role_spans(conn: &Connection, statement: &str) -> rusqlite::Result<RoleSpans> {
    let mut spans = RoleSpans::default();
    let mut query = conn.prepare_cached(
        "SELECT role, start, end FROM statement_span WHERE statement = ? ORDER BY role, position",
    )?;
    let mut rows = query.query([statement])?;
    while let Some(row) = rows.next()? {
        let role: String = row.get(0)?;
        spans
            .list_mut(&role)
            .ok_or_else(|| damaged(format!("`{role}` is no role of a span")))?
            .push(char_span(row, 1)?);
    }
    Ok(spans)
}

fn parties(conn: &Connection, statement: &str, role: &str) -> rusqlite::Result<Vec<ActorRef>> {
    conn.prepare_cached(
        "SELECT a.id, coalesce(a.name, da.name)
         FROM statement_party p
         JOIN document_actor da ON da.document = p.document AND da.number = p.number
         LEFT JOIN actor_member m ON m.document = p.document AND m.number = p.number
         LEFT JOIN actor a ON a.id = m.actor
         WHERE p.statement = ? AND p.role = ? ORDER BY p.position",
    )?
    .query_map([statement, role], |row| {
        Ok(ActorRef {
            id: row.get(0)?,
            name: row.get(1)?,
        })
    })?
    .collect()
}

fn speaks_for(conn: &Connection, statement: &str) -> rusqlite::Result<Vec<ActorRef>> {
    conn.prepare_cached(
        "SELECT a.id, coalesce(a.name, da.name)
         FROM statement_speaks_for f
         JOIN document_actor da ON da.document = f.document AND da.number = f.number
         LEFT JOIN actor_member m ON m.document = f.document AND m.number = f.number
         LEFT JOIN actor a ON a.id = m.actor
         WHERE f.statement = ? ORDER BY f.position",
    )?
    .query_map([statement], |row| {
        Ok(ActorRef {
            id: row.get(0)?,
            name: row.get(1)?,
        })
    })?
    .collect()
}

/// Cuts the pieces out of the texts; each document's text is read once.
fn with_text(conn: &Connection, stored: Vec<Stored>) -> rusqlite::Result<Vec<StatementRow>> {
    let mut rows = Vec::with_capacity(stored.len());
    let mut stored = stored.into_iter().peekable();
    while let Some(document) = stored.peek().map(|first| first.document.clone()) {
        let text: String = conn
            .prepare_cached("SELECT text FROM document WHERE id = ?")?
            .query_row([&document], |row| row.get(0))?;
        let index = CharIndex::new(&text);
        while let Some(one) = stored.next_if(|next| next.document == document) {
            rows.push(statement_row(one, &text, &index)?);
        }
    }
    Ok(rows)
}

fn statement_row(
    stored: Stored,
    text: &str,
    index: &CharIndex<'_>,
) -> rusqlite::Result<StatementRow> {
    let pieces = |spans: Vec<CharSpan>| -> rusqlite::Result<Vec<Piece>> {
        spans
            .into_iter()
            .map(|span| {
                let bytes = index.byte_span(span).ok_or_else(|| {
                    damaged(format!("a span of {} lies outside its text", stored.id))
                })?;
                let text = bytes.of(text).to_string();
                Ok(Piece { span, text })
            })
            .collect()
    };
    let cue = pieces(stored.spans.cue)?;
    let cue_text: Vec<&str> = cue.iter().map(|piece| piece.text.as_str()).collect();
    Ok(StatementRow {
        class: Class::of(stored.form, &cue_text.join(" ")),
        source: pieces(stored.spans.source)?,
        cue,
        content: pieces(stored.spans.content)?,
        basis: pieces(stored.spans.basis)?,
        id: stored.id,
        document: stored.document,
        path: stored.path,
        title: stored.title,
        position: stored.position,
        extent: stored.extent,
        page: stored.page,
        form: stored.form,
        act: stored.act,
        certainty: stored.certainty,
        speaker: stored.speaker,
        speaker_reason: stored.speaker_reason,
        speaks_for: stored.speaks_for,
        addressee: stored.addressee,
        about: stored.about,
        said_on: stored.said_on,
        score: stored.score,
        judged: stored.judged,
    })
}

/// Makes two functions known to SQL: `has_name`, because SQLite itself only folds the case of ASCII
/// letters, and `class_of` a form and a cue.
pub(crate) fn register_functions(conn: &Connection) -> rusqlite::Result<()> {
    let plain = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("has_name", 2, plain, |context| {
        let asked = context.get_raw(0).as_str_or_null()?.unwrap_or_default();
        let name = context.get_raw(1).as_str_or_null()?.unwrap_or_default();
        Ok(has_name(asked, name))
    })?;
    conn.create_scalar_function("class_of", 2, plain, |context| {
        let form = context.get_raw(0).as_str_or_null()?.unwrap_or_default();
        let cue = context.get_raw(1).as_str_or_null()?.unwrap_or_default();
        Ok(form_from_name(form).map(|form| Class::of(form, cue).as_str()))
    })
}

/// Whether the words of `asked` stand in `name`, whole, in a row, in any case of letters.
fn has_name(asked: &str, name: &str) -> bool {
    let (asked, name) = (words(asked), words(name));
    !asked.is_empty() && name.windows(asked.len()).any(|window| window == asked)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_whole_words_in_any_case() {
        assert!(has_name("wang", "Wang Wenbin"));
        assert!(has_name("ÉLODIE  m", "Élodie M. Rœux"));
        assert!(!has_name("us", "Russia"));
        assert!(!has_name("Wang Bin", "Wang Wen Bin"));
        assert!(!has_name(" - ", "Wang"));
    }
}
