-- Tables that came with format 2, for new files and for older ones alike.

-- Whom a statement is addressed to and what it is about.
CREATE TABLE statement_party (
    statement TEXT NOT NULL REFERENCES statement ON DELETE CASCADE,
    role      TEXT NOT NULL CHECK (role IN ('addressee', 'about')),
    position  INTEGER NOT NULL,
    document  TEXT NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (statement, role, position),
    FOREIGN KEY (document, number) REFERENCES document_actor
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_party_by_actor ON statement_party (document, number);

-- The quantities of a document.
CREATE TABLE figure (
    id         TEXT PRIMARY KEY,            -- 'f' and 16 digits of a hash over span and comparator
    document   TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    end        INTEGER NOT NULL,
    value      REAL NOT NULL,
    unit       TEXT,
    comparator TEXT NOT NULL CHECK (comparator IN ('=', '>=', '<=', '>', '<', '~')),
    measure    TEXT,
    UNIQUE (document, position)
) STRICT;
