package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

type programmesCmd struct {
	JSON bool `help:"As one JSON array."`
}

// Help teaches more than the flags.
func (programmesCmd) Help() string {
	return "Exit status: 0.\n\n  lumbar programmes\n  lumbar programmes --json\n  lumbar plan after-desk"
}

// catalogued is one programme as other programs read it.
type catalogued struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	About   string   `json:"about"`
	Seconds float64  `json:"massage_s"` // of the massage as it is written
	Phases  []string `json:"phases"`
	Suits   []string `json:"suits"`
	Needs   []string `json:"needs"`            // what a chair must have, or the programme cannot be played at all
	Quiet   int      `json:"sessions_before"`  // that somebody should have had
	Warm    float64  `json:"heat_c,omitempty"` // at most; none: no heat
}

// Run lists the programmes that ship.
func (c *programmesCmd) Run(a *app) error {
	var list []catalogued
	for _, name := range programmes.All() {
		p, err := findProgramme(name)
		if err != nil {
			return err
		}
		list = append(list, catalogue(p))
	}
	if c.JSON {
		return a.json(list)
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for _, l := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", l.Name, clock(l.Seconds), l.Title, l.About)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.out, "\nTry: lumbar plan NAME, lumbar run NAME. Your own go into files: lumbar check FILE.")
	return err
}

func catalogue(p *programme.Plan) catalogued {
	l := catalogued{
		Name: p.Name, Title: p.Title, About: p.About, Seconds: p.Duration().Seconds(),
		Phases: []string{}, Suits: append([]string{}, p.Suits...), Needs: []string{}, Quiet: p.Quiet,
	}
	for _, ph := range p.Phases {
		l.Phases = append(l.Phases, ph.Name)
	}
	for _, n := range p.Needs {
		l.Needs = append(l.Needs, n.String())
	}
	if p.Heat != nil {
		l.Warm = float64(p.Heat.Target)
	}
	return l
}
