package driver_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// TestLeave: power goes off, once more after a retreat of the chair's own, and what was not seen is said to be so.
func TestLeave(t *testing.T) {
	broken, far := errors.New("broken"), errors.New("far out")
	unseen := &driver.Unverified{Doing: "apply", Err: broken}
	for _, tt := range []struct {
		name    string
		off     []error // of each call
		home    bool
		retract error
		offs    int
		want    error // nil: it is left in order
		unseen  bool
	}{
		{"at home", []error{nil}, true, nil, 1, nil, false},
		{"at home, not heard", []error{unseen}, true, nil, 1, broken, true},
		{"at home, not sent", []error{broken}, true, nil, 1, broken, true},
		{"out, goes home", []error{broken, nil}, false, nil, 2, nil, false},
		{"out, goes home, not heard", []error{nil, unseen}, false, nil, 2, broken, true},
		{"out, stays out", []error{nil}, false, far, 1, far, false},
	} {
		n, retracted := 0, false
		err := driver.Leave(func() error { n++; return tt.off[n-1] }, func() bool { return tt.home }, func() error { retracted = true; return tt.retract })
		if n != tt.offs || retracted == tt.home || !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) || errors.As(err, new(*driver.Unverified)) != tt.unseen {
			t.Errorf("%s: %v after %d, retracted %v", tt.name, err, n, retracted)
		}
		if err != nil && tt.want != far && !strings.HasPrefix(err.Error(), "close: ") {
			t.Errorf("%s: %v does not say what was being done", tt.name, err)
		}
	}
}

// TestHome: at home is a depth that knows it and is near; a chair without one has nothing out.
func TestHome(t *testing.T) {
	var p chair.Profile
	var r chair.Report
	if !driver.Home(&p, &r) {
		t.Error("a chair without a depth is out")
	}
	p.Axes[chair.Depth] = chair.AxisProfile{Fitted: true, Home: 3}
	for _, tt := range []struct {
		at    chair.Coord
		homed bool
		want  bool
	}{{3, true, true}, {3 + driver.HomeBand, true, true}, {4, true, false}, {0, true, true}, {3, false, false}} {
		r.Axes[chair.Depth] = chair.AxisReport{Pos: tt.at, Homed: tt.homed}
		if got := driver.Home(&p, &r); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
	if err := driver.NotHome(&p, &r); !strings.Contains(err.Error(), "3.0 mm") {
		t.Error(err)
	}
}

// TestRefuse: the zero Cleared goes always, and after Close nothing is to be sent for it.
func TestRefuse(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var zero guard.Cleared
	if idle, err := driver.Refuse(ctx, zero, driver.State{Now: 9, Last: 7}); idle || err != nil {
		t.Errorf("open: %v, %v", idle, err)
	}
	if idle, err := driver.Refuse(ctx, zero, driver.State{Now: 9, Last: 7, Closed: true}); !idle || err != nil {
		t.Errorf("closed: %v, %v", idle, err)
	}
	c := armed(t)
	for name, tt := range map[string]struct {
		ctx  context.Context
		s    driver.State
		want error
	}{
		"taken":     {t.Context(), driver.State{Now: c.Expires(), Last: c.Sequence() - 1}, nil},
		"closed":    {t.Context(), driver.State{Now: c.Expires(), Last: c.Sequence() - 1, Closed: true}, driver.ErrClosed},
		"cancelled": {ctx, driver.State{Now: c.Expires(), Last: c.Sequence() - 1}, context.Canceled},
		"too old":   {t.Context(), driver.State{Now: c.Expires() + 1, Last: c.Sequence() - 1}, driver.ErrExpired},
		"again":     {t.Context(), driver.State{Now: c.Expires(), Last: c.Sequence()}, driver.ErrExpired},
	} {
		if idle, err := driver.Refuse(tt.ctx, c, tt.s); idle || !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, %v; want %v", name, idle, err, tt.want)
		}
	}
}

// armed is a Cleared of a guard that lets a chair rest where it is.
func armed(t *testing.T) guard.Cleared {
	t.Helper()
	p := &chair.Profile{Name: "least", Control: 100, Heartbeat: 100e6, Stale: 50e6, OnSilence: chair.Retracts}
	g := guard.New(p, chair.Everyone())
	if err := g.Begin(1e9, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	c, f := g.Vet(1e9+10e6, &guard.Input{Report: chair.Report{Seq: 1, At: 1e9 + 10e6, Seated: true}, HostAlive: true})
	if f != nil || c.Sequence() == 0 {
		t.Fatal(f)
	}
	return c
}
