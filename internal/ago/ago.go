// Package ago says how long ago something was, whatever is done to the clock of the wall meanwhile.
//
// Within a boot of the machine moments are compared by the boot's own clock, which nobody sets and which goes on in suspend;
// from boot to boot by the wall's, in UTC, so that summer time and time zones do not matter. What is written for later boots
// follows the wall: when it was set, what this boot has seen is written anew as the wall has it now (Settled). A clock that was
// ahead by years and is right again would leave moments of the far future, and a machine without a battery, before the network
// has told it the time, moments of 1970: those count as of when that is noticed, so that nothing is too long ago that may not be.
package ago

import (
	"os"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
)

const (
	// SetBy is by how much the wall must differ from the boot's clock to have been set; less is drift.
	SetBy  = time.Minute
	tooFar = 24 * time.Hour // ahead of the clock: one of the two is wrong. Less is a machine that was started without the network
	madeMS = 1767225600000  // 1 January 2026, before the first Lumbar: a clock that says less is wrong for certain
	// forever is longer than anything that is asked for.
	forever = 100 * 365 * 24 * time.Hour
)

// Moment is a time that can still be compared after the wall clock was set, within one boot of the machine.
type Moment struct {
	Boot   string `json:"boot,omitempty"`    // id of the boot; empty where the system has none
	BootMS int64  `json:"boot_ms,omitempty"` // since then, suspends included
	WallMS int64  `json:"wall_ms"`           // since 1970
}

// Clock is what the time is told by.
type Clock struct {
	Boot  string               // id of the machine's boot; empty where there is none
	Since func() time.Duration // that boot, suspends included
	Wall  func() time.Time
}

// System is the machine's own.
func System() Clock { return Clock{Boot: bootID(), Since: realtime.Now, Wall: time.Now} }

// Now reads both.
func (c Clock) Now() Moment {
	m := Moment{Boot: c.Boot, WallMS: c.Wall().UnixMilli()}
	if c.Boot != "" {
		m.BootMS = c.Since().Milliseconds()
	}
	return m
}

// bootID is the id of this boot of the machine; empty where the system has none.
func bootID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}

// Since is how long ago another moment was: by the boot's clock within one boot, otherwise by the wall's, which may
// have been set back: then it was just now.
func (m Moment) Since(was Moment) time.Duration {
	ms := m.WallMS - was.WallMS
	if m.Boot != "" && m.Boot == was.Boot {
		ms = m.BootMS - was.BootMS
	}
	return time.Duration(min(max(ms, 0), int64(forever/time.Millisecond))) * time.Millisecond
}

// WasSet says whether the wall was set between two moments of one boot.
func (m Moment) WasSet(since Moment) bool {
	by := (m.WallMS - since.WallMS) - (m.BootMS - since.BootMS)
	return m.Boot != "" && m.Boot == since.Boot && max(by, -by) > SetBy.Milliseconds()
}

// Settled is the moment as it is written for later boots, as seen from now.
func (m Moment) Settled(now Moment) Moment {
	switch ahead := m.WallMS - now.WallMS; {
	case m.Boot != "" && m.Boot == now.Boot:
		if wall := now.WallMS - (now.BootMS - m.BootMS); max(wall-m.WallMS, m.WallMS-wall) > SetBy.Milliseconds() {
			m.WallMS = wall
		}
	case ahead > tooFar.Milliseconds() && (now.WallMS >= madeMS || m.WallMS < madeMS):
		return now
	case m.WallMS < madeMS && now.WallMS >= madeMS: // before the network had told the time
		return now
	}
	return m
}
