package realtime

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// lock keeps the memory of the process in RAM, now and in future: a page that has to come back from a disk takes
// longer than several ticks.
//
// Pages are locked as they are first touched (MCL_ONFAULT). Locking at once would fill every mapping: 40 MB for an empty
// Go program, 64 MB and tens of milliseconds for every step by which the heap grows, all of the reserve of a binary with
// the race detector. What the loop may need of the program is fetched at once nevertheless: the retreat may never have run
// before. What only the start has used, and packages that are cold, are not: a program that also serves pages and keeps a
// record is three times as large.
//
// Go reserves more than a gigabyte of addresses, and all of it counts against the limit. With future memory locked under
// a limit, a mapping that no longer fits is refused, which ends a Go program: so it is no limit, or no lock.
func lock(cold []string) Grant {
	g := Grant{What: memory}
	if raise(unix.RLIMIT_MEMLOCK) != unix.RLIM_INFINITY && !unlimited() {
		g.Detail = "this user may lock a limited amount only"
		g.Allow = "LimitMEMLOCK=infinity in the systemd unit; or \"@audio - memlock unlimited\" in /etc/security/limits.conf for " +
			"members of audio, then log in again: \"ulimit -l\" shows unlimited"
		return g
	}
	n, err := fetch(cold, func() error {
		err := unix.Mlockall(unix.MCL_CURRENT | unix.MCL_FUTURE | unix.MCL_ONFAULT)
		g.Granted = err == nil
		return err
	})
	if !g.Granted {
		g.Detail = err.Error()
		g.Allow = "Linux 4.4 or newer, outside of sandboxes"
		return g
	}
	g.Detail = "pages stay once they are touched"
	if err == nil {
		g.Detail += fmt.Sprintf(", %d MB of the program from the start", n>>20)
	}
	return g
}

// unlimited says whether this process may lock more than its limit, as with CAP_IPC_LOCK. It tries, on addresses without
// memory behind them: the capability that a process sees is worth nothing in a container of a user's own.
func unlimited() bool {
	var l unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_MEMLOCK, &l) != nil {
		return false
	}
	page := uint64(os.Getpagesize())
	size := (l.Cur/page + 1) * page
	if size > uint64(^uint(0)>>1) {
		return false
	}
	reserve, err := unix.Mmap(-1, 0, int(size), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return false
	}
	defer unix.Munmap(reserve)
	_, _, errno := unix.Syscall(unix.SYS_MLOCK2, uintptr(unsafe.Pointer(&reserve[0])), uintptr(size), unix.MLOCK_ONFAULT)
	return errno == 0
}
