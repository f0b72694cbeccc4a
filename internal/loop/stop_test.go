package loop

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
)

// What STOP must do on the simulated bench-4d with all axes working.
const (
	forceGone = 400 * time.Millisecond // contact force under 5 N
	depthHome = 2 * time.Second        // behind the upholstery
	bagsEmpty = 3 * time.Second
	underWay  = 5.0 // N that a tapping stroke, a dither or a closing screw may still add
)

// stopped is how long a stop took, and what it left behind.
type stopped struct {
	stage              session.Stage
	force, depth, bags time.Duration
	heat, driven       bool
	outcome            session.Outcome
	before, after      float64 // force when it came, greatest force from then on
	row                int
	moment             time.Duration
}

// stopAt runs a session up to a moment, stops it and watches what the plant really does.
func stopAt(t testing.TB, row int, seed uint64, moment time.Duration) stopped {
	r := newRig(t, row, seed)
	r.blind = true
	r.start(t, plan(t, "after-desk"))
	for r.at < moment && r.loop.Active() {
		r.tick(session.Nothing)
	}
	s := stopped{row: row, moment: moment, stage: r.loop.Session().View().Stage, force: -1, depth: -1, bags: -1}
	truth := r.twin.Truth()
	s.before = float64(max(truth.Force[0], truth.Force[1]))
	begun := r.at
	ask := session.Stop
	cover := chair.Coord(r.profile.Rollers.Cover)
	for r.at < begun+8*time.Second {
		r.tick(ask)
		ask = session.Nothing
		truth, since := r.twin.Truth(), r.at-begun
		f := float64(max(truth.Force[0], truth.Force[1]))
		s.after = max(s.after, f)
		mark(&s.force, f < 5, since)
		mark(&s.depth, truth.Axes[chair.Depth] < cover, since)
		mark(&s.bags, r.report.Air[chair.BagSeat] < 0.5 && r.report.Air[chair.BagLegs] < 0.5, since)
	}
	cmd := r.cleared.Command()
	s.driven, s.heat = cmd != (chair.Command{}), cmd.Heat > 0
	s.outcome = r.loop.Session().View().Outcome
	return s
}

// mark remembers since when something has held without a break.
func mark(from *time.Duration, holds bool, since time.Duration) {
	switch {
	case !holds:
		*from = -1
	case *from < 0:
		*from = since
	}
}

// TestStop stops sessions at 200 random moments on random bodies.
func TestStop(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 12
	}
	seeds := rand.New(rand.NewPCG(7, 11))
	type moment struct {
		row int
		at  time.Duration
	}
	moments := make([]moment, n)
	rows := make([]int, n)
	for i := range moments {
		moments[i] = moment{1 + seeds.IntN(body.ANSURRows()), time.Duration(seeds.Int64N(int64(16 * time.Minute)))}
		if i%4 == 0 { // the first minute holds all the stages before the massage
			moments[i].at = time.Duration(seeds.Int64N(int64(60 * time.Second)))
		}
		rows[i] = moments[i].row
	}
	results := onEveryCore(rows, func(i, row int) stopped { return stopAt(t, row, uint64(i+1), moments[i].at) })
	var force, depth, bags []time.Duration
	stages := map[session.Stage]int{}
	for i, s := range results {
		stages[s.stage]++
		if s.force < 0 || s.force > forceGone || s.depth < 0 || s.depth > depthHome || s.bags < 0 || s.bags > bagsEmpty ||
			s.heat || s.driven || s.after > s.before+underWay {
			t.Errorf("seed %d, ansur:%d, %s after %s: force %.1f N (then at most %.1f) gone after %s, depth home after %s, bags empty after %s; heat %v, driven %v",
				i+1, s.row, s.stage, s.moment, s.before, s.after, s.force, s.depth, s.bags, s.heat, s.driven)
		}
		if s.outcome != session.Stopped && s.stage != session.Done {
			t.Errorf("seed %d: outcome %s, want stopped", i+1, s.outcome)
		}
		force, depth, bags = append(force, s.force), append(depth, s.depth), append(bags, s.bags)
	}
	worst := func(d []time.Duration) time.Duration { return slices.Max(d) }
	t.Logf("%d stops: force under 5 N within %s, depth home within %s, bags empty within %s; stages %v", n, worst(force), worst(depth), worst(bags), stages)
}
