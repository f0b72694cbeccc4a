package visit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/visit"
)

// TestHear: who felt worse is asked everything, and it counts for the session before it alone.
func TestHear(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }
	facts := func() visit.Facts {
		return visit.Facts{
			Past:     screening.Past{Full: day(5), Outcome: screening.OK},
			Sessions: []screening.Session{{Ended: day(6), Marks: []string{screening.MarkLong}}, {Ended: day(9)}},
		}
	}
	for _, tt := range []struct {
		name  string
		at    time.Time
		marks []string
		first []string
		last  []string
		wrong bool
	}{
		{"after the last", day(10), []string{screening.MarkWorse}, []string{"long"}, []string{"worse"}, true},
		{"between two", day(7), []string{screening.MarkWorse, screening.MarkLong}, []string{"long", "worse"}, nil, true},
		{"before any", day(5), []string{screening.MarkWorse}, []string{"long"}, nil, true},
		{"before the full check", day(4), []string{screening.MarkWorse}, []string{"long"}, nil, false},
		{"another mark asks no more", day(10), []string{screening.MarkBruise}, []string{"long"}, []string{"bruise"}, false},
		{"nothing", day(10), nil, []string{"long"}, nil, false},
	} {
		f := facts()
		f.Hear(tt.at, tt.marks)
		if !slices.Equal(f.Sessions[0].Marks, tt.first) || !slices.Equal(f.Sessions[1].Marks, tt.last) || f.Past.Wrong != tt.wrong {
			t.Errorf("%s: %v, %v, %v", tt.name, f.Sessions[0].Marks, f.Sessions[1].Marks, f.Past.Wrong)
		}
		want := screening.Short
		if tt.wrong {
			want = screening.Full
		}
		if got := screening.Due(f.Past, day(11)); got != want {
			t.Errorf("%s: the next check is %v, want %v", tt.name, got, want)
		}
	}
}
