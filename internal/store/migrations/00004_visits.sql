-- +goose Up
-- Who was here last is offered first.
ALTER TABLE people ADD COLUMN seen_ms INTEGER NOT NULL DEFAULT 0;

-- From here on sealed has the kinds figures, dose and standing, too. A Lumbar that does not know them must not open the
-- file: it would leave them out of exports, and let people sit down without them.
