package manual

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// say hands a verb to a machine and wants it taken.
func say(t *testing.T, m *Machine, at time.Duration, v Verb) {
	t.Helper()
	if err := m.Do(at, v, 0); err != nil {
		t.Fatalf("%v at %v in %v: %v", v, at, m.Stage(), err)
	}
}

// TestWhole is a session as it should be: asked, pressed, run, the next, off.
func TestWhole(t *testing.T) {
	p := fit(t, old(), chair.Everyone())
	m := Begin(p, 0)
	at := time.Duration(0)
	for i, s := range p.Steps {
		if m.Stage() != Asking || m.View().Step != i+1 {
			t.Fatalf("step %d: %v", i+1, m.View())
		}
		at += 5 * time.Second
		say(t, m, at, Pressed)
		if m.Tick(at + s.For - 1); m.Stage() != Running || m.View().Step != i+1 {
			t.Fatalf("step %d is over before its time: %+v", i+1, m.View())
		}
		at += s.For
		m.Tick(at)
	}
	if m.Stage() != Stopping || m.Outcome() != Finished || m.View().Now.Large != "Press POWER on your remote" {
		t.Fatalf("%+v", m.View())
	}
	say(t, m, at+10*time.Second, Stopped)
	if m.Stage() != Done || m.Dose() != at+10*time.Second || m.Last() != m.Dose() {
		t.Errorf("%v, dose %v until %v, want %v", m.Stage(), m.Dose(), m.Last(), at+10*time.Second)
	}
}

// TestUnheard: nobody presses anything. It is asked again, counts, goes on by time, and comes to its end.
func TestUnheard(t *testing.T) {
	p := fit(t, old(), chair.Everyone())
	m := Begin(p, 0)
	if m.Tick(2*Patience + 1); m.View().Again != 2 || m.Stage() != Asking {
		t.Errorf("asked again %d times", m.View().Again)
	}
	say(t, m, 40*time.Second, Pressed) // late: its time was running
	if got := time.Duration(m.View().LeftS * float64(time.Second)); got != p.Steps[0].For-40*time.Second {
		t.Errorf("%v left", got)
	}
	m.Tick(time.Hour)
	if m.Stage() != Stopping || m.Dose() != time.Hour {
		t.Errorf("%v, dose %v", m.Stage(), m.Dose())
	}
}

// TestPause: what is off, as the person says, does not count; until then it does.
func TestPause(t *testing.T) {
	m := Begin(fit(t, old(), chair.Everyone()), 0)
	const s = time.Second
	say(t, m, 10*s, Pressed)
	say(t, m, 30*s, Pause)
	say(t, m, 35*s, Pressed)
	if m.Stage() != Paused || m.Dose() != 35*s || m.Last() != 35*s {
		t.Fatalf("%v, dose %v", m.Stage(), m.Dose())
	}
	say(t, m, 95*s, Resume)
	if m.Stage() != Asking || m.View().Now.Do[0] != "Press POWER to switch it on" {
		t.Fatalf("%+v", m.View())
	}
	say(t, m, 105*s, Pressed)
	if m.Dose() != 45*s {
		t.Errorf("dose %v, want 45 s", m.Dose())
	}
	say(t, m, 110*s, Pause)
	if m.Tick(110*s + 2*time.Minute); m.Stage() != Stopping { // a step's time is over, and it may be running all the while
		t.Errorf("not said to be off: %v", m.Stage())
	}
	say(t, m, 5*time.Minute, Stopped)
	m = Begin(fit(t, old(), chair.Everyone()), 0)
	say(t, m, 30*s, Pause)
	say(t, m, 35*s, Pressed)
	m.Tick(time.Hour)
	if m.Stage() != Done || m.Outcome() != Halted || m.Dose() != 35*s || m.Last() != 35*s {
		t.Errorf("a long pause: %v, dose %v until %v", m.Stage(), m.Dose(), m.Last())
	}
}

// TestSofter: one strength lower, from now on, never below the weakest.
func TestSofter(t *testing.T) {
	p := fit(t, old(), chair.Everyone())
	m := Begin(p, 0)
	if err := m.Do(1, Softer, 0); !errors.Is(err, ErrWeakest) || !m.View().Weakest {
		t.Errorf("at the weakest: %v", err)
	}
	for m.Tick(time.Second); m.wanted().Strength < 2; m.Tick(m.now + time.Second) {
	}
	was := m.wanted().Strength
	say(t, m, m.now+time.Second, Pressed)
	say(t, m, m.now+time.Second, Softer)
	if m.Stage() != Asking || m.wanted().Strength != was-1 || len(m.View().Now.Do) != 1 {
		t.Errorf("%v, strength %d: %+v", m.Stage(), m.wanted().Strength, m.View().Now)
	}
}

// TestAutoOff: a massager that switches itself off is no longer counted then; who is asked says so all the same.
func TestAutoOff(t *testing.T) {
	m := Begin(fit(t, cushion(), first()), 0)
	say(t, m, 10*time.Second, Pressed)
	say(t, m, time.Minute, Stop)
	m.Tick(24 * time.Hour)
	if want := 10*time.Second + 15*time.Minute; m.Stage() != Stopping || m.Dose() != want || m.Last() != want {
		t.Errorf("%v, dose %v until %v, want %v", m.Stage(), m.Dose(), m.Last(), want)
	}
}

// TestAdopt: what somebody else has kept goes on, and counts, until it is said to have stopped.
func TestAdopt(t *testing.T) {
	for _, c := range []struct {
		m    *Massager
		dose time.Duration
	}{{old(), time.Hour}, {cushion(), 18 * time.Minute}} {
		m := Adopt(*c.m, 0, 3*time.Minute, time.Hour)
		if m.Stage() != Stopping || m.Outcome() != Interrupted || m.Dose() != c.dose || m.View().Now.Large != c.m.Halt().Large {
			t.Errorf("%s: %v, %s, dose %v", c.m.Name, m.Stage(), m.Outcome(), m.Dose())
		}
		say(t, m, time.Hour, Stopped)
		if m.Stage() != Done || m.Outcome() != Interrupted {
			t.Errorf("%s: %v", c.m.Name, m.Stage())
		}
	}
}

// TestAhead: a page that has kept time alone says what it has done; what is behind is out of date.
func TestAhead(t *testing.T) {
	m := Begin(fit(t, old(), chair.Everyone()), 0)
	if err := m.Do(1, Pressed, 3); err != nil || m.View().Step != 3 || m.Stage() != Running {
		t.Errorf("%v, %+v", err, m.View())
	}
	if err := m.Do(2, Skip, 2); !errors.Is(err, ErrNotNow) || m.View().Step != 3 {
		t.Errorf("%v, %+v", err, m.View())
	}
	if err := m.Do(2, Skip, 99); !errors.Is(err, ErrNotNow) {
		t.Error(err)
	}
}

// someMassager draws one.
func someMassager(t *rapid.T) *Massager {
	m := rapid.SampledFrom([]func() *Massager{old, cushion, gun}).Draw(t, "device")()
	m.Strengths = []string{"a", "b", "c", "d", "e", "f"}[:rapid.IntRange(1, 6).Draw(t, "strengths")]
	m.Feels = rapid.SampledFrom(Feels()).Draw(t, "feels")
	m.AutoOff = rapid.SampledFrom([]time.Duration{0, 10 * time.Minute, 30 * time.Minute}).Draw(t, "auto-off")
	if m.Kind == HandHeld && rapid.Bool().Draw(t, "rolls") {
		m.Modes = []Mode{{technique.Knead, "nodes"}}
	}
	return m
}

// someLimits draws a person's.
func someLimits(t *rapid.T) chair.Limits {
	l := chair.Everyone()
	minutes := func(name string, least, most float64) time.Duration {
		return time.Duration(rapid.Float64Range(least, most).Draw(t, name) * float64(time.Minute))
	}
	l.Force[chair.ZoneMuscle].Max = unit.Newton(rapid.Float64Range(10, 60).Draw(t, "force"))
	l.BothForce.Max = unit.Newton(rapid.Float64Range(40, 150).Draw(t, "both"))
	l.Session.Max, l.Spot.Max, l.Zone.Max = minutes("session", 2, 20), minutes("spot", 0.5, 2), minutes("zone", 0.5, 5)
	l.Tapping.Max, l.HeatTime.Max = minutes("tapping", 0, 5), minutes("heat", 0, 15)
	l.Heat.Max = unit.Celsius(rapid.SampledFrom([]float64{0, 38, 40}).Draw(t, "pad"))
	return l
}

// TestNoInstructionAboveTheLimits: whatever is pressed in whatever order, by anybody or nobody, nothing is asked for that is
// stronger, longer on one place, or longer at all than the limits; the dose is all the time in which it may have been
// running; STOP is followed by nothing but "it has stopped"; and time never stands.
func TestNoInstructionAboveTheLimits(t *testing.T) {
	drawn, began, plans := 0, 0, map[string]*programme.Plan{}
	for _, name := range programmes.All() {
		plans[name] = plan(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		dev, l := someMassager(t), someLimits(t)
		drawn++
		p, err := Fit(dev, plans[rapid.SampledFrom(programmes.All()).Draw(t, "programme")], l)
		if err != nil {
			return
		}
		began++
		m := Begin(p, 0)
		now, running, off, over := time.Duration(0), time.Duration(0), false, false // off and over as the person has said
		var places, spots [8]time.Duration
		var taps, session time.Duration
		judge := func() {
			s := m.Stage()
			if s == Stopping || s == Done {
				return
			}
			set := m.wanted()
			most := l.Force[chair.ZoneMuscle].Max
			most = min(most, l.BothForce.Max/2)
			if set.Place >= 0 && dev.Places[set.Place].From == body.S1 {
				most = min(most, l.Force[chair.ZoneSacrum].Max, l.Force[chair.ZoneRibs].Max)
			}
			if float64(dev.LevelOf(set.Strength))*float64(levelForce) > float64(most)+1e-6 {
				t.Fatalf("strength %d counts as level %d: more than %v", set.Strength, dev.LevelOf(set.Strength), most)
			}
			if set.Heat && (l.Heat.Max < 40 || dev.Heat == "") {
				t.Fatal("warmth, and it is withheld")
			}
		}
		pass := func(d time.Duration) {
			for d > 0 { // in small pieces, so that what is counted here changes with the stage
				dt := min(d, time.Second)
				d -= dt
				was, set := m.Stage(), Setting{}
				if was < Stopping {
					set = m.wanted()
				}
				now += dt
				m.Tick(now)
				if !off && !over {
					running += dt
				}
				if was == Asking || was == Running || was == Pausing {
					if set.Place >= 0 {
						places[set.Place] += dt
					} else {
						spots[set.Spot] += dt
					}
					if dev.Modes[set.Mode].Kind == technique.Tap {
						taps += dt
					}
				}
				if was < Stopping {
					session += dt
				}
				if m.Stage() == Done && !over { // a pause that was too long
					over = true
				}
				judge()
			}
		}
		judge()
		for range rapid.IntRange(0, 60).Draw(t, "words") {
			pass(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
			v, was := rapid.SampledFrom(append(Verbs(), Pressed, Pressed, Pressed, Pause, Resume)).Draw(t, "verb"), m.Stage()
			if ends := v == Stop || v == Finish || v == Wrong; ends && rapid.IntRange(0, 2).Draw(t, "seldom") > 0 {
				continue
			}
			err := m.Do(now, v, 0)
			judge()
			switch {
			case (v == Stop || v == Finish) && was != Stopping && was != Done && (err != nil || m.Stage() != Stopping && was != Paused || was == Paused && m.Stage() != Done):
				t.Fatalf("%s in %v: %v, then %v", v, was, err, m.Stage())
			case was == Stopping && v != Stopped && m.Stage() != Stopping:
				t.Fatalf("%s after a stop: %v", v, m.Stage())
			case was == Done && m.Stage() != Done:
				t.Fatalf("%s after the end: %v", v, m.Stage())
			}
			switch {
			case m.Stage() == Done:
				over = true
			case m.Stage() == Paused:
				off = true
			default:
				off = false
			}
		}
		pass(p.Session + PausedMost + time.Minute)
		if s := m.Stage(); s != Stopping && s != Done {
			t.Fatalf("time stands: %v after %v", s, now)
		}
		if dev.AutoOff == 0 && m.Dose() != running {
			t.Fatalf("dose %v, and it may have been running for %v", m.Dose(), running)
		}
		if dev.AutoOff > 0 && m.Dose() > running {
			t.Fatalf("dose %v of %v", m.Dose(), running)
		}
		const grain = time.Second // of this test's own counting, for each step
		grains := grain * time.Duration(len(p.Steps))
		for i := range dev.Places {
			if most := l.Zone.Max * time.Duration(dev.Places[i].To-dev.Places[i].From+1) / 2; places[i] > most+grains {
				t.Fatalf("place %d for %v of %v", i, places[i], most)
			}
		}
		for i, d := range spots {
			if d > l.Spot.Max+grain {
				t.Fatalf("spot %d for %v of %v", i, d, l.Spot.Max)
			}
		}
		if taps > l.Tapping.Max+grains || session > l.Session.Max+grain {
			t.Fatalf("tapping %v of %v, session %v of %v", taps, l.Tapping.Max, session, l.Session.Max)
		}
	})
	if began*8 < drawn {
		t.Errorf("only %d of %d sessions began: the others tell nothing", began, drawn)
	}
}

// TestStopFromEveryStage: STOP, and "something felt wrong", ask to switch it off at once, and nothing is asked for but that
// until the person says that it has stopped. What is off already is over.
func TestStopFromEveryStage(t *testing.T) {
	to := map[Stage][]Verb{Asking: {}, Running: {Pressed}, Pausing: {Pressed, Pause}, Paused: {Pressed, Pause, Pressed}}
	for stage, way := range to {
		for _, v := range []Verb{Stop, Wrong, Finish} {
			m := Begin(fit(t, old(), chair.Everyone()), 0)
			for _, w := range way {
				say(t, m, m.now+time.Second, w)
			}
			if m.Stage() != stage {
				t.Fatalf("%v leads to %v", way, m.Stage())
			}
			say(t, m, m.now+time.Second, v)
			if stage == Paused {
				if m.Stage() != Done || m.Wrong() != (v == Wrong) {
					t.Errorf("%v in %v: %v", v, stage, m.Stage())
				}
				continue
			}
			for _, w := range []Verb{Pressed, Skip, Softer, Pause, Resume, Finish, Stop} {
				if err := m.Do(m.now+10*time.Second, w, 0); !errors.Is(err, ErrNotNow) || m.Stage() != Stopping || m.View().Now.Large != "Press POWER on your remote" {
					t.Errorf("%v in %v, then %v: %v, %+v", v, stage, w, err, m.View())
				}
			}
			was := m.Dose()
			m.Tick(m.now + time.Hour)
			if m.Dose() != was+time.Hour {
				t.Errorf("%v in %v: the dose stood still", v, stage)
			}
			say(t, m, m.now, Stopped)
			if want := map[Verb]string{Stop: Halted, Wrong: Halted, Finish: Finished}[v]; m.Stage() != Done || m.Outcome() != want {
				t.Errorf("%v in %v: %v, %s", v, stage, m.Stage(), m.Outcome())
			}
		}
	}
}
