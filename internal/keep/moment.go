package keep

import (
	"os"
	"strings"
	"time"
)

// moment is a time that can still be compared after the wall clock was set, within one boot of the machine.
type moment struct {
	Boot   string `json:"boot,omitempty"`    // id of the boot; empty where the system has none
	BootMS int64  `json:"boot_ms,omitempty"` // since then, suspends included
	WallMS int64  `json:"wall_ms"`           // since 1970
}

// Clock is what a keeper tells the time by.
type Clock struct {
	Boot  string               // id of the machine's boot; empty where there is none
	Since func() time.Duration // that boot, suspends included
	Wall  func() time.Time
}

// now reads both.
func (c Clock) now() moment {
	m := moment{Boot: c.Boot, WallMS: c.Wall().UnixMilli()}
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

// since is how long ago another moment was: by the boot's clock within one boot, otherwise by the wall's, which may
// have been set back: then it was just now.
func (m moment) since(was moment) time.Duration {
	ms := m.WallMS - was.WallMS
	if m.Boot != "" && m.Boot == was.Boot {
		ms = m.BootMS - was.BootMS
	}
	return time.Duration(min(max(ms, 0), int64(forever/time.Millisecond))) * time.Millisecond
}

// forever is longer than anything that is asked for.
const forever = 100 * 365 * 24 * time.Hour
