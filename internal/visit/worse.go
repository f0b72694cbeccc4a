package visit

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/screening"
)

// Hear takes what a person said outside of a visit, with marks as screening knows them: it counts for the last session
// before that moment, and who felt worse since the last full check is asked everything the next time. Call it in order
// of time, after Sessions and Past are there. It never loosens.
func (f *Facts) Hear(at time.Time, marks []string) {
	for i := len(f.Sessions) - 1; i >= 0; i-- {
		s := &f.Sessions[i]
		if s.Ended.After(at) {
			continue
		}
		for _, m := range marks {
			if !slices.Contains(s.Marks, m) {
				s.Marks = append(s.Marks[:len(s.Marks):len(s.Marks)], m)
			}
		}
		break
	}
	if slices.Contains(marks, screening.MarkWorse) && !at.Before(f.Past.Full) {
		f.Past.Wrong = true
	}
}
