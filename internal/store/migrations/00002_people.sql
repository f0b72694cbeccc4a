-- +goose Up
CREATE TABLE people (
  id         TEXT    PRIMARY KEY, -- opaque
  name       TEXT    NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL,
  wrapped    BLOB    NOT NULL,    -- the data key
  salt       BLOB,                -- of the PIN; NULL is no PIN
  passes     INTEGER NOT NULL DEFAULT 0, -- argon2id
  memory_kib INTEGER NOT NULL DEFAULT 0,
  threads    INTEGER NOT NULL DEFAULT 0,
  failures   INTEGER NOT NULL DEFAULT 0, -- wrong PINs in a row
  wait_ms    INTEGER NOT NULL DEFAULT 0  -- no attempt before this moment
) STRICT;

ALTER TABLE sessions ADD COLUMN person TEXT REFERENCES people ON DELETE CASCADE;
CREATE INDEX sessions_of_person ON sessions (person);

CREATE TABLE limits (
  person   TEXT    PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  until_ms INTEGER NOT NULL,
  limits   TEXT    NOT NULL -- JSON
) STRICT;

CREATE TABLE sealed (
  id     TEXT    PRIMARY KEY,
  person TEXT    NOT NULL REFERENCES people ON DELETE CASCADE,
  kind   TEXT    NOT NULL, -- check, note, aims, comfort, scan
  at_ms  INTEGER NOT NULL,
  box    BLOB    NOT NULL
) STRICT;
CREATE INDEX sealed_of_person ON sealed (person, kind, at_ms);
