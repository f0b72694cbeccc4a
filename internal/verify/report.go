package verify

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/openlumbar/lumbar/chair"
)

// Report is what came of a run. Equal runs give equal reports, to the byte.
type Report struct {
	V          int      `json:"v"`
	Programme  string   `json:"programme"`
	Title      string   `json:"title"`
	Chair      string   `json:"chair"`
	Population string   `json:"population"`
	Of         int      `json:"of"`     // bodies in the population
	Apart      Apart    `json:"apart"`  // for whom the chair is not built, and who were not played
	Asked      int      `json:"asked"`  // that were to be played
	Bodies     int      `json:"bodies"` // that were
	Seed       uint64   `json:"seed"`
	Sweep      bool     `json:"sweep,omitempty"` // people were drawn the more widely the less is known
	Quick      int      `json:"quick,omitempty"` // bodies that were played at a slower rate than the chair's alone
	Fitted     []string `json:"fitted"`          // what fitting the plan to the chair changed

	Exceeded   int          `json:"exceeded"`        // bodies on which a limit was
	Finished   int          `json:"finished"`        // sessions that came to their end
	Aside      int          `json:"aside,omitempty"` // that felt somebody beside the middle, and were gentle
	Unfinished []Ending     `json:"unfinished"`      // how the others ended, by kind
	Limits     []LimitRow   `json:"limits"`
	Measures   []MeasureRow `json:"measures"`
	Levels     []LevelRow   `json:"levels"` // S1 first
	Short      *Short       `json:"short,omitempty"`
	Hard       *Short       `json:"hard,omitempty"` // pressed harder than they like, for long
	Drivers    []Driven     `json:"drivers"`
	Worst      []Worst      `json:"worst"`
}

// LimitRow is one limit over all bodies.
type LimitRow struct {
	Key      string   `json:"limit"`
	Bound    float64  `json:"bound"`
	Worst    float64  `json:"worst"`
	WorstOf  string   `json:"worst_body"`
	Exceeded int      `json:"exceeded"`
	Bodies   []string `json:"bodies,omitempty"` // the first of them
	Whom     string   `json:"whom,omitempty"`   // how they differ from all
}

// MeasureRow is one measure over all bodies.
type MeasureRow struct {
	Key string `json:"measure"`
	Spread
}

// LevelRow is one level over all bodies.
type LevelRow struct {
	Level   string `json:"level"`
	Contact Spread `json:"contact_s"`
	Mean    Spread `json:"mean_n"`
	Peak    Spread `json:"peak_n"`
	Dose    Spread `json:"dose_n_min"`            // mean force times contact time
	Missed  int    `json:"missed"`                // whole sessions of a plan that names it in which no roller touched it
	Whom    string `json:"missed_whom,omitempty"` // how they differ from all
}

// Short is how many something holds of, and how they differ from all.
type Short struct {
	Bodies int    `json:"bodies"`
	Whom   string `json:"whom,omitempty"`
}

// Worst is one of the worst bodies.
type Worst struct {
	Why     string `json:"why"`
	Command string `json:"command"`
	Outcome
}

const (
	mostNamed = 10
	mostWorst = 10
	// short is the coverage under which a body got much less than planned: assumption.
	short = 0.75
	// hard is for how many seconds somebody is pressed harder than they find comfortable before it counts: longer than
	// it takes to press "softer" twice. Assumption.
	hard = 10.0
)

// Report is what the outcomes come to. They are sorted by row.
func (s *Setting) Report(all []Outcome, asked int) Report {
	slices.SortFunc(all, func(a, b Outcome) int { return cmp.Compare(a.Row, b.Row) })
	r := Report{
		V: formatVersion, Programme: s.Name, Title: s.Plan.Title, Chair: s.Profile.Title, Population: s.Population.Title(),
		Of: s.Population.Len(), Apart: s.Population.Apart(s.Profile.Person), Asked: asked, Bodies: len(all), Seed: s.Seed, Sweep: s.Sweep, Fitted: append([]string{}, s.Changes()...),
		Unfinished: s.endings(all), Drivers: drivers(all), Worst: s.worst(all), Limits: s.limitRows(all),
	}
	for i := range all {
		if all[i].Broken() {
			r.Exceeded++
		}
		if all[i].Whole() {
			r.Finished++
		}
	}
	for i := range Measures {
		m := &Measures[i]
		r.Measures = append(r.Measures, MeasureRow{m.Key, spread(all, m.Low, m.Value)})
	}
	for i := range levels {
		row := LevelRow{
			Level:   Level(i).String(),
			Contact: spread(all, false, func(o *Outcome) float64 { return o.Levels[i].ContactS }),
			Mean:    spread(all, false, func(o *Outcome) float64 { return o.Levels[i].MeanN }),
			Peak:    spread(all, false, func(o *Outcome) float64 { return o.Levels[i].PeakN }),
			Dose:    spread(all, false, func(o *Outcome) float64 { return o.Levels[i].dose() }),
		}
		missed := func(o *Outcome) bool { return o.Whole() && slices.Contains(o.Missed, row.Level) }
		row.Missed, row.Whom = count(all, missed), whom(all, missed)
		r.Levels = append(r.Levels, row)
	}
	r.Quick = count(all, func(o *Outcome) bool { return o.Quick })
	r.Aside = count(all, func(o *Outcome) bool { return o.Aside != "" })
	isShort := func(o *Outcome) bool { return o.Whole() && o.Coverage < short }
	if n := count(all, isShort); n > 0 {
		r.Short = &Short{n, whom(all, isShort)}
	}
	isHard := func(o *Outcome) bool { return o.OverComfortS >= hard }
	if n := count(all, isHard); n > 0 {
		r.Hard = &Short{n, whom(all, isHard)}
	}
	return r
}

func (s *Setting) limitRows(all []Outcome) (rows []LimitRow) {
	everyone := chair.Everyone()
	for i := range Limits {
		l := &Limits[i]
		w := spread(all, false, l.Value)
		row := LimitRow{Key: l.Key, Bound: l.Bound(&everyone), Worst: w.Worst, WorstOf: w.WorstOf}
		for k := range all {
			if l.broken(&all[k]) {
				row.Exceeded++
				if len(row.Bodies) < mostNamed {
					row.Bodies = append(row.Bodies, all[k].ID)
				}
			}
		}
		row.Whom = whom(all, l.broken)
		rows = append(rows, row)
	}
	return rows
}

func count(all []Outcome, is func(*Outcome) bool) (n int) {
	for i := range all {
		if is(&all[i]) {
			n++
		}
	}
	return n
}

// Command is what plays a body again, with the same figures.
func (s *Setting) Command(o *Outcome) string {
	text := fmt.Sprintf("lumbar run %s --body %s --seed %d --pace max", s.Name, o.ID, o.Seed)
	if s.Sweep {
		text += " --sweep"
	}
	if s.ChairName != "" {
		text += " --chair " + s.ChairName
	}
	return text
}

// worst is the ten worst bodies: first those on which a limit was exceeded, then sessions that did not come to their
// end, then by turns the hardest pressed for their tissue, the furthest over their own comfort, and the least covered.
func (s *Setting) worst(all []Outcome) []Worst {
	out := []Worst{}
	taken := map[string]bool{}
	add := func(o *Outcome, why string) {
		if len(out) < mostWorst && !taken[o.ID] {
			taken[o.ID] = true
			out = append(out, Worst{Why: why, Command: s.Command(o), Outcome: *o})
		}
	}
	order := func(key func(*Outcome) float64, is func(*Outcome) bool) (list []*Outcome) {
		for i := range all {
			if is(&all[i]) {
				list = append(list, &all[i])
			}
		}
		slices.SortStableFunc(list, func(a, b *Outcome) int { return cmp.Compare(key(b), key(a)) })
		return list
	}
	for _, o := range order((*Outcome).excess, (*Outcome).Broken) {
		add(o, o.why())
	}
	for _, o := range order(func(o *Outcome) float64 { return -o.Coverage }, func(o *Outcome) bool { return !o.Whole() }) {
		add(o, o.how())
	}
	whole := (*Outcome).Whole
	hard := order(func(o *Outcome) float64 { return o.TripShare }, whole)
	felt := order(func(o *Outcome) float64 { return o.ComfortShare }, whole)
	left := order(func(o *Outcome) float64 { return -o.Coverage }, whole)
	for i := range hard {
		add(hard[i], fmt.Sprintf("pressed hardest for its place: %.0f N, %.0f %% of the trip", hard[i].PeakN, hard[i].TripShare*100))
		add(felt[i], fmt.Sprintf("furthest over its own comfort: %.0f %% of it", felt[i].ComfortShare*100))
		add(left[i], fmt.Sprintf("least of the plan: %.0f %% of the contact", left[i].Coverage*100))
	}
	return out
}

// excess is the greatest share of any limit; a fault counts as much.
func (o *Outcome) excess() (most float64) {
	everyone := chair.Everyone()
	for i := range Limits {
		if b := Limits[i].Bound(&everyone); b > 0 {
			most = max(most, Limits[i].Value(o)/b)
		}
	}
	return most
}

// why says which limits were exceeded, and where the force was greatest.
func (o *Outcome) why() string {
	everyone := chair.Everyone()
	text := ""
	for i := range Limits {
		l := &Limits[i]
		if !l.broken(o) {
			continue
		}
		if text != "" {
			text += "; "
		}
		switch l.Key {
		case "guard":
			text += o.how()
		case "force":
			text += fmt.Sprintf("%s: %.0f %% of the trip (%s, %s %s, %s)", l.Title, l.Value(o), o.Peak.Zone, o.Peak.Level, o.Peak.Side, o.Peak.Technique)
		default:
			text += fmt.Sprintf("%s: %.4g %s of %.4g", l.Title, l.Value(o), l.Unit, l.Bound(&everyone))
		}
	}
	return text
}
