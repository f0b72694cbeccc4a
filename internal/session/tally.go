package session

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// LevelTally is what one level got.
type LevelTally struct {
	Contact time.Duration // a roller on it, by the definition of counts
	Peak    unit.Newton   // of one roller, by the cells
	sum     float64       // N s
}

// Mean is the mean force of the harder-pressed roller over the contact time.
func (l *LevelTally) Mean() unit.Newton {
	if l.Contact == 0 {
		return 0
	}
	return unit.Newton(l.sum / l.Contact.Seconds())
}

// Tally adds up what a massage did, by the levels as scanned.
type Tally struct {
	Levels [body.LevelEnd]LevelTally
}

// counts is the force from which a roller counts as in contact, for dose as for a stop: under 5 N it is gone.
const counts unit.Newton = 5

func (t *Tally) add(s *Session, in *Input) {
	f := in.Control.Contact
	most := max(f[chair.Left], f[chair.Right])
	if most < counts {
		return
	}
	lt := &t.Levels[s.scan.Nearest(in.Control.Along)]
	lt.Contact += in.Dt
	lt.sum += float64(most) * in.Dt.Seconds()
	lt.Peak = max(lt.Peak, most)
}
