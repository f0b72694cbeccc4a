package simlink

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// link is the host's end of the socket. The driver's goroutine sends; a goroutine of the link's own hears what comes,
// until the socket is closed.
type link struct {
	conn  net.Conn
	clock func() time.Duration

	welcomes chan welcome
	answers  chan answer
	news     chan struct{} // a report came
	ended    chan struct{} // closed when nothing is heard any more

	mu     sync.Mutex
	offset offset
	sent   time.Duration // engine's clock: when the frame left whose answer is waited for
	number uint64        // of that frame
	newest chair.Report  // on the engine's clock; its peaks are since a report was last handed out
	handed bool          // newest has been
	counts Counts
	err    error // why nothing is heard any more
}

// Counts is what came over a link.
type Counts struct {
	Reports uint64
	Dropped uint64 // runs of bytes, and whole frames, that did not belong to the protocol
}

// print is the fingerprint of a profile: of everything that it says, but not of where its figures come from.
func print(p *chair.Profile) fingerprint {
	bare := *p
	bare.Figures = nil
	return sha256.Sum256(fmt.Appendf(nil, "%d %+v", version, bare))
}

func newLink(conn net.Conn, clock func() time.Duration) *link {
	l := &link{
		conn: conn, clock: clock, welcomes: make(chan welcome, 1), answers: make(chan answer, 1),
		news: make(chan struct{}, 1), ended: make(chan struct{}), handed: true,
	}
	go l.hear()
	return l
}

// close ends the link and its goroutine.
func (l *link) close() {
	_ = l.conn.Close() // nothing is kept back that could be lost
	<-l.ended
}

// greet says who drives, and waits for the welcome and the first report.
func (l *link) greet(ctx context.Context, p *chair.Profile) error {
	g := greet{print(p)}
	l.leaving(0)
	if _, err := l.conn.Write(g.frame(nil)); err != nil {
		return fmt.Errorf("greeting the chair: %w", err)
	}
	select {
	case w := <-l.welcomes:
		switch w.verdict {
		case taken:
		case busy:
			return errors.New("another host is connected to this chair: end it first")
		case otherChair:
			return fmt.Errorf("the chair there goes by another profile than this %s: start both with the same", p.Name)
		default:
			return errors.New("the chair answered a greeting with something else")
		}
	case <-l.ended:
		return fmt.Errorf("greeting the chair: %w", l.why())
	case <-ctx.Done():
		return fmt.Errorf("greeting the chair: nobody answered in version %d of the protocol: %w", version, ctx.Err())
	}
	select {
	case <-l.news:
		return nil
	case <-l.ended:
		return fmt.Errorf("waiting for the first report: %w", l.why())
	case <-ctx.Done():
		return fmt.Errorf("waiting for the first report: %w", ctx.Err())
	}
}

// leaving notes that a frame of a number is about to leave.
func (l *link) leaving(number uint64) {
	now := l.clock()
	l.mu.Lock()
	l.sent, l.number = now, number
	l.mu.Unlock()
}

// hear takes in frames until the socket ends.
func (l *link) hear() {
	defer close(l.ended)
	var s scanner
	for {
		if err := s.fill(l.conn); err != nil {
			l.fail(err)
			return
		}
		for k, body, ok := s.next(); ok; k, body, ok = s.next() {
			if err := l.take(k, body, l.clock()); err != nil {
				l.fail(err)
				return
			}
		}
		l.mu.Lock()
		l.counts.Dropped += s.dropped
		l.mu.Unlock()
		s.dropped = 0
	}
}

// take takes in one frame. The error is one that the link cannot go on after.
func (l *link) take(k kind, body []byte, now time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	switch k {
	case kindReport:
		var r report
		if r.read(body) == nil && r.what.Seq > l.newest.Seq {
			return l.report(&r, now)
		}
	case kindAnswer:
		var a answer
		if a.read(body) == nil && a.number == l.number && a.number != 0 {
			err = l.offset.went(l.sent, a.received)
			l.number = 0 // the first answer counts
			offer(l.answers, a)
			return err
		}
	case kindWelcome:
		var w welcome
		if w.read(body) == nil && l.newest.Seq == 0 {
			err = l.offset.went(l.sent, w.received)
			offer(l.welcomes, w)
			return err
		}
	}
	l.counts.Dropped++
	return nil
}

func (l *link) report(r *report, now time.Duration) error {
	if err := l.offset.came(r.sent, now); err != nil {
		return err
	}
	next := r.what
	next.At = l.offset.notYounger(next.At)
	if next.At <= l.newest.At && l.newest.Seq != 0 {
		l.counts.Dropped++ // a chair whose time stands still has nothing new to say
		return nil
	}
	if !l.handed {
		for s, peak := range l.newest.Peak {
			next.Peak[s] = max(next.Peak[s], peak)
		}
	}
	l.newest, l.handed = next, false
	l.counts.Reports++
	offer(l.news, struct{}{})
	return nil
}

// offer puts a value into a channel that has room for one, or leaves the one that is there.
func offer[T any](c chan T, v T) {
	select {
	case c <- v:
	default:
	}
}

// fail keeps the first reason why nothing is heard any more.
func (l *link) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

func (l *link) why() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// look is the newest report; hand says that it is handed out, so that peaks begin anew.
func (l *link) look(hand bool) chair.Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.handed = l.handed || hand
	return l.newest
}

// notLater is a moment of the engine's clock on the chair's.
func (l *link) notLater(t time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.offset.notLater(t)
}
