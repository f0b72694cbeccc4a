package realtime

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// Now is the time since the machine started, suspended or not. It is a system call, a third of a microsecond.
func Now() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) != nil { // a sandbox without it has it never
		_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	}
	return time.Duration(ts.Nano())
}

// SleepUntil sleeps until Now is t or later; a moment that is past returns at once. Signals, of which the Go runtime
// sends itself many, do not cut it short.
func SleepUntil(t time.Duration) {
	if t <= 0 {
		return
	}
	ts := unix.NsecToTimespec(int64(t))
	for {
		switch err := unix.ClockNanosleep(unix.CLOCK_BOOTTIME, unix.TIMER_ABSTIME, &ts, nil); {
		case err == nil:
			return
		case !errors.Is(err, unix.EINTR):
			sleepRelative(t)
			return
		}
	}
}

// sleepRelative is for sandboxes that do not know the system call.
func sleepRelative(t time.Duration) {
	for now := Now(); now < t; now = Now() {
		time.Sleep(t - now)
	}
}
