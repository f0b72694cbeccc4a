package campaign

import (
	"math/rand/v2"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
)

// link is between loop and twin: it brings commands to the chair and reports to the host, and spoils both.
type link struct {
	twin    *twin.Twin
	dice    *rand.PCG // what random draws from
	random  *rand.Rand
	signals []signal
	flags   []flag
	faults  []running

	at    time.Duration // the plant's
	skew  time.Duration // the host's clock less the plant's
	raw   chair.Report  // the newest reading, as the chair made it
	heard bool          // raw came in this period

	reports  []parcel[chair.Report]
	commands []parcel[chair.Command]
	newest   chair.Report         // the last that has come to the host
	lie      func(*chair.Report)  // what a bad driver makes of a report, if there is one
	twist    func(*chair.Command) // and of a command
	driven   chair.Command
}

// parcel is something on its way.
type parcel[T any] struct {
	due  time.Duration
	what T
}

// running is a fault that has begun.
type running struct {
	Fault
	began  time.Duration
	was    []float64     // what the signal said last, at each place where it stands
	report chair.Report  // the last before the fault
	order  chair.Command // the same
	count  uint64        // reports since
	orders uint64        // commands since
}

// drops says whether message number n is lost: all, or all but every other.
func (f *running) drops(n uint64) bool { return f.size == 1 || n%2 == 1 }

// begin makes a fault happen.
func (l *link) begin(f *Fault) {
	if f.kind == failing {
		l.twin.Inject(f.failure, true)
	}
	l.faults = append(l.faults, running{Fault: *f, began: l.at, report: l.newest, order: l.driven})
}

// send hands a command to the link.
func (l *link) send(c *chair.Command) {
	due, doubled := l.at, false
	for i := range l.faults {
		f := &l.faults[i]
		f.orders++
		switch f.kind {
		case commandDelayed:
			due += f.time
		case commandDropped:
			if f.drops(f.orders) {
				return
			}
		case commandDoubled:
			doubled = true
		}
	}
	l.commands = append(l.commands, parcel[chair.Command]{due, *c})
	if doubled {
		l.commands = append(l.commands, parcel[chair.Command]{due + 2*ms, *c})
	}
}

// step lets a tick of the twin pass.
func (l *link) step() {
	for i := range l.faults {
		if f := &l.faults[i]; f.lasts > 0 && l.at >= f.began+f.lasts {
			l.twin.Inject(f.failure, false)
			f.lasts = 0
		}
	}
	var arrived *chair.Command
	for i := 0; i < len(l.commands); {
		if l.commands[i].due > l.at {
			i++
			continue
		}
		l.driven = l.commands[i].what
		l.commands = append(l.commands[:i], l.commands[i+1:]...)
		for k := range l.faults {
			if f := &l.faults[k]; f.kind == commandStuck {
				l.driven.Axes[f.axis] = f.order.Axes[f.axis]
			}
		}
		if l.twist != nil {
			l.twist(&l.driven)
		}
		arrived = &l.driven
	}
	l.twin.Step(arrived)
	l.at += twin.Tick
}

// read takes a reading of the chair and sends it on its way to the host.
func (l *link) read() {
	if l.heard = l.twin.Report(&l.raw); !l.heard {
		return
	}
	r, due := l.raw, l.at
	r.At += l.skew
	if l.lie != nil {
		l.lie(&r)
	}
	for i := range l.faults {
		f := &l.faults[i]
		f.count++
		switch f.kind {
		case reportDelayed:
			due += f.time
		case reportLate:
			due += f.time
			r.At += f.time
		case reportSwapped:
			if f.count%2 == 1 {
				due += 6 * ms
			}
		case reportDropped:
			if f.drops(f.count) {
				return
			}
		case reportRepeated:
			r = f.report
		case reportReplayed:
			seq, at := r.Seq, r.At
			r = f.report
			r.Seq, r.At = seq, at
		case reportReset:
			r.Seq = f.count
		case reportFuture:
			r.At += f.time
		default:
			l.spoil(f, &r)
		}
	}
	l.reports = append(l.reports, parcel[chair.Report]{due, r})
}

// spoil makes a report lie.
func (l *link) spoil(f *running, r *chair.Report) {
	switch since := l.at - f.began; f.kind {
	case flagging:
		l.flags[f.signal].set(r)
	case blinking:
		if since < f.time {
			l.flags[f.signal].set(r)
		}
	case sensing:
		s, i := &l.signals[f.signal], 0
		s.at(r, func(x *float64) {
			if i == len(f.was) {
				f.was = append(f.was, *x)
			}
			*x = f.way.wrong(*x, f.was[i], s.scale*f.size, since.Seconds(), l.random)
			i++
		})
	}
}

// receive is the newest report that has come to the host: of those that came, the one that came last.
func (l *link) receive() *chair.Report {
	last := time.Duration(-1)
	rest := l.reports[:0]
	for _, p := range l.reports {
		switch {
		case p.due > l.at:
			rest = append(rest, p)
		case p.due >= last:
			l.newest, last = p.what, p.due
		}
	}
	l.reports = rest
	return &l.newest
}
