package mqtt

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// by is who asks: too short a name to own a session.
const by = "mqtt"

// answerWithin is how long the engine may take.
const answerWithin = time.Second

// take hands an order on. It never waits: of orders that nobody can follow so fast, the later ones are none. A stop has a
// way of its own.
func (b *Bridge) take(l letter) {
	if l.id == stopID {
		newest(b.stops, l)
		return
	}
	select {
	case b.asks <- l:
	default:
		b.refuse(l.id, errors.New("too many orders at once"))
	}
}

const stopID = "stop"

// obey follows orders until ctx ends.
func (b *Bridge) obey(ctx context.Context, letters <-chan letter) {
	var d desk
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-letters:
			o, what, err := d.read(&l, b.o.Now())
			if err == nil {
				err = b.follow(ctx, o, what)
			}
			if err != nil && !errors.Is(err, errEmpty) { // an order that is cleared at the broker is empty
				b.refuse(l.id, err)
			}
		}
	}
}

// follow does what was asked for, as far as it may be from afar.
func (b *Bridge) follow(ctx context.Context, o order, what string) error {
	now := b.o.Now()
	switch o {
	case stop:
		err := b.ask(context.WithoutCancel(ctx), wire.Stop)
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.unheard = err != nil; b.unheard || b.stopped.IsZero() && sessionOf(&b.now.snapshot) != Idle {
			b.stopped = now
		}
		return err
	case softer:
		return b.ask(ctx, wire.Softer)
	case pause:
		b.mu.Lock()
		if b.now.snapshot.Paused {
			b.mu.Unlock()
			return nil // somebody else's, and it is not ours by saying so
		}
		b.own = own{asked: now}
		b.mu.Unlock()
		err := b.ask(ctx, wire.Pause)
		if err != nil {
			b.mu.Lock()
			b.own = own{}
			b.mu.Unlock()
		}
		return err
	case resume:
		b.mu.Lock()
		err := b.own.mayResume(now, b.now.snapshot.Seated, b.o.Seat, b.now.snapshot.Page != wire.PageGone)
		b.mu.Unlock()
		if err != nil {
			return err
		}
		return b.ask(ctx, wire.Resume)
	case choose:
		return b.choose(what)
	case prepare:
		b.mu.Lock()
		defer b.mu.Unlock()
		if sessionOf(&b.now.snapshot) != Idle {
			return errors.New("a session is under way")
		}
		b.prepared.Set(b.chosen, now)
		return nil
	}
	return errUnknown
}

// ask hands a request to the engine.
func (b *Bridge) ask(ctx context.Context, verb wire.Verb) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	reply, err := b.o.Do(ctx, wire.Request{V: wire.Version, Verb: verb, By: by})
	if err != nil {
		return err
	}
	if reply.Error != "" {
		return errors.New(reply.Error)
	}
	return nil
}

// choose takes one of the programmes that ship.
func (b *Bridge) choose(name string) error {
	for _, k := range b.o.Courses {
		if k.Name == name {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.chosen = name
			return nil
		}
	}
	return errors.New("no programme that ships is called so")
}

// note keeps what orders need of a snapshot.
func (b *Bridge) note(h heard) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := sessionOf(&b.now.snapshot)
	b.now = h
	after := sessionOf(&h.snapshot)
	b.own.hear(b.o.Now(), h.snapshot.Paused, after != Idle)
	if before == Idle && after != Idle {
		b.stopped, b.unheard = time.Time{}, false
		b.prepared.Clear() // what was prepared has begun, or something else was wanted
	}
}

// add fills in what the bridge itself knows.
func (b *Bridge) add(s *State, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s.Programme, s.Prepared, s.Stop = Programme(b.chosen), b.prepared.Name(now) != "", NoStop
	if b.stopped.IsZero() {
		return
	}
	switch now := &b.now.snapshot; {
	case now.Stop == wire.StopConfirmed:
		s.Stop = StopConfirmed
	case now.Stop == wire.StopUnconfirmed, b.unheard && sessionOf(now) != Idle:
		s.Stop = StopUnconfirmed
	case b.unheard: // and the chair is at rest now
	default:
		s.Stop = StopSent
	}
}

// refuseOften is how often orders that are not followed are logged: whoever floods the broker must not fill the disk.
const refuseOften = 10 * time.Second

// refuse logs that an order was not followed, and never what it said.
func (b *Bridge) refuse(id string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
	if now := b.o.Now(); now.Sub(b.told) >= refuseOften || now.Before(b.told) {
		b.o.Logger.Warn("an order from the broker was not followed", "order", id, "err", err, "since", b.refused)
		b.told, b.refused = now, 0
	}
}
