package httpapi

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/web"
)

// mayMove says why a device must not move an axis by hand; "" is that it may. Back and leg rest are for what belongs to the
// chair: a phone that came by the sign may be anywhere by now, with somebody else lying there. Rollers are a maker's.
func mayMove(who asker, axis string) string {
	switch back := axis == chair.Recline.String() || axis == chair.LegRest.String(); {
	case who.role < access.Sitter, who.bySign && who.role < access.Maker:
		return "The chair is moved by hand from a device that belongs to it: one that was let in with the machine's code, or the machine itself."
	case !back && who.role < access.Maker:
		return "Rollers are moved by hand at the machine that runs Lumbar, or from a device that was let in as maker."
	}
	return ""
}

// hands are the axes that may be moved by hand from the device that asks, with what the two ways are called.
func hands(p *chair.Profile, who asker) (all []web.Hand) {
	for _, h := range web.Hands() {
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			if a.String() == h.Axis && p.Axes[a].Fitted && mayMove(who, h.Axis) == "" {
				all = append(all, h)
			}
		}
	}
	return all
}
