package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"time"
)

// How long a load may take to be one, and to end when its standard input has.
const (
	readyWithin = 20 * time.Second
	endWithin   = 30 * time.Second // a server brings its rollers home first
)

// loads is the processes that keep the machine busy.
type loads []*beside

// beside is one of them.
type beside struct {
	cmd   *exec.Cmd
	in    io.Closer
	lines *bufio.Scanner
	ready chan bool
}

// startLoads starts one process that burns for each core, and one with a server and its readers, as asked for, and waits
// until all are at it. The caller ends them, also after an error.
func startLoads(ctx context.Context, burn bool, viewers int) (all loads, err error) {
	var lines [][]string
	if viewers > 0 { // first: it would be slow to start among the others
		lines = append(lines, []string{"--viewers", strconv.Itoa(viewers)})
	}
	if burn {
		for range runtime.NumCPU() {
			lines = append(lines, nil)
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("starting a load: %w", err)
	}
	for _, args := range lines {
		b, err := startLoad(self, args)
		if err != nil {
			return all, fmt.Errorf("starting a load: %w", err)
		}
		all = append(all, b)
		select {
		case ok := <-b.ready:
			if !ok {
				return all, errors.New("a load ended before it was one; try without --load and --viewers")
			}
		case <-ctx.Done():
			return all, ctx.Err()
		case <-time.After(readyWithin):
			return all, fmt.Errorf("a load is not one after %v; try without --load and --viewers", readyWithin)
		}
	}
	return all, nil
}

// startLoad starts one process and reads what it says.
func startLoad(self string, args []string) (*beside, error) {
	b := &beside{cmd: exec.Command(self), ready: make(chan bool, 1)}
	b.cmd.Args = append([]string{"lumbar", "load"}, args...)
	b.cmd.Stderr = os.Stderr
	in, err := b.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	b.in, b.lines = in, bufio.NewScanner(out)
	if err := b.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { b.ready <- b.lines.Scan() && b.lines.Text() == ready }() // ends with the process, or before
	return b, nil
}

// end ends all of them.
func (all loads) end() {
	for _, b := range all {
		_ = b.in.Close() // that is what ends it
	}
	for _, b := range all {
		hurry := time.AfterFunc(endWithin, func() { _ = b.cmd.Process.Kill() })
		_ = b.cmd.Wait() // how it ended does not matter
		hurry.Stop()
	}
}
