//! Decides what becomes of a hyphen at the end of a line.
//!
//! The document itself is the dictionary: if it writes "long-term" inside a
//! line, a "long-" at a line's end keeps its hyphen; if it writes "recommended"
//! somewhere, "rec-" loses it.

use std::collections::HashSet;

/// The words a document uses inside its lines, in lower case.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

/// What stands between the last word of a line and the first one of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// A space.
    Space,
    /// Nothing; the first word keeps its last character.
    Glue,
    /// Nothing; the hyphen goes.
    DropHyphen,
}

impl Vocabulary {
    /// Adds the words of the lines of a paragraph, without the two parts of a
    /// word divided at a line's end.
    pub(super) fn add<'w, L>(&mut self, lines: impl Iterator<Item = L>)
    where
        L: Iterator<Item = &'w str>,
    {
        let mut divided = false;
        for line in lines {
            let mut words = line.skip(usize::from(divided)).peekable();
            divided = false;
            while let Some(word) = words.next() {
                divided = words.peek().is_none() && ends_with_hyphen(word);
                let bare = bare(word);
                if !bare.is_empty() && !divided {
                    self.words.insert(bare);
                }
            }
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// How the line that ends with `last` goes on with `next`.
    pub(super) fn join(&self, last: &str, next: &str) -> Join {
        let Some(begin) = next.chars().next() else {
            return Join::Space;
        };
        let stem: String = last
            .chars()
            .take(last.chars().count().saturating_sub(1))
            .collect();
        let Some(before) = stem.chars().next_back() else {
            return Join::Space;
        };
        match last.chars().next_back() {
            Some('\u{AD}') => Join::DropHyphen,
            Some('-' | '\u{2010}' | '\u{2011}') if before.is_alphanumeric() => {
                self.hyphen(&stem, before, next, begin)
            }
            Some('–') if before.is_numeric() && begin.is_numeric() => Join::Glue,
            Some('—') if begin.is_alphanumeric() => Join::Glue,
            Some('/') if before.is_alphanumeric() && begin.is_alphanumeric() => Join::Glue,
            _ => Join::Space,
        }
    }

    fn hyphen(&self, stem: &str, before: char, next: &str, begin: char) -> Join {
        // "non-EU", "2014-2015", "HIV-positive": no typesetter's hyphen.
        let divided = before.is_lowercase() && begin.is_lowercase();
        if !divided {
            return if begin.is_alphanumeric() {
                Join::Glue
            } else {
                Join::Space
            };
        }
        let (first, second) = (last_part(&bare(stem)), bare(next));
        let whole = bare(stem);
        if self.knows(&format!("{whole}-{second}")) {
            Join::Glue
        } else if self.knows(&format!("{whole}{second}")) {
            Join::DropHyphen
        } else if is_suspended(&second) {
            // "short- and long-term": the hyphen stands for what follows later.
            Join::Space
        } else if self.knows(&first) && self.knows(&second) {
            Join::Glue
        } else {
            Join::DropHyphen
        }
    }
}

fn is_suspended(next: &str) -> bool {
    matches!(
        next,
        "and" | "or" | "to" | "und" | "oder" | "et" | "ou" | "y" | "o"
    )
}

/// What stands behind the last hyphen inside the word.
fn last_part(word: &str) -> String {
    word.rsplit('-').next().unwrap_or(word).to_owned()
}

fn ends_with_hyphen(word: &str) -> bool {
    word.ends_with(['-', '\u{AD}', '\u{2010}', '\u{2011}'])
}

/// The word in lower case without the signs around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
        .replace(['\u{2010}', '\u{2011}'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(text: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add(text.lines().map(|line| line.split(' ')));
        vocabulary
    }

    #[test]
    fn the_document_decides() {
        let words = vocabulary("It recommended a long-term plan for human beings and rights.");
        assert_eq!(words.join("rec-", "ommended"), Join::DropHyphen);
        assert_eq!(words.join("long-", "term,"), Join::Glue);
        assert_eq!(words.join("human-", "rights"), Join::Glue);
        assert_eq!(words.join("estab-", "lished"), Join::DropHyphen);
    }

    #[test]
    fn parts_of_divided_words_are_no_words() {
        let words = vocabulary("States in the in-\nspect of it");
        assert_eq!(words.join("in-", "spect"), Join::DropHyphen);
    }

    #[test]
    fn other_ends_of_lines() {
        let words = Vocabulary::default();
        assert_eq!(words.join("non-", "EU"), Join::Glue);
        assert_eq!(words.join("2014–", "2015"), Join::Glue);
        assert_eq!(words.join("and/", "or"), Join::Glue);
        assert_eq!(words.join("short-", "and"), Join::Space);
        assert_eq!(words.join("-", "and"), Join::Space);
        assert_eq!(words.join("rec\u{AD}", "ommend"), Join::DropHyphen);
        assert_eq!(words.join("the", "end"), Join::Space);
    }
}
