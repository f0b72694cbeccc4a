package link

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// longestPath is how long a socket's path may be everywhere: macOS has room for 104 bytes.
const longestPath = 100

// SocketPath is where the engine of a data directory listens: in the directory, or, if that path is too long for a
// socket, in a directory of this user's among the system's temporary files.
func SocketPath(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "run", "engine.sock")
	if len(path) <= longestPath {
		return path, nil
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(os.TempDir(), fmt.Sprintf("lumbar-%d", os.Getuid()), hex.EncodeToString(sum[:8])+".sock"), nil
}

// Listen makes the socket, which only this user may open. What an engine that was killed left behind is taken away:
// the caller makes sure, by a lock, that none runs.
func Listen(path string) (net.Listener, error) {
	dir := filepath.Dir(path)
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || !ours(info) {
		return nil, fmt.Errorf("%s is not a directory of this user's alone: remove it, or choose another place for the socket", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != fs.ModeSocket && info.Mode().Type() != fs.ModeIrregular:
		return nil, fmt.Errorf("%s is no socket: remove it, or choose another place for the socket", path)
	default:
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}
