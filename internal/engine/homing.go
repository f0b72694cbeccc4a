package engine

import (
	"errors"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Homing moves a chair whose axes do not know where they are, further than anybody would expect who only wants a massage. It is
// done after a start alone, and then with the seat empty, or with whoever sits there told beforehand what moves, and when.

// Homing is what moves when a chair of this profile finds its places, in their order.
func Homing(p *chair.Profile) string {
	var then []string
	add := func(a chair.Axis, words string) {
		if p.Axes[a].Fitted {
			then = append(then, words)
		}
	}
	add(chair.Carriage, "the rollers run to the end of their way along the back")
	add(chair.Kneading, "the kneading shaft turns")
	add(chair.Recline, "the back moves to its upright end")
	add(chair.LegRest, "the leg rest goes down")
	var b strings.Builder
	b.WriteString("The chair finds its places first. ")
	if p.Axes[chair.Depth].Fitted {
		b.WriteString("At once the rollers draw back behind the cover")
		if len(then) > 0 {
			b.WriteString("; then ")
		}
	}
	for i, words := range then {
		switch {
		case i > 0 && i == len(then)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(words)
	}
	b.WriteString(". It takes up to a minute and a half. Keep hands, clothes and cables away from the back and the leg rest, and children and animals from the chair. STOP ends it at any moment.")
	return b.String()
}

// homesFirst says whether a session that started now would first have axes find their places: where one does not know its
// own, where the rollers are out, or where a fault ended the session before.
func (e *Engine) homesFirst() bool {
	if e.faulted || !e.home() {
		return true
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if e.profile.Axes[a].Fitted && !e.report.Axes[a].Homed {
			return true
		}
	}
	return false
}

// empty says whether it is known that nobody sits in the chair.
func (e *Engine) empty() bool {
	return e.profile.SeatSensor && !e.report.Seated && e.report.Seq > 0 && e.lost == nil
}

// mustTell says whether somebody may sit where a start moves axes that look for their places, and has to be told before. Nobody
// sits in a simulated chair.
func (e *Engine) mustTell() bool { return !e.profile.Simulated && e.homesFirst() && !e.empty() }

// toldFirst refuses a start of which nobody was told what it moves. Where the seat is empty it is taken, for as long as it stays so.
func (e *Engine) toldFirst(r *wire.Request) error {
	if r.Told || !e.mustTell() {
		return nil
	}
	who := "Somebody sits in the chair"
	if !e.profile.SeatSensor || !e.report.Seated {
		who = "This chair cannot tell whether somebody sits in it"
	}
	return errors.New(who + ", and has to know before anything moves. " + e.homing + " Start again once they have been told (\"told\" in the request)")
}

// satDown is why a session is ended in which somebody sat down whom nobody had told.
const satDown = "somebody sat down while the chair found its places, and had not been told that it moves; start again"

// watchSeat stops a chair that finds its places with an empty seat, once the seat is empty no more.
func (e *Engine) watchSeat() {
	if !e.untold || !e.loop.Active() {
		return
	}
	switch e.loop.Session().Stage() {
	case session.Fresh, session.Homing:
	default:
		e.untold = false // what follows is the same for whoever sits down
		return
	}
	if !e.empty() {
		e.untold, e.why = false, satDown
		e.asks = append(e.asks[:0], session.Stop)
		e.stopAsked()
	}
}

// reason is why a session ended other than finished, for people.
func (e *Engine) reason(v *session.View) string {
	if e.why != "" && v.Outcome == session.Stopped {
		return e.why
	}
	return v.Reason
}
