package screening_test

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/screening"
)

func TestDue(t *testing.T) {
	good := screening.Past{Full: at(0), Outcome: screening.OK}
	with := func(change func(*screening.Past)) screening.Past {
		p := good
		change(&p)
		return p
	}
	for _, c := range []struct {
		name string
		past screening.Past
		now  float64
		want screening.Kind
	}{
		{"never asked", screening.Past{}, 0, screening.Full},
		{"asked just now", good, 0, screening.Short},
		{"89 days ago", good, 89.99, screening.Short},
		{"90 days ago", good, 90, screening.Full},
		{"in the future: the clock was set back", good, -0.01, screening.Full},
		{"something changed", with(func(p *screening.Past) { p.Changed = true }), 1, screening.Full},
		{"something felt wrong", with(func(p *screening.Past) { p.Wrong = true }), 1, screening.Full},
		{"a guest", with(func(p *screening.Past) { p.Guest = true }), 1, screening.Full},
		{"after M", with(func(p *screening.Past) { p.Outcome = screening.M }), 1, screening.Short},
		{"after D", with(func(p *screening.Past) { p.Outcome = screening.D }), 1, screening.Short},
		{"after U", with(func(p *screening.Past) { p.Outcome = screening.U }), 1, screening.Full},
		{"after S", with(func(p *screening.Past) { p.Outcome = screening.S }), 1, screening.Full},
	} {
		if got := screening.Due(c.past, at(c.now)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := screening.Due(screening.Past{Outcome: screening.OK}, time.Time{}.Add(time.Hour)); got != screening.Full {
		t.Errorf("never asked, with a clock at its beginning: %v, want full", got)
	}
}

func TestNames(t *testing.T) {
	for k, want := range map[screening.Kind]string{screening.None: "none", screening.Short: "short", screening.Full: "full", 9: "full"} {
		if got := k.String(); got != want {
			t.Errorf("kind %d is %q, want %q", k, got, want)
		}
	}
	for o, want := range map[screening.Outcome]string{0: "outcome?", screening.OK: "OK", screening.M: "M", screening.W: "W", screening.D: "D", screening.U: "U", screening.S: "S", 7: "outcome?", 200: "outcome?"} {
		if got := o.String(); got != want {
			t.Errorf("outcome %d is %q, want %q", o, got, want)
		}
		if got, want := o.Refused(), o != screening.OK && o != screening.M; got != want {
			t.Errorf("outcome %v: refused %v, want %v", o, got, want)
		}
	}
}
