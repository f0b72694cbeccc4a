package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/screening"
)

// owned is a real chair in the hands of this process alone, and what must last of its sessions.
type owned struct {
	kept   *keep.Keeper
	found  keep.Found // what earlier ones left
	proven proof
	free   func() // lets go of all that; once
}

// ownHere takes a real chair into this process: nobody else drives it, what must last is kept, and it was tried as it is now.
func ownHere(dir string, p *chair.Profile, address string) (o owned, err error) {
	lock, err := keep.Hold(dir, "engine")
	if err != nil {
		return o, heldBy(err)
	}
	kept, found, err := keep.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		_ = lock.Release()
		return o, fmt.Errorf("what earlier sessions left cannot be read: %w; choose another directory with --data DIR", err)
	}
	proven, err := proofOf(dir, p, address)
	if err == nil {
		err = proven.tested(p) // said before the safety check is asked, too
	}
	if err != nil {
		_ = kept.Close()
		_ = lock.Release()
		return o, &status{exitRefused, err}
	}
	writing, written := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); kept.Run(writing) }()
	return owned{kept, found, proven, func() {
		written()
		<-ended
		_ = kept.Close()
		_ = lock.Release()
	}}, nil
}

// admitted asks the safety check, as of a guest, and gives the limits that follow from it.
func (q *asker) admitted(p *chair.Profile) (l chair.Limits, err error) {
	given, err := q.all()
	if err != nil {
		return l, &status{exitRefused, err}
	}
	guest := screening.History{Guest: true}
	v := q.check.Judge(&screening.Input{Answers: given.Answers, Approvals: given.Approvals, History: guest, Chair: p.Person, Today: time.Now()})
	dose, _ := q.check.Dose(guest)
	q.say(outcomeLook(v.Outcome), v.Say)
	for _, line := range v.Advice {
		q.say(ink, line)
	}
	if v.Outcome.Refused() {
		return l, &status{exitRefused, nil}
	}
	return v.Limits.Tighten(dose), nil
}
