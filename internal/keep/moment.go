package keep

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// moment is a time that can still be compared after the wall clock was set, within one boot of the machine.
type moment struct {
	Boot   string `json:"boot,omitempty"`    // id of the boot; empty where the system has none
	BootMS int64  `json:"boot_ms,omitempty"` // since then, suspends included
	WallMS int64  `json:"wall_ms"`           // since 1970
}

// now reads both clocks. Linux's /proc/uptime is CLOCK_BOOTTIME, to 10 ms.
func now() moment {
	m := moment{WallMS: time.Now().UnixMilli()}
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return m
	}
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return m
	}
	first, _, _ := strings.Cut(string(text), " ")
	s, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return m
	}
	m.Boot, m.BootMS = strings.TrimSpace(string(id)), int64(s*1000)
	return m
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
