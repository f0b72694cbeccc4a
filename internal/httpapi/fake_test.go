package httpapi_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// fake is an engine that plays a plausible session. Its time moves only when a test moves it, unless live.
type fake struct {
	mu        sync.Mutex
	plans     []programme.Plan
	live      bool      // time moves with the wall clock
	moved     time.Time // when it was last moved, if live
	at        time.Duration
	on        bool // a session has begun
	snapshot  wire.Snapshot
	score     web.Score
	asked     []wire.Request
	down      error         // Do fails with it
	refusal   string        // Do refuses with it
	mute      bool          // a stop is taken and never confirmed
	deaf      chan struct{} // a stop is not answered before it is closed
	frozen    bool          // snapshots stay the same
	beats     int
	looks     int
	owner     string        // By of the last start
	personal  string        // who set the limit; empty: nobody
	limits    *chair.Limits // of the last start
	everybody bool          // and everybody is told
	upUntil   time.Time     // "let me up" is held
	raised    time.Time     // when the back was last moved up
	upSpeed   float64       // degrees a second
	ups       int
	back      backOf
	forgets   bool          // a start is taken, its answer is lost, and nothing is heard for a while
	ownLooks  int           // looks of whoever started the session
	testing   *wire.Testing // how the chair's test stands
	trial     *wire.Trial   // what comes of a fault that is tried
}

func newFake() *fake {
	f := &fake{plans: plans(), upSpeed: 12}
	f.snapshot = wire.Snapshot{V: wire.Version, Chair: "bench-4d", Simulated: true, Pace: 1, Stage: wire.Idle, ReclineDeg: 110, LegRestDeg: 90, PadC: 24}
	return f
}

func (f *fake) lookCount() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.looks
}

func (f *fake) forgetLooks() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looks = 0
}

var errDown = errors.New("the engine is down")

func (f *fake) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	if wait := f.deafTo(r); wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return wire.Reply{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down != nil {
		return wire.Reply{}, f.down
	}
	if r.Verb == wire.Beat {
		f.beats++
	}
	if r.Verb == wire.Look {
		f.looks++
	}
	if r.Verb == wire.Up {
		f.ups++
	}
	if r.Verb != wire.Look && r.Verb != wire.Beat && r.Verb != wire.Up {
		f.asked = append(f.asked, r)
	}
	reply := wire.Reply{V: wire.Version}
	if f.refusal != "" && r.Verb != wire.Look && r.Verb != wire.Beat && r.Verb != wire.Stop {
		reply.Error = f.refusal
	} else if r.Verb == wire.Start && f.snapshot.MustTell && !r.Told {
		reply.Error = "somebody sits there, and has to know before anything moves"
	} else {
		f.take(r)
	}
	f.tick()
	if r.Verb == wire.Look && r.By != "" && r.By == f.owner {
		f.ownLooks++
	}
	if r.Verb == wire.Start && f.forgets {
		f.down = errDown
		return wire.Reply{}, errDown
	}
	reply.Snapshot, reply.Trial = f.snapshot, f.trial
	if r.Verb == wire.Test && f.testing != nil {
		t := *f.testing
		reply.Test = &t
	}
	f.tellLimit(&reply.Snapshot, r.By)
	f.tellBack(&reply.Snapshot, r.By)
	return reply, nil
}

// deafTo is what a stop has to wait for, if the test makes it wait.
func (f *fake) deafTo(r wire.Request) chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Verb != wire.Stop {
		return nil
	}
	return f.deaf
}

// set changes the fake under its lock.
func (f *fake) set(change func(*fake)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// go to a moment of the session.
func (f *fake) goTo(at time.Duration) { f.set(func(f *fake) { f.at = at }) }

// requests are those of a verb so far.
func (f *fake) requests(v wire.Verb) (got []wire.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.asked {
		if r.Verb == v {
			got = append(got, r)
		}
	}
	return got
}

func (f *fake) beatCount() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.beats
}

func (f *fake) take(r wire.Request) {
	s := &f.snapshot
	f.back.heed(r)
	switch r.Verb {
	case wire.Other:
		f.at = max(f.at, massageFrom+f.score.Total)
	case wire.Start:
		*s = wire.Snapshot{V: wire.Version, Seq: s.Seq, Chair: s.Chair, Simulated: true, Pace: max(1, r.Pace), Body: r.Body, Programme: r.Programme, Seated: true,
			Calibrate: r.Calibrate, Measure: r.Measure}
		f.back = backOf{who: f.back.who, list: f.back.list}
		for i := range f.plans {
			p := f.plans[i]
			if p.Name == r.Programme {
				f.score, s.Title, s.Phases = web.NewScore(&p), p.Title, len(p.Phases)
				for _, v := range p.Variables {
					value, set := r.Set[v.Name]
					if !set {
						value = v.Default
					}
					s.Chosen = append(s.Chosen, wire.Choice{Name: v.Name, About: v.Description, Value: value, Usual: !set})
				}
			}
		}
		f.at, f.on, f.moved, f.owner = 0, true, time.Now(), r.By
		f.limits = r.Limits
	case wire.Pause:
		s.Paused = true
	case wire.Resume:
		s.Paused = false
	case wire.Softer:
		s.Intensity = max(-3, s.Intensity-1)
	case wire.Stronger:
		s.Intensity = min(3, s.Intensity+1)
	case wire.Pace:
		s.Pace = r.Pace
	case wire.Stop:
		if !f.on {
			return
		}
		s.Stop, s.Stage = wire.StopSent, wire.Retreat
		if !f.mute {
			s.Stop, f.on = wire.StopConfirmed, false
			f.end("stopped")
		}
	case wire.Wrong:
		if f.on {
			f.end("stopped")
		}
		s.Stop, s.Fault = wire.StopConfirmed, faultOf(chair.FaultFelt)
	case wire.Up:
		f.upUntil = time.Now().Add(upHeld)
	case wire.Break:
		s.Broken = r.Failure
		f.end("fault")
		s.Fault = faultOf(chair.FaultPresence)
	case wire.Mend:
		s.Broken = ""
	case wire.Clear:
		s.Fault, s.Stage = nil, wire.Idle
	}
}

func (f *fake) end(outcome string) {
	s := &f.snapshot
	s.Stage, s.Outcome, s.Paused, s.HeatOn, f.on = wire.Done, outcome, false, false, false
	s.PhaseIndex, s.StrokeIndex, s.Phase, s.Technique = -1, -1, "", ""
	s.Rollers = [2]wire.Roller{{AlongMM: 120, LateralMM: -40}, {AlongMM: 120, LateralMM: 40}}
}

// fail ends the session with a fault of the catalogue.
func (f *fake) fail(code chair.Code) {
	f.set(func(f *fake) {
		f.end("fault")
		f.snapshot.Fault = faultOf(code)
	})
}

// faultOf is a fault as the engine tells it.
func faultOf(code chair.Code) *wire.Fault {
	i := code.Info()
	return &wire.Fault{
		Code: string(code), Title: i.Title, Text: i.Text, Does: i.Does, Do: i.Do, AtMS: 95_000,
		Line: string(code) + ": 9.4, allowed 6 mm", Severity: i.Severity.String(), Clears: i.Clear.String(),
	}
}

// A back that comes up: how long one request holds, and where it sits.
const (
	upHeld     = 400 * time.Millisecond
	sittingDeg = 110
	hangingDeg = 60
)

// rise brings the back up while it is asked for.
func (f *fake) rise() {
	s, now := &f.snapshot, time.Now()
	s.CanUp = !f.on && s.Stage == wire.Done && (s.ReclineDeg > sittingDeg || s.LegRestDeg < hangingDeg)
	s.Rising = s.CanUp && now.Before(f.upUntil)
	if s.Rising && f.raised.Add(upHeld).After(now) {
		step := f.upSpeed * now.Sub(f.raised).Seconds()
		s.ReclineDeg = max(sittingDeg, s.ReclineDeg-step)
		s.LegRestDeg = min(hangingDeg, s.LegRestDeg+2*step)
	}
	f.raised = now
}

// tellLimit says whose limit holds, to whoever may know.
func (f *fake) tellLimit(s *wire.Snapshot, by string) {
	if f.limits != nil && s.Stage == wire.Massage {
		if b := f.limits.Force[chair.ZoneMuscle]; float64(b.Max) < s.LimitN {
			s.LimitN, s.LimitBy = float64(b.Max), string(b.By)
			if by != f.owner && b.By.Personal() {
				s.LimitBy = "a limit of this session"
			}
		}
	}
	if f.personal == "" || s.Stage != wire.Massage {
		return
	}
	s.LimitN, s.LimitBy = 36, f.personal
	if by != f.owner && !f.everybody {
		s.LimitBy = "a limit of this session"
	}
}

// The stages before a massage and how long each takes.
var before = []struct {
	stage wire.Stage
	takes time.Duration
}{{wire.Homing, 4 * time.Second}, {wire.Taring, 2 * time.Second}, {wire.Settle, 6 * time.Second}, {wire.Scan, 18 * time.Second}}

// massageFrom is when the massage begins.
const massageFrom = 30 * time.Second

// tick brings the snapshot to its moment.
func (f *fake) tick() {
	s := &f.snapshot
	if f.frozen {
		return
	}
	s.Seq++
	s.AtMS = int64(s.Seq) * 50
	f.rise()
	if !f.on || s.Stop != wire.StopNone {
		return
	}
	if now := time.Now(); f.live {
		if !s.Paused {
			f.at += time.Duration(float64(now.Sub(f.moved)) * s.Pace)
		}
		f.moved = now
	}
	f.scene()
}

func (f *fake) scene() {
	s, at := &f.snapshot, f.at
	s.LimitN, s.LimitBy, s.TripN, s.DepthMaxMM = 20, "everyone", 30, 110
	s.LegRestDeg, s.PadC, s.HeatOn = 60, 24, false
	s.PhaseIndex, s.StrokeIndex = -1, -1
	for _, b := range before {
		if at < b.takes {
			s.Stage, s.Progress = b.stage, at.Seconds()/b.takes.Seconds()
			f.early(s.Progress)
			return
		}
		at -= b.takes
	}
	s.Levels, s.Contour = levels(), contour()
	s.ReclineDeg = 128
	if f.calibrate() {
		f.at = massageFrom
		return
	}
	s.Changed = []string{"Firm pressure at L5 is 30 N instead of 36 N: the sacrum begins there.", "The stretch leans to 150°, not 155°: this chair goes no further."}
	if at >= f.score.Total {
		over := (at - f.score.Total).Seconds() / 20
		s.Stage, s.Progress, s.Technique, s.LeftS = wire.Ending, min(1, over), "", 0
		f.roll(along(body.T12)-over*120, 35, 8, 8)
		if over >= 1 {
			f.end("finished")
		}
		return
	}
	f.massage(at)
}

func (f *fake) early(p float64) {
	s := &f.snapshot
	s.ReclineDeg, s.Technique, s.TargetN = 110, "", 0
	switch s.Stage {
	case wire.Homing:
		f.roll(60+340*p, 40, 0, 0)
	case wire.Taring:
		f.roll(120, 40, 0, 0)
	case wire.Settle:
		s.ReclineDeg = 110 + 18*p
		f.roll(90, 40, 0, 0)
	case wire.Scan:
		s.ReclineDeg, s.TargetN = 128, 6
		f.roll(90+300*p, 42-12*p, 5.6+0.5*math.Sin(20*p), 6)
	}
}

func (f *fake) massage(at time.Duration) {
	s := &f.snapshot
	s.Stage, s.ElapsedS, s.LeftS = wire.Massage, at.Seconds(), (f.score.Total - at).Seconds()
	s.Progress = at.Seconds() / f.score.Total.Seconds()
	s.HeatOn = f.score.Heat != nil && at < f.score.Heat.Until
	s.PadC = 24 + 14*(1-math.Exp(-at.Seconds()/60))
	for i, m := range f.score.Marks {
		if m.Start <= at {
			s.Phase, s.PhaseIndex = m.Name, i
		}
	}
	for i, b := range f.score.Bars {
		if at < b.Start || at >= b.End {
			continue
		}
		s.StrokeIndex = i
		f.stroke(b.Stroke, (at - b.Start).Seconds())
	}
}

func (f *fake) stroke(k technique.Stroke, t float64) {
	s := &f.snapshot
	s.LimitN, s.TripN = 60, 100
	force := float64(k.Force) * (1 + 0.12*float64(s.Intensity))
	s.TargetN = force
	if s.Paused {
		force, s.TargetN = 0, 0
	}
	low, high := along(k.From), along(k.To)
	speed := float64(k.Speed)
	if speed == 0 {
		speed = 12
	}
	// Up and down between the ends at the stroke's speed.
	way := math.Abs(high - low)
	p := math.Mod(t*speed, 2*max(way, 1))
	if p > way {
		p = 2*way - p
	}
	place := low + p*(high-low)/max(way, 1)
	wobble := 1.2 * math.Sin(7*t)
	turn := 2 * math.Pi * float64(k.Rate) * t
	switch k.Kind {
	case technique.Glide:
		s.Technique = "glide"
		f.roll(place, 36, force+wobble, force-1+wobble)
	case technique.Knead:
		s.Technique = "knead"
		f.roll(place+14*math.Sin(turn), 40+12*math.Cos(turn), force*(0.8+0.2*math.Cos(turn))+wobble, force*(0.74+0.2*math.Cos(turn)))
	case technique.Tap:
		s.Technique = "tap"
		f.roll(place, 26, max(0, force*math.Sin(turn)), max(0, -force*math.Sin(turn)))
	case technique.Press:
		s.Technique = "press"
		each := k.Hold.Seconds() + 2*k.Ease.Seconds() + 2
		i := int(t/each) % len(k.At)
		local, ease := math.Mod(t, each), k.Ease.Seconds()
		g := min(1, local/ease, max(0, (each-2-local)/ease))
		f.roll(along(k.At[i]), 38, 6+(force-6)*g+wobble/3, 5+(force-6)*g)
	case technique.Stretch:
		s.Technique = "stretch"
		s.ReclineDeg, s.LegRestDeg, s.AirKPa = 146, 12, [2]float64{12, 8}
		f.roll(along(body.L3), 40, 8+wobble, 8)
	}
	s.Level = nearest((s.Rollers[0].AlongMM + s.Rollers[1].AlongMM) / 2)
}

func (f *fake) roll(place, lateral, left, right float64) {
	f.snapshot.DepthMM = 30 + max(left, right)/2
	f.snapshot.Rollers = [2]wire.Roller{
		{AlongMM: place, LateralMM: -lateral, OutMM: f.snapshot.DepthMM, ForceN: left},
		{AlongMM: place, LateralMM: lateral, OutMM: f.snapshot.DepthMM, ForceN: right},
	}
}

// Places of the mean person of the project's reference on the machine's scale, after sink and slump.
var places = [body.LevelEnd]float64{0, 117, 137, 178, 218, 258, 296, 329}

func along(l body.Level) float64 { return places[l] }

func levels() (out []wire.Level) {
	for l := body.S1; l < body.LevelEnd; l++ {
		out = append(out, wire.Level{Name: l.String(), AlongMM: places[l], DoubtMM: 7 + 2*math.Abs(float64(l)-float64(body.L3))})
	}
	return out
}

func contour() (out []wire.Point) {
	for a := 60.0; a <= 420; a += 10 {
		out = append(out, wire.Point{AlongMM: a, OutMM: 40 - 14*math.Exp(-math.Pow((a-235)/90, 2)) + 0.02*(a-235)})
	}
	return out
}

func nearest(at float64) string {
	best := body.S1
	for l := body.S1; l < body.LevelEnd; l++ {
		if math.Abs(places[l]-at) < math.Abs(places[best]-at) {
			best = l
		}
	}
	return best.String()
}
