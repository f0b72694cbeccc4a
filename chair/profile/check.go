package profile

import (
	"fmt"
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// checkLink compares the times of the link. A report lives for at least a tick, and the chair must not give up
// before the host can notice that reports have stopped.
func checkLink(r *diag.Reader, p *chair.Profile, control, heartbeat, stale bool) {
	if control && stale && p.Stale < p.Period() {
		r.Error(r.At("stale"), diag.Contradiction, "reports are stale before the next one comes",
			fmt.Sprintf("At %g Hz one comes every %v: make stale at least that.", float64(p.Control), p.Period()))
	}
	if control && heartbeat && p.Heartbeat < 2*p.Period() {
		r.Error(r.At("heartbeat"), diag.Contradiction, "the heartbeat is shorter than two ticks",
			fmt.Sprintf("At %g Hz that is %v: one late command would stop the chair.", float64(p.Control), 2*p.Period()))
	}
	if heartbeat && stale && p.Stale > p.Heartbeat {
		r.Error(r.At("stale"), diag.Contradiction, "stale is longer than the heartbeat",
			fmt.Sprintf("After %v the chair acts by itself: reports that old must not be believed.", p.Heartbeat))
	}
}

// checkLoss refuses what would pin a person: a screw that stays where it is keeps pressing.
func checkLoss(r *diag.Reader, p *chair.Profile) {
	if !p.Axes[chair.Depth].Fitted {
		return
	}
	for _, loss := range []struct {
		name string
		way  chair.Loss
	}{{"on_silence", p.OnSilence}, {"on_power_loss", p.OnPowerLoss}} {
		if loss.way == chair.Holds {
			r.Error(r.At(loss.name), diag.Contradiction, loss.name+" cannot be holds with a depth axis",
				"The rollers would go on pressing, so the guard refuses such a chair with a person seated. It has to retract or release.")
		}
	}
}

// checkMassage compares the massage angle with what the back can do.
func checkMassage(r, recline *diag.Reader, p *chair.Profile, massage bool) {
	back := p.Axes[chair.Recline]
	if recline == nil || !massage || !(back.Min < back.Max) {
		return
	}
	if m := chair.Coord(p.Massage); !(m >= back.Min && m <= back.Max) {
		r.Error(r.At("massage"), diag.OutOfRange, "massage is an angle that the back cannot take",
			fmt.Sprintf("recline goes from %s to %s.", place(chair.Recline, back.Min), place(chair.Recline, back.Max)))
	}
}

// checkTapping wants both tappers or none.
func checkTapping(r *diag.Reader, fitted [chair.AxisEnd]*diag.Reader) {
	left, right := fitted[chair.TapLeft], fitted[chair.TapRight]
	switch {
	case left != nil && right == nil:
		r.Need(`axis "tap_right"`, "A chair taps with both rollers or with none.")
	case left == nil && right != nil:
		r.Need(`axis "tap_left"`, "A chair taps with both rollers or with none.")
	}
}

// checkRollers compares the roller head with the depth axis and with where the guard trips. Figures that were
// not read are zero and are passed over.
func checkRollers(rollers, depth *diag.Reader, p *chair.Profile) {
	h, travel := &p.Rollers, &p.Axes[chair.Depth]
	if rollers == nil || depth == nil {
		return
	}
	if cover := chair.Coord(h.Cover); h.Cover != 0 && travel.Min < travel.Max && !(cover > travel.Min && cover < travel.Max) {
		rollers.Error(rollers.At("cover"), diag.OutOfRange, "the rollers never meet the cover",
			fmt.Sprintf("depth goes from %s to %s; the cover is between these.", place(chair.Depth, travel.Min), place(chair.Depth, travel.Max)))
	}
	least := highestTrip() + heaviestHead(p)
	if h.CellRange != 0 && h.Head != 0 && !(h.CellRange > least) {
		rollers.Error(rollers.At("cell_range"), diag.OutOfRange, "the force sensors end below the highest trip",
			fmt.Sprintf("They must read more than %.0f N: the guard's trip and the weight of the head.", float64(least)))
	}
}

// highestTrip is the greatest force at which the guard ends a session, of all zones.
func highestTrip() (most unit.Newton) {
	for _, b := range chair.Everyone().Trip {
		most = max(most, b.Max)
	}
	return most
}

// heaviestHead is the most that the head's own weight moves a cell's reading anywhere in the back's travel.
func heaviestHead(p *chair.Profile) unit.Newton {
	farthest := max(p.Massage, unit.Degree(p.Axes[chair.Recline].Max))
	return unit.Newton(math.Abs(float64(chair.HeadWeight(p.Rollers.Head, farthest))))
}
