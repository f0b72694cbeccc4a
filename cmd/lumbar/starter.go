package main

import (
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/openlumbar/lumbar/internal/minder"
)

// starter makes engines' processes. What they say at their end is in a file: it outlives the server.
type starter struct {
	args []string
	path string
	from int64 // where the newest engine's words begin
}

// command is a new engine, of this very binary.
func (s *starter) command() (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if s.from, err = f.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	cmd := exec.Command(self, s.args...)
	cmd.Args[0] = "lumbar"
	cmd.Stderr, cmd.SysProcAttr = f, minder.Apart()
	return cmd, nil
}

// mostWords is as much as is told of what an engine said.
const mostWords = 2000

// why is what the newest engine said.
func (s *starter) why() string {
	f, err := os.Open(s.path)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, _ := io.ReadAll(io.NewSectionReader(f, s.from, mostWords))
	return strings.TrimPrefix(strings.TrimSpace(string(text)), "lumbar: ")
}
