package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/openlumbar/lumbar/chair/profile"
)

var update = flag.Bool("update", false, "write the goldens")

// TestMain makes the test binary the command itself: a process that is called lumbar runs main, so that scripts and
// processes try what ships, with the race detector if the tests have it. chairhost is an engine on a chair of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lumbar": main, "chairhost": hostMain})
}

// TestScript runs testdata/script: the whole command line, as people and other programs meet it.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "profile": changedProfile, "long": longFile, "all": all,
		},
		Condition:           func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
		RequireExplicitExec: true,
		UpdateScripts:       *update,
	})
}

// exits N COMMAND... runs a command, which must end with exit status N.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s: exit status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// profile FILE OLD NEW writes the profile that ships to a file, changed in one place.
func changedProfile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: profile FILE OLD NEW")
	}
	src, err := profile.Source("bench-4d")
	ts.Check(err)
	if strings.Count(string(src), args[1]) != 1 {
		ts.Fatalf("the profile has %q %d times, want once", args[1], strings.Count(string(src), args[1]))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(string(src), args[1], args[2], 1)), 0o600))
}

// long FILE N writes a file of N bytes of comment.
func longFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: long FILE N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("# long\n", n/7+1)[:n]), 0o600))
}

// all STREAM TEXT... looks for every text in stdout or stderr.
func all(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: all STREAM TEXT...")
	}
	got := ts.ReadFile(args[0])
	for _, want := range args[1:] {
		if !strings.Contains(got, want) {
			ts.Fatalf("%s does not say %q:\n%s", args[0], want, got)
		}
	}
}
