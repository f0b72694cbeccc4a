package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/simlink"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

type twinCmd struct {
	Socket string `required:"" placeholder:"PATH" help:"Where it listens for one host: a Unix socket, made anew."`
	Chair  string `default:"bench-4d" help:"The chair's profile: a name that ships, or a file. The host must go by the same."`
	Body   string `default:"ansur:1" help:"Who sits: ansur:ROW (1 to 6068), ansur:shortest-woman and the like, nhanes:ROW (1 to 8704), or a body file."`
	Seed   string `default:"1" help:"Decides everything about this person and chair that measures do not; 0 to 2^53."`
	Log    string `placeholder:"FILE" help:"Write what really happens, as JSON lines."`
}

// Help teaches more than the flags.
func (twinCmd) Help() string {
	return `A simulated chair in its own process, for drivers and for trying what happens when the engine dies: it runs by itself,
in real time, and acts as its profile says when it hears nothing for a heartbeat.

Lines on its standard input break and mend it, and it answers each:

  fail NAME       begins a failure
  mend NAME       ends it
  power off       takes its power away; "power on" brings it back
  press SIDE N    lays a hand on the left or right roller with so many newtons, as a test of the chair asks for; 0 lets go
  help            every name

The log has 100 lines a second, one each millisecond while the chair brings its rollers home by itself, and one for each
event: host, host_gone, link_lost, link_back, home, refused, begins, ends, slipped. Times are the chair's own. Forces
are what the back really bears.

Exit status: 0 ended by Ctrl-C or a signal, 1 an error on this machine, 2 refused (nothing was started).

  lumbar twin --socket ./chair
  lumbar twin --socket ./chair --body ansur:tallest-man --log truth.jsonl
  lumbar serve --twin ./chair             in another terminal: kill the engine, and see the rollers go home`
}

// Run lets a simulated chair live until it is interrupted.
func (c *twinCmd) Run(ctx context.Context, a *app) error {
	var wrong problems
	seed, err := parseSeed(c.Seed)
	wrong.add(err)
	profile, err := findChair(c.Chair)
	wrong.add(err)
	m, label, err := findBody(c.Body)
	wrong.add(err)
	if err := wrong.refuse(a); err != nil {
		return err
	}
	listener, err := listen(c.Socket)
	if err != nil {
		return &status{exitRefused, err}
	}
	defer listener.Close()
	log, err := openTruth(c.Log)
	if err != nil {
		return &status{exitRefused, err}
	}

	outliveReaders()
	station := simlink.NewStation(simlink.StationOptions{
		Twin:    twin.New(twin.Options{Profile: &profile, Body: m.Back(), Seed: seed, Age: m.Age, Sex: m.Sex}),
		Observe: log.observe,
	})
	fmt.Fprintf(a.out, "%s with %s listens at %s; Ctrl-C ends it\n", profile.Title, label, c.Socket)
	go breakAndMend(a.in, a.out, station) // ends with its input, or with the process
	return errors.Join(station.Serve(ctx, listener), log.close())
}

// listen makes a socket anew: one that nobody listens at is what a process left behind that was killed.
func listen(path string) (net.Listener, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("the socket %s: %w", path, err)
	case info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("%s is there and no socket: choose another path", path)
	default:
		if conn, err := net.Dial("unix", path); err == nil {
			_ = conn.Close()
			return nil, fmt.Errorf("a chair listens at %s already: end it, or choose another path", path)
		}
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("the socket %s was left behind: %w", path, err)
		}
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("the socket %s: %w; its directory must be there, and the path short (about 100 bytes)", path, err)
	}
	return l, nil
}

// breakAndMend does what lines say, and answers each.
func breakAndMend(in io.Reader, out io.Writer, s *simlink.Station) {
	if in == nil {
		return
	}
	for scan := bufio.NewScanner(in); scan.Scan(); {
		words := strings.Fields(scan.Text())
		if len(words) == 0 {
			continue
		}
		said, err := heed(words, s)
		if errors.Is(err, simlink.ErrNotServed) {
			return
		}
		if err != nil {
			said = err.Error()
		}
		fmt.Fprintln(out, said)
	}
}

// mostPress is how hard a hand may be said to press, N.
const mostPress = 100

// heed does what one line says.
func heed(words []string, s *simlink.Station) (said string, err error) {
	var names []string
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		names = append(names, f.String())
	}
	verb, rest := words[0], strings.Join(words[1:], " ")
	switch verb {
	case "help":
		return "fail or mend: " + strings.Join(names, " ") + "; power: off on; press: left right", nil
	case "power":
		if rest != "off" && rest != "on" {
			return "", errors.New("power off, or power on")
		}
		return verb + " " + rest, s.Inject(twin.PowerLost, rest == "off")
	case "fail", "mend":
		f, ok := twin.ParseFailure(rest)
		if !ok {
			return "", errors.New(unknown("failure", rest, names, "type help"))
		}
		return verb + " " + rest, s.Inject(f, verb == "fail")
	case "press":
		var side chair.Side
		n := math.NaN()
		if len(words) == 3 && (words[1] == chair.Left.String() || words[1] == chair.Right.String()) {
			if side = chair.Left; words[1] == chair.Right.String() {
				side = chair.Right
			}
			if f, err := strconv.ParseFloat(words[2], 64); err == nil {
				n = f
			}
		}
		if !(n >= 0 && n <= mostPress) {
			return "", fmt.Errorf("press left or press right, with 0 to %d newtons", mostPress)
		}
		return verb + " " + rest, s.Press(side, unit.Newton(n))
	}
	return "", fmt.Errorf("%q is nothing that can be done to a chair. %s", verb, diag.WayOut(verb, []string{"fail", "mend", "power", "press", "help"}))
}

// truthLog writes what really happens to a file, in a goroutine of its own: a disk that is slow must not stop the chair's
// time.
type truthLog struct {
	lines chan simlink.Entry
	ended chan error
}

// waitingLines is how many lines may wait for the disk: 4 s of them at the most that a chair writes.
const waitingLines = 4096

// openTruth makes the log; without a path it takes nothing in.
func openTruth(path string) (*truthLog, error) {
	if path == "" {
		return &truthLog{}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("the log cannot be written: %w; choose another --log FILE", err)
	}
	l := &truthLog{lines: make(chan simlink.Entry, waitingLines), ended: make(chan error, 1)}
	go func() {
		enc := json.NewEncoder(f)
		var failed error
		for e := range l.lines {
			if failed == nil {
				failed = enc.Encode(e)
			}
		}
		l.ended <- errors.Join(failed, f.Close())
	}()
	return l, nil
}

func (l *truthLog) observe(e *simlink.Entry) {
	if l.lines != nil {
		l.lines <- *e
	}
}

// close writes what waits, and says what could not be written.
func (l *truthLog) close() error {
	if l.lines == nil {
		return nil
	}
	close(l.lines)
	select {
	case err := <-l.ended:
		if err != nil {
			return fmt.Errorf("writing the log: %w", err)
		}
		return nil
	case <-time.After(lastLines):
		return errors.New("the log could not be written to its end")
	}
}

// lastLines is how long the last lines may take.
const lastLines = 5 * time.Second
