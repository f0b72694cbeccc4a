package commission

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
)

// deaf is a chair whose reports stop for a moment, at a time.
type deaf struct {
	driver.Chair
	old   chair.Report
	until time.Duration
	now   func() time.Duration
}

func (d *deaf) Read(ctx context.Context) (chair.Report, error) {
	if d.now() < d.until {
		return d.old, driver.ErrStale
	}
	r, err := d.Chair.Read(ctx)
	d.old = r
	return r, err
}

// hushed runs a test in whose step reports stop for a moment, each of the first times that it is tried.
func hushed(t *testing.T, step string, times int) (View, int) {
	t.Helper()
	r := simulated(t, nil)
	d := &deaf{Chair: r.chair, now: func() time.Duration { return r.now }}
	r.chair = d
	r.bench = New(Options{Profile: &r.profile, Room: 23})
	asked, in, since := 0, false, time.Duration(0)
	for end := r.now + longest; !r.bench.Over(); {
		if r.now > end {
			t.Fatalf("not over: %+v", r.bench.View())
		}
		v := r.bench.View()
		rests := v.Prompt.How == Wait && strings.Contains(v.Prompt.Text, "comes to rest")
		switch under := v.Name == step && !rests; {
		case under && !in:
			in, since = true, r.now
		case !under:
			in = false
		case times > 0 && r.now-since > 200*time.Millisecond && r.bench.gate.state().String() == "armed":
			times, asked = times-1, asked+1
			d.until, since, r.said = r.now+r.profile.Stale+20*time.Millisecond, r.now+time.Hour, ""
		}
		r.tick()
	}
	return r.bench.View(), asked
}

// TestLate: reports that stop for a moment end the step by the guard, everything rests, and the step begins again; the record says
// so. A chair that is late again and again does not pass.
func TestLate(t *testing.T) {
	for _, step := range []string{"axis depth", "axis carriage", "heat", "stop"} {
		v, asked := hushed(t, step, 1)
		if v.Outcome != Passed || asked != 1 {
			t.Errorf("%s: %v after %d: %s", step, v.Outcome, asked, v.Why)
		}
		told := 0
		for _, x := range v.Results {
			for _, f := range x.Figures {
				if strings.HasPrefix(f.Name, "begun again") {
					told++
					if x.Name != step || f.Value != 1 {
						t.Errorf("%s: %s says %v", step, x.Name, f)
					}
				}
			}
		}
		if told != 1 {
			t.Errorf("%s: told %d times", step, told)
		}
	}
	v, asked := hushed(t, "axis carriage", mostLate)
	if v.Outcome != Passed || asked != mostLate {
		t.Errorf("%d times: %v: %s", asked, v.Outcome, v.Why)
	}
	v, asked = hushed(t, "axis carriage", mostLate+1)
	if last := v.Results[len(v.Results)-1]; v.Outcome != Failed || asked != mostLate+1 || last.Name != "axis carriage" || !strings.Contains(v.Why, "busy") {
		t.Errorf("%d times: %v: %s", asked, v.Outcome, v.Why)
	}
}
