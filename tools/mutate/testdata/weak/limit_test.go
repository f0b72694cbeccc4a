package limit

import "testing"

func TestHolds(t *testing.T) {
	if !Holds(1) {
		t.Error("1 is within")
	}
}
