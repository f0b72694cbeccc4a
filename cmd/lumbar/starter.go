package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"

	"github.com/openlumbar/lumbar/internal/minder"
)

// starter makes engines' processes, and knows whether the newest one has its chair. What they say at their end is in a file: it
// outlives the server. Any goroutine may use it.
type starter struct {
	args []string
	path string

	mu      sync.Mutex
	from    int64 // where the newest engine's words begin
	started bool
	had     bool   // the newest one has answered, so that it has had its chair
	before  string // what the one before said when it ended without its chair
}

// command is a new engine, of this very binary. Those before it have ended.
func (s *starter) command() (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch said := s.read(); {
	case s.had:
		s.before = ""
	case s.started && said != "":
		s.before = said
	}
	if info, err := os.Stat(s.path); err == nil && info.Size() > mostKept { // of a chair that is off all night
		if err := os.Truncate(s.path, 0); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if s.from, err = f.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	s.started, s.had = true, false
	cmd := exec.Command(self, s.args...)
	cmd.Args[0] = "lumbar"
	cmd.Stderr, cmd.SysProcAttr = f, minder.Apart()
	return cmd, nil
}

// mostKept is how long the file gets, in bytes, before it begins anew.
const mostKept = 64 << 10

// mostWords is as much as is told of what an engine said.
const mostWords = 2000

// why is what the newest engine said.
func (s *starter) why() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read()
}

func (s *starter) read() string {
	f, err := os.Open(s.path)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, _ := io.ReadAll(io.NewSectionReader(f, s.from, mostWords))
	return strings.TrimPrefix(strings.TrimSpace(string(text)), "lumbar: ")
}

// heard takes whether the engine has answered.
func (s *starter) heard(answers bool) {
	if !answers {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.had, s.before = true, ""
}

// lacks is why no engine has its chair: what the last one said that ended without it. Empty: one has, or it is not known. While
// it is not empty nothing is driven here, as only one engine runs at a time and this one has answered nobody.
func (s *starter) lacks() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.started || s.had {
		return ""
	}
	if said := s.read(); said != "" {
		return said
	}
	return s.before
}

// unreached is that an engine could not open its chair: something of it or of its link, and no mistake in what was asked for.
type unreached struct{ error }

func (u *unreached) Unwrap() error { return u.error }

// exitUnreached is how an engine ends that could not open its chair.
const exitUnreached = exitFault

// onlyUnreached says whether an engine ended because it could not open its chair, which may be there in a moment.
func onlyUnreached(ended error) bool {
	var exit *exec.ExitError
	return errors.As(ended, &exit) && exit.ExitCode() == exitUnreached
}
