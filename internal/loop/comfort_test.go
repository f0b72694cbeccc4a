package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
)

// calibrate starts a session that asks how firm is enough.
func (r *rig) calibrate(t testing.TB, p *programme.Plan) {
	t.Helper()
	o := session.Options{Calibrate: true}
	during, contact := o.Extra(chair.Everyone())
	res := fit.Beside(p, &r.profile, chair.Everyone(), fit.Extra{During: during, Contact: contact})
	o.Plan = res.Plan
	if err := r.loop.Begin(r.at, o, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
}

// says is what the simulated person presses.
func (r *rig) says() session.Ask {
	if r.twin.Answer() == twin.Enough && r.loop.Session().Stage() == session.Comfort {
		return session.Enough
	}
	return session.Nothing
}

// risen is one calibrated level against what is true.
type risen struct {
	level         body.Level
	got           comfort.Level
	bears, capped float64 // N: what the person bears; the cap there
	most          float64 // greatest true force at the level
}

// calibration runs a session up to the massage and returns what was found and what is true.
func calibration(t testing.TB, row int, seed uint64) (all []risen, took time.Duration, view session.View) {
	r := newRig(t, row, seed)
	r.blind = true
	r.calibrate(t, brief())
	caps, most := [body.LevelEnd]float64{}, [body.LevelEnd]float64{}
	for r.at < 3*time.Minute && r.loop.Active() && r.loop.Session().Stage() < session.Massage {
		r.tick(r.says())
		if r.loop.Session().Stage() != session.Comfort {
			continue
		}
		took += r.profile.Period()
		e, _ := r.loop.Session().Scan()
		truth, c := r.twin.Truth(), r.loop.Control()
		if l := e.Nearest(c.Along); math.Abs(float64(c.Along-e.Levels[l].Along)) < 2 {
			caps[l] = max(caps[l], float64(c.Cap.Max)) // it falls when the carriage is about to leave
			most[l] = max(most[l], float64(max(truth.Force[0], truth.Force[1])))
		}
	}
	found, truth := r.loop.Session().Comfort(), r.twin.Truth()
	for l, v := range found.Levels {
		if v.End != 0 {
			// Where the rollers are is what the scan believes: what the person bears is that of the place.
			all = append(all, risen{body.Level(l), v, bearsAt(r, body.Level(l), &truth), caps[l], most[l]})
		}
	}
	return all, took, r.loop.Session().View()
}

// bearsAt is what the person bears where the scan put a level.
func bearsAt(r *rig, l body.Level, truth *twin.Truth) float64 {
	e, _ := r.loop.Session().Scan()
	at := e.Levels[l].Along
	k := body.S1
	for k < body.L1 && at > truth.Levels[k+1] {
		k++
	}
	u := min(max(float64((at-truth.Levels[k])/(truth.Levels[k+1]-truth.Levels[k])), 0), 1)
	return float64(truth.Comfort[k]) + u*float64(truth.Comfort[k+1]-truth.Comfort[k])
}

// TestComfort calibrates many people: what is found lies just under what they bear and the limits allow.
func TestComfort(t *testing.T) {
	n := 500
	if few() {
		n = 12
	}
	seeds := rand.New(rand.NewPCG(41, 43))
	rows := make([]int, n)
	for i := range rows {
		rows[i] = 1 + seeds.IntN(body.ANSURRows())
	}
	type result struct {
		all  []risen
		took time.Duration
		view session.View
	}
	var ratios, told, over, took []float64
	within, toldWithin, unsaid, ends := 0, 0, 0, map[string]int{}
	for i, o := range onEveryCore(rows, func(i, row int) result {
		all, took, view := calibration(t, row, uint64(i+1))
		return result{all, took, view}
	}) {
		if o.view.Stage != session.Massage {
			t.Errorf("seed %d, ansur:%d: %v (%s), want to be massaging", i+1, rows[i], o.view.Stage, o.view.Reason)
			continue
		}
		if len(o.all) != 3 {
			t.Errorf("seed %d, ansur:%d: %d levels calibrated, want 3", i+1, rows[i], len(o.all))
		}
		took = append(took, o.took.Seconds())
		for _, v := range o.all {
			ratio := float64(v.got.Force) / min(v.bears, v.capped)
			ratios = append(ratios, ratio)
			over = append(over, v.most/v.bears)
			ends[fmt.Sprint(v.level, " ", v.got.End)]++
			good := ratio >= 0.75 && ratio <= 1
			if good {
				within++
			}
			if v.got.End == comfort.Enough { // what a cap ended is the cap by itself: it says nothing of the person
				told = append(told, float64(v.got.Force)/v.bears)
				if good {
					toldWithin++
				}
			} else if v.bears < v.capped {
				unsaid++
			}
			if ratio > 1.15 {
				t.Errorf("seed %d, ansur:%d, %s: %.1f N found where %.1f N are bearable and %.0f N allowed", i+1, rows[i], v.level, v.got.Force, v.bears, v.capped)
			}
		}
	}
	slices.Sort(ratios)
	slices.Sort(told)
	slices.Sort(over)
	slices.Sort(took)
	share := float64(within) / float64(len(ratios))
	toldShare := float64(toldWithin) / float64(max(1, len(told)))
	documented(t, "calibration, all rises", fmt.Sprintf("%d people, %d rises: %.1f %% within 0.75 to 1.00 of the smaller of what they bear and the cap, greatest %.2f; takes %.0f s, at most %.0f s",
		n, len(ratios), share*100, ratios[len(ratios)-1], took[len(took)/2], took[len(took)-1]))
	if len(told) > 0 {
		documented(t, "those that the person ended", fmt.Sprintf("%d rises: %.1f %% within 0.75 to 1.00; over what they bear p5 %.2f, median %.2f, p95 %.2f, greatest %.2f; the force that really pressed at most %.2f of it; %d rises that the cap ended although it was too much",
			len(told), toldShare*100, told[len(told)/20], told[len(told)/2], told[len(told)*95/100], told[len(told)-1], over[len(over)-1], unsaid))
	}
	t.Logf("%v", ends)
	if !few() && toldShare < 0.90 {
		t.Errorf("%.1f %% of the rises that the person ended lie within 0.75 to 1.00 of what is bearable, want 90 %%", toldShare*100)
	}
	if share < 0.90 {
		t.Errorf("%.1f %% of the rises end within 0.75 to 1.00 of what is bearable, want 90 %%", share*100)
	}
}

// TestComfortNeverTrips gives whole sessions with a calibration: the guard has nothing to say, and the massage stays
// within what was found. It also stops some of them while the force rises.
func TestComfortNeverTrips(t *testing.T) {
	n, name := 60, "after-desk"
	if few() {
		n, name = 6, "gentle"
	}
	p := plan(t, name)
	type result struct {
		view    session.View
		fault   *chair.Fault
		worst   float64 // greatest true force of the massage over what the person bears there
		stopped bool
		force   time.Duration
	}
	rows := bodies(n)
	var worst []float64
	for i, o := range onEveryCore(rows, func(i, row int) (o result) {
		r := newRig(t, row, uint64(i+1))
		r.blind = true
		r.calibrate(t, p)
		stopAt := time.Duration(0)
		if i%3 == 0 {
			stopAt = time.Duration(i%30)*time.Second + time.Second
		}
		within, since := time.Duration(0), time.Duration(-1)
		for end := r.at + most; r.at < end && r.loop.Active(); {
			ask := r.says()
			if r.loop.Session().Stage() == session.Comfort && stopAt > 0 && !o.stopped {
				if within += r.profile.Period(); within > stopAt {
					ask, o.stopped, since = session.Stop, true, r.at
				}
			}
			r.tick(ask)
			truth := r.twin.Truth()
			f := float64(max(truth.Force[0], truth.Force[1]))
			if since >= 0 && f >= 5 {
				o.force = r.at - since
			}
			if r.loop.Session().Stage() == session.Massage {
				e, _ := r.loop.Session().Scan()
				if l := e.Nearest(r.loop.Control().Along); l.Valid() {
					o.worst = max(o.worst, f/float64(truth.Comfort[l]))
				}
			}
		}
		o.view, o.fault = r.loop.Session().View(), r.loop.Fault()
		return o
	}) {
		want := session.Finished
		if o.stopped {
			want = session.Stopped
		}
		if o.view.Outcome != want || o.fault != nil || o.force > forceGone {
			t.Errorf("seed %d, ansur:%d: %s (%s), fault %v, force gone %s after a stop; want %s", i+1, rows[i], o.view.Outcome, o.view.Reason, o.fault, o.force, want)
		}
		if !o.stopped {
			worst = append(worst, o.worst)
		}
	}
	slices.Sort(worst)
	documented(t, "massage after it", fmt.Sprintf("%d sessions, a third of them stopped while the force rose: the greatest force of the massage over what the person bears there, median %.2f, worst %.2f",
		n, worst[len(worst)/2], worst[len(worst)-1]))
	if worst[len(worst)-1] > 1.1 {
		t.Errorf("the massage presses with %.2f of what the person bears", worst[len(worst)-1])
	}
}
