// Command lumbar is the whole of Lumbar in one binary: one file a sub-command, wiring only.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/openlumbar/lumbar/internal/diag"
)

// version is set when the binary is built.
var version = "dev"

// Exit statuses, as scripts may rely on them.
const (
	exitDone    = 0 // finished; also gently, before the plan's end
	exitError   = 1 // an error in what was given, or on this machine
	exitRefused = 2 // refused: nothing was started
	exitFault   = 3 // stopped by a fault
	exitStopped = 4 // stopped by somebody, or the chair could not go on
)

// cli is the command line.
type cli struct {
	Version     kong.VersionFlag `help:"The version of this binary."`
	Serve       serveCmd         `cmd:"" default:"withargs" help:"The chair and its page (this is what plain \"lumbar\" does)."`
	Run         runCmd           `cmd:"" help:"One session in the terminal, on the simulated chair, or on one over its link."`
	Check       checkCmd         `cmd:"" help:"Everything that is wrong with programmes and body files, with place and way out."`
	Fmt         fmtCmd           `cmd:"" help:"Lays programmes out in their one form; comments stay."`
	Lsp         lspCmd           `cmd:"" help:"The language server, for editors."`
	Chair       chairCmd         `cmd:"" help:"Chairs and massagers: what is here, and adding one without a link."`
	Plan        planCmd          `cmd:"" help:"A programme's timeline."`
	Verify      verifyCmd        `cmd:"" help:"A programme on thousands of simulated backs: how hard, how long, how warm, whom."`
	Replay      replayCmd        `cmd:"" help:"A recorded session once more, through the same control and guard: did it come out the same; or as a picture."`
	Twin        twinCmd          `cmd:"" help:"A simulated chair in a process of its own."`
	Programmes  programmesCmd    `cmd:"" help:"The programmes that ship."`
	Doctor      doctorCmd        `cmd:"" help:"What is wrong on this machine, and how to mend it."`
	Latency     latencyCmd       `cmd:"" help:"How punctual the control loop is on this machine, as a histogram."`
	Load        loadCmd          `cmd:"" hidden:"" help:"Keeps this machine busy for lumbar latency."`
	Backup      backupCmd        `cmd:"" help:"Everything that is kept, as one file; lumbar may run."`
	Restore     restoreCmd       `cmd:"" help:"Puts a backup back; what was there stays as a copy."`
	Export      exportCmd        `cmd:"" help:"All there is of one person, as JSON or CSV."`
	Import      importCmd        `cmd:"" help:"Reads a person back that lumbar export --json has written."`
	MQTT        mqttCmd          `cmd:"" name:"mqtt" help:"The chair in Home Assistant: the broker, what it is told, and taking it out again."`
	Forget      forgetCmd        `cmd:"" help:"Takes away all there is of one person, for good."`
	Engine      engineCmd        `cmd:"" help:"The process that owns the chair; the page's server starts it."`
	SafetyCheck safetyCheckCmd   `cmd:"" name:"safety-check" help:"Whether anything speaks against using the chair today."`
	VersionCmd  versionCmd       `cmd:"" name:"version" help:"The version of this binary."`
}

const about = `Lumbar runs massage chairs with a dedicated lumbar programme.

For comfort and relaxation. Not a medical device; it does not diagnose, treat, cure, prevent or monitor any
disease. It runs simulated chairs, and chairs with a link once they were tried with nobody in them; on any massager
without a link it guides you: lumbar chair add.

  lumbar                                  the page, with a simulated person
  lumbar run after-desk --body ansur:1    one session in this terminal
  lumbar check my.lumbar.hcl              what is wrong with a programme`

// status is an error that carries an exit status. Without err everything has been said.
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

// json writes v for other programs.
func (a *app) json(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// run is main without the process: it returns the exit status.
func run(args []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := interruptible()
	defer stop()
	exit := -1
	parser, err := newParser(kong.Writers(out, errw), kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&app{in: in, out: out, err: errw, env: os.LookupEnv}))
	if err != nil {
		fmt.Fprintln(errw, "lumbar:", err)
		return exitError
	}
	if len(args) > 0 && args[0] == "help" { // as many tools have it
		args = append(slices.Clone(args[1:]), "--help")
	}
	k, err := parser.Parse(args)
	if exit >= 0 { // help or the version was asked for and has been given
		return exit
	}
	if err != nil {
		misunderstood(errw, parser, args, err)
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

// newParser is the command line's.
func newParser(more ...kong.Option) (*kong.Kong, error) {
	return kong.New(&cli{}, append([]kong.Option{
		kong.Name("lumbar"), kong.Description(about), kong.Vars{"version": "lumbar " + version},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	}, more...)...)
}

// interruptible is a context that ends when somebody, or the system, wants the process to end; a second signal does
// not hurry what brings the rollers home. A terminal that closes counts, unless nohup says otherwise.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signal.NotifyContext(context.Background(), signals...)
}

// outliveReaders makes a write that nobody reads an error rather than the end of the process: while rollers are on a
// back, a closed pipe must not keep them from going home.
func outliveReaders() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// misunderstood says what is wrong with a command line, and where to read on.
func misunderstood(w io.Writer, parser *kong.Kong, args []string, err error) {
	var commands []string
	for _, c := range parser.Model.Children {
		if !c.Hidden || len(args) > 0 && c.Name == args[0] {
			commands = append(commands, c.Name)
		}
	}
	command := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		if !slices.Contains(commands, args[0]) {
			fmt.Fprintf(w, "lumbar: no command is called %q. %s\nTry: lumbar --help\n", args[0], diag.WayOut(args[0], commands))
			return
		}
		command = " " + args[0]
	}
	fmt.Fprintf(w, "lumbar%s: %v\nTry: lumbar%s --help\n", command, err, command)
}

type versionCmd struct{}

// Help teaches more than the flags.
func (versionCmd) Help() string {
	return "Exit status: 0.\n\n  lumbar version\n  lumbar --version"
}

// Run prints the version.
func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.out, "lumbar", version)
	return err
}
