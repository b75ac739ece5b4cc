//! Documents made up for the tests, with an analysis that fits them.

use onrecord_casefile::{Added, CaseFile, NewDocument};
use onrecord_core::attribution::{Attribution, Form};
use onrecord_core::record::leaf::Named;
use onrecord_core::record::{Actor, Copy, Leaf, Record, SeenRole};
use onrecord_core::statement::{
    Act, ActorKind, Analysis, Certainty, DocumentActor, Role, Statement,
};
use onrecord_core::{Block, BlockKind, Document, Metadata, Reader, Span};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;

/// The version that the made-up analysis gives.
pub const ANALYSIS: &str = "made-up 1";

/// A document with its original, its analysis and where it lies.
#[derive(Debug, Clone)]
pub struct Made {
    pub path: String,
    pub original: Vec<u8>,
    pub document: Document,
    pub analysis: Analysis,
}

impl Made {
    /// As [`CaseFile::add_document`] takes it.
    pub fn new_document(&self) -> NewDocument<'_> {
        NewDocument {
            document: &self.document,
            original: &self.original,
            path: &self.path,
            analysis: &self.analysis,
            analysis_version: ANALYSIS,
        }
    }

    /// The same bytes found elsewhere.
    pub fn at(&self, path: &str) -> Made {
        Made {
            path: path.to_string(),
            ..self.clone()
        }
    }
}

/// A document in which each `(speaker, words)` is a paragraph: `Speaker said: “words”`.
/// All speak for the first state named in the title line, the Republic of Ostmark.
pub fn made(path: &str, quotes: &[(&str, &str)]) -> Made {
    let mut text = Text::default();
    text.block(BlockKind::Title, |text| {
        text.push("Ostmark weist den Bericht zurück 😀");
    });
    let mut actors = vec![actor(
        ActorKind::State,
        "Republic of Ostmark",
        Span::new(0, 7),
    )];
    let mut statements = Vec::new();
    for (name, words) in quotes {
        text.block(BlockKind::Paragraph, |text| {
            let source = text.push(name);
            text.push(" ");
            let cue = text.push("said");
            text.push(": ");
            let content = text.push(&format!("“{words}”"));
            text.push(" — ");
            let basis = text.push("citing “naïve” sources");
            let speaker = speaker(&mut actors, name, source);
            statements.push(statement(source, cue, content, basis, speaker));
        });
    }
    let named = |actor: &DocumentActor| Named {
        kind: actor.kind,
        name: actor.name.clone(),
        aliases: actor.aliases.clone(),
        roles: actor.roles.clone(),
        speaks_for: actor.speaks_for,
        state: None,
        at: (0, 1).into(),
    };
    let analysis = Analysis {
        leaf: Leaf {
            actors: actors.iter().map(named).collect(),
            ..Leaf::default()
        },
        statements,
        actors,
        figures: vec![],
    };
    document(path, text, analysis)
}

#[derive(Default)]
struct Text {
    text: String,
    blocks: Vec<Block>,
}

impl Text {
    fn push(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(words);
        Span::new(start, self.text.len())
    }

    fn block(&mut self, kind: BlockKind, fill: impl FnOnce(&mut Self)) {
        if !self.text.is_empty() {
            self.push("\n\n");
        }
        let start = self.text.len();
        fill(self);
        self.blocks.push(Block {
            kind,
            span: Span::new(start, self.text.len()),
            page: Some(1),
        });
    }
}

fn actor(kind: ActorKind, name: &str, mention: Span) -> DocumentActor {
    DocumentActor {
        kind,
        name: name.to_string(),
        aliases: Vec::new(),
        roles: Vec::new(),
        speaks_for: None,
        mentions: vec![mention],
    }
}

fn speaker(actors: &mut Vec<DocumentActor>, name: &str, mention: Span) -> usize {
    if let Some(known) = actors.iter().position(|actor| actor.name == name) {
        actors[known].mentions.push(mention);
        return known;
    }
    let mut new = actor(ActorKind::Person, name, mention);
    new.aliases = vec!["the spokeswoman".to_string()];
    new.roles = vec![Role {
        title: "spokeswoman".to_string(),
        of: Some("Ostmark".to_string()),
    }];
    new.speaks_for = Some(0);
    actors.push(new);
    actors.len() - 1
}

fn statement(source: Span, cue: Span, content: Span, basis: Span, speaker: usize) -> Statement {
    Statement {
        attribution: Attribution {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            form: Form::Direct,
            score: 0.123_456_7,
        },
        act: Some(Act::Reject),
        certainty: Certainty::Asserted,
        basis: vec![basis],
        speaker: Some(speaker),
        speaker_reason: "named in the source".to_string(),
        speaks_for: vec![0],
        addressee: vec![],
        about: vec![],
        said_on: None,
    }
}

fn document(path: &str, text: Text, analysis: Analysis) -> Made {
    let original = format!("<p>{}</p>", text.text).into_bytes();
    let sha256 = hex::encode(Sha256::digest(&original));
    let document = Document {
        id: format!("d{}", &sha256[..16]),
        sha256,
        sha1: hex::encode(sha1::Sha1::digest(&original)),
        media_type: "text/html".to_string(),
        reader: Reader {
            name: "html".to_string(),
            version: "1".to_string(),
        },
        metadata: Metadata {
            title: Some("Ostmark weist den Bericht zurück".to_string()),
            published: Some("2031-05".to_string()),
            ..Metadata::default()
        },
        text_sha256: hex::encode(Sha256::digest(text.text.as_bytes())),
        pages: vec![(0, 1)],
        blocks: text.blocks,
        text: text.text,
    };
    Made {
        path: path.to_string(),
        original,
        document,
        analysis,
    }
}

/// A case file in a folder of its own.
pub struct Case {
    pub folder: TempDir,
    pub file: CaseFile,
}

impl Case {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = CaseFile::create_or_open(&folder.path().join("case.onrecord"))
            .expect("a new case file");
        Case { folder, file }
    }

    /// With `documents` in it and their record made.
    pub fn with(documents: &[Made]) -> Self {
        let mut case = Case::empty();
        for document in documents {
            case.add(document);
        }
        case.join();
        case
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("case.onrecord")
    }

    pub fn add(&mut self, made: &Made) -> Added {
        self.file
            .add_document(&made.new_document())
            .expect("the document fits")
    }

    /// Makes the record the simplest way: one actor for each name.
    pub fn join(&mut self) {
        let mut documents = Vec::new();
        let basis = self
            .file
            .record_input(|entry| documents.push((entry.document, entry.leaf.actors)))
            .expect("documents can be read");
        let record = record(&documents);
        self.file
            .replace_record(basis, &record)
            .expect("the record fits");
    }

    pub fn export(&self) -> String {
        let mut out = Vec::new();
        self.file.export_jsonl(&mut out).expect("an export");
        String::from_utf8(out).expect("UTF-8")
    }

    pub fn journal_entries(&self) -> u64 {
        self.file.journal_head().expect("a journal").seq
    }
}

/// One actor for each name; the second document, if any, is a copy of the first.
pub fn record(documents: &[(String, Vec<Named>)]) -> Record {
    let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
    for (document, in_document) in documents {
        for (number, actor) in in_document.iter().enumerate() {
            let id = actor_id(&actor.name);
            let joined = actors.entry(id.clone()).or_insert_with(|| Actor {
                id,
                kind: actor.kind,
                name: actor.name.clone(),
                aliases: actor.aliases.clone(),
                roles: actor
                    .roles
                    .iter()
                    .map(|r| SeenRole {
                        title: r.title.clone(),
                        of: r.of.clone(),
                        first_seen: None,
                        last_seen: None,
                    })
                    .collect(),
                why: Vec::new(),
                speaks_for: actor.speaks_for.map(|i| actor_id(&in_document[i].name)),
                members: Vec::new(),
            });
            joined.members.push((document.clone(), number));
        }
    }
    let copies = documents.iter().skip(1).take(1).map(|(document, _)| Copy {
        id: "c0".to_string(),
        document: document.clone(),
        of: documents[0].0.clone(),
        kind: "copy".to_string(),
        agency: None,
        score: 0.5,
        why: Vec::new(),
        differs: Vec::new(),
    });
    Record {
        actors: actors.into_values().collect(),
        copies: copies.collect(),
        ..Record::default()
    }
}

fn actor_id(name: &str) -> String {
    format!("a{}", &hex::encode(Sha256::digest(name.as_bytes()))[..16])
}
