
-- Since format 3 ------------------------------------------------------------

-- What each document brings to the record: JSON, compressed, so that the
-- record can be made again without reading the texts.
CREATE TABLE leaf (
    document TEXT PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    zstd     BLOB NOT NULL
) STRICT;

-- The rows of the record but for its actors: one line of the export each.
CREATE TABLE record_row (
    type TEXT NOT NULL,                     -- 'copy', 'discrepancy', 'event', …
    id   TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- Which of those rows tell of a document, statement, figure, actor or another row.
CREATE TABLE record_reference (
    target TEXT NOT NULL,
    type   TEXT NOT NULL,
    id     TEXT NOT NULL,
    PRIMARY KEY (target, type, id),
    FOREIGN KEY (type, id) REFERENCES record_row ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX record_reference_by_row ON record_reference (type, id);
