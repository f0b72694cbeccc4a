//go:build !linux && !darwin && !freebsd

package keep

// roomOf is not known here: a write that fails says it.
func roomOf(string) (free uint64, known bool) { return 0, false }
