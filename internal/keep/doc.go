// Package keep is what the engine leaves on the disk to outlive it: numbered events until the record has them, the
// latched fault, and what each person has had. The engine's goroutine hands things over without waiting; one writer
// goroutine puts them on the disk, each with fsync.
//
// In the directory:
//
//	spool.jsonl   a header, then the events that the record has not acknowledged, one JSON object a line
//	latch.json    the latched fault; no file is no fault, an unreadable one counts as latched
//	doses.jsonl   by opaque person id: how long each session lasted, and when
//
// Budgets are a person's: a chair has none of its own. A guest has an id for one visit, within which alone their dose
// counts; it is kept in memory for an hour, and never written.
//
// A torn last line is what a kill leaves behind: it is cut off. Everything before it is whole.
package keep
