-- +goose Up
PRAGMA application_id = 1280658754; -- "LUMB"

-- What the engine's spool has told: every event once. The session is the one that was under way.
CREATE TABLE sessions (
  id              INTEGER PRIMARY KEY,
  spool           TEXT    NOT NULL,
  seq             INTEGER NOT NULL, -- of its start event
  programme       TEXT    NOT NULL,
  began_ms        INTEGER NOT NULL, -- since 1970
  ended_ms        INTEGER NOT NULL, -- of its last event so far
  contact_from_ms INTEGER,          -- on the engine's clock
  contact_ms      INTEGER NOT NULL DEFAULT 0,
  open            INTEGER NOT NULL DEFAULT 1,
  outcome         TEXT    NOT NULL DEFAULT 'interrupted', -- until a summary says another
  UNIQUE (spool, seq)
) STRICT;

CREATE TABLE events (
  id      INTEGER PRIMARY KEY,
  session INTEGER REFERENCES sessions ON DELETE CASCADE,
  spool   TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  event   TEXT    NOT NULL, -- JSON
  UNIQUE (spool, seq)
) STRICT;
CREATE INDEX events_of_session ON events (session);

-- The number that the spool is told as had, also when its event is forgotten.
CREATE TABLE journal (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  spool TEXT    NOT NULL,
  last  INTEGER NOT NULL
) STRICT;
INSERT INTO journal VALUES (1, '', 0);
