//! Where things are found: anchors, the links to them, and links that leave the page.
//!
//! In the report everything stands on one page, so that a link is `#` and the
//! anchor; in the reading room rows have pages of their own.

use onrecord_casefile::ActorRef;

/// A name, and the link to what it names where there is something to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as it is shown.
    pub text: String,
    /// Where more about it stands.
    pub href: Option<String>,
}

/// Where those whom statements refer to are shown.
pub trait Directory {
    /// Somebody's name, with the link to what they said where there is one.
    fn actor_name(&self, actor: &ActorRef) -> Name;
}

/// The link to a document, an actor or a statement; the anchor is its id.
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
