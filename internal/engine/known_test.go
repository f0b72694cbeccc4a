package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// me is a page's own long name.
const me = "a-page-with-a-name-of-its-own"

// seats is an engine whose chair is sat in by the ANSUR row that a body names, who sits down otherwise each time. The
// seed decides the rest of who it is.
func seats(t *testing.T, o Options) *Engine {
	t.Helper()
	e := byHand(t, o)
	sitting := uint64(0)
	e.o.Open = func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
		row, err := strconv.Atoi(name)
		if err != nil {
			return nil, "", err
		}
		m, err := body.ANSUR(row)
		if err != nil {
			return nil, "", err
		}
		sitting++
		return sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &e.profile, Body: m.Back(), Seed: seed, Sitting: sitting, Age: m.Age, Sex: m.Sex}),
			Clock: e.o.Clock.Now}), name, nil
	}
	return e
}

// until ticks until something holds.
func until(t *testing.T, e *Engine, holds func() bool) {
	t.Helper()
	for end := e.o.Clock.Now() + 30*time.Minute; !holds(); {
		if e.host.hear(); e.o.Clock.Now() > end {
			t.Fatal("it never comes to that")
		}
		quietTick(t, e)
	}
}

// begun starts a session of somebody, and waits for the scan.
func begun(t *testing.T, e *Engine, who string, seed uint64, r wire.Request) {
	t.Helper()
	e.body = "" // so that they sit down anew
	r.V, r.Verb, r.Programme, r.Body, r.Seed, r.By = wire.Version, wire.Start, "short", who, seed, me
	if err := e.heed(&r); err != nil {
		t.Fatal(err)
	}
	until(t, e, func() bool { return e.loop.Session().Stage() > session.Scanning })
}

// overMuscle says whether a massage is under way with the rollers where bone does not cap the force. It begins under the ribs, to
// where the rollers were last.
func overMuscle(e *Engine) func() bool {
	return func() bool {
		return e.loop.Session().View().Elapsed > time.Second && e.loop.Control().Zone == chair.ZoneMuscle
	}
}

// seen is a snapshot as somebody hears it in an answer.
func seen(e *Engine, own bool) wire.Snapshot {
	s := wire.Snapshot{Found: roomFor()}
	e.fill(&s, own)
	return s
}

func say(t *testing.T, e *Engine, v wire.Verb, by string) error {
	t.Helper()
	return e.heed(&wire.Request{V: wire.Version, Verb: v, By: by})
}

// TestWhoSits: what a session found is brought along, through JSON. The same person, sitting down anew, is taken for
// themselves; another is not, is nobody's to keep, and nobody but the one who started is told.
func TestWhoSits(t *testing.T) {
	var log bytes.Buffer
	var record []wire.Event
	e := seats(t, Options{Logger: slog.New(slog.NewJSONHandler(&log, nil)), Observe: func(ev *wire.Event) { record = append(record, *ev) }})
	begun(t, e, "1", 1, wire.Request{})
	first := seen(e, true)
	if first.Who != "" || first.Found == nil || len(first.Found.Back.Levels) != 7 || len(first.Found.Back.Out) < 20 {
		t.Fatalf("of a first session: who %q, found %+v", first.Who, first.Found)
	}
	if first.Found.Chair != e.profile.Name || e.profile.Name == e.profile.Title { // by which a start and the page Here know it again
		t.Errorf("felt by %q, want the profile's name %q, and not its title", first.Found.Chair, e.profile.Name)
	}
	text, err := json.Marshal(first.Found)
	if err != nil {
		t.Fatal(err)
	}
	k := new(wire.Known)
	if err := json.Unmarshal(text, k); err != nil || !reflect.DeepEqual(k.Back, first.Found.Back) {
		t.Fatalf("came back as %+v, %v", k, err)
	}
	end(t, e)

	begun(t, e, "1", 1, wire.Request{Known: k})
	if s := seen(e, true); s.Who != wire.WhoAlike || s.Found == nil {
		t.Errorf("the same person: who %q, found %v", s.Who, s.Found != nil)
	}
	end(t, e)

	begun(t, e, "5000", 9, wire.Request{Known: k})
	own, other := seen(e, true), seen(e, false)
	if own.Who != wire.WhoDifferent || own.Found != nil {
		t.Errorf("somebody else: who %q, found %v", own.Who, own.Found != nil)
	}
	if other.Who != "" || other.Found != nil {
		t.Errorf("others are told who %q, found %v", other.Who, other.Found != nil)
	}
	until(t, e, overMuscle(e))
	if own, other := seen(e, true), seen(e, false); other.LimitBy != aLimit || own.LimitBy == aLimit || own.LimitN > float64(session.GentleForce) {
		t.Errorf("limit %v N by %q; others hear %q", own.LimitN, own.LimitBy, other.LimitBy)
	}
	if err := say(t, e, wire.Other, "another-page-with-a-name-of-its-own"); err == nil {
		t.Error("anybody may say who sits there")
	}
	if err := say(t, e, wire.Other, me); err != nil {
		t.Fatal(err)
	}
	until(t, e, func() bool { return !e.loop.Active() })
	if s := seen(e, true); s.Who != wire.WhoOther || s.Found != nil || s.Outcome != "finished" {
		t.Errorf("afterwards: who %q, found %v, %s", s.Who, s.Found != nil, s.Outcome)
	}
	said := false
	for _, ev := range record {
		said = said || ev.Event == "ask" && ev.Text == string(wire.Other)
	}
	if !said {
		t.Error("that it was somebody else is not on record")
	}
	for _, secret := range []string{`"other"`, "different", "muscle", "contour_out", "sd_mm"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells of %s", secret)
		}
	}
}

// TestMine: with the person's word the limits of the start hold again, and what was found is theirs.
func TestMine(t *testing.T) {
	e := seats(t, Options{})
	begun(t, e, "1", 1, wire.Request{})
	k := seen(e, true).Found
	end(t, e)
	k.Comfort = []wire.Comfort{{Name: "L3", ForceN: 50, FoundN: 50, End: "enough", Side: "left"}}
	begun(t, e, "5000", 9, wire.Request{Known: k})
	if e.loop.Session().Comfort().Known() {
		t.Error("a stranger's comfort is known")
	}
	if err := say(t, e, wire.Mine, me); err != nil {
		t.Fatal(err)
	}
	until(t, e, overMuscle(e))
	s := seen(e, true)
	if s.Who != wire.WhoMine || s.Found == nil || s.LimitN <= float64(session.GentleForce) || len(s.Comfort) == 0 || s.Comfort[3].ForceN != 50 {
		t.Errorf("who %q, found %v, limit %v N, comfort %+v", s.Who, s.Found != nil, s.LimitN, s.Comfort)
	}
}

// TestKnownIsChecked: what cannot be a back is refused, with a way out; another version is nothing known, and another
// chair's scan is compared with nothing.
func TestKnownIsChecked(t *testing.T) {
	e := seats(t, Options{})
	begun(t, e, "1", 1, wire.Request{})
	found, err := json.Marshal(seen(e, true).Found)
	if err != nil {
		t.Fatal(err)
	}
	end(t, e)
	for name, c := range map[string]struct {
		change func(*wire.Known)
		want   string // an error's; empty: taken
	}{
		"as found":         {func(*wire.Known) {}, ""},
		"a level missing":  {func(k *wire.Known) { k.Back.Levels = k.Back.Levels[1:] }, "cannot be read"},
		"a level twice":    {func(k *wire.Known) { k.Back.Levels[1] = k.Back.Levels[0] }, "cannot be read"},
		"no such level":    {func(k *wire.Known) { k.Back.Levels[0].Name = "C7" }, "cannot be read"},
		"surer than sure":  {func(k *wire.Known) { k.Back.Levels[0].SDMM = 0 }, "cannot be read"},
		"nudged away":      {func(k *wire.Known) { k.Back.Levels[0].NudgedMM = 31 }, "cannot be read"},
		"far out":          {func(k *wire.Known) { k.Back.Out[3] = 1e9 }, "cannot be read"},
		"too many places":  {func(k *wire.Known) { k.Back.Out = make([]float64, 97) }, "cannot be read"},
		"before the start": {func(k *wire.Known) { k.Back.From = -1 }, "cannot be read"},
		"comfort of iron":  {func(k *wire.Known) { k.Comfort = []wire.Comfort{{Name: "L3", FoundN: 900, End: "enough"}} }, "cannot be read"},
		"another version":  {func(k *wire.Known) { k.V = 2; k.Back.Levels = nil }, ""},
		"another chair":    {func(k *wire.Known) { k.Chair = "other"; k.Back.Levels = nil }, ""},
	} {
		k := new(wire.Known)
		if err := json.Unmarshal(found, k); err != nil {
			t.Fatal(err)
		}
		c.change(k)
		err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Body: "1", Seed: 1, By: me, Known: k})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err == nil {
			end(t, e)
		}
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Body: "1", Seed: 1, By: "terminal", Known: &wire.Known{}}); err == nil {
		t.Error("what is known of a back comes along with nobody's name")
	}
}
