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
		{"broken", func(r *closedRig) { r.says.Run, r.says.Code = chair.Broken, 9 }, chair.FaultChair},
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
			if want := map[bool]float64{true: 9}[tt.code == chair.FaultChair]; tt.code != chair.FaultStale && r.fault.Value != want {
				t.Errorf("value %v, want %v", r.fault.Value, want)
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
	r.want(Retreating, chair.FaultChair)
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
		r.want(Off, chair.FaultUnconfirmed)
		if f := r.fault; f.At != began+7500*time.Millisecond+1 || f.Value != 7.500000001 || f.Bound != 7.5 || r.g.Cause() != nil || r.g.Seen() {
			t.Errorf("%+v, cause %v, seen %v", f, r.g.Cause(), r.g.Seen())
		}
	})
	t.Run("stale", func(t *testing.T) {
		r := stopped(t)
		r.frozen = true
		r.tick(7500*time.Millisecond + 1)
		r.want(Off, chair.FaultUnconfirmed)
	})
	t.Run("after a fault", func(t *testing.T) {
		r := newClosedRig(t, chair.Everyone())
		r.tick(closedTick)
		r.in.HostAlive = false
		r.tick(closedTick)
		r.want(Retreating, chair.FaultHost)
		r.tick(7500*time.Millisecond + 1)
		r.want(Off, chair.FaultUnconfirmed)
		if c := r.g.Cause(); c == nil || c.Code != chair.FaultHost {
			t.Errorf("cause %v, want %s", c, chair.FaultHost)
		}
	})
}

// TestClosedUnconfirmed: a stop that is not confirmed stays a fault; the chair's word that comes later is seen, what may be
// running counts until then, for no longer than the chair's own timer, and only somebody's word clears it.
func TestClosedUnconfirmed(t *testing.T) {
	lost := func(t *testing.T) *closedRig {
		r := newClosedRig(t, chair.Everyone())
		r.run(time.Minute)
		r.in.Stop = true
		for r.g.State() != Off {
			r.tick(closedTick)
		}
		r.in.Stop = false
		r.want(Off, chair.FaultUnconfirmed)
		return r
	}
	t.Run("the chair says so later", func(t *testing.T) {
		r := lost(t)
		used := r.g.Used().Session
		if used < time.Minute+7*time.Second || used > time.Minute+9*time.Second {
			t.Errorf("%v counts by then", used)
		}
		r.tick(closedTick)
		if got := r.g.Used().Session; got != used+closedTick {
			t.Errorf("%v counts a tick later, want %v", got, used+closedTick)
		}
		r.says.Run, r.age = chair.Idle, 70*time.Second // of before
		r.tick(closedTick)
		if r.g.Seen() {
			t.Fatal("an old word is believed")
		}
		r.age = 0
		r.tick(closedTick)
		used = r.g.Used().Session
		if r.want(Off, chair.FaultUnconfirmed); !r.g.Seen() {
			t.Fatal("not seen")
		}
		r.says.Run = chair.Running // that is nobody's of ours any more
		r.tick(closedTick)
		if got := r.g.Used().Session; got != used || !r.g.Seen() {
			t.Errorf("%v counts after that, want %v", got, used)
		}
		if err := r.g.Begin(r.at, chair.Spent{}); !errors.Is(err, ErrLatched) {
			t.Errorf("Begin: got %v", err)
		}
		if err := r.g.Clear(); err != nil || r.g.Fault() != nil || r.g.Cause() != nil {
			t.Errorf("%v, %v", err, r.g.Fault())
		}
	})
	t.Run("to the end of its timer", func(t *testing.T) {
		r := lost(t)
		for range 4 * 60 * 25 {
			r.tick(closedTick)
		}
		if got := r.g.Used().Session; got != 20*time.Minute || r.g.Seen() {
			t.Errorf("%v counts, seen %v", got, r.g.Seen())
		}
		r.tick(-closedTick)
		if got := r.g.Used().Session; got != 20*time.Minute {
			t.Errorf("time back: %v", got)
		}
	})
	t.Run("somebody says so", func(t *testing.T) {
		r := lost(t)
		if err := r.g.Clear(); err != nil || !r.g.Seen() {
			t.Fatalf("%v, seen %v", err, r.g.Seen())
		}
		used := r.g.Used().Session
		r.tick(closedTick)
		if r.want(Off, ""); r.g.Used().Session != used {
			t.Error("it counts although somebody has said that it has stopped")
		}
		if err := r.g.Resume(r.at, chair.Everyone()); err != nil {
			t.Errorf("Resume: %v", err)
		}
	})
	t.Run("time that stands still", func(t *testing.T) {
		r := lost(t)
		used := r.g.Used().Session
		for range 3 {
			r.tick(0)
			r.tick(-1)
		}
		if got := r.g.Used().Session; got != used {
			t.Errorf("%v counts, want %v", got, used)
		}
	})
	t.Run("it ran for a moment", func(t *testing.T) {
		r := newClosedRig(t, chair.Everyone())
		r.says.Run = chair.Waiting
		r.tick(closedTick)
		r.says.Run = chair.Running
		r.tick(1)
		r.in.Stop = true
		r.tick(closedTick)
		if got := r.g.Used().Session; got != 1+closedTick {
			t.Errorf("%v counts", got)
		}
	})
	t.Run("nothing ran", func(t *testing.T) {
		r := newClosedRig(t, chair.Everyone())
		r.says.Run = chair.Waiting
		r.tick(closedTick)
		r.in.Stop = true
		r.tick(closedTick)
		r.tick(closedTick)
		if r.want(Retreating, ""); r.g.Used().Session != 0 {
			t.Errorf("%v counts of a chair that was never seen to run", r.g.Used().Session)
		}
		for r.g.State() != Off {
			r.tick(closedTick)
		}
		r.tick(closedTick)
		if r.g.Used().Session != closedTick { // from the fault on
			t.Errorf("%v counts", r.g.Used().Session)
		}
	})
}

// TestClosedLatch: a fault of before a restart is taken up, before the first session alone; a stop that was not confirmed is
// waited for.
func TestClosedLatch(t *testing.T) {
	g := NewClosed(closedProfile(), chair.Everyone())
	g.Latch(time.Minute, chair.Fault{Code: chair.FaultChair})
	g.Latch(time.Minute, chair.Fault{Code: chair.FaultUnconfirmed})
	if f := g.Fault(); f == nil || f.Code != chair.FaultChair || g.State() != Disarmed {
		t.Fatalf("%v in %v", f, g.State())
	}
	if err := g.Clear(); err != nil || g.Seen() {
		t.Errorf("%v, seen %v", err, g.Seen())
	}
	g = NewClosed(closedProfile(), chair.Everyone())
	g.Latch(time.Minute, chair.Fault{Code: chair.FaultUnconfirmed})
	says := &chair.ClosedReport{Run: chair.Idle}
	in := ClosedInput{HostAlive: true, Report: chair.Report{Seq: 1, At: time.Minute - 1, Closed: says}}
	if g.Vet(time.Minute+time.Second, &in); g.Seen() || g.Used().Session != time.Second {
		t.Errorf("of before the restart: seen %v, %v counts", g.Seen(), g.Used().Session)
	}
	in.Report.At++
	if c, f := g.Vet(time.Minute+time.Second, &in); !g.Seen() || f == nil || f.Code != chair.FaultUnconfirmed || c != (Cleared{}) {
		t.Errorf("seen %v, %v", g.Seen(), f)
	}
	r := newClosedRig(t, chair.Everyone())
	r.tick(closedTick)
	r.g.Latch(r.at, chair.Fault{Code: chair.FaultChair})
	r.tick(closedTick)
	r.want(Armed, "")
}

// TestClosedResume: what a session used stays used when it is gone on with, within ten minutes; limits only tighten.
func TestClosedResume(t *testing.T) {
	ended := func(t *testing.T) *closedRig {
		r := newClosedRig(t, chair.Everyone())
		r.says.Heat, r.in.Setting.Heat = true, true
		r.run(4 * time.Minute)
		r.g.End()
		r.says.Run = chair.Idle
		r.tick(closedTick)
		r.want(Off, "")
		r.says.Run = chair.Running
		return r
	}
	r := ended(t)
	used := r.g.Used()
	if used.Session < 4*time.Minute || used.Heat != 4*time.Minute || used.Zone < 50*time.Second || used.Zone > 70*time.Second || used.Tapping != 0 {
		t.Errorf("used %+v", used)
	}
	off := r.at
	r.at += 10*time.Minute - closedTick
	if !r.g.MayResume(off+10*time.Minute) || r.g.MayResume(off+10*time.Minute+1) {
		t.Error("ten minutes are not ten minutes")
	}
	tight := chair.Everyone()
	tight.Session.Max = 6 * time.Minute
	if err := r.g.Resume(r.at, tight); err != nil {
		t.Fatal(err)
	}
	if err := r.g.Resume(r.at, tight); !errors.Is(err, ErrArmed) {
		t.Errorf("armed: %v", err)
	}
	r.seq = 0 // a link made anew
	r.at -= closedTick
	r.run(2*time.Minute - closedTick)
	r.want(Armed, "")
	if got := r.g.Used(); got.Heat < 5*time.Minute || got.Session < used.Session+time.Minute {
		t.Errorf("used %+v, after %+v", got, used)
	}
	r.run(2 * closedTick)
	r.want(Retreating, chair.FaultSession)
	if err := r.g.Resume(r.at, tight); !errors.Is(err, ErrRetreating) {
		t.Errorf("retreating: %v", err)
	}
	r.says.Run = chair.Idle
	r.tick(closedTick)
	if err := r.g.Resume(r.at, tight); !errors.Is(err, ErrLatched) {
		t.Errorf("latched: %v", err)
	}
	r = ended(t)
	if err := r.g.Resume(r.at+10*time.Minute+1, tight); !errors.Is(err, ErrTooLate) {
		t.Errorf("late: %v", err)
	}
	if err := NewClosed(closedProfile(), tight).Resume(0, tight); !errors.Is(err, ErrTooLate) {
		t.Errorf("before the first: %v", err)
	}
	r = newClosedRig(t, chair.Everyone())
	r.says.Carriage = 2
	for range 4 * 50 {
		r.tick(closedTick)
	}
	r.g.End()
	r.says.Run = chair.Idle
	r.tick(closedTick)
	r.says.Run = chair.Running
	if err := r.g.Resume(r.at, chair.Everyone()); err != nil {
		t.Fatal(err)
	}
	r.at -= closedTick
	for range 4 * 50 { // the pause was one
		r.tick(closedTick)
	}
	r.want(Armed, "")
	if zone := r.g.Used().Zone; zone < 99*time.Second || zone > 102*time.Second {
		t.Errorf("%v at one place in both", zone)
	}
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
	r.want(Retreating, chair.FaultLevel)
	if f := r.fault; f.Value != 4 || f.Bound != 3 {
		t.Errorf("%v of %v", f.Value, f.Bound)
	}

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
	r.want(Retreating, chair.FaultLevel)
	if f := r.fault; f.Value != 5 || f.Bound != 4 {
		t.Errorf("%v of %v", f.Value, f.Bound)
	}
}

// TestClosedOtherwise: what it does that was not asked for may take as long as being elsewhere.
func TestClosedOtherwise(t *testing.T) {
	for name, differ := range map[string]func(r *closedRig){
		"another mode": func(r *closedRig) { r.says.Mode = 3 },
		"no mode":      func(r *closedRig) { r.says.Mode = 0 },
		"warm":         func(r *closedRig) { r.says.Heat = true },
	} {
		t.Run(name, func(t *testing.T) {
			r := newClosedRig(t, chair.Everyone())
			as := r.says
			for _, breaks := range []func(){
				func() { r.says = as },
				func() { r.says.Run = chair.Waiting },
				nil,
			} {
				differ(r)
				r.run(32 * time.Second)
				r.want(Armed, "")
				if breaks != nil {
					breaks()
					r.run(closedTick)
					r.says = as
				}
			}
			r.run(closedTick)
			r.want(Retreating, chair.FaultUnasked)
			if f := r.fault; f.Value != 32.25 || f.Bound != 32 {
				t.Errorf("%v s of %v s", f.Value, f.Bound)
			}
		})
	}
	r := newClosedRig(t, chair.Everyone())
	r.in.Setting.Heat = true // asked for, and not there yet
	r.run(time.Minute)
	r.want(Armed, "")
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
			r.want(Retreating, chair.FaultUnasked)
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
		r.says.Mode, r.in.Setting.Mode = 3, 3
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
		for range 6 { // what was not asked for may not go on for long
			r.says.Mode = mode
			r.run(30 * time.Second)
			r.want(Armed, "")
			r.says.Mode = 1
			r.run(10 * time.Second)
			r.want(Armed, "")
		}
		r.says.Mode = mode
		r.run(closedTick)
		r.want(Retreating, chair.FaultTapTime)
	}
	t.Run("heat", func(t *testing.T) {
		r := begin(t)
		r.says.Heat, r.in.Setting.Heat = true, true
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
			if latched != nil && (fault == nil || *fault != *latched && (fault.Code != chair.FaultUnconfirmed || *g.Cause() != *latched)) {
				t.Fatalf("latched %v became %v", latched, fault)
			}
			if fault != nil {
				latched = fault
			}
		}
	})
}
