//! Printing: colours on a terminal only, quiet when the reader has gone.

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Styles of the marks; `anstream` takes them away where there is no terminal.
pub(crate) const SOURCE: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const CUE: Style = AnsiColor::Yellow.on_default();
pub(crate) const CONTENT: Style = AnsiColor::Green.on_default();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const STRONG: Style = Style::new().bold();

/// Standard output for people.
pub(crate) fn out() -> impl Write {
    io::BufWriter::new(anstream::stdout())
}

/// Prints rows as JSON lines.
pub(crate) fn json_lines<T: Serialize>(rows: &[T]) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for row in rows {
        serde_json::to_writer(&mut out, row)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Refuses to write over a source or the case file: nothing stored is ever lost.
pub(crate) fn refuse_to_replace<'p>(
    out: &Path,
    kept: impl IntoIterator<Item = &'p Path>,
) -> Result<()> {
    let Ok(target) = out.canonicalize() else {
        return Ok(()); // nothing is there yet
    };
    for path in kept {
        let beside = ["", "-wal", "-shm"].map(|ending| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name).canonicalize().ok()
        });
        if beside.contains(&Some(target.clone())) {
            bail!(
                "{}: writing there would replace {}; give another name",
                out.display(),
                path.display()
            );
        }
    }
    Ok(())
}

/// Writes a file that is whole or not there: beside its place first, then moved.
/// What is no ordinary file (a pipe, a device, a link) is written to as it is,
/// never replaced.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let cannot = || format!("{}: cannot be written there", path.display());
    let ordinary = std::fs::symlink_metadata(path).map_or(true, |found| found.is_file());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let target = if ordinary {
        PathBuf::from(part)
    } else {
        path.to_owned()
    };
    let file = std::fs::File::create(&target).with_context(cannot)?;
    let mut writer = io::BufWriter::new(file);
    write(&mut writer)?;
    writer.flush().with_context(cannot)?;
    drop(writer);
    if ordinary {
        std::fs::rename(&target, path).with_context(cannot)?;
    }
    Ok(())
}

/// Prints why the program ends without having done its work.
pub(crate) fn error(error: &anyhow::Error) {
    let red = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}error{red:#}: {error:#}");
}

/// Prints something that could not be read, while the rest goes on.
pub(crate) fn problem(path: &str, reason: &str) {
    let yellow = AnsiColor::Yellow.on_default().bold();
    anstream::eprintln!("{yellow}not read{yellow:#}: {path}: {reason}");
}

/// A word to the user that is no row: on standard error.
pub(crate) fn note(text: &str) {
    anstream::eprintln!("{FAINT}{text}{FAINT:#}");
}

/// Whether whoever reads the output has stopped reading: `onrecord … | head`.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json_kind = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io_kind.or(json_kind) == Some(ErrorKind::BrokenPipe)
    })
}

/// `text` in one line of at most `width` characters.
pub(crate) fn one_line(text: &str, width: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(width) {
        None => line,
        Some(_) => {
            let end = line
                .char_indices()
                .nth(width - 1)
                .map_or(line.len(), |(at, _)| at);
            format!("{}…", line[..end].trim_end())
        }
    }
}

/// "1 document", "2 documents".
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}
