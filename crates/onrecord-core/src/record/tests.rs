//! The record of small piles, written here so that what is right can be seen.

use super::leaf::{Answer, Counted, Issued, Leaf, Named, Paragraph, Said, Target};
use super::words::number;
use super::{Difference, Entry, Record, Relation, record, words};
use crate::attribution::Form;
use crate::span::CharSpan;
use crate::statement::{Act, ActorKind, Certainty, Class, Comparator};

const AT: CharSpan = CharSpan { start: 0, end: 1 };

/// A document in the making.
struct Page(Entry);

impl Page {
    fn new(id: &str, day: &str) -> Self {
        Page(Entry {
            document: id.to_owned(),
            leaf: Leaf {
                published: Some(day.parse().unwrap()),
                ..Leaf::default()
            },
            ..Entry::default()
        })
    }

    /// Running text, from which names and shingles are taken.
    fn text(mut self, paragraphs: &[&str]) -> Self {
        for text in paragraphs {
            let written: Vec<&str> = words::words_as_written(text).collect();
            let names = written.iter().filter(|w| w.starts_with(char::is_uppercase));
            let names = names.map(|w| number(&w.to_lowercase()));
            self.0.leaf.anchors.extend(names);
            self.0.leaf.paragraphs.push(Paragraph {
                span: AT,
                words: words::words(text).map(|w| number(&w)).collect(),
            });
        }
        self
    }

    fn actor(&mut self, name: &str) -> usize {
        let all = &mut self.0.leaf.actors;
        all.iter().position(|a| a.name == name).unwrap_or_else(|| {
            all.push(Named {
                kind: ActorKind::Person,
                name: name.to_owned(),
                aliases: Vec::new(),
                roles: Vec::new(),
                speaks_for: None,
                state: None,
                at: AT,
            });
            all.len() - 1
        })
    }

    fn says(mut self, speaker: Option<&str>, words: &str) -> Self {
        let speaker = speaker.map(|name| self.actor(name));
        let n = self.0.leaf.statements.len();
        self.0.statements.push(format!("s-{}-{n}", self.0.document));
        self.0.leaf.statements.push(Said {
            form: Form::Direct,
            class: Class::Direct,
            act: Act::State,
            certainty: Certainty::Asserted,
            speaker,
            speaks_for: Vec::new(),
            addressee: Vec::new(),
            about: Vec::new(),
            said_on: None,
            extent: AT,
            content: vec![AT],
            words: words.to_owned(),
            quoted: vec![words.to_owned()],
            work: None,
            names_works: Vec::new(),
            paragraph: n,
        });
        self
    }

    fn counts(mut self, comparator: Comparator, value: f64, fate: &str) -> Self {
        let n = self.0.leaf.figures.len();
        self.0.figures.push(format!("f-{}-{n}", self.0.document));
        self.0.leaf.figures.push(Counted {
            span: AT,
            sentence: CharSpan {
                start: n,
                end: n + 1,
            },
            value,
            grain: 1.0,
            unit: None,
            comparator,
            measure: Some("people".to_owned()),
            noun: Some("people".to_owned()),
            fate: Some(fate.to_owned()),
            sides: Vec::new(),
            parts: Vec::new(),
            places: Vec::new(),
            clause: Vec::new(),
            work: None,
            counts_lineup: false,
            statement: None,
            on: None,
        });
        self
    }

    fn work(mut self, kind: &str, title: Option<&str>) -> Self {
        self.0.leaf.works.push(Issued {
            kind: kind.to_owned(),
            mentions: vec![AT],
            words: kind.to_owned(),
            title: title.map(str::to_owned),
            ..Issued::default()
        });
        self
    }
}

fn made(pages: Vec<Page>) -> Record {
    record(pages.into_iter().map(|p| p.0).collect())
}

const WIRE: [&str; 3] = [
    "Port Varn harbour officials in Ostra said on Monday that the ferry Halcyon had left the quay with \
     its bow doors open, and that Captain Ana Roe had asked twice for the doors to be mended since June.",
    "The owner, Meridian Lines of Ostra, said through its lawyer Piet Lund that the doors were inspected \
     by the Varn Classification Society in May, and that nothing had been found to be wrong with them.",
    "Relatives of passengers from Kell and Dunmere gathered at the Seamen's Church near the old pier, \
     where Pastor Ida Holm read the names of those who were still missing to a crowd that kept silent.",
];

#[test]
fn a_cut_wire_is_a_copy_and_another_report_is_not() {
    let other = "A committee in Tessik heard on Tuesday that the price of grain had doubled within a \
                 year, that bakers were closing their shops, and that the ministry of Trade had no plan.";
    let pile = || {
        vec![
            Page::new("a", "2031-03-03").text(&WIRE),
            Page::new("b", "2031-03-04").text(&WIRE[..2]),
            Page::new("c", "2031-03-04").text(&[other, other, other]),
        ]
    };
    let record = made(pile());
    assert_eq!(record.copies.len(), 1, "{:?}", record.copies);
    let copy = &record.copies[0];
    assert_eq!((copy.document.as_str(), copy.of.as_str()), ("b", "a"));
    assert!(!copy.why.is_empty());
    let mut turned = pile();
    turned.reverse();
    assert_eq!(
        made(turned),
        record,
        "the order of documents does not matter"
    );
}

#[test]
fn an_update_of_a_page_is_told_from_a_copy() {
    let mut first = Page::new("a", "2031-03-03").text(&WIRE);
    let mut later = Page::new("b", "2031-03-05").text(&WIRE);
    first.0.publisher = Some("Varn Courier".to_owned());
    later.0.publisher = first.0.publisher.clone();
    assert_eq!(made(vec![first, later]).copies[0].kind, "update");
}

#[test]
fn words_of_one_speaker_are_one_utterance_and_of_two_are_not() {
    let words = "The doors were inspected in May and nothing was found to be wrong with them";
    let trimmed = "the doors were inspected in May and nothing was found";
    let record = made(vec![
        Page::new("a", "2031-03-03").says(Some("Piet Lund"), words),
        Page::new("b", "2031-03-04").says(Some("Piet Lund"), trimmed),
        Page::new("c", "2031-03-04").says(Some("Ana Roe"), words),
    ]);
    assert_eq!(record.utterances.len(), 1, "{:?}", record.utterances);
    let one = &record.utterances[0];
    assert_eq!(one.statements, ["s-a-0", "s-b-0"]);
    assert_eq!(one.independent, 2);
    assert!(one.speaker.is_some());
    assert!(one.why[0].rule.contains("by one speaker"), "{:?}", one.why);
}

#[test]
fn an_utterance_of_an_unknown_speaker_says_so() {
    let words = "The doors were inspected in May and nothing was found to be wrong with them";
    let record = made(vec![
        Page::new("a", "2031-03-03").says(Some("Piet Lund"), words),
        Page::new("b", "2031-03-04").says(None, words),
    ]);
    let rule = &record.utterances[0].why[0].rule;
    assert!(rule.contains("not known by name"), "{rule}");
}

#[test]
fn a_catchphrase_weeks_apart_stays_two() {
    let record = made(vec![
        Page::new("a", "2031-03-03").says(Some("Piet Lund"), "Safety comes before sailing"),
        Page::new("b", "2031-04-20").says(Some("Piet Lund"), "Safety comes before sailing"),
    ]);
    assert_eq!(record.utterances, []);
}

#[test]
fn tolls_of_one_event_differ_and_agree_as_comparators_say() {
    let told = |comparator, value| {
        Page::new("b", "2031-03-04")
            .text(&WIRE)
            .counts(comparator, value, "dead")
    };
    let first = || {
        Page::new("a", "2031-03-03")
            .text(&WIRE)
            .counts(Comparator::AtLeast, 5.0, "dead")
    };
    let update = made(vec![first(), told(Comparator::Equal, 7.0)]);
    assert_eq!(update.discrepancies.len(), 1);
    assert_eq!(update.discrepancies[0].judged, Difference::Update);
    assert_eq!(update.discrepancies[0].accounts.len(), 2);
    let agree = made(vec![first(), told(Comparator::Equal, 5.0)]);
    assert_eq!(agree.discrepancies, []);
    let other =
        "Bakers in Tessik, Quill and Brae closed their shops on Tuesday over the price of grain.";
    let elsewhere =
        Page::new("c", "2031-03-04")
            .text(&[other, other])
            .counts(Comparator::Equal, 9.0, "dead");
    assert_eq!(made(vec![first(), elsewhere]).discrepancies, []);
}

#[test]
fn works_of_one_title_are_one_and_their_answers_go_to_it() {
    let title = Some("Doors and Duties in the Varn Strait");
    let mut answer = Page::new("b", "2031-03-04")
        .work("report", title)
        .says(Some("Piet Lund"), "the report is wrong");
    answer.0.leaf.answers.push(Answer {
        from: 0,
        to: Target::Work(0),
        relation: Relation::Rejects,
        score: 0.9,
        span: AT,
        why: "names the work it answers".to_owned(),
    });
    let record = made(vec![
        Page::new("a", "2031-03-03").work("report", title),
        answer,
        Page::new("c", "2031-03-04").work("report", Some("Grain and Bread in Tessik")),
    ]);
    assert_eq!(record.works.len(), 2);
    let one = record.works.iter().find(|w| w.mentions.len() == 2).unwrap();
    assert_eq!(record.responses.len(), 1);
    assert_eq!(record.responses[0].to, one.id);
    assert_eq!(record.responses[0].from, "s-b-0");
}
