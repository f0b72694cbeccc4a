package engine

import (
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestForget: a person's minutes go when they are forgotten, but not while they sit there: these go on counting for them.
func TestForget(t *testing.T) {
	e, _, k := onWall(t, Options{})
	ask := func(person string) error {
		return e.heed(&wire.Request{V: wire.Version, Verb: wire.Forget, Person: person})
	}
	if ask("") == nil {
		t.Error("nobody is forgotten")
	}
	massaging(t, e, wire.Request{Person: "7f3a"})
	if ask("7f3a") == nil || len(k.gone) != 0 {
		t.Error("somebody is forgotten in their session")
	}
	n := len(k.doses)
	if err := ask("99c1"); err != nil || !slices.Equal(k.gone, []string{"99c1"}) {
		t.Errorf("somebody else: %v, gone are %q", err, k.gone)
	}
	for e.loop.Active() {
		quietTick(t, e)
	}
	if len(k.doses) <= n || k.persons[len(k.persons)-1] != "7f3a" {
		t.Error("who sits there is not counted on")
	}
	if err := ask("7f3a"); err != nil || !slices.Equal(k.gone, []string{"99c1", "7f3a"}) {
		t.Errorf("after the session: %v, gone are %q", err, k.gone)
	}
	n = len(k.doses)
	for range 500 {
		quietTick(t, e)
	}
	if len(k.doses) != n {
		t.Error("the forgotten are counted on")
	}
}
