package closedengine

import (
	"errors"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestRealNeedsRecord: a real chair gives no session without somebody who says that it was tried; a simulated one does.
func TestRealNeedsRecord(t *testing.T) {
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	limits := chair.Everyone()
	start := &wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk", By: "page-0123456789abcdef01", Limits: &limits}
	with := func(simulated bool, tested func(*chair.Profile) error) error {
		return New(Options{Profile: &p, Simulated: simulated, Tested: tested, Clock: NewClock(1), Programme: library.Library{}.Plan}).heed(start)
	}
	if err := with(false, nil); err == nil || !strings.Contains(err.Error(), "lumbar chair test") {
		t.Errorf("nobody knows: %v", err)
	}
	if err := with(false, func(*chair.Profile) error { return errors.New("it was not tried: lumbar chair test infinity") }); err == nil || !strings.Contains(err.Error(), "was not tried") {
		t.Errorf("not tried: %v", err)
	}
	if err := with(false, func(*chair.Profile) error { return nil }); err != nil {
		t.Errorf("tried: %v", err)
	}
	if err := with(true, nil); err != nil {
		t.Errorf("simulated: %v", err)
	}
}
