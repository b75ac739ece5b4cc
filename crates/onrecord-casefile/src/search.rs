//! Full-text search over the body of the documents.

use crate::CaseFile;
use crate::error::Result;
use crate::read::char_span;
use onrecord_core::CharSpan;
use rusqlite::{Connection, Row};
use serde::Serialize;

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
        match fts_query(query) {
            Some(query) => self.sql(hits(&self.conn, &query, limit)),
            None => Ok(Vec::new()),
        }
    }
}

fn hits(conn: &Connection, query: &str, limit: usize) -> rusqlite::Result<Vec<Hit>> {
    best(conn, query, limit)?
        .into_iter()
        .map(|block| hit(conn, query, block))
        .collect()
}

/// The best blocks. A step of its own, so that only the hits given out, and not
/// all that match, are cut from their texts.
fn best(conn: &Connection, query: &str, limit: usize) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT b.id FROM words JOIN block b ON b.id = words.rowid
         WHERE words MATCH ?1
         ORDER BY bm25(words),
             (SELECT min(path) FROM document_path WHERE document = b.document),
             b.document, b.position
         LIMIT ?2",
    )?
    .query_map((query, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
        row.get(0)
    })?
    .collect()
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
