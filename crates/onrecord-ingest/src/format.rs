//! What a file is, told from its first bytes.

use crate::encoding;

/// Bytes looked at.
const HEAD: usize = 4096;

/// The formats told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// No bytes, or only white space.
    Empty,
    /// A web page.
    Html,
    /// A PDF.
    Pdf,
    /// One JSON object, one a line, or a list of them.
    JsonLines,
    /// Anything else that is text.
    Text,
    /// Something that is not read, and what it is.
    Unsupported(&'static str),
}

impl Format {
    /// The format of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(HEAD)];
        if head.windows(5).take(1024).any(|w| w == b"%PDF-") {
            return Format::Pdf;
        }
        if let Some(kind) = infer::get(bytes) {
            let text_like = matches!(kind.matcher_type(), infer::MatcherType::Text);
            if !text_like {
                return Format::Unsupported(described(kind.matcher_type(), kind.mime_type()));
            }
        }
        let wide = encoding::mark(bytes).is_some();
        if !wide && head.contains(&0) {
            return Format::Unsupported("a binary file");
        }
        Format::of_text(&encoding::decode_head(head))
    }

    fn of_text(head: &str) -> Self {
        let start = head.trim_start();
        if start.is_empty() {
            return Format::Empty;
        }
        let object = start.strip_prefix('{').map(str::trim_start);
        let list = start.strip_prefix('[').map(str::trim_start);
        if list.is_some_and(|rest| rest.starts_with('{'))
            || object.is_some_and(|rest| rest.starts_with('"') || rest.starts_with('}'))
        {
            return Format::JsonLines;
        }
        if is_html(start) {
            Format::Html
        } else {
            Format::Text
        }
    }

    /// Name of the reader that reads it.
    pub fn reader(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::JsonLines => "json",
            Format::Text | Format::Empty | Format::Unsupported(_) => "text",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html",
            Format::Pdf => "application/pdf",
            Format::JsonLines => "application/json",
            Format::Text | Format::Empty => "text/plain",
            Format::Unsupported(_) => "application/octet-stream",
        }
    }
}

/// Tags that a page has near its beginning and a text saved from a page has not.
const PAGE_TAGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta ",
    "<title",
    "<article",
    "<div",
    "<link ",
];

fn is_html(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    let opening = lower.starts_with('<') || lower.starts_with("\u{feff}<");
    PAGE_TAGS.iter().take(4).any(|tag| lower.contains(tag))
        || (opening && PAGE_TAGS.iter().any(|tag| lower.contains(tag)))
        || (opening && lower.starts_with("<p"))
}

fn described(kind: infer::MatcherType, mime: &str) -> &'static str {
    match kind {
        infer::MatcherType::Image => "a picture",
        infer::MatcherType::Audio => "a sound recording",
        infer::MatcherType::Video => "a video",
        infer::MatcherType::Archive if mime == "application/pdf" => "a PDF",
        infer::MatcherType::Archive => "an archive or compressed file (unpack it first)",
        infer::MatcherType::Doc => "an office document (save it as PDF or text first)",
        infer::MatcherType::Book => "an electronic book",
        infer::MatcherType::Font => "a font",
        _ => "a binary file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_content() {
        assert_eq!(Format::of(b" \n"), Format::Empty);
        assert_eq!(Format::of(b"\n<!DOCTYPE html><html>"), Format::Html);
        assert_eq!(Format::of(b"<p>Hello</p>"), Format::Html);
        assert_eq!(
            Format::of(b"!-- a stray tag -->\n\nPort closed"),
            Format::Text
        );
        assert_eq!(
            Format::of(b"{\"text\": \"x\"}\n{\"text\": \"y\"}"),
            Format::JsonLines
        );
        assert_eq!(Format::of(b"{they said} so"), Format::Text);
        assert_eq!(Format::of(b"[ {\"text\": \"x\"} ]"), Format::JsonLines);
        assert_eq!(Format::of(b"[she laughs]"), Format::Text);
        assert_eq!(Format::of(b"junk\n%PDF-1.7 ..."), Format::Pdf);
        assert_eq!(
            Format::of(b"\x89PNG\r\n\x1a\n\0\0"),
            Format::Unsupported("a picture")
        );
        assert_eq!(
            Format::of(b"abc\0def"),
            Format::Unsupported("a binary file")
        );
        let wide: Vec<u8> = "\u{feff}Port"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(Format::of(&wide), Format::Text);
    }
}
