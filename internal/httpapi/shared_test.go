package httpapi

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestWipedInSharedPlace: what somebody answered in a shared place is gone two minutes after they got up from their session
// and fell silent; not while they sit, nor before their session, nor at home.
func TestWipedInSharedPlace(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	over := func(seated bool) *wire.Snapshot {
		return &wire.Snapshot{Stage: wire.Done, Outcome: "finished", Seated: seated}
	}
	for name, c := range map[string]struct {
		shared, started, seated bool
		after                   time.Duration
		want                    int
	}{
		"got up":             {true, true, false, wipe, 0},
		"a moment ago":       {true, true, false, wipe - 1, 1},
		"sits":               {true, true, true, wipe, 1},
		"before the session": {true, false, false, wipe, 1},
		"at home":            {false, true, false, wipe, 1},
	} {
		t.Run(name, func(t *testing.T) {
			vs := someVisits(t)
			vs.o.Shared = c.shared
			ready(t, vs, "a", at)
			if c.started {
				vs.started("a", true, at)
			}
			vs.hear(vs.generation(), over(c.seated), at)
			vs.hear(vs.generation(), over(c.seated), at.Add(c.after))
			if len(vs.all) != c.want {
				t.Errorf("%d visits are left, want %d", len(vs.all), c.want)
			}
		})
	}
}
