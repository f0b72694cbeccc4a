// Package recording takes down, tick by tick, everything that crosses the engine: what it was told, what control asked
// for, and what the guard let through; and reads it again, so that the same reports can go through the same session,
// control and guard once more. The file is MCAP, its messages are laid out as docs/recording.md says.
//
// A recording holds no name, no id of a person and no answer to a health question. It holds the figures of the limits in
// force, without which no guard can be run again, and of their authors only those that tell nothing of a person.
package recording

import (
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
)

// Format is the version of what is written. A reader refuses a higher one.
const Format = 1

// Topics, one for each kind of message.
const (
	TopicTick    = "/tick"
	TopicStart   = "/start"
	TopicClear   = "/clear"
	TopicZones   = "/zones"
	TopicEvent   = "/event"
	TopicRequest = "/request"
	TopicMissing = "/missing"
)

// Start is a session that begins, or goes on: everything it is of. It must not change after it was handed over.
type Start struct {
	At      time.Duration // the engine's clock
	Again   bool          // it goes on with the session before, whose budgets go on
	Profile chair.Profile
	Limits  chair.Limits // in force, as control and guard are given them; Again: what they are tightened by
	Spent   chair.Spent  // what the person has had before

	Plan      *programme.Plan // as fitted
	Calibrate bool
	Measure   bool
	Known     session.Known // of the back of whoever is expected

	Body string // who is simulated, if it is somebody of a population
	Seed uint64 // of the simulated chair and body
}

// Clear is that a latched fault was cleared.
type Clear struct{ At time.Duration }

// Zones is the zone map in force from here on.
type Zones struct {
	At  time.Duration
	Map chair.ZoneMap
}

// Event is what was put on record, for whoever reads the recording; nothing is worked out from it.
type Event struct {
	At        time.Duration
	Event     string
	Text      string `json:",omitempty"`
	Stage     string `json:",omitempty"`
	Phase     string `json:",omitempty"`
	Technique string `json:",omitempty"`
	Stroke    int    `json:",omitempty"` // from 1
	Fault     string `json:",omitempty"` // its code
	Outcome   string `json:",omitempty"`
	Reason    string `json:",omitempty"`
}

// Request is what somebody asked of the engine; who it was is not told. What the session was asked is in the ticks.
type Request struct {
	At      time.Duration
	Verb    string
	Level   string  `json:",omitempty"`
	MM      float64 `json:",omitempty"`
	Axis    string  `json:",omitempty"`
	Out     bool    `json:",omitempty"`
	Failure string  `json:",omitempty"`
	Pace    float64 `json:",omitempty"`
}

// Missing is that ticks could not be taken down here: there was no room for them.
type Missing struct {
	At    time.Duration
	Ticks int
}

// populations begin the names of bodies that are nobody's.
var populations = [...]string{"ansur:", "nhanes:"}

// nobody is a body's name if it is one of a population; any other may be a person's.
func nobody(body string) string {
	for _, p := range populations {
		if strings.HasPrefix(body, p) {
			return body
		}
	}
	return ""
}

// ASessionsLimit stands for the author of a limit that tells something of a person.
const ASessionsLimit chair.Author = "a limit of this session"

// impersonal is s without whatever tells who it is of, save what the session needs to come out the same.
func (s *Start) impersonal() Start {
	out := *s
	out.Body = nobody(s.Body)
	out.Limits = impersonal(s.Limits)
	return out
}
