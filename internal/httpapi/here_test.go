package httpapi_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/unit"
)

func TestHere(t *testing.T) {
	s, _ := shelved(t)
	text := content(t, asked(s, "GET", "/here", "", ""))
	for _, want := range []string{`name="level" value="T12"`, `name="level" value="S1"`, "24 N", "2 min at one spot", "60 N on muscle", "left or right alone cannot be had", "watch a simulated person"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(text, `id="known"`) {
		t.Error("somebody's levels are shown to nobody in particular")
	}
	if text := content(t, asked(s, "GET", "/?programme=here-l4-medium-40", "", "")); !strings.Contains(text, `value="here-l4-medium-40" data-title="Here: L4, medium" checked`) {
		t.Error("home does not offer the place that somebody comes with")
	}
	if text := content(t, asked(s, "GET", "/?programme=here-l9-medium-40", "", "")); strings.Contains(text, "here-l9") {
		t.Error("home offers a place that there is not")
	}
}

// TestHereKnows: levels that this very chair has felt are shown to whom they are of; those of another chair, or of the
// same under its title, are in millimetres that mean nothing here.
func TestHereKnows(t *testing.T) {
	profile := bench(t)
	p := newPlace(t, httpapi.Options{Chair: &profile})
	v, other := p.visitor(t), p.visitor(t)
	v.adds("Robin", "")
	robin, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.store.Unlock(t.Context(), robin.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		chair string
		shown bool
	}{{"other", false}, {profile.Title, false}, {profile.Name, true}, {"other", false}} {
		found := wire.Known{V: wire.KnownVersion, Chair: c.chair, Back: &wire.Back{Muscle: 1}}
		for l := body.S1; l < body.LevelEnd; l++ {
			found.Back.Levels = append(found.Back.Levels, wire.Place{Name: l.String(), AlongMM: 200 + 35*float64(l), SDMM: 4, NudgedMM: 2})
		}
		if err := p.store.PutKnown(t.Context(), key, p.clock.now().Add(time.Duration(i)*time.Hour), &found); err != nil {
			t.Fatal(err)
		}
		if _, text := v.get("/here"); strings.Contains(text, `id="known"`) != c.shown || strings.Contains(text, "Your levels") != c.shown {
			t.Errorf("felt by %q, shown: %v, want %v", c.chair, !c.shown, c.shown)
		}
		if _, text := other.get("/here"); strings.Contains(text, `id="known"`) {
			t.Error("shown at another browser")
		}
	}
}

// TestHereOnARealChair: there is no simulated person to press.
func TestHereOnARealChair(t *testing.T) {
	p := bench(t)
	p.Simulated = false
	s, err := httpapi.New(httpapi.Options{Engine: newFake(), Bodies: bodies(), Chair: &p, Library: &library.Library{}, Trials: claimed()})
	if err != nil {
		t.Fatal(err)
	}
	if text := content(t, asked(s, "GET", "/here", "", "")); strings.Contains(text, "press-it") || strings.Contains(text, "simulated person</button>") {
		t.Error("a simulated person can be pressed on a real chair")
	}
	if text := content(t, asked(s, "GET", "/chair", "", "")); strings.Contains(text, "Try a fault") {
		t.Error("faults can be tried on a real chair")
	}
}

func TestChair(t *testing.T) {
	s, _ := shelved(t)
	text := content(t, asked(s, "GET", "/chair", "", ""))
	for _, want := range []string{"Bench 4D", `data-axis="depth" data-min="0" data-max="110"`, `data-sensor="pad"`, "none on record", "Contact at one spot", "the limit for everyone",
		"takes the rollers home by itself after 100 ms", "Pressed too hard", "tightens them"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(text, "Try a fault") {
		t.Error("faults can be tried where none are offered")
	}
}

// TestCheckMutations: programmes with something changed, taken out or doubled anywhere are answered like all others.
func TestCheckMutations(t *testing.T) {
	s, _ := shelved(t)
	dice := rand.New(rand.NewPCG(1, 2))
	bits := []string{"{", "}", `"`, "\n", "=", "[", "]", "${", "#", "/*", "<<A", "\x00", "1e308", "-1", `"1e9 s"`, "é", "👩‍👧", "phase", "repeat = 10"}
	names := programmes.All()
	for range 400 {
		_, src, _ := programmes.Source(names[dice.IntN(len(names))])
		text := string(src)
		for range 1 + dice.IntN(4) {
			from := dice.IntN(len(text) + 1)
			to := min(len(text), from+dice.IntN(40))
			switch dice.IntN(3) {
			case 0:
				text = text[:from] + text[to:]
			case 1:
				text = text[:to] + text[from:]
			default:
				text = text[:from] + bits[dice.IntN(len(bits))] + text[from:]
			}
		}
		r := asked(s, "POST", "/programmes/check", "text/plain", strings.ToValidUTF8(text, "?"))
		if body := content(t, r); r.StatusCode != 200 || strings.Count(body, `class="checked"`) != 1 {
			t.Fatalf("%d for:\n%s", r.StatusCode, text)
		}
	}
}

// TestHereOnTheEngine: the rollers go to the level that was asked for, press as hard as the word and the limits say, and
// leave.
func TestHereOnTheEngine(t *testing.T) {
	for _, c := range []struct {
		name        string
		most        unit.Newton
		least, over float64
	}{{"here-l2-medium-40", 0, 20, 30}, {"here-l4-firm-100", 12, 9, 17}} {
		t.Run(c.name, func(t *testing.T) {
			lib := library.Library{}
			e, _ := breakableAt(t, engine.MaxPace, lib.Plan)
			r := wire.Request{V: wire.Version, Verb: wire.Start, Programme: c.name, By: "0123456789-0123456789"}
			if c.most > 0 {
				limits := chair.Everyone()
				limits.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: c.most, By: chair.ByAnswers}
				r.Limits = &limits
			}
			place, _ := library.ParsePlace(c.name)
			most, off, there := 0.0, 0.0, false // the way there is gone at a touch, which may be all that the limits allow
			for s := (wire.Snapshot{}); s.Stage != wire.Done; {
				reply, err := e.Do(t.Context(), r)
				if err != nil || reply.Error != "" {
					t.Fatal(err, reply.Error)
				}
				s, r = reply.Snapshot, wire.Request{V: wire.Version, Verb: wire.Look}
				force := max(s.Rollers[0].ForceN, s.Rollers[1].ForceN)
				if s.Stage != wire.Massage || s.Technique != "press" || force < c.least {
					continue
				}
				most = max(most, force)
				for _, l := range s.Levels {
					if d := math.Abs(s.Rollers[0].AlongMM - l.AlongMM); l.Name == place.Level.String() && (there || d < 20) {
						off, there = max(off, d), true
					}
				}
				if s.Stage == wire.Done && s.Outcome != "finished" {
					t.Errorf("it ended by %s: %s", s.Outcome, s.Reason)
				}
			}
			if most < c.least || most > c.over || off > 20 || !there {
				t.Errorf("at most %.1f N, up to %.1f mm from %v; want %g to %g N there", most, off, place.Level, c.least, c.over)
			}
		})
	}
}
