package mqtt_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/mqtt"
)

// TestGuidedStaysInItsRange: whatever a guided session is like, what is told of it is of the lists that were announced, and of
// whole minutes within the longest programme.
func TestGuidedStaysInItsRange(t *testing.T) {
	h := home()
	_, components, _ := announced(t, &h)
	longest := 0
	for _, c := range h.Courses {
		longest = max(longest, int(math.Ceil(c.Length.Minutes())))
	}
	within := func(t *rapid.T, id, word string) {
		options := components[id]["options"].([]any)
		if !slices.Contains(options, any(word)) {
			t.Errorf("%s is %q, which is not announced: %v", id, word, options)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		g := mqtt.Guided{
			Session:   rapid.SampledFrom([]mqtt.Session{"", mqtt.Idle, mqtt.Preparing, mqtt.Massage, mqtt.Paused, mqtt.Ending, "odd"}).Draw(t, "session"),
			Programme: rapid.OneOf(rapid.SampledFrom([]string{"after-desk", "break", "Robin's own", ""}), rapid.String()).Draw(t, "programme"),
			Ran:       time.Duration(rapid.Int64().Draw(t, "ran")),
		}
		var s mqtt.State
		if err := json.Unmarshal(mqtt.ToldGuided(&h, g), &s); err != nil {
			t.Fatal(err)
		}
		within(t, "guided", string(s.Guided))
		within(t, "guided_running", string(s.GuidedRunning))
		within(t, "guided_phase", string(s.GuidedPhase))
		if s.GuidedMin < 0 || s.GuidedMin > longest {
			t.Errorf("%d minutes left, want 0 to %d", s.GuidedMin, longest)
		}
		if s.Session != mqtt.Idle || s.Running != mqtt.NoProgramme {
			t.Error("it is told as a session of the chair")
		}
	})
}

// guidedMoments is what a house is told of a guided session with limits, every half second, where the person does what is asked at
// once and pauses in the middle.
func guidedMoments(t *testing.T, limits chair.Limits) (told []string) {
	t.Helper()
	h, plan, _ := real(t, "after-desk")
	_, m, err := massagerfile.Template(manual.Cushion)
	if err != nil {
		t.Fatal(err)
	}
	p, err := manual.Fit(&m, plan, limits)
	if err != nil {
		t.Fatal(err)
	}
	sessions := map[manual.Stage]mqtt.Session{manual.Asking: mqtt.Massage, manual.Running: mqtt.Massage, manual.Pausing: mqtt.Paused, manual.Paused: mqtt.Paused, manual.Stopping: mqtt.Ending, manual.Done: mqtt.Idle}
	x := manual.Begin(p, 0)
	for at := time.Duration(0); x.Stage() != manual.Done && at < time.Hour; at += every {
		x.Tick(at)
		said := map[manual.Stage]manual.Verb{manual.Asking: manual.Pressed, manual.Pausing: manual.Pressed, manual.Stopping: manual.Stopped}[x.Stage()]
		switch at {
		case 100 * time.Second:
			said = manual.Pause
		case 130 * time.Second:
			said = manual.Resume
		}
		if said != "" && x.Stage() != manual.Stopping {
			if err := x.Do(at, said, 0); err != nil {
				t.Fatalf("%v: %s: %v", at, said, err)
			}
		}
		told = append(told, string(mqtt.ToldGuided(&h, mqtt.Guided{Session: sessions[x.Stage()], Programme: p.Programme, Ran: x.Dose()})))
		if said == manual.Stopped {
			_ = x.Do(at, said, 0)
		}
	}
	return told
}

// TestGuidedTellsNothingOfThePerson: of people with other limits a house is told the very same of a guided session, byte by byte, for
// as long as both go on.
func TestGuidedTellsNothingOfThePerson(t *testing.T) {
	brief := *shorter()
	brief.Session.Max = 4 * time.Minute
	all, first := guidedMoments(t, chair.Everyone()), guidedMoments(t, brief)
	if len(all) < 600 || len(first) < 300 || len(first) > len(all)-60 {
		t.Fatalf("%d and %d moments: the limits make no difference here", len(all), len(first))
	}
	words := strings.Join(all, "\n")
	for _, want := range []string{`"guided":"massage"`, `"guided":"paused"`, `"guided":"ending"`, `"guided_running":"after-desk"`, `"guided_phase":"arrive"`, `"guided_phase":"loosen"`} {
		if !strings.Contains(words, want) {
			t.Errorf("nothing is told of %s", want)
		}
	}
	end := slices.IndexFunc(first, func(s string) bool { return strings.Contains(s, `"guided":"ending"`) })
	if end < 200 {
		t.Fatalf("the shorter one ends at moment %d", end)
	}
	same(t, "until the shorter one ends", all[:end], first[:end])
	for _, s := range first[end:] {
		if !strings.Contains(s, `"guided_phase":"none","guided_min":0`) {
			t.Errorf("while it ends it is told that %s", s)
		}
	}
}

// TestGuidedIsTold: a house with a broker hears where a guided session stands, beside a chair at rest.
func TestGuidedIsTold(t *testing.T) {
	broker := startBroker(t, "")
	listens := broker.listen("#")
	var now atomic.Pointer[mqtt.Guided]
	now.Store(&mqtt.Guided{})
	bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: broker.url()}, Guided: func() mqtt.Guided { return *now.Load() }}, &chairs{})
	until(t, "no session is told", func() bool { return listens.state(t).Guided == mqtt.Idle })
	now.Store(&mqtt.Guided{Session: mqtt.Massage, Programme: "break", Ran: 2 * time.Minute})
	until(t, "the session is told", func() bool {
		s := listens.state(t)
		return s.Guided == mqtt.Massage && s.GuidedRunning == "break" && s.GuidedPhase == "loosen" && s.GuidedMin == 6 && s.Session == mqtt.Idle
	})
	now.Store(&mqtt.Guided{Session: mqtt.Paused, Programme: "Robin's", Ran: 3 * time.Minute})
	until(t, "somebody's own has no name", func() bool {
		s := listens.state(t)
		return s.Guided == mqtt.Paused && s.GuidedRunning == mqtt.OwnProgramme && s.GuidedPhase == mqtt.OtherPhase
	})
	if text := listens.last("lumbar/chair/state"); strings.Contains(text, "Robin") {
		t.Errorf("a name is told: %s", text)
	}
}
