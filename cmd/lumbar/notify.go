package main

import (
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// supervisor is the service manager that started this process, if one did: it is told when the page is there, and that it
// goes on. Without one nothing is told.
type supervisor struct {
	every time.Duration // between two signs of life; 0: nobody waits for them
	last  time.Time
}

func newSupervisor() *supervisor {
	limit, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		limit = 0 // a variable that somebody else has set
	}
	return &supervisor{every: limit / 3}
}

// turned is called at every turn of the page's pump: what hangs gives no sign, and is started anew. The engine is not part of
// it; it has its own watch, and goes on when this process dies.
func (s *supervisor) turned() {
	if now := time.Now(); s.every > 0 && now.Sub(s.last) >= s.every {
		s.last = now
		s.tell(daemon.SdNotifyWatchdog)
	}
}

func (s *supervisor) ready()    { s.tell(daemon.SdNotifyReady) }
func (s *supervisor) stopping() { s.tell(daemon.SdNotifyStopping) }

// tell says something; that nobody hears it is no harm.
func (s *supervisor) tell(state string) { _, _ = daemon.SdNotify(false, state) }
