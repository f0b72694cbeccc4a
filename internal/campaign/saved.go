package campaign

import (
	"math/rand/v2"
	"slices"

	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/twin"
)

// saved is a watcher at the moment of the first fault: from there all cases go on that share the way to it.
type saved struct {
	watcher watcher
	rig     rig
	twin    twin.Twin
	dice    rand.PCG
	loop    *loop.Saved
}

func (w *watcher) save() *saved {
	return &saved{watcher: *w, rig: *w.rig, twin: *w.twin, dice: *w.dice, loop: w.loop.Save()}
}

// restore takes the watcher, which must be the one that was saved, back to that moment, for another case.
func (w *watcher) restore(s *saved, c *Case) {
	*w = s.watcher
	*w.rig = s.rig
	*w.twin, *w.dice = s.twin, s.dice
	w.loop.Restore(s.loop)
	// Slices are shared with what was saved: what is appended now must not be seen by the next case.
	w.reports, w.commands, w.faults = slices.Clone(w.reports), slices.Clone(w.commands), nil
	w.notes = nil
	w.c = c
}
