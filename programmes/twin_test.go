package programmes_test

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/unit"
)

// sitters are the bodies that every programme is played on: the one that a dose is tightest on, the middle, and the one
// that the carriage goes farthest for. In short runs only the first.
var sitters = []struct {
	name string
	sex  body.Sex
	at   float64 // of their sex, by stature: the lower back is longest and shortest with it
}{{"a small woman", body.Female, 0.02}, {"a median man", body.Male, 0.5}, {"a large man", body.Male, 0.98}}

// sat is what a programme did to one body.
type sat struct {
	all       time.Duration // from the first tick to the rollers' being home
	view      session.View
	tally     *session.Tally
	force     unit.Newton // the greatest of one roller, as the twin knows it
	pad, skin unit.Celsius
	dose      unit.CEM43
}

// play plays a fitted plan on one body, without a clock.
func play(t *testing.T, p *chair.Profile, plan *programme.Plan, row int, seed uint64) sat {
	t.Helper()
	m, err := body.ANSUR(row)
	if err != nil {
		t.Fatal(err)
	}
	w := twin.New(twin.Options{Profile: p, Body: m.Back(), Sex: m.Sex, Age: m.Age, Seed: seed})
	l := loop.New(p, chair.Everyone(), guard.New(p, chair.Everyone()))
	if err := l.Start(0, plan, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	out := sat{}
	var report chair.Report
	var notes []session.Note
	for period := p.Period(); l.Active(); out.all += period {
		if out.all > 25*time.Minute {
			t.Fatalf("%s does not end", plan.Name)
		}
		w.Report(&report)
		cleared, heard := l.Tick(&loop.Input{At: out.all, Dt: period, Report: &report, Alive: true}, notes[:0])
		notes = heard
		cmd := cleared.Command()
		w.Step(&cmd)
		for range int(period/twin.Tick) - 1 {
			w.Step(nil)
		}
		truth := w.Truth()
		out.force = max(out.force, truth.Peak[chair.Left], truth.Peak[chair.Right])
		out.pad, out.skin, out.dose = max(out.pad, truth.Pad), max(out.skin, truth.Skin), truth.Dose
	}
	out.view, out.tally = l.Session().View(), l.Session().Tally()
	return out
}
