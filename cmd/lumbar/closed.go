package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/programme"
)

// tellClosed writes what of a programme a closed chair would do, and what is lost, within the limits that hold for everyone.
func tellClosed(a *app, p *chair.Profile, plan *programme.Plan) error {
	r := fit.Closed(plan, p, chair.Everyone())
	fmt.Fprintf(a.out, "%s, on %s\n\n", r.Title, p.Title)
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	at := time.Duration(0)
	for i := range r.Steps {
		s := &r.Steps[i]
		warm := ""
		if s.Setting.Heat {
			warm = "warm"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\tspeed %d of %d\tcarriage %d to %d of %d\t%s\n", clock(at.Seconds()), s.Phase, p.Closed.Modes[s.Setting.Mode-1].Name,
			s.Setting.Speed, p.Closed.Speeds, s.Setting.From, s.Setting.To, p.Closed.Steps-1, warm)
		at += s.For
	}
	if len(r.Steps) > 0 {
		fmt.Fprintf(t, "%s\t\tit stops\n", clock(at.Seconds()))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(r.Changes) > 0 {
		fmt.Fprintln(a.out, "\nOtherwise than in the programme:")
	}
	for _, c := range r.Changes {
		fmt.Fprintln(a.out, "- "+c.String())
	}
	fmt.Fprintln(a.out, "\nWhat is lost on this chair:")
	for _, line := range r.Lost {
		fmt.Fprintln(a.out, "- "+line)
	}
	_, err := fmt.Fprintln(a.out, "\nWithin the limits that hold for everyone; the safety check may make it gentler. Keys and carriage take their time on top.")
	return err
}
