package store

import (
	"testing"
	"time"
)

func TestCleaned(t *testing.T) {
	s, _ := fresh(t)
	if at, err := s.Cleaned(t.Context()); !at.IsZero() || err != nil {
		t.Errorf("never: %v, %v", at, err)
	}
	for _, at := range []time.Time{noon, noon.Add(time.Hour), noon.Add(time.Minute)} {
		must(t, s.PutCleaned(t.Context(), at))
	}
	if at, err := s.Cleaned(t.Context()); !at.Equal(noon.Add(time.Hour)) || err != nil {
		t.Errorf("got %v, %v; want the newest", at, err)
	}
}
