package modbus

import (
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
)

// silenceSlack is how much later than it says a unit may act: a fifth of its time for its own clock, and slackMore for the
// steps in which small units count. Assumptions.
const (
	silenceSlack = 5
	slackMore    = 10 * time.Millisecond
)

// What a chair at rest gets: one command each restBeat, or each third of its heartbeat if that is sooner (internal/engine).
const (
	restBeat  = 100 * time.Millisecond
	restSigns = 3
)

// soonest is the shortest silence upon which a unit may act: a fifth more than what lies between two commands at rest.
func soonest(p *chair.Profile) time.Duration {
	d := min(restBeat, p.Heartbeat/restSigns)
	return d + d/silenceSlack
}

// quiet is how long the line must be silent until every unit has acted by itself; 0 if none does.
func (t *Template) quiet() (d time.Duration) {
	for i := range t.units {
		if s := t.units[i].silence; s > 0 {
			d = max(d, s+s/silenceSlack+slackMore)
		}
	}
	return d
}

// find is the first use of a role, of an axis, side and bag.
func (t *Template) find(r role, a chair.Axis, s chair.Side, b chair.Bag) *use {
	for i := range t.uses {
		if u := &t.uses[i]; u.role == r && u.axis == a && u.side == s && u.bag == b {
			return u
		}
	}
	return nil
}

// check compares the template with the chair that it is of.
func (t *Template) check(r *diag.Reader, p *chair.Profile) {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if p.Axes[a].Fitted {
			t.checkAxis(r, a, &p.Axes[a])
		}
	}
	need := func(fitted bool, name, why string, ro role, s chair.Side, b chair.Bag) {
		if has := t.find(ro, 0, s, b) != nil; fitted && !has {
			r.Need(name, why)
		} else if has && !fitted {
			r.Error(r.Header(), diag.Contradiction, name+" is mapped, and the chair has none", "Leave it out, or say in the profile that it is there.")
		}
	}
	rollers := p.Axes[chair.Depth].Fitted
	need(rollers, "force_left", "Nobody may be pressed by rollers that nobody feels.", force, chair.Left, 0)
	need(rollers, "force_right", "Nobody may be pressed by rollers that nobody feels.", force, chair.Right, 0)
	need(p.Heat.Max > 0, "pad", "A pad whose warmth nobody sees is not switched on.", pad, 0, 0)
	need(p.Heat.Max > 0, "heat_to", "The chair has a pad.", heatTo, 0, 0)
	for bag, air := range p.Air {
		b := chair.Bag(bag)
		need(air.Max > 0, "air_"+b.String(), "Bags whose pressure nobody sees are not filled.", airAt, 0, b)
		need(air.Max > 0, "fill_"+b.String(), "The chair has these bags.", airTo, 0, b)
	}
	need(p.SeatSensor, "seat", "The profile says seat_sensor = true.", seat, 0, 0)
	need(p.StopButton, "stop", "The profile says stop_button = true.", stop, 0, 0)
	t.checkSilence(r, p)
	t.checkOverlap(r)
}

func (t *Template) checkAxis(r *diag.Reader, a chair.Axis, f *chair.AxisProfile) {
	has := func(ro role) bool { return t.find(ro, a, 0, 0) != nil }
	header := fmt.Sprintf("axis %q", a)
	switch {
	case !has(enable) && !has(place) && !has(target) && !has(speed):
		r.Need(header, "The chair has this axis: one of its units drives it.")
		return
	case !has(enable):
		r.Need("enable", fmt.Sprintf("%s must be off when it is not driven.", a))
	case !has(place):
		r.Need("place", fmt.Sprintf("The guard believes what the chair reports: %s needs an encoder.", a))
	case !has(target) && !has(speed):
		r.Need("target", fmt.Sprintf("It is where %s shall be; a drive that knows speeds only has speed, with follow.", a))
	case has(homed) && f.Bound && !has(seek):
		r.Need("seek", fmt.Sprintf("%s has to find its home: this has its drive look for it. An absolute encoder needs no homed.", a))
	case f.Bound && !has(target) && t.find(speed, a, 0, 0).follow == 0:
		r.Error(r.Header(), diag.Missing, fmt.Sprintf("%s knows speeds only", a), `Say how fast it makes up for what its place is off, such as follow = "5 /s".`)
	}
}

// checkSilence wants every unit to do what the chair is said to do, and soon enough.
func (t *Template) checkSilence(r *diag.Reader, p *chair.Profile) {
	for i := range t.units {
		m := &t.units[i]
		if m.silence == 0 {
			continue
		}
		if m.silence > p.Heartbeat {
			r.Error(r.Header(), diag.Contradiction, fmt.Sprintf("unit %q acts later than the chair's heartbeat", m.name),
				fmt.Sprintf("It acts after %v, and the profile says %v.", m.silence, p.Heartbeat))
		}
		if least := soonest(p); m.silence < least {
			r.Error(r.Header(), diag.Contradiction, fmt.Sprintf("unit %q acts sooner than commands come at rest", m.name),
				fmt.Sprintf("A chair that stands gets fewer commands: with this heartbeat its units need a silence of at least %v.", least.Round(time.Millisecond)))
		}
		for _, u := range t.uses {
			if u.unit != i {
				continue
			}
			presses := u.axis == chair.Depth || u.axis == chair.TapLeft || u.axis == chair.TapRight
			if u.role == enable && presses && m.onSilence != p.OnSilence {
				r.Error(r.Header(), diag.Contradiction, fmt.Sprintf("unit %q drives %v and %v on silence, the chair %v", m.name, u.axis, m.onSilence, p.OnSilence),
					"What presses does what the profile's on_silence says.")
			}
			if (u.role == heatTo || u.role == airTo) && m.onSilence == chair.Holds {
				r.Error(r.Header(), diag.Contradiction, fmt.Sprintf("unit %q keeps heat or air on when its master is silent", m.name),
					"Its outputs must fall off: set its own watchdog to do so, or use a board that has one.")
			}
		}
	}
	if q := t.quiet(); q > p.Stale {
		r.Error(r.Header(), diag.Contradiction, "reports would be stale before the units have acted by themselves",
			fmt.Sprintf("It takes up to %v, in which nothing may be asked of them: make stale and heartbeat longer, or their silence shorter.", q))
	}
}

// checkOverlap refuses two numbers, or a number and a flag, in one register that is written.
func (t *Template) checkOverlap(r *diag.Reader) {
	type key struct {
		unit     int
		table    table
		register uint16
	}
	taken := map[key][]*use{}
	for i := range t.uses {
		u := &t.uses[i]
		if !u.role.writes() {
			continue
		}
		if t.units[u.unit].single && u.size() > 1 {
			r.Error(r.Header(), diag.Contradiction, fmt.Sprintf("unit %q takes one register a request, and %v register %d is two", t.units[u.unit].name, u.table, u.register), "A number in two registers must be written at once: it would be another in between.")
		}
		for n := range u.size() {
			k := key{u.unit, u.table, u.register + uint16(n)}
			if slices.ContainsFunc(taken[k], func(was *use) bool { return u.table.bits() || was.bit < 0 || u.bit < 0 || was.bit == u.bit }) {
				r.Error(r.Header(), diag.Duplicate, fmt.Sprintf("unit %q has two things in %v register %d", t.units[u.unit].name, u.table, k.register), "Only bits can share one that is written.")
			}
			taken[k] = append(taken[k], u)
		}
	}
}
