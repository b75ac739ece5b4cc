//! What is tied across documents: discrepancies, answers, recommendations, line-ups, works, dates.

use crate::address::{self, Name};
use crate::contents::Contents;
use crate::words;
use askama::Template;
use onrecord_casefile::{CaseFile, Names, Result};
use onrecord_core::record::{Bound, Place, Work};
use onrecord_core::{CharIndex, CharSpan};
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many entries of a part are shown; the rest is a command away.
const SHOWN: usize = 200;

/// The chapter.
#[derive(Debug, Template)]
#[template(path = "across.html")]
pub struct Across {
    parts_: Vec<Part>,
    empty: bool,
}

/// One kind of rows.
#[derive(Debug)]
struct Part {
    anchor: &'static str,
    title: &'static str,
    lede: &'static str,
    command: &'static str,
    entries: Vec<Entry>,
    /// How many are not shown.
    more: usize,
}

#[derive(Debug)]
struct Entry {
    id: String,
    head: String,
    lines: Vec<Line>,
    why: String,
}

#[derive(Debug)]
struct Line {
    label: String,
    name: Name,
    words: String,
}

/// The rows of a case in words.
struct Told<'c> {
    case: &'c CaseFile,
    contents: &'c Contents,
    names: Names,
    statements: HashMap<&'c str, usize>,
    texts: HashMap<String, String>,
    /// Works that have an entry of their own.
    works: HashSet<String>,
}

impl Across {
    /// Everything tied together in `case`.
    pub fn new(case: &CaseFile, contents: &Contents) -> Result<Self> {
        let mut told = Told {
            case,
            contents,
            names: case.names()?,
            statements: contents
                .statements
                .iter()
                .enumerate()
                .map(|(i, s)| (s.id.as_str(), i))
                .collect(),
            texts: HashMap::new(),
            works: case
                .works()?
                .into_iter()
                .filter(is_listed)
                .take(SHOWN)
                .map(|w| w.id)
                .collect(),
        };
        let mut parts_ = vec![
            told.discrepancies()?,
            told.responses()?,
            told.recommendations()?,
            told.lineups()?,
            told.works()?,
            told.timeline()?,
        ];
        for part in &mut parts_ {
            part.more = part.entries.len().saturating_sub(SHOWN);
            part.entries.truncate(SHOWN);
        }
        let empty = parts_.iter().all(|p| p.entries.is_empty());
        Ok(Across { parts_, empty })
    }
}

impl Told<'_> {
    fn at(&mut self, document: &str, span: CharSpan) -> Result<String> {
        if !self.texts.contains_key(document) {
            let text = self.case.document(document)?.text;
            self.texts.insert(document.to_owned(), text);
        }
        let text = &self.texts[document];
        let bytes = CharIndex::new(text).byte_span(span);
        let words = bytes.map_or("", |b| b.of(text));
        Ok(words::clipped(words, 240))
    }

    /// A statement, an actor, a work or a document, with its link.
    fn line(&self, label: &str, id: &str) -> Line {
        if let Some(at) = self.statements.get(id) {
            let row = &self.contents.statements[*at];
            let speaker = row.speaker.as_ref().map_or("unknown", |s| s.name.as_str());
            let content: Vec<&str> = row.content.iter().map(|p| p.text.as_str()).collect();
            let cue: Vec<&str> = row.cue.iter().map(|p| p.text.as_str()).collect();
            return Line {
                label: label.to_owned(),
                name: Name {
                    text: format!("{speaker} {}", cue.join(" … ")),
                    href: Some(address::link(id)),
                },
                words: words::clipped(&content.join(" … "), 240),
            };
        }
        let known = self.contents.actor_place(id).is_some()
            || self.contents.document_place(id).is_some()
            || self.works.contains(id);
        Line {
            label: label.to_owned(),
            name: Name {
                text: self.names.of(id).to_owned(),
                href: known.then(|| address::link(id)),
            },
            words: String::new(),
        }
    }

    fn place(&mut self, label: &str, place: &Place) -> Result<Line> {
        Ok(Line {
            label: label.to_owned(),
            name: self.contents.document_name(&place.document),
            words: self.at(&place.document, place.span)?,
        })
    }

    fn discrepancies(&mut self) -> Result<Part> {
        let mut entries = Vec::new();
        for row in self
            .case
            .discrepancies()?
            .into_iter()
            .filter(|d| d.judged.is_discrepancy())
        {
            let mut lines = Vec::new();
            for account in &row.accounts {
                lines.push(self.place(&account.value, &account.place)?);
            }
            let of = row
                .holder
                .as_deref()
                .filter(|h| !h.starts_with('u'))
                .map(|h| format!(" of {}", self.names.of(h)));
            entries.push(Entry {
                head: format!(
                    "{}{}: {}",
                    words::difference(&row),
                    of.unwrap_or_default(),
                    row.judged.as_str()
                ),
                why: words::reasons(&row.why),
                lines,
                id: row.id,
            });
        }
        Ok(Part {
            anchor: "discrepancies",
            title: "Where accounts disagree",
            lede: "Values for the same thing that cannot all be right, or that a later one supersedes.",
            command: "onrecord discrepancies",
            entries,
            more: 0,
        })
    }

    fn responses(&mut self) -> Result<Part> {
        let mut answered: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for row in self.case.responses()? {
            answered.entry(row.to.clone()).or_default().push(row);
        }
        let entries = answered.into_iter().map(|(to, answers)| {
            let mut lines = vec![self.line("answered:", &to)];
            lines.extend(
                answers
                    .iter()
                    .map(|r| self.line(r.relation.as_str(), &r.from)),
            );
            let mut why: Vec<String> = answers.iter().map(|r| words::reasons(&r.why)).collect();
            why.sort();
            why.dedup();
            Entry {
                head: String::new(),
                lines,
                why: why.join("; "),
                id: format!("to-{to}"),
            }
        });
        Ok(Part {
            anchor: "answers",
            title: "Findings and answers",
            lede: "Who answered which point, where the words make the link plain. That nothing stands here says only that nothing was found in these documents.",
            command: "onrecord responses",
            entries: entries.collect(),
            more: 0,
        })
    }

    fn recommendations(&mut self) -> Result<Part> {
        let mut entries = Vec::new();
        for row in self.case.recommendations()? {
            let mut action = Vec::new();
            for span in &row.action {
                action.push(self.at(&row.document, *span)?);
            }
            let who = |ids: &[String], none: &str| match ids {
                [] => none.to_owned(),
                _ => ids
                    .iter()
                    .map(|id| self.names.of(id))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let number = row
                .number
                .as_ref()
                .map(|n| format!("{n} "))
                .unwrap_or_default();
            let position = row
                .position
                .map(|p| format!(": {}", p.as_str()))
                .unwrap_or_default();
            let head = format!(
                "{number}to {}, by {}{position}",
                who(&row.addressee, "nobody named"),
                who(&row.by, "unknown")
            );
            let place = row
                .statement
                .clone()
                .unwrap_or_else(|| row.document.clone());
            let mut line = self.line("", &place);
            line.words = action.join(" ");
            let mut lines = vec![line];
            lines.extend(row.answers.iter().map(|a| self.line("answered:", a)));
            entries.push(Entry {
                id: row.id,
                head,
                lines,
                why: String::new(),
            });
        }
        Ok(Part {
            anchor: "recommendations",
            title: "What was asked of whom",
            lede: "Recommendations and demands, and the numbered ones of reports with what the state says to them.",
            command: "onrecord recommendations",
            entries,
            more: 0,
        })
    }

    fn lineups(&mut self) -> Result<Part> {
        let mut entries = Vec::new();
        for row in self.case.lineups()? {
            let told = self.at(&row.document, row.span)?;
            let mut lines = Vec::new();
            for (label, id) in [
                ("towards", &row.towards),
                ("led by", &row.led_by),
                ("by the count of", &row.per),
                ("with", &row.statement),
            ] {
                lines.extend(id.as_deref().map(|id| self.line(label, id)));
            }
            if lines.is_empty() {
                lines.push(self.line("in", &row.document));
            }
            let named: Vec<&str> = row.members.iter().map(|id| self.names.of(id)).collect();
            let stance = row
                .vote
                .clone()
                .unwrap_or_else(|| row.stance.as_str().to_owned());
            entries.push(Entry {
                head: format!("{}: {stance}", words::clipped(&told, 80)),
                lines,
                why: named.join(", "),
                id: row.id,
            });
        }
        Ok(Part {
            anchor: "lineups",
            title: "Who stands behind what",
            lede: "States and others behind a statement, each by the count of whoever tells it; recorded votes.",
            command: "onrecord lineups",
            entries,
            more: 0,
        })
    }

    fn works(&mut self) -> Result<Part> {
        let mut entries = Vec::new();
        for row in self.case.works()?.into_iter().filter(is_listed) {
            let mut lines: Vec<Line> = row
                .issued_by
                .iter()
                .map(|id| self.line("issued by", id))
                .collect();
            lines.extend(row.answers.iter().map(|id| self.line("answers", id)));
            let mut documents: Vec<&Place> = row.mentions.iter().collect();
            documents.dedup_by(|a, b| a.document == b.document);
            for place in documents {
                lines.push(self.place("in", place)?);
            }
            let on = row.issued_on.map(|d| format!(", {d}")).unwrap_or_default();
            let symbol = row
                .symbol
                .as_ref()
                .map(|s| format!(" {s}"))
                .unwrap_or_default();
            let head = format!("{}{symbol}{on}", row.title.as_deref().unwrap_or(&row.kind));
            entries.push(Entry {
                head,
                lines,
                why: words::reasons(&row.why),
                id: row.id,
            });
        }
        Ok(Part {
            anchor: "works",
            title: "Reports, letters, statements",
            lede: "Works that are spoken of more than once.",
            command: "onrecord works",
            entries,
            more: 0,
        })
    }

    fn timeline(&mut self) -> Result<Part> {
        let mut rows = self.case.events()?;
        rows.sort_by(|a, b| {
            (a.date, &a.document, a.span, &a.id).cmp(&(b.date, &b.document, b.span, &b.id))
        });
        let entries = rows.into_iter().map(|row| {
            let date = words::date(&row.date.to_string());
            let head = match row.bound {
                Some(Bound::Start) => format!("from {date}"),
                Some(Bound::End) => format!("until {date}"),
                None => date,
            };
            let mut line = self.line("", row.statement.as_deref().unwrap_or(&row.document));
            line.words = row.label;
            Entry {
                head,
                lines: vec![line],
                why: String::new(),
                id: row.id,
            }
        });
        Ok(Part {
            anchor: "timeline",
            title: "Timeline",
            lede: "What the documents date, as precisely as they do.",
            command: "onrecord timeline",
            entries: entries.collect(),
            more: 0,
        })
    }
}

/// A work that is spoken of once is told where it is answered, and has no entry.
fn is_listed(work: &Work) -> bool {
    work.mentions.len() > 1
}
