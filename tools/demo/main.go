// Command demo shows Lumbar to somebody who has just cloned it, in a terminal, without a browser: a session on a simulated
// person, a safety check that says no, and a chair that breaks in the middle of a massage.
//
//	go run ./tools/demo -lumbar bin/lumbar -out build
//
// It runs the commands that people run, and holds what they say to what ought to be: the exit status is 1, with the
// reason, as soon as anything comes out otherwise.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"time"
)

// demo is one showing.
type demo struct {
	lumbar    string // the command
	programme string
	body      string
	answers   string // a file of answers that are to be refused
	jam       string // a case of the fault campaign
	bodies    int    // on how many simulated backs a programme is tried
	dir       string // where the recording, the score and the report go
	out       io.Writer
}

func main() {
	d := demo{programme: "after-desk", body: "ansur:1", jam: "after-desk/knead/twin.carriage_jam", bodies: 100, out: os.Stdout}
	flag.StringVar(&d.lumbar, "lumbar", "bin/lumbar", "the command that is shown")
	flag.StringVar(&d.answers, "answers", "examples/4-not-today.json", "answers that the safety check refuses")
	flag.StringVar(&d.dir, "out", "build", "where the recording, the score and the report go")
	flag.IntVar(&d.bodies, "bodies", d.bodies, "on how many simulated backs a programme is tried")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := d.show(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo: something did not come out as it should:", err)
		os.Exit(1)
	}
}

// show shows everything, one after the other.
func (d *demo) show(ctx context.Context) error {
	began := time.Now()
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		return fmt.Errorf("making room for the recording: %w", err)
	}
	d.say(`This is Lumbar on a simulated chair, with a simulated person. Nothing here has met hardware or anybody's back.
Lines with a $ are commands of yours too.`)
	for _, part := range []func(context.Context) error{d.session, d.refusal, d.breakage, d.population} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	d.say(`That was all, in %.0f s. To look at:

  %-20s  the score of the session as it was played, light and dark
  %-20s  its events: one a line, a summary last
  %-20s  its recording, tick by tick: lumbar replay FILE --svg draws it, other tools open it
  %-20s  what came of a programme on %d simulated backs

The page, with a live picture and a STOP: make run, then http://127.0.0.1:8420`,
		time.Since(began).Seconds(), d.path(scoreFile), d.path(eventFile), d.path(recordFile), d.path(reportFile), d.bodies)
	return nil
}

// say prints words between two parts.
func (d *demo) say(format string, a ...any) { fmt.Fprintf(d.out, "\n"+format+"\n", a...) }

// run shows a command of Lumbar and what it says, and fails if its exit status is another one.
func (d *demo) run(ctx context.Context, status int, args ...string) error {
	fmt.Fprintf(d.out, "\n  $ %s %s\n\n", d.lumbar, strings.Join(args, " "))
	out, err := d.quietly(ctx, status, args...)
	for line := range strings.Lines(strings.Trim(string(out), "\n") + "\n") {
		fmt.Fprintln(d.out, strings.TrimRight("    "+line, "\n "))
	}
	return err
}

// quietly runs a command of Lumbar and returns what it says.
func (d *demo) quietly(ctx context.Context, status int, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, d.lumbar, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() < 0 {
		return out, fmt.Errorf("lumbar %s did not run to its end: %w", args[0], err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		return out, fmt.Errorf("lumbar %s ended with exit status %d, want %d: %s%s", args[0], got, status, out, errs.String())
	}
	return out, nil
}
