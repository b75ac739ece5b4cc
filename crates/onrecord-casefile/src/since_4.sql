
-- Since format 4 ------------------------------------------------------------

CREATE INDEX journal_by_kind ON journal (kind);

-- Dates without the texts beside them.
CREATE INDEX document_by_date ON document (published, id);

-- Judgements of persons, to be looked up by what they are about. All of it is
-- made from the journal, and again whenever the record is replaced.
CREATE TABLE judgement (
    seq    INTEGER PRIMARY KEY REFERENCES journal,
    id     TEXT NOT NULL UNIQUE,            -- 'j' and the first 16 digits of the entry's hash
    target TEXT NOT NULL,                   -- the id under which it is found now,
    other  TEXT,                            -- and that of the other of a pair, or of the speaker
    found  INTEGER NOT NULL,                -- whether the case still has them
    undone INTEGER REFERENCES journal       -- the entry that takes it back
) STRICT;
CREATE INDEX judgement_by_target ON judgement (target);
CREATE INDEX judgement_by_other ON judgement (other);

-- What of them is laid over statements and rows of the record.
CREATE TABLE laid_row (
    id        TEXT PRIMARY KEY,
    verdict   TEXT CHECK (verdict IN ('accept', 'reject')),
    speaker   INTEGER REFERENCES journal,   -- the entry that set the speaker, …
    actor     TEXT,                         -- … to this actor, …
    name      TEXT                          -- … or this name; to neither: unknown
) STRICT, WITHOUT ROWID;
CREATE INDEX laid_row_by_actor ON laid_row (actor);

-- Actors that a person holds to be one: under which of them they are told.
CREATE TABLE laid_actor (
    actor TEXT PRIMARY KEY,
    one   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX laid_actor_by_one ON laid_actor (one);
