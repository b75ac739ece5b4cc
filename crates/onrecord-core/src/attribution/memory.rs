//! What was read of a paragraph, kept for the next time it comes: wire copy repeats.

use super::link::Linked;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Paragraphs kept at a time; then all are forgotten. About 10 MB of news text.
const CAPACITY: usize = 16_384;

/// Remembers paragraphs by their whole text, so that two never stand for each other.
#[derive(Default)]
pub struct Memory {
    known: Mutex<HashMap<Box<str>, Linked>>,
    asked: AtomicU64,
    found: AtomicU64,
}

impl Memory {
    /// What was read of `paragraph`, if it was.
    pub(super) fn recall(&self, paragraph: &str) -> Option<Linked> {
        let known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        let found = known.get(paragraph).cloned();
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.found
            .fetch_add(u64::from(found.is_some()), Ordering::Relaxed);
        found
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

    /// Paragraphs asked for, and those of them that were known.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.asked.load(Ordering::Relaxed),
            self.found.load(Ordering::Relaxed),
        )
    }
}
