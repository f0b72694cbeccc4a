package technique

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

const tick = 4 * time.Millisecond // 250 Hz

func between(t *rapid.T, low, high float64, name string) float64 {
	return rapid.Float64Range(low, high).Draw(t, name)
}

func timeBetween(t *rapid.T, low, high float64, name string) time.Duration {
	return time.Duration(between(t, low, high, name) * float64(time.Second))
}

// drawPlace draws a person on a chair: also one whose levels reach beyond the carriage's travel.
func drawPlace(t *rapid.T) Place {
	p := Place{
		Lowest:  unit.Millimetre(between(t, 20, 160, "lowest")),
		Highest: unit.Millimetre(between(t, 250, 500, "highest")),
		Carry: Reach{
			Vel:  unit.MMPerSecond(between(t, 30, 120, "vel")),
			Acc:  unit.MMPerSecond2(between(t, 60, 1000, "acc")),
			Jerk: unit.MMPerSecond3(between(t, 200, 20000, "jerk")),
		},
		Massage: unit.Degree(between(t, 100, 135, "massage")),
		LegRest: chair.Coord(between(t, 0, 90, "leg rest")),
	}
	p.Flat = p.Massage + unit.Degree(between(t, 0, 45, "flat"))
	at := between(t, 60, 200, "S1")
	for l := body.S1; l < body.LevelEnd; l++ {
		p.Levels[l] = unit.Millimetre(at)
		at += between(t, 24, 46, "gap")
	}
	return p
}

func drawLevel(t *rapid.T, name string) body.Level {
	return body.Level(rapid.IntRange(int(body.S1), int(body.T12)).Draw(t, name))
}

// drawStroke draws from the whole range of every parameter; times stay short.
func drawStroke(t *rapid.T, kind Kind) Stroke {
	s := Stroke{Kind: kind}
	switch kind {
	case Press:
		s.At = rapid.Permutation([]body.Level{body.S1, body.L5, body.L4, body.L3, body.L2, body.L1, body.T12}).Draw(t, "at")[:rapid.IntRange(1, 4).Draw(t, "places")]
		s.Force = unit.Newton(between(t, float64(Touch), 60, "force"))
		s.Ease, s.Hold = timeBetween(t, 1, 10, "ease"), timeBetween(t, 4, 10, "hold")
		s.Repeat = rapid.IntRange(1, 3).Draw(t, "repeat")
	case Stretch:
		s.Recline, s.Hold = unit.Degree(between(t, 115, 180, "recline")), timeBetween(t, 1, 30, "hold")
		s.Repeat, s.Gentle = rapid.IntRange(1, 3).Draw(t, "repeat"), rapid.Bool().Draw(t, "gentle")
	case Rest:
		s.From, s.For = drawLevel(t, "at"), timeBetween(t, 5, 60, "for")
	default:
		s.From, s.To = drawLevel(t, "from"), drawLevel(t, "to")
		s.Force = unit.Newton(between(t, float64(Touch), 60, "force"))
		s.For = timeBetween(t, 5, 60, "for")
		s.Speed = unit.MMPerSecond(between(t, 3, 60, "speed"))
		s.Rate = unit.Hertz(between(t, 0.1, float64(TapFastest), "rate"))
		s.Width = rapid.SampledFrom([]unit.Millimetre{0, Narrow, Medium, Wide}).Draw(t, "width")
		s.Out, s.Both = rapid.Bool().Draw(t, "out"), rapid.Bool().Draw(t, "both")
		if kind == Tap {
			s.Width = Narrow
		}
	}
	return s
}

// each runs a property over random strokes of every technique for random people.
func each(t *testing.T, property func(t *rapid.T, s Stroke, p Place, shape *Shape)) {
	for _, tech := range All() {
		t.Run(tech.Word, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s, p := drawStroke(t, tech.Kind), drawPlace(t)
				shape, err := Prepare(&s, &p)
				if err != nil {
					t.Fatalf("Prepare(%+v, %+v): %v", s, p, err)
				}
				property(t, s, p, &shape)
			})
		})
	}
}

func TestStartsAndEndsAtRest(t *testing.T) {
	each(t, func(t *rapid.T, s Stroke, p Place, shape *Shape) {
		first := s.From
		switch s.Kind {
		case Press:
			first = s.At[0]
		case Stretch:
			first = stretchAt
		}
		if got, want := shape.At(0).Along, unit.Millimetre(p.at(first)); got != want {
			t.Fatalf("starts at %.3f mm, want %.3f mm", got, want)
		}
		if got, want := shape.Duration(), s.Duration(); got != want {
			t.Fatalf("duration %v, want the plan's %v", got, want)
		}
		for _, at := range []time.Duration{-time.Second, 0, shape.Duration(), shape.Duration() + time.Minute} {
			g := shape.At(at)
			if !(math.Abs(float64(g.AlongVel)) < 1e-6 && math.Abs(float64(g.ReclineVel)) < 1e-6 && math.Abs(float64(g.LegRestVel)) < 1e-6) {
				t.Fatalf("at %v of %v it moves: %+v", at, shape.Duration(), g)
			}
			if at > 0 && (g.Knead != 0 || g.Tap != 0 || g.Air[chair.BagSeat] != 0) {
				t.Fatalf("at its end it still kneads, taps or holds air: %+v", g)
			}
		}
	})
}

// The carriage's speed, acceleration and jerk, as differences of its positions alone.
func TestCarriageWithinLimits(t *testing.T) {
	each(t, func(t *rapid.T, s Stroke, p Place, shape *Shape) {
		dt := tick.Seconds()
		vel := min(float64(p.Carry.Vel), 60)
		if s.Kind == Glide || s.Kind == Knead {
			vel = min(vel, float64(s.Speed))
		}
		low, high := p.Highest, p.Lowest
		for _, l := range append([]body.Level{s.From, s.To, stretchAt}, s.At...) {
			if l.Valid() && (l != stretchAt || s.Kind == Stretch || s.From == l || s.To == l || len(s.At) > 0) {
				low, high = min(low, unit.Millimetre(p.at(l))), max(high, unit.Millimetre(p.at(l)))
			}
		}
		var x [4]float64
		n := 0
		for at := time.Duration(0); at <= shape.Duration()+10*tick; at += tick {
			g := shape.At(at)
			x[0], x[1], x[2], x[3] = x[1], x[2], x[3], float64(g.Along)
			if !(g.Along >= low-1e-6 && g.Along <= high+1e-6) {
				t.Fatalf("at %v along %.4f mm is outside %.4f to %.4f mm", at, g.Along, low, high)
			}
			if n++; n < 4 {
				continue
			}
			v := (x[3] - x[2]) / dt
			a := (x[3] - 2*x[2] + x[1]) / (dt * dt)
			j := (x[3] - 3*x[2] + 3*x[1] - x[0]) / (dt * dt * dt)
			if !(math.Abs(v) <= vel+1e-6) || !(math.Abs(a) <= float64(p.Carry.Acc)+1e-4) || !(math.Abs(j) <= float64(p.Carry.Jerk)+0.1) {
				t.Fatalf("at %v: %.4f mm/s of %.1f, %.3f mm/s2 of %.1f, %.2f mm/s3 of %.1f",
					at, v, vel, a, p.Carry.Acc, j, p.Carry.Jerk)
			}
			if slack := float64(p.Carry.Acc) * dt; !(math.Abs(v-float64(g.AlongVel)) <= slack) {
				t.Fatalf("at %v says %.3f mm/s and goes %.3f mm/s", at, g.AlongVel, v)
			}
		}
	})
}

func TestForceAndPostureAreSmooth(t *testing.T) {
	each(t, func(t *rapid.T, s Stroke, p Place, shape *Shape) {
		dt := tick.Seconds()
		var steepest float64 // N/s
		switch s.Kind {
		case Press:
			steepest = 1.5 * float64(s.Force-Touch) / s.Ease.Seconds()
		case Stretch:
			steepest = 1.5 * float64(stretchForce-Hover) / stretchEase
		}
		most := max(s.Force, Touch)
		if s.Kind == Stretch {
			most = stretchForce
		}
		last := shape.At(0)
		var bag time.Duration
		for at := tick; at <= shape.Duration(); at += tick {
			g := shape.At(at)
			df := math.Abs(float64(g.Force-last.Force)) / dt
			if !(df <= steepest+1e-6) || (df > 1e-6 && !g.Easing && !last.Easing) {
				t.Fatalf("at %v force goes by %.3f N/s, easing %v, want at most %.3f", at, df, g.Easing, steepest)
			}
			if !(g.Force >= 0 && g.Force <= most+1e-9) {
				t.Fatalf("at %v force %.3f N, want 0 to %.3f N", at, g.Force, most)
			}
			if s.Kind == Stretch {
				checkPosture(t, at, s, p, last, g)
			}
			if g.Air[chair.BagSeat] > 0 {
				bag += tick
			} else {
				bag = 0
			}
			if held := chair.Everyone().AirHold.Max; bag > held {
				t.Fatalf("at %v the bag has been full for %v, want at most %v", at, bag, held)
			}
			last = g
		}
	})
}

func checkPosture(t *rapid.T, at time.Duration, s Stroke, p Place, last, g Target) {
	dt := tick.Seconds()
	speed := float64(stretchSpeed)
	if s.Gentle {
		speed = float64(gentleSpeed)
	}
	farthest := max(p.Massage, min(s.Recline, p.Flat))
	if !(g.Recline >= p.Massage-1e-9 && g.Recline <= farthest+1e-9) {
		t.Fatalf("at %v recline %.3f°, want %.3f to %.3f°", at, g.Recline, p.Massage, farthest)
	}
	v := float64(g.Recline-last.Recline) / dt
	if !(math.Abs(v) <= speed+1e-6 && math.Abs(v-float64(g.ReclineVel)) <= stretchAccel*dt) {
		t.Fatalf("at %v recline goes by %.4f°/s and says %.4f, want at most %.1f", at, v, g.ReclineVel, speed)
	}
	leg := float64(g.LegRest-last.LegRest) / dt
	if !(g.LegRest >= p.LegRest-1e-9 && g.LegRest <= min(hanging, p.LegRest+legDrop)+1e-9 && math.Abs(leg) <= legShare*speed+1e-6) {
		t.Fatalf("at %v leg rest %.3f° by %.3f°/s from %.3f°", at, g.LegRest, leg, p.LegRest)
	}
	if a := g.Air[chair.BagSeat]; !(a >= 0 && a <= 1 && math.Abs(a-last.Air[chair.BagSeat]) <= 1.5*dt/bagRamp+1e-9) {
		t.Fatalf("at %v bag at %.3f after %.3f", at, a, last.Air[chair.BagSeat])
	}
}

func TestAtIsPure(t *testing.T) {
	each(t, func(t *rapid.T, s Stroke, p Place, shape *Shape) {
		again, err := Prepare(&s, &p)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			at := timeBetween(t, 0, shape.Duration().Seconds(), "at")
			want := shape.At(at)
			shape.At(timeBetween(t, 0, 60, "between"))
			if got := again.At(at); !reflect.DeepEqual(got, want) {
				t.Fatalf("at %v got %+v, want %+v", at, got, want)
			}
		}
	})
}

// evenPlace is a person of even levels, 35 mm apart, on a chair like the reference one.
func evenPlace() Place {
	p := Place{
		Lowest: 60, Highest: 420, Massage: 120, Flat: 160, LegRest: 20,
		Carry: Reach{Vel: 100, Acc: 300, Jerk: 2000},
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		p.Levels[l] = 100 + 35*unit.Millimetre(l)
	}
	return p
}
