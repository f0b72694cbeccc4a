package mqtt_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/mqtt"
)

var noon = time.Unix(1_800_000_000, 0)

// at is an order with its time, so long before noon.
func at(do string, ago time.Duration) string {
	return fmt.Sprintf(`{"do":%q,"at":%.3f}`, do, float64(noon.Add(-ago).UnixMilli())/1000)
}

func TestOrders(t *testing.T) {
	tests := []struct {
		name, id, payload string
		retained, again   bool
		want, why         string
	}{
		{"stop", "stop", at("stop", 0), false, false, "stop", ""},
		{"stop, bare", "stop", "stop", false, false, "stop", ""},
		{"stop, in other words", "stop", "PRESS", false, false, "stop", ""},
		{"stop, not understood", "stop", `{"x":`, false, false, "stop", ""},
		{"stop, hours old", "stop", at("stop", 9*time.Hour), false, false, "stop", ""},
		{"stop, again", "stop", at("stop", 0), false, true, "stop", ""},
		{"stop, long", "stop", strings.Repeat("x", 9999), false, false, "stop", ""},
		{"stop, kept", "stop", "stop", true, false, "", "kept by the broker"},
		{"stop, empty", "stop", " ", false, false, "", "empty"},
		{"pause", "pause", at("pause", time.Second), false, false, "pause", ""},
		{"pause, bare", "pause", "pause", false, false, "pause", ""},
		{"pause, kept", "pause", at("pause", 0), true, false, "", "kept by the broker"},
		{"pause, old", "pause", at("pause", 16*time.Second), false, false, "", "not now"},
		{"pause, ahead", "pause", at("pause", -16*time.Second), false, false, "", "not now"},
		{"pause, again", "pause", at("pause", 0), false, true, "", "twice"},
		{"pause, of something else", "pause", at("resume", 0), false, false, "", "not understood"},
		{"softer, bare", "softer", "softer", false, false, "softer", ""},
		{"resume", "resume", at("resume", 14*time.Second), false, false, "resume", ""},
		{"resume, bare", "resume", "resume", false, false, "", "no time"},
		{"resume, no time", "resume", `{"do":"resume"}`, false, false, "", "no time"},
		{"resume, old", "resume", at("resume", time.Minute), false, false, "", "not now"},
		{"resume, no number", "resume", `{"do":"resume","at":"now"}`, false, false, "", "not understood"},
		{"resume, more", "resume", `{"do":"resume","at":1800000000,"force":9}`, false, false, "", "not understood"},
		{"resume, two", "resume", at("resume", 0) + at("resume", 0), false, false, "", "not understood"},
		{"programme", "programme", at("break", 0), false, false, "choose break", ""},
		{"programme, bare", "programme", "break", false, false, "", "no time"},
		{"prepare", "prepare", at("prepare", 0), false, false, "prepare", ""},
		{"prepare, bare", "prepare", "prepare", false, false, "", "no time"},
		{"prepare, long", "prepare", strings.Repeat(" ", 256) + at("prepare", 0), false, false, "", "not understood"},
		{"start", "start", at("start", 0), false, false, "", "nothing goes by that name"},
		{"a sensor", "session", at("session", 0), false, false, "", "nothing goes by that name"},
		{"nothing", "", "", false, false, "", "nothing goes by that name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var d mqtt.Desk
			got, err := d.Read(test.id, test.payload, test.retained, test.again, noon)
			if got != test.want || (err == nil) != (test.why == "") || err != nil && !strings.Contains(err.Error(), test.why) {
				t.Errorf("read %q, %v; want %q, %q", got, err, test.want, test.why)
			}
		})
	}
}

// TestTwice: the very same press counts once, however it comes; another one counts.
func TestTwice(t *testing.T) {
	var d mqtt.Desk
	for i, want := range []bool{true, false, true, false, false} {
		payload := at("pause", 0)
		if i == 2 {
			payload = at("pause", time.Second)
		}
		if i == 4 {
			payload = at("pause", time.Second)
		}
		if _, err := d.Read("pause", payload, false, false, noon); (err == nil) != want {
			t.Errorf("%d: %v", i, err)
		}
	}
}

// TestNothingStarts: whatever is sent, nothing but what is offered comes of it; what is kept does nothing, ever.
func TestNothingStarts(t *testing.T) {
	offered := map[string]bool{"stop": true, "pause": true, "resume": true, "softer": true, "prepare": true}
	rapid.Check(t, func(t *rapid.T) {
		var d mqtt.Desk
		for range rapid.IntRange(1, 50).Draw(t, "n") {
			id := rapid.SampledFrom([]string{"stop", "pause", "resume", "softer", "prepare", "programme", "start", "session", "../stop", ""}).Draw(t, "id")
			payload := rapid.OneOf(rapid.String(), rapid.Just(at(id, 0)), rapid.Just(id), rapid.Just(at("start", 0))).Draw(t, "payload")
			retained, again := rapid.Bool().Draw(t, "retained"), rapid.Bool().Draw(t, "again")
			got, err := d.Read(id, payload, retained, again, noon)
			switch {
			case (got == "") != (err != nil):
				t.Errorf("%q and %v", got, err)
			case got != "" && !offered[got] && !strings.HasPrefix(got, "choose "):
				t.Errorf("%q came of %q", got, payload)
			case got != "" && retained:
				t.Errorf("%q was kept and is followed", got)
			}
		}
	})
}

// TestOwnPause: only a pause that came this way is taken back, soon, with somebody in the seat.
func TestOwnPause(t *testing.T) {
	const s = time.Second
	type say struct {
		at             time.Duration
		paused, active bool
	}
	tests := []struct {
		name         string
		asked        bool // at 0
		says         []say
		at           time.Duration
		seated, page bool
		want         string // empty: it goes on
	}{
		{"taken back", true, []say{{s / 10, false, true}, {s / 2, true, true}}, 10 * s, true, true, ""},
		{"nobody's", false, []say{{s, true, true}}, 10 * s, true, true, "no pause came this way"},
		{"not paused yet", true, []say{{s / 10, false, true}}, s, true, true, "no pause came this way"},
		{"somebody went on, and paused", true, []say{{s, true, true}, {2 * s, false, true}, {3 * s, true, true}}, 10 * s, true, true, "no pause came this way"},
		{"paused later by somebody else", true, []say{{s, false, true}, {3 * s, false, true}, {4 * s, true, true}}, 10 * s, true, true, "no pause came this way"},
		{"the session ended", true, []say{{s, true, true}, {2 * s, false, false}, {3 * s, true, true}}, 10 * s, true, true, "no pause came this way"},
		{"too late", true, []say{{s, true, true}}, 301 * s, true, true, "older than 5m"},
		{"nobody sits there", true, []say{{s, true, true}}, 10 * s, false, true, "nobody sits there"},
		{"the page is gone", true, []say{{s, true, true}}, 10 * s, true, false, "the page"},
		{"a clock that went back", true, []say{{s, true, true}}, -10 * s, true, true, "older than"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var p mqtt.Own
			if test.asked {
				p.Ask(noon)
			}
			for _, x := range test.says {
				p.Hear(noon.Add(x.at), x.paused, x.active)
			}
			err := p.May(noon.Add(test.at), test.seated, true, test.page)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
	var p mqtt.Own // a chair without a seat sensor: presence is not known, and nothing goes on from afar
	p.Ask(noon)
	p.Hear(noon.Add(s), true, true)
	if err := p.May(noon.Add(2*s), true, false, true); err == nil {
		t.Error("it goes on where nobody knows whether somebody sits there")
	}
}

func TestPrepared(t *testing.T) {
	var p mqtt.Prepared
	if got := p.Name(noon); got != "" {
		t.Errorf("nothing is prepared, and %q waits", got)
	}
	p.Set("break", noon)
	for after, want := range map[time.Duration]string{0: "break", mqtt.PreparedLasts - 1: "break", mqtt.PreparedLasts: "", -time.Second: ""} {
		if got := p.Name(noon.Add(after)); got != want {
			t.Errorf("after %v %q waits, want %q", after, got, want)
		}
	}
	if p.Clear(); p.Name(noon) != "" {
		t.Error("it is not cleared")
	}
}
