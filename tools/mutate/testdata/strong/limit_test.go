package limit

import "testing"

func TestHolds(t *testing.T) {
	for x, want := range map[int]bool{9: true, 10: true, 11: false, 12: false} {
		if got := Holds(x); got != want {
			t.Errorf("%d: %v", x, got)
		}
	}
}

func TestTheRest(t *testing.T) {
	var c Counter
	for _, want := range []int{6, 10} {
		if c.Add(6); c.n != want {
			t.Errorf("%d", c.n)
		}
	}
	if got := Name("a", "b"); got != "ab" {
		t.Error(got)
	}
	if got := Whole([][]int{{1, 2}, {1, 0}, {}, {0, 1}}); got != 2 {
		t.Error(got)
	}
}
