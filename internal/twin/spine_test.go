package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// TestBeamKnown holds the beam against what any table of beams gives for a simple span under one load: F a² b² / (3 EI L),
// in the middle F L³ / (48 EI).
func TestBeamKnown(t *testing.T) {
	const joint, spacing, length = 270.0, 37.0, 400.0 // N m/rad, mm, mm
	m := beam{pelvis: 100, sacrum: 100, ribs: 100 + length, thorax: 100 + length, joint: joint, spacing: spacing}
	const ei = joint * 1000 * spacing
	for _, a := range []float64{10, 57, 200, 333} {
		b := length - a
		near(t, "gives", m.gives(100+a)*1e3, a*a*b*b/(3*ei*length)*1e3, 1e-9, "µm/N")
	}
	near(t, "in the middle", m.gives(300)*1e3, length*length*length/(48*ei)*1e3, 1e-9, "µm/N")
	for _, h := range []float64{0, 100, 500, 700} {
		if got := m.gives(h); got != 0 {
			t.Errorf("on a support or beyond, at %.0f mm: %.4f mm/N", h, got)
		}
	}
	// A rigid lower end only turns about its support: on it, all that gives is the rest, by the square of the lever.
	m.sacrum = 160
	rest := func(x float64) float64 { u := length - x; return u * u * u / (3 * ei) } // of a cantilever
	near(t, "rigid end", m.gives(140)*1e3, 40*40*rest(60)/(length*length)*1e3, 1e-3, "µm/N")
}

// TestBeamIsARowOfJoints: the beam gives what its joints do one by one, each turning by moment over stiffness.
func TestBeamIsARowOfJoints(t *testing.T) {
	w := newTwin(t, 1, 1)
	b := ansurBack(t, 1)
	m := beamOf(&b, &w.sitter, w.spine.joint)
	m.thorax = m.ribs // without the thorax, whose joints are others
	span := m.thorax - m.pelvis
	load := (m.sacrum + m.ribs) / 2
	sum := 0.0
	for h := m.sacrum + m.spacing/2; h < m.ribs; h += m.spacing {
		arm := min((h-m.pelvis)*(m.thorax-load), (m.thorax-h)*(load-m.pelvis)) / span // moment per N
		sum += arm * arm / (m.joint * 1000)
	}
	if got := m.gives(load); math.Abs(got-sum) > 0.03*sum {
		t.Errorf("the beam gives %.4f mm/N, its joints %.4f", got, sum)
	}
}

// TestSpineBends in time as a first-order lag does: by 63 % after its time constant, and hardly at a tap.
func TestSpineBends(t *testing.T) {
	p := spineOf(&Options{})
	const gives, force, h = 0.12, 50.0, 0.004
	for range int(0.1 / h) {
		p.step(gives, force, h)
	}
	near(t, "after a time constant", p.bent, gives*force*(1-math.Exp(-1)), 0.08, "mm")
	for range 1000 {
		p.step(gives, force, h)
	}
	near(t, "in the end", p.bent, gives*force, 1e-6, "mm")
	least, most := math.Inf(1), 0.0
	for i := range 2000 {
		p.step(gives, force*(1+math.Sin(2*math.Pi*8*float64(i)*h)), h) // 8 taps a second
		if i > 1000 {
			least, most = min(least, p.bent), max(most, p.bent)
		}
	}
	lag := 1 / math.Hypot(1, 2*math.Pi*8*0.1)
	near(t, "half of the way at 8 Hz", (most-least)/2, gives*force*lag, 0.1*gives*force*lag, "mm")
}

// TestSpineBendsUnderRollers: pressed for long, spine, tissue and spring each carry the same force.
func TestSpineBendsUnderRollers(t *testing.T) {
	w := newTwin(t, 2500, 3)
	cmd := homed(t, w)
	still(w)
	to(w, &cmd, chair.Recline, 130, 5*time.Second)
	to(w, &cmd, chair.Carriage, chair.Coord(w.Truth().Levels[body.L2]), 5*time.Second)
	to(w, &cmd, chair.Depth, 70, 4*time.Second)
	run(w, &cmd, 20*time.Second)
	seen := w.Truth()
	both := float64(seen.Force[0] + seen.Force[1])
	near(t, "bent", float64(seen.Bent), both*w.under.place.gives, 0.02, "mm")
	if both < 30 || seen.Bent < 2 {
		t.Errorf("%.0f N of both rollers bend the spine by %.1f mm: too little to try it with", both, seen.Bent)
	}
	to(w, &cmd, chair.Depth, 0, time.Second)
	run(w, &cmd, 2*time.Second)
	near(t, "straight again", float64(w.Truth().Bent), 0, 0.01, "mm")
}
