//! Laying judgements over the record: what of them is looked up with every page.

use super::row::{Anchor, Judged, TakenBack, Verdict};
use crate::id::DIGITS;
use crate::journal::Event;
use onrecord_core::CharSpan;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// The tables that judgements are looked up in, as the journal and the present record make them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Laid {
    judgements: BTreeMap<u64, LookedUp>,
    rows: BTreeMap<String, OnRow>,
    /// Actors held to be one, each with the one under which all of them are told.
    actors: BTreeMap<String, String>,
}

/// Two actors who are held to be different and, by way of others, the same: they stay apart.
pub(crate) type Contradiction = (String, String);

#[derive(Debug, PartialEq)]
struct LookedUp {
    id: String,
    target: String,
    other: Option<String>,
    found: bool,
    undone: Option<u64>,
}

#[derive(Debug, Default, PartialEq)]
struct OnRow {
    verdict: Option<Verdict>,
    speaker: Option<u64>,
    actor: Option<String>,
    name: Option<String>,
}

/// Makes the tables anew.
pub(crate) fn lay(tx: &Connection) -> rusqlite::Result<Option<Contradiction>> {
    tx.execute_batch("DELETE FROM judgement; DELETE FROM laid_row; DELETE FROM laid_actor;")?;
    let (laid, contradiction) = Laid::made(tx)?;
    for (seq, row) in &laid.judgements {
        tx.prepare_cached(
            "INSERT INTO judgement (seq, id, target, other, found, undone) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            seq, row.id, row.target, row.other, row.found, row.undone
        ])?;
    }
    for (id, on) in &laid.rows {
        tx.prepare_cached(
            "INSERT INTO laid_row (id, verdict, speaker, actor, name)
             VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            id,
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
    Ok(contradiction)
}

impl Laid {
    /// What the journal's entries come to over the present record.
    pub fn made(conn: &Connection) -> rusqlite::Result<(Self, Option<Contradiction>)> {
        let entries = entries(conn)?;
        let mut laid = Laid::default();
        // The last judgement on a pair is what stands of it.
        let mut pairs = Pairs::new();
        for (seq, (judged, undone, id)) in &entries {
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
            let row = LookedUp {
                id: id.clone(),
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
        pairs.retain(|(one, _), _| one.starts_with('a'));
        let (groups, contradiction) = groups(&pairs);
        laid.actors = told_under(conn, groups)?;
        Ok((laid, contradiction))
    }

    fn take(&mut self, seq: u64, judged: &Judged, on: &str, other: String, pairs: &mut Pairs) {
        let verdict = judged.verdict;
        match verdict {
            Verdict::Accept | Verdict::Reject => {
                self.row(on).verdict = Some(verdict);
            }
            Verdict::Speaker => {
                let laid = self.row(on);
                laid.speaker = Some(seq);
                laid.actor = Some(other).filter(|id| !id.is_empty());
                laid.name = judged.text.clone();
            }
            Verdict::Same | Verdict::Different | Verdict::Undecided => {
                let on = on.to_owned();
                let pair = if on < other { (on, other) } else { (other, on) };
                pairs.insert(pair, (seq, verdict));
            }
            Verdict::Note => {}
        }
    }

    fn row(&mut self, id: &str) -> &mut OnRow {
        self.rows.entry(id.to_owned()).or_default()
    }

    /// What the tables hold.
    pub fn stored(conn: &Connection) -> rusqlite::Result<Self> {
        let judgements = conn
            .prepare("SELECT seq, id, target, other, found, undone FROM judgement")?
            .query_map([], |row| {
                let looked_up = LookedUp {
                    id: row.get(1)?,
                    target: row.get(2)?,
                    other: row.get(3)?,
                    found: row.get(4)?,
                    undone: row.get(5)?,
                };
                Ok((row.get(0)?, looked_up))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let rows = conn
            .prepare("SELECT id, verdict, speaker, actor, name FROM laid_row")?
            .query_map([], |row| {
                let verdict: Option<String> = row.get(1)?;
                let on = OnRow {
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
            rows,
            actors,
        })
    }
}

/// What was last said of each pair, with the number of the judgement.
type Pairs = BTreeMap<(String, String), (u64, Verdict)>;

/// A judgement, the entry that takes it back, and its id.
type Entry = (Judged, Option<u64>, String);

/// All judgements by their number.
fn entries(conn: &Connection) -> rusqlite::Result<BTreeMap<u64, Entry>> {
    let mut entries: BTreeMap<u64, Entry> = BTreeMap::new();
    let mut query = conn.prepare_cached(
        "SELECT seq, kind, payload, hash FROM journal
         WHERE kind IN ('judged', 'undone') ORDER BY seq",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, kind, payload): (u64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let hash: String = row.get(3)?;
        match Event::parse(&kind, &payload) {
            Some(Event::Judged(judged)) => {
                let id = format!("j{}", hash.get(..DIGITS).unwrap_or(&hash));
                entries.insert(seq, (judged, None, id));
            }
            Some(Event::TakenBack(TakenBack { seq: of, .. })) => {
                if let Some((_, undone, _)) = entries.get_mut(&of) {
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
    if anchor.id.starts_with('a') {
        return present_actor(conn, anchor);
    }
    let known = match anchor.id.chars().next() {
        Some('s') => "SELECT 1 FROM statement WHERE id = ?",
        Some('d') => "SELECT 1 FROM document WHERE id = ?",
        Some('f') => "SELECT 1 FROM figure WHERE id = ?",
        _ => "SELECT 1 FROM record_row WHERE id = ?",
    };
    let there = conn.prepare_cached(known)?.exists([&anchor.id])?;
    Ok(there.then(|| anchor.id.clone()))
}

/// An actor by their id and by the words that name them. Where these lead to two, it is nobody: a
/// judgement that waits is better than one on another's name.
fn present_actor(conn: &Connection, anchor: &Anchor) -> rusqlite::Result<Option<String>> {
    let id = &anchor.id;
    let known = conn
        .prepare_cached("SELECT 1 FROM actor WHERE id = ?")?
        .exists([id])?;
    let mut named: Vec<String> = match (&anchor.document, anchor.span) {
        (Some(document), Some(CharSpan { start, end })) => conn
            .prepare_cached(
                "SELECT DISTINCT m.actor FROM mention n
                 JOIN actor_member m ON m.document = n.document AND m.number = n.number
                 WHERE n.document = ? AND n.start = ? AND n.end = ?",
            )?
            .query_map(params![document, start, end], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?,
        _ => Vec::new(),
    };
    Ok(match (known, named.len()) {
        (true, 0) => Some(id.clone()),
        (true, _) => Some(id.clone()).filter(|id| named.contains(id)),
        (false, 1) => named.pop(),
        (false, _) => None,
    })
}

/// Who is one with whom: pairs held to be the same, in the order they were judged, but for one that
/// would join two held to be different.
fn groups(pairs: &Pairs) -> (Vec<BTreeSet<String>>, Option<Contradiction>) {
    let mut contradiction = None;
    let of = |verdict| pairs.iter().filter(move |(_, (_, of))| *of == verdict);
    let mut same: Vec<_> = of(Verdict::Same).collect();
    same.sort_by_key(|(_, (seq, _))| *seq);
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for ((one, other), _) in same {
        let mut joined = BTreeSet::from([one.clone(), other.clone()]);
        for group in groups
            .iter()
            .filter(|group| group.contains(one) || group.contains(other))
        {
            joined.extend(group.iter().cloned());
        }
        let apart = of(Verdict::Different)
            .find(|((one, other), _)| joined.contains(one) && joined.contains(other));
        if let Some((pair, _)) = apart {
            contradiction = Some(pair.clone());
            continue;
        }
        groups.retain(|group| group.is_disjoint(&joined));
        groups.push(joined);
    }
    (groups, contradiction)
}

/// Each of a group with the one under which all are told: the one who says most.
fn told_under(
    conn: &Connection,
    groups: Vec<BTreeSet<String>>,
) -> rusqlite::Result<BTreeMap<String, String>> {
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
