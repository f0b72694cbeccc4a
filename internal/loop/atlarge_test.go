package loop

import (
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
)

// TestPeopleAtLarge is a session on adults as they are met, NHANES by its weights, for whom the chair is built. They are swept:
// drawn as widely as little is known of people. Some get up in the middle of it, which ends the session; who stays comes to
// its end, and nobody is pressed harder than a guard may let them be.
func TestPeopleAtLarge(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 8
	}
	var people body.NHANESPeople
	built := bench(t).Person
	var rows []int
	for i := range n {
		row := people.Row((float64(i) + 0.5) / float64(n))
		m, err := people.Body(row, 1)
		if err != nil {
			t.Fatal(err)
		}
		if m.Weight <= built.MaxWeight && m.Stature >= built.MinHeight && m.Stature <= built.MaxHeight {
			rows = append(rows, row)
		}
	}
	if len(rows) < n*9/10 {
		t.Fatalf("the chair is built for %d of %d people: fewer than there are", len(rows), n)
	}
	p := plan(t, "break")
	type course struct {
		who   string
		view  session.View
		force float64 // N, greatest
		skin  float64 // °C, greatest
		up    bool    // they got up
	}
	all := onEveryCore(rows, func(i, row int) (c course) {
		seed := uint64(i + 1)
		m, err := people.Body(row, 1)
		if err != nil {
			t.Error(err)
			return c
		}
		r := &rig{profile: bench(t)}
		r.twin = twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Sex: m.Sex, Age: m.Age, Seed: seed, Sweep: true})
		r.guard = guard.New(&r.profile, chair.Everyone())
		r.loop = New(&r.profile, chair.Everyone(), r.guard)
		r.start(t, p)
		c.who = m.Name
		for r.at < most && r.loop.Active() {
			r.tick(session.Nothing)
			truth := r.twin.Truth()
			c.up = c.up || !truth.Seated
			c.skin = max(c.skin, float64(truth.Skin))
		}
		c.view, c.force = r.loop.Session().View(), r.maxTrue
		return c
	})
	var force, skin float64
	up := 0
	for _, c := range all {
		force, skin = max(force, c.force), max(skin, c.skin)
		if c.up {
			up++
			t.Logf("%s got up: %v %s", c.who, c.view.Outcome, c.view.Reason)
		} else if c.view.Outcome != session.Finished {
			t.Errorf("%s: %v (%s), want finished", c.who, c.view.Outcome, c.view.Reason)
		}
	}
	t.Logf("%d people, %d got up; greatest true force %.1f N, warmest skin %.1f °C", len(all), up, force, skin)
	const firmest, warmest = 60, 42 // N on muscle that a programme may ask for, with what a stroke goes over it; °C
	if force > firmest || skin > warmest {
		t.Errorf("greatest true force %.1f N, want at most %d; warmest skin %.1f °C, want at most %d", force, firmest, skin, warmest)
	}
}
