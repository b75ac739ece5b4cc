//! `lab bench room`: how long the pages of a large case take.
//!
//! The case is generated: documents of twenty statements each, some copies of others, speakers of whom
//! a few say a great deal, findings, demands and denials. Pages are asked for over HTTP, one after the
//! other, from the room as `onrecord serve` opens it.

use crate::generated::{Page, Part, Random, attributions, name, sentence, word};
use anyhow::{Context, Result, ensure};
use onrecord_casefile::{CaseFile, NewDocument};
use onrecord_core::record::{leaf, record};
use onrecord_core::statement::{Body, statements};
use onrecord_web::Room;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Statements of a document.
const STATEMENTS: usize = 20;
/// Of so many documents the last repeats the first.
const REPEATED: usize = 25;
/// Speakers of the whole case, the first of whom speak most.
const SPEAKERS: usize = 4_000;
/// How often each kind of page is asked for, each time another of its kind.
const TIMES: usize = 25;

/// Makes the case file at `path`, unless it is there.
pub fn generate(path: &Path, documents: usize) -> Result<()> {
    if path.exists() {
        println!("{}: is there, and taken as it is", path.display());
        return Ok(());
    }
    let start = Instant::now();
    let part = path.with_extension("part");
    let _ = std::fs::remove_file(&part);
    let mut case = CaseFile::create_or_open(&part)?;
    for number in 0..documents {
        add(&mut case, number)?;
    }
    let mut entries = Vec::new();
    let basis = case.record_input(|entry| entries.push(entry))?;
    case.replace_record(basis, &record(entries))?;
    drop(case);
    std::fs::rename(&part, path)?;
    println!("{}: made in {:.0?}", path.display(), start.elapsed());
    Ok(())
}

fn add(case: &mut CaseFile, number: usize) -> Result<()> {
    let copy = number % REPEATED == REPEATED - 1;
    let of = if copy { number + 1 - REPEATED } else { number };
    let mut page = page(of);
    if copy {
        page.paragraph(&[("This text was first printed elsewhere.", Part::Plain)]);
    }
    let original = page.text.as_bytes();
    let mut document = onrecord_ingest::read(original)?;
    ensure!(document.text == page.text, "the reader changed the text");
    // Ten years of days, in no order.
    let day = Random::new(of as u64 + 7).below(3_650);
    let published = format!(
        "{}-{:02}-{:02}",
        2020 + day / 365,
        1 + day % 365 / 31,
        1 + day % 28
    );
    document.metadata.title = Some(format!("{} {}", name(of), name(of * 7 + 3)));
    document.metadata.publisher = Some(format!("The {} Post", name(of % 40)));
    document.metadata.published = Some(published.clone());
    let body = Body {
        text: &document.text,
        paragraphs: &page.paragraphs,
        published: published.parse().ok(),
    };
    let planted = attributions(&document.text, &page.paragraphs, &page.attributions);
    let mut analysis = statements(body, planted);
    analysis.leaf = leaf(&document, &mut analysis, body.published);
    case.add_document(&NewDocument {
        document: &document,
        original,
        path: &format!("{number:06}.txt"),
        analysis: &analysis,
        analysis_version: "generated",
    })?;
    Ok(())
}

fn page(number: usize) -> Page {
    let mut random = Random::new(number as u64 * 31 + 11);
    let mut page = Page::default();
    let person = |n: usize| format!("{} {}", name(500 + n % 300), name(9_000 + n));
    let place = name(70_000 + number % 900);
    for _ in 0..STATEMENTS {
        let speaker = person(random.zipf(SPEAKERS));
        let other = person(random.zipf(SPEAKERS));
        let words = sentence(&mut random, 12);
        let (cue, content) = match random.below(8) {
            0 => ("denied", format!("that {words}")),
            1 => ("urged", format!("{other} to {words}")),
            2 => ("accused", format!("{other} of {words}")),
            3 => (
                "found",
                format!("that {} people {words}", 2 + random.below(900)),
            ),
            4 => ("recommended", format!("that {other} {words}")),
            _ => ("said", format!("that {words}")),
        };
        page.paragraph(&[
            (&speaker, Part::Source),
            (" ", Part::Plain),
            (cue, Part::Cue),
            (" ", Part::Plain),
            (&content, Part::Content),
            (".", Part::Plain),
        ]);
        if random.below(8) == 0 {
            page.paragraph(&[(&around(&mut random, &place, &other), Part::Plain)]);
        }
    }
    page
}

/// What stands between statements: works, counts, line-ups, dates.
fn around(random: &mut Random, place: &str, who: &str) -> String {
    let (n, day) = (10 + random.below(90), 1 + random.below(28));
    match random.below(4) {
        0 => format!(
            "The {n}-page report “{} of {place}” was published on {day} March 2024 by {who}.",
            name(random.below(60))
        ),
        1 => format!("The police of {place} counted {n} people killed in the harbour of {place}."),
        2 => format!("A joint statement by {n} countries led by {who} condemned {place}."),
        _ => format!("On {day} March 2024 the ships of {who} left the harbour of {place}."),
    }
}

/// A page of one kind with how long it took.
struct Timed {
    kind: &'static str,
    path: String,
    took: Duration,
}

/// Asks for pages of every kind and prints how long they take.
pub fn bench(case: &Path, documents: usize) -> Result<()> {
    generate(case, documents)?;
    let address = serve(case)?;
    let start = Instant::now();
    ask(address, "/")?;
    println!(
        "first page, which counts the whole case: {:.1?}",
        start.elapsed()
    );
    let mut all = Vec::new();
    for (kind, path) in paths(address)? {
        let start = Instant::now();
        ask(address, &path)?;
        let took = start.elapsed();
        all.push(Timed { kind, path, took });
    }
    let mut kinds: BTreeMap<&str, Vec<&Timed>> = BTreeMap::new();
    for timed in &all {
        kinds.entry(timed.kind).or_default().push(timed);
    }
    println!("kind             pages  median ms  worst ms");
    for (kind, timed) in kinds {
        row(kind, timed);
    }
    row("all", all.iter().collect());
    Ok(())
}

fn row(kind: &str, mut timed: Vec<&Timed>) {
    timed.sort_by_key(|timed| timed.took);
    let millis = |timed: &Timed| timed.took.as_secs_f64() * 1_000.0;
    let (median, worst) = (timed[timed.len() / 2], timed[timed.len() - 1]);
    println!(
        "{kind:<16} {:5}  {:9.1}  {:8.1}  {}",
        timed.len(),
        millis(median),
        millis(worst),
        worst.path
    );
}

fn serve(case: &Path) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let room = Room::new(case, "generated")?
        .at(address, None)
        .judged_by("lab");
    std::thread::spawn(move || room.serve(listener));
    Ok(address)
}

/// The page at `path`, whole.
fn ask(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    Ok(answer)
}

/// Pages of every kind: first leaves, deep ones, and rows that the lists lead to.
fn paths(address: SocketAddr) -> Result<Vec<(&'static str, String)>> {
    let mut paths = Vec::new();
    let mut random = Random::new(5);
    for (kind, list, rows_under) in [
        ("documents", "/documents", Some(("document", "/documents/"))),
        ("actors", "/actors", Some(("actor", "/actors/"))),
        ("works", "/works", Some(("work", "/works/"))),
        ("statements", "/statements", None),
        ("unresolved", "/statements?unresolved=1", None),
        ("by act", "/statements?act=deny", None),
        ("by date", "/statements?since=2024&until=2024", None),
        ("answers", "/answers", None),
        ("discrepancies", "/discrepancies", None),
        ("recommendations", "/recommendations", None),
        ("line-ups", "/lineups", None),
        ("timeline", "/timeline", None),
        ("by side", "/timeline?by=side", None),
        ("judgements", "/judgements", None),
    ] {
        let first = ask(address, list)?;
        let leaves = leaves(&first);
        let mut leads = Vec::new();
        for _ in 0..TIMES {
            let join = if list.contains('?') { '&' } else { '?' };
            let leaf = format!("{list}{join}page={}", 1 + random.below(leaves));
            if rows_under.is_some() && leads.len() < TIMES {
                leads.push(ask(address, &leaf)?);
            }
            paths.push((kind, leaf));
        }
        let Some((kind, under)) = rows_under else {
            continue;
        };
        // Who leads the list is the heaviest; the others are from all over it.
        let mut found = links(&first, under);
        found.truncate(3);
        for leaf in leads {
            let links = links(&leaf, under);
            if !links.is_empty() {
                found.push(links[random.below(links.len())].clone());
            }
        }
        paths.extend(found.into_iter().map(|path| (kind, path)));
    }
    for _ in 0..TIMES {
        paths.push(("overview", "/".to_owned()));
        let rare = word(random.below(20_000));
        let often = word(random.below(12));
        paths.push(("search", format!("/search?q={rare}")));
        paths.push(("search, frequent", format!("/search?q={often}&act=deny")));
        paths.push((
            "by speaker",
            format!(
                "/statements?speaker={}",
                name(9_000 + random.zipf(SPEAKERS))
            ),
        ));
    }
    Ok(paths)
}

/// Number of leaves, told from “1–50 of 10,000”.
fn leaves(page: &str) -> usize {
    let total = page.split("–50 of ").nth(1).unwrap_or("50");
    let digits = total
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',');
    let total: String = digits.filter(char::is_ascii_digit).collect();
    total.parse::<usize>().unwrap_or(50).div_ceil(50).max(1)
}

fn links(page: &str, under: &str) -> Vec<String> {
    let main = page.split("<main").nth(1).unwrap_or_default();
    let hrefs = main.split("href=\"").skip(1);
    let hrefs = hrefs.filter_map(|rest| rest.split(['"', '#', '?']).next());
    let mut out: Vec<String> = hrefs
        .filter(|href| href.starts_with(under))
        .map(str::to_owned)
        .collect();
    out.dedup();
    out
}

/// Where the generated case is kept between runs.
pub fn default_case(documents: usize) -> Result<PathBuf> {
    let target = std::env::current_exe().context("where this program is")?;
    let folder = target.parent().unwrap_or(Path::new(".")).to_owned();
    Ok(folder.join(format!("generated-{documents}.onrecord")))
}
