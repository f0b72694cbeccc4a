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

// add puts an outcome on record, if there is one.
func (k *bodyRecord) add(o *verify.Outcome) error {
	if k.Record == nil {
		return nil
	}
	return k.Add(o)
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
	memory   *verify.Memory   // for a first verdict: from what was remembered of these bodies, and none of them is settled
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
	seen := func(o verify.Outcome) error {
		t.all = append(t.all, o)
		t.progress.step(&o)
		return t.record.add(&o)
	}
	if t.memory != nil {
		return t.set.Again(ctx, t.memory, todo, seen)
	}
	if err := t.set.Run(ctx, todo, seen); err != nil {
		return err
	}
	return t.set.Settle(ctx, t.all, func(o verify.Outcome) error { return t.record.add(&o) })
}
