package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// session is one run of one session, as the terminal shows it.
type session struct {
	app    *app
	sim    *simulation
	plan   *programme.Plan
	json   bool
	screen bool // the live view has the terminal
	record *record
	lines  *bufio.Writer
	done   chan *wire.Summary
	failed error
}

func (s *session) programme(string) (*programme.Plan, error) { return s.plan, nil }

// observe takes every event, in the engine's goroutine.
func (s *session) observe(ev *wire.Event) {
	s.sim.observe(ev)
	if s.record != nil {
		s.fail(encode(s.record.buf, ev))
	}
	switch {
	case s.json:
		s.fail(encode(s.lines, ev))
	case !s.screen:
		say(s.app.out, ev)
	}
	if ev.Summary != nil {
		s.done <- ev.Summary
	}
}

// fail remembers the first thing that could not be written.
func (s *session) fail(err error) {
	if err != nil && s.failed == nil {
		s.failed = err
		fmt.Fprintln(s.app.err, "lumbar: writing events:", err)
	}
}

// say prints one event as a line for people.
func say(w io.Writer, ev *wire.Event) {
	at := clock(float64(ev.AtMS) / 1000)
	switch ev.Event {
	case "stage":
		fmt.Fprintf(w, "%6s  %s\n", at, ev.Stage)
	case "phase":
		fmt.Fprintf(w, "%6s  phase %q\n", at, ev.Phase)
	case "stroke":
		fmt.Fprintf(w, "%6s    %s\n", at, ev.Technique)
	case "scan":
		places := make([]string, len(ev.Levels))
		for i, l := range ev.Levels {
			places[i] = fmt.Sprintf("%s %.0f±%.0f", l.Name, l.AlongMM, l.DoubtMM)
		}
		fmt.Fprintf(w, "%6s  found %s mm\n", at, strings.Join(places, ", "))
	case "ask", "ended", "refused":
		fmt.Fprintf(w, "%6s  %s: %s\n", at, ev.Event, ev.Text)
	case "fault":
		fmt.Fprintf(w, "%6s  FAULT %s\n        %s %s\n        %s\n", at, ev.Fault.Line, ev.Fault.Text, ev.Fault.Does, ev.Fault.Do)
	}
}

// tell prints what a session came to.
func tell(w io.Writer, s *wire.Summary) error {
	fmt.Fprintf(w, "\n%s after %s, %d of %d phases", s.Outcome, time.Duration(s.DurationS*float64(time.Second)).Round(time.Second), s.PhasesDone, s.Phases)
	if s.Reason != "" {
		fmt.Fprintf(w, ": %s", s.Reason)
	}
	fmt.Fprint(w, "\n\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "level\tcontact\tmean\tpeak\tscan off by\t")
	for i := len(s.Contact) - 1; i >= 0; i-- {
		l := s.Contact[i]
		off := "-"
		if s.Scan != nil {
			off = fmt.Sprintf("%+.1f mm", s.Scan.ByMM[l.Level])
		}
		fmt.Fprintf(t, "%s\t%.0f s\t%.0f N\t%.0f N\t%s\t\n", l.Level, l.ContactS, l.MeanN, l.PeakN, off)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nheat dose %.2f CEM43 min", s.HeatDose)
	if s.Scan != nil {
		fmt.Fprintf(w, "; scan off by %.1f mm on average (simulation: the truth is known), %d of %d levels within their interval",
			s.Scan.MeanMM, s.Scan.Within, s.Scan.Levels)
	}
	fmt.Fprintln(w)
	for _, c := range s.Changed {
		fmt.Fprintf(w, "fitted: %s\n", c)
	}
	return nil
}
