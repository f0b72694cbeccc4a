package doctor

import "golang.org/x/sys/unix"

// ownModes says whether a file's mode says who may look into it.
const ownModes = true

// room is how many bytes an ordinary user may still write where path is.
func room(path string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// synchronised says whether something keeps the clock right.
func synchronised() (good, known bool) {
	var t unix.Timex
	state, err := unix.Adjtimex(&t)
	return state != unix.TIME_ERROR, err == nil
}

// writable says whether this process may open a path for reading and writing.
func writable(path string) bool { return unix.Access(path, unix.R_OK|unix.W_OK) == nil }
