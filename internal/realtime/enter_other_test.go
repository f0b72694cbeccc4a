//go:build !linux

package realtime

import (
	"strings"
	"testing"
)

const childMode = "LUMBAR_REALTIME_CHILD"

func asked(string) bool { return false }

func TestEnterSaysWhereItIsAskedFor(t *testing.T) {
	r := Enter()
	Leave()
	if r.Full() || !strings.Contains(r.String(), "Linux") {
		t.Errorf("says:\n%s", r.String())
	}
}
