//! The record of a case, from what each document brings.

use super::leaf::Leaf;
use super::rows::Record;
use super::{
    actors, copies, discrepancies, events, lineups, recommendations, responses, utterances, works,
};
use std::collections::HashMap;

/// One document, as the record is made of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The document's id.
    pub document: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// The ids of its statements, in order.
    pub statements: Vec<String>,
    /// The ids of its figures, in order.
    pub figures: Vec<String>,
    /// What it brings.
    pub leaf: Leaf,
}

/// Which actor of the case each document's actor is.
pub(crate) struct Who {
    place: Vec<Vec<Option<usize>>>,
    pub ids: Vec<String>,
    /// The state that an actor is, belongs to or speaks for.
    pub state: Vec<Option<usize>>,
    /// Whether it is one person, state or organization by name, so that another name is another one.
    pub named: Vec<bool>,
    /// The last word of a person's name.
    pub last: Vec<Option<String>>,
}

impl Who {
    fn new(entries: &[Entry], actors: &[super::Actor]) -> Self {
        let row: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .map(|(i, e)| (e.document.as_str(), i))
            .collect();
        let mut place: Vec<Vec<Option<usize>>> = entries
            .iter()
            .map(|e| vec![None; e.leaf.actors.len()])
            .collect();
        for (at, actor) in actors.iter().enumerate() {
            for (document, index) in &actor.members {
                place[row[document.as_str()]][*index] = Some(at);
            }
        }
        Who {
            place,
            ids: actors.iter().map(|a| a.id.clone()).collect(),
            state: actors::states(entries, actors),
            named: actors.iter().map(actors::is_named).collect(),
            last: actors.iter().map(actors::last_name).collect(),
        }
    }

    /// The actor of the case that actor `index` of document `row` is.
    pub fn of(&self, row: usize, index: usize) -> Option<usize> {
        self.place[row].get(index).copied().flatten()
    }

    /// Its id.
    pub fn id(&self, row: usize, index: usize) -> Option<String> {
        self.of(row, index).map(|at| self.ids[at].clone())
    }

    /// The ids of several, sorted, each once.
    pub fn ids_of(&self, row: usize, indices: &[usize]) -> Vec<String> {
        let mut ids: Vec<String> = indices.iter().filter_map(|i| self.id(row, *i)).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// Whether two actors of the case are one, or of one state.
    pub fn akin(&self, a: usize, b: usize) -> bool {
        a == b || (self.state[a].is_some() && self.state[a] == self.state[b])
    }
}

/// Joins what all documents bring. The order of `entries` does not matter.
pub fn record(mut entries: Vec<Entry>) -> Record {
    entries.sort_by(|a, b| a.document.cmp(&b.document));
    let (copies, sources) = copies::join(&entries);
    let actors = actors::join(&entries, &sources);
    let who = Who::new(&entries, &actors);
    let joined_works = works::join(&entries, &who);
    let utterances = utterances::join(&entries, &who, &sources);
    let responses = responses::join(&entries, &who, &joined_works);
    let discrepancies =
        discrepancies::join(&entries, &joined_works, &utterances, &actors, &sources);
    let recommendations =
        recommendations::join(&entries, &who, &joined_works, &responses, &utterances);
    let lineups = lineups::join(&entries, &who, &joined_works);
    let events = events::join(&entries, &joined_works);
    Record {
        actors,
        copies,
        works: joined_works.rows,
        utterances,
        responses,
        discrepancies,
        recommendations,
        lineups,
        events,
    }
}
