package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/chair/profile"
)

// watchText is a short programme with one phase more, or with a text that is none.
func watchText(more string) string {
	return `programme "own" {
  title = "Own"
  needs = ["carriage", "depth", "kneading"]
  phase "work" {
    knead {
      over  = "L4..L3"
      force = "gentle"
      pace  = "20 /min"
      for   = "10 s"
    }
  }
` + more + "}\n"
}

// tooHard is for whoever sits beside the middle of widened: there its circles come over the spine.
const tooHard = `
  phase "lean" {
    knead {
      over  = "L4..L3"
      force = "50 N"
      pace  = "20 /min"
      width = "narrow"
      for   = "10 s"
    }
  }
`

// widened is a chair whose rollers knead in wider circles than those of bench-4d, and do not come close enough together to feel
// that somebody sits beside the middle.
func widened(t *testing.T) string {
	t.Helper()
	src, err := profile.Source("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for _, c := range [][2]string{{`knead_across = "10 mm"`, `knead_across = "14 mm"`}, {`min          = "60 mm"`, `min          = "62 mm"`}} {
		if strings.Count(text, c[0]) != 1 {
			t.Fatalf("the profile has %q %d times, want once", c[0], strings.Count(text, c[0]))
		}
		text = strings.Replace(text, c[0], c[1], 1)
	}
	path := filepath.Join(t.TempDir(), "widened.hcl")
	put(t, path, text)
	return path
}

// screenful is what a watched command says, both streams as they come, for a test that waits for it.
type screenful struct {
	mu    sync.Mutex
	text  bytes.Buffer
	read  int
	wrote chan struct{} // one is enough: whoever waits looks anew
}

func (s *screenful) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.text.Write(p)
	s.mu.Unlock()
	select {
	case s.wrote <- struct{}{}:
	default:
	}
	return len(p), nil
}

// until waits for a text among what has not been read yet, and returns everything up to the end of its line.
func (s *screenful) until(ctx context.Context, t *testing.T, want string) string {
	t.Helper()
	for {
		s.mu.Lock()
		rest := s.text.String()[s.read:]
		at := strings.Index(rest, want)
		if end := strings.IndexByte(rest[max(at, 0):], '\n'); at >= 0 && end >= 0 {
			s.read += at + end + 1
			s.mu.Unlock()
			return rest[:at+end]
		}
		s.mu.Unlock()
		select {
		case <-s.wrote:
		case <-ctx.Done():
			t.Fatalf("it does not say %q; it said:\n%s", want, rest)
		}
	}
}

// all is everything that was said so far.
func (s *screenful) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// put saves a text as an editor does that writes a new file and renames it.
func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path+"~", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		t.Fatal(err)
	}
}

// quickAhead is a first verdict, and wholeRun the one of all bodies.
const quickAhead, wholeRun = "(the 16 that matter most, at the quick rate)", "(all)"

// TestWatch goes through a morning of writing: a verdict, a stroke that is too hard for some, a text that is none, the good one
// again.
func TestWatch(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "own.lumbar.hcl")
	put(t, path, watchText(""))
	c := &verifyCmd{Programme: path, Bodies: 2, Population: "ansur", Chair: widened(t), Seed: "1", Watch: true}
	late, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	ctx, interrupt := context.WithCancel(late)
	defer interrupt()
	said, over := &screenful{wrote: make(chan struct{}, 1)}, make(chan error, 1)
	go func() {
		over <- c.Run(ctx, &app{out: said, err: said, env: func(string) (string, bool) { return "", false }})
	}()
	said.until(late, t, "Watching "+path)
	good := func() {
		t.Helper()
		if got := said.until(late, t, quickAhead); !strings.Contains(got, "no limit exceeded on 16 ") {
			t.Errorf("the good one's first verdict: %s", got)
		}
		if got := said.until(late, t, wholeRun); !strings.Contains(got, "no limit exceeded on 2 ") {
			t.Errorf("the good one's verdict: %s", got)
		}
		said.until(late, t, "A model is not a person")
	}
	good()

	put(t, path, watchText(tooHard))
	got := said.until(late, t, quickAhead)
	for _, want := range []string{"a limit exceeded on ", "force of one roller", "worst ansur:", `in "lean"`, "knead"} {
		if !strings.Contains(got, want) {
			t.Errorf("the too hard one's first verdict does not say %q: %s", want, got)
		}
	}
	said.until(late, t, wholeRun)

	put(t, path, watchText("phase {"))
	if got := said.until(late, t, path+":"); !strings.Contains(got, "rror") {
		t.Errorf("of a text that is none: %s", got)
	}

	put(t, path, watchText(""))
	good()

	interrupt()
	select {
	case err := <-over:
		if err != nil {
			t.Errorf("interrupted: %v", err)
		}
	case <-late.Done():
		t.Fatal("interrupted, it goes on")
	}
	onlyThere(t, path)
	// Tests beside this one have goroutines too, none of which watches.
	stacks := make([]byte, 4<<20)
	if text := string(stacks[:runtime.Stack(stacks, true)]); strings.Contains(text, "main.(*watcher)") || strings.Contains(text, "main.(*bodyRun)") {
		t.Errorf("a goroutine is left:\n%s", text)
	}
}

// TestWatchInterrupts: a save ends the run over all bodies, and so does Ctrl-C, which is no error.
func TestWatchInterrupts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "own.lumbar.hcl")
	put(t, path, watchText(""))
	late, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	said := &screenful{wrote: make(chan struct{}, 1)}
	cmd := exec.CommandContext(late, "lumbar", "verify", path, "--watch")
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	said.until(late, t, quickAhead)
	put(t, path, watchText(`  phase "once more" {
    press {
      at    = ["L3"]
      force = "gentle"
      hold  = "4 s"
    }
  }
`))
	said.until(late, t, quickAhead)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := <-over; err != nil {
		t.Errorf("interrupted: %v", err)
	}
	if text := said.all(); strings.Contains(text, wholeRun) {
		t.Errorf("the run over all bodies came to its end, or said so:\n%s", text)
	}
	onlyThere(t, path)
}

// onlyThere looks for files that the command left beside its programme.
func onlyThere(t *testing.T, path string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("%d files are left (%v), want the programme alone: %v", len(files), err, files)
	}
}
