// Package routine is what surrounds the chair in a person's week: which days for a session, movements before and
// after, breaks, one question the next day. It proposes; nothing is locked, counted as missed or rewarded, and no text
// asks for more massage.
//
//   - [PlanWeek] lays sessions into a week within a dose that comes in as a value.
//   - [Sequences] are ready rows of [Movements]; [Choose] leaves out or replaces what a condition speaks against.
//   - [Breaks] says when the next break is due; [Quiet] hours hold for everything.
//   - [Occurrences] are the moments of the coming weeks, for a calendar.
//   - [Sit] counts what a person noted about sitting, and only counts.
//
// The package is pure: time and time zone come in as arguments. Movements carry their pictures ([figure.Motion]).
package routine
