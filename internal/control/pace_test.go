package control

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// TestPace: a chair that follows at once keeps the parameters as they are argued; one that follows late goes gently, in proportion.
func TestPace(t *testing.T) {
	chairOf := func(hz float64, lag time.Duration) pace {
		p := chair.Profile{Rollers: chair.RollerHead{Spring: 6}}
		p.Control = unit.Hertz(hz)
		p.Axes[chair.Depth].Lag = lag
		return paceOf(&p)
	}
	if got, want := chairOf(250, 15*time.Millisecond), (pace{Gain, tapGain, closing, closingNear, 1}); got != want {
		t.Errorf("250 Hz: %+v, want %+v", got, want)
	}
	if got, want := chairOf(100, 12*time.Millisecond), chairOf(250, 15*time.Millisecond); got != want { // as a quick run of verify has it
		t.Errorf("100 Hz: %+v, want %+v", got, want)
	}
	late := chairOf(50, 30*time.Millisecond)
	if !(late.gain < Gain && late.closing < closing && late.closingNear <= late.closing && late.shake < 1) {
		t.Errorf("50 Hz: %+v", late)
	}
	// What it may add before a reading, a command and the drive have caught up: 90 ms.
	if add := late.closing * 0.09 * 6; !(add > 8.99 && add < 9.01) {
		t.Errorf("50 Hz: the first contact adds %.2f N, want 9", add)
	}
	later := chairOf(50, 120*time.Millisecond)
	if !(later.gain < late.gain && later.closing < late.closing && later.closingNear < late.closingNear && later.shake < late.shake) {
		t.Errorf("with more lag %+v, with less %+v", later, late)
	}
}
