package rongtai

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
)

// refused opens the driver where it cannot be opened, and gives the error.
func (r *rig) refused(o Options) error {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	o.Profile, o.Clock, o.Bus = &r.profile, r.clock, r.bus.Address
	c, err := Open(ctx, o)
	if err == nil {
		_ = c.Close()
		r.Fatal("opened")
	}
	return err
}

// TestOpenRefuses: why a chair cannot be opened is said.
func TestOpenRefuses(t *testing.T) {
	t.Run("another device", func(t *testing.T) {
		r := newRig(t, standin.Options{Strange: true})
		if err := r.refused(Options{}); !errors.Is(err, ErrStrange) {
			t.Errorf("got %v, want ErrStrange", err)
		}
	})
	t.Run("another name", func(t *testing.T) {
		r := newRig(t, standin.Options{Name: "HEADPHONES"})
		if err := r.refused(Options{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if r.station.Connects() != 0 {
			t.Error("it connected to something that is no chair by its name")
		}
	})
	t.Run("another address", func(t *testing.T) {
		r := newRig(t, standin.Options{})
		if r.refused(Options{Address: "AA:BB:CC:00:10:14"}); r.station.Connects() != 0 {
			t.Error("it connected to another chair")
		}
	})
	t.Run("held by another central", func(t *testing.T) {
		r := newRig(t, standin.Options{})
		r.station.Fail(standin.Faults{OtherHolds: true})
		if err := r.refused(Options{}); !errors.Is(err, ErrHeld) {
			t.Errorf("got %v, want ErrHeld", err)
		}
	})
	t.Run("held on this machine", func(t *testing.T) {
		r := newRig(t, standin.Options{})
		c := r.open()
		if err := r.refused(Options{}); !errors.Is(err, ErrHeld) {
			t.Errorf("got %v, want ErrHeld", err)
		}
		if c.link.why() != nil || !r.station.Listening() {
			t.Error("the second took the link from the first")
		}
	})
	t.Run("without BlueZ", func(t *testing.T) {
		r := newRig(t, standin.Options{})
		r.station.Close()
		if err := r.refused(Options{}); !errors.Is(err, ErrNoBluetooth) {
			t.Errorf("got %v, want ErrNoBluetooth", err)
		}
	})
	t.Run("the wrong profile", func(t *testing.T) {
		p := chair.Profile{Name: "open"}
		if _, err := Open(t.Context(), Options{Profile: &p}); err == nil {
			t.Error("a chair with axes was opened")
		}
		p.Closed = &chair.ClosedProfile{Protocol: "rongtai", Modes: []chair.ClosedMode{{Name: "knock"}}}
		if _, err := Open(t.Context(), Options{Profile: &p}); err == nil {
			t.Error("a mode was taken that this driver has not")
		}
	})
}

// TestSpoof: what another process on the bus sends is not believed, though it looks like BlueZ's.
func TestSpoof(t *testing.T) {
	r := newRig(t, standin.Options{})
	c := r.open()
	was := c.Counts()
	running := Status{Powered: true, Run: Running, Technique: Knead}
	frame := running.Encode()
	for range 20 {
		if err := r.station.Spoof(frame[:]); err != nil {
			t.Fatal(err)
		}
	}
	r.pass(2 * time.Second) // what comes after it has arrived
	rep, err := c.Read(t.Context())
	if err != nil || rep.Closed.Run != chair.Idle {
		t.Errorf("%v, %+v: want the chair's own idle", err, rep.Closed)
	}
	if got := c.Counts(); got.Foreign != was.Foreign || got.Frames-was.Frames != 4 {
		t.Errorf("from %+v to %+v: want the four of the chair", was, got)
	}
}

// TestBlueZEnds: bluetoothd ends and comes back, and the chair is found again.
func TestBlueZEnds(t *testing.T) {
	r := newRig(t, standin.Options{})
	c := r.open()
	r.station.Close()
	r.until("the link is seen to be down", func() bool { return c.link.why() != nil })
	s, err := standin.Open(r.bus.Address, standin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	r.station = s
	r.until("it is up again", func() bool { return c.link.why() == nil && s.Listening() })
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// TestScan finds what may be such a chair, and touches nothing.
func TestScan(t *testing.T) {
	for name, want := range map[string]struct {
		o      standin.Options
		found  int
		named  bool
		serves bool
	}{
		"a chair":                        {standin.Options{}, 1, true, true},
		"the service alone":              {standin.Options{Name: "SCALE"}, 1, false, true},
		"the name alone":                 {standin.Options{Strange: true}, 1, true, false},
		"neither, and it is not a chair": {standin.Options{Name: "SCALE", Strange: true}, 0, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, want.o)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			found, err := Scan(ctx, r.bus.Address, "", r.profile.Closed.Names)
			if err != nil || len(found) != want.found {
				t.Fatalf("%v, %+v", err, found)
			}
			if want.found == 1 && (found[0].Named != want.named || found[0].Serves != want.serves || found[0].Address != "AA:BB:CC:00:10:13" || found[0].RSSI != -61) {
				t.Errorf("%+v", found[0])
			}
			if r.station.Connects() != 0 {
				t.Error("a scan connected")
			}
		})
	}
}
