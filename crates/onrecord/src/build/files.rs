//! Which files a build reads, and what it calls them.

use anyhow::{Context, Result, bail};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What the case calls it: its path in the folder given, with `/` between.
    pub name: String,
}

/// The files under `given` (files and folders), sorted by name, each once.
///
/// Hidden files and folders are passed over, and so are case files.
///
/// # Errors
/// If something given is not there.
pub fn sources(given: &[PathBuf]) -> Result<Vec<Source>> {
    let mut out = Vec::new();
    for root in given {
        if !root.exists() {
            bail!(
                "{}: there is no such file or folder; check the path",
                root.display()
            );
        }
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name();
        for entry in walk
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !is_hidden(e))
        {
            let entry = match entry {
                Ok(entry) => entry,
                // A link that leads nowhere or in a circle: it will be reported
                // as a file that cannot be read, and the rest goes on.
                Err(error) => {
                    let path = error.path().map(Path::to_owned);
                    let path = path.with_context(|| format!("cannot list {}", root.display()))?;
                    let name = name(root, &path);
                    out.push(Source { path, name });
                    continue;
                }
            };
            if entry.file_type().is_file() && !is_case_file(entry.path()) {
                out.push(Source {
                    path: entry.path().to_owned(),
                    name: name(root, entry.path()),
                });
            }
        }
    }
    tell_apart(&mut out);
    out.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    out.dedup();
    Ok(out)
}

/// Two files of one name in two of the folders given get their folder's name in front.
fn tell_apart(sources: &mut [Source]) {
    let mut paths: HashMap<String, HashSet<PathBuf>> = HashMap::new();
    for source in sources.iter() {
        paths
            .entry(source.name.clone())
            .or_default()
            .insert(source.path.clone());
    }
    for source in sources.iter_mut().filter(|s| paths[&s.name].len() > 1) {
        let depth = Path::new(&source.name).components().count();
        let root = source.path.ancestors().nth(depth).and_then(Path::file_name);
        if let Some(root) = root {
            source.name = format!("{}/{}", root.to_string_lossy(), source.name);
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A case file, or what SQLite keeps beside one.
fn is_case_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [".onrecord", ".onrecord-wal", ".onrecord-shm"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

fn name(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let inside = match inside.as_os_str().is_empty() {
        true => Path::new(path.file_name().unwrap_or_default()),
        false => inside,
    };
    let parts: Vec<_> = inside
        .components()
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_and_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("b")).unwrap();
        for file in ["b/two.txt", "a.txt", ".hidden", "case.onrecord"] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        let names = |given: &[PathBuf]| -> Vec<String> {
            sources(given)
                .unwrap()
                .into_iter()
                .map(|s| s.name)
                .collect()
        };
        assert_eq!(names(&[root.to_owned()]), ["a.txt", "b/two.txt"]);
        assert_eq!(names(&[root.join("b/two.txt")]), ["two.txt"]);
        assert!(sources(&[root.join("none")]).is_err());
    }

    #[test]
    fn one_name_in_two_folders_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let roots = ["x", "y"].map(|name| folder.path().join(name));
        for root in &roots {
            std::fs::create_dir(root).unwrap();
            std::fs::write(root.join("a.txt"), "same").unwrap();
        }
        let names: Vec<String> = sources(&roots)
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["x/a.txt", "y/a.txt"]);
    }
}
