// Package verify tries a programme on thousands of simulated backs, with the session, control and guard that drive a
// chair, and tells what came of it by the twin's truth.
//
//	population.go  whose backs; sample.go which of them
//	setting.go     what all bodies of a run share, and what tells one run from another
//	rig.go         one session on one body; meter.go what it did to the back, by the truth
//	limits.go      THE table of what must not be exceeded
//	outcome.go     what came of one body, compact; record.go a file of them, to go on from
//	run.go         all bodies, on every core; quick.go at a slower rate where that is enough
//	report.go      percentiles, verdict, worst bodies; drivers.go which traits of a body matter
//	html.go        the same as a page
//
// A body's seed is derived from the run's seed and the body's row alone and every body is played by itself, so that a
// result is the same bytes whatever the number of cores and wherever it was interrupted.
//
// A model is not a person. Nothing here says what a chair does to anybody; it says what this simulation, with the
// errors that docs/verify.md names, would do.
package verify
