//! Laying judgements over the record: what of them is looked up with every page.

use super::row::{Anchor, Judged, TakenBack, Verdict};
use crate::journal::Event;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The tables that judgements are looked up in, as the journal and the present record make them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Laid {
    judgements: BTreeMap<u64, Row>,
    statements: BTreeMap<String, OnStatement>,
    /// Actors held to be one, each with the one under which all of them are told.
    actors: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq)]
struct Row {
    target: String,
    other: Option<String>,
    found: bool,
    undone: Option<u64>,
}

#[derive(Debug, Default, PartialEq)]
struct OnStatement {
    verdict: Option<Verdict>,
    speaker: Option<u64>,
    actor: Option<String>,
    name: Option<String>,
}

/// Makes the tables anew.
pub(crate) fn lay(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch("DELETE FROM judgement; DELETE FROM laid_statement; DELETE FROM laid_actor;")?;
    let laid = Laid::made(tx)?;
    for (seq, row) in &laid.judgements {
        tx.prepare_cached(
            "INSERT INTO judgement (seq, target, other, found, undone) VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![seq, row.target, row.other, row.found, row.undone])?;
    }
    for (statement, on) in &laid.statements {
        tx.prepare_cached(
            "INSERT INTO laid_statement (statement, verdict, speaker, actor, name)
             VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            statement,
            on.verdict.map(Verdict::as_str),
            on.speaker,
            on.actor,
            on.name
        ])?;
    }
    for (actor, one) in &laid.actors {
        tx.prepare_cached("INSERT INTO laid_actor (actor, one) VALUES (?, ?)")?
            .execute([actor, one])?;
    }
    Ok(())
}

impl Laid {
    /// What the journal's entries come to over the present record.
    pub fn made(conn: &Connection) -> rusqlite::Result<Self> {
        let entries = entries(conn)?;
        let mut laid = Laid::default();
        // The last judgement on a pair is what stands of it.
        let mut pairs: BTreeMap<(String, String), Verdict> = BTreeMap::new();
        for (seq, (judged, undone)) in &entries {
            let target = present(conn, &judged.on)?;
            let other = judged.other.as_ref();
            let other = other.map(|anchor| present(conn, anchor)).transpose()?;
            // What is no longer there keeps its id and has nothing laid over it.
            let found = target
                .clone()
                .zip(other.clone().unwrap_or(Some(String::new())));
            let there = found.is_some();
            if let (Some((on, other)), None) = (found, undone) {
                laid.take(*seq, judged, &on, other, &mut pairs);
            }
            let kept = |id: Option<String>, anchor: &Anchor| id.unwrap_or(anchor.id.clone());
            let row = Row {
                target: kept(target, &judged.on),
                other: judged
                    .other
                    .as_ref()
                    .map(|anchor| kept(other.flatten(), anchor)),
                found: there,
                undone: *undone,
            };
            laid.judgements.insert(*seq, row);
        }
        pairs.retain(|(one, _), verdict| *verdict == Verdict::Same && one.starts_with('a'));
        laid.actors = joined(conn, pairs.into_keys())?;
        Ok(laid)
    }

    fn take(
        &mut self,
        seq: u64,
        judged: &Judged,
        on: &str,
        other: String,
        pairs: &mut BTreeMap<(String, String), Verdict>,
    ) {
        let verdict = judged.verdict;
        match verdict {
            Verdict::Accept | Verdict::Reject if on.starts_with('s') => {
                self.statement(on).verdict = Some(verdict);
            }
            Verdict::Speaker => {
                let laid = self.statement(on);
                laid.speaker = Some(seq);
                laid.actor = Some(other).filter(|id| !id.is_empty());
                laid.name = judged.text.clone();
            }
            Verdict::Same | Verdict::Different | Verdict::Undecided => {
                let on = on.to_owned();
                let pair = if on < other { (on, other) } else { (other, on) };
                pairs.insert(pair, verdict);
            }
            Verdict::Accept | Verdict::Reject | Verdict::Note => {}
        }
    }

    fn statement(&mut self, id: &str) -> &mut OnStatement {
        self.statements.entry(id.to_owned()).or_default()
    }

    /// What the tables hold.
    pub fn stored(conn: &Connection) -> rusqlite::Result<Self> {
        let judgements = conn
            .prepare("SELECT seq, target, other, found, undone FROM judgement")?
            .query_map([], |row| {
                let looked_up = Row {
                    target: row.get(1)?,
                    other: row.get(2)?,
                    found: row.get(3)?,
                    undone: row.get(4)?,
                };
                Ok((row.get(0)?, looked_up))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let statements = conn
            .prepare("SELECT statement, verdict, speaker, actor, name FROM laid_statement")?
            .query_map([], |row| {
                let verdict: Option<String> = row.get(1)?;
                let on = OnStatement {
                    verdict: verdict.as_deref().and_then(Verdict::from_name),
                    speaker: row.get(2)?,
                    actor: row.get(3)?,
                    name: row.get(4)?,
                };
                Ok((row.get(0)?, on))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let actors = conn
            .prepare("SELECT actor, one FROM laid_actor")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Laid {
            judgements,
            statements,
            actors,
        })
    }
}

/// All judgements by their number, each with the entry that takes it back.
fn entries(conn: &Connection) -> rusqlite::Result<BTreeMap<u64, (Judged, Option<u64>)>> {
    let mut entries: BTreeMap<u64, (Judged, Option<u64>)> = BTreeMap::new();
    let mut query = conn.prepare_cached(
        "SELECT seq, kind, payload FROM journal WHERE kind IN ('judged', 'undone') ORDER BY seq",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, kind, payload): (u64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match Event::parse(&kind, &payload) {
            Some(Event::Judged(judged)) => {
                entries.insert(seq, (judged, None));
            }
            Some(Event::TakenBack(TakenBack { seq: of, .. })) => {
                if let Some((_, undone)) = entries.get_mut(&of) {
                    *undone = Some(seq);
                }
            }
            // `verify` tells of entries that make no sense.
            _ => {}
        }
    }
    Ok(entries)
}

/// The id that what stands at `anchor` has now, if it is there.
fn present(conn: &Connection, anchor: &Anchor) -> rusqlite::Result<Option<String>> {
    let known = match anchor.id.chars().next() {
        Some('a') => {
            let named = match (&anchor.document, anchor.span) {
                (Some(document), Some((start, end))) => conn
                    .prepare_cached(
                        "SELECT m.actor FROM mention n
                         JOIN actor_member m ON m.document = n.document AND m.number = n.number
                         WHERE n.document = ? AND n.start = ? AND n.end = ?",
                    )?
                    .query_row(params![document, start, end], |row| row.get(0))
                    .optional()?,
                _ => None,
            };
            if named.is_some() {
                return Ok(named);
            }
            "SELECT 1 FROM actor WHERE id = ?"
        }
        Some('s') => "SELECT 1 FROM statement WHERE id = ?",
        Some('d') => {
            "SELECT 1 FROM document WHERE id = ?1
             UNION ALL SELECT 1 FROM record_row WHERE id = ?1"
        }
        Some('f') => "SELECT 1 FROM figure WHERE id = ?",
        _ => "SELECT 1 FROM record_row WHERE id = ?",
    };
    let there = conn.prepare_cached(known)?.exists([&anchor.id])?;
    Ok(there.then(|| anchor.id.clone()))
}

/// Who is one with whom, told under the one who says most.
fn joined(
    conn: &Connection,
    pairs: impl Iterator<Item = (String, String)>,
) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for (one, other) in pairs {
        let mut joined = BTreeSet::from([one, other]);
        groups.retain(|group| {
            let apart = group.is_disjoint(&joined);
            if !apart {
                joined.extend(group.iter().cloned());
            }
            apart
        });
        groups.push(joined);
    }
    let mut said = conn.prepare_cached(
        "SELECT count(*) FROM statement s
         JOIN actor_member m ON m.document = s.document AND m.number = s.speaker
         WHERE m.actor = ?",
    )?;
    let mut out = BTreeMap::new();
    for group in groups {
        let mut most: Option<(i64, &String)> = None;
        for actor in &group {
            let count: i64 = said.query_row([actor], |row| row.get(0))?;
            if most.is_none_or(|(said, _)| count > said) {
                most = Some((count, actor));
            }
        }
        if let Some((_, one)) = most {
            out.extend(group.iter().map(|actor| (actor.clone(), one.clone())));
        }
    }
    Ok(out)
}
