package limit

import "testing"

func TestHolds(t *testing.T) {
	for x, want := range map[int]bool{9: true, 10: true, 11: false, 12: false} {
		if got := Holds(x); got != want {
			t.Errorf("%d: %v", x, got)
		}
	}
}
