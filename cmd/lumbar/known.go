package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/openlumbar/lumbar/internal/wire"
)

// secretName is a name that nobody else knows: whoever starts a session by it is told what it finds of the back.
func secretName() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("making a name for this session: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// readKnown reads what is known of a back; nil without a path.
func readKnown(path string) (*wire.Known, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--known cannot be read: %w", err)
	}
	k := new(wire.Known)
	if err := json.Unmarshal(text, k); err != nil {
		return nil, fmt.Errorf("--known=%s is not what --found writes: %w", path, err)
	}
	if k.Empty() {
		return nil, fmt.Errorf("--known=%s holds nothing that this Lumbar knows of: let a session write it anew with --found", path)
	}
	return k, nil
}

// keepFound writes what the session has found. It is about somebody's body: nobody else may read the file.
func (s *session) keepFound() {
	if s.found == "" {
		return
	}
	shot, ok := s.ask(wire.Look)
	if !ok || shot.Found == nil {
		fmt.Fprintf(s.app.err, "nothing is written to %s: no back was felt, or it was somebody else's\n", s.found)
		return
	}
	text, err := json.MarshalIndent(shot.Found, "", "  ")
	if err == nil {
		err = os.WriteFile(s.found, append(text, '\n'), 0o600)
	}
	s.written("file of --found", err)
}

// tellWho says in a line that the back feels different, where nobody can answer.
func (s *session) tellWho() {
	if shot, ok := s.ask(wire.Look); ok && shot.Who == wire.WhoDifferent {
		_, err := fmt.Fprintln(s.app.out, "        this back feels different from the one in --known: it stays gentle")
		s.written("event", err)
	}
}
