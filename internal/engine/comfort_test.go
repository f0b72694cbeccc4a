package engine

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestCalibration: a simulated person ends a rise, the record has what was found, the one who started sees it, and
// neither anybody else nor the log does.
func TestCalibration(t *testing.T) {
	var record []wire.Event
	var log bytes.Buffer
	rises := 0
	e := byHand(t, Options{
		Observe: func(ev *wire.Event) { record = append(record, *ev) },
		Logger:  slog.New(slog.NewJSONHandler(&log, nil)),
		Sitter:  func() bool { rises++; return rises%4000 == 0 },
	})
	const own = "a page's own long identity"
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: e.seed, Calibrate: true, By: own}); err != nil {
		t.Fatal(err)
	}
	for e.loop.Active() && e.loop.Session().Stage() < session.Massage && e.o.Clock.Now() < 10*time.Minute {
		tickOnce(t, e)
	}
	var stages []wire.Stage
	var found []wire.Comfort
	for _, ev := range record {
		if ev.Event == "stage" {
			stages = append(stages, ev.Stage)
		}
		if ev.Event == "comfort" {
			found = ev.Comfort
		}
	}
	if len(found) != 7 || found[3].Name != "L3" || !(found[3].ForceN > 0) || found[3].End == "" || found[3].Side == "" {
		t.Errorf("on record: %+v", found)
	}
	text, err := json.Marshal(stages)
	if err != nil || !strings.Contains(string(text), `"scanning","comfort","massage"`) {
		t.Errorf("stages %s, %v", text, err)
	}
	if !strings.Contains(log.String(), `"msg":"comfort"`) || strings.Contains(log.String(), "force_n") {
		t.Error("the log has no such event, or tells what was found")
	}
	var snapshot wire.Snapshot
	e.fill(&snapshot, true)
	if len(snapshot.Comfort) != 7 || !snapshot.Calibrate {
		t.Errorf("the one who started sees %+v", snapshot.Comfort)
	}
	e.fill(&snapshot, false)
	if len(snapshot.Comfort) != 0 {
		t.Errorf("others see %+v", snapshot.Comfort)
	}
}

// TestNudgeIsChecked: what nobody can mean is refused at once, and a second one waits its turn.
func TestNudgeIsChecked(t *testing.T) {
	e := byHand(t, Options{})
	massaging(t, e, wire.Request{})
	for _, c := range []struct {
		level string
		mm    float64
		want  string
	}{{"L9", 5, "no such level"}, {"L4", 80, "not within"}, {"L4", 0, "not within"}, {"L4", 8, ""}, {"L3", 8, "one nudge at a time"}} {
		err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Nudge, Level: c.level, MM: c.mm})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s by %.0f mm: %v, want %q", c.level, c.mm, err, c.want)
		}
	}
	tickOnce(t, e)
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Nudge, Level: "L3", MM: 4}); err != nil {
		t.Errorf("after its turn: %v", err)
	}
}
