package httpapi

import (
	"context"
	"math"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// felt is what one session felt of a back, by the names of levels. What it did not measure stays empty.
type felt struct {
	at      time.Time
	levels  []web.LevelAt
	outline []web.Outline      // the skin along the back; only where it is kept
	comfort map[string]float64 // N, comfortable there
	stiff   map[string]float64 // N/mm, the mean of both sides, before the massage
}

// levelsOf adds what was felt of a back by level, as far as it is kept.
func (s *Server) levelsOf(ctx context.Context, who sitter, b *record, m *web.Mine) {
	kept, err := s.o.Store.Knowns(ctx, who.key)
	if err != nil { // the rest is worth more than an error
		s.o.Logger.Error("what a chair has felt cannot be read", "err", err)
		return
	}
	var all []felt
	for i := range kept {
		if f := feltIn(kept[i].At, &kept[i].Known); f.any() {
			all = append(all, f)
		}
	}
	m.Levels, m.Shape = panelsOf(all, b.today(), b.at.Location())
}

// What wire.Known has its places in.
const (
	outlineStep = 5.0  // mm from one point of the outline to the next
	interval    = 1.96 // standard deviations to the end of a 95 % interval
)

// feltIn is what one session found of a back, before the massage changed anything.
func feltIn(at time.Time, k *wire.Known) felt {
	f := felt{at: at}
	if k.Back != nil {
		for _, l := range k.Back.Levels {
			f.levels = append(f.levels, web.LevelAt{Name: l.Name, Along: l.AlongMM + l.NudgedMM, Doubt: interval * l.SDMM})
		}
		for i, out := range k.Back.Out {
			f.outline = append(f.outline, web.Outline{Along: outlineStep * float64(k.Back.From+i), Out: out})
		}
	}
	if len(k.Comfort) > 0 {
		f.comfort = map[string]float64{}
		for _, c := range k.Comfort {
			f.comfort[c.Name] = c.ForceN
		}
	}
	if len(k.Stiffness) == 0 {
		return f
	}
	f.stiff = map[string]float64{}
	sides := map[string]int{}
	for _, x := range k.Stiffness {
		v := x.NPerMM
		if x.Was > 0 {
			v = x.Was
		}
		f.stiff[x.Name] += v
		sides[x.Name]++
	}
	for name, n := range sides {
		f.stiff[name] /= float64(n)
	}
	return f
}

func (f *felt) any() bool { return len(f.levels)+len(f.comfort)+len(f.stiff) > 0 }

// panelsOf are the small multiples by level, and where the levels were the last time. One session alone is no course, and
// is not drawn as one.
func panelsOf(all []felt, today outcome.Day, zone *time.Location) (panels []web.Panel, shape web.Shape) {
	for _, kind := range []struct {
		title, about, unit string
		of                 func(*felt) map[string]float64
	}{
		{"What felt comfortable, by level", "The force that you found comfortable at each level. More is not better, and less is not worse.", "N",
			func(f *felt) map[string]float64 { return f.comfort }},
		{"How stiff each level felt to the rollers", "The mean of both sides, before a massage. It differs from day to day; nobody knows a right value.", "N/mm",
			func(f *felt) map[string]float64 { return f.stiff }},
	} {
		if w := byLevel(all, kind.of, kind.unit, today, zone); len(w.Rows) > 0 {
			panels = append(panels, web.Panel{Title: kind.title, About: kind.about, Weeks: w, Table: tableOf(&w)})
		}
	}
	for i := len(all) - 1; i >= 0; i-- {
		if f := &all[i]; len(f.levels) > 0 {
			return panels, web.Shape{Day: outcome.DayOf(f.at.In(zone)).Words(), Levels: f.levels, Points: f.outline}
		}
	}
	return panels, shape
}

// lumbarLevels are the rows, as they lie in the back.
var lumbarLevels = []string{"T12", "L1", "L2", "L3", "L4", "L5", "S1"}

func byLevel(all []felt, of func(*felt) map[string]float64, unit string, today outcome.Day, zone *time.Location) (w web.Weeks) {
	rows := map[string]*row{}
	most, from, times := 0.0, today, 0
	for i := range all {
		values := of(&all[i])
		if len(values) == 0 {
			continue
		}
		times++
		d := outcome.DayOf(all[i].at.In(zone))
		from = min(from, d)
		for name, v := range values {
			if rows[name] == nil {
				rows[name] = newRow(name, "", 0)
				rows[name].unit = unit
			}
			rows[name].days[d] = append(rows[name].days[d], math.Round(v*10)/10)
			most = max(most, v)
		}
	}
	if times < 2 {
		return w
	}
	from = max(min(from, today-leastShown+1), today-mostShown+1)
	w = web.Weeks{From: int(from), Until: int(today), Origin: int(from), Fine: true}
	step := 10.0
	if most <= step {
		step = 2
	}
	for _, name := range lumbarLevels {
		if r := rows[name]; r != nil {
			r.high = step * math.Ceil(most/step) // the same for every level, so that they compare
			w.Rows = append(w.Rows, r.strip(from))
		}
	}
	return w
}
