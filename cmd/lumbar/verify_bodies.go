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
	progress *bodyBar
	all      []verify.Outcome
}

// play plays the bodies that are not on record yet.
func (t *bodyRun) play(ctx context.Context, bodies []int) error {
	var todo []int
	for _, i := range bodies {
		if t.record.Record != nil {
			p, err := t.set.Population.Body(i)
			if err != nil {
				return err
			}
			if o, done := t.record.Done(p.Row); done {
				t.all = append(t.all, o)
				continue
			}
		}
		todo = append(todo, i)
	}
	t.progress.begin(len(t.all))
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
