package driver

import (
	"errors"
	"fmt"

	"github.com/openlumbar/lumbar/chair"
)

// HomeBand is how far from its home a depth may be reported that is left behind, mm.
const HomeBand chair.Coord = 0.5

// Home says whether a chair's depth is reported to be at home; without a depth axis it is.
func Home(p *chair.Profile, r *chair.Report) bool {
	depth, is := &p.Axes[chair.Depth], &r.Axes[chair.Depth]
	return !depth.Fitted || is.Homed && is.Pos-depth.Home <= HomeBand
}

// NotHome is what Close returns of a chair whose depth does not go home.
func NotHome(p *chair.Profile, r *chair.Report) error {
	return fmt.Errorf("close: the depth is at %.1f mm and does not go home; the chair %v when left alone", r.Axes[chair.Depth].Pos, p.OnSilence)
}

// Leave is how Close leaves a chair behind: off takes the power away; if its depth is not at home then, retract lets it go home by
// its own means, and off takes the power away once more, because what it did by itself may have left its drives on. An off whose
// outcome was not seen is an *Unverified; an error of retract is returned as it is.
func Leave(off func() error, home func() bool, retract func() error) error {
	err := off()
	if !home() {
		if err := retract(); err != nil {
			return err
		}
		err = off()
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(*Unverified)):
		return fmt.Errorf("close: %w", err)
	}
	return &Unverified{Doing: "close", Err: err}
}
