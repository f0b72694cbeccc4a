package comfort

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

func said(f unit.Newton) Level { return Level{Force: f, End: Enough} }
func held(f unit.Newton) Level { return Level{Force: f, End: Cap} }

func TestAt(t *testing.T) {
	for _, c := range []struct {
		name       string
		l5, l3, l1 Level
		want       [body.LevelEnd]unit.Newton // 0 is not looked at
	}{
		{"all said", said(20), said(40), said(30), [body.LevelEnd]unit.Newton{body.S1: 20, body.L5: 20, body.L4: 30, body.L3: 40, body.L2: 35, body.L1: 30, body.T12: 30}},
		{"caps do not draw it down", held(30), said(40), held(20), [body.LevelEnd]unit.Newton{body.S1: 40, body.L5: 40, body.L3: 40, body.L1: 40}},
		{"nowhere too much", held(30), held(60), held(20), [body.LevelEnd]unit.Newton{body.S1: 60, body.L4: 60, body.L1: 60}},
		{"a cap raises it", said(25), held(60), held(20), [body.LevelEnd]unit.Newton{body.L5: 25, body.L4: 42.5, body.L3: 60, body.L1: 60}},
		{"one only", Level{}, said(18), Level{}, [body.LevelEnd]unit.Newton{body.S1: 18, body.T12: 18}},
		{"nothing", Level{}, Level{}, Level{}, [body.LevelEnd]unit.Newton{}},
	} {
		var l Limit
		l.Levels[body.L5], l.Levels[body.L3], l.Levels[body.L1] = c.l5, c.l3, c.l1
		for at, want := range c.want {
			if got := l.At(body.Level(at)); want != 0 && math.Abs(float64(got-want)) > 1e-9 || (!l.Known() && got != 0) {
				t.Errorf("%s: %v bears %.1f N, want %.1f N", c.name, body.Level(at), got, want)
			}
		}
	}
}

// TestOverIsTheLeast: of levels that are named, or of all.
func TestOverIsTheLeast(t *testing.T) {
	var l Limit
	l.Levels[body.L5], l.Levels[body.L3] = said(20), said(40)
	for _, c := range []struct {
		levels []body.Level
		want   unit.Newton
	}{{[]body.Level{body.L3, body.L4}, 30}, {[]body.Level{body.L1}, 40}, {nil, 20}} {
		if got := l.Over(c.levels); got != c.want {
			t.Errorf("over %v: %.1f N, want %.1f N", c.levels, got, c.want)
		}
	}
	if got := (&Limit{}).Over(nil); got != 0 {
		t.Errorf("nothing known: %.1f N, want 0", got)
	}
}

// TestRise is any person on any cells: the force never passes the cap, grows by no more than its pace, and what is
// found is never more than what pressed.
func TestRise(t *testing.T) {
	const tick = 4 * time.Millisecond
	rapid.Check(t, func(t *rapid.T) {
		most := unit.Newton(rapid.Float64Range(0, 60).Draw(t, "cap"))
		bears := rapid.Float64Range(5, 100).Draw(t, "bears")
		late := rapid.Float64Range(0.3, 1).Draw(t, "reaction")
		gain := rapid.Float64Range(0.95, 1.05).Draw(t, "gain")
		var r Rise
		var contact [chair.SideEnd]unit.Newton
		last, since := unit.Newton(0), -1.0
		for at := 0.0; ; at += tick.Seconds() {
			force, over := r.Step(contact, most, tick)
			if force > most || last > 0 && force > last*unit.Newton(math.Exp(Pace*tick.Seconds()))+1e-9 {
				t.Fatalf("%.2f N after %.2f N, cap %.2f N", force, last, most)
			}
			last = force
			contact = [chair.SideEnd]unit.Newton{force, force * 0.9}
			if over {
				if l := r.Capped(); l.Force != most || l.End != Cap || l.Took == 0 {
					t.Fatalf("held by %.1f N: %+v", most, l)
				}
				return
			}
			if since < 0 && float64(force)*gain > bears {
				since = at
			}
			if since >= 0 && at-since >= late {
				l := r.Enough()
				if right := min(bears/gain, float64(most)); bears > 8 && !(float64(l.Force) > 0.83*right && float64(l.Force) < 1.001*right) {
					t.Fatalf("found %.1f N of %.1f N (cap %.1f)", l.Force, right, most)
				}
				if l.End != Enough || l.Side != chair.Left {
					t.Fatalf("%+v", l)
				}
				return
			}
			if at > 60 {
				t.Fatal("does not end")
			}
		}
	})
}
