-- +goose Up
-- How a person wants their week. A calendar program reads it while nobody is there to give a PIN: no health answer may
-- be in it.
CREATE TABLE routines (
  person  TEXT PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  routine TEXT NOT NULL, -- JSON
  feed    TEXT UNIQUE    -- the secret of the calendar's address; NULL is no calendar
) STRICT;

-- From here on sealed has the kinds sitting and moving, too.
