package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/openlumbar/lumbar/internal/config"
)

// configName is the configuration's file in the data directory.
const configName = "lumbar.hcl"

// configure reads flags over environment over file over defaults, and lists everything that is wrong with them.
func (c *serveCmd) configure(env func(string) (string, bool)) (conf config.Config, wrong problems) {
	conf = config.Defaults()
	if path := c.configPath(env); path != "" {
		src, err := text("configuration", path)
		if wrong.add(err); err == nil {
			read, list := config.Read(path, src)
			if list.HasErrors() {
				wrong.add(&faulty{list, map[string][]byte{path: src}})
			}
			conf = read
		}
	}
	conf, list := config.FromEnv(env, conf)
	if list.HasErrors() {
		wrong.add(&faulty{list, nil})
	}
	if c.Data != "" {
		conf.Data = c.Data
	}
	if c.Addr != "" {
		wrong.add(checkAddr(c.Addr))
		conf.Addr = c.Addr
	}
	if c.Link != "" {
		conf.Link = c.Link
	}
	if c.Twin != "" {
		conf.Link = "unix:" + c.Twin
	}
	conf.Open = conf.Open || c.Open
	wrong.add(conf.Whole())
	return conf, wrong
}

// checkAddr wants what the configuration wants: a host, which may be empty for every network, and a port in digits.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("--addr=%s is not host:port: write it like --addr 127.0.0.1:8420", addr)
	}
	return nil
}

// configPath is where the configuration is: the file that was named, or the one in the data directory, if there.
func (c *serveCmd) configPath(env func(string) (string, bool)) string {
	if c.Config != "" {
		return c.Config
	}
	dir := c.Data
	if dir == "" {
		dir, _ = env("LUMBAR_DATA")
	}
	if dir == "" {
		var err error
		if dir, err = stateDir(); err != nil {
			return ""
		}
	}
	path := filepath.Join(dir, configName)
	if _, err := os.Lstat(path); err != nil {
		return "" // dataDir says what is wrong with the directory, if anything is
	}
	return path
}

// stateDir is the platform's place for what a program keeps.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "lumbar"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "lumbar"), nil
	case "windows":
		return filepath.Join(home, "AppData", "Local", "lumbar"), nil
	}
	return filepath.Join(home, ".local", "state", "lumbar"), nil
}

// dataDir makes the data directory.
func dataDir(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = stateDir(); err != nil {
			return "", fmt.Errorf("no place to keep anything: %w; choose one with --data DIR", err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the data directory cannot be made: %w; choose another with --data DIR", err)
	}
	return dir, nil
}

// openLog opens the log in the data directory. Each entry is written at once and whole, so that server and engine
// may share a log, and a sudden end leaves whole lines; pid tells them apart.
func openLog(dir string) (*slog.Logger, func(), error) {
	f, err := openLogFile(dir)
	if err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewJSONHandler(f, nil)).With("pid", os.Getpid()), func() { _ = f.Close() }, nil
}

func openLogFile(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lumbar.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the data directory cannot be written: %w; choose another with --data DIR", err)
	}
	if err != nil {
		return nil, fmt.Errorf("the log cannot be opened: %w; choose another directory with --data DIR", err)
	}
	return f, nil
}
