package main

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// outOfRange says that a chair is not built for somebody, or nothing. Only a simulated person sits there in spite of it:
// the safety check turns such people away.
func outOfRange(m *body.Measurements, built *chair.PersonRange) string {
	const says = "This chair is built for people %s; the safety check turns this one away, and what comes now is of the wrong chair"
	switch {
	case m.Weight > built.MaxWeight:
		return fmt.Sprintf(says, fmt.Sprintf("of up to %.0f kg, not %.0f", built.MaxWeight, m.Weight))
	case m.Stature < built.MinHeight:
		return fmt.Sprintf(says, fmt.Sprintf("from %.0f cm, not %.0f", built.MinHeight/10, m.Stature/10))
	case m.Stature > built.MaxHeight:
		return fmt.Sprintf(says, fmt.Sprintf("of up to %.0f cm, not %.0f", built.MaxHeight/10, m.Stature/10))
	}
	return ""
}
