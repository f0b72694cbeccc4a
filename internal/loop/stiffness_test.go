package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/stiffness"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
)

// begin starts a session with further steps.
func (r *rig) begin(t testing.TB, p *programme.Plan, o session.Options) {
	t.Helper()
	during, contact := o.Extra(chair.Everyone())
	o.Plan = fit.Beside(p, &r.profile, chair.Everyone(), fit.Extra{During: during, Contact: contact}).Plan
	if err := r.loop.Begin(r.at, o, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
}

// secants watches the plant for what the tissue really gives from 20 to 40 N, once it has been pressed before.
type secants struct {
	level  body.Level
	rises  [chair.SideEnd]int // since the level was reached
	last   [chair.SideEnd]struct{ f, x float64 }
	low    [chair.SideEnd]float64 // mm at 20 N of the rise under way; 0: not yet
	before [body.LevelEnd][chair.SideEnd]float64
	after  [body.LevelEnd][chair.SideEnd]float64
}

func (w *secants) watch(r *rig) {
	st := r.loop.Session().Stage()
	if st != session.Measuring && st != session.Remeasuring {
		return
	}
	into := &w.before
	if st == session.Remeasuring {
		into = &w.after
	}
	est, _ := r.loop.Session().Scan()
	if l := est.Nearest(r.loop.Control().Along); l != w.level {
		w.level, w.rises, w.low = l, [chair.SideEnd]int{}, [chair.SideEnd]float64{}
	}
	truth := r.twin.Truth()
	for s := range w.last {
		f, x := float64(truth.Force[s]), float64(truth.Indent[s]+truth.Bent) // tissue, and the spine that bends beneath it
		was := w.last[s]
		cross := func(at float64) (float64, bool) {
			return was.x + (x-was.x)*(at-was.f)/(f-was.f), was.f < at && f >= at
		}
		if at, ok := cross(20); ok {
			w.low[s] = at
		}
		if at, ok := cross(40); ok && w.low[s] > 0 {
			if w.rises[s]++; w.rises[s] == 2 {
				into[w.level][s] = 20 / (at - w.low[s])
			}
			w.low[s] = 0
		}
		w.last[s] = struct{ f, x float64 }{f, x}
	}
}

// TestStiffness measures before and after a massage that leaves the tissue as it was: how far a figure is from what is
// true, how honest its doubt is, what repeats differ by, and how often a change is seen where there is none.
func TestStiffness(t *testing.T) {
	n := 500
	if few() {
		n = 6
	}
	type result struct {
		view          session.View
		fault         *chair.Fault
		truth         secants
		before, after stiffness.Back
	}
	var off, honest, repeat, truly []float64
	levels, seen, compared := 0, 0, 0
	for i, o := range onEveryCore(make([]int, n), func(i, _ int) (o result) {
		random := rand.New(rand.NewPCG(uint64(i+1), fresh+59))
		m := measures(t, random)
		r := seat(t, m.Back(), m, twin.Options{Seed: fresh + uint64(i+1)})
		r.blind = true
		r.begin(t, brief(), session.Options{Measure: true})
		for r.at < most && r.loop.Active() {
			r.tick(session.Nothing)
			o.truth.watch(r)
		}
		before, after := r.loop.Session().Stiffness()
		o.view, o.fault, o.before, o.after = r.loop.Session().View(), r.loop.Fault(), *before, *after
		return o
	}) {
		if small := o.view.Outcome == session.Ended && strings.Contains(o.view.Reason, "zone map"); o.fault != nil || !small && o.view.Outcome != session.Finished {
			t.Errorf("seed %d: %s (%s), fault %v; want finished", i+1, o.view.Outcome, o.view.Reason, o.fault)
		}
		changes, _ := stiffness.Compare(&o.before, &o.after)
		for l := range changes {
			if o.before.Levels[l].OK {
				levels++
			}
			for s := range changes[l] {
				b, a := &o.before.Levels[l].Sides[s], &o.after.Levels[l].Sides[s]
				for _, v := range []struct {
					got  *stiffness.Side
					want float64
				}{{b, o.truth.before[l][s]}, {a, o.truth.after[l][s]}} {
					if v.got.Stiffness > 0 && v.want > 0 {
						off = append(off, float64(v.got.Stiffness)/v.want-1)
						honest = append(honest, math.Abs(float64(v.got.Stiffness)-v.want)/float64(v.got.SD))
					}
				}
				if b.Stiffness > 0 && a.Stiffness > 0 {
					repeat = append(repeat, math.Log(float64(a.Stiffness/b.Stiffness)))
					if wb, wa := o.truth.before[l][s], o.truth.after[l][s]; wb > 0 && wa > 0 {
						truly = append(truly, math.Log(wa/wb))
					}
				}
				switch changes[l][s].Verdict {
				case stiffness.NoChange:
					compared++
				case stiffness.Softer, stiffness.Stiffer:
					compared++
					seen++
				}
			}
		}
	}
	bias, sd := 0.0, 0.0
	for _, x := range off {
		bias += x / float64(len(off))
	}
	meanRepeat, meanTruly := 0.0, 0.0
	for _, x := range repeat {
		sd += x * x / float64(len(repeat))
		meanRepeat += x / float64(len(repeat))
	}
	for _, x := range truly {
		meanTruly += x / float64(len(truly))
	}
	sd = math.Sqrt(sd / 2)
	abs := make([]float64, len(off))
	for i, x := range off {
		abs[i] = math.Abs(x)
	}
	slices.Sort(abs)
	slices.Sort(honest)
	in := 0
	for _, x := range honest {
		if x <= 1.96 {
			in++
		}
	}
	documented(t, "stiffness", fmt.Sprintf("%d people, %d figures: error p50 %.1f %%, p90 %.1f %%, mean %+.1f %%; %.1f %% within 1.96 SD; one repeat has an SD of %.1f %%; a change is seen where there is none in %.1f %% of %d",
		n, len(off), 100*abs[len(abs)/2], 100*abs[len(abs)*9/10], 100*bias, 100*float64(in)/float64(len(honest)), 100*sd, 100*float64(seen)/float64(compared), compared))
	t.Logf("%d levels; drift %+.1f %%, truly %+.1f %%", levels, 100*meanRepeat, 100*meanTruly)
	if few() {
		return
	}
	const repeats, within = stiffness.Repeatability, 0.92
	p50, p90, share := abs[len(abs)/2], abs[len(abs)*9/10], float64(in)/float64(len(honest))
	if p50 > 0.10 || p90 > 0.22 || share < within || sd > repeats || float64(seen) > 0.05*float64(compared) || levels < 2*n {
		t.Errorf("error p50 %.3f, p90 %.3f, %.3f within 1.96 SD, repeats %.3f, %d of %d changes seen, %d levels; want at most 0.10, 0.22, at least %.2f, at most %.3f and 5 %%, at least %d",
			p50, p90, share, sd, seen, compared, levels, within, repeats, 2*n)
	}
}
