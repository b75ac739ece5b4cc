//! What a PDF says about itself, where that can be believed.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{DateTime, Dict, Stream};

/// Authors that programs fill in by themselves.
const STOCK: [&str; 10] = [
    "unknown",
    "user",
    "owner",
    "admin",
    "administrator",
    "author",
    "system",
    "default",
    "none",
    "anonymous",
];

/// File name endings; a title that has one is a file name.
const ENDINGS: [&str; 16] = [
    ".doc", ".docx", ".pdf", ".indd", ".qxd", ".qxp", ".tex", ".dvi", ".odt", ".rtf", ".wpd",
    ".ppt", ".pptx", ".xls", ".xlsx", ".txt",
];

/// The sensible part of a file's metadata.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub title: Option<String>,
    pub author: Option<String>,
    pub created: Option<String>,
}

/// Reads the document information and, where it is silent, the XMP packet.
pub(super) fn facts(pdf: &Pdf) -> Facts {
    let info = pdf.metadata();
    let xmp = xmp(pdf).unwrap_or_default();
    let from_info = |field: &Option<Box<[u8]>>| field.as_deref().map(decode);
    Facts {
        title: from_info(&info.title)
            .and_then(|t| sensible_title(&t))
            .or_else(|| sensible_title(&xmp_item(&xmp, "dc:title")?)),
        author: from_info(&info.author)
            .and_then(|a| sensible_author(&a))
            .or_else(|| sensible_author(&xmp_item(&xmp, "dc:creator")?)),
        created: info.creation_date.as_ref().and_then(iso),
    }
}

fn xmp(pdf: &Pdf) -> Option<String> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let stream = catalog.get::<Stream<'_>>(b"Metadata")?;
    let bytes = stream.decoded().ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first entry of the named list in an XMP packet.
fn xmp_item(xmp: &str, name: &str) -> Option<String> {
    let list = between(xmp, &format!("<{name}>"), &format!("</{name}>"))?;
    let item = &list[list.find("<rdf:li")?..];
    let text = between(item, ">", "</rdf:li>")?;
    Some(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&"),
    )
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let start = text.find(before)? + before.len();
    let end = text[start..].find(after)? + start;
    Some(&text[start..end])
}

/// Decodes a text string: UTF-16 or UTF-8 with a byte order mark, else the
/// format's own one-byte encoding, which is Latin-1 but for a few signs.
fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = rest
            .chunks_exact(2)
            .map(|b| u16::from_be_bytes([b[0], b[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{FFFD}'))
            .collect()
    } else if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        let units = rest
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{FFFD}'))
            .collect()
    } else if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        bytes.iter().map(|&byte| doc_encoding(byte)).collect()
    }
}

fn doc_encoding(byte: u8) -> char {
    const HIGH: [char; 31] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚',
        '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
    ];
    match byte {
        0x80..=0x9E => HIGH[usize::from(byte - 0x80)],
        0xA0 => '€',
        _ => char::from(byte),
    }
}

fn tidy(text: &str) -> String {
    let printable: String = text
        .chars()
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sensible_title(raw: &str) -> Option<String> {
    let title = tidy(raw);
    let lower = title.to_lowercase();
    let file_name = ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || lower.starts_with("microsoft ")
        || lower.starts_with("file:");
    // One or two words name a publisher or a template more often than a text.
    let short = title.split(' ').count() < 3;
    let long = title.chars().count() > 300;
    (!short && !long && !file_name).then_some(title)
}

fn sensible_author(raw: &str) -> Option<String> {
    let author = tidy(raw);
    let lower = author.to_lowercase();
    let login = !author.contains(' ') && (lower == author || author.contains(['_', '\\', '@']));
    let coded = author.contains(|c: char| c.is_numeric());
    let stock = STOCK.contains(&lower.as_str());
    let length = (3..=200).contains(&author.chars().count());
    (length && !login && !coded && !stock).then_some(author)
}

/// The date in ISO 8601. An offset of zero may only mean that none was given,
/// so it is left out.
fn iso(date: &DateTime) -> Option<String> {
    let plausible = (1980..=2200).contains(&date.year)
        && (1..=12).contains(&date.month)
        && (1..=31).contains(&date.day)
        && date.hour < 24
        && date.minute < 60
        && date.second < 60;
    if !plausible {
        return None;
    }
    let offset = match (date.utc_offset_hour, date.utc_offset_minute) {
        (0, 0) => String::new(),
        (hour, minute) => format!("{hour:+03}:{minute:02}"),
    };
    Some(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{offset}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_made_by_programs_are_dropped() {
        assert_eq!(sensible_title("Microsoft Word - report.doc"), None);
        assert_eq!(sensible_title("final_v2.indd"), None);
        assert_eq!(sensible_title("United Nations"), None);
        assert_eq!(sensible_title(" \0"), None);
        let title = "Report of the Working  Group";
        assert_eq!(
            sensible_title(title).as_deref(),
            Some("Report of the Working Group")
        );
    }

    #[test]
    fn text_strings_are_decoded() {
        assert_eq!(decode(b"\xFE\xFF\x00Z\x00o\x00\xEB"), "Zoë");
        assert_eq!(decode(b"Caf\xE9 \x85"), "Café –");
        assert_eq!(decode(b"\xEF\xBB\xBFZo\xC3\xAB"), "Zoë");
    }

    #[test]
    fn xmp_lists_give_their_first_entry() {
        let xmp =
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x\">A &amp; B</rdf:li></rdf:Alt></dc:title>";
        assert_eq!(xmp_item(xmp, "dc:title").as_deref(), Some("A & B"));
        assert_eq!(xmp_item(xmp, "dc:creator"), None);
    }
}
