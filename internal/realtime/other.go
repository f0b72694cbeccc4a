//go:build !linux

package realtime

import (
	"runtime"
	"time"
)

// epoch is a moment of Go's monotonic clock; that it is nobody's start does not matter, only differences count.
var epoch = time.Now()

// Now is the time since the program started, by Go's monotonic clock.
func Now() time.Duration { return time.Since(epoch) }

// SleepUntil sleeps until Now is t or later; a moment that is past returns at once.
func SleepUntil(t time.Duration) {
	for now := Now(); now < t; now = Now() {
		time.Sleep(t - now)
	}
}

// Enter binds the calling goroutine to its thread. Nothing else is asked for on this system.
func Enter(...string) Report {
	runtime.LockOSThread()
	return refused("Lumbar asks for it on Linux only", "run the chair from a Linux machine")
}

// LetGo does nothing here.
func LetGo() error { return nil }

// Ordinary is Enter.
func Ordinary() Report {
	runtime.LockOSThread()
	return refused("not asked for", "")
}

func refused(why, allow string) Report {
	return Report{
		Scheduling: Grant{What: scheduling, Detail: why, Allow: allow},
		Memory:     Grant{What: memory, Detail: why, Allow: allow},
		Timer:      Grant{What: timer, Detail: why, Allow: allow},
	}
}

// Leave undoes Enter and Ordinary.
func Leave() { runtime.UnlockOSThread() }
