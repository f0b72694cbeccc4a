package guard

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// cellOffset is how far a sound cell's reading at home may be from the head's weight. Assumption.
	cellOffset unit.Newton = 20
	// tareAway is how far a tare may be from what the cells say now: it is an average over noise.
	tareAway unit.Newton = 5
	// headDoubt is how far the head's mass may be from the profile's; tareRecline how far the back may have moved.
	headDoubt   unit.Kilogram = 0.5
	tareRecline unit.Degree   = 2
)

var errNoReport = errors.New("guard: no fresh report of the chair yet")

// Tare sets what the load cells are read against. It is refused unless the rollers are behind the cover and the
// tare is what sound cells and this head's weight can read there: taring against a person would hide the force
// on them, and taring again and again would let it creep up.
func (g *Guard) Tare(t chair.Tare) error {
	if err := g.informed(g.at); err != nil {
		return err
	}
	recline := g.profile.Back(&g.last)
	switch depth := &g.axes[chair.Depth]; {
	case !t.Taken:
		return errors.New("guard: the tare was not taken")
	case depth.fitted && (g.out || !g.last.Axes[chair.Depth].Homed):
		return errors.New("guard: tare refused: the rollers are not known to be behind the cover")
	case !near(t.Recline, recline, tareRecline):
		return fmt.Errorf("guard: tare refused: taken at %.0f°, the back is at %.0f°", t.Recline, recline)
	case !near(t.Head, g.profile.Rollers.Head, headDoubt):
		return fmt.Errorf("guard: tare refused: head of %.1f kg, the chair has %.1f kg", t.Head, g.profile.Rollers.Head)
	}
	weight := chair.HeadWeight(t.Head, t.Recline)
	for s, zero := range t.Zero {
		if !near(zero, weight, cellOffset) {
			return fmt.Errorf("guard: tare refused: the %s cell reads %.1f N where a sound one reads %.1f N", chair.Side(s), zero, weight)
		}
		if !near(zero, g.last.Force[s], tareAway) {
			return fmt.Errorf("guard: tare refused: %.1f N, the %s cell reads %.1f N now", zero, chair.Side(s), g.last.Force[s])
		}
	}
	g.tare, g.shift, g.shiftAt = t, 0, t.Recline
	return nil
}

// Register sets where the zones of the person's back are. It is refused if the map is implausible or was not
// made where the back is at the moment at, or does not agree with the session's first. It is void, without being forgotten, while the back is more than
// chair.ReclineVoid away from there.
func (g *Guard) Register(m chair.ZoneMap, at time.Duration) error {
	if err := g.informed(at); err != nil {
		return err
	}
	if err := m.Check(); err != nil {
		return err
	}
	if recline := g.profile.Back(&g.last); !m.Holds(recline) {
		return fmt.Errorf("guard: zone map refused: made at %.0f°, the back is at %.0f°", m.Recline, recline)
	}
	if g.zones.Made && !g.zones.Agrees(m) {
		return errors.New("guard: zone map refused: it is of another back than the first of this session")
	}
	g.zones = m
	return nil
}

// informed says why there is nothing to compare with at the moment at, or nil.
func (g *Guard) informed(at time.Duration) error {
	switch {
	case g.state != Armed:
		return ErrDisarmed
	case !g.seen || at-g.last.At > g.profile.Stale:
		return errNoReport
	}
	return nil
}

func near[T ~float64](a, b, by T) bool { return a-b <= by && b-a <= by }
