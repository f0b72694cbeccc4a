//go:build unix

package link

import (
	"io/fs"
	"os"
	"syscall"
)

// ours says whether a directory belongs to this user.
func ours(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid()
}
