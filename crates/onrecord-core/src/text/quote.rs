//! Quotation marks of every style, nested, continued and unbalanced.
//!
//! News text opens quotations it never closes (each paragraph of a long quote
//! opens one, only the last closes) and closes some it never opened. Nothing
//! here is an error: an open mark runs to the end of its paragraph at most, so
//! one stray mark can never swallow an article.

use crate::span::Span;

/// Text inside quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included.
    pub outer: Span,
    /// Without the marks.
    pub inner: Span,
    /// Whether a closing mark was found; if not, the quotation runs to the paragraph's end.
    pub closed: bool,
    /// 0 for a quotation in running text, 1 for one inside another, and so on.
    pub depth: usize,
}

/// How a mark may act where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

struct Mark {
    at: usize,
    len: usize,
    family: char,
    side: Side,
}

/// The quotations in one paragraph, in the order of their opening marks.
pub fn quotations(paragraph: &str) -> Vec<Quotation> {
    let mut open: Vec<Mark> = Vec::new();
    let mut out: Vec<Quotation> = Vec::new();
    for mark in marks(paragraph) {
        match mark.side {
            Side::Open => open.push(mark),
            Side::Close => close(&mut open, &mark, &mut out),
        }
    }
    for (depth, mark) in open.iter().enumerate() {
        // A single mark left open is far more often an apostrophe ('Tis).
        if mark.family != '\'' {
            let end = paragraph.trim_end().len();
            out.push(quotation(mark, end, end, false, depth));
        }
    }
    out.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
    out
}

/// Closes the nearest open mark of the same family; marks opened inside it and
/// never closed are dropped with it. A close without an open is ignored.
fn close(open: &mut Vec<Mark>, mark: &Mark, out: &mut Vec<Quotation>) {
    if let Some(depth) = open.iter().rposition(|o| o.family == mark.family) {
        let opened = &open[depth];
        out.push(quotation(opened, mark.at, mark.at + mark.len, true, depth));
        open.truncate(depth);
    }
}

fn quotation(open: &Mark, inner_end: usize, end: usize, closed: bool, depth: usize) -> Quotation {
    Quotation {
        outer: Span::new(open.at, end),
        inner: Span::new(open.at + open.len, inner_end),
        closed,
        depth,
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut straight_open = false;
    let mut low_open = false;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let doubled = matches!(c, '\'' | '`') && text[at + 1..].starts_with(c);
        let len = if doubled { 2 } else { c.len_utf8() };
        let before = text[..at].chars().next_back();
        let after = text[at + len..].chars().next();
        let found = match c {
            '"' | '\'' | '`' if doubled || c == '"' => {
                straight_open = !straight_open;
                Some(('"', straight(before, after, straight_open)))
            }
            // German and many Slavic styles close „ with the mark that opens in English.
            '“' if low_open => Some(('"', Side::Close)),
            _ => curly(c, before, after),
        };
        if let Some((family, side)) = found {
            if family == '"' {
                straight_open = side == Side::Open;
                low_open = c == '„';
            }
            out.push(Mark {
                at,
                len,
                family,
                side,
            });
        }
        skip_to = at + len;
    }
    out
}

/// Which side a straight double mark is on: told by the white space around it,
/// by turns where that does not tell.
fn straight(before: Option<char>, after: Option<char>, by_turns_open: bool) -> Side {
    let gap =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–'));
    match (gap(before), gap(after)) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ if by_turns_open => Side::Open,
        _ => Side::Close,
    }
}

/// Family and side of a mark that has a shape of its own, or of a single mark
/// that stands where only a quotation mark can.
fn curly(c: char, before: Option<char>, after: Option<char>) -> Option<(char, Side)> {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    Some(match c {
        '“' | '„' | '‟' | '〝' => ('"', Side::Open),
        '”' | '〞' => ('"', Side::Close),
        '«' => ('«', Side::Open),
        '»' => ('«', Side::Close),
        '「' | '『' => ('「', Side::Open),
        '」' | '』' => ('「', Side::Close),
        // An apostrophe stands inside or after a word; a single quotation mark
        // opens before a word with none before it.
        '‘' | '‚' if word(after) || is_double(after) => ('\'', Side::Open),
        '\'' if !word(before) && word(after) => ('\'', Side::Open),
        // After a word it closes if something is open, else it is a plural possessive;
        // `close` ignores it in that case.
        '’' | '\'' if !word(after) => ('\'', Side::Close),
        _ => return None,
    })
}

fn is_double(c: Option<char>) -> bool {
    c.is_some_and(is_double_mark)
}

/// Whether `c` is a double quotation mark of any style (`'` twice is not one character).
pub fn is_double_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '「'
            | '」'
            | '『'
            | '』'
            | '〝'
            | '〞'
            | '＂'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<(&str, usize, bool)> {
        quotations(text)
            .iter()
            .map(|q| (q.inner.of(text), q.depth, q.closed))
            .collect()
    }

    #[test]
    fn reads_curly_straight_and_doubled_marks() {
        assert_eq!(inner("“No,” she said."), [("No,", 0, true)]);
        assert_eq!(
            inner("\"No,\" she said. \"Never.\""),
            [("No,", 0, true), ("Never.", 0, true)]
        );
        assert_eq!(inner("''No,'' she said."), [("No,", 0, true)]);
        assert_eq!(inner("Er sagte: „Nein“ und ging"), [("Nein", 0, true)]);
        assert_eq!(inner("Il dit « non » ici"), [(" non ", 0, true)]);
    }

    #[test]
    fn nests_british_and_american_styles() {
        assert_eq!(
            inner("‘He called it “absurd” twice,’ she said."),
            [
                ("He called it “absurd” twice,", 0, true),
                ("absurd", 1, true)
            ]
        );
        assert_eq!(
            inner("“It's the workers’ ‘right’,” he said."),
            [("It's the workers’ ‘right’,", 0, true), ("right", 1, true)]
        );
    }

    #[test]
    fn apostrophes_are_not_quotations() {
        assert!(inner("The dockers’ union didn't sign; rock 'n' roll").len() <= 1);
        assert!(inner("the states' rights and the ministers’ denial").is_empty());
    }

    #[test]
    fn unbalanced_marks_end_with_the_paragraph() {
        assert_eq!(inner("“It goes on"), [("It goes on", 0, false)]);
        assert!(inner("and ends here,” he said").is_empty());
        assert_eq!(inner("an inch\" and \"more\""), [("more", 0, true)]);
    }
}
