//! Who speaks, how often, and in whose name: counted once over the case.

use crate::contents::Contents;
use std::collections::BTreeMap;

/// What one actor said, and what was said for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// Their statements in documents that repeat no other: indices into [`Contents::statements`].
    pub said: Vec<usize>,
    /// Their statements in copies.
    pub in_copies: Vec<usize>,
    /// In how many documents they speak, copies aside.
    pub documents: usize,
    /// In how many copies they speak.
    pub copies: usize,
    /// Who speaks for them, by place among the actors, and how often, copies aside.
    pub spoken_for_by: BTreeMap<usize, usize>,
}

/// The voices of a case.
#[derive(Debug, Default)]
pub struct Voices {
    /// One for each of [`Contents::actors`].
    pub actors: Vec<Voice>,
    /// Statements with a speaker whom no actor of the case stands for yet, by the document's name for them.
    pub unjoined: BTreeMap<String, Voice>,
    /// Statements without a speaker.
    pub unknown: Vec<usize>,
    /// How many statements stand in copies.
    pub in_copies: usize,
}

impl Voices {
    /// Counts the voices of `contents`.
    pub fn count(contents: &Contents) -> Self {
        let mut voices = Voices {
            actors: vec![Voice::default(); contents.actors.len()],
            ..Voices::default()
        };
        let mut index = 0;
        for place in 0..contents.documents.len() {
            let copy = contents.is_copy(place);
            let statements = contents.statements_of(place);
            let here = index..index + statements.len();
            index = here.end;
            voices.in_copies += if copy { statements.len() } else { 0 };
            for index in here {
                voices.add(contents, place, index, copy);
            }
        }
        voices
    }

    fn add(&mut self, contents: &Contents, place: usize, index: usize, copy: bool) {
        let statement = &contents.statements[index];
        let Some(speaker) = &statement.speaker else {
            self.unknown.push(index);
            return;
        };
        let place_of = |id: &Option<String>| contents.actor_place(id.as_deref()?);
        let actor = place_of(&speaker.id);
        let voice = match actor {
            Some(actor) => &mut self.actors[actor],
            None => self.unjoined.entry(speaker.name.clone()).or_default(),
        };
        voice.add(contents, place, index, copy);
        if copy {
            return;
        }
        for principal in statement.speaks_for.iter().filter_map(|p| place_of(&p.id)) {
            if let Some(actor) = actor {
                let by = &mut self.actors[principal].spoken_for_by;
                *by.entry(actor).or_default() += 1;
            }
        }
    }

    /// How many actors speak.
    pub fn speakers(&self) -> usize {
        let joined = self.actors.iter().filter(|voice| voice.total() > 0);
        joined.count() + self.unjoined.len()
    }
}

impl Voice {
    fn add(&mut self, contents: &Contents, place: usize, index: usize, copy: bool) {
        let (list, documents) = match copy {
            true => (&mut self.in_copies, &mut self.copies),
            false => (&mut self.said, &mut self.documents),
        };
        // Statements come document by document: a new one shows at its first.
        let document = &contents.documents[place].id;
        if list
            .last()
            .is_none_or(|i| &contents.statements[*i].document != document)
        {
            *documents += 1;
        }
        list.push(index);
    }

    /// Their statements, those in copies among them.
    pub fn total(&self) -> usize {
        self.said.len() + self.in_copies.len()
    }

    /// How often others spoke for them.
    pub fn through_others(&self) -> usize {
        self.spoken_for_by.values().sum()
    }
}
