// Package store is the server's memory: one SQLite file in the data directory with the record of sessions, people,
// their limits, and what they said.
//
//	lumbar.db    sessions and their events, people, limits, routines: readable by whoever may read the file
//	             checks, notes, aims, what is known of backs, figures, doses, standing, sitting: sealed, one data key a person
//	device.key   wraps the data keys, together with the person's PIN where there is one
//
// What a person said is health data. It is sealed with AES-256-GCM under a key of that person's own; the row's kind,
// person, id and time are authenticated with it, so that a row cannot be changed, moved or swapped unnoticed. Taking
// rows away, or putting an older state of the whole file in its place, is not noticed. Limits and minutes are
// readable without a PIN: the chair must keep them whoever sits down.
//
// The file and the key together open everything of who has no PIN, and a short PIN holds nobody off for long who has
// both: a PIN keeps other people at this chair out, not whoever carries the disk away. For that the disk itself has
// to be encrypted.
//
// Every commit is on the disk before a method returns. Queries are written by hand: sqlc as a tool of this module
// would add 46 modules to go.mod and 124 lines to go.sum for some forty short statements.
package store
