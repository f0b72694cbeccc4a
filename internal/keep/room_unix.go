//go:build linux || darwin || freebsd

package keep

import "syscall"

// roomOf is how many bytes are left where a directory is.
func roomOf(dir string) (free uint64, known bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
