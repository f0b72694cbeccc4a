package simlink

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// Clock is a station's time. It runs on by itself from 0, and never back.
type Clock interface {
	Now() time.Duration
	// After sends once, after d or a little later; asked again, it need not send for what was asked before. One
	// goroutine uses it.
	After(d time.Duration) <-chan time.Time
}

// Wall is the machine's own monotonic clock.
type Wall struct {
	start time.Time
	timer *time.Timer
}

// NewWall is a clock that starts now.
func NewWall() *Wall { return &Wall{start: time.Now(), timer: time.NewTimer(time.Hour)} }

// Now implements Clock.
func (w *Wall) Now() time.Duration { return time.Since(w.start) }

// After implements Clock.
func (w *Wall) After(d time.Duration) <-chan time.Time {
	w.timer.Reset(d)
	return w.timer.C
}

// StationOptions makes a station. Twin is required.
type StationOptions struct {
	Twin    *twin.Twin
	Clock   Clock        // nil: the machine's
	Observe func(*Entry) // called from Serve's goroutine with what really happens; it must not wait
}

// Station is the chair's end: a twin that lives by itself, a step each millisecond of its clock, and the host that it
// listens to. Serve's goroutine owns it; Inject and Truth may be called from others while Serve runs.
type Station struct {
	twin    *twin.Twin
	print   fingerprint
	clock   Clock
	observe func(*Entry)
	period  time.Duration // of reports
	slips   time.Duration // how far behind its clock it gives the time up

	since    time.Duration // the clock's time at which the twin's was 0
	host     *host         // the one that drives; nil is none
	sequence uint64        // of its last command since one that de-energised
	waiting  chair.Command // arrives with the next step
	arrived  bool
	packet   packet // the last one sent
	log      log
	hand     [chair.SideEnd]unit.Newton // that presses on a roller, for trying its cell

	ready  chan time.Time // always ready: closed
	frames chan arrival
	asks   chan ask
	quit   chan struct{}  // closed when Serve ends
	all    sync.WaitGroup // Serve's goroutines
}

// ask is a request to the goroutine that owns the twin.
type ask struct {
	failure twin.Failure // 0: none
	on      bool
	press   bool // lay a hand on the roller of side, with push
	side    chair.Side
	push    unit.Newton
	done    chan twin.Truth // what is after it; has room for one
}

// slipShare is how much of its heartbeat a station may fall behind its clock before it gives the time up. A chair's own
// controller does not stop: what was missed is made up for, so that a report's moment and the motion in it agree. Only
// if the machine stops this process for so long that the simulated chair would take that for a host that fell silent, its
// time stands still instead.
const slipShare = 0.5

// NewStation is a station that does not serve yet.
func NewStation(o StationOptions) *Station {
	p := o.Twin.Profile()
	s := &Station{
		twin: o.Twin, print: print(&p), clock: o.Clock, observe: o.Observe, period: max(p.Period().Truncate(twin.Tick), twin.Tick),
		slips: max(time.Duration(slipShare*float64(p.Heartbeat)), twin.Tick),
		ready: make(chan time.Time), frames: make(chan arrival), asks: make(chan ask), quit: make(chan struct{}),
	}
	close(s.ready)
	if s.clock == nil {
		s.clock = NewWall()
	}
	s.log.home = p.Axes[chair.Depth].Home
	return s
}

// Serve lets the chair live, and listens to hosts that connect, until ctx is done. It closes the listener, and ends all
// that it began. It is called once.
func (s *Station) Serve(ctx context.Context, l net.Listener) error {
	s.since = s.clock.Now() - s.twin.Now()
	failed := make(chan error, 1)
	s.all.Add(1)
	go s.accept(l, failed)
	defer s.all.Wait()
	defer close(s.quit)
	defer l.Close()
	for {
		now := s.clock.Now()
		next := s.since + s.twin.Now() + twin.Tick
		var wake <-chan time.Time
		if now < next {
			wake = s.clock.After(next - now)
		} else {
			s.live(now - next)
			wake = s.ready
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return fmt.Errorf("listening for hosts: %w", err)
		case a := <-s.frames:
			s.take(a)
		case a := <-s.asks:
			s.heed(a)
		case <-wake:
		}
	}
}

// live lets a tick pass that was due behind ago.
func (s *Station) live(behind time.Duration) {
	if behind > s.slips {
		s.since += behind
		s.tell(EventSlipped, fmt.Sprintf("this process did not run for %v", behind.Round(time.Millisecond)))
	}
	if s.arrived {
		s.arrived = false
		s.twin.Step(&s.waiting)
	} else {
		s.twin.Step(nil)
	}
	now := s.twin.Now()
	if s.host != nil && now%s.period == 0 && s.twin.Answers() {
		s.report()
	}
	s.watch()
}

// report sends a reading.
func (s *Station) report() {
	var r report
	if !s.twin.Report(&r.what) {
		return
	}
	r.what.At += s.since
	for side, n := range s.hand {
		r.what.Force[side] += n
		r.what.Peak[side] += n
	}
	r.sent = max(s.clock.Now(), r.what.At)
	s.packet.send(s.host.reports, r.frame(s.packet.b[:0]))
}

// take takes in a frame of a host, or its end.
func (s *Station) take(a arrival) {
	switch {
	case a.gone:
		if a.host == s.host {
			s.host = nil
			s.tell(EventGone, fmt.Sprintf("%d runs of bytes did not belong to the protocol", a.dropped))
		}
	case !s.twin.Answers(): // nothing comes through
	case a.kind == kindGreet:
		s.welcome(&a)
	case a.kind == kindCommand && a.host == s.host:
		s.command(&a)
	}
}

func (s *Station) welcome(a *arrival) {
	w := welcome{verdict: taken, received: a.at}
	switch {
	case a.greet.profile != s.print:
		w.verdict = otherChair
	case s.host != nil && s.host != a.host:
		w.verdict = busy
	}
	s.packet.send(a.host.answers, w.frame(s.packet.b[:0]))
	if w.verdict != taken {
		s.tell(EventRefused, "")
		return
	}
	s.host, s.sequence = a.host, 0
	s.tell(EventHost, "")
	s.report()
}

// command judges a command by itself: by its end on this clock, and its order. A host that was held up may send what it
// decided long ago.
func (s *Station) command(a *arrival) {
	c := &a.command
	reply := answer{number: c.number, received: a.at, verdict: taken}
	switch {
	case c.sequence != 0 && s.clock.Now() > c.expires:
		reply.verdict = late
	case c.sequence != 0 && c.sequence <= s.sequence:
		reply.verdict = outOfOrder
	}
	s.packet.send(a.host.answers, reply.frame(s.packet.b[:0]))
	if reply.verdict != taken {
		s.tell(EventTooOld, fmt.Sprintf("command %d: it is too old", c.sequence))
		return
	}
	s.sequence = c.sequence
	s.waiting, s.arrived = c.what, true
	s.log.command = s.twin.Now()
}

// heed does what an ask asks.
func (s *Station) heed(a ask) {
	if a.failure != 0 && s.twin.Failing(a.failure) != a.on {
		s.twin.Inject(a.failure, a.on)
		event := EventBegins
		if !a.on {
			event = EventEnds
		}
		s.tell(event, a.failure.String())
	}
	if a.press {
		s.hand[a.side] = a.push
	}
	a.done <- s.twin.Truth()
}

// ErrNotServed: the station does not serve any more.
var ErrNotServed = errors.New("the simulated chair has ended")

// Inject begins or ends a failure.
func (s *Station) Inject(f twin.Failure, on bool) error {
	_, err := s.ask(ask{failure: f, on: on})
	return err
}

// Press lays a hand on a roller: from now on its load cell feels n newtons more, until another Press. The twin knows nothing of it:
// only a chair that is being tried has its cover open.
func (s *Station) Press(side chair.Side, n unit.Newton) error {
	_, err := s.ask(ask{press: true, side: side, push: n})
	return err
}

// Truth is what really is in the simulation.
func (s *Station) Truth() (twin.Truth, error) { return s.ask(ask{}) }

func (s *Station) ask(a ask) (twin.Truth, error) {
	a.done = make(chan twin.Truth, 1)
	select {
	case s.asks <- a:
		return <-a.done, nil
	case <-s.quit:
		return twin.Truth{}, ErrNotServed
	}
}
