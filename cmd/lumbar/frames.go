package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/links"
)

// mostFrames is how many frames may wait to be written: seconds of the fastest link. A disk that is slower loses some, and that is
// written.
const mostFrames = 8192

// frameFile writes what crosses a chair's link, in the form that the driver's own recorded frames have: before each frame, in a
// line of its own, when it crossed and which way. One goroutine writes, so that no driver waits for a disk.
type frameFile struct {
	file   *os.File
	frames chan driver.Frame
	lost   atomic.Int64
	ended  chan error
}

// openFrames makes the file, which must not be there yet, and begins.
func openFrames(path string, l *linkedChair, now time.Time) (*frameFile, error) {
	f, err := create(path)
	if err != nil {
		return nil, fmt.Errorf("writing the frames down: %w", err)
	}
	d, err := links.DriverOf(l.address)
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(path))
	}
	begins, _, _ := strings.Cut(l.address, ":") // its address is nobody else's business
	t := &frameFile{file: f, frames: make(chan driver.Frame, mostFrames), ended: make(chan error, 1)}
	head := fmt.Sprintf("# %s, link %s, driver %s %d, lumbar %s, %s.\n# A frame in hex, # and what it means; before it the seconds since Lumbar began, and which way.\n",
		plainLine(l.profile.Name), begins, d.Name, d.Version, version, now.UTC().Format("2 January 2006, 15:04 MST"))
	go func() { t.ended <- t.write(head) }()
	return t, nil
}

func plainLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// trace takes a frame. Any goroutine may call it until close.
func (t *frameFile) trace(f driver.Frame) {
	f.Bytes = append([]byte(nil), f.Bytes...)
	select {
	case t.frames <- f:
	default:
		t.lost.Add(1)
	}
}

// write writes until there are no more.
func (t *frameFile) write(head string) error {
	w := bufio.NewWriter(t.file)
	_, err := w.WriteString(head)
	for f := range t.frames {
		if _, wrong := io.WriteString(w, frameText(&f)); err == nil {
			err = wrong
		}
	}
	if n := t.lost.Load(); n > 0 {
		_, wrong := fmt.Fprintf(w, "# %d frames are missing: this disk was too slow for them.\n", n)
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, w.Flush(), t.file.Sync(), t.file.Close())
}

// frameText is one frame. What is none, or did not come, stays a comment.
func frameText(f *driver.Frame) string {
	way := "from the chair"
	if f.ToChair {
		way = "to the chair"
	}
	when := fmt.Sprintf("# %.4f s, %s", f.At.Seconds(), way)
	bytes := fmt.Sprintf("% X", f.Bytes)
	switch {
	case f.Why != nil && len(f.Bytes) == 0:
		return fmt.Sprintf("%s: %s\n", when, plainLine(f.Why.Error()))
	case f.Why != nil:
		return fmt.Sprintf("%s: %s: %s\n", when, plainLine(f.Why.Error()), bytes)
	}
	return fmt.Sprintf("%s\n%s # %s\n", when, bytes, plainLine(f.Meaning))
}

// close ends it, after whoever calls trace; the error says what could not be written.
func (t *frameFile) close() error {
	close(t.frames)
	if err := <-t.ended; err != nil {
		return fmt.Errorf("writing the frames down: %w", err)
	}
	return nil
}
