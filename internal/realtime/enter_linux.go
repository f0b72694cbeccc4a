package realtime

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// Priority is that of the loop's thread among real-time threads, 1 to 99: above everything ordinary, below 50, where
// Linux runs threaded interrupts. A loop that went wild above them would shut out the very interrupts that bring the
// chair's reports.
const Priority = 40

// beside is the priority of the process's other threads, just below the loop's. The Go runtime takes the loop's processor
// away every ten milliseconds, and another thread of the process has to give it back: were that one ordinary, the loop would
// wait its turn among everything else that the machine runs, for hundreds of milliseconds under load.
const beside = Priority - 1

// slack is how late, in ns, the kernel may make a wake-up to save power; 50,000 unless said. Threads with real-time
// scheduling have none.
const slack = 1

// Enter makes the calling goroutine a real-time one, as far as the system allows: bound to its thread, real-time
// scheduling, exact timer, and the process's memory kept in RAM. The other threads of the process follow just below, and
// go before everything ordinary too: it is meant for a process that does little else, and starts no others. Leave undoes
// it.
//
// cold are packages, by their paths, and all beneath them, whose code the loop never runs: it is not fetched beforehand.
func Enter(cold ...string) Report {
	runtime.LockOSThread()
	return Report{Scheduling: schedule(), Memory: lock(cold), Timer: sharpen()}
}

// Ordinary binds the calling goroutine to its thread with an exact timer, and asks for nothing that needs permission:
// what a loop is left with where everything is refused, to compare with.
func Ordinary() Report {
	runtime.LockOSThread()
	return Report{
		Scheduling: Grant{What: scheduling, Detail: "not asked for"},
		Memory:     Grant{What: memory, Detail: "not asked for"},
		Timer:      sharpen(),
	}
}

// Leave undoes Enter and Ordinary, on the same goroutine. Limits that Enter raised within what is allowed stay raised.
func Leave() {
	// Nothing of it needs permission; giving up the reset on fork would, so that is kept.
	for _, thread := range threads() {
		if a, err := unix.SchedGetAttr(thread, 0); err == nil && a.Policy == unix.SCHED_FIFO {
			a.Policy, a.Priority = unix.SCHED_NORMAL, 0
			_ = unix.SchedSetAttr(thread, a, 0)
		}
	}
	_ = unix.Munlockall()
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 0, 0, 0, 0) // 0: as it was
	runtime.UnlockOSThread()
}

// schedule asks for real-time scheduling of this thread. Where a limit allows less than Priority, less is taken.
func schedule() Grant {
	g := Grant{What: scheduling}
	priority := uint32(Priority)
	err := first(0, priority, unix.SCHED_FLAG_RESET_ON_FORK)
	if errors.Is(err, unix.EPERM) {
		if most := raise(unix.RLIMIT_RTPRIO); most > 0 {
			priority = uint32(min(most, Priority))
			err = first(0, priority, unix.SCHED_FLAG_RESET_ON_FORK)
		}
	}
	if err == nil {
		follow(min(beside, priority))
	}
	switch {
	case err == nil:
		g.Granted = true
		g.Detail = fmt.Sprintf("priority %d of 99, first in, first out (SCHED_FIFO)", priority)
	case errors.Is(err, unix.EPERM):
		g.Detail = "this user may not"
		g.Allow = fmt.Sprintf("LimitRTPRIO=%d in the systemd unit; or \"@audio - rtprio %[1]d\" in /etc/security/limits.conf for "+
			"members of audio, then log in again: \"ulimit -r\" shows %[1]d", Priority)
	default:
		g.Detail = err.Error()
		g.Allow = "a system that gives real-time scheduling: some containers and sandboxes do not"
	}
	return g
}

// first puts a thread, 0 for this one, before all ordinary ones.
func first(thread int, priority uint32, flags uint64) error {
	return unix.SchedSetAttr(thread, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Flags: flags, Priority: priority}, 0)
}

// follow puts the other threads of the process before all ordinary ones too; those that they start inherit it. What this
// thread may, they may.
func follow(priority uint32) {
	for range 2 { // one that has not followed yet may start another meanwhile
		for _, thread := range threads() {
			if thread != unix.Gettid() {
				_ = first(thread, priority, 0) // it may have ended
			}
		}
	}
}

// threads is every thread of this process.
func threads() (all []int) {
	entries, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return []int{0} // this one
	}
	for _, e := range entries {
		if id, err := strconv.Atoi(e.Name()); err == nil {
			all = append(all, id)
		}
	}
	return all
}

// raise lifts a limit as far as this process may, and returns it.
func raise(resource int) uint64 {
	var l unix.Rlimit
	if unix.Getrlimit(resource, &l) != nil {
		return 0
	}
	if want := (unix.Rlimit{Cur: l.Max, Max: l.Max}); l.Cur != l.Max && unix.Setrlimit(resource, &want) == nil {
		return l.Max
	}
	return l.Cur
}

// sharpen asks that this thread is woken when it asked to be.
func sharpen() Grant {
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, slack, 0, 0, 0); err != nil {
		return Grant{What: timer, Detail: err.Error(), Allow: "a system that has PR_SET_TIMERSLACK: some sandboxes do not"}
	}
	return Grant{What: timer, Granted: true, Detail: "wake-ups are not put off to save power"}
}
