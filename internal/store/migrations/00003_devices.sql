-- +goose Up
-- Devices that were let in to use the page over the network, by the hash of their secret.
CREATE TABLE devices (
  id        TEXT    PRIMARY KEY, -- opaque
  hash      BLOB    NOT NULL UNIQUE,
  name      TEXT    NOT NULL,
  role      TEXT    NOT NULL,    -- sitter, owner, maker
  paired_ms INTEGER NOT NULL,
  seen_ms   INTEGER NOT NULL
) STRICT;
