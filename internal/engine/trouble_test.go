package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestNothingBeginsUnrecorded: while nothing can be kept no session begins, with a word why; one that is under way goes on to
// its end, STOP works, and without a restart the next begins when the disk is well again.
func TestNothingBeginsUnrecorded(t *testing.T) {
	e, _, k := onWall(t, Options{})
	massaging(t, e, wire.Request{Person: "a"})
	k.trouble = errors.New("the disk is full")
	for range 500 {
		tickOnce(t, e)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Stop}); err != nil {
		t.Fatal(err)
	}
	for e.loop.Active() {
		quietTick(t, e)
	}
	start := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: e.seed}
	if err := e.heed(&start); err == nil || !strings.Contains(err.Error(), "cannot be put on record now") || !strings.Contains(err.Error(), "the disk is full") || e.loop.Active() {
		t.Errorf("a start: %v", err)
	}
	k.trouble = nil
	if err := e.heed(&start); err != nil {
		t.Error(err)
	}
}
