-- The case file, but for the tables that came with later formats (since_*.sql). All of it is one
-- SQLite database.
--
-- Spans are half-open [start, end) ranges of Unicode code points into
-- document.text, so substr(text, start + 1, end - start) is the span's text.
-- Positions count from 0 in the order the rows were read from the text.

-- What was received --------------------------------------------------------

CREATE TABLE document (
    id               TEXT PRIMARY KEY,      -- 'd' and the first 16 digits of sha256
    sha256           TEXT NOT NULL UNIQUE,  -- of the original bytes
    sha1             TEXT NOT NULL,
    size             INTEGER NOT NULL,      -- of the original bytes
    media_type       TEXT NOT NULL,
    reader           TEXT NOT NULL,         -- what made the text …
    reader_version   TEXT NOT NULL,
    analysis_version TEXT NOT NULL,         -- … and what read the statements from it
    title            TEXT,
    publisher        TEXT,
    byline           TEXT,
    published        TEXT,                  -- ISO 8601, cut to the precision known
    updated          TEXT,
    language         TEXT,
    url              TEXT,
    text_sha256      TEXT NOT NULL,
    text             TEXT NOT NULL
) STRICT;

-- Apart from `document`: its rows are read far more often than the originals.
CREATE TABLE original (
    document TEXT PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    zstd     BLOB NOT NULL
) STRICT;

-- The same bytes may lie under several paths, and one path may have held
-- different bytes at different times: both are kept.
CREATE TABLE document_path (
    document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    path     TEXT NOT NULL,
    PRIMARY KEY (document, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_path_by_path ON document_path (path);

-- What was read from each document -----------------------------------------

CREATE TABLE block (
    id       INTEGER PRIMARY KEY,           -- rowid of its words in `words`
    document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    page     INTEGER,
    UNIQUE (document, position)
) STRICT;

CREATE TABLE page (
    document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_actor (
    document   TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    speaks_for INTEGER,
    PRIMARY KEY (document, number),
    FOREIGN KEY (document, speaks_for) REFERENCES document_actor (document, number)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE document_actor_alias (
    document TEXT NOT NULL,
    number   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    alias    TEXT NOT NULL,
    PRIMARY KEY (document, number, position),
    FOREIGN KEY (document, number) REFERENCES document_actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE document_actor_role (
    document TEXT NOT NULL,
    number   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title    TEXT NOT NULL,
    of       TEXT,
    PRIMARY KEY (document, number, position),
    FOREIGN KEY (document, number) REFERENCES document_actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    document TEXT NOT NULL,
    number   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (document, number, position),
    FOREIGN KEY (document, number) REFERENCES document_actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    id             TEXT PRIMARY KEY,        -- 's' and 16 digits of a hash over its spans
    document       TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    start          INTEGER NOT NULL,        -- from the first to the last of
    end            INTEGER NOT NULL,        -- source, cue and content
    form           TEXT NOT NULL,
    act            TEXT,
    certainty      TEXT NOT NULL,
    speaker        INTEGER,                 -- document_actor.number
    speaker_reason TEXT NOT NULL,
    score          REAL NOT NULL,
    -- Since format 2: when it was said, ISO 8601 cut to the precision known,
    said_on        TEXT,
    said_on_start  INTEGER,                 -- and the words that say so
    said_on_end    INTEGER,
    -- and since format 4 whether it was said, in whose words, or only ascribed.
    class          TEXT NOT NULL DEFAULT '',
    UNIQUE (document, position),
    FOREIGN KEY (document, speaker) REFERENCES document_actor (document, number)
) STRICT;
CREATE INDEX statement_by_speaker ON statement (document, speaker);

CREATE TABLE statement_span (
    statement TEXT NOT NULL REFERENCES statement ON DELETE CASCADE,
    role      TEXT NOT NULL CHECK (role IN ('source', 'cue', 'content', 'basis')),
    position  INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    PRIMARY KEY (statement, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_speaks_for (
    statement TEXT NOT NULL REFERENCES statement ON DELETE CASCADE,
    position  INTEGER NOT NULL,             -- nearest first
    document  TEXT NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (statement, position),
    FOREIGN KEY (document, number) REFERENCES document_actor
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_speaks_for_by_actor ON statement_speaks_for (document, number);

-- Words of the body blocks. The text itself is not stored a second time: the
-- view cuts it out of document.text when a snippet is asked for.
CREATE VIEW body_block (id, text) AS
    SELECT block.id, substr(document.text, block.start + 1, block.end - block.start)
    FROM block JOIN document ON document.id = block.document
    WHERE block.kind = 'paragraph';
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'body_block', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- The record across documents: replaced as a whole ---------------------------

CREATE TABLE actor (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    speaks_for TEXT REFERENCES actor DEFERRABLE INITIALLY DEFERRED,
    why        TEXT NOT NULL DEFAULT '[]'   -- since format 3: JSON, why those it joins are one
) STRICT;

CREATE TABLE actor_alias (
    actor    TEXT NOT NULL REFERENCES actor ON DELETE CASCADE,
    position INTEGER NOT NULL,
    alias    TEXT NOT NULL,
    PRIMARY KEY (actor, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor_role (
    actor    TEXT NOT NULL REFERENCES actor ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title    TEXT NOT NULL,
    of       TEXT,
    first_seen TEXT,                        -- since format 3: dates of the first …
    last_seen  TEXT,                        -- … and the last document that gives it
    PRIMARY KEY (actor, position)
) STRICT, WITHOUT ROWID;

-- Which document actors an actor joins: each belongs to at most one.
CREATE TABLE actor_member (
    document TEXT NOT NULL,
    number   INTEGER NOT NULL,
    actor    TEXT NOT NULL REFERENCES actor ON DELETE CASCADE,
    PRIMARY KEY (document, number),
    FOREIGN KEY (document, number) REFERENCES document_actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_member_by_actor ON actor_member (actor);

CREATE TABLE copy (
    document TEXT PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    of       TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    score    REAL NOT NULL
) STRICT;

-- Custody ------------------------------------------------------------------

-- A hash chain: hash is the SHA-256 of previous, seq, at, kind and payload,
-- joined by line feeds; previous is the hash of the entry before.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY,           -- 1, 2, 3, …
    at       TEXT NOT NULL,                 -- RFC 3339, UTC
    kind     TEXT NOT NULL,
    payload  TEXT NOT NULL,                 -- JSON, keys in alphabetical order
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;

-- One row. The record is stale while it was made from another revision of the
-- documents than the present one.
CREATE TABLE state (
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    revision        INTEGER NOT NULL,
    record_revision INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, 0);
