//go:build !unix

package keep

// syncDir does nothing where directories cannot be synced.
func syncDir(string) error { return nil }
