package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says how bad a diagnostic is. The zero value is invalid.
type Severity uint8

// The severities.
const (
	_       Severity = iota
	Error            // the text cannot be used
	Warning          // it can, and probably says something other than was meant
)

// String is "error" or "warning".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "severity?"
}

// MarshalText writes the severity as its word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the severity's word.
func (s *Severity) UnmarshalText(text []byte) error {
	switch string(text) {
	case "error":
		*s = Error
	case "warning":
		*s = Warning
	default:
		return fmt.Errorf("diag: %q is no severity", text)
	}
	return nil
}

// Diagnostic is one thing that is wrong in a text. Lines and columns count from 1, columns in characters as
// people see them; a Line of 0 means that the place is the whole of File.
type Diagnostic struct {
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Column    int      `json:"column"`
	EndLine   int      `json:"end_line"`
	EndColumn int      `json:"end_column"` // of the first character behind
	Within    string   `json:"within,omitempty"`
	Severity  Severity `json:"severity"`
	Code      Code     `json:"code"`
	Summary   string   `json:"summary"` // what is wrong, one short line
	Detail    string   `json:"detail"`  // why, and the way out
	From      int      `json:"-"`       // the same place in bytes of the text; 0 where Line is
	To        int      `json:"-"`       // the first behind
}

// Place is "file:line:column", or the file alone.
func (d *Diagnostic) Place() string {
	if d.Line == 0 {
		return d.File
	}
	return fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column)
}

// Error tells the diagnostic in one line: place, summary and detail.
func (d *Diagnostic) Error() string {
	s := d.Place() + ": " + d.Summary
	if d.Detail != "" {
		s += ". " + d.Detail
	}
	return s
}

// List is diagnostics of one or more texts.
type List []Diagnostic

// HasErrors says whether any of them is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sort orders the list by place. Diagnostics of one place keep the order in which they were found.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Err is nil unless there are errors; then it tells the first and how many there are. It unwraps to the first,
// a *Diagnostic.
func (l List) Err() error {
	var first *Diagnostic
	n := 0
	for i := range l {
		if l[i].Severity != Error {
			continue
		}
		if n++; first == nil {
			first = &l[i]
		}
	}
	switch n {
	case 0:
		return nil
	case 1:
		return first
	}
	return fmt.Errorf("%w (and %d more)", first, n-1)
}

// Tally is "2 errors, 1 warning"; empty if there is nothing.
func (l List) Tally() string {
	var n [Warning + 1]int
	for i := range l {
		n[min(l[i].Severity, Warning)]++
	}
	count := func(n int, s Severity) string {
		if n == 1 {
			return "1 " + s.String()
		}
		return fmt.Sprintf("%d %ss", n, s)
	}
	switch {
	case n[Error] > 0 && n[Warning] > 0:
		return count(n[Error], Error) + ", " + count(n[Warning], Warning)
	case n[Error] > 0:
		return count(n[Error], Error)
	case n[Warning] > 0:
		return count(n[Warning], Warning)
	}
	return ""
}
