package control

import (
	"math"
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"pgregory.net/rapid"
)

// lose makes a plant forget where its axes are; each stands somewhere and believes to be at home.
func (w *plant) lose() {
	w.c = New(w.p, chair.Everyone())
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		home := w.p.Axes[a].Home
		w.report.Axes[a] = chair.AxisReport{Pos: home}
		w.pos[a] = float64(home) + 5
		if a == chair.Kneading {
			w.report.Axes[a].Pos, w.pos[a] = 0, 300
		}
	}
}

// seek lets axes that do not know where they are look for it, as drives do: straight to the switch, or turning to
// the mark. It returns those that were found.
func (w *plant) seek() (found []chair.Axis) {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		s, r := &w.cmd.Axes[a], &w.report.Axes[a]
		if r.Homed || !s.On {
			continue
		}
		home := float64(w.p.Axes[a].Home)
		switch {
		case a == chair.Kneading:
			w.pos[a] += float64(s.Vel) * dt
			r.Vel = s.Vel
			if r.Homed = w.pos[a] >= 360; r.Homed {
				w.pos[a] -= 360
				r.Pos = chair.Coord(w.pos[a])
			}
		case s.Pos == w.p.Axes[a].Home:
			w.pos[a] += min(max(home-w.pos[a], -20*dt), 20*dt)
			r.Homed = w.pos[a] == home
		}
		if r.Homed {
			found = append(found, a)
		}
	}
	return found
}

// TestHome: rollers leave the person first, then what carries them, then what carries the person; and all end at home.
func TestHome(t *testing.T) {
	w := newPlant(t)
	w.lose()
	k := &keeper{p: w.p}
	var order []chair.Axis
	g := Goal{Kind: Home}
	for n := 0; n < int(20/dt); n++ {
		before := w.report
		w.tick(&g)
		for a, s := range w.cmd.Axes {
			known := before.Axes[a].Homed
			if s.On && !known && chair.Axis(a) != chair.Kneading && s != (chair.Setpoint{On: true, Pos: w.p.Axes[a].Home}) {
				t.Fatalf("%v does not know where it is and is sent to %+v", chair.Axis(a), s)
			}
		}
		if cmd := w.cmd; n > 0 {
			for a := range cmd.Axes { // a seeking axis is its drive's own affair
				if !before.Axes[a].Homed || !w.report.Axes[a].Homed {
					cmd.Axes[a] = chair.Setpoint{}
				}
			}
			k.check(t, &cmd, &before)
		}
		order = append(order, w.seek()...)
		if w.c.Status().Ready {
			break
		}
	}
	if !w.c.Status().Ready {
		t.Fatalf("not home after 20 s; found %v", order)
	}
	group := func(a chair.Axis) int {
		return slices.IndexFunc(homeOrder[:], func(g []chair.Axis) bool { return slices.Contains(g, a) })
	}
	if len(order) != int(chair.AxisEnd)-1 || !slices.IsSortedFunc(order, func(a, b chair.Axis) int { return group(a) - group(b) }) {
		t.Errorf("found in the order %v, want the groups of %v", order, homeOrder)
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		want := float64(w.p.Axes[a].Home)
		if a == chair.Kneading {
			want = float64(park)
		}
		if off := math.Abs(w.pos[a] - want); !(off < arrived) {
			t.Errorf("%v is %.2f %s from home", a, off, a.Unit())
		}
	}
}

// TestHomeOrderIsWhole: every axis has its turn, and the depth is in the first.
func TestHomeOrderIsWhole(t *testing.T) {
	seen := map[chair.Axis]int{}
	for _, group := range homeOrder {
		for _, a := range group {
			seen[a]++
		}
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if seen[a] != 1 {
			t.Errorf("%v is homed %d times", a, seen[a])
		}
	}
	if !slices.Contains(homeOrder[0], chair.Depth) {
		t.Error("the depth is not homed first")
	}
}

// TestParkShaft: from any angle and speed the shaft comes to its resting angle, turning on the way it turned.
func TestParkShaft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newPlant(t)
		l := w.c.plan[chair.Kneading]
		s := motion.State{Pos: rapid.Float64Range(-2000, 2000).Draw(t, "angle"), Vel: rapid.Float64Range(-l.Vel, l.Vel).Draw(t, "speed")}
		w.put(chair.Kneading, chair.Coord(s.Pos))
		w.c.axes[chair.Kneading], w.c.driven[chair.Kneading] = s, true
		k := &keeper{p: w.p}
		k.was.Axes[chair.Kneading] = chair.Setpoint{On: true, Pos: chair.Coord(s.Pos), Vel: chair.CoordRate(s.Vel)}
		g := Goal{Kind: Pose, Recline: w.p.Massage, LegRest: w.p.Axes[chair.LegRest].Home, Width: 80, Along: 52}
		way, back := 0.0, 0.0 // °
		for range int(8 / dt) {
			before := w.report
			k.check(t, w.tick(&g), &before)
			v := float64(w.cmd.Axes[chair.Kneading].Vel)
			way += math.Abs(v) * dt
			back += max(0, -v*s.Vel) / max(math.Abs(s.Vel), 1e-9) * dt
		}
		if back > arrived {
			t.Fatalf("turns back by %.2f°, was turning at %.1f °/s", back, s.Vel)
		}
		at := w.cmd.Axes[chair.Kneading]
		turns := float64(at.Pos-park) / 360
		if off := 360 * math.Abs(turns-math.Round(turns)); !(off < 1e-6) || at.Vel != 0 || !w.c.Status().Ready {
			t.Fatalf("rests %.4f° from its resting angle, turning at %.3f °/s, ready %v", off, at.Vel, w.c.Status().Ready)
		}
		if most := 360 + 2*math.Abs(stopAhead(&s, &l)); !(way <= most+1) {
			t.Fatalf("turns %.0f° to park from %.0f °/s, want at most %.0f°", way, s.Vel, most)
		}
	})
}
