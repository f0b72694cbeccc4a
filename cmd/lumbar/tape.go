package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/recording"
)

// recordingsDir is where recordings are, in the data directory.
const recordingsDir = "recordings"

// tape is a recorder with its writer's goroutine. A nil one records nothing.
type tape struct {
	to  *recording.Recorder
	end context.CancelFunc
	err chan error
}

// takeDown starts to write.
func takeDown(o recording.Options) *tape {
	o.Version = version
	ctx, cancel := context.WithCancel(context.Background())
	t := &tape{to: recording.New(o), end: cancel, err: make(chan error, 1)}
	go func() { t.err <- t.to.Run(ctx) }()
	return t
}

// takeInto records one session into a file; nil without a path. A simulated chair's time stands between two ticks, so that it
// can wait for the disk, and nothing is missing.
func takeInto(path string) (*tape, error) {
	f, err := recordingFile(path)
	if f == nil {
		return nil, err
	}
	return takeDown(recording.Options{Shelf: recording.Into(f), Patient: true}), nil
}

// recordingFile makes the file of a recording; nil without a path.
func recordingFile(path string) (*os.File, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("the recording cannot be written: %w; choose another --record FILE", err)
	}
	return f, nil
}

// takeAll records an engine's sessions into its data directory, as far as that is asked for.
func takeAll(which, dir string, log *slog.Logger) *tape {
	if which == config.RecordNever {
		return nil
	}
	return takeDown(recording.Options{Shelf: &recording.Folder{Dir: filepath.Join(dir, recordingsDir), Faults: which == config.RecordFaults}, Logger: log})
}

// recorder is what an engine is given.
func (t *tape) recorder() *recording.Recorder {
	if t == nil {
		return nil
	}
	return t.to
}

// finish writes what is left, after the engine has ended.
func (t *tape) finish() error {
	if t == nil {
		return nil
	}
	t.end()
	if err := <-t.err; err != nil {
		return fmt.Errorf("the recording could not be written: %w", err)
	}
	return nil
}

// forgetRecordings takes all of them away: none says whose it is.
func forgetRecordings(dir string) error {
	return (&recording.Folder{Dir: filepath.Join(dir, recordingsDir)}).Forget(false)
}
