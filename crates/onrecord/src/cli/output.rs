//! Printing: colours on a terminal only, quiet when the reader has gone.

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use serde::Serialize;
use std::io::{self, ErrorKind, Write};

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
