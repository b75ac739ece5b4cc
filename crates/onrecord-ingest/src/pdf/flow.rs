//! Puts the paragraphs of all columns and pages into one flow.
//!
//! A paragraph at the end of a column may go on at the top of the next one.
//! Footnotes, running heads and page numbers that stand between its parts wait
//! until it ends.

use super::chars::ends_sentence;
use super::lines::Line;
use super::markers;
use super::notes;
use super::paragraphs::Paragraph;

/// What a stretch of the flow is, as far as geometry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Body,
    Table,
    Note,
    Furniture,
}

/// A stretch of text that becomes one block.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub role: Role,
    /// The parts in the order of reading, one per column.
    pub parts: Vec<Paragraph>,
}

impl Item {
    /// Its lines in the order of reading.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.parts.iter().flat_map(|part| &part.lines)
    }
}

/// One page, taken apart.
#[derive(Debug, Default)]
pub(super) struct PageParts {
    pub head: Vec<Line>,
    /// The paragraphs of each column.
    pub columns: Vec<Vec<Paragraph>>,
    pub notes: Vec<Line>,
    pub foot: Vec<Line>,
}

/// Joins the pages into one flow.
pub(super) fn join(pages: Vec<PageParts>) -> Vec<Item> {
    let mut flow = Flow::default();
    for page in pages {
        flow.furniture(page.head);
        for column in page.columns {
            flow.column(column);
        }
        flow.notes(page.notes);
        flow.furniture(page.foot);
    }
    flow.close();
    flow.items
}

#[derive(Default)]
struct Flow {
    items: Vec<Item>,
    /// The last paragraph; the next column may go on with it.
    open: Option<Item>,
    /// What follows once the open paragraph has ended.
    waiting: Vec<Item>,
}

impl Flow {
    fn close(&mut self) {
        self.items.extend(self.open.take());
        self.items.append(&mut self.waiting);
    }

    fn column(&mut self, column: Vec<Paragraph>) {
        for (at, paragraph) in column.into_iter().enumerate() {
            match &mut self.open {
                Some(open) if at == 0 && goes_on(open, &paragraph) => open.parts.push(paragraph),
                _ => {
                    self.close();
                    let role = if paragraph.tabular {
                        Role::Table
                    } else {
                        Role::Body
                    };
                    self.open = Some(Item {
                        role,
                        parts: vec![paragraph],
                    });
                }
            }
        }
    }

    fn furniture(&mut self, lines: Vec<Line>) {
        for line in super::lines::merge_rows(lines) {
            self.waiting.push(Item {
                role: Role::Furniture,
                parts: vec![bare(vec![line])],
            });
        }
    }

    fn notes(&mut self, lines: Vec<Line>) {
        for (at, lines) in notes::single(lines).into_iter().enumerate() {
            let unmarked = lines
                .first()
                .is_some_and(|line| notes::note_label(line).is_none());
            let part = bare(lines);
            match self.last_note() {
                Some(note) if at == 0 && unmarked => note.parts.push(part),
                _ => self.waiting.push(Item {
                    role: Role::Note,
                    parts: vec![part],
                }),
            }
        }
    }

    /// The last note, if it stands on the page before.
    fn last_note(&mut self) -> Option<&mut Item> {
        let items = self.items.iter_mut().chain(&mut self.waiting);
        items.rev().find(|item| item.role == Role::Note)
    }
}

fn bare(lines: Vec<Line>) -> Paragraph {
    Paragraph {
        lines,
        column_right: 0.0,
        left: 0.0,
        tabular: false,
    }
}

/// Whether `next`, the first paragraph of a column, goes on with the open one.
fn goes_on(open: &Item, next: &Paragraph) -> bool {
    let (Some(last), Some(line)) = (open.parts.last(), next.lines.first()) else {
        return false;
    };
    let (a, b) = (last.size(), next.size());
    let same_type = a.max(b) < 1.08 * a.min(b) && (last.bold() - next.bold()).abs() < 0.6;
    if open.role != Role::Body || next.tabular || !same_type || markers::is_item(line) {
        return false;
    }
    let words = last.lines.last().map_or(&[][..], |l| &l.words);
    let Some(end) = words.iter().rev().find(|w| !w.mark) else {
        return false;
    };
    let ended = ends_sentence(&end.text);
    let lower = line.first().starts_with(char::is_lowercase);
    let full = last.fills_column_before(line);
    if end.text.ends_with(';') && !lower {
        return false;
    }
    // Only a line without room for another word can be broken by the end of the
    // column; a sentence may go on below even after a short one, an item say.
    (lower && (full || !ended)) || (full && !next.is_indented())
}

#[cfg(test)]
mod tests {
    use super::super::testing::line_at;
    use super::*;

    fn paragraph(page: u32, texts: &[&str]) -> Paragraph {
        let lines = texts.iter().enumerate().map(|(i, text)| Line {
            page,
            ..line_at(50.0, 100.0 + 12.0 * i as f32, 10.0, text)
        });
        let lines: Vec<Line> = lines.collect();
        let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
        Paragraph {
            lines,
            column_right: right,
            left: 50.0,
            tabular: false,
        }
    }

    fn page(paragraphs: Vec<Paragraph>) -> PageParts {
        PageParts {
            columns: vec![paragraphs],
            ..PageParts::default()
        }
    }

    #[test]
    fn a_sentence_goes_on_over_the_page() {
        let mut first = page(vec![paragraph(
            1,
            &["The delegation stated that it had been"],
        )]);
        first.notes = vec![line_at(50.0, 700.0, 8.0, "1 A note.")];
        first.foot = vec![line_at(50.0, 780.0, 8.0, "2")];
        let second = page(vec![
            paragraph(2, &["working on it."]),
            paragraph(2, &["Another."]),
        ]);
        let items = join(vec![first, second]);
        let roles: Vec<Role> = items.iter().map(|item| item.role).collect();
        assert_eq!(roles, [Role::Body, Role::Note, Role::Furniture, Role::Body]);
        assert_eq!(items[0].parts.len(), 2);
    }

    #[test]
    fn a_numbered_paragraph_begins_anew() {
        let first = page(vec![paragraph(
            1,
            &["The delegation stated that it had been"],
        )]);
        let second = page(vec![paragraph(2, &["12. Another delegation"])]);
        assert_eq!(join(vec![first, second]).len(), 2);
    }
}
