package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestKnown: what one session finds is brought along to the next: to the same person's it says nothing, and somebody else's
// stays gentle and leaves nothing behind.
func TestKnown(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "found.json")
	lumbar := func(want int, args ...string) (said, wrong string) {
		t.Helper()
		var out, errw bytes.Buffer
		if got := run(append([]string{"run", "break", "--pace", "max"}, args...), nil, &out, &errw); got != want {
			t.Fatalf("%v: exit status %d, want %d: %s%s", args, got, want, out.String(), errw.String())
		}
		return out.String(), errw.String()
	}
	lumbar(exitDone, "--found", file)
	found, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(found), `"contour_out_mm"`) {
		t.Fatalf("found %s, %v", found, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
	if said, _ := lumbar(exitDone, "--known", file); strings.Contains(said, "feels different") {
		t.Error("the same person is taken for somebody else")
	}
	said, wrong := lumbar(exitDone, "--known", file, "--found", file, "--body", "ansur:5000", "--seed", "9")
	if !strings.Contains(said, "feels different") || !strings.Contains(wrong, "somebody else's") {
		t.Errorf("somebody else is taken for the same: %s%s", said, wrong)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, found) {
		t.Error("what was known is overwritten")
	}
	for _, text := range []string{"{", "{}", `{"v":9}`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		lumbar(exitRefused, "--known", file)
	}
	lumbar(exitRefused, "--known", filepath.Join(t.TempDir(), "none.json"))
}

// TestMeans: a key means something only where there is something to answer.
func TestMeans(t *testing.T) {
	for _, c := range []struct {
		verb wire.Verb
		shot wire.Snapshot
		want bool
	}{
		{wire.Stop, wire.Snapshot{}, true}, {wire.Up, wire.Snapshot{}, false}, {wire.Up, wire.Snapshot{CanUp: true}, true},
		{wire.Enough, wire.Snapshot{Stage: wire.Massage}, false}, {wire.Enough, wire.Snapshot{Stage: wire.Firmness}, true},
		{wire.Mine, wire.Snapshot{Who: wire.WhoAlike}, false}, {wire.Mine, wire.Snapshot{Who: wire.WhoDifferent}, true},
		{wire.Other, wire.Snapshot{Who: wire.WhoMine}, false}, {wire.Other, wire.Snapshot{Who: wire.WhoDifferent}, true},
	} {
		if got := means(c.verb, &c.shot); got != c.want {
			t.Errorf("%s at %+v means something: %v", c.verb, c.shot.Stage, got)
		}
	}
	shot := moment()
	shot.Who = wire.WhoDifferent
	s := screen{shot: &shot, words: web.English(), width: 100}
	if text := strings.Join(s.news(), ""); !strings.Contains(text, "Who is sitting? m it is me, o somebody else.") {
		t.Errorf("the screen says %q", text)
	}
	shot.Stage = wire.Firmness
	if text := s.keys(); !strings.Contains(text, "e enough") {
		t.Errorf("the keys are %q", text)
	}
}
