//! JSON articles, as crawlers write them: one object, one a line, or a list.

use crate::furniture::{self, dateline};
use crate::{Part, Text, encoding};
use onrecord_core::text::{Nfc, paragraphs};
use onrecord_core::{Block, Metadata};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The lines of a file of JSON lines that hold something. A file with one
/// object written over several lines is one part.
pub(crate) fn lines(bytes: &[u8]) -> Vec<Part<'_>> {
    // A list of articles: each keeps the bytes it is written with.
    if let Ok(list) = serde_json::from_slice::<Vec<&RawValue>>(bytes) {
        let numbered = list.into_iter().enumerate();
        return numbered
            .map(|(at, item)| Part {
                bytes: Cow::Borrowed(item.get().as_bytes()),
                line: Some(at + 1),
            })
            .collect();
    }
    if serde_json::from_slice::<Value>(bytes).is_ok() {
        return vec![Part {
            bytes: Cow::Borrowed(bytes.trim_ascii()),
            line: None,
        }];
    }
    let numbered = bytes.split(|b| *b == b'\n').enumerate();
    numbered
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(at, line)| Part {
            bytes: Cow::Borrowed(line.trim_ascii()),
            line: Some(at + 1),
        })
        .collect()
}

/// Names that crawlers use for one field, the first found counts.
const TEXT: &[&str] = &["text", "maintext", "body", "articleBody"];
const TITLE: &[&str] = &["title", "headline"];
const PUBLISHER: &[&str] = &["publisher", "outlet", "source_domain", "source"];
const PUBLISHED: &[&str] = &[
    "date",
    "published",
    "date_publish",
    "publication_date",
    "datePublished",
    "date_published",
];
const UPDATED: &[&str] = &[
    "updated",
    "modified",
    "date_modify",
    "dateModified",
    "date_modified",
];
const BYLINE: &[&str] = &["byline", "author", "authors"];
const LANGUAGE: &[&str] = &["language", "lang"];
const URL: &[&str] = &["url", "canonical_url", "link"];

/// Reads one article. The error says what is missing.
pub(crate) fn read(bytes: &[u8]) -> Result<Text, String> {
    let decoded = encoding::decode(bytes, None);
    let value: Value =
        serde_json::from_str(&decoded).map_err(|e| format!("it does not parse ({e})"))?;
    let Value::Object(fields) = value else {
        return Err("it is not an object".to_owned());
    };
    let Some(body) = field(&fields, TEXT) else {
        return Err(format!("none of the fields {} is there", TEXT.join(", ")));
    };
    let known = [TITLE, PUBLISHER, PUBLISHED, URL];
    if known.iter().all(|names| field(&fields, names).is_none()) {
        return Err("it has a text, but no title, publisher, date or url".to_owned());
    }
    let text = Nfc::new(&body).into_text();
    let spans = paragraphs(&text);
    let lines: Vec<&str> = spans.iter().map(|s| s.of(&text)).collect();
    let blocks = furniture::classify(&lines)
        .into_iter()
        .zip(&spans)
        .map(|(kind, span)| Block {
            kind,
            span: *span,
            page: None,
        })
        .collect();
    let metadata = metadata(&fields, &text);
    Ok(Text {
        text,
        blocks,
        metadata,
        pages: Vec::new(),
    })
}

fn metadata(fields: &Map<String, Value>, text: &str) -> Metadata {
    let date = |names| field(fields, names).and_then(|d| dateline::normalise(&d));
    Metadata {
        title: field(fields, TITLE),
        publisher: field(fields, PUBLISHER),
        byline: field(fields, BYLINE),
        published: date(PUBLISHED),
        updated: date(UPDATED),
        language: field(fields, LANGUAGE).or_else(|| crate::plain::language(text.lines())),
        url: field(fields, URL),
    }
}

/// The first of `names` that holds words: a string, or a list of strings joined with commas.
fn field(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let text = match fields.get(*name)? {
            Value::String(text) => text.clone(),
            Value::Array(list) => list
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            _ => return None,
        };
        let plain = text.replace('\0', "\u{fffd}");
        (!plain.trim().is_empty()).then_some(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_a_line() {
        let file = b"{\"title\":\"A\",\"text\":\"One.\"}\n\n{\"title\":\"B\",\"text\":\"Two.\"}\n";
        let parts = lines(file);
        assert_eq!(
            parts.iter().map(|p| p.line).collect::<Vec<_>>(),
            [Some(1), Some(3)]
        );
        let list =
            lines(b"[{\"title\":\"A\",\"text\":\"One.\"},\n {\"title\":\"B\",\"text\":\"Two.\"}]");
        assert_eq!(list.len(), 2);
        assert_eq!(&*list[1].bytes, b"{\"title\":\"B\",\"text\":\"Two.\"}");
        assert_eq!(lines(b"{\n\"title\":\"A\",\n\"text\":\"x\"}").len(), 1);
    }

    #[test]
    fn fields_under_the_names_crawlers_use() {
        let line = br#"{"headline":"Port shut","source_domain":"example.org","date_publish":"2025-03-01 10:00:00","authors":["A. Roe","B. Lund"],"maintext":"The port is shut, the mayor said.\nNobody knew why.","url":null}"#;
        let got = read(line).unwrap();
        assert_eq!(got.metadata.title.as_deref(), Some("Port shut"));
        assert_eq!(got.metadata.byline.as_deref(), Some("A. Roe, B. Lund"));
        assert_eq!(got.metadata.publisher.as_deref(), Some("example.org"));
        assert!(got.metadata.published.unwrap().starts_with("2025-03-01"));
        assert_eq!(got.metadata.url, None);
        assert_eq!(got.blocks.len(), 2);
    }

    #[test]
    fn other_json_is_told_from_articles() {
        assert!(read(br#"{"number":"1.2","text":"Take steps"}"#).is_err());
        assert!(read(br#"{"title":"x"}"#).is_err());
        assert!(read(b"{broken").is_err());
    }
}
