package chair_test

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// TestHeadWeight checks the figure that the tare exists for: a head of 2 kg shifts a cell by about 10 N between
// 110 and 150 degrees.
func TestHeadWeight(t *testing.T) {
	shift := chair.HeadWeight(2, 110) - chair.HeadWeight(2, 150)
	if !(math.Abs(float64(shift)-10) <= 0.5) {
		t.Errorf("from 110° to 150° a head of 2 kg shifts its cell by %.2f N, want about 10 N", shift)
	}
	if got := chair.HeadWeight(2, 90); got != 0 {
		t.Errorf("upright the head weighs %g N on its cell, want 0 N", got)
	}
	if got, want := float64(chair.HeadWeight(2, 180)), -2*chair.Gravity; !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("lying the head weighs %g N on its cell, want %g N", got, want)
	}
}

// TestOffset proves that what is subtracted is what the head and the cell add, at every angle.
func TestOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		newton := func(label string) unit.Newton { return unit.Newton(rapid.Float64Range(-50, 150).Draw(t, label)) }
		tare := chair.Tare{Taken: true, Zero: [chair.SideEnd]unit.Newton{newton("zero left"), newton("zero right")},
			Recline: unit.Degree(rapid.Float64Range(90, 180).Draw(t, "taken at")), Head: 2}
		at := unit.Degree(rapid.Float64Range(90, 180).Draw(t, "now at"))
		for s, zero := range tare.Zero {
			want := float64(zero) - float64(tare.Head)*chair.Gravity*(math.Sin(float64(at-90)*math.Pi/180)-math.Sin(float64(tare.Recline-90)*math.Pi/180))
			if got := float64(tare.Offset(chair.Side(s), at)); !(math.Abs(got-want) <= 1e-9) {
				t.Errorf("%v: an offset of %g N, want %g N", chair.Side(s), got, want)
			}
		}
		if got := tare.Offset(chair.Left, tare.Recline); !(math.Abs(float64(got-tare.Zero[chair.Left])) <= 1e-9) {
			t.Errorf("where it was taken the tare is %g N, want the reading of %g N", got, tare.Zero[chair.Left])
		}
	})
}

// TestBack: where a back stands comes from its axis, and from the profile where there is none, whatever a driver puts there.
func TestBack(t *testing.T) {
	p := chair.Profile{Massage: 125}
	var r chair.Report
	if got := p.Back(&r); got != 125 {
		t.Errorf("a back that stands still is at %g°, want 125°", got)
	}
	p.Axes[chair.Recline].Fitted = true
	r.Axes[chair.Recline].Pos = 140
	if got := p.Back(&r); got != 140 {
		t.Errorf("a back that reclines is at %g°, want 140°", got)
	}
}
