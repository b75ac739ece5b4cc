//! What was put to somebody, and nobody was found to answer.

use crate::CaseFile;
use crate::error::Result;
use crate::rows::StatementRow;
use crate::statements::selected;
use onrecord_core::record::responses::{states_named_in, wants_an_answer};
use onrecord_core::statement::{Act, Certainty};
use rusqlite::types::Value;
use std::collections::HashSet;

impl CaseFile {
    /// Findings, allegations, demands and questions put to somebody to which no answer was found in
    /// these documents, in the order of [`CaseFile::statements`]. It says nothing of what was answered
    /// elsewhere.
    pub fn unanswered(&self) -> Result<Vec<StatementRow>> {
        let answered = self.answered()?;
        let acts = Act::ALL.iter().copied();
        let acts = acts.filter(|act| wants_an_answer(*act, Certainty::Asserted));
        let acts: Vec<Value> = acts
            .map(|act| Value::Text(act.as_str().to_owned()))
            .collect();
        let rest = format!(
            "WHERE s.act IN ({}) ORDER BY path, s.document, s.position",
            vec!["?"; acts.len()].join(", ")
        );
        let mut rows = self.sql(selected(&self.conn, &rest, acts))?;
        rows.retain(|row| {
            let put = row
                .act
                .is_some_and(|act| wants_an_answer(act, row.certainty));
            put && !answered.contains(&row.id) && !row.put_to().is_empty()
        });
        Ok(rows)
    }

    /// Ids of what is answered: what a work says is answered with the work, and what is told twice with
    /// its other telling.
    fn answered(&self) -> Result<HashSet<String>> {
        let responses = self.responses()?.into_iter();
        let mut answered: HashSet<String> = responses.map(|r| r.to).collect();
        for work in self.works()? {
            if answered.contains(&work.id) {
                answered.extend(work.statements);
            }
        }
        for utterance in self.utterances()? {
            if utterance.statements.iter().any(|s| answered.contains(s)) {
                answered.extend(utterance.statements);
            }
        }
        Ok(answered)
    }
}

impl StatementRow {
    /// To whom it is put: its addressee, those it is about, else the states its content names.
    pub fn put_to(&self) -> Vec<String> {
        let named = self.addressee.iter().chain(&self.about);
        let whom: Vec<String> = named.map(|actor| actor.name.clone()).collect();
        if !whom.is_empty() {
            return whom;
        }
        let content: Vec<&str> = self.content.iter().map(|p| p.text.as_str()).collect();
        let states = states_named_in(&content.join(" ")).into_iter();
        states.map(str::to_owned).collect()
    }
}
