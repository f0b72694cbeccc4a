package main

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// TestHouseIsToldOfARoom: what a house hears of a guided session, from its beginning to the word that it has stopped.
func TestHouseIsToldOfARoom(t *testing.T) {
	t.Parallel()
	shelf, now := guided.ShelfIn(t.TempDir()), time.Unix(1_800_000_000, 0)
	_, m, err := massagerfile.Template(manual.Cushion)
	if err == nil {
		err = shelf.Put(&m)
	}
	if err != nil {
		t.Fatal(err)
	}
	room, err := guided.Open(t.Context(), guided.Options{Shelf: shelf, Now: func() time.Time { return now }, Programme: func(name string, set map[string]string) (*programme.Plan, error) {
		file, src, _ := programmes.Source(name)
		p, list := programme.Compile(file, src, programme.Options{Set: set})
		return p, list.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := ofRoom(room); got != (mqtt.Guided{Session: mqtt.Idle}) {
		t.Errorf("before any session it is told %+v", got)
	}
	if err := room.Begin(t.Context(), &guided.Start{By: "x", Person: "somebody", Massager: m.Name, Programme: "after-desk", Limits: chair.Everyone()}); err != nil {
		t.Fatal(err)
	}
	ran := time.Duration(0)
	for _, step := range []struct {
		verb   manual.Verb // empty: a minute passes
		want   mqtt.Session
		passes bool // it runs meanwhile
	}{
		{manual.Pressed, mqtt.Massage, true}, {"", mqtt.Massage, true}, {manual.Pause, mqtt.Paused, false}, {manual.Pressed, mqtt.Paused, false}, {"", mqtt.Paused, false},
		{manual.Resume, mqtt.Massage, true}, {manual.Stop, mqtt.Ending, true}, {manual.Stopped, mqtt.Idle, false},
	} {
		if step.verb == "" {
			now = now.Add(time.Minute)
			if room.Look(t.Context()); step.passes {
				ran += time.Minute
			}
		} else if err := room.Do(t.Context(), step.verb, 0); err != nil {
			t.Fatalf("%s: %v", step.verb, err)
		}
		if got, want := ofRoom(room), (mqtt.Guided{Session: step.want, Programme: "after-desk", Ran: ran}); got != want {
			t.Errorf("after %q it is told %+v, want %+v", step.verb, got, want)
		}
	}
}
