package main

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// played draws the score of a session by its recording: strokes stand where they were played, not where the plan has them.
func played(name string, events []wire.Event) ([]byte, error) {
	file, src, ok := programmes.Source(name)
	if !ok {
		return nil, fmt.Errorf("drawing the score: no programme that ships is called %q", name)
	}
	plan, list := programme.Compile(file, src, programme.Options{})
	if err := list.Err(); err != nil {
		return nil, fmt.Errorf("drawing the score: %w", err)
	}
	p, list := profile.Load("bench-4d")
	if err := list.Err(); err != nil {
		return nil, fmt.Errorf("drawing the score: %w", err)
	}
	plan = fit.Fit(plan, &p, chair.Everyone()).Plan
	score := web.NewScore(plan)
	if err := moved(&score, events); err != nil {
		return nil, fmt.Errorf("drawing the score: %w", err)
	}
	s := events[len(events)-1].Summary
	return score.File(web.WideSize, fmt.Sprintf("%s, as it was played on a simulated chair for %s with seed %d", plan.Title, s.Body, s.Seed))
}

// moved puts the strokes of a score where a recording has them, and says what of it was not played.
func moved(s *web.Score, events []wire.Event) error {
	var began, at time.Duration
	s.Total = 0
	next := 0 // the stroke that has not begun
	mark := 0
	end := func() {
		if next > 0 {
			s.Bars[next-1].End = at
		}
	}
	for _, ev := range events {
		at = time.Duration(ev.AtMS)*time.Millisecond - began
		switch {
		case ev.Event == "stage" && ev.Stage == wire.Massage:
			began, at = began+at, 0
		case ev.Event == "stage" && ev.Stage == wire.Ending:
			end()
			s.Total = at
		case ev.Event == "phase":
			if mark >= len(s.Marks) || s.Marks[mark].Name != ev.Phase {
				return fmt.Errorf("phase %q was played, and is not the plan's %d. phase", ev.Phase, mark+1)
			}
			s.Marks[mark].Start = at
			mark++
		case ev.Event == "stroke":
			end()
			if ev.Stroke != next+1 || next >= len(s.Bars) || s.Bars[next].Stroke.Kind.String() != ev.Technique {
				return fmt.Errorf("stroke %d, %s, was played after %d of %d of the plan", ev.Stroke, ev.Technique, next, len(s.Bars))
			}
			s.Bars[next].Start = at
			next++
		}
	}
	if next != len(s.Bars) || mark != len(s.Marks) || s.Total <= 0 {
		return fmt.Errorf("%d of %d strokes were played", next, len(s.Bars))
	}
	return nil
}
