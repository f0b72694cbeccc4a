package loop

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// whim is somebody with a finger on every button, who only never presses STOP.
type whim struct {
	random *rand.Rand
	next   time.Duration
	asked  []session.Ask
}

// ask is what is pressed in this tick, mostly nothing.
func (w *whim) ask(at time.Duration, paused bool) session.Ask {
	if at < w.next {
		return session.Nothing
	}
	w.next = at + time.Duration(w.random.ExpFloat64()*float64(4*time.Second)) // often at once, seldom after long
	ask := session.Pause + session.Ask(w.random.IntN(int(session.Stop-session.Pause)))
	switch {
	case paused && w.random.IntN(2) == 0:
		ask = session.Resume
	case ask == session.Finish && w.random.IntN(10) != 0, ask == session.Skip && w.random.IntN(3) != 0:
		ask = session.Softer + session.Ask(w.random.IntN(2))
	}
	w.asked = append(w.asked, ask)
	return ask
}

// TestAsksNeverTrip presses buttons at random moments of sessions on random bodies: the guard has nothing to say, and
// every session ends finished, with the rollers at home.
func TestAsksNeverTrip(t *testing.T) {
	n := 100
	if testing.Short() {
		n = 8
	}
	seeds := rand.New(rand.NewPCG(3, 5))
	rows := make([]int, n)
	for i := range rows {
		rows[i] = 1 + seeds.IntN(body.ANSURRows())
	}
	type result struct {
		view  session.View
		fault *chair.Fault
		asked []session.Ask
		out   bool
	}
	counts := map[session.Ask]int{}
	for i, o := range onEveryCore(rows, func(i, row int) result {
		r := newRig(t, row, uint64(i+1))
		r.blind = true
		r.begin(t, brief(), session.Options{Calibrate: i%2 == 1, Measure: i%4 > 1})
		w := &whim{random: rand.New(rand.NewPCG(uint64(i+1), 17))}
		for end := r.at + most; r.at < end && r.loop.Active(); {
			r.tick(w.ask(r.at, r.loop.Session().View().Paused))
		}
		home := r.twin.Truth().Axes[chair.Depth] < chair.Coord(r.profile.Rollers.Cover)
		return result{r.loop.Session().View(), r.loop.Fault(), w.asked, !home}
	}) {
		if o.view.Outcome != session.Finished || o.fault != nil || o.out {
			t.Errorf("seed %d, ansur:%d: %s (%s), fault %v, rollers out %v; asked %v", i+1, rows[i], o.view.Outcome, o.view.Reason, o.fault, o.out, o.asked)
		}
		for _, a := range o.asked {
			counts[a]++
		}
	}
	t.Logf("%d sessions, asks: %v", n, counts)
}

// drawPlan is any plan that a programme can write, as hard and as fast as it may be.
func drawPlan(random *rand.Rand) *programme.Plan {
	number := func(low, high float64) float64 { return low + random.Float64()*(high-low) }
	level := func(least, most body.Level) body.Level { return least + body.Level(random.IntN(int(most-least)+1)) }
	p := &programme.Plan{Name: "drawn", Heat: &programme.Heat{Target: 40, Until: 10 * time.Minute}}
	for range 3 + random.IntN(4) {
		s := technique.Stroke{
			Kind: technique.Glide + technique.Kind(random.IntN(int(technique.Rest))), From: level(body.S1, body.T12), To: level(body.S1, body.T12),
			Force: unit.Newton(number(10, 70)), For: time.Duration(number(8, 25) * float64(time.Second)),
		}
		switch s.Kind {
		case technique.Glide:
			s.Speed = unit.MMPerSecond(number(5, 60))
		case technique.Knead:
			s.Speed, s.Rate, s.Out = unit.MMPerSecond(number(3, 40)), unit.Hertz(number(5./60, 35./60)), random.IntN(2) == 0
			s.Width = []unit.Millimetre{0, technique.Narrow, technique.Medium, technique.Wide}[random.IntN(4)]
		case technique.Tap:
			s.Rate, s.Width, s.Both = unit.Hertz(number(1, 10)), technique.Narrow, random.IntN(2) == 0
		case technique.Press:
			s = technique.Stroke{Kind: s.Kind, At: []body.Level{s.From, s.To}, Force: s.Force, Ease: time.Duration(number(1, 4) * float64(time.Second)), Hold: 5 * time.Second, Repeat: 1}
		case technique.Stretch:
			s = technique.Stroke{Kind: s.Kind, Recline: unit.Degree(number(115, 170)), Hold: 5 * time.Second, Repeat: 1, Gentle: random.IntN(2) == 0}
		case technique.Rest:
			s.Force = 0
		}
		p.Phases = append(p.Phases, programme.Phase{Name: s.Kind.String(), Strokes: []technique.Stroke{s}})
	}
	return p
}

// drawLimits is what somebody's check may have left.
func drawLimits(random *rand.Rand) chair.Limits {
	l := chair.Everyone()
	share := 0.4 + 0.6*random.Float64()
	for z := range l.Force {
		l.Force[z].Max *= unit.Newton(share)
	}
	l.BothForce.Max *= unit.Newton(0.4 + 0.6*random.Float64())
	l.Recline.Max = unit.Degree(130 + 40*random.Float64())
	l.Tapping.Max = time.Duration(random.Int64N(int64(30 * time.Second)))
	l.Stretch.Max = time.Duration(random.Int64N(int64(2 * time.Minute)))
	if random.IntN(4) == 0 {
		l.AirHold.Max = 0
	}
	return l
}

// TestWhateverIsFittedNeverTrips plays random plans, as hard as can be, within random limits on random bodies.
func TestWhateverIsFittedNeverTrips(t *testing.T) {
	n := 150
	if testing.Short() {
		n = 12
	}
	seeds := rand.New(rand.NewPCG(23, 29))
	rows := make([]int, n)
	for i := range rows {
		rows[i] = 1 + seeds.IntN(body.ANSURRows())
	}
	onEveryCore(rows, func(i, row int) struct{} {
		random := rand.New(rand.NewPCG(uint64(i+1), 31))
		r := newRig(t, row, uint64(i+1))
		r.blind = true
		limits := chair.Everyone()
		if i%2 == 1 {
			limits = drawLimits(random)
		}
		r.guard = guard.New(&r.profile, limits)
		r.loop = New(&r.profile, limits, r.guard)
		fitted := fit.Fit(drawPlan(random), &r.profile, limits)
		if err := r.loop.Start(r.at, fitted.Plan, chair.Spent{}); err != nil {
			t.Error(err)
			return struct{}{}
		}
		v := r.run(most)
		// A back that is too small for any map ends the session in order.
		if small := v.Outcome == session.Ended && strings.Contains(v.Reason, "zone map"); !small && v.Outcome != session.Finished || r.loop.Fault() != nil {
			t.Errorf("seed %d, ansur:%d: %s (%s) in %v, stroke %d of %+v", i+1, row, v.Outcome, v.Reason, v.Technique, v.Stroke, fitted.Plan.Phases)
		}
		return struct{}{}
	})
}
