// Command lumbar is the whole of Lumbar in one binary: one file a sub-command, wiring only.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set when the binary is built.
var version = "dev"

// Exit statuses, as scripts may rely on them.
const (
	exitDone    = 0 // finished
	exitError   = 1 // an error in what was given, or on this machine
	exitRefused = 2 // refused: nothing was started
	exitFault   = 3 // stopped by a fault
	exitStopped = 4 // stopped by somebody, or ended before the plan's end
)

// cli is the command line.
type cli struct {
	Serve      serveCmd      `cmd:"" default:"withargs" help:"The chair, its page and its interfaces (this is what plain \"lumbar\" does)."`
	Run        runCmd        `cmd:"" help:"One session in the terminal, on the simulated chair."`
	Check      checkCmd      `cmd:"" help:"Everything that is wrong with programmes, with place and way out."`
	Plan       planCmd       `cmd:"" help:"A programme's timeline."`
	Programmes programmesCmd `cmd:"" help:"The programmes that ship."`
	Version    versionCmd    `cmd:"" help:"The version of this binary."`
}

const about = `Lumbar runs massage chairs with a dedicated lumbar programme.

For comfort and relaxation. Not a medical device; it does not diagnose, treat, cure, prevent or monitor any
disease. Only the simulated chair can be opened in this version.

  lumbar                                  the page, with a simulated person
  lumbar run after-desk --body ansur:1    one session in this terminal
  lumbar check my.lumbar.hcl              what is wrong with a programme`

// status is an error that carries an exit status.
type status struct {
	code int
	err  error
}

func (s *status) Error() string {
	if s.err == nil {
		return fmt.Sprintf("exit status %d", s.code)
	}
	return s.err.Error()
}

func (s *status) Unwrap() error { return s.err }

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// app is what every sub-command is handed.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) (string, bool)
}

// run is main without the process: it returns the exit status.
func run(args []string, in io.Reader, out, errw io.Writer) int {
	var c cli
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("lumbar"), kong.Description(about), kong.UsageOnError(),
		kong.Writers(out, errw), kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&app{in: in, out: out, err: errw, env: os.LookupEnv}),
	)
	if err != nil {
		fmt.Fprintln(errw, "lumbar:", err)
		return exitError
	}
	k, err := parser.Parse(args)
	if exit >= 0 { // --help was asked for and has been given
		return exit
	}
	if err != nil {
		fmt.Fprintf(errw, "lumbar: %v\nTry: lumbar --help\n", err)
		return exitRefused
	}
	err = k.Run()
	var s *status
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &s):
		if s.err != nil {
			fmt.Fprintln(errw, "lumbar:", s.err)
		}
		return s.code
	}
	fmt.Fprintln(errw, "lumbar:", err)
	return exitError
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.out, "lumbar", version)
	return err
}
