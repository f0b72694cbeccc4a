package main

import (
	"io"
	"log/slog"
	"os"
	"sync"
)

// lateLog writes a log behind the back of whoever logs: the engine's goroutine must never wait for a disk. What finds
// no room is left out, and counted.
type lateLog struct {
	to    io.Writer
	lines chan []byte
	ended chan struct{}

	mu   sync.Mutex
	over bool
	lost int
}

// mostLines is many times what an engine logs in a second.
const mostLines = 1024

// openLateLog is openLog for a process that must not wait. The function closes it, when all is written.
func openLateLog(dir string) (*slog.Logger, func(), error) {
	f, err := openLogFile(dir)
	if err != nil {
		return nil, nil, err
	}
	l := &lateLog{to: f, lines: make(chan []byte, mostLines), ended: make(chan struct{})}
	go func() {
		defer close(l.ended)
		for line := range l.lines {
			_, _ = l.to.Write(line) // a log that cannot be written can tell nobody
		}
	}()
	logger := slog.New(slog.NewJSONHandler(l, nil)).With("pid", os.Getpid())
	return logger, func() {
		if n := l.lostSoFar(); n > 0 {
			logger.Warn("lines of the log found no room", "lost", n)
		}
		l.mu.Lock()
		l.over = true
		close(l.lines)
		l.mu.Unlock()
		<-l.ended
		_ = f.Close()
	}, nil
}

// Write implements io.Writer.
func (l *lateLog) Write(p []byte) (int, error) {
	line := append([]byte(nil), p...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return len(p), nil
	}
	select {
	case l.lines <- line:
	default:
		l.lost++
	}
	return len(p), nil
}

func (l *lateLog) lostSoFar() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}
