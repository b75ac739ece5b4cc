//! Cases made up for the tests, with statements exactly where a test wants them.

use onrecord_casefile::{CaseFile, NewDocument, StatementFilter, StatementRow};
use onrecord_core::attribution::{Attribution, Form};
use onrecord_core::record::{Copy, Record, record};
use onrecord_core::statement::{
    Act, ActorKind, Analysis, Certainty, DocumentActor, Role, Statement,
};
use onrecord_core::{Block, BlockKind, Document, Metadata, Reader, Span};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A document with its analysis and where it lies.
#[derive(Debug, Clone)]
pub struct Made {
    path: String,
    original: Vec<u8>,
    pub document: Document,
    analysis: Analysis,
}

/// Words and who says them.
pub struct Said {
    who: String,
    words: String,
}

impl Said {
    pub fn new(who: &str, words: &str) -> Self {
        Said {
            who: who.to_owned(),
            words: words.to_owned(),
        }
    }
}

impl Made {
    /// A document of `blocks`.
    pub fn new(path: &str, blocks: &[(BlockKind, &str)]) -> Self {
        let mut text = String::new();
        let mut spans = Vec::new();
        for (kind, words) in blocks {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(words);
            spans.push(Block {
                kind: *kind,
                span: Span::new(start, text.len()),
                page: None,
            });
        }
        let document = Document {
            id: String::new(),
            sha1: String::new(),
            sha256: String::new(),
            media_type: "text/plain".to_owned(),
            reader: Reader {
                name: "text".to_owned(),
                version: "1".to_owned(),
            },
            metadata: Metadata::default(),
            text_sha256: hex::encode(Sha256::digest(&text)),
            text,
            blocks: spans,
            pages: Vec::new(),
        };
        let made = Made {
            path: String::new(),
            original: Vec::new(),
            document,
            analysis: Analysis::default(),
        };
        made.again(path)
    }

    /// Adds a person.
    pub fn person(mut self, name: &str) -> Self {
        self.analysis.actors.push(DocumentActor {
            kind: ActorKind::Person,
            name: name.to_owned(),
            aliases: vec![format!("“{name}”")],
            roles: vec![Role {
                title: "harbour master".to_owned(),
                of: Some("the port".to_owned()),
            }],
            speaks_for: None,
            mentions: vec![Span::new(0, 1)],
        });
        self
    }

    /// Adds a statement: each part is the first place in the text where its words stand.
    pub fn says(mut self, speaker: Result<usize, &str>, parts: [&str; 3]) -> Self {
        let find = |words: &str| {
            let start = self.document.text.find(words).expect("words of the text");
            vec![Span::new(start, start + words.len())]
        };
        let [source, cue, content] = parts.map(find);
        self.analysis.statements.push(Statement {
            attribution: Attribution {
                source,
                cue,
                content,
                form: Form::Indirect,
                score: 0.5,
            },
            act: Some(Act::State),
            certainty: Certainty::Asserted,
            basis: Vec::new(),
            speaker: speaker.ok(),
            speaker_reason: speaker.err().unwrap_or("named in the source").to_owned(),
            speaks_for: Vec::new(),
            addressee: Vec::new(),
            about: Vec::new(),
            said_on: None,
        });
        self
    }

    /// The same words from elsewhere.
    pub fn again(&self, path: &str) -> Self {
        let mut again = self.clone();
        again.path = path.to_owned();
        again.original = format!("{path}\n{}", self.document.text).into_bytes();
        again.document.sha256 = hex::encode(Sha256::digest(&again.original));
        again.document.sha1 = hex::encode(Sha1::digest(&again.original));
        again.document.id = format!("d{}", &again.document.sha256[..16]);
        again
    }
}

/// Each of `quotes` in a paragraph of its own.
pub fn quotes(path: &str, quotes: &[Said]) -> Made {
    let lines: Vec<String> = quotes
        .iter()
        .map(|said| format!("{} told us that {}.", said.who, said.words))
        .collect();
    let blocks: Vec<_> = lines
        .iter()
        .map(|l| (BlockKind::Paragraph, l.as_str()))
        .collect();
    let mut made = Made::new(path, &blocks);
    for (i, said) in quotes.iter().enumerate() {
        made = made
            .person(&said.who)
            .says(Ok(i), [&said.who, "told", &said.words]);
        // Every later "told" is its own, not the first of the text.
        let line = made.document.blocks[i].span;
        let attribution = &mut made.analysis.statements[i].attribution;
        let start = line.start + said.who.len();
        attribution.source = vec![Span::new(line.start, start)];
        attribution.cue = vec![Span::new(start + 1, start + 5)];
        attribution.content = vec![Span::new(start + 14, line.end - 1)];
    }
    made
}

/// A known speaker and an unknown one.
pub fn ann_and_bob() -> Made {
    let text = [
        (BlockKind::Title, "Port quarrel"),
        (BlockKind::Paragraph, "Ann Vale said the port is open."),
        (BlockKind::Paragraph, "He added that it will close."),
    ];
    Made::new("quarrel.txt", &text)
        .person("Ann Vale")
        .says(Ok(0), ["Ann Vale", "said", "the port is open"])
        .says(
            Err("no person stands near enough for “He”"),
            ["He", "added", "it will close"],
        )
}

/// An attribution whole inside the content of another.
pub fn nested() -> Made {
    let text = "Ann Vale recalled that Bob Roe had sworn the gates stayed open, and sat down.";
    Made::new("nested.txt", &[(BlockKind::Paragraph, text)])
        .person("Ann Vale")
        .person("Bob Roe")
        .says(
            Ok(0),
            [
                "Ann Vale",
                "recalled",
                "that Bob Roe had sworn the gates stayed open",
            ],
        )
        .says(Ok(1), ["Bob Roe", "had sworn", "the gates stayed open"])
}

/// Attributions that cross each other, one of them over two paragraphs.
pub fn crossing() -> Made {
    let text = [
        (BlockKind::Paragraph, "one two 😀 three four « five"),
        (BlockKind::Paragraph, "six & seven » eight nine"),
    ];
    Made::new("crossing.txt", &text)
        .person("One")
        .says(Ok(0), ["one", "two", "three four « five\n\nsix & seven"])
        .says(
            Ok(0),
            ["two 😀 three", "four", "five\n\nsix & seven » eight"],
        )
        .says(Ok(0), ["three four", "😀 three", "« five"])
}

/// Markup wherever a document can put some.
pub fn hostile() -> Made {
    let text = [
        (BlockKind::Heading, "<h1>\"big\"</h1><!-- "),
        (
            BlockKind::Paragraph,
            "<b>Mallory</b> said <img src=x onerror=alert(2)> & </p></article> went \u{1b}[2J on",
        ),
        (BlockKind::Furniture, "--><script>alert(4)</script>"),
    ];
    let mut made = Made::new("a\"><script>alert(5)</script>.html", &text)
        .person("<b>Mallory</b>")
        .says(
            Ok(0),
            [
                "<b>Mallory</b>",
                "said",
                "<img src=x onerror=alert(2)> & </p>",
            ],
        )
        .says(Err("“<script>” is nobody"), ["</article>", "went", "on"]);
    made.document.metadata = Metadata {
        title: Some("</title><script>alert(1)</script>".to_owned()),
        publisher: Some("<base href=//example.org>".to_owned()),
        byline: Some("\" onmouseover=\"alert(6)".to_owned()),
        published: Some("<i>2025".to_owned()),
        updated: Some("'><x".to_owned()),
        language: Some("en\" onclick=\"alert(7)".to_owned()),
        url: Some("javascript:alert(3)".to_owned()),
    };
    made
}

/// Two pages, the second of which begins inside of what is said.
pub fn paged() -> Made {
    let text = [
        (BlockKind::Furniture, "Share your love"),
        (BlockKind::Furniture, "Read also"),
        (BlockKind::Paragraph, "Ann Vale said the port is open."),
    ];
    let mut made = Made::new("paged.pdf", &text)
        .person("Ann Vale")
        .says(Ok(0), ["Ann Vale", "said", "the port is open"]);
    let second = made
        .document
        .text
        .find("port is")
        .expect("words of the text");
    made.document.pages = vec![(0, 1), (second, 2)];
    made
}

/// A case file in a folder of its own.
pub struct Case {
    pub file: CaseFile,
    #[allow(dead_code, reason = "keeps the folder until the case is dropped")]
    pub folder: TempDir,
}

impl Case {
    /// With `documents` and their record.
    pub fn of(documents: &[Made]) -> Self {
        let mut case = Case::unjoined(documents);
        case.join(Vec::new());
        case
    }

    /// Where the second document repeats the first.
    pub fn with_copy(first: &Made, copy: &Made) -> Self {
        let mut case = Case::unjoined(&[first.clone(), copy.clone()]);
        case.join(vec![Copy {
            id: "c0".into(),
            document: copy.document.id.clone(),
            of: first.document.id.clone(),
            kind: "copy".into(),
            agency: None,
            score: 1.0,
            why: vec![],
            differs: vec![],
        }]);
        case
    }

    /// Without the record.
    pub fn unjoined(documents: &[Made]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = CaseFile::create_or_open(&folder.path().join("case.onrecord"));
        let mut file = file.expect("a case file");
        for made in documents {
            let added = file.add_document(&NewDocument {
                document: &made.document,
                original: &made.original,
                path: &made.path,
                analysis: &made.analysis,
                analysis_version: "made-up 1",
            });
            added.expect("the document fits");
        }
        Case { file, folder }
    }

    pub fn statements(&self) -> Vec<StatementRow> {
        let all = self.file.statements(&StatementFilter::default());
        all.expect("statements")
    }

    fn join(&mut self, copies: Vec<Copy>) {
        let mut entries = Vec::new();
        let basis = self.file.record_input(|entry| entries.push(entry));
        let record = Record {
            copies,
            ..record(entries)
        };
        let basis = basis.expect("documents");
        self.file.replace_record(basis, &record).expect("it fits");
    }
}
