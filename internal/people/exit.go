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
	sessions := m.sessions(x)
	if len(sessions) == 0 {
		return Exit{}, nil
	}
	notes, err := m.Store.Notes(ctx, k)
	if err != nil {
		return Exit{}, fmt.Errorf("reading how it has been: %w", err)
	}
	aims, err := m.Store.Aims(ctx, k)
	if err != nil {
		return Exit{}, fmt.Errorf("reading what is to get better: %w", err)
	}
	local := func(t time.Time) outcome.Day { return outcome.DayOf(t.In(at.Location())) }
	r := outcome.Record{Begin: local(sessions[0].Ended), Measure: aims.Measure}
	var past []screening.Session
	for i := range sessions {
		r.Sessions, past = append(r.Sessions, local(sessions[i].Ended)), append(past, sessions[i].Session)
	}
	for i := range notes {
		r.Notes = append(r.Notes, notes[i].Note)
	}
	today := outcome.DayOf(at)
	// The dose's rule says when it is time to look; what there is to say, if anything, the notes do.
	text, say := outcome.Exit(r, today)
	if key := "exit: " + outcome.Judge(r, today).Verdict.String(); say && screening.Exit(past, false, at) && !slices.Contains(x.standing.Told, key) {
		return Exit{text, key}, nil
	}
	return Exit{}, nil
}
