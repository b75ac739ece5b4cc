//! Opening and making case files, and refusing files that are none.

use crate::error::{Error, Result};
use crate::{journal, statements};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

const SCHEMA: &str = concat!(
    include_str!("schema.sql"),
    include_str!("since_2.sql"),
    include_str!("since_3.sql"),
    include_str!("since_4.sql")
);

/// From each format to the next, the first from 1 to 2.
const UPGRADES: &[&str] = &[
    concat!(include_str!("upgrade_2.sql"), include_str!("since_2.sql")),
    concat!(include_str!("upgrade_3.sql"), include_str!("since_3.sql")),
    concat!(include_str!("upgrade_4.sql"), include_str!("since_4.sql")),
];

/// "OnRc": marks the SQLite file as a case file.
const APPLICATION_ID: i64 = 0x4F6E_5263;

/// The format that [`SCHEMA`] makes. Later formats keep a way to open this one.
const FORMAT: i64 = 4;

/// Readers never wait in WAL mode; a writer waits this long for another's
/// document before it says that somebody else is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A case file, open on one connection.
#[derive(Debug)]
pub struct CaseFile {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
}

impl CaseFile {
    /// Opens the case file at `path` for writing, making it if there is none (or an empty file).
    pub fn create_or_open(path: &Path) -> Result<Self> {
        if sniff(path)? == Sniffed::Folder {
            return Err(not_a_case_file(path, "a folder"));
        }
        let mut case = Self::connect(path, OpenFlags::SQLITE_OPEN_CREATE)?;
        match case.identify()? {
            Identity::CaseFile => {}
            Identity::Older(format) => case = case.upgraded(format)?,
            Identity::Empty => case
                .initialise()
                .map_err(|error| Error::sqlite(path, error))?,
        }
        if case.conn.is_readonly("main").unwrap_or(true) {
            return Err(Error::ReadOnly { path: path.into() });
        }
        // Only once it is a case file: the mode is written into the header, so
        // a process killed here must leave either nothing or a case. Does
        // nothing where the file is in this mode.
        case.sql(case.conn.pragma_update(None, "journal_mode", "WAL"))?;
        Ok(case)
    }

    /// Opens the case file at `path`, which must exist.
    pub fn open(path: &Path) -> Result<Self> {
        match sniff(path)? {
            Sniffed::Absent => return Err(Error::Missing { path: path.into() }),
            Sniffed::Folder => return Err(not_a_case_file(path, "a folder")),
            Sniffed::Empty | Sniffed::Sqlite => {}
        }
        let case = Self::connect(path, OpenFlags::empty())?;
        match case.identify()? {
            Identity::CaseFile => Ok(case),
            Identity::Older(format) => case.upgraded(format),
            Identity::Empty => Err(not_a_case_file(path, "an empty file")),
        }
    }

    /// Opens the case file at `path` so that nothing can be written through this connection.
    ///
    /// The connection may still tidy up the write-ahead log of a build that was
    /// killed; where even that is impossible (a write-protected folder) the
    /// file is read as it lies.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let case = match Self::open(path) {
            Err(Error::Unreadable { .. }) if !log_beside(path) => Self::open_immutable(path)?,
            other => other?,
        };
        case.sql(case.conn.pragma_update(None, "query_only", true))?;
        Ok(case)
    }

    /// The path the case file was opened with.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads everything in `read` from one state of the case, whatever others write meanwhile.
    ///
    /// # Errors
    /// What `read` fails with, or why nothing can be read.
    pub fn at_one_moment<T, E: From<Error>>(
        &self,
        read: impl FnOnce(&Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let _moment = self.moment()?;
        read(self)
    }

    /// A reading transaction, unless one is open.
    pub(crate) fn moment(&self) -> Result<Option<Transaction<'_>>> {
        let moment = self.conn.is_autocommit();
        let begin = moment.then(|| self.conn.unchecked_transaction());
        self.sql(begin.transpose())
    }

    /// Gives SQLite's errors this case file's name.
    pub(crate) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| Error::sqlite(&self.path, error))
    }

    fn connect(path: &Path, extra: OpenFlags) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
        Self::configured(path, Connection::open_with_flags(path, flags))
    }

    /// For a WAL database in a folder where SQLite may not make its shared-memory file.
    fn open_immutable(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let case = Self::configured(path, Connection::open_with_flags(uri(path), flags))?;
        match case.identify()? {
            Identity::Older(format) => case.upgraded(format),
            _ => Ok(case),
        }
    }

    fn configured(path: &Path, opened: rusqlite::Result<Connection>) -> Result<Self> {
        opened
            .and_then(|conn| configure(&conn).map(|()| conn))
            .map(|conn| CaseFile {
                conn,
                path: path.to_path_buf(),
            })
            .map_err(|error| unreadable(path, error))
    }

    fn identify(&self) -> Result<Identity> {
        let number = |pragma| {
            self.conn
                .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
                .map_err(|error| unreadable(&self.path, error))
        };
        match (number("application_id")?, number("user_version")?) {
            (APPLICATION_ID, FORMAT) => Ok(Identity::CaseFile),
            (APPLICATION_ID, found) if found > FORMAT => Err(Error::Newer {
                path: self.path.clone(),
                found,
                known: FORMAT,
            }),
            (APPLICATION_ID, found) if (1..FORMAT).contains(&found) => Ok(Identity::Older(found)),
            (0, 0) if self.sql(is_empty(&self.conn))? => Ok(Identity::Empty),
            (APPLICATION_ID, found) => Err(Error::Damaged {
                path: self.path.clone(),
                what: format!("its format is given as {found}"),
            }),
            _ => Err(not_a_case_file(
                &self.path,
                "an SQLite database of another program",
            )),
        }
    }

    /// The same case in the present format, in one transaction: nothing that was
    /// stored is lost, and what older programs did not read is empty.
    fn upgraded(mut self, from: i64) -> Result<Self> {
        if self.conn.is_readonly("main").unwrap_or(true) {
            return Err(Error::Older {
                path: self.path,
                found: from,
                known: FORMAT,
            });
        }
        let upgrade = |conn: &mut Connection| -> rusqlite::Result<()> {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have been first.
            let found: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let done = usize::try_from(found - 1).unwrap_or(0);
            for statements in &UPGRADES[done.min(UPGRADES.len())..] {
                tx.execute_batch(statements)?;
            }
            if found < FORMAT {
                tx.pragma_update(None, "user_version", FORMAT)?;
                journal::append(&tx, &journal::upgraded(found, FORMAT))?;
            }
            tx.commit()
        };
        let outcome = upgrade(&mut self.conn);
        self.sql(outcome)?;
        Ok(self)
    }

    /// Schema, marks and first journal entry in one transaction: a file killed
    /// on the way is still empty and is filled by the next build.
    fn initialise(&mut self) -> rusqlite::Result<()> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been first.
        if is_empty(&tx)? {
            tx.execute_batch(SCHEMA)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", FORMAT)?;
            journal::append(&tx, &journal::created(FORMAT))?;
        }
        tx.commit()
    }
}

fn configure(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_update(None, "foreign_keys", true)?;
    // In WAL mode NORMAL loses nothing when the process is killed. When the
    // power fails it may lose the last documents, never part of one, and the
    // next build of the same folder brings them back; FULL would wait for the
    // disk once a document for no more than that.
    conn.pragma_update(None, "synchronous", "NORMAL")?;
    // Kibibytes of pages kept by each connection; SQLite's own 2,000 do not hold the indexes of a large case.
    conn.pragma_update(None, "cache_size", -16_000)?;
    // A case file may come from a stranger: what its schema calls is not trusted.
    conn.pragma_update(None, "trusted_schema", false)?;
    statements::register_functions(conn)
}

fn is_empty(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| {
        row.get(0)
    })
}

#[derive(PartialEq)]
enum Identity {
    CaseFile,
    /// Of this format, which there is a way from.
    Older(i64),
    Empty,
}

#[derive(PartialEq)]
enum Sniffed {
    Absent,
    Folder,
    Empty,
    Sqlite,
}

/// Looks at the first bytes, so that SQLite never touches a file that is not its own.
fn sniff(path: &Path) -> Result<Sniffed> {
    let unreadable = |error: std::io::Error| Error::Unreadable {
        path: path.to_path_buf(),
        reason: error.to_string(),
    };
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Sniffed::Absent),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if metadata.is_dir() => return Ok(Sniffed::Folder),
        Ok(_) => {}
    }
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(16).read_to_end(&mut head))
        .map_err(unreadable)?;
    match head.as_slice() {
        b"" => Ok(Sniffed::Empty),
        b"SQLite format 3\0" => Ok(Sniffed::Sqlite),
        head => Err(not_a_case_file(path, kind_of(head))),
    }
}

fn kind_of(head: &[u8]) -> &'static str {
    match head {
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        [b'P', b'K', 3, 4, ..] => "a ZIP archive",
        [b'{' | b'[', ..] => "a JSON file",
        [b'<', ..] => "an HTML or XML page",
        _ => "a file of another kind",
    }
}

fn not_a_case_file(path: &Path, what: &str) -> Error {
    Error::NotACaseFile {
        path: path.to_path_buf(),
        what: what.to_string(),
    }
}

fn unreadable(path: &Path, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure) => {
            Error::Unreadable {
                path: path.to_path_buf(),
                reason: error.to_string(),
            }
        }
        Some(ErrorCode::NotADatabase) => not_a_case_file(path, "an encrypted or broken database"),
        _ => Error::sqlite(path, error),
    }
}

/// Whether a write-ahead log with content lies beside the file.
fn log_beside(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log)
        .metadata()
        .is_ok_and(|metadata| metadata.len() > 0)
}

/// `path` as an SQLite URI that promises that nobody changes the file.
fn uri(path: &Path) -> String {
    let escaped: String = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    format!("file:{escaped}?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A build can be killed between the first transaction and the change of
    /// mode; what it leaves is a case file, and the next build goes on with it.
    #[test]
    fn issue_2_a_case_killed_before_its_mode_was_set_is_a_case() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("killed.onrecord");
        let mut killed = CaseFile::connect(&path, OpenFlags::SQLITE_OPEN_CREATE)?;
        let size = |path: &Path| path.metadata().map_or(0, |file| file.len());
        assert_eq!(size(&path), 0, "nothing is written before the schema");
        killed.initialise().unwrap();
        drop(killed);
        let mode = |case: &CaseFile| -> String {
            let value = |row: &rusqlite::Row<'_>| row.get(0);
            case.conn
                .pragma_query_value(None, "journal_mode", value)
                .unwrap()
        };
        assert_eq!(mode(&CaseFile::open(&path)?), "delete");
        assert_eq!(mode(&CaseFile::create_or_open(&path)?), "wal");
        assert_eq!(CaseFile::open(&path)?.journal_head()?.seq, 1);
        Ok(())
    }

    /// The way a write-protected folder is read; permissions do not stop the
    /// user that tests often run as, so it is taken directly.
    #[test]
    fn a_file_can_be_read_as_it_lies() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("100% of it? #1.onrecord");
        drop(CaseFile::create_or_open(&path)?);
        let case = CaseFile::open_immutable(&path)?;
        assert!(case.documents()?.is_empty());
        assert_eq!(case.journal_head()?.seq, 1);
        assert!(!log_beside(&path));
        Ok(())
    }

    /// What format 1 was: the same without what the upgrade brings.
    fn made_by_format_1(path: &Path) -> Result<()> {
        made_by_format_2(path)?;
        let case = CaseFile::connect(path, OpenFlags::empty())?;
        let older = "DROP TABLE figure; DROP TABLE statement_party;
             ALTER TABLE statement DROP COLUMN said_on;
             ALTER TABLE statement DROP COLUMN said_on_start;
             ALTER TABLE statement DROP COLUMN said_on_end;
             PRAGMA user_version = 1;";
        case.sql(case.conn.execute_batch(older))
    }

    /// The same for format 2.
    fn made_by_format_2(path: &Path) -> Result<()> {
        made_by_format_3(path)?;
        let case = CaseFile::connect(path, OpenFlags::empty())?;
        let older = "DROP TABLE record_reference; DROP TABLE record_row; DROP TABLE leaf;
             ALTER TABLE actor DROP COLUMN why;
             ALTER TABLE actor_role DROP COLUMN first_seen;
             ALTER TABLE actor_role DROP COLUMN last_seen;
             PRAGMA user_version = 2;";
        case.sql(case.conn.execute_batch(older))
    }

    /// The same for format 3.
    fn made_by_format_3(path: &Path) -> Result<()> {
        let case = CaseFile::create_or_open(path)?;
        let older = "DROP INDEX journal_by_kind; DROP INDEX document_by_date;
             DROP TABLE judgement; DROP TABLE laid_row;
             DROP TABLE laid_actor; ALTER TABLE statement DROP COLUMN class;
             PRAGMA user_version = 3;";
        case.sql(case.conn.execute_batch(older))
    }

    #[test]
    fn issue_6_a_case_of_format_3_is_brought_to_the_present_format() -> Result<()> {
        upgraded_like_new(made_by_format_3)
    }

    #[test]
    fn issue_5_a_case_of_format_2_is_brought_to_the_present_format() -> Result<()> {
        upgraded_like_new(made_by_format_2)
    }

    #[test]
    fn issue_4_an_older_case_is_brought_to_the_present_format() -> Result<()> {
        upgraded_like_new(made_by_format_1)
    }

    fn upgraded_like_new(make: fn(&Path) -> Result<()>) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("old.onrecord");
        make(&path)?;
        let case = CaseFile::open_read_only(&path)?;
        assert!(case.figures(None)?.is_empty());
        assert_eq!(case.journal_head()?.seq, 2, "the upgrade is in the journal");
        drop(case);
        // Every table and index with its columns, in the order of their names.
        let schema = |path: &Path| -> Vec<(String, Option<String>)> {
            let conn = Connection::open(path).unwrap();
            let mut query = conn
                .prepare(
                    "SELECT s.name, group_concat(c.name || ' ' || c.type, ', ' ORDER BY c.name)
                     FROM sqlite_schema s LEFT JOIN pragma_table_info(s.name) c
                     WHERE s.type IN ('table', 'index') GROUP BY s.name ORDER BY s.name",
                )
                .unwrap();
            let rows = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            rows.map(|row| row.unwrap()).collect()
        };
        assert!(schema(&path).iter().any(|(name, _)| name == "figure"));
        let new = folder.path().join("new.onrecord");
        drop(CaseFile::create_or_open(&new)?);
        assert_eq!(schema(&path), schema(&new));
        Ok(())
    }

    #[test]
    fn issue_4_an_older_case_that_cannot_be_written_says_what_to_do() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("old.onrecord");
        made_by_format_1(&path)?;
        let refused = CaseFile::open_immutable(&path).unwrap_err();
        assert!(
            matches!(refused, Error::Older { found: 1, .. }),
            "{refused}"
        );
        Ok(())
    }
}
