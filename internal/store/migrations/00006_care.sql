-- +goose Up
-- When somebody has cared for the chair: of whom, nothing.
CREATE TABLE care (
  id    INTEGER PRIMARY KEY,
  what  TEXT    NOT NULL, -- cleaned
  at_ms INTEGER NOT NULL
) STRICT;
