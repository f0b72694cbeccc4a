// Package campaign breaks the simulated chair in every way that is known, in every state of a session, and judges by what
// the twin knows to be true: the force on the back, where the rollers really are, whether the bags are empty.
//
// A case is a programme, a state of a session, a body, a seed and one to three faults with their moments. Run plays it
// on the same loop and guard that drive a chair, in virtual time, and returns what happened; Judge holds that to the
// claim of the fault's class. All claims and their bounds are in claim.go, all faults in catalogue.go.
//
// Faults come from two places: the twin's own failures, and the link between loop and twin (link.go), which corrupts
// reports on their way to the host and commands on their way to the chair. The link stands where a driver would: it takes
// a guard.Cleared and nothing else, but a driver cannot alter what it was given, and here exactly that must go wrong.
package campaign
