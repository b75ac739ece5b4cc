//! Bytes to text: which encoding, and plain line ends.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes in which a page declares its encoding (the HTML standard's limit).
const DECLARATION: usize = 1024;

/// The encoding that a byte-order mark tells.
pub(crate) fn mark(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding)
}

/// The encoding that a page declares in its head.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let lower = head.to_ascii_lowercase();
    let at = lower.windows(8).position(|w| w == b"charset=")?;
    let label: Vec<u8> = lower[at + 8..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
        .collect();
    Encoding::for_label(&label)
}

/// The text of `bytes`, with `\n` line ends and without a byte-order mark.
///
/// A mark decides; then UTF-8 if the bytes are valid UTF-8, whatever they
/// declare; then the encoding `declared`; then the likeliest by its letters.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    let encoding = mark(bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => declared
            .filter(|e| *e != UTF_8)
            .unwrap_or_else(|| guess(bytes)),
    });
    let (text, _, _) = encoding.decode(bytes);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            // SQLite and C end a text here.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The beginning of a file as text, cut wherever it is cut.
pub(crate) fn decode_head(head: &[u8]) -> String {
    let encoding = mark(head).unwrap_or(UTF_8);
    encoding.decode(head).0.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_quotes_without_a_word_about_them() {
        let bytes = b"\x93It is over,\x94 the minister\x92s caf\xe9 keeper said.";
        assert_eq!(
            decode(bytes, None),
            "“It is over,” the minister’s café keeper said."
        );
    }

    #[test]
    fn what_is_valid_utf8_is_utf8() {
        let declared = declared(b"<meta charset='windows-1252'>");
        assert_eq!(declared.map(Encoding::name), Some("windows-1252"));
        assert_eq!(decode("é".as_bytes(), declared), "é");
        assert_eq!(decode(b"\xe9", declared), "é");
    }

    #[test]
    fn marks_and_line_ends() {
        assert_eq!(decode(b"\xef\xbb\xbfa\r\nb\rc\0", None), "a\nb\nc\u{fffd}");
        let wide: Vec<u8> = "\u{feff}né"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&wide, None), "né");
    }
}
