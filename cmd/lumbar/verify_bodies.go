package main

import (
	"context"

	"github.com/openlumbar/lumbar/internal/verify"
)

// bodyRecord is the record of finished bodies, or none.
type bodyRecord struct {
	*verify.Record
	path string
}

func (k *bodyRecord) close() error {
	if k.Record == nil {
		return nil
	}
	return k.Record.Close()
}

// bodyRun is one run over bodies.
type bodyRun struct {
	app      *app
	set      *verify.Setting
	record   *bodyRecord
	known    []verify.Outcome // of bodies that need not be played again
	progress *bodyBar
	all      []verify.Outcome
}

// play plays the bodies that are not on record yet.
func (t *bodyRun) play(ctx context.Context, bodies []int) error {
	known := map[int]verify.Outcome{} // by row
	for _, o := range t.known {
		known[o.Row] = o
	}
	var todo []int
	recorded := 0
	for _, i := range bodies {
		row := i + 1
		o, done := known[row]
		if !done && t.record.Record != nil {
			if o, done = t.record.Done(row); done {
				recorded++
			}
		}
		if done {
			t.all = append(t.all, o)
			continue
		}
		todo = append(todo, i)
	}
	t.progress.begin(t.all, recorded)
	defer t.progress.end()
	return t.set.Run(ctx, todo, func(o verify.Outcome) error {
		t.all = append(t.all, o)
		t.progress.step(&o)
		if t.record.Record == nil {
			return nil
		}
		return t.record.Add(&o)
	})
}
