package loop

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// nobody is a scan of a back that nobody has: whoever sits there, it is somebody else.
func nobody() *scan.Estimate {
	return &scan.Estimate{Landmarks: scan.Landmarks{Sacrum: 20, SacrumOK: true, Ribs: 420, RibsOK: true, Muscle: 4}}
}

// firm is somebody to whom a lot is comfortable.
func firm() (l comfort.Limit) {
	for at := body.S1; at < body.LevelEnd; at++ {
		l.Levels[at] = comfort.Level{Force: 60, End: comfort.Enough}
	}
	return l
}

// above is how far what really presses may be above what is wanted: what the force loop is off by in the hardest plans
// that can be drawn.
const above = 8.0

// TestGentleUntilMine: whatever is pressed, and whatever a plan asks for, a back that feels different gets no more than the
// gentle force, no tapping and no stretch, at any tick until the person's word; and no word, in no order, leads beyond the
// limits of the start. Nothing of it trips the guard.
func TestGentleUntilMine(t *testing.T) {
	n := 90
	if testing.Short() {
		n = 10
	}
	type result struct {
		who    session.Who
		most   float64 // N that really pressed, while gentle
		wanted unit.Newton
	}
	words := map[session.Who]int{}
	worst := 0.0
	for _, o := range onEveryCore(make([]int, n), func(i, _ int) (o result) {
		random := rand.New(rand.NewPCG(uint64(i+1), 71))
		row := 1 + random.IntN(body.ANSURRows())
		limits := chair.Everyone()
		if i%3 == 1 {
			limits = drawLimits(random)
		}
		r := newRig(t, row, uint64(i+1))
		r.blind = true
		r.guard = guard.New(&r.profile, limits)
		r.loop = New(&r.profile, limits, r.guard)
		so := session.Options{Calibrate: i%2 == 1, Measure: i%5 == 1, Known: session.Known{Given: true, Scan: nobody(), Comfort: firm()}}
		during, contact := so.Extra(limits)
		so.Plan = fit.Beside(drawPlan(random), &r.profile, limits, fit.Extra{During: during, Contact: contact}).Plan
		if len(so.Plan.Phases) == 0 {
			return o
		}
		if err := r.loop.Begin(r.at, so, chair.Spent{}); err != nil {
			t.Error(err)
			return o
		}
		press := func() session.Ask {
			switch random.IntN(4000) {
			case 0, 1, 2:
				return session.Stronger
			case 3:
				return []session.Ask{session.Softer, session.Enough, session.Skip, session.Pause}[random.IntN(4)]
			case 4, 5:
				return session.Resume
			case 6:
				if random.IntN(4) == 0 && r.at > time.Duration(random.Int64N(int64(3*time.Minute))) {
					return session.Mine
				}
			case 7:
				if random.IntN(30) == 0 {
					return session.Other
				}
			}
			return session.Nothing
		}
		said := false
		for end := r.at + most; r.at < end && r.loop.Active(); {
			ask := press()
			was := r.loop.Session().Who()
			r.tick(ask)
			s, c := r.loop.Session(), r.loop.Control()
			said = said || ask == session.Mine && (was == session.Stranger || was == session.Unsure)
			if said != (s.Who() == session.TheOne) && s.Who() != session.OtherOne || was == session.OtherOne && s.Who() != session.OtherOne {
				t.Errorf("seed %d at %v: %v asked, said %v, who %v", i+1, r.at, ask, said, s.Who())
				return o
			}
			if z := c.Zone; c.Cap.Max > limits.Force[z].Max || c.Cap.Max > limits.BothForce.Max/2 {
				t.Errorf("seed %d at %v: the cap is %v in %v, the start allowed %v", i+1, r.at, c.Cap.Max, z, limits.Force[z].Max)
				return o
			}
			if s.Who() != session.Stranger {
				continue
			}
			truth := r.twin.Truth()
			o.most = max(o.most, float64(truth.Force[0]), float64(truth.Force[1]))
			o.wanted = max(o.wanted, c.Target)
			v := s.View()
			tap := s.Goal().Kind == control.Stroke && (v.Technique == technique.Tap || v.Technique == technique.Stretch)
			if tap || c.Target > session.GentleForce {
				t.Errorf("seed %d at %v: %v at %v in %v of a back that nobody knows", i+1, r.at, v.Technique, c.Target, v.Stage)
				return o
			}
		}
		if v := r.loop.Session().View(); r.loop.Fault() != nil || v.Outcome != session.Finished && v.Outcome != session.Ended {
			t.Errorf("seed %d, ansur:%d: %v (%s), fault %v", i+1, row, v.Outcome, v.Reason, r.loop.Fault())
		}
		o.who = r.loop.Session().Who()
		return o
	}) {
		words[o.who]++
		if worst = max(worst, o.most); o.most > float64(session.GentleForce)+above {
			t.Errorf("%.1f N pressed, %.1f N at most were wanted", o.most, float64(o.wanted))
		}
	}
	t.Logf("%d sessions: never asked %d, no answer %d, mine %d, somebody else %d; %.1f N at most while gentle", n,
		words[0], words[session.Stranger], words[session.TheOne], words[session.OtherOne], worst)
	if words[session.Stranger] == 0 || words[session.TheOne] == 0 {
		t.Error("not all words were said")
	}
}

// pressing is one press of 0.6 of what is comfortable, 24 N for who was never asked.
func pressing() *programme.Plan {
	return &programme.Plan{Name: "pressing", Phases: []programme.Phase{{Name: "press", Strokes: []technique.Stroke{
		{Kind: technique.Press, At: []body.Level{body.L3}, Force: 24, Share: 0.6, Ease: 3 * time.Second, Hold: 6 * time.Second, Repeat: 1},
	}}}}
}

// TestKnownIsUsed: whose back is known gets what was comfortable to them; who is not known for sure only what is softer.
func TestKnownIsUsed(t *testing.T) {
	first := newRig(t, 1, 1)
	first.blind = true
	first.scan(t)
	est, ok := first.loop.Session().Scan()
	if !ok {
		t.Fatal("no scan")
	}
	same := *est
	soft := firm()
	for l := range soft.Levels {
		soft.Levels[l].Force = 30
	}
	for name, c := range map[string]struct {
		known session.Known
		who   session.Who
		want  unit.Newton // in the first stroke of 0.6 of what is comfortable
	}{
		"nobody":            {session.Known{}, 0, 24},
		"the same, firm":    {session.Known{Given: true, Scan: &same, Comfort: firm()}, session.Alike, 36},
		"the same, soft":    {session.Known{Given: true, Scan: &same, Comfort: soft}, session.Alike, 18},
		"unsure, firm":      {session.Known{Given: true, Comfort: firm()}, session.Unsure, 24},
		"unsure, soft":      {session.Known{Given: true, Comfort: soft}, session.Unsure, 18},
		"a stranger, soft":  {session.Known{Given: true, Scan: nobody(), Comfort: soft}, session.Stranger, 18},
		"a stranger, firm":  {session.Known{Given: true, Scan: nobody(), Comfort: firm()}, session.Stranger, 24},
		"unsure, who says":  {session.Known{Given: true, Comfort: firm()}, session.TheOne, 36},
		"a stranger, no it": {session.Known{Given: true, Scan: nobody(), Comfort: firm()}, session.TheOne, 36},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 1, 1)
			r.blind = true
			r.begin(t, pressing(), session.Options{Known: c.known})
			for r.loop.Active() && r.loop.Session().Stage() < session.Massage {
				r.tick(session.Nothing)
				if c.who == session.TheOne && r.loop.Session().Who() != 0 {
					r.tick(session.Mine)
				}
			}
			got := unit.Newton(0)
			for r.loop.Active() && r.loop.Session().Stage() == session.Massage {
				r.tick(session.Nothing)
				got = max(got, r.loop.Control().Target)
			}
			if w := r.loop.Session().Who(); w != c.who || got < c.want-0.1 || got > c.want+0.1 {
				t.Errorf("who %v, pressed with %.1f N; want %v and %v", w, float64(got), c.who, c.want)
			}
		})
	}
}
