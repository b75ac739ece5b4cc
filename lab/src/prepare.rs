//! `lab prepare`: annotated articles as a network reads them, for training.
//!
//! Words, wordpieces and windows come from the program itself, so that a model
//! is trained on exactly what it will be given. One window a line of JSON.

use crate::score::{Spans, read_articles};
use anyhow::{Context, Result};
use onrecord_core::attribution::{Label, Role, Words};
use onrecord_core::text::{Nfc, paragraphs};
use onrecord_core::{CharIndex, Span};
use onrecord_model::window::{Window, windows};
use onrecord_model::wordpiece::WordPieces;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A window with what the annotators marked in it.
#[derive(Serialize)]
struct Example<'a> {
    article: &'a str,
    /// Number of the paragraph in its article.
    paragraph: usize,
    /// Number of the window's first word in the paragraph.
    first: usize,
    /// Wordpieces.
    ids: Vec<u32>,
    /// Shape of the word of each piece.
    shapes: Vec<u8>,
    /// Whether the word of each piece stands in quotation marks.
    quoted: Vec<u8>,
    /// For each word, its first piece.
    firsts: Vec<usize>,
    /// For each word, the index of its label in [`Label::ALL`].
    labels: Vec<u8>,
    /// First word of a cue, and of its source (`None`: it has none).
    sources: Vec<(usize, Option<usize>)>,
    /// First word of a content span, and of its cue.
    contents: Vec<(usize, usize)>,
}

/// An attribution's spans as ranges of a paragraph's words.
#[derive(Default)]
struct WordSpans {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// Writes `train.jsonl`, `dev.jsonl` and `more.jsonl` (texts without annotation) into `out`.
pub fn all(data: &Path, shared: &Path, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    for split in ["train", "dev"] {
        let gold = data.join(format!("polnear/{split}.jsonl"));
        let written = articles(&gold, &out.join(format!("{split}.jsonl")))?;
        println!("{split}: {written} windows");
    }
    let mut more = saved_articles(&data.join("article-pages/ground-truth.json"))?;
    more.extend(case_documents(&shared.join("cases"))?);
    let written = texts(&more, &out.join("more.jsonl"))?;
    println!("more: {written} windows of {} texts", more.len());
    Ok(())
}

/// The article bodies of the saved news pages, with their keys.
fn saved_articles(truth: &Path) -> Result<Vec<(String, String)>> {
    #[derive(serde::Deserialize)]
    struct Page {
        #[serde(rename = "articleBody")]
        body: String,
    }
    let json = std::fs::read_to_string(truth)
        .with_context(|| format!("cannot read {}", truth.display()))?;
    let pages: BTreeMap<String, Page> = serde_json::from_str(&json)?;
    Ok(pages
        .into_iter()
        .map(|(id, page)| (id, page.body))
        .collect())
}

/// The body text of every document of the example cases, with their paths.
fn case_documents(cases: &Path) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    for case in sorted(cases)?
        .into_iter()
        .filter(|p| p.is_dir() && !p.ends_with("labels"))
    {
        for path in sorted(&case)? {
            let bytes = std::fs::read(&path)?;
            for (n, part) in onrecord_ingest::split(&bytes).iter().enumerate() {
                let Ok(document) = onrecord_ingest::read_part(part) else {
                    continue;
                };
                let body = document.blocks.iter().filter(|b| b.kind.is_body());
                let text: Vec<&str> = body.map(|b| b.span.of(&document.text)).collect();
                out.push((format!("{}#{n}", path.display()), text.join("\n")));
            }
        }
    }
    Ok(out)
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<_> = entries
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

/// Writes the windows of every article in `gold` (JSON lines) to `out`; returns their number.
fn articles(gold: &Path, out: &Path) -> Result<usize> {
    let pieces = WordPieces::load()?;
    let mut file = create(out)?;
    let mut written = 0;
    for article in read_articles(gold)? {
        let given = CharIndex::new(&article.text);
        let bytes = |s: &(usize, usize)| given.byte_span((*s).into());
        let convert = |role: &Vec<(usize, usize)>| role.iter().filter_map(bytes).collect();
        let all: Vec<[Vec<Span>; 3]> = article
            .attributions
            .iter()
            .map(
                |Spans {
                     source,
                     cue,
                     content,
                 }| { [source, cue, content].map(convert) },
            )
            .collect();
        written += write_text(&pieces, &article.id, &article.text, &all, &mut file)?;
    }
    file.flush()?;
    Ok(written)
}

/// Writes the windows of texts that nobody annotated, for a student to learn from its teacher.
fn texts(texts: &[(String, String)], out: &Path) -> Result<usize> {
    let pieces = WordPieces::load()?;
    let mut file = create(out)?;
    let mut written = 0;
    for (id, text) in texts {
        written += write_text(&pieces, id, text, &[], &mut file)?;
    }
    file.flush()?;
    Ok(written)
}

fn create(path: &Path) -> Result<std::io::BufWriter<std::fs::File>> {
    let file =
        std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(std::io::BufWriter::new(file))
}

fn write_text(
    pieces: &WordPieces,
    article: &str,
    text: &str,
    gold: &[[Vec<Span>; 3]],
    out: &mut impl Write,
) -> Result<usize> {
    let nfc = Nfc::new(text);
    let mut written = 0;
    for (number, paragraph) in paragraphs(nfc.text()).into_iter().enumerate() {
        let words = Words::new(paragraph.of(nfc.text()));
        let tokens: Vec<Span> = words
            .tokens
            .iter()
            .map(|t| nfc.to_given(t.span.shift(paragraph.start)))
            .collect();
        let marked: Vec<WordSpans> = gold.iter().map(|a| word_spans(&tokens, a)).collect();
        let mut first = 0;
        for window in windows(pieces, number, &words) {
            let example = example(article, &window, first, &marked);
            first += window.firsts.len();
            serde_json::to_writer(&mut *out, &example)?;
            out.write_all(b"\n")?;
            written += 1;
        }
    }
    Ok(written)
}

/// The words that each span of an attribution overlaps, as first and last.
fn word_spans(tokens: &[Span], [source, cue, content]: &[Vec<Span>; 3]) -> WordSpans {
    let convert = |spans: &Vec<Span>| -> Vec<(usize, usize)> {
        spans
            .iter()
            .filter_map(|span| {
                let first = tokens.partition_point(|t| t.end <= span.start);
                let after = tokens.partition_point(|t| t.start < span.end);
                (first < after).then(|| (first, after - 1))
            })
            .collect()
    };
    WordSpans {
        source: convert(source),
        cue: convert(cue),
        content: convert(content),
    }
}

fn example<'a>(
    article: &'a str,
    window: &Window,
    first: usize,
    marked: &[WordSpans],
) -> Example<'a> {
    let count = window.firsts.len();
    let inside = |word: usize| (word >= first && word < first + count).then(|| word - first);
    let mut labels = vec![0u8; count];
    let (mut sources, mut contents) = (Vec::new(), Vec::new());
    for attribution in marked {
        for (role, spans) in [
            (Role::Source, &attribution.source),
            (Role::Cue, &attribution.cue),
            (Role::Content, &attribution.content),
        ] {
            for (from, to) in spans {
                label(
                    &mut labels,
                    role,
                    (*from..=*to).filter_map(inside),
                    inside(*from),
                );
            }
        }
        let cue = attribution.cue.first().and_then(|(at, _)| inside(*at));
        let Some(cue) = cue else { continue };
        match attribution.source.first() {
            None => sources.push((cue, None)),
            Some((at, _)) => sources.extend(inside(*at).map(|source| (cue, Some(source)))),
        }
        let starts = attribution.content.iter().filter_map(|(at, _)| inside(*at));
        contents.extend(starts.map(|content| (content, cue)));
    }
    Example {
        article,
        paragraph: window.paragraph,
        first,
        ids: window.pieces.iter().map(|p| p.id).collect(),
        shapes: window.pieces.iter().map(|p| p.shape as u8).collect(),
        quoted: window.pieces.iter().map(|p| u8::from(p.quoted)).collect(),
        firsts: window.firsts.clone(),
        labels,
        sources,
        contents,
    }
}

/// Labels the words of one span; a word that has a label keeps it.
fn label(
    labels: &mut [u8],
    role: Role,
    words: impl Iterator<Item = usize>,
    begins_at: Option<usize>,
) {
    let index = |label: Label| Label::ALL.iter().position(|l| *l == label).unwrap_or(0) as u8;
    for (n, word) in words.enumerate() {
        if labels[word] == 0 {
            // A span that was cut by the window's edge begins again in the next window.
            let begins = begins_at == Some(word) || n == 0;
            labels[word] = index(if begins {
                Label::Begin(role)
            } else {
                Label::Inside(role)
            });
        }
    }
}
