package guard

import (
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"pgregory.net/rapid"
)

func closedProfile() *chair.Profile {
	return &chair.Profile{
		Name: "closed", Control: 4, Heartbeat: 3 * time.Second, Stale: 2 * time.Second, OnSilence: chair.RunsOn, OnPowerLoss: chair.Holds,
		Closed: &chair.ClosedProfile{
			Protocol: "none", Speeds: 6, Depths: 5, Steps: 13, L1: 3, Timer: 20 * time.Minute, StopWithin: 2500 * time.Millisecond,
			Modes: []chair.ClosedMode{{Name: "knead", Technique: "knead", Slowest: 0.2, Fastest: 1.2}, {Name: "tap", Technique: "tap", Slowest: 1, Fastest: 6}, {Name: "shiatsu", Technique: "press", Slowest: 0.1, Fastest: 0.3}},
		},
	}
}

// closedRig is a Closed with a chair that says what the test sets.
type closedRig struct {
	*testing.T
	g       *Closed
	at      time.Duration
	says    chair.ClosedReport
	seq     uint64
	age     time.Duration
	in      ClosedInput
	frozen  bool // the same report again
	cleared Cleared
	fault   *chair.Fault
}

const closedTick = 250 * time.Millisecond

func newClosedRig(t *testing.T, l chair.Limits) *closedRig {
	t.Helper()
	r := &closedRig{T: t, g: NewClosed(closedProfile(), l), at: time.Minute}
	r.in = ClosedInput{HostAlive: true, Setting: chair.Setting{Mode: 1, Speed: 2, Area: chair.Part, From: 0, To: 3}}
	r.says = chair.ClosedReport{Run: chair.Running, Mode: 1, Speed: 2, Area: chair.Part, Carriage: 1, Depth: 1}
	if err := r.g.Begin(r.at, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	r.at -= closedTick // the first tick is of the moment of Begin
	return r
}

// tick lets a time pass, by default a control period, and vets.
func (r *closedRig) tick(dt time.Duration) {
	r.at += dt
	if !r.frozen {
		r.seq++
		says := r.says
		r.in.Report = chair.Report{Seq: r.seq, At: r.at - r.age, Closed: &says, Stop: r.in.Report.Stop, Lost: r.in.Report.Lost}
	}
	r.cleared, r.fault = r.g.Vet(r.at, &r.in)
}

// steps moves the carriage on so that neither a step nor a spot is used up before what is tried.
func (r *closedRig) run(d time.Duration) {
	for end := r.at + d; r.at < end && r.g.State() == Armed; {
		r.says.Carriage = int(r.at/(2*time.Second)) % 4
		r.tick(closedTick)
	}
}

func (r *closedRig) want(state State, code chair.Code) {
	r.Helper()
	got := chair.Code("")
	if r.fault != nil {
		got = r.fault.Code
	}
	if r.g.State() != state || got != code {
		r.Fatalf("at %v: got %v, fault %q; want %v, fault %q", r.at, r.g.State(), got, state, code)
	}
	if state == Armed != (r.cleared != Cleared{}) {
		r.Fatalf("%v with %+v", state, r.cleared)
	}
}

func TestClosedPasses(t *testing.T) {
	r := newClosedRig(t, chair.Everyone())
	for n := uint64(1); n < 5; n++ {
		r.tick(closedTick)
		r.want(Armed, "")
		c := r.cleared
		if c.Setting() != r.in.Setting || c.Sequence() != n || c.Expires() != r.at+3*time.Second || c.Command() != (chair.Command{}) {
			t.Fatalf("got %+v", c)
		}
	}
	r.in.Setting = chair.Setting{}
	r.tick(closedTick)
	if r.want(Armed, ""); r.cleared.Setting() != (chair.Setting{}) {
		t.Errorf("got %+v, want stopped", r.cleared.Setting())
	}
}

// TestClosedBelieves: a report that cannot be, or is too old, ends the session.
func TestClosedBelieves(t *testing.T) {
	tests := []struct {
		name string
		bad  func(r *closedRig)
		code chair.Code
	}{
		{"none yet", func(r *closedRig) { r.frozen, r.in.Report = true, chair.Report{} }, chair.FaultStale},
		{"numberless", func(r *closedRig) { r.frozen, r.in.Report.Seq, r.in.Report.At = true, 0, r.at }, chair.FaultStale},
		{"old", func(r *closedRig) { r.age = 2*time.Second + 1 }, chair.FaultStale},
		{"from the future", func(r *closedRig) { r.age = -1 }, chair.FaultReport},
		{"lost", func(r *closedRig) { r.in.Report.Lost = true }, chair.FaultLink},
		{"of a chair with axes", func(r *closedRig) {
			r.frozen, r.in.Report = true, chair.Report{Seq: 9, At: r.at}
		}, chair.FaultReport},
		{"number back", func(r *closedRig) { r.seq -= 2 }, chair.FaultReport},
		{"number again", func(r *closedRig) { r.seq-- }, chair.FaultReport},
		{"time again", func(r *closedRig) { r.frozen = true; r.in.Report.Seq++ }, chair.FaultReport},
		{"below the track", func(r *closedRig) { r.says.Carriage = -1 }, chair.FaultReport},
		{"above the track", func(r *closedRig) { r.says.Carriage = 13 }, chair.FaultReport},
		{"too deep to be", func(r *closedRig) { r.says.Depth = 6 }, chair.FaultReport},
		{"behind", func(r *closedRig) { r.says.Depth = -1 }, chair.FaultReport},
		{"broken", func(r *closedRig) { r.says.Run = chair.Broken }, chair.FaultAxis},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newClosedRig(t, chair.Everyone())
			if tt.name != "none yet" {
				r.tick(closedTick)
				r.tick(closedTick)
				r.want(Armed, "")
			}
			tt.bad(r)
			r.tick(closedTick)
			r.want(Retreating, tt.code)
			if r.fault.At != r.at {
				t.Errorf("fault of %v at %v", r.fault.At, r.at)
			}
		})
	}
	r := newClosedRig(t, chair.Everyone())
	r.age = 2 * time.Second
	r.says.Carriage, r.in.Setting.Area = 12, chair.Whole
	r.tick(closedTick)
	r.want(Armed, "")
	r.frozen, r.in.Report.At = true, r.at // the last moment is of now, and is so again
	r.in.Report.Seq++
	r.tick(0 + closedTick)
	r.want(Armed, "")
	r.tick(2*time.Second - closedTick)
	r.want(Armed, "")
	r.tick(1)
	r.want(Retreating, chair.FaultStale)
	if f := r.fault; f.Value != 2000.000001 || f.Bound != 2000 {
		t.Errorf("%v ms of %v ms", f.Value, f.Bound)
	}
}

// TestClosedFirstReport: the first report of a session may be of time zero.
func TestClosedFirstReport(t *testing.T) {
	g := NewClosed(closedProfile(), chair.Everyone())
	if err := g.Begin(0, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	in := ClosedInput{HostAlive: true, Report: chair.Report{Seq: 1, Closed: &chair.ClosedReport{Run: chair.Idle}}}
	if _, fault := g.Vet(0, &in); fault != nil {
		t.Error(fault)
	}
}

// TestClosedHost: silence, and time that stands still.
func TestClosedHost(t *testing.T) {
	for _, tt := range []struct {
		dt    time.Duration
		alive bool
		state State
	}{
		{closedTick, false, Retreating}, {0, true, Retreating}, {-1, true, Retreating}, {1, true, Armed},
		{3 * time.Second, true, Armed}, {3*time.Second + 1, true, Retreating},
	} {
		r := newClosedRig(t, chair.Everyone())
		r.tick(closedTick)
		r.in.HostAlive = tt.alive
		r.tick(tt.dt)
		code := chair.Code("")
		if tt.state != Armed {
			code = chair.FaultHost
		}
		r.want(tt.state, code)
	}
}

// TestClosedStops: whoever stops it, the chair is stopped, without a fault but for what felt wrong.
func TestClosedStops(t *testing.T) {
	tests := []struct {
		name string
		stop func(r *closedRig)
		code chair.Code
	}{
		{"STOP", func(r *closedRig) { r.in.Stop = true }, ""},
		{"felt wrong", func(r *closedRig) { r.in.Wrong = true }, chair.FaultFelt},
		{"at the chair", func(r *closedRig) { r.in.Report.Stop = true }, ""},
		{"taken over", func(r *closedRig) { r.says.Taken = true }, ""},
		{"the end", func(r *closedRig) { r.g.End() }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newClosedRig(t, chair.Everyone())
			r.tick(closedTick)
			tt.stop(r)
			r.tick(closedTick)
			r.want(Retreating, tt.code)
			if err := r.g.Begin(r.at, chair.Spent{}); !errors.Is(err, ErrRetreating) {
				t.Errorf("Begin: got %v", err)
			}
			if r.g.Clear() == nil {
				t.Error("cleared while it stops")
			}
			r.says.Run = chair.Returning
			r.tick(closedTick)
			r.want(Off, tt.code)
			if err := r.g.Clear(); err != nil {
				t.Error(err)
			}
			if r.g.Fault() != nil {
				t.Error("still latched")
			}
		})
	}
}

// TestClosedWrongKeepsTheFirst: what felt wrong after a fault does not hide it, and latches without a session too.
func TestClosedWrongKeepsTheFirst(t *testing.T) {
	r := newClosedRig(t, chair.Everyone())
	r.tick(closedTick)
	r.says.Run = chair.Broken
	r.tick(closedTick)
	r.in.Wrong = true
	r.tick(closedTick)
	r.want(Retreating, chair.FaultAxis)
	g := NewClosed(closedProfile(), chair.Everyone())
	if c, fault := g.Vet(0, &ClosedInput{Wrong: true}); fault == nil || fault.Code != chair.FaultFelt || c != (Cleared{}) || g.State() != Disarmed {
		t.Errorf("got %v, %v", c, fault)
	}
	if err := g.Begin(0, chair.Spent{}); !errors.Is(err, ErrLatched) {
		t.Errorf("Begin: got %v", err)
	}
}

// TestClosedStopIsSeen: a stop is believed only from a report that came after it, with nothing on its way, and in time.
func TestClosedStopIsSeen(t *testing.T) {
	stopped := func(t *testing.T) *closedRig {
		r := newClosedRig(t, chair.Everyone())
		r.tick(closedTick)
		r.in.Stop = true
		r.tick(closedTick)
		r.want(Retreating, "")
		return r
	}
	for run, off := range map[chair.Run]bool{chair.Idle: true, chair.Returning: true, chair.Waiting: false, chair.Running: false, chair.Broken: false, chair.RunUnknown: false} {
		r := stopped(t)
		r.says.Run = run
		r.tick(closedTick)
		if state := map[bool]State{true: Off, false: Retreating}[off]; r.g.State() != state {
			t.Errorf("%v: got %v, want %v", run, r.g.State(), state)
		}
	}
	for p, off := range map[chair.Progress]bool{0: true, chair.Asked: false, chair.Sent: false, chair.Seen: false, chair.Verified: true, chair.Unverified: true, chair.Failed: true} {
		r := stopped(t)
		r.says.Run, r.says.Action.Progress = chair.Idle, p
		r.tick(closedTick)
		if off != (r.g.State() == Off) {
			t.Errorf("%v: got %v", p, r.g.State())
		}
	}
	t.Run("before", func(t *testing.T) {
		r := stopped(t)
		r.says.Run, r.age = chair.Idle, closedTick+1
		r.tick(closedTick)
		r.want(Retreating, "")
		r.age--
		r.tick(0)
		r.want(Off, "")
	})
	t.Run("with axes", func(t *testing.T) {
		r := stopped(t)
		r.frozen, r.in.Report = true, chair.Report{Seq: 99, At: r.at + closedTick}
		r.tick(closedTick)
		r.want(Retreating, "")
	})
	t.Run("in time", func(t *testing.T) {
		r := stopped(t)
		began := r.at
		r.tick(7500*time.Millisecond - 1)
		r.want(Retreating, "")
		r.tick(1)
		r.want(Retreating, "")
		r.tick(1)
		r.want(Off, chair.FaultTracking)
		if r.fault.At != began+7500*time.Millisecond+1 {
			t.Errorf("fault at %v", r.fault.At)
		}
	})
	t.Run("stale", func(t *testing.T) {
		r := stopped(t)
		r.frozen = true
		r.tick(7500*time.Millisecond + 1)
		r.want(Off, chair.FaultStale)
		if f := r.fault; f.Value != 7500.000001 || f.Bound != 2000 {
			t.Errorf("%v ms of %v ms", f.Value, f.Bound)
		}
	})
	t.Run("after a fault", func(t *testing.T) {
		r := newClosedRig(t, chair.Everyone())
		r.tick(closedTick)
		r.in.HostAlive = false
		r.tick(closedTick)
		r.tick(7500*time.Millisecond + 1)
		r.want(Off, chair.FaultHost)
	})
}

// TestClosedLevels: what it presses with, and how fast, as reported.
func TestClosedLevels(t *testing.T) {
	r := newClosedRig(t, chair.Everyone())
	r.says.Depth = 3
	r.tick(closedTick)
	r.want(Armed, "")
	for _, run := range []chair.Run{chair.Idle, chair.Returning, chair.Waiting} { // levels are old
		r.says.Run, r.says.Depth = run, 5
		r.tick(closedTick)
		r.want(Armed, "")
	}
	r.says.Run, r.says.Depth = chair.Running, 4
	r.tick(closedTick)
	r.want(Retreating, chair.FaultForce)

	r = newClosedRig(t, chair.Everyone())
	r.says.Speed = 5 // on its way down
	r.run(7500 * time.Millisecond)
	r.want(Armed, "")
	r.says.Speed = 4
	r.run(closedTick)
	r.says.Speed = 5
	r.run(7500 * time.Millisecond)
	r.want(Armed, "")
	r.says.Run = chair.Waiting
	r.run(closedTick)
	r.says.Run = chair.Running
	r.run(7500 * time.Millisecond)
	r.want(Armed, "")
	r.run(closedTick)
	r.want(Retreating, chair.FaultSpeed)
}

// TestClosedTimes: each time is used up by itself, and only by what counts for it.
func TestClosedTimes(t *testing.T) {
	begin := func(t *testing.T) *closedRig { return newClosedRig(t, chair.Everyone()) }
	t.Run("session", func(t *testing.T) {
		r := begin(t)
		r.says.Run = chair.Waiting // not yet
		for range 8 {
			r.tick(closedTick)
		}
		r.says.Run = chair.Running
		r.run(10 * time.Minute)
		r.says.Run = chair.Idle // and from then on
		for range 4 * 60 * 5 {
			r.tick(closedTick)
		}
		r.want(Armed, "")
		r.says.Run = chair.Waiting
		r.tick(closedTick)
		r.want(Retreating, chair.FaultSession)
		if r.fault.Value != 900.25 || r.fault.Bound != 900 {
			t.Errorf("%v s of %v s", r.fault.Value, r.fault.Bound)
		}
	})
	t.Run("day", func(t *testing.T) {
		r := begin(t)
		r.g = NewClosed(closedProfile(), chair.Everyone())
		if err := r.g.Begin(r.at+closedTick, chair.Spent{Day: 28 * time.Minute}); err != nil {
			t.Fatal(err)
		}
		r.run(2 * time.Minute)
		r.want(Armed, "")
		r.run(closedTick)
		r.want(Retreating, chair.FaultSession)
	})
	t.Run("zone", func(t *testing.T) {
		r := begin(t)
		for n := range 4 * 60 * 8 { // half of it at step 1
			r.says.Carriage = 1 + n%2
			r.tick(closedTick)
		}
		r.want(Armed, "")
		r.says.Carriage = 1
		r.tick(closedTick)
		r.want(Retreating, chair.FaultZone)
	})
	t.Run("spot", func(t *testing.T) {
		r := begin(t)
		r.tick(closedTick) // comes there
		for range 4 * 60 {
			r.tick(closedTick)
		}
		r.want(Armed, "")
		r.says.Run = chair.Waiting // a pause
		r.tick(closedTick)
		r.says.Run = chair.Running
		for range 4 * 60 {
			r.tick(closedTick)
		}
		r.want(Armed, "")
		r.tick(closedTick)
		r.want(Retreating, chair.FaultSpot)
	})
	t.Run("away", func(t *testing.T) {
		for _, place := range []int{4, 0} {
			r := begin(t)
			r.in.Setting.From = 1
			for _, at := range []int{1, 3} {
				r.says.Carriage = at
				r.tick(closedTick)
			}
			r.says.Carriage = place
			for range 4 * 32 {
				r.tick(closedTick)
			}
			r.want(Armed, "")
			r.says.Carriage = 2 // and back
			r.tick(closedTick)
			r.says.Carriage = place
			for range 4 * 32 {
				r.tick(closedTick)
			}
			r.says.Run = chair.Idle
			r.tick(closedTick)
			r.says.Run = chair.Running
			for range 4 * 32 {
				r.tick(closedTick)
			}
			r.want(Armed, "")
			r.tick(closedTick)
			r.want(Retreating, chair.FaultTracking)
		}
	})
	t.Run("at its ends", func(t *testing.T) {
		for _, place := range []int{1, 3} {
			r := begin(t)
			r.in.Setting.From = 1
			r.says.Carriage = place
			for range 4 * 50 {
				r.tick(closedTick)
			}
			r.want(Armed, "")
		}
	})
	t.Run("the third mode does not tap", func(t *testing.T) {
		r := begin(t)
		r.says.Mode = 3
		r.run(4 * time.Minute)
		r.want(Armed, "")
	})
	t.Run("from the first moment", func(t *testing.T) {
		r := begin(t)
		r.g = NewClosed(closedProfile(), chair.Everyone())
		if err := r.g.Begin(r.at+closedTick, chair.Spent{}); err != nil {
			t.Fatal(err)
		}
		r.says.Run = chair.Idle
		r.tick(closedTick)
		r.says.Run = chair.Running
		r.tick(1)
		r.says.Run = chair.Idle
		for range 4 * 60 * 15 {
			r.tick(closedTick)
		}
		r.tick(closedTick)
		if r.fault == nil || r.fault.Code != chair.FaultSession {
			t.Errorf("a moment of running does not begin the session: %v", r.fault)
		}
	})
	t.Run("whole", func(t *testing.T) {
		r := begin(t)
		r.in.Setting.Area = chair.Whole
		for n := range 4 * 60 * 3 {
			r.says.Carriage = 5 + n/40%8
			r.tick(closedTick)
		}
		r.want(Armed, "")
	})
	for _, mode := range []int{2, 0, 4, -1} { // what is not known may tap
		r := begin(t)
		r.says.Mode = mode
		r.run(3 * time.Minute)
		r.want(Armed, "")
		r.says.Mode = 1
		r.run(time.Minute)
		r.want(Armed, "")
		r.says.Mode = mode
		r.run(closedTick)
		r.want(Retreating, chair.FaultTapTime)
	}
	t.Run("heat", func(t *testing.T) {
		r := begin(t)
		r.says.Heat = true
		r.run(10 * time.Minute)
		r.want(Armed, "")
		r.says.Heat = false
		r.run(time.Minute)
		r.want(Armed, "")
		r.says.Heat = true
		r.run(closedTick)
		r.want(Retreating, chair.FaultHeatTime)
	})
}

// TestClosedAsked: a setting that the chair does not have, or that is withheld, is never let through.
func TestClosedAsked(t *testing.T) {
	withheld := chair.Everyone()
	withheld.Tapping.Max, withheld.Heat.Max = 0, 39
	moment := chair.Everyone()
	moment.Tapping.Max, moment.HeatTime.Max = 1, 1
	ok := chair.Setting{Mode: 1, Speed: 2, Area: chair.Part, From: 0, To: 3}
	with := func(f func(s *chair.Setting)) chair.Setting {
		s := ok
		f(&s)
		return s
	}
	tests := []struct {
		name  string
		s     chair.Setting
		l     chair.Limits
		state State
	}{
		{"as it may be", ok, chair.Everyone(), Armed},
		{"the last mode", with(func(s *chair.Setting) { s.Mode = 3 }), chair.Everyone(), Armed},
		{"no such mode", with(func(s *chair.Setting) { s.Mode = 4 }), chair.Everyone(), Retreating},
		{"no mode", with(func(s *chair.Setting) { s.Mode = 0 }), chair.Everyone(), Retreating},
		{"a mode below", with(func(s *chair.Setting) { s.Mode = -1 }), chair.Everyone(), Retreating},
		{"slowest", with(func(s *chair.Setting) { s.Speed = 1 }), chair.Everyone(), Armed},
		{"fastest", with(func(s *chair.Setting) { s.Speed = 4 }), chair.Everyone(), Armed},
		{"faster", with(func(s *chair.Setting) { s.Speed = 5 }), chair.Everyone(), Retreating},
		{"no speed", with(func(s *chair.Setting) { s.Speed = 0 }), chair.Everyone(), Retreating},
		{"no area", with(func(s *chair.Setting) { s.Area = 0 }), chair.Everyone(), Retreating},
		{"no such area", with(func(s *chair.Setting) { s.Area = chair.Spot + 1 }), chair.Everyone(), Retreating},
		{"one place", with(func(s *chair.Setting) { s.Area, s.From, s.To = chair.Spot, 1, 1 }), chair.Everyone(), Armed},
		{"everywhere", with(func(s *chair.Setting) { s.Area, s.From, s.To = chair.Whole, 0, 0 }), chair.Everyone(), Armed},
		{"below", with(func(s *chair.Setting) { s.From = -1 }), chair.Everyone(), Retreating},
		{"to the top", with(func(s *chair.Setting) { s.To = 12 }), chair.Everyone(), Armed},
		{"above", with(func(s *chair.Setting) { s.To = 13 }), chair.Everyone(), Retreating},
		{"upside down", with(func(s *chair.Setting) { s.From = 4 }), chair.Everyone(), Retreating},
		{"upside down at a spot", with(func(s *chair.Setting) { s.Area, s.From = chair.Spot, 4 }), chair.Everyone(), Retreating},
		{"warm", with(func(s *chair.Setting) { s.Heat = true }), chair.Everyone(), Armed},
		{"warm, withheld", with(func(s *chair.Setting) { s.Heat = true }), withheld, Retreating},
		{"tapping, withheld", with(func(s *chair.Setting) { s.Mode = 2 }), withheld, Retreating},
		{"warm, for a moment", with(func(s *chair.Setting) { s.Heat = true }), moment, Armed},
		{"tapping, for a moment", with(func(s *chair.Setting) { s.Mode = 2 }), moment, Armed},
		{"kneading, with that withheld", ok, withheld, Armed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newClosedRig(t, tt.l)
			r.in.Setting = tt.s
			r.tick(closedTick)
			code := chair.Code("")
			if tt.state != Armed {
				code = chair.FaultCommand
			}
			r.want(tt.state, code)
		})
	}
}

func TestClosedBegin(t *testing.T) {
	r := newClosedRig(t, chair.Everyone())
	if err := r.g.Begin(r.at, chair.Spent{}); !errors.Is(err, ErrArmed) {
		t.Errorf("armed: got %v", err)
	}
	for _, steps := range []int{0, 33} {
		p := closedProfile()
		p.Closed.Steps = steps
		if NewClosed(p, chair.Everyone()).Begin(0, chair.Spent{}) == nil {
			t.Errorf("%d steps passed", steps)
		}
	}
	for _, steps := range []int{1, 32} {
		p := closedProfile()
		p.Closed.Steps = steps
		if err := NewClosed(p, chair.Everyone()).Begin(0, chair.Spent{}); err != nil {
			t.Errorf("%d steps: %v", steps, err)
		}
	}
	p := closedProfile()
	p.Closed = nil
	if NewClosed(p, chair.Everyone()).Begin(0, chair.Spent{}) == nil {
		t.Error("a chair with axes passed")
	}
	g := NewClosed(closedProfile(), chair.Everyone())
	if err := g.Begin(0, chair.Spent{DaySessions: 2}); !errors.Is(err, ErrDose) {
		t.Errorf("got %v, want ErrDose", err)
	}
	if g.State() != Disarmed {
		t.Errorf("got %v", g.State())
	}
	g.End()
	if g.State() != Disarmed {
		t.Errorf("End without a session: %v", g.State())
	}
	if got := r.g.Limits(); got.Depth.Max != 3 || got.Session.Max != 15*time.Minute {
		t.Errorf("limits %+v", got)
	}
	// A second session begins with nothing used and no report known.
	r.run(3 * time.Minute)
	r.g.End()
	r.says.Run = chair.Idle
	r.tick(closedTick)
	r.want(Off, "")
	r.seq = 0
	r.says.Run = chair.Running
	if err := r.g.Begin(r.at, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	r.run(14 * time.Minute)
	r.want(Armed, "")
	if f := r.g.Fault(); f != nil {
		t.Error(f)
	}
}

// TestClosedProperty: whatever comes in, a setting passes only with a fresh report of a chair within its limits, and a fault
// stays until it is cleared.
func TestClosedProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := NewClosed(closedProfile(), chair.Everyone())
		at := time.Duration(0)
		if err := g.Begin(at, chair.Spent{}); err != nil {
			t.Fatal(err)
		}
		var latched *chair.Fault
		for n := range uint64(60) {
			at += time.Duration(rapid.IntRange(0, 3500).Draw(t, "dt")) * time.Millisecond
			says := chair.ClosedReport{
				Run: chair.Run(rapid.IntRange(0, 5).Draw(t, "run")), Mode: rapid.IntRange(-1, 4).Draw(t, "mode"),
				Speed: rapid.IntRange(0, 7).Draw(t, "speed"), Carriage: rapid.IntRange(-1, 32).Draw(t, "carriage"), Depth: rapid.IntRange(-1, 7).Draw(t, "depth"),
				Heat: rapid.Bool().Draw(t, "heat"),
			}
			in := ClosedInput{
				HostAlive: true, Stop: rapid.IntRange(0, 20).Draw(t, "stop") == 0, Report: chair.Report{Seq: n + 1, At: at - time.Duration(rapid.IntRange(0, 2500).Draw(t, "age"))*time.Millisecond, Closed: &says},
				Setting: chair.Setting{Mode: rapid.IntRange(0, 3).Draw(t, "m"), Speed: rapid.IntRange(0, 6).Draw(t, "s"), Area: chair.Area(rapid.IntRange(0, 4).Draw(t, "a")), To: rapid.IntRange(0, 13).Draw(t, "to")},
			}
			c, fault := g.Vet(at, &in)
			if c.Setting().Mode != 0 && (in.Stop || says.Run == chair.Broken || says.Run == chair.Running && says.Depth > 3 || at-in.Report.At > 2*time.Second || c.Setting().Speed > 4) {
				t.Fatalf("passed %+v", in)
			}
			if latched != nil && (fault == nil || *fault != *latched) {
				t.Fatalf("latched %v became %v", latched, fault)
			}
			if fault != nil {
				latched = fault
			}
		}
	})
}
