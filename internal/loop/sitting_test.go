package loop

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programmes"
)

var manySit = flag.Int("sitters", 4, "how many bodies TestSittings gives each session")

// persons is the limits of people as the safety check finds them: somebody new, somebody with the gentle version, and
// somebody after three quiet sessions.
func persons(t testing.TB) (names []string, limits []chair.Limits) {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := screening.History{Quiet: 3, Most: 3}
	for _, p := range []struct {
		name   string
		gentle bool
		past   screening.History
	}{{"new", false, screening.History{}}, {"gentle", true, used}, {"normal", false, used}} {
		who := screening.NewAnswers(screening.Person{Age: 40, Height: 1700, Weight: 70, PainNow: -1, PainWont: -1}, screening.No)
		if p.gentle {
			who.Put("RF-AGE-1", screening.Yes)
		}
		v := check.Judge(&screening.Input{
			Answers: who, Today: time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC), History: p.past,
			Chair: chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050},
		})
		dose, _ := check.Dose(p.past)
		if want := map[bool]screening.Outcome{true: screening.M, false: screening.OK}[p.gentle]; v.Outcome != want {
			t.Fatalf("%s: %v, want %v", p.name, v.Outcome, want)
		}
		names, limits = append(names, p.name), append(limits, v.Limits.Tighten(dose))
	}
	return names, limits
}

// sitting is one session within a person's limits.
type sitting struct {
	view     session.View
	massage  time.Duration // from the first stroke to the last
	touched  time.Duration // of it, in contact
	levels   [body.LevelEnd]time.Duration
	part     time.Duration // contact of the part of the back that had most, scan and all
	session  time.Duration // from first to last contact
	before   time.Duration // of that, before the first stroke
	scanPart time.Duration // contact of the part of the back that had most, before the first stroke
}

// sit gives one session, and looks at the guard's own counts.
func sit(t testing.TB, row int, seed uint64, o session.Options, limits chair.Limits) (s sitting) {
	t.Helper()
	m, err := body.ANSUR(row)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{profile: bench(t), blind: true}
	r.twin = twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Sex: m.Sex, Age: m.Age, Seed: seed})
	r.guard = guard.New(&r.profile, limits)
	r.loop = New(&r.profile, limits, r.guard)
	if err := r.loop.Begin(r.at, o, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	for end := r.at + most; r.at < end && r.loop.Active(); {
		ask := session.Nothing
		if r.loop.Session().Stage() == session.Comfort && r.twin.Answer() == twin.Enough {
			ask = session.Enough
		}
		r.tick(ask)
		if s.before == 0 && r.loop.Session().Stage() == session.Massage {
			s.before, s.scanPart = r.guard.SessionTime(), r.guard.MostZoneTime()
		}
	}
	s.view = r.loop.Session().View()
	s.massage, s.part, s.session = s.view.Elapsed, r.guard.MostZoneTime(), r.guard.SessionTime()
	tally := r.loop.Session().Tally()
	for l := body.S1; l < body.LevelEnd; l++ {
		s.levels[l] = tally.Levels[l].Contact
		s.touched += s.levels[l]
	}
	return s
}

// TestSittings is what each shipped programme comes to for each kind of person: how long, how much of it in contact, by
// level, and what fit left out.
func TestSittings(t *testing.T) {
	profile := bench(t)
	names, limits := persons(t)
	for _, name := range programmes.All() {
		for i, who := range names {
			for _, o := range []session.Options{{}, {Calibrate: true}, {Calibrate: true, Measure: true}} {
				n := *manySit
				if testing.Short() {
					n = 1
				}
				if o.Calibrate && testing.Short() {
					continue
				}
				title := fmt.Sprintf("%s, %s%s", name, who, extras(&o))
				t.Run(title, func(t *testing.T) {
					during, contact := o.Extra(limits[i])
					fitted := fit.Beside(plan(t, name), &profile, limits[i], fit.Extra{During: during, Contact: contact})
					o.Plan = fitted.Plan
					if len(o.Plan.Phases) == 0 {
						t.Fatalf("nothing is left: %v", fitted.Changes)
					}
					all := onEveryCore(bodies(n), func(k, row int) sitting { return sit(t, row, uint64(k+1), o, limits[i]) })
					tell(t, title, all, fitted.Changes, limits[i])
				})
			}
		}
	}
}

func extras(o *session.Options) string {
	switch {
	case o.Measure:
		return ", calibrated and measured"
	case o.Calibrate:
		return ", calibrated"
	}
	return ""
}

func tell(t *testing.T, name string, all []sitting, changes []fit.Change, limits chair.Limits) {
	t.Helper()
	var massage, touched, part, in, before, scanPart []time.Duration
	var levels [body.LevelEnd]time.Duration
	for _, s := range all {
		if s.view.Outcome != session.Finished {
			t.Errorf("%s: %v (%s)", name, s.view.Outcome, s.view.Reason)
		}
		massage, touched, part = append(massage, s.massage), append(touched, s.touched), append(part, s.part)
		in, before, scanPart = append(in, s.session), append(before, s.before), append(scanPart, s.scanPart)
		for l := range levels {
			levels[l] += s.levels[l] / time.Duration(len(all))
		}
	}
	mid := func(d []time.Duration) string { slices.Sort(d); return clockOf(d[len(d)/2]) }
	top := func(d []time.Duration) string { slices.Sort(d); return clockOf(d[len(d)-1]) }
	var by, left []string
	for l := body.S1; l < body.LevelEnd; l++ {
		by = append(by, fmt.Sprintf("%s %.0f", l, levels[l].Seconds()))
	}
	for _, c := range changes {
		left = append(left, c.String())
	}
	t.Logf("| %s | %s | %s | %s of %s | %s | part most %s of %s | in all most %s of %s | before: %s, part %s | %s |", name, mid(massage), mid(touched),
		mid(part), clockOf(limits.Zone.Max), strings.Join(by, " "), top(part), clockOf(limits.Zone.Max), top(in), clockOf(limits.Session.Max), top(before), top(scanPart), strings.Join(left, "; "))
}

// clockOf is a time as minutes and seconds.
func clockOf(d time.Duration) string {
	s := int(d.Seconds() + 0.5)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
