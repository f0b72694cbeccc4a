package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// say prints one event as a line for people; plan is the one under way.
func say(w io.Writer, ev *wire.Event, plan *programme.Plan) error {
	at, words := clock(float64(ev.AtMS)/1000), web.English()
	var err error
	switch ev.Event {
	case "stage":
		_, err = fmt.Fprintf(w, "%6s  %s\n", at, words.Stages[string(ev.Stage)].Title)
	case "phase":
		_, err = fmt.Fprintf(w, "%6s  phase %q\n", at, ev.Phase)
	case "stroke":
		_, err = fmt.Fprintf(w, "%6s    %s%s\n", at, words.Techniques[ev.Technique].Title, where(plan, ev.Stroke))
	case "scan":
		places := make([]string, len(ev.Levels))
		for i, l := range ev.Levels {
			places[i] = fmt.Sprintf("%s %.0f±%.0f", l.Name, l.AlongMM, l.DoubtMM)
		}
		_, err = fmt.Fprintf(w, "%6s  found %s mm\n", at, strings.Join(places, ", "))
	case "comfort":
		var found []string
		for _, c := range ev.Comfort {
			if c.End != "" {
				found = append(found, fmt.Sprintf("%s %.0f N (%s, %s)", c.Name, c.FoundN, c.End, c.Side))
			}
		}
		_, err = fmt.Fprintf(w, "%6s  how firm: %s\n", at, strings.Join(found, ", "))
	case "stiffness":
		for _, v := range ev.Stiffness {
			text := fmt.Sprintf("%s %-5s %.1f±%.1f N/mm", v.Name, v.Side, v.NPerMM, 1.96*v.SD)
			if v.Verdict != "" {
				text += fmt.Sprintf(", was %.1f: %+.0f %%, %s (from %.0f %% on)", v.Was, v.ChangePct, v.Verdict, v.LeastPct)
			}
			if _, err = fmt.Fprintf(w, "%6s    %s\n", at, text); err != nil {
				return err
			}
		}
	case "aside":
		side, still := strings.CutSuffix(ev.Text, ", still")
		text := "you seem to sit a little to the " + side + ": please sit in the middle"
		if still {
			text = "you still sit a little to the " + side + ": the massage is gentler than what is written below, and without tapping"
		}
		_, err = fmt.Fprintf(w, "%6s  %s\n", at, text)
	case "ask":
		_, err = fmt.Fprintf(w, "%6s  asked: %s\n", at, ev.Text)
	case "ended":
		_, err = fmt.Fprintf(w, "%6s  ends early: %s\n", at, ev.Text)
	case "refused":
		_, err = fmt.Fprintf(w, "%6s  refused: %s\n", at, ev.Text)
	case "fault":
		_, err = fmt.Fprintf(w, "%6s  FAULT: %s\n", at, ev.Fault.Title)
	}
	return err
}

// where is the place and force of the plan's n-th stroke, from 1.
func where(plan *programme.Plan, n int) string {
	rows := plan.Rows()
	if n < 1 || n > len(rows) {
		return ""
	}
	text := ""
	if r := rows[n-1]; r.Place != "" {
		text = " " + r.Place
		if r.Force != "" {
			text += ", " + r.Force
		}
	}
	return text
}

// sayNow prints where a session stands.
func sayNow(w io.Writer, s *wire.Snapshot) error {
	text := doing(s)
	if s.Stage == wire.Massage {
		text += fmt.Sprintf(", %.0f N of %.0f, %s left", force(s), s.LimitN, clock(s.LeftS))
	}
	_, err := fmt.Fprintf(w, "%6s    ... %s\n", clock(float64(s.AtMS)/1000), text)
	return err
}

// doing is what a session does at the moment, in words.
func doing(s *wire.Snapshot) string {
	words := web.English()
	if s.Stage != wire.Massage {
		return words.Stages[string(s.Stage)].Title
	}
	text := s.Phase + " · " + words.Techniques[s.Technique].Title
	if s.Level != "" {
		text += " at " + s.Level
	}
	if s.Paused {
		text += " · paused"
	}
	return text
}

// tell prints what a session came to.
func tell(to io.Writer, s *wire.Summary, fault *wire.Fault) error {
	w := &bytes.Buffer{}
	outcome := strings.ToLower(web.English().Outcomes[s.Outcome].Title)
	fmt.Fprintf(w, "\n%s after %s, %d of %d phases", outcome, time.Duration(s.DurationS*float64(time.Second)).Round(time.Second), s.PhasesDone, s.Phases)
	switch {
	case fault != nil:
		fmt.Fprintf(w, "\n\n%s\n%s %s\n%s\n", fault.Line, fault.Text, fault.Does, fault.Do)
	case s.Reason != "":
		fmt.Fprintf(w, ": %s\n", s.Reason)
	default:
		fmt.Fprintln(w)
	}
	if s.MassageS > 0 {
		if err := contact(w, s); err != nil {
			return err
		}
		fmt.Fprintf(w, "\nheat dose %.2f min at 43 °C (CEM43)\n", s.HeatDose)
	}
	if s.Scan != nil {
		fmt.Fprintf(w, "scan off by %.1f mm on average, %d of %d levels within their interval\n", s.Scan.MeanMM, s.Scan.Within, s.Scan.Levels)
	}
	if t := s.Truth; t != nil && s.MassageS > 0 {
		fmt.Fprintf(w, "by the simulation's truth: at most %.1f N of one roller, %.0f %% of what its place may bear at most,\n  %.0f %% of what this person finds comfortable, skin %.1f °C\n",
			t.PeakN, t.TripShare*100, t.ComfortShare*100, t.SkinC)
	}
	for _, c := range s.Changed {
		fmt.Fprintf(w, "fitted: %s\n", c)
	}
	_, err := to.Write(w.Bytes())
	return err
}

// contact prints what each level got, the highest first. The last column is known in a simulation alone.
func contact(w io.Writer, s *wire.Summary) error {
	fmt.Fprintln(w)
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
	return t.Flush()
}

// clock writes seconds as minutes and seconds.
func clock(seconds float64) string {
	s := int(seconds + 0.5)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
