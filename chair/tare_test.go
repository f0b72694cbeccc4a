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

// TestContact proves that what is subtracted is what the head and the cell add, at every angle.
func TestContact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		newton := func(label string) unit.Newton { return unit.Newton(rapid.Float64Range(-50, 150).Draw(t, label)) }
		tare := chair.Tare{Taken: true, Zero: [chair.SideEnd]unit.Newton{newton("zero left"), newton("zero right")},
			Recline: unit.Degree(rapid.Float64Range(90, 180).Draw(t, "taken at")), Head: 2}
		at := unit.Degree(rapid.Float64Range(90, 180).Draw(t, "now at"))
		var r chair.Report
		r.Axes[chair.Recline].Pos = chair.Coord(at)
		want := [chair.SideEnd]unit.Newton{newton("left"), newton("right")}
		for s := chair.Left; s < chair.SideEnd; s++ {
			r.Force[s] = want[s] + tare.Offset(s, at)
		}
		for s, got := range tare.Contact(&r) {
			if !(math.Abs(float64(got-want[s])) <= 1e-9) {
				t.Errorf("%v: contact of %g N, want %g N", chair.Side(s), got, want[s])
			}
		}
		if got := tare.Offset(chair.Left, tare.Recline); !(math.Abs(float64(got-tare.Zero[chair.Left])) <= 1e-9) {
			t.Errorf("where it was taken the tare is %g N, want the reading of %g N", got, tare.Zero[chair.Left])
		}
	})
}
