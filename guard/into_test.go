package guard

import (
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// TestVetIntoKeepsNothing: in the room for what is cleared nothing of an earlier command is left, when nothing is let through.
func TestVetIntoKeepsNothing(t *testing.T) {
	r := idle(t)
	c, f := r.tick()
	if f != nil || c == (Cleared{}) {
		t.Fatalf("got %+v, %v, want a command that drives something", c, f)
	}
	disarmed := New(r.p, chair.Everyone())
	if f := disarmed.VetInto(&c, r.at, &r.in); f != nil || c != (Cleared{}) {
		t.Errorf("an unarmed guard cleared %+v, %v, want nothing", c, f)
	}
}
