package sim

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// assistant does what a test of the chair asks of the person beside it.
type assistant struct {
	at     string        // the step of the last call
	moving time.Duration // since when something moves; 0: nothing does
}

// pressAfter is how long the red button's axis has moved when the button is pressed.
const pressAfter = 1500 * time.Millisecond

// Assist does on the simulated chair what somebody is asked to do on a real one, in the step of a test that is named as
// package commission names it: it leaves the seat empty, presses a roller by n newtons, puts something onto the seat when
// said, takes it away, presses the red button while something moves. It is called once a tick; without a step everything is
// as before the test.
func (c *Chair) Assist(step string, said, moving bool, n unit.Newton) {
	a := &c.assistant
	begins := a.at == "" && step != ""
	a.at = step
	switch {
	case !moving:
		a.moving = 0
	case a.moving == 0:
		a.moving = c.clock()
	}
	c.hand = [chair.SideEnd]unit.Newton{}
	switch {
	case step == "":
		c.Inject(twin.SitterLeaves, false)
		c.Inject(twin.StopPressed, false)
	case begins:
		c.Inject(twin.SitterLeaves, true)
	case step == "push left":
		c.Press(chair.Left, n)
	case step == "push right":
		c.Press(chair.Right, n)
	case step == "seat taken" && said:
		c.Inject(twin.SitterLeaves, false)
	case step == "seat left" && said:
		c.Inject(twin.SitterLeaves, true)
	case step == "button" && moving && c.clock()-a.moving > pressAfter:
		c.Inject(twin.StopPressed, true)
	case !moving:
		c.Inject(twin.StopPressed, false)
	}
}
