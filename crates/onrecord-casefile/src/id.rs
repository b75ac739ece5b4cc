//! Identifiers and hashes: the same content gives the same identifier in every case.

use onrecord_core::CharSpan;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Hexadecimal digits of a hash that an identifier keeps.
pub(crate) const DIGITS: usize = 16;

/// The spans of a statement by role, in the order the export gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RoleSpans {
    pub source: Vec<CharSpan>,
    pub cue: Vec<CharSpan>,
    pub content: Vec<CharSpan>,
    pub basis: Vec<CharSpan>,
}

impl RoleSpans {
    /// Each role's name in the case file with its spans.
    pub fn by_role(&self) -> [(&'static str, &[CharSpan]); 4] {
        [
            ("source", &self.source),
            ("cue", &self.cue),
            ("content", &self.content),
            ("basis", &self.basis),
        ]
    }

    /// The list for a role's name.
    pub fn list_mut(&mut self, role: &str) -> Option<&mut Vec<CharSpan>> {
        match role {
            "source" => Some(&mut self.source),
            "cue" => Some(&mut self.cue),
            "content" => Some(&mut self.content),
            "basis" => Some(&mut self.basis),
            _ => None,
        }
    }

    /// From the first to the last of source, cue and content.
    pub fn extent(&self) -> Option<CharSpan> {
        let all = || self.source.iter().chain(&self.cue).chain(&self.content);
        Some(CharSpan {
            start: all().map(|span| span.start).min()?,
            end: all().map(|span| span.end).max()?,
        })
    }
}

/// The identifier of the document whose bytes hash to `sha256`.
pub(crate) fn document_id(sha256: &str) -> String {
    let digits: String = sha256.chars().take(DIGITS).collect();
    format!("d{digits}")
}

/// The identifier of the statement with these spans in the document whose bytes hash to `sha256`.
///
/// Hashed is one line for the document and one for each span of source, cue
/// and content: role, start, end. A basis found later changes no identifier.
pub(crate) fn statement_id(sha256: &str, spans: &RoleSpans) -> String {
    let mut canonical = format!("{sha256}\n");
    for (role, spans) in spans
        .by_role()
        .into_iter()
        .filter(|(role, _)| *role != "basis")
    {
        for span in spans {
            // Writing to a string cannot fail.
            let _ = writeln!(canonical, "{role} {} {}", span.start, span.end);
        }
    }
    let mut id = sha256_hex(canonical.as_bytes());
    id.truncate(DIGITS);
    id.insert(0, 's');
    id
}

/// The identifier of a figure: its span and how its value bounds the quantity.
pub(crate) fn figure_id(sha256: &str, span: CharSpan, comparator: &str) -> String {
    let canonical = format!(
        "{sha256}\nfigure {} {} {comparator}\n",
        span.start, span.end
    );
    let mut id = sha256_hex(canonical.as_bytes());
    id.truncate(DIGITS);
    id.insert(0, 'f');
    id
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// SHA-1 in lower-case hexadecimal.
pub(crate) fn sha1_hex(bytes: &[u8]) -> String {
    hex::encode(sha1::Sha1::digest(bytes))
}
