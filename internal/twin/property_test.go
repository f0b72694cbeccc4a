package twin

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// Whatever is commanded, on whoever it is, with whatever goes wrong: tissue only pushes, axes keep to their travel and
// speed, and every report is made of numbers.
func TestPlantStaysSane(t *testing.T) {
	number := rapid.OneOf(rapid.Float64Range(-50, 600), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), -math.MaxFloat64, 1e300}))
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SampledFrom(body.Populations()).Draw(t, "population")
		m, err := people.Body(rapid.IntRange(1, people.Len()).Draw(t, "row"), 1)
		if err != nil {
			t.Fatal(err)
		}
		w := New(Options{Profile: bench(), Body: m.Back(), Seed: rapid.Uint64().Draw(t, "seed"),
			Sex: m.Sex, Age: m.Age, Sweep: rapid.Bool().Draw(t, "sweep")})
		for range 20 {
			var cmd chair.Command
			for a := range cmd.Axes {
				cmd.Axes[a] = chair.Setpoint{On: rapid.Bool().Draw(t, "on"), Pos: chair.Coord(number.Draw(t, "pos")), Vel: chair.CoordRate(number.Draw(t, "vel"))}
				if rapid.Bool().Draw(t, "home") {
					cmd.Axes[a].Pos, cmd.Axes[a].Vel = w.profile.Axes[a].Home, 0
				}
			}
			cmd.Heat, cmd.Air[0] = unit.Celsius(number.Draw(t, "heat")), unit.Kilopascal(number.Draw(t, "air"))
			w.Inject(Failure(rapid.IntRange(1, int(FailureEnd)-1).Draw(t, "failure")), rapid.Bool().Draw(t, "begins"))
			run(w, &cmd, 100*Tick)
			sane(t, w)
		}
	})
}

func sane(t *rapid.T, w *Twin) {
	var r chair.Report
	w.Report(&r)
	tr := w.Truth()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		p, x := w.profile.Axes[a], &w.axes[a]
		if p.Bound && !(x.motor >= float64(p.Min) && x.motor <= float64(p.Max)) || math.IsNaN(x.motor) {
			t.Fatalf("%v at %v %s", a, x.motor, a.Unit())
		}
		if !(math.Abs(x.rate) <= float64(p.Vel)+1e-9) || !(math.Abs(float64(r.Axes[a].Vel)) <= float64(p.Vel)+1e-9) {
			t.Fatalf("%v at %v %s/s, at most %v", a, x.rate, a.Unit(), p.Vel)
		}
	}
	for s := range tr.Force {
		if !(tr.Force[s] >= 0 && tr.Force[s] <= 1000 && tr.Peak[s] >= tr.Force[s]) || !(math.Abs(float64(r.Force[s])) <= 300) {
			t.Fatalf("contact %v N, peak %v N, reading %v N", tr.Force[s], tr.Peak[s], r.Force[s])
		}
	}
	if !(tr.Pad >= 20 && tr.Pad <= 50 && tr.Skin >= 20 && tr.Skin <= 50 && tr.Dose >= 0) {
		t.Fatalf("pad %v °C, skin %v °C, dose %v", tr.Pad, tr.Skin, tr.Dose)
	}
	if !(tr.Trunk > -foamThickness && tr.Trunk <= leavesBy+1) {
		t.Fatalf("trunk at %v mm", tr.Trunk)
	}
}
