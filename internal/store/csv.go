package store

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// ExportCSV writes what a person can use in a spreadsheet: one value a line. It is not read again.
func (s *Store) ExportCSV(ctx context.Context, k *Key, w io.Writer) error {
	return about("exporting a person", s.exportCSV(ctx, k, w))
}

func (s *Store) exportCSV(ctx context.Context, k *Key, w io.Writer) error {
	sessions, err := s.SessionsOf(ctx, k.person)
	if err != nil {
		return err
	}
	all, err := s.Notes(ctx, k)
	if err != nil {
		return err
	}
	past, err := s.Checks(ctx, k)
	if err != nil {
		return err
	}
	told, err := open[sealedFigures](ctx, s.db, k, figures)
	if err != nil {
		return err
	}
	left, err := s.Doses(ctx, k)
	if err != nil {
		return err
	}
	wanted, err := open[plainAims](ctx, s.db, k, aims)
	if err != nil {
		return err
	}
	marks, err := s.Marks(ctx, k, moment(0))
	if err != nil {
		return err
	}
	c := csv.NewWriter(w)
	line := func(at time.Time, fields ...string) {
		if len(fields) == 4 && fields[2] != "" {
			_ = c.Write(append([]string{at.UTC().Format(time.RFC3339)}, fields...)) // Error has it
		}
	}
	_ = c.Write([]string{"time", "what", "name", "value", "unit"}) // Error has it
	for _, x := range sessions {
		line(x.Began, "session", "programme", x.Programme, "")
		line(x.Began, "session", "outcome", x.Outcome, "")
		line(x.Began, "session", "minutes", strconv.FormatFloat(x.Contact.Minutes(), 'f', 1, 64), "min")
	}
	decimal := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	for i := range told {
		at, f := moment(told[i].AtMS), told[i].Value
		line(at, "figures", "age", decimal(f.Age), "years")
		line(at, "figures", "height", decimal(float64(f.Height)/10), "cm")
		line(at, "figures", "weight", decimal(float64(f.Weight)), "kg")
	}
	for i := range left {
		d := &left[i]
		line(d.Ended, "after a session", "force level", strconv.Itoa(d.Level), "1-5")
		line(d.Ended, "after a session", "said of the session", strings.Join(d.Marks, " "), "")
		if d.PainNext >= 0 {
			line(d.Ended, "after a session", "pain the next day", decimal(d.PainNext), "0-10")
		}
		if d.Soreness >= 0 {
			line(d.Ended, "after a session", "soreness the next day", decimal(d.Soreness), "0-10")
		}
	}
	for i := range past {
		line(past[i].At, "check", "outcome", past[i].Outcome, "")
		line(past[i].At, "check", "rules", strings.Join(past[i].Rules, " "), past[i].RuleSet)
		line(past[i].At, "check", "until", past[i].Until.UTC().Format(time.RFC3339), "")
	}
	for i := range wanted {
		at, a := moment(wanted[i].AtMS), &wanted[i].Value
		for n, activity := range a.Activities {
			line(at, "aims", "activity "+strconv.Itoa(n+1), activity, "")
		}
		line(at, "aims", "judged", a.Measure.String(), "")
		line(at, "aims", "for three months at least", strconv.FormatBool(a.Lasting), "")
		since := func(name string, d outcome.Day) {
			if d > 0 {
				line(at, "aims", name, d.String(), "")
			}
		}
		since("compared since", a.Since)
		since("weeks on and off since", a.OnOff)
	}
	for i := range all {
		n := all[i].sealed()
		number := func(name string, v *int, scale string) {
			if v != nil {
				line(all[i].At, n.Kind, name, strconv.Itoa(*v), scale)
			}
		}
		number("pain", n.Pain, "0-10")
		number("tightness", n.Tightness, "0-10")
		number("relaxed", n.Relaxed, "0-10")
		number("sleep", n.Sleep, "0-10")
		number("active days", n.Active, "days of 7")
		number("change since the start", n.Change, "-5 to 5")
		for h, v := range n.Hard {
			number("activity "+strconv.Itoa(h+1), v, "0-10")
		}
		if n.ReachMM != nil {
			line(all[i].At, n.Kind, "reach", strconv.FormatFloat(*n.ReachMM/10, 'f', -1, 64), "cm")
		}
		line(all[i].At, n.Kind, "said of the session", strings.Join(n.Marks, " "), "")
	}
	for i := range marks {
		line(marks[i].At, "sitting", "noted", marks[i].What.String(), "")
	}
	c.Flush()
	return c.Error()
}
