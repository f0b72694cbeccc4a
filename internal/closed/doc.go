// Package closed holds a session on a closed chair: a plan of settings, one after the other, until it is over or stopped.
// It is the small counterpart of session, control and engine for chairs that move by their own computer: Session decides and
// knows no clock, Run is the loop that has the guard judge what Session asks for, and gives it to the driver.
//
// Every way out is a stop that the chair itself confirms, or the outcome says that it is not confirmed.
package closed
