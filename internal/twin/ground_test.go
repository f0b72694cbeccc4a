package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Along the back: muscle with its level trend between the landmarks, bone beyond them, half way at the edge and
// from a tenth to nine tenths within 12 mm.
func TestGroundAlongTheBack(t *testing.T) {
	b := ansurBack(t, 1)
	w := newTwin(t, 1, 8)
	p := &w.sitter
	stiff := func(h float64) float64 { return w.ground.at(h).stiff[chair.Right] }

	near(t, "below the sacrum's edge", stiff(p.sacrum-20), b.Sacrum.Stiffness, 0.02*b.Sacrum.Stiffness, "N/mm^n")
	near(t, "above the ribs' edge", stiff(p.ribs+20), b.Ribs.Stiffness, 0.02*b.Ribs.Stiffness, "N/mm^n")
	near(t, "at L3", stiff(p.levels[body.L3]), b.Tissue[body.L3].Stiffness*p.stiff[chair.Right], 0.05, "N/mm^n")
	// At an edge the muscle is that of the place; a tenth of the way in, a tenth of the difference.
	muscle := between(&b.Tissue, &p.levels, p.sacrum).Stiffness * p.stiff[chair.Right]
	for _, tt := range []struct{ at, share float64 }{{-6, 0.9}, {0, 0.5}, {6, 0.1}} {
		near(t, "share of sacrum", (stiff(p.sacrum+tt.at)-muscle)/(b.Sacrum.Stiffness-muscle), tt.share, 0.03, "")
	}
	if left := w.ground.at(p.levels[body.L3]).stiff[chair.Left]; left == stiff(p.levels[body.L3]) {
		t.Error("left and right feel the same")
	}
	_, depth := b.Hollow()
	near(t, "hollow at its apex", w.ground.at(p.apex).gap, p.curve*float64(depth), 0.01, "mm")
	if far := w.ground.at(1e6); far != w.ground.at(groundFrom+groundRows*groundStep) {
		t.Errorf("beyond the table: got %+v, want its end", far)
	}
}

// Across: bone on the spinous processes, half way at the keep-out's edge, muscle in the lane.
func TestGroundAcross(t *testing.T) {
	w := newTwin(t, 1, 8)
	const muscle = 1.0
	for _, tt := range []struct{ lateral, share float64 }{{0, 1}, {12, 0.5}, {-12, 0.5}, {15, 0.1}, {35, 0}, {-500, 0}} {
		got := (w.ground.across(muscle, tt.lateral) - muscle) / (w.ground.spine - muscle)
		near(t, "share of bone", got, tt.share, 0.01, "")
	}
}

// The kneading shaft moves both rollers as the profile says, mirrored about the chair's midline.
func TestKneadingMovesRollers(t *testing.T) {
	w := newTwin(t, 1, 8)
	cmd := homed(t, w)
	head := w.profile.Rollers
	for angle := chair.Coord(0); angle < 360; angle += 30 {
		cmd.Axes[chair.Kneading] = chair.Setpoint{On: true, Pos: angle}
		run(w, &cmd, 2*time.Second)
		tr := w.Truth()
		along, across, _ := head.Knead(tr.Axes[chair.Kneading])
		near(t, "angle", math.Abs(wrap(float64(tr.Axes[chair.Kneading]-angle))), 0, 0.3, "°")
		near(t, "along", float64(tr.Along-along), float64(tr.Axes[chair.Carriage]), 1e-6, "mm")
		half := float64(tr.Axes[chair.Width])/2 + float64(across)
		near(t, "right roller", float64(tr.Lateral[chair.Right])+w.sitter.midline, half, 1e-6, "mm")
		near(t, "left roller", float64(tr.Lateral[chair.Left])+w.sitter.midline, -half, 1e-6, "mm")
	}
}
