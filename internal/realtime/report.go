package realtime

import (
	"fmt"
	"strings"
)

// Grant is one thing that was asked of the operating system.
type Grant struct {
	What    string `json:"what"`
	Granted bool   `json:"granted"`
	Detail  string `json:"detail"`          // what was granted, or why it was refused
	Allow   string `json:"allow,omitempty"` // how to allow it; empty if granted
}

// Report is what Enter was granted.
type Report struct {
	Scheduling Grant `json:"scheduling"` // before every ordinary program
	Memory     Grant `json:"memory"`     // kept in RAM
	Timer      Grant `json:"timer"`      // exact sleep of threads without real-time scheduling
}

// Grants is all of them, the weightiest first.
func (r *Report) Grants() []Grant { return []Grant{r.Scheduling, r.Memory, r.Timer} }

// Full says whether everything was granted.
func (r *Report) Full() bool { return r.Scheduling.Granted && r.Memory.Granted && r.Timer.Granted }

// String is for people: a line for each grant, and beneath a refused one how to allow it.
func (r *Report) String() string {
	var b strings.Builder
	for _, g := range r.Grants() {
		word := "granted"
		if !g.Granted {
			word = "refused"
		}
		fmt.Fprintf(&b, "%s: %s, %s\n", g.What, word, g.Detail)
		if g.Allow != "" {
			fmt.Fprintf(&b, "  to allow it: %s\n", g.Allow)
		}
	}
	return b.String()
}

// What is asked for, as people read it.
const (
	scheduling = "real-time scheduling"
	memory     = "memory kept in RAM"
	timer      = "exact timer"
)
