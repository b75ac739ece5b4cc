//! What was read of a paragraph, kept for the next time it comes: wire copy repeats.

use super::link::Linked;
use std::collections::HashMap;
use std::sync::Mutex;

/// Paragraphs kept at a time; then all are forgotten. At a usual 300 bytes each
/// with what was read of them, some 10 MB.
const CAPACITY: usize = 16_384;

/// Remembers paragraphs by their whole text, so that two never stand for each other.
#[derive(Default)]
pub struct Memory {
    known: Mutex<HashMap<Box<str>, Linked>>,
}

impl Memory {
    /// What was read of `paragraph`, if it was.
    pub(super) fn recall(&self, paragraph: &str) -> Option<Linked> {
        let known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        known.get(paragraph).cloned()
    }

    /// Keeps what was read of `paragraph`.
    pub(super) fn keep(&self, paragraph: &str, linked: &Linked) {
        let mut known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        if known.len() >= CAPACITY {
            known.clear();
        }
        known.insert(paragraph.into(), linked.clone());
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.known.lock().unwrap_or_else(|e| e.into_inner()).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_until_it_is_forgotten() {
        let memory = Memory::default();
        let read = Linked::default();
        memory.keep("The port is open, she said.", &read);
        assert!(memory.recall("The port is open, she said.").is_some());
        assert!(memory.recall("The port is open, he said.").is_none());
        memory.clear();
        assert!(memory.recall("The port is open, she said.").is_none());
    }

    #[test]
    fn it_never_grows_beyond_its_capacity() {
        let memory = Memory::default();
        for number in 0..=CAPACITY {
            memory.keep(&number.to_string(), &Linked::default());
        }
        assert_eq!(memory.known.lock().unwrap().len(), 1);
    }
}
