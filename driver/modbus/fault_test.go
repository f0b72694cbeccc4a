package modbus_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/guard"
)

// A load cell's wire that breaks makes no report: the last one grows old, and the guard retreats.
func TestBrokenWire(t *testing.T) {
	r := newRetrofit(t)
	c := r.open(r.tcp(nil))
	defer c.Close()
	was, err := c.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.units.(*standin.Retrofit).Fray()
	r.pass(r.profile.Period())
	if now, err := c.Read(t.Context()); err != nil || now != was {
		t.Errorf("got %+v, %v; want the report before", now, err)
	}
	r.pass(r.profile.Stale)
	now, err := c.Read(t.Context())
	if !errors.Is(err, driver.ErrStale) || !strings.Contains(err.Error(), `unit "force", force`) || now.Seq != was.Seq {
		t.Errorf("got report %d, %v; want %d and why it is old", now.Seq, err, was.Seq)
	}
	if n := c.Counts().Beyond; n < 2 {
		t.Errorf("counted %d readings beyond limits", n)
	}
}

// stubborn is a board whose timer cannot be set, or does nothing.
type stubborn struct {
	*standin.Board
	keeps bool // answers with a timer that is off
	mends bool // takes the setting, and never acts
}

func (s *stubborn) Do(q *frame.Request, a *frame.Answer) (frame.Exception, bool) {
	const silence = 64
	if s.mends && q.Code == frame.ReadWrite {
		m, _ := s.Shown(q.Unit)
		m.Words[silence] = 0
		s.Wrote(q.Unit, &m)
	}
	e, ok := s.Board.Do(q, a)
	if s.keeps && q.Code == frame.ReadHolding && q.Address == silence {
		a.Values[0] = 0
	}
	return e, ok
}

func TestTimerThatCannotBeSet(t *testing.T) {
	r := newRig(t)
	r.units = &stubborn{Board: r.board, keeps: true}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err := modbus.Open(ctx, modbus.Options{Profile: &r.profile, Template: r.template, Link: r.tcp(nil), Clock: r.clock, Answer: patience})
	if err == nil || !strings.Contains(err.Error(), `setting "silence" at register 64: it stays at 0 instead of 120`) {
		t.Errorf("got %v", err)
	}
}

// A unit that does nothing though its host was silent is a fault of its axes, and is given its time again before it is asked
// once more.
func TestTimerThatDoesNothing(t *testing.T) {
	r := newRig(t)
	r.units = &stubborn{Board: r.board, mends: true}
	c := r.open(r.tcp(nil))
	defer c.Close()
	for range 3 {
		if err := c.Apply(t.Context(), guard.Cleared{}); err != nil {
			t.Fatal(err)
		}
		r.pass(r.profile.Period())
	}
	for range 20 {
		r.pass(r.profile.Period())
		if got, err := c.Read(t.Context()); err != nil && !errors.Is(err, driver.ErrStale) {
			t.Fatal(err)
		} else if got.Lost {
			if !got.Axes[chair.Depth].Fault || !got.Axes[chair.Carriage].Fault {
				t.Errorf("got %+v, want every axis lost", got.Axes)
			}
			if n := c.Counts().Silent; n != 1 {
				t.Errorf("asked %d times", n)
			}
			return
		}
	}
	t.Error("nobody noticed")
}

// A line too slow for the profile's rate is refused before anything is sent.
func TestTooSlow(t *testing.T) {
	p, m := load(t, "open-board")
	fast, slow := line("/dev/null"), line("/dev/null")
	slow.Baud = 57600
	if takes := m.Takes(fast); takes > p.Period() || takes < p.Period()/2 {
		t.Errorf("a cycle at 115,200 baud takes %v, and the profile has %v", takes, p.Period())
	}
	_, err := modbus.Open(t.Context(), modbus.Options{Profile: &p, Template: m, Link: slow})
	if err == nil || !strings.Contains(err.Error(), "57600 baud") {
		t.Errorf("got %v", err)
	}
	az, templ := load(t, "retrofit-az")
	_, err = modbus.Open(t.Context(), modbus.Options{Profile: &az, Template: templ, Link: fast})
	if err == nil || !strings.Contains(err.Error(), "behind a gateway") {
		t.Errorf("got %v", err)
	}
}

// After a connection that broke the next cycle opens another, and nothing counts as done that was not confirmed.
func TestConnectionBreaks(t *testing.T) {
	r := newRig(t)
	breaks := false
	c := r.open(r.tcp(func(frame []byte) []byte {
		if breaks {
			breaks = false
			return append(frame[:3], 9) // no header: it never becomes an answer
		}
		return frame
	}))
	defer c.Close()
	apply := func() error {
		r.pass(r.profile.Period())
		return c.Apply(t.Context(), guard.Cleared{})
	}
	if err := apply(); err != nil {
		t.Fatal(err)
	}
	c.Patience(20 * time.Millisecond)
	breaks = true
	if err := apply(); !errors.As(err, new(*driver.Unverified)) {
		t.Errorf("got %v, want Unverified", err)
	}
	c.Patience(patience)
	if err := apply(); err != nil {
		t.Errorf("over a new connection: %v", err)
	}
	if n := c.Counts(); n.NoAnswer != 1 {
		t.Errorf("counted %d without answer", n.NoAnswer)
	}
}

// late answers one request only when it is let.
type late struct {
	standin.Units
	next, let chan struct{}
}

func (l *late) Do(q *frame.Request, a *frame.Answer) (frame.Exception, bool) {
	select {
	case <-l.next:
		<-l.let
	default:
	}
	return l.Units.Do(q, a)
}

// On a serial line an answer that comes late is not taken for that to the next request, which it could not be told from.
func TestLateAnswer(t *testing.T) {
	l := &late{newRig(t).board, make(chan struct{}, 1), make(chan struct{})}
	end, device := pty(t)
	served := make(chan error, 1)
	go func() { served <- standin.ServeLine(end, l, standin.Line{}) }()
	w, err := line(device).Wire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var a frame.Answer
	do := func(q frame.Request, within time.Duration) error {
		q.Unit, q.Count = 1, 1
		return w.Do(&q, &a, within)
	}
	for i, v := range []uint16{111, 222} {
		if err := do(frame.Request{Code: frame.WriteRegister, Address: uint16(300 + i), Values: []uint16{v}}, patience); err != nil {
			t.Fatal(err)
		}
	}
	l.next <- struct{}{}
	if err := do(frame.Request{Code: frame.ReadHolding, Address: 300}, 500*time.Millisecond); err == nil {
		t.Error("an answer that nobody gave")
	}
	close(l.let)
	if err := do(frame.Request{Code: frame.ReadHolding, Address: 301}, patience); err != nil || a.Values[0] != 222 {
		t.Errorf("got %v, %v; want 222", a.Values, err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	_ = end.Close() // ends the server
	if err := <-served; err != nil {
		t.Error(err)
	}
}
