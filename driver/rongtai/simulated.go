package rongtai

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/driver/rongtai/standin"
)

// Simulated is the driver on a chair that is simulated within this process, without Bluetooth. Its time is Options.Clock's
// and passes with Read alone, so that the same reads give the same reports. Options.Address, Adapter and Bus mean nothing
// here.
func Simulated(o Options, sim *standin.Chair) (*Chair, *Simulation, error) {
	c, err := newChair(&o)
	if err != nil {
		return nil, nil, err
	}
	s := &Simulation{Chair: sim, heard: c.hear, at: o.Clock()}
	c.link, c.passes = s, func() { s.pass(o.Clock()) }
	c.begin(context.Background())
	c.hear(s.Chair.Frame())
	return c, s, nil
}

// notifies is how often the simulated chair notifies by itself, as the stand-in on a bus does. An assumption.
const notifies = 500 * time.Millisecond

// Simulation is what is between the driver and its simulated chair, and what can go wrong with it. Any goroutine may use it.
type Simulation struct {
	Chair *standin.Chair
	heard func(frame []byte)

	mu    sync.Mutex
	at    time.Duration // until when the chair's time has passed
	since time.Duration // since it last notified
	acted bool          // a key came: it notifies at once
	deaf  bool
	lost  bool
}

// errOutOfReach is why a simulated link is down.
var errOutOfReach = errors.New("the simulated chair is out of reach")

// Lose takes the chair out of reach, or brings it back; it goes on with what it does.
func (s *Simulation) Lose(lost bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = lost
}

// Deafen lets no key arrive any more, or lets them again.
func (s *Simulation) Deafen(deaf bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deaf = deaf
}

// pass lets the chair's time pass until a moment, and hands on what it notifies then.
func (s *Simulation) pass(at time.Duration) {
	for {
		frame := s.step(at)
		if frame == nil {
			return
		}
		s.heard(frame) // without the lock: it may press a key
	}
}

// step lets time pass until the chair notifies, or until at: then it is nil.
func (s *Simulation) step(at time.Duration) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.at < at {
		d := min(at-s.at, 100*time.Millisecond)
		s.Chair.Pass(d)
		s.at += d
		if s.since += d; s.acted || s.since >= notifies {
			s.since, s.acted = 0, false
			if !s.lost {
				return s.Chair.Frame()
			}
		}
	}
	return nil
}

func (s *Simulation) run(ctx context.Context) { <-ctx.Done() }

func (s *Simulation) why() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost {
		return errOutOfReach
	}
	return nil
}

func (s *Simulation) write(_ context.Context, frame []byte) (left bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.lost:
		return false, errOutOfReach
	case !s.deaf:
		s.Chair.Press(frame)
		s.acted = true
	}
	return true, nil
}
