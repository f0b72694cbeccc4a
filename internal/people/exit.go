package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

// Exit is what is said once when weeks of sessions have changed nothing, or something for the worse. The zero Exit is
// nothing.
type Exit struct {
	Text string
	Key  string // by which it is known that it was said
}

// exit is what is to be said, by the person's own notes; what was said is not said again, unless it is another thing.
func (m Memory) exit(ctx context.Context, k *store.Key, x *kept, at time.Time) (Exit, error) {
	sessions := m.sessions(x, at)
	if len(sessions) == 0 {
		return Exit{}, nil
	}
	aims, err := m.Store.Aims(ctx, k)
	if err != nil {
		return Exit{}, fmt.Errorf("reading what is to get better: %w", err)
	}
	local := func(t time.Time) outcome.Day { return outcome.DayOf(t.In(at.Location())) }
	var days []outcome.Day
	var past []screening.Session
	for i := range sessions {
		days, past = append(days, local(sessions[i].Ended)), append(past, sessions[i].Session)
	}
	r, today := Judged(x.notes, aims, days), outcome.DayOf(at)
	if _, under := outcome.On(aims.OnOff, today); r.Begin == 0 || aims.OnOff > 0 && under {
		return Exit{}, nil // a comparison that has hardly begun, or the stronger one
	}
	// The dose's rule says when it is time to look; what there is to say, if anything, the notes do.
	text, say := outcome.Exit(r, today)
	if key := "exit: " + outcome.Judge(r, today).Verdict.String(); say && screening.Exit(past, false, at) && !slices.Contains(x.standing.Told, key) {
		return Exit{text, key}, nil
	}
	return Exit{}, nil
}
