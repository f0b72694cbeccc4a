package realtime

import (
	"errors"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Now is the time since the machine started, suspended or not. It is a system call, a third of a microsecond. The Go runtime
// is not told of it: it never waits, and being told wakes a thread of the runtime that then looks around for a while, which
// costs an idle process several times as much as all that it does.
func Now() time.Duration {
	var ts unix.Timespec
	if !read(unix.CLOCK_BOOTTIME, &ts) { // a sandbox without it has it never
		read(unix.CLOCK_MONOTONIC, &ts)
	}
	return time.Duration(ts.Nano())
}

func read(clock uintptr, ts *unix.Timespec) bool {
	_, _, errno := unix.RawSyscall(unix.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(ts)), 0)
	return errno == 0
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
