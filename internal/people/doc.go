// Package people is what the chair remembers of a person from one visit to the next: it turns what the store keeps into
// the Facts that a visit begins with, and what a visit leaves behind into what the store keeps. It decides nothing
// about a session; it only never lets less be known than was:
//
//   - What a check has limited, and what was said of a session, comes back as it was, or stricter.
//   - What cannot be read, is of another rule set, or lies ahead of the clock asks for a full check.
//   - A session counts from its start on: one whose end nobody has heard of counts as ended by a fault.
package people
