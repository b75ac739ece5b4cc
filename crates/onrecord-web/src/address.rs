//! Where things are found: names with their links, anchors, and links that leave the room.

use onrecord_casefile::{ActorRef, DocumentRow};
use onrecord_core::CharSpan;

/// A name, and the link to what it names where there is something to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as it is shown.
    pub text: String,
    /// Where more about it stands.
    pub href: Option<String>,
}

impl Name {
    /// Somebody, with the link to what they said where there is one.
    pub fn of_actor(actor: &ActorRef) -> Self {
        Name {
            text: actor.name.clone(),
            href: actor.id.as_ref().map(|id| format!("/actors/{id}")),
        }
    }

    /// A document by its title, or by its path where it has none.
    pub fn of_document(row: &DocumentRow) -> Self {
        Name {
            text: title(row).to_owned(),
            href: Some(format!("/documents/{}", row.id)),
        }
    }

    /// Words that lead nowhere.
    pub fn plain(text: impl Into<String>) -> Self {
        Name {
            text: text.into(),
            href: None,
        }
    }
}

/// The title to show for a document; its path where it has none.
pub fn title(document: &DocumentRow) -> &str {
    let title = document.metadata.title.as_deref().map(str::trim);
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(document.path())
}

/// The link to a statement in its text.
pub fn statement_href(document: &str, id: &str) -> String {
    format!("/documents/{document}#{id}")
}

/// The link to a passage of a text, which is marked there.
pub fn passage_href(document: &str, span: CharSpan) -> String {
    let (from, to) = (span.start, span.end);
    format!(
        "/documents/{document}?from={from}&to={to}#{}",
        passage_anchor(span)
    )
}

/// The anchor of a passage in its text.
pub fn passage_anchor(span: CharSpan) -> String {
    format!("p-{}-{}", span.start, span.end)
}

/// The link to something on the same page; the anchor is its id.
pub fn link(id: &str) -> String {
    format!("#{id}")
}

/// The anchor of the note on a statement. The statement's own anchor is its place in the text.
pub fn note_anchor(statement: &str) -> String {
    format!("n-{statement}")
}

/// `url` if it is one to follow: `http` or `https` and nothing a browser would
/// read in another way. Anything else a page claims as its address is shown
/// as text.
pub fn web(url: &str) -> Option<String> {
    let scheme = url.split_once("://")?.0;
    let known = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let clean = !url.contains(|c: char| c.is_whitespace() || c.is_control());
    (known && clean).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(web("https://example.org/a?b=c&d").is_some());
        assert!(web("HTTP://example.org").is_some());
        for url in [
            "javascript://example.org/%0aalert(1)",
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            " https://example.org",
            "https://example.org/\u{1}",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(web(url), None, "{url}");
        }
    }
}
