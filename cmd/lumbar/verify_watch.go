package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/openlumbar/lumbar/internal/verify"
)

const (
	firstBodies = 16                     // of the first verdict
	saveEvery   = 50 * time.Millisecond  // how often the file is looked at
	quietFor    = 100 * time.Millisecond // how long it must have been left alone: an editor may write in two goes
)

// watcher gives a verdict at every save of a programme.
type watcher struct {
	*verifyCmd
	app    *app
	bodies []int
	last   []verify.Outcome // of the last whole run
	memory verify.Memory    // of the bodies of the last first verdict
}

// watch tries the programme now and at every save, until it is interrupted. At is the file's stamp from before it was read: what
// is saved while it is read counts as a save.
func (c *verifyCmd) watch(ctx context.Context, a *app, at saveStamp, set *verify.Setting, bodies []int) error {
	w := &watcher{verifyCmd: c, app: a, bodies: bodies}
	fmt.Fprintf(a.out, "Watching %s: save it for a verdict; Ctrl-C ends.\n", c.Programme)
	for ctx.Err() == nil {
		saved, stop := context.WithCancel(ctx)
		over, was := make(chan struct{}), at
		go func() { // ends when the file has been saved, or this round's context is done
			defer close(over)
			w.wait(saved, was)
			stop()
		}()
		err := w.round(saved, set)
		if err != nil && saved.Err() == nil {
			stop()
			<-over
			return err
		}
		<-saved.Done()
		<-over
		stop()
		at = stamp(c.Programme)
		if set, err = w.read(ctx); err != nil {
			return err
		}
	}
	return nil
}

// saveStamp is what tells one save from the next.
type saveStamp struct {
	at   time.Time
	size int64
}

func stamp(path string) saveStamp {
	info, err := os.Stat(path)
	if err != nil {
		return saveStamp{} // an editor may be about to put a new file there
	}
	return saveStamp{info.ModTime(), info.Size()}
}

// wait returns when the file is another than it was and has come to rest, or ctx is done.
func (w *watcher) wait(ctx context.Context, was saveStamp) {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	var since time.Time
	now := was
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s := stamp(w.Programme)
		if s == (saveStamp{}) || s == was {
			continue
		}
		if s != now {
			now, since = s, time.Now()
		}
		if time.Since(since) >= quietFor {
			return
		}
	}
}

// read compiles the programme as saved; nil if it cannot be used, which has been said.
func (w *watcher) read(ctx context.Context) (*verify.Setting, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	set, _, err := w.prepare(w.app)
	var refused *status
	if errors.As(err, &refused) {
		return nil, nil
	}
	return set, err
}

// round gives the first verdict, then the whole one.
func (w *watcher) round(ctx context.Context, set *verify.Setting) error {
	if set == nil {
		return nil
	}
	began := time.Now()
	hurried, quick := set.Hurried()
	few, err := hurried.Matter(&w.memory, w.last, firstBodies)
	if err != nil {
		return err
	}
	first := &bodyRun{app: w.app, set: hurried, memory: &w.memory, record: &bodyRecord{}, progress: newBodyBar(w.app, len(few))}
	if err := first.play(ctx, few); err != nil {
		return err
	}
	report, which := hurried.Report(first.all, len(few)), fmt.Sprintf("the %d that matter most", len(few))
	if quick {
		which += ", at the quick rate"
	}
	fmt.Fprintf(w.app.out, "\n%s  %s\n", time.Now().Format(time.TimeOnly), report.Brief(which, time.Since(began)))
	all := &bodyRun{app: w.app, set: set, record: &bodyRecord{}, known: set.Known(first.all), progress: newBodyBar(w.app, len(w.bodies))}
	if err := all.play(ctx, w.bodies); err != nil {
		return err
	}
	w.last = all.all
	report = set.Report(all.all, len(w.bodies))
	fmt.Fprintf(w.app.out, "%s  %s\n", time.Now().Format(time.TimeOnly), report.Brief("all", time.Since(began)))
	for _, line := range append([]string{report.Verdict()}, report.Notes()...) {
		fmt.Fprintln(w.app.out, "  "+line)
	}
	return nil
}
