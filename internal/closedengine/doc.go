// Package closedengine owns a closed chair, as package engine owns one with axes: one goroutine ticks session, guard and
// driver (package closed) and answers requests; everybody else gets copies. It speaks the same messages, so that the page, the
// terminal, the record and the house need no other way to a session.
//
// A closed chair has one link, which its own app may want. It is held from a session's start until the chair has said that
// it has stopped, or somebody has; between sessions nothing is asked of the chair and nobody is kept from it.
//
// A stop that is not confirmed is a latched fault, kept like any: it outlives the process, and stays until somebody says that
// the chair has stopped. So does a session that the process's own end has cut off. Until then the chair is looked for and its
// stop is pressed, and what may be running counts, for no longer than the chair's own timer.
package closedengine
