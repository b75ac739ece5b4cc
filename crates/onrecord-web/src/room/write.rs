//! The same pages as files in a folder, for whoever has no program to serve them.
//!
//! The pages are asked for as a browser would, from the first one on along their links. Links between
//! them become links between files; what only a program can answer (search, judging) is not on them.

use super::Room;
use super::guard::OWN;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// The list of all files with their hashes, as `sha256sum --check` reads it.
const SUMS: &str = "SHA256SUMS";

/// Pages made at once.
const AT_ONCE: usize = 4;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The page to open first.
    pub first: PathBuf,
    /// Number of files.
    pub files: usize,
}

/// Why the pages were not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Something else is there.
    #[error("{}: this is not a report that onrecord wrote; name a folder that is not there yet", path.display())]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// A page could not be made.
    #[error("{path}: {words}")]
    Page {
        /// The page's address.
        path: String,
        /// What went wrong.
        words: String,
    },
    /// A file could not be written.
    #[error("{}: cannot write: {source}; check that there is room and that you may write there", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something was added to the case in the meantime.
    #[error("the case changed while the report was being written; run `onrecord report` again")]
    Changed,
}

impl Room {
    /// Writes all pages into `folder`, with the originals; `each` is told how many are written and how
    /// many are known of so far.
    ///
    /// The same case gives the same files. A report that is there is replaced when the new one is
    /// whole. Anything else is left alone: a folder is a report if its list of sums names every file
    /// that it holds.
    ///
    /// # Errors
    /// If `folder` is something else than a report, a page cannot be made, or a file cannot be written.
    pub fn write(
        self,
        folder: &Path,
        mut each: impl FnMut(usize, usize),
    ) -> Result<Written, WriteError> {
        refuse_others(folder)?;
        let room = Arc::new(Room {
            written: true,
            by: None,
            ..self
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|source| file_error(folder, source))?;
        // Beside its place, so that it is on the same disk; gone with this function if not moved.
        let beside = folder
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let beside = beside.unwrap_or(Path::new("."));
        fs::create_dir_all(beside).map_err(|source| file_error(beside, source))?;
        let aside = tempfile::Builder::new()
            .prefix(".onrecord-report-")
            .tempdir_in(beside)
            .map_err(|source| file_error(beside, source))?;
        let (new, old) = (aside.path().join("new"), aside.path().join("old"));
        let head = room.head()?;
        let files = runtime.block_on(Walk::new(room.clone(), &new).all(&mut each))?;
        if room.head()? != head {
            return Err(WriteError::Changed);
        }
        refuse_others(folder)?;
        let was_there = folder.exists();
        if was_there {
            fs::rename(folder, &old).map_err(|source| file_error(folder, source))?;
        }
        if let Err(source) = fs::rename(&new, folder) {
            if was_there {
                fs::rename(&old, folder).map_err(|source| file_error(folder, source))?;
            }
            return Err(file_error(folder, source));
        }
        Ok(Written {
            first: folder.join("index.html"),
            files,
        })
    }

    fn head(&self) -> Result<String, WriteError> {
        let head = self
            .cases
            .read(|case| Ok::<_, onrecord_casefile::Error>(case.journal_head()?.hash));
        head.map_err(|error| WriteError::Page {
            path: "/".to_owned(),
            words: error.to_string(),
        })
    }
}

/// Only what this program wrote is replaced: a folder whose list of sums names every file, or an empty one.
fn refuse_others(folder: &Path) -> Result<(), WriteError> {
    let in_the_way = || WriteError::InTheWay {
        path: folder.to_owned(),
    };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Ok(found) if found.is_dir() => {}
        _ => return Err(in_the_way()),
    }
    let sums = fs::read_to_string(folder.join(SUMS)).unwrap_or_default();
    let listed = sums.lines().filter_map(|line| line.split_once("  "));
    let mut listed: BTreeSet<PathBuf> = listed.map(|(_, file)| folder.join(file)).collect();
    listed.insert(folder.join(SUMS));
    match holds_only(folder, &listed) {
        Ok(true) => Ok(()),
        _ => Err(in_the_way()),
    }
}

/// Whether all files under `folder` are among `listed`, and nothing there is anything but files and folders.
fn holds_only(folder: &Path, listed: &BTreeSet<PathBuf>) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, path) = (entry.file_type()?, entry.path());
        let own = match kind.is_dir() {
            true => holds_only(&path, listed)?,
            false => kind.is_file() && listed.contains(&path),
        };
        if !own {
            return Ok(false);
        }
    }
    Ok(true)
}

fn file_error(path: &Path, source: io::Error) -> WriteError {
    WriteError::File {
        path: path.to_owned(),
        source,
    }
}

/// The way along the links.
struct Walk<'f> {
    room: Arc<Room>,
    router: Router,
    folder: &'f Path,
    seen: BTreeSet<String>,
    /// Pages of lists first: documents wait until all passages that are led to in them are known.
    waiting: VecDeque<String>,
    documents: VecDeque<String>,
    sums: BTreeMap<String, String>,
}

impl<'f> Walk<'f> {
    fn new(room: Arc<Room>, folder: &'f Path) -> Self {
        let router = room.clone().router();
        let mut walk = Walk {
            room,
            router,
            folder,
            seen: BTreeSet::new(),
            waiting: VecDeque::new(),
            documents: VecDeque::new(),
            sums: BTreeMap::new(),
        };
        walk.find("/");
        walk
    }

    async fn all(mut self, each: &mut impl FnMut(usize, usize)) -> Result<usize, WriteError> {
        loop {
            let from = match self.waiting.is_empty() {
                true => &mut self.documents,
                false => &mut self.waiting,
            };
            let some: Vec<String> = (0..AT_ONCE).map_while(|_| from.pop_front()).collect();
            if some.is_empty() {
                break;
            }
            let mut asked = JoinSet::new();
            for path in some {
                asked.spawn(ask(self.router.clone(), path));
            }
            for answer in asked.join_all().await {
                self.keep(answer?)?;
            }
            each(self.sums.len(), self.seen.len());
        }
        let sums: String = self
            .sums
            .iter()
            .map(|(file, sum)| format!("{sum}  {file}\n"))
            .collect();
        self.write(SUMS, sums.as_bytes())?;
        Ok(self.sums.len())
    }

    /// Notes the address as one to write, if it is not yet.
    fn find(&mut self, link: &str) {
        let address = link.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let address = match path.strip_prefix("/documents/") {
            Some(id) if !id.contains('/') => {
                self.find_passage(id, query);
                path
            }
            _ => address,
        };
        if !self.seen.insert(address.to_owned()) {
            return;
        }
        match address.starts_with("/documents/") {
            true => self.documents.push_back(address.to_owned()),
            false => self.waiting.push_back(address.to_owned()),
        }
    }

    fn find_passage(&mut self, document: &str, query: &str) {
        let number = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(of, _)| of == name)?.1.parse::<usize>().ok()
        };
        if let Some(ends) = number("from").zip(number("to")) {
            let passages = &self.room.passages;
            let mut passages = passages.lock().unwrap_or_else(PoisonError::into_inner);
            passages
                .entry(document.to_owned())
                .or_default()
                .insert(ends);
        }
    }

    fn keep(&mut self, answer: Answer) -> Result<(), WriteError> {
        let file = file_of(&answer.path);
        let bytes = match answer.is_page {
            true => {
                let page = String::from_utf8_lossy(&answer.bytes).into_owned();
                let (page, links) = relinked(&page, depth(&file));
                for link in links {
                    self.find(&link);
                }
                page.into_bytes()
            }
            false => answer.bytes,
        };
        self.write(&file, &bytes)?;
        self.sums.insert(file, hex::encode(Sha256::digest(&bytes)));
        Ok(())
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.folder.join(file);
        let parent = path.parent().unwrap_or(self.folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, bytes))
            .map_err(|source| file_error(&path, source))
    }
}

struct Answer {
    path: String,
    is_page: bool,
    bytes: Vec<u8>,
}

async fn ask(router: Router, path: String) -> Result<Answer, WriteError> {
    let wrong = |path: &str, words: String| WriteError::Page {
        path: path.to_owned(),
        words,
    };
    let request = Request::builder().uri(&path).header(header::HOST, OWN);
    let request = request
        .body(Body::empty())
        .map_err(|error| wrong(&path, error.to_string()))?;
    let Ok(response) = router.oneshot(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let bytes = to_bytes(response.into_body(), usize::MAX)
        .await
        .map_err(|error| wrong(&path, error.to_string()))?;
    if status != StatusCode::OK {
        let words = String::from_utf8_lossy(&bytes).into_owned();
        return Err(wrong(&path, format!("{status}: {words}")));
    }
    Ok(Answer {
        path,
        is_page,
        bytes: bytes.into(),
    })
}

/// The file of an address without an anchor: letters, digits and `-._` only.
fn file_of(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || "._".contains(c) => c,
        _ => '-',
    };
    // No part of a path leads upwards, whatever an id in a stranger's case file is.
    let parts = path.split('/').filter(|part| !part.is_empty());
    let parts = parts.map(|part| part.trim_start_matches('.').chars().map(plain).collect());
    let path = parts.collect::<Vec<String>>().join("/");
    if let Some(document) = path.strip_suffix("/original") {
        // Of no kind that a browser would show as a page.
        return format!(
            "{}.original",
            document.replacen("documents", "originals", 1)
        );
    }
    let stem = if path.is_empty() { "index" } else { &path };
    if path.ends_with(".css") || path.ends_with(".js") {
        return path;
    }
    match query {
        "" => format!("{stem}.html"),
        query => {
            let query: String = query.chars().map(plain).collect();
            format!("{stem}--{query}.html")
        }
    }
}

fn depth(file: &str) -> usize {
    file.matches('/').count()
}

/// The page with its links to other pages turned into links to their files, and those links.
///
/// Only the templates write `="/` outside of text: in text and in attributes a quotation mark is escaped.
fn relinked(page: &str, depth: usize) -> (String, Vec<String>) {
    let mut out = String::with_capacity(page.len());
    let mut links = Vec::new();
    let mut rest = page;
    while let Some((start, name)) = ["href=\"/", "src=\"/"]
        .into_iter()
        .filter_map(|name| Some((rest.find(name)?, name)))
        .min()
    {
        let value = start + name.len() - 1;
        let end = rest[value..]
            .find('"')
            .map_or(rest.len(), |end| value + end);
        let link = rest[value..end].replace("&amp;", "&").replace("&#38;", "&");
        let (address, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let path = address.split('?').next().unwrap_or_default();
        let own = match path.starts_with("/documents/") && !path.ends_with("/original") {
            true => path,
            false => address,
        };
        out.push_str(&rest[..value]);
        out.push_str(&"../".repeat(depth));
        out.push_str(&file_of(own));
        if !anchor.is_empty() {
            out.push('#');
            out.push_str(anchor);
        }
        links.push(link.clone());
        rest = &rest[end..];
    }
    out.push_str(rest);
    (out, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_between_pages_become_links_between_files() {
        let page = r#"<a href="/">a</a> <a href="/statements?unresolved=1&#38;page=2">b</a>
            <a href="/documents/d1?from=3&amp;to=9#p-3-9">c</a> <a href="https://example.org/">d</a>
            <a href="/documents/d1/original">e</a> <script src="/room.js"></script> href=&#34;/x"#;
        let (page, links) = relinked(page, 1);
        assert!(page.contains(r#"<a href="../index.html">"#));
        assert!(page.contains(r#"<a href="../statements--unresolved-1-page-2.html">"#));
        assert!(page.contains(r#"<a href="../documents/d1.html#p-3-9">"#));
        assert!(page.contains(r#"<a href="https://example.org/">"#));
        assert!(page.contains(r#"<a href="../originals/d1.original">"#));
        assert!(page.contains(r#"src="../room.js""#) && page.ends_with("href=&#34;/x"));
        assert_eq!(links.len(), 5);
        assert_eq!(links[1], "/statements?unresolved=1&page=2");
        assert_eq!(file_of("/actors/..\\..\\x"), "actors/-..-x.html");
    }
}
