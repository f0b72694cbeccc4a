package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/openlumbar/lumbar/internal/wire"
)

// loadCmd is what lumbar latency starts beside itself. It ends when its standard input does, so that it cannot outlive
// whoever started it, however that ended.
type loadCmd struct {
	Viewers int `placeholder:"N" help:"Serve the page with a session under way and N readers, rather than burn one core."`
}

// Help teaches more than the flags.
func (loadCmd) Help() string {
	return `Keeps this machine busy while lumbar latency measures, which starts it by itself. It ends with its standard input.

Exit status: 0, or 1 an error on this machine.

  lumbar load < /dev/zero`
}

// Run burns a core, or serves readers, until standard input ends.
func (c *loadCmd) Run(ctx context.Context, a *app) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // ends with the process
		_, _ = io.Copy(io.Discard, a.in)
		cancel()
	}()
	if c.Viewers > 0 {
		return watchers(ctx, a, c.Viewers)
	}
	fmt.Fprintln(a.out, ready)
	for x := uint64(1); x != 0 && ctx.Err() == nil; { // it is never 0
		x = burn(x)
	}
	return nil
}

// ready is what a load says when it is one.
const ready = "ready"

// burn is a millisecond or two of arithmetic: a random number from another.
func burn(x uint64) uint64 {
	for range 1 << 20 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

// watchers serves the page on a free port with a directory of its own, begins a session, and reads the page's stream n
// times over until ctx is done.
func watchers(ctx context.Context, a *app, n int) error {
	dir, err := os.MkdirTemp("", "lumbar-load-")
	if err != nil {
		return fmt.Errorf("a place for the server's data: %w", err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in, out := io.Pipe()
	served := make(chan error, 1)
	go func() {
		s := serveCmd{Addr: "127.0.0.1:0", Data: dir}
		err := s.Run(ctx, &app{in: strings.NewReader(""), out: out, err: a.err, env: func(string) (string, bool) { return "", false }})
		_ = out.CloseWithError(io.EOF) // a pipe's close never fails
		served <- err
	}()
	lines := bufio.NewScanner(in)
	page := ""
	for page == "" && lines.Scan() {
		if _, at, found := strings.Cut(lines.Text(), "http://"); found {
			page = "http://" + at
		}
	}
	go func() { // whatever else the server says; ends with it
		for lines.Scan() {
			continue
		}
	}()
	if page == "" {
		return errors.Join(errors.New("the server has not said where its page is"), <-served)
	}
	read := make(chan error, n)
	err = begin(ctx, page)
	for i := 0; i < n && err == nil; i++ {
		err = follow(ctx, page, read)
	}
	if err == nil {
		fmt.Fprintln(a.out, ready)
		select {
		case <-ctx.Done():
		case err = <-read:
		}
	}
	cancel()
	return errors.Join(err, <-served)
}

// begin starts a session.
func begin(ctx context.Context, page string) error {
	body, err := json.Marshal(wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk"})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, page+"/do", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("starting a session: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("starting a session: %s", answer.Status)
	}
	return nil
}

// follow opens the page's stream and reads it until ctx is done; an earlier end goes to ended.
func follow(ctx context.Context, page string, ended chan<- error) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, page+"/events", nil)
	if err != nil {
		return err
	}
	stream, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("opening the page's stream: %w", err)
	}
	if stream.StatusCode != http.StatusOK {
		_ = stream.Body.Close() // only read
		return fmt.Errorf("opening the page's stream: %s", stream.Status)
	}
	go func() { // one of watchers' readers
		defer stream.Body.Close()
		_, err := io.Copy(io.Discard, stream.Body)
		if ctx.Err() == nil {
			ended <- fmt.Errorf("the page's stream ended: %w", errors.Join(err, io.ErrUnexpectedEOF))
		}
	}()
	return nil
}
