package control

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

const dt = 0.004 // s, a tick

func bench(t rapid.TB) *chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

// back is a map with muscle from 160 to 310 mm, by doubt and the kneading circle from 190 to 280 mm.
func back() chair.ZoneMap {
	return chair.ZoneMap{SacrumTop: 160, FlankFrom: 300, RibsFrom: 310, Top: 400, Doubt: 18, Recline: 125, Made: true}
}

// plant is the least chair that closes the loops: every drive lags its setpoint by one time constant, each roller
// is a spring before linear tissue, and everything that is not asked for stands still.
type plant struct {
	p      *chair.Profile
	c      *Controller
	report chair.Report
	cmd    chair.Command
	pos    [chair.AxisEnd]float64 // true places
	lag    [chair.AxisEnd]float64 // s
	skin   float64                // depth at which the rollers touch, mm
	tissue float64                // N/mm
	force  [chair.SideEnd]float64 // N, true
	ticks  int
}

// newPlant is a chair with every axis at home and known, the back as for a massage, the skin 50 mm out.
func newPlant(t rapid.TB) *plant {
	t.Helper()
	w := &plant{p: bench(t), skin: 50, tissue: 5}
	w.c = New(w.p, chair.Everyone())
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		w.lag[a] = w.p.Axes[a].Lag.Seconds()
		w.put(a, w.p.Axes[a].Home)
	}
	w.put(chair.Kneading, park)
	w.put(chair.Recline, chair.Coord(w.p.Massage))
	tare := chair.Tare{Taken: true, Recline: w.p.Massage, Head: w.p.Rollers.Head}
	for s := range tare.Zero {
		tare.Zero[s] = chair.HeadWeight(w.p.Rollers.Head, w.p.Massage)
	}
	w.c.Tare(tare)
	w.c.Register(back(), chair.Contour{})
	w.press()
	return w
}

// put places an axis.
func (w *plant) put(a chair.Axis, pos chair.Coord) {
	w.pos[a] = float64(pos)
	w.report.Axes[a] = chair.AxisReport{Pos: pos, Homed: true}
}

// tick asks the controller and lets the plant follow for a tick.
func (w *plant) tick(g *Goal) *chair.Command {
	w.cmd = w.c.Step(g, &w.report, dt)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		s, r, was := &w.cmd.Axes[a], &w.report.Axes[a], w.pos[a]
		if r.Vel = 0; s.On && r.Homed {
			w.pos[a] += (float64(s.Pos) - was) * (1 - math.Exp(-dt/w.lag[a]))
			r.Pos, r.Vel = chair.Coord(w.pos[a]), chair.CoordRate((w.pos[a]-was)/dt)
		}
	}
	w.press()
	w.ticks++
	w.report.Seq, w.report.At = uint64(w.ticks), time.Duration(float64(w.ticks)*dt*1e9)
	return &w.cmd
}

// press works out the forces, and what the cells read.
func (w *plant) press() {
	_, _, out := w.p.Rollers.Knead(chair.Coord(w.pos[chair.Kneading]))
	spring := float64(w.p.Rollers.Spring)
	stiffness := spring * w.tissue / (spring + w.tissue)
	head := chair.HeadWeight(w.p.Rollers.Head, unit.Degree(w.pos[chair.Recline]))
	for s, tap := range tapAxes {
		was := w.force[s]
		in := w.pos[chair.Depth] + w.pos[tap] - float64(w.p.Axes[tap].Home) + float64(out) - w.skin
		w.force[s] = max(0, stiffness*in)
		w.report.Force[s] = unit.Newton(w.force[s]) + head
		w.report.Peak[s] = unit.Newton(max(w.force[s], was)) + head
	}
}

// run goes on for some seconds and calls each after every tick.
func (w *plant) run(seconds float64, g *Goal, each func()) {
	for range int(math.Round(seconds / dt)) {
		w.tick(g)
		if each != nil {
			each()
		}
	}
}

// feel is a goal of a force at a place where nothing has to move first.
func (w *plant) feel(along unit.Millimetre, force unit.Newton) *Goal {
	w.put(chair.Carriage, chair.Coord(w.c.carriageFor(along, false)))
	return &Goal{
		Kind: Feel, Recline: w.p.Massage, LegRest: w.p.Axes[chair.LegRest].Home, Along: along,
		Width: unit.Millimetre(w.p.Axes[chair.Width].Home), Speed: 24, Force: force,
	}
}

// place is a person whose levels fit the map of back.
func (w *plant) place() technique.Place {
	carriage := &w.p.Axes[chair.Carriage]
	p := technique.Place{
		Lowest: unit.Millimetre(carriage.Min) + w.p.Rollers.KneadAlong, Highest: unit.Millimetre(carriage.Max) - w.p.Rollers.KneadAlong,
		Carry: technique.Reach{Vel: unit.MMPerSecond(Headroom * float64(carriage.Vel)), Acc: unit.MMPerSecond2(Headroom * float64(carriage.Acc)),
			Jerk: unit.MMPerSecond3(Headroom * float64(carriage.Jerk))},
		Massage: w.p.Massage, Flat: unit.Degree(w.p.Axes[chair.Recline].Max), LegRest: w.p.Axes[chair.LegRest].Home,
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		p.Levels[l] = 150 + 32*unit.Millimetre(l-body.S1)
	}
	return p
}
