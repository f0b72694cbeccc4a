// Package limit is something to change.
package limit

// Holds says whether x is within the limit.
func Holds(x int) bool { return x <= 10 }
