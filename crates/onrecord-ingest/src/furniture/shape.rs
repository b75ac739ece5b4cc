//! What a line looks like, whatever its words say.

use std::borrow::Cow;

/// Lines longer than this are running text; nothing looks inside them.
pub(crate) const LONG_LINE: usize = 1_500;

/// Longest line, in characters, that can be a headline in a list of stories.
const HEADLINE_CHARS: usize = 130;
/// Longest line, in characters, that can be a section heading.
const HEADING_CHARS: usize = 80;

/// The line with white space collapsed and curly quotation marks made straight,
/// so that one pattern fits what different pages typed.
pub(crate) fn fold(line: &str) -> Cow<'_, str> {
    let line = line.trim();
    if line.len() > LONG_LINE || (line.is_ascii() && !line.contains("  ") && !line.contains('\t')) {
        return Cow::Borrowed(line);
    }
    let mut folded = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().filter_map(fold_char));
    }
    Cow::Owned(folded)
}

fn fold_char(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‛' | '′' => Some('\''),
        '“' | '”' | '„' | '″' => Some('"'),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        _ => Some(c),
    }
}

/// The letters and digits of a line in lower case, words parted by one space:
/// two lines with the same key say the same.
pub(crate) fn key(line: &str) -> String {
    let mut key = String::with_capacity(line.len());
    for word in line.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Whether the line ends as a sentence does, quotation marks and brackets aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*".contains(c));
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}

/// Whether the line stops in the open: no mark at all after its last word.
pub(crate) fn is_unpunctuated(line: &str) -> bool {
    line.trim_end()
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || "'’%$€£)".contains(c))
}

/// Whether the line could stand in a list of other stories.
pub(crate) fn is_headline_like(line: &str) -> bool {
    let chars = line.chars().take(HEADLINE_CHARS + 1).count();
    chars <= HEADLINE_CHARS
        && (!ends_sentence(line) || line.ends_with('?'))
        && !line.ends_with([':', ',', ';', '"', '”'])
}

/// Whether the line could head a section of the text below it.
pub(crate) fn is_heading_like(line: &str) -> bool {
    let line = line.trim();
    let chars = line.chars().take(HEADING_CHARS + 1).count();
    let opens = line
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase());
    chars <= HEADING_CHARS
        && opens
        && !line.starts_with(['“', '"', '•', '*'])
        && (is_unpunctuated(line) && !ends_sentence(line) || is_dashed(line) || is_question(line))
        && !tells(line)
}

/// Wire services set headings between dashes: `- 'Will not go' -`.
fn is_dashed(line: &str) -> bool {
    line.starts_with("- ") && line.ends_with(" -")
}

/// A short question that asks for a matter, as headings do; a plain yes-or-no question
/// may be the reporter's.
fn is_question(line: &str) -> bool {
    const ASKING: [&str; 8] = [
        "Who", "What", "What's", "Why", "How", "When", "Where", "Which",
    ];
    let first = line.split_whitespace().next().unwrap_or("");
    line.ends_with('?')
        && ASKING.contains(&first)
        && !line.contains([':', '.'])
        && line.split_whitespace().count() <= 12
}

/// Whether the line says that somebody said something: then it may be text
/// that lost its full stop, and is kept.
fn tells(line: &str) -> bool {
    const SAYING: [&str; 12] = [
        "said",
        "says",
        "told",
        "tells",
        "added",
        "according",
        "claimed",
        "denied",
        "warned",
        "announced",
        "insisted",
        "argued",
    ];
    line.split(|c: char| !c.is_alphabetic())
        .any(|word| SAYING.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_pages_type_differently() {
        assert_eq!(
            fold(" Read\u{a0}\u{a0} Also\t“It’s” "),
            "Read Also \"It's\""
        );
        assert_eq!(key("It’s “Over” – No. 3"), key("IT'S OVER no 3"));
    }

    #[test]
    fn tells_sentences_from_headlines() {
        assert!(ends_sentence("He left.”"));
        assert!(ends_sentence("He left. (sic.)"));
        assert!(!ends_sentence("Minister leaves for Rome"));
        assert!(is_headline_like("Minister leaves for Rome"));
        assert!(!is_headline_like("The minister left."));
        assert!(!is_headline_like("“We will not go”"));
    }

    #[test]
    fn a_heading_is_short_and_open() {
        assert!(is_heading_like("What happens now"));
        assert!(is_heading_like("Who is to blame?"));
        assert!(is_heading_like("- 'Will not go' -"));
        assert!(!is_heading_like("The minister said taxes would rise"));
        assert!(!is_heading_like("and then it rained"));
        assert!(!is_heading_like("He left:"));
    }
}
