package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// fresh sets the people of the long runs apart from those on whom constants of scan and stiffness were set: figures of the
// latter would flatter them.
const fresh = 100_000

// seat puts somebody into a rig, as they sit and are dressed.
func seat(t testing.TB, back body.Back, m body.Measurements, o twin.Options) *rig {
	t.Helper()
	r := &rig{profile: bench(t)}
	o.Profile, o.Body, o.Sex, o.Age = &r.profile, back, m.Sex, m.Age
	r.twin = twin.New(o)
	r.guard = guard.New(&r.profile, chair.Everyone())
	r.loop = New(&r.profile, chair.Everyone(), r.guard)
	return r
}

// scan runs a session until its scan is over, one way or another.
func (r *rig) scan(t testing.TB) {
	t.Helper()
	r.start(t, brief())
	for r.at < 6*time.Minute && r.loop.Active() && r.loop.Session().Stage() <= session.Scanning {
		r.tick(session.Nothing)
	}
}

// measures is what a tape says of somebody in the population.
func measures(t testing.TB, random *rand.Rand) body.Measurements {
	m, err := body.ANSUR(1 + random.IntN(body.ANSURRows()))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// scanned is what came of many scans.
type scanned struct {
	off     []float64 // found minus true, mm
	within  int
	refused map[string]int // by reason
	felt    [3]int         // sacrum, ribs, hollow
	scans   int
}

func (s *scanned) add(r *rig) {
	s.scans++
	est, ok := r.loop.Session().Scan()
	if v := r.loop.Session().View(); !ok || v.Stage != session.Massage {
		if s.refused == nil {
			s.refused = map[string]int{}
		}
		reason, _, _ := strings.Cut(v.Reason, " (zone map")
		s.refused[reason]++
		return
	}
	for i, felt := range []bool{est.Landmarks.SacrumOK, est.Landmarks.RibsOK, est.Landmarks.ApexOK} {
		if felt {
			s.felt[i]++
		}
	}
	s.off = append(s.off, r.scanErr...)
	s.within += r.within
}

// figures are the median, the mean, the 95th percentile and the greatest of the absolute errors, mm, and the share in the
// interval.
func (s *scanned) figures() (median, mean, p95, most, share float64) {
	abs := make([]float64, len(s.off))
	for i, d := range s.off {
		abs[i] = math.Abs(d)
		mean += abs[i] / float64(len(s.off))
	}
	slices.Sort(abs)
	return abs[len(abs)/2], mean, abs[len(abs)*95/100], abs[len(abs)-1], float64(s.within) / float64(len(s.off))
}

func (s *scanned) row() string {
	median, mean, p95, most, share := s.figures()
	refused := 0
	for _, n := range s.refused {
		refused += n
	}
	return fmt.Sprintf("%d people: error median %.1f, mean %.1f, p95 %.1f, worst %.1f mm; %.1f %% in the 95 %% interval; felt sacrum %d, ribs %d, hollow %d; %d sent back",
		s.scans, median, mean, p95, most, share*100, s.felt[0], s.felt[1], s.felt[2], refused)
}

// scanMost is what the long run must keep: errors in mm, the share of levels in their interval, and the share of scans
// that may end without a map, each with a reason and a way out.
type scanMost struct{ mean, p95, share, refused float64 }

// sitters are the ways in which people are not as the scan would like them.
var sitters = []struct {
	name string
	n    int // people, in the long run
	most scanMost
	make func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options)
}{
	{"plain", 500, scanMost{8, 20, 0.95, 0}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{}
	}},
	{"slouched and clothed", 500, scanMost{12, 30, 0.95, 0.10}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{Slouch: unit.Millimetre(60 * random.Float64()), Clothes: unit.Millimetre(8 * random.Float64())}
	}},
	{"slouched", 500, scanMost{12, 30, 0.95, 0.10}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{Slouch: unit.Millimetre(60 * random.Float64())}
	}},
	{"clothed", 500, scanMost{10, 25, 0.95, 0.02}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{Clothes: unit.Millimetre(8 * random.Float64())}
	}},
	{"thick coat", 100, scanMost{12, 30, 0.95, 0.05}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{Clothes: 15}
	}},
	{"heavy", 500, scanMost{10, 25, 0.95, 0.02}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		m := measures(t, random)
		m.Weight = unit.Kilogram(40 * float64(m.Stature) * float64(m.Stature) / 1e6)
		return m, twin.Options{Clothes: 6}
	}},
	{"short", 500, scanMost{10, 25, 0.95, 0.02}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return body.Measurements{Sex: body.Female, Stature: 1450, Weight: 50}, twin.Options{}
	}},
	{"tall", 500, scanMost{15, 40, 0.94, 0}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return body.Measurements{Sex: body.Male, Stature: 2050, Weight: 100}, twin.Options{}
	}},
	{"six lumbar vertebrae", 500, scanMost{16, 35, 0.94, 0}, func(t testing.TB, random *rand.Rand) (body.Measurements, twin.Options) {
		return measures(t, random), twin.Options{Lumbar: 6}
	}},
}

// TestScanRobust scans people who are not as the scan would like them.
func TestScanRobust(t *testing.T) {
	for _, c := range sitters {
		t.Run(c.name, func(t *testing.T) {
			n := c.n
			if few() {
				n = 6
			}
			var s scanned
			for _, r := range onEveryCore(make([]int, n), func(i, _ int) *rig {
				random := rand.New(rand.NewPCG(uint64(i+1), fresh+47))
				m, o := c.make(t, random)
				o.Seed = fresh + uint64(i+1)
				r := seat(t, m.Back(), m, o)
				r.scan(t)
				return r
			}) {
				s.add(r)
			}
			documented(t, "scan, "+c.name, s.row())
			t.Logf("%v", s.refused)
			refused := 0
			for reason, n := range s.refused {
				refused += n
				if !strings.Contains(reason, "scan again") {
					t.Errorf("%s: a scan ends with %q: what is to be done?", c.name, reason)
				}
			}
			if few() {
				return
			}
			_, mean, p95, _, share := s.figures()
			if mean > c.most.mean || p95 > c.most.p95 || share < c.most.share || float64(refused) > c.most.refused*float64(n) {
				t.Errorf("%s: %s; want %+v", c.name, s.row(), c.most)
			}
		})
	}
}

// TestNoBack: what is no back, or is out of reach, ends a session in order, with a reason and a way out.
func TestNoBack(t *testing.T) {
	m := measures(t, rand.New(rand.NewPCG(5, 47)))
	cushion := m.Back()
	cushion.Sacrum, cushion.Ribs = cushion.Tissue[body.L3], cushion.Tissue[body.L3]
	for _, c := range []struct {
		name string
		back body.Back
		o    twin.Options
	}{
		{"without bones", cushion, twin.Options{}},
		{"leaning far forward", m.Back(), twin.Options{Slouch: 400}},
		{"behind a thick cushion", m.Back(), twin.Options{Clothes: 80}},
	} {
		c.o.Seed = 3
		r := seat(t, c.back, m, c.o)
		r.start(t, brief())
		v := r.run(most)
		if v.Outcome != session.Ended || r.loop.Fault() != nil || !strings.Contains(v.Reason, "scan again") {
			t.Errorf("%s: %s (%s), fault %v; want ended, with a way out", c.name, v.Outcome, v.Reason, r.loop.Fault())
		}
		t.Logf("%s: after %s, %s", c.name, r.at.Round(time.Second), v.Reason)
	}
}

// TestNudge: people who know where their L4 is say so, and every level comes nearer to where it is; others say anything
// at any time, and the guard has nothing to say.
func TestNudge(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 6
	}
	type result struct {
		before, after []float64
		within        int
		view          session.View
		fault         *chair.Fault
		told          int
	}
	off := func(r *rig) (abs []float64, within int) {
		est, _ := r.loop.Session().Scan()
		truth := r.twin.Truth()
		for l := body.S1; l < body.LevelEnd; l++ {
			d := math.Abs(float64(est.Levels[l].Along - truth.Levels[l]))
			abs = append(abs, d)
			if d <= float64(est.Levels[l].Doubt()) {
				within++
			}
		}
		return abs, within
	}
	var before, after []float64
	within, told := 0, 0
	for i, o := range onEveryCore(make([]int, n), func(i, _ int) (o result) {
		random := rand.New(rand.NewPCG(uint64(i+1), fresh+53))
		m := measures(t, random)
		r := seat(t, m.Back(), m, twin.Options{Seed: uint64(i + 1)})
		r.blind = true
		if i%2 == 0 { // one that knows
			r.scan(t)
			o.before, _ = off(r)
			est, _ := r.loop.Session().Scan()
			by := unit.Millimetre(float64(r.twin.Truth().Levels[body.L4]-est.Levels[body.L4].Along) + 3*random.NormFloat64())
			r.nudge = session.LevelNudge{Level: body.L4, By: by}
			r.tick(session.Nudge)
			for end := r.at + 30*time.Second; r.at < end; {
				r.tick(session.Nothing)
			}
			o.after, o.within = off(r)
			o.view, o.fault = r.run(most), r.loop.Fault()
			return o
		}
		r.start(t, brief())
		for r.at < most && r.loop.Active() {
			ask := session.Nothing
			if random.IntN(2000) == 0 {
				r.nudge = session.LevelNudge{Level: body.S1 + body.Level(random.IntN(7)), By: unit.Millimetre(random.IntN(31) - 15)}
				ask = session.Nudge
				o.told++
			}
			r.tick(ask)
		}
		o.view, o.fault = r.loop.Session().View(), r.loop.Fault()
		return o
	}) {
		if sentBack := o.view.Outcome == session.Ended && strings.Contains(o.view.Reason, "scan again"); o.fault != nil || !sentBack && o.view.Outcome != session.Finished {
			t.Errorf("seed %d: %s (%s), fault %v after %d nudges; want finished", i+1, o.view.Outcome, o.view.Reason, o.fault, o.told)
		}
		before, after = append(before, o.before...), append(after, o.after...)
		within, told = within+o.within, told+o.told
	}
	mean := func(v []float64) (sum float64) {
		for _, x := range v {
			sum += x / float64(len(v))
		}
		return sum
	}
	documented(t, "nudge", fmt.Sprintf("%d people who know their L4 within 3 mm: error mean %.1f mm before, %.1f mm after, %.1f %% in the interval; %d random nudges in %d sessions, no fault",
		n/2, mean(before), mean(after), 100*float64(within)/float64(len(after)), told, n/2))
	if !(mean(after) < mean(before)) || float64(within) < 0.93*float64(len(after)) {
		t.Errorf("error mean %.1f mm before a nudge and %.1f after, %d of %d levels in the interval", mean(before), mean(after), within, len(after))
	}
}
