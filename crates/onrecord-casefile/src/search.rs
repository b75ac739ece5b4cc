//! Full-text search over the body of the documents.

use crate::CaseFile;
use crate::error::Result;
use crate::page::{Page, Part};
use crate::read::char_span;
use crate::statements::{Condition, StatementFilter};
use onrecord_core::CharSpan;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A paragraph that holds what was looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The document it stands in.
    pub document: String,
    /// That document's smallest path.
    pub path: String,
    /// That document's title.
    pub title: Option<String>,
    /// The paragraph.
    pub span: CharSpan,
    /// The page it starts on, for paged formats.
    pub page: Option<u32>,
    /// The statements that stand in it, in text order.
    pub statements: Vec<String>,
    /// Where the words found stand in the document's text.
    pub matches: Vec<CharSpan>,
    /// The part of the paragraph around the best of them.
    pub snippet: String,
    /// Where words found stand in `snippet`.
    pub snippet_matches: Vec<CharSpan>,
}

// Unicode noncharacters, which no text should hold: FTS5 puts them around what it found.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Words in a snippet.
const SNIPPET_WORDS: i64 = 32;

impl CaseFile {
    /// Paragraphs that hold all of the words asked for, best first.
    ///
    /// Words in quotation marks must stand together; a word with `*` at its end
    /// stands for all that begin so. Case and accents make no difference.
    /// Nothing else in `query` has a meaning, so no query is an error; one
    /// without any letter or digit finds nothing.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let part = Part {
            from: 0,
            count: limit,
        };
        Ok(self
            .search_page(query, &StatementFilter::default(), part)?
            .rows)
    }

    /// A part of the paragraphs that hold all of the words asked for, best first: those of the
    /// documents that `filter` asks for, and with a statement that passes the rest of it.
    pub fn search_page(
        &self,
        query: &str,
        filter: &StatementFilter,
        part: Part,
    ) -> Result<Page<Hit>> {
        let Some(query) = fts_query(query) else {
            return Ok(Page {
                rows: Vec::new(),
                total: 0,
            });
        };
        let found = Found::new(query, filter);
        let read = || {
            let best = found.best(&self.conn, part)?;
            let hits = best.rows.into_iter();
            let hits = hits.map(|block| hit(&self.conn, &found.query, block));
            Ok(Page {
                rows: hits.collect::<rusqlite::Result<_>>()?,
                total: best.total,
            })
        };
        self.sql(read())
    }

    /// How often each act, certainty and speaker comes among the statements in the paragraphs found,
    /// most often first. Only the first [`COUNTED`] paragraphs are looked at.
    pub fn search_counts(&self, query: &str, filter: &StatementFilter) -> Result<Counts> {
        let Some(query) = fts_query(query) else {
            return Ok(Counts::default());
        };
        self.sql(Found::new(query, filter).counts(&self.conn, filter))
    }
}

/// Paragraphs of which the statements are counted.
pub const COUNTED: usize = 5_000;

/// Values shown of each kind.
const SHOWN: usize = 12;

/// How often values come among the statements found: most often first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Names of acts.
    pub acts: Vec<(String, usize)>,
    /// Names of certainties.
    pub certainties: Vec<(String, usize)>,
    /// Ids of actors.
    pub speakers: Vec<(String, usize)>,
    /// Years of publication.
    pub years: Vec<(String, usize)>,
}

/// What is looked for, as SQL.
struct Found {
    query: String,
    /// Tables and condition; the first value is `query`.
    sql: String,
    values: Vec<Value>,
}

impl Found {
    fn new(query: String, filter: &StatementFilter) -> Self {
        let (documents, statements) = (
            Condition::of_documents(filter),
            Condition::of_statements(filter),
        );
        let mut sql = format!(
            "FROM words JOIN block b ON b.id = words.rowid WHERE words MATCH ? AND {}",
            documents.sql().replace("s.document", "b.document")
        );
        if !statements.is_empty() {
            let standing = "SELECT 1 FROM statement s WHERE s.document = b.document
                 AND s.start < b.end AND s.end > b.start";
            sql = format!("{sql} AND EXISTS ({standing} AND {})", statements.sql());
        }
        let mut values = vec![Value::Text(query.clone())];
        values.extend(documents.values);
        values.extend(statements.values);
        Found { query, sql, values }
    }

    /// The best blocks. A step of its own, so that only the hits given out, and not
    /// all that match, are cut from their texts.
    fn best(&self, conn: &Connection, part: Part) -> rusqlite::Result<Page<i64>> {
        let query = format!(
            "WITH found AS MATERIALIZED (
                 SELECT b.id, b.document, b.position, bm25(words) AS rank {})
             SELECT id, (SELECT count(*) FROM found) FROM found
             ORDER BY rank, document, position {}",
            self.sql,
            part.sql()
        );
        let found: Vec<(i64, usize)> = conn
            .prepare_cached(&query)?
            .query_map(params_from_iter(&self.values), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Page {
            total: match found.first() {
                Some((_, total)) => *total,
                // A part beyond the end has no row that could tell.
                None => self.count(conn)?,
            },
            rows: found.into_iter().map(|(block, _)| block).collect(),
        })
    }

    fn count(&self, conn: &Connection) -> rusqlite::Result<usize> {
        conn.prepare_cached(&format!("SELECT count(*) {}", self.sql))?
            .query_row(params_from_iter(&self.values), |row| row.get(0))
    }

    fn counts(&self, conn: &Connection, filter: &StatementFilter) -> rusqlite::Result<Counts> {
        let of = Condition::of_statements(filter);
        let query = format!(
            "WITH found AS MATERIALIZED (SELECT b.document, b.start, b.end {} LIMIT {COUNTED})
             SELECT s.id, s.act, s.certainty, coalesce(o.one, m.id), substr(d.published, 1, 4)
             FROM found
             JOIN statement s ON s.document = found.document
                 AND s.start < found.end AND s.end > found.start
             JOIN document d ON d.id = s.document
             LEFT JOIN laid_row l ON l.id = s.id
             LEFT JOIN actor_member r ON r.document = s.document AND r.number = s.speaker
             LEFT JOIN actor m ON m.id = CASE WHEN l.speaker IS NULL THEN r.actor ELSE l.actor END
             LEFT JOIN laid_actor o ON o.actor = m.id
             WHERE {}",
            self.sql,
            of.sql()
        );
        let mut seen = HashSet::new();
        let mut counts: [HashMap<String, usize>; 4] = Default::default();
        let mut query = conn.prepare_cached(&query)?;
        let mut rows = query.query(params_from_iter(self.values.iter().chain(&of.values)))?;
        while let Some(row) = rows.next()? {
            // A statement over two paragraphs is one.
            if !seen.insert(row.get::<_, String>(0)?) {
                continue;
            }
            for (column, counts) in counts.iter_mut().enumerate() {
                if let Some(value) = row.get::<_, Option<String>>(column + 1)? {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        let [acts, certainties, speakers, years] = counts.map(most_first);
        Ok(Counts {
            acts,
            certainties,
            speakers,
            years,
        })
    }
}

fn most_first(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(SHOWN);
    all
}

fn hit(conn: &Connection, query: &str, block: i64) -> rusqlite::Result<Hit> {
    conn.prepare_cached(
        "SELECT b.document, (SELECT min(path) FROM document_path WHERE document = b.document),
             d.title, b.start, b.end, b.page,
             highlight(words, 0, ?3, ?4), snippet(words, 0, ?3, ?4, '…', ?5)
         FROM words JOIN block b ON b.id = words.rowid JOIN document d ON d.id = b.document
         WHERE words MATCH ?1 AND words.rowid = ?2",
    )?
    .query_row(
        (
            query,
            block,
            OPEN.to_string(),
            CLOSE.to_string(),
            SNIPPET_WORDS,
        ),
        |row| hit_of(conn, row),
    )
}

fn hit_of(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Hit> {
    let document: String = row.get(0)?;
    let span = char_span(row, 3)?;
    let (_, in_block) = unmark(&row.get::<_, String>(6)?);
    let (snippet, snippet_matches) = unmark(&row.get::<_, String>(7)?);
    let matches = in_block
        .into_iter()
        .map(|found| CharSpan {
            start: span.start + found.start,
            end: span.start + found.end,
        })
        .collect();
    Ok(Hit {
        statements: statements_in(conn, &document, span)?,
        document,
        path: row.get(1)?,
        title: row.get(2)?,
        span,
        page: row.get(5)?,
        matches,
        snippet,
        snippet_matches,
    })
}

/// Statements any of whose spans shares a character with `span`.
fn statements_in(
    conn: &Connection,
    document: &str,
    span: CharSpan,
) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached(
        "SELECT id FROM statement s
         WHERE document = ?1 AND start < ?3 AND end > ?2
           AND EXISTS (SELECT 1 FROM statement_span p WHERE p.statement = s.id
                       AND p.role <> 'basis' AND p.start < ?3 AND p.end > ?2)
         ORDER BY position",
    )?
    .query_map((document, span.start, span.end), |row| row.get(0))?
    .collect()
}

/// Takes the marks out of `marked` and says, in code points, what they stood around.
fn unmark(marked: &str) -> (String, Vec<CharSpan>) {
    let mut text = String::with_capacity(marked.len());
    let mut spans = Vec::new();
    let (mut at, mut start) = (0, 0);
    for c in marked.chars() {
        match c {
            OPEN => start = at,
            CLOSE => spans.push(CharSpan { start, end: at }),
            c => {
                text.push(c);
                at += 1;
            }
        }
    }
    (text, spans)
}

/// `query` in the syntax of FTS5, every word a quoted string; `None` if there is no word in it.
fn fts_query(query: &str) -> Option<String> {
    let mut terms = Vec::new();
    let mut quoted = false;
    let mut parts = query.split(['"', '“', '”', '„', '«', '»']).peekable();
    while let Some(part) = parts.next() {
        if quoted {
            let prefix = parts.peek().is_some_and(|next| next.starts_with('*'));
            terms.push(term(part, prefix));
        } else {
            let words = part.split_whitespace();
            terms.extend(words.map(|word| term(word, word.ends_with('*'))));
        }
        quoted = !quoted;
    }
    let terms: Vec<String> = terms.into_iter().flatten().collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// One string of FTS5. Anything but letters and digits only separates words
/// there, and is dropped where it would leave a string without any.
fn term(words: &str, prefix: bool) -> Option<String> {
    let clean: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let star = if prefix { "*" } else { "" };
    clean
        .contains(char::is_alphanumeric)
        .then(|| format!("\"{clean}\"{star}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_everything_the_user_writes() {
        let fts = |query| fts_query(query).unwrap_or_default();
        assert_eq!(fts("forced labour"), r#""forced" "labour""#);
        assert_eq!(
            fts(r#""forced labour" camp*"#),
            r#""forced labour" "camp*"*"#
        );
        assert_eq!(fts("“forced labour"), r#""forced labour""#);
        assert_eq!(fts(r#""forced lab"*"#), r#""forced lab"*"#);
        assert_eq!(fts("a AND (b OR c)"), r#""a" "AND" "(b" "OR" "c)""#);
        assert_eq!(fts_query(" * \"\" ( — \0"), None);
    }

    #[test]
    fn marks_are_counted_in_code_points() {
        let (text, spans) = unmark("Né 😀 \u{FDD0}Zoë\u{FDD1} a");
        assert_eq!(text, "Né 😀 Zoë a");
        assert_eq!(spans, vec![CharSpan { start: 5, end: 8 }]);
    }
}
