// Package closed holds a session on a closed chair: a plan of settings, one after the other, until it is over or stopped.
// It is the small counterpart of session, control and loop for chairs that move by their own computer: Session says what the
// chair shall be at, and Loop has the guard judge that, one control period at a time. Neither knows a clock, a driver or a
// goroutine; package closedengine has them.
//
// Every way out is a stop that the chair itself confirms, or the outcome says that it is not confirmed.
package closed
