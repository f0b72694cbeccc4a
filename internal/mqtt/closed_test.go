package mqtt_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/internal/closedengine"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestClosedChair: a session on the stand-in of a closed chair, as a house is told of it: every word is one that was announced, the
// session is seen from its beginning to its end, and what the chair does not say is not made up.
func TestClosedChair(t *testing.T) {
	if testing.Short() {
		t.Skip("a session at 60 times its pace")
	}
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	clock := closedengine.NewClock(60)
	chair := standin.NewChair()
	e := closedengine.New(closedengine.Options{
		Profile: &p, Clock: clock, Simulated: true, Programme: library.Library{}.Plan,
		Open: func(context.Context) (driver.Chair, error) {
			c, _, err := rongtai.Simulated(rongtai.Options{Profile: &p, Clock: clock.Now, Patient: time.Millisecond}, chair)
			if err != nil {
				return nil, err
			}
			return c, nil
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "break", By: "page"}},
	})
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	h := home()
	h.Seat, h.Lacks = false, mqtt.NoForce|mqtt.NoPause|mqtt.NoIntensity|mqtt.NoBack|mqtt.NoTicks
	_, components, _ := announced(t, &h)
	var went []mqtt.Session
	var most int
	for outcome := ""; outcome == ""; time.Sleep(2 * time.Millisecond) { // between looks; nothing depends on how long
		r, err := e.Do(ctx, wire.Request{V: wire.Version, Verb: wire.Look})
		if err != nil {
			t.Fatal(err)
		}
		s := r.Snapshot
		var told mqtt.State
		text := mqtt.Told(&h, &s)
		if err := json.Unmarshal(text, &told); err != nil {
			t.Fatal(err)
		}
		for id, word := range map[string]string{"session": string(told.Session), "running": string(told.Running), "phase": string(told.Phase), "fault": string(told.Fault), "stopped": string(told.Stop)} {
			options, _ := components[id]["options"].([]any)
			if !slices.ContainsFunc(options, func(o any) bool { return o == word }) {
				t.Fatalf("%s is told to be %q, which is none of %v", id, word, options)
			}
		}
		if told.ForceN != nil || told.Seated || told.Intensity != 0 {
			t.Fatalf("told: %s", text)
		}
		if len(went) == 0 || went[len(went)-1] != told.Session {
			went = append(went, told.Session)
		}
		most = max(most, told.LeftMin)
		if s.Stage == wire.Done {
			outcome = s.Outcome
		}
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !slices.Contains(went, mqtt.Massage) || slices.Contains(went, mqtt.Paused) || went[len(went)-1] != mqtt.Idle || most < 6 {
		t.Errorf("it went %v, with %d minutes left at most", went, most)
	}
}
