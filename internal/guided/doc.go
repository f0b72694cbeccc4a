// Package guided runs sessions on massagers that have no link: it holds the one that is under way, hands its state machine
// (driver/manual) the time, and puts each thing that happens on record as it happens, in the form of every other session.
// So the dose, the history and what follows a cut-off session are the same.
//
// Nothing moves by it, so it needs neither guard nor real time: a Room is guarded by a mutex and lives in the page's server
// or in a terminal. When that process ends in the middle, the next one finds the session open on record, asks whether the
// massager still runs, and counts the dose until somebody says that it has stopped, or to the end of its own timer where
// that is known.
package guided
