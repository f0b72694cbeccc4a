package commission

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// reachedWithin is how long a closed chair may take to a setting, from standby, with its carriage to travel. An assumption.
const reachedWithin = 90 * time.Second

// stopsIn is in how many of the chair's own stopping times a stop must be seen: as the guard has it.
const stopsIn = 3

// keys is the steps of a closed chair: each key by itself, then stop and silence. What the guard would withhold from
// everyone is not tried.
func keys(p *chair.Profile) (all []step) {
	c, most := p.Closed, chair.ForClosed(p.Closed)
	base := chair.Setting{Mode: 1, Speed: 1, Area: chair.Whole}
	was := chair.Setting{}
	add := func(name, does string, s chair.Setting) {
		all = append(all, &keyStep{key: name, does: does, set: s, before: was})
		was = s
	}
	for i, m := range c.Modes {
		s := base
		s.Mode = i + 1
		add(m.Name, fmt.Sprintf("the rollers begin to %s, over the whole back, at the lowest speed", m.Technique), s)
	}
	add(c.Modes[0].Name+" again", "the rollers do as at first", base)
	for v := 2; v <= int(most.Speed.Max); v++ {
		s := base
		s.Speed = v
		add(fmt.Sprintf("speed %d", v), "the rollers get a little faster", s)
	}
	add("speed 1", "the rollers are as slow as at first", base)
	part := base
	part.Area, part.From, part.To = chair.Part, c.L5, c.L1
	add("a part of the back", "the carriage goes down to the lower back, and stays there", part)
	if most.Heat.Max > 0 {
		warm := part
		warm.Heat = true
		add("heat", "the chair says that its heat is on", warm)
	}
	return append(all, &offStep{before: was}, &offStep{silence: true})
}

// keyStep presses one key, and waits until the chair says that it does that.
type keyStep struct {
	key, does string
	set       chair.Setting
	before    chair.Setting
	said      bool
	since     time.Duration
}

func (s *keyStep) name() string  { return "key " + s.key }
func (s *keyStep) title() string { return "The key: " + s.key }
func (s *keyStep) prompt() Prompt {
	if s.said {
		return Prompt{How: Wait, Text: "The key is pressed. Lumbar waits until the chair says so: " + s.does + "."}
	}
	return Prompt{How: Confirm, Text: s.title() + ". If it is the right one, " + s.does + ". Stay beside the chair, and look. Press it?"}
}

func (s *keyStep) tick(b *Bench, in *In) act {
	hold := act{setting: s.before, armed: s.before.Mode != 0, moving: s.before.Mode != 0}
	switch {
	case in.No && !s.said:
		b.fail("the key was not tried; begin the test again")
		return hold
	case !s.said && in.Yes:
		s.said, s.since = true, in.At
	case !s.said:
		return hold
	}
	a := act{setting: s.set, armed: true, moving: true}
	r := in.Report.Closed
	took := in.At - s.since
	switch {
	case r == nil:
	case in.Fresh && in.Took && r.At(s.set):
		b.passOn(Figure{Name: "reached after", Value: round(took.Seconds()), Unit: "s", Most: reachedWithin.Seconds()},
			Figure{Name: "presses", Value: float64(r.Action.Presses)})
	case r.Taken:
		b.fail("somebody else works the chair: put its remote and its app away, and begin again")
	case r.Action.Progress == chair.Failed:
		b.fail(fmt.Sprintf("the key %q did nothing that the chair reports, after %d presses: is the profile of this chair?", r.Action.What, r.Action.Presses))
	case took > reachedWithin:
		b.fail(fmt.Sprintf("the chair was not there after %.0f s: the last key was %q, %v", took.Seconds(), r.Action.What, r.Action.Progress))
	}
	return a
}

// offStep stops a closed chair that runs: by STOP, or by silence.
type offStep struct {
	silence bool
	before  chair.Setting // that it is at; zero: it is to be started first
	said    bool
	ran     bool
	since   time.Duration
	lost    bool
}

func (s *offStep) name() string {
	if s.silence {
		return "silence"
	}
	return "stop"
}

func (s *offStep) title() string {
	if s.silence {
		return "Silence while it runs"
	}
	return "STOP while it runs"
}

func (s *offStep) prompt() Prompt {
	switch {
	case s.ran:
		return Prompt{How: Wait, Text: "Lumbar looks how soon the chair says that it stops."}
	case s.said:
		return Prompt{How: Wait, Text: "The chair starts once more."}
	case s.silence:
		return Prompt{How: Confirm, Text: "The chair starts once more. Then Lumbar says nothing any more, as if its page and engine were stuck. The driver must stop it. Stay beside it. Go on?"}
	}
	return Prompt{How: Confirm, Text: "The chair runs. Now it is told to stop. Stay beside it. Go on?"}
}

func (s *offStep) tick(b *Bench, in *In) act {
	set := s.before
	if set.Mode == 0 {
		set = chair.Setting{Mode: 1, Speed: 1, Area: chair.Whole}
	}
	if !s.said {
		if in.Yes {
			s.said, s.since = true, in.At
		}
		if in.No {
			b.fail("it was not tried; begin the test again")
		}
		return act{setting: s.before, armed: s.before.Mode != 0, moving: s.before.Mode != 0}
	}
	r := in.Report.Closed
	if !s.ran {
		switch {
		case r != nil && in.Fresh && r.Run == chair.Running:
			s.ran, s.since = true, in.At
			if s.silence {
				return act{silent: true}
			}
			return act{setting: set, armed: true, stop: true}
		case in.At-s.since > reachedWithin:
			b.fail("the chair does not start once more")
		}
		return act{setting: set, armed: true, moving: true}
	}
	return s.watch(b, in)
}

func (s *offStep) watch(b *Bench, in *In) act {
	r, took := in.Report.Closed, in.At-s.since
	most := stopsIn * b.profile.Closed.StopWithin
	if s.silence {
		most += b.profile.Heartbeat
	}
	s.lost = s.lost || in.Report.Lost
	seen := Figure{Name: "seen to stop after", Value: round(took.Seconds()), Unit: "s", Most: most.Seconds()}
	stopped := r != nil && in.Fresh && r.Run.Still()
	switch {
	case stopped && (!s.silence || s.lost):
		b.pass(seen)
	case took > most+b.profile.Stale && stopped:
		b.fail("it stands, and its driver does not say that it stopped it: what did is not known", seen)
	case took > most+b.profile.Stale && s.silence:
		b.fail(fmt.Sprintf("it goes on when Lumbar is silent: it still runs after %.1f s. Press its own power key", took.Seconds()), seen)
	case took > most+b.profile.Stale:
		b.fail(fmt.Sprintf("it ignores STOP: it still runs after %.1f s. Press its own power key, or pull its plug, and let nobody sit in it", took.Seconds()), seen)
	}
	return act{silent: s.silence}
}

// fault is what the guard's finding means here: it believes a stop only from the chair's own report.
func (s *offStep) fault(b *Bench, f *chair.Fault) string {
	if s.silence || !s.ran || f.Code != chair.FaultUnconfirmed {
		return ""
	}
	return fmt.Sprintf("it ignores STOP: it still runs after %.1f s. Press its own power key, or pull its plug, and let nobody sit in it", (b.now - s.since).Seconds())
}
