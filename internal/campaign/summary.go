package campaign

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Row is what came of all cases of one class.
type Row struct {
	Class  string `json:"class"`
	Claim  string `json:"claim"`
	Tried  int    `json:"tried"`
	Held   int    `json:"held"`
	Broken int    `json:"broken"`

	BeforeN float64 `json:"before_n"` // worst of each figure
	AfterN  float64 `json:"after_n"`
	OverN   float64 `json:"over_n"`
	ForceMS int64   `json:"force_ms"`
	HomeMS  int64   `json:"home_ms"`
	BagsMS  int64   `json:"bags_ms"`
	StandMS int64   `json:"stand_ms"` // of what is moved by hand
	SkinC   float64 `json:"skin_c"`
	Never   int     `json:"never"` // how often one of the three never came
}

// Break is a case in which a claim did not hold.
type Break struct {
	Class  string   `json:"class"`
	Case   string   `json:"case"`
	What   []string `json:"what"`
	Fault  string   `json:"fault"`
	Replay string   `json:"replay"`
}

// Summary adds up results: rows in the order of the claims, random cases in rows of their own by how many faults came.
type Summary struct {
	Rows   []*Row  `json:"rows"`
	Breaks []Break `json:"broken"`
	Cases  int     `json:"cases"`
}

// NewSummary is a summary of nothing, with its rows.
func NewSummary() *Summary {
	s := &Summary{}
	for _, m := range Claims() {
		s.Rows = append(s.Rows, &Row{Class: m.Name, Claim: m.Text, OverN: -Unbounded})
	}
	s.Rows = append(s.Rows, &Row{Class: hands, OverN: -Unbounded,
		Claim: "any fault while back or rollers are moved by hand: the rollers stay behind the cover, and everything stands within 1.4 s, of which the hand holds on for 0.3; later by what delays commands"})
	for _, name := range []string{pairs, random} {
		s.Rows = append(s.Rows, &Row{Class: name, Claim: "of each bound, the weaker of the faults' classes", OverN: -Unbounded})
	}
	return s
}

const (
	hands  = "moved by hand"
	pairs  = "two faults"
	random = "random, 1 to 3 faults"
)

// Add takes a result.
func (s *Summary) Add(r *Result) {
	name := r.Case.Faults[0].class.String()
	switch {
	case r.Case.Random:
		name = random
	case r.Case.Moment >= sessionEnd:
		name = hands
	case len(r.Case.Faults) > 1 && r.Case.Faults[1].kind != stopPressed:
		name = pairs
	}
	s.Cases++
	for _, w := range s.Rows {
		if w.Class == name {
			w.add(r)
		}
	}
	if len(r.Broken) > 0 {
		s.Breaks = append(s.Breaks, Break{Class: name, Case: r.Case.String(), What: r.Broken, Fault: string(r.Code), Replay: r.Case.Replay()})
	}
}

func (w *Row) add(r *Result) {
	w.Tried++
	if len(r.Broken) > 0 {
		w.Broken++
	} else {
		w.Held++
	}
	if !r.Reached {
		return
	}
	w.BeforeN, w.AfterN, w.OverN = max(w.BeforeN, r.Before), max(w.AfterN, r.Until, r.Then), max(w.OverN, r.Over)
	w.SkinC = max(w.SkinC, r.Skin)
	for _, d := range []struct {
		worst *int64
		got   time.Duration
	}{{&w.ForceMS, r.Force}, {&w.HomeMS, r.Home}, {&w.BagsMS, r.Bags}} {
		*d.worst = max(*d.worst, d.got.Milliseconds())
	}
	if r.Case.Moment >= sessionEnd {
		w.StandMS = max(w.StandMS, r.Stand.Milliseconds())
	}
	if r.Force < 0 || r.Home < 0 || r.Bags < 0 {
		w.Never++
	}
}

// Sort puts broken rows and cases first, whatever order the results came in.
func (s *Summary) Sort() {
	slices.SortStableFunc(s.Rows, func(a, b *Row) int { return cmp.Compare(min(1, b.Broken), min(1, a.Broken)) })
	slices.SortFunc(s.Breaks, func(a, b Break) int { return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Replay, b.Replay)) })
}

var columns = []string{"fault class", "claim", "tried", "held", "broken", "before, N", "after, N", "under 5 N, ms", "home, ms", "bags, ms", "stands, ms"}

func (w *Row) cells() []string {
	d := func(ms int64) string { return fmt.Sprint(ms) }
	never := ""
	if w.Never > 0 {
		never = fmt.Sprintf(" (%d never)", w.Never)
	}
	stands := ""
	if w.Class == hands {
		stands = d(w.StandMS)
	}
	return []string{w.Class, w.Claim, fmt.Sprint(w.Tried), fmt.Sprint(w.Held), fmt.Sprint(w.Broken),
		fmt.Sprintf("%.0f", w.BeforeN), fmt.Sprintf("%.0f", w.AfterN), d(w.ForceMS), d(w.HomeMS) + never, d(w.BagsMS), stands}
}

// Markdown is the table for SAFETY.md: worst of each figure.
func (s *Summary) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, w := range s.Rows {
		if w.Tried > 0 {
			fmt.Fprintf(&b, "| %s |\n", strings.Join(w.cells(), " | "))
		}
	}
	return b.String()
}

// Text is the same for a terminal, and every broken case with its replay.
func (s *Summary) Text() string {
	var b strings.Builder
	for _, k := range s.Breaks {
		fmt.Fprintf(&b, "BROKEN %s: %s\n  %s; latched: %q\n  %s\n", k.Class, k.Case, strings.Join(k.What, "; "), k.Fault, k.Replay)
	}
	widths := []int{26, 0, 6, 6, 6, 9, 9, 13, 17, 8, 10}
	line := func(cells []string) {
		for i, c := range cells {
			switch {
			case i == 0:
				fmt.Fprintf(&b, "%-*s", widths[i], c)
			case widths[i] > 0:
				fmt.Fprintf(&b, " %*s", widths[i], c)
			}
		}
		b.WriteByte('\n')
	}
	line(columns)
	for _, w := range s.Rows {
		if w.Tried > 0 {
			line(w.cells())
		}
	}
	return b.String()
}
