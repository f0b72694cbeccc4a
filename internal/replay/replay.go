// Package replay gives what a recording was told to the same session, control and guard once more, and says whether they
// came out the same: by every figure of every tick. It has no chair and no clock, and asks no body anything: the recorded
// reports are what the loop sees, whatever it now makes of them.
package replay

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/session"
)

// Within is how far figures may differ on a machine whose floating point is another: mm, degrees, N, degrees Celsius, each
// also per second. Processors that add to a product in one step round once instead of twice, some 1e-16 of the figure;
// control adds up over a session. On the machine of the recording nothing may differ. Assumption.
const Within = 1e-6

// Difference is one figure that came out otherwise.
type Difference struct {
	Field    string
	Recorded string
	Now      string
}

// Result is what came of a replay.
type Result struct {
	About     recording.About
	Within    float64 // how far figures might differ; 0: not at all
	Sessions  int     // that began or were gone on with
	Ticks     int     // that were played
	Began     time.Duration
	Ended     time.Duration // of the last tick, on the engine's clock
	Different int           // ticks that came out otherwise
	First     []Difference  // of the first of them
	FirstTick int           // its number, from 1
	FirstAt   time.Duration
	Missing   int    // ticks that were not recorded; nothing after them could be played
	Torn      bool   // the recording ends before its end
	Stage     string // where the session stood in the last tick
	Fault     chair.Code
	Outcome   session.Outcome // of the session as played; Open: it had not ended
	Ending    closed.Ending   // the same, of a closed chair; 0: it had not ended
}

// Same says whether all that could be played came out the same, and whether that was all.
func (r *Result) Same() bool { return r.Different == 0 && r.Missing == 0 && r.Ticks > 0 }

// player is a replay under way.
type player struct {
	result  Result
	loop    *loop.Loop
	closed  *closed.Loop // instead, of a closed chair
	events  []closed.Event
	profile chair.Profile
	base    uint64 // what the recorded numbers of commands are ahead of ours
	based   bool
	zones   chair.ZoneMap // as recorded
	got     recording.Tick
	notes   []session.Note
	a, b    []recording.Field
}

// Play plays a recording. The error is that it cannot be read; what was played until then is in the result.
func Play(in io.Reader) (*Result, error) {
	r, err := recording.Open(in)
	if errors.Is(err, recording.ErrTorn) {
		return nil, errors.New("the recording holds nothing: it ends before its first tick")
	}
	if err != nil {
		return nil, err
	}
	p := &player{}
	err = p.play(r)
	p.result.About = r.About()
	switch {
	case errors.Is(err, recording.ErrTorn):
		p.result.Torn = true
	case !errors.Is(err, io.EOF):
		return &p.result, err
	}
	if p.loop != nil && p.loop.Session() != nil {
		p.result.Outcome = p.loop.Session().View().Outcome
	}
	if p.result.Ticks == 0 {
		return &p.result, errors.New("the recording holds no tick")
	}
	return &p.result, nil
}

func (p *player) play(r *recording.Reader) error {
	for {
		next, err := r.Next()
		if err != nil {
			return err
		}
		switch v := next.(type) {
		case *recording.Start:
			if a := r.About(); a.Machine != recording.Machine() {
				p.result.Within = Within
			}
			if err := p.start(v); err != nil {
				return err
			}
		case *recording.ClosedStart:
			if err := p.startClosed(v); err != nil {
				return err
			}
		case *recording.ClosedTick:
			if err := p.tickClosed(v); err != nil {
				return err
			}
		case *recording.Felt:
			if p.closed != nil {
				p.closed.Wrong(v.At)
			}
		case *recording.Clear: // what it refused then is refused now, and the ticks say so
			if p.loop != nil {
				_ = p.loop.Clear()
			}
			if p.closed != nil {
				_ = p.closed.Clear()
			}
		case *recording.Zones:
			p.zones = v.Map
			p.compareZones()
		case *recording.Missing:
			p.result.Missing += v.Ticks
		case *recording.Tick:
			if p.loop == nil {
				return errors.New("a tick comes before its session")
			}
			if p.result.Missing == 0 {
				p.tick(v)
			}
		}
	}
}

// start begins the session, or goes on with it.
func (p *player) start(s *recording.Start) error {
	o := session.Options{Plan: s.Plan, Calibrate: s.Calibrate, Measure: s.Measure, Known: s.Known}
	p.result.Sessions++
	p.zones = chair.ZoneMap{}
	if s.Again {
		if p.loop == nil {
			return errors.New("a session is gone on with that never began")
		}
		p.loop.Tighten(s.Limits)
		return p.began(s.At, p.loop.Resume(s.At, o))
	}
	p.profile = s.Profile
	p.loop = loop.New(&p.profile, s.Limits, guard.New(&p.profile, s.Limits))
	p.base, p.based = 0, false
	if p.result.Ticks == 0 {
		p.result.Began = s.At
	}
	return p.began(s.At, p.loop.Begin(s.At, o, s.Spent))
}

// began notes a session that began then and would not now.
func (p *player) began(at time.Duration, err error) error {
	if err != nil {
		p.differ(at, []Difference{{"session", "began", err.Error()}})
	}
	return nil
}

// tick takes one tick once more.
func (p *player) tick(t *recording.Tick) {
	p.result.Ticks++
	p.result.Ended = t.At
	in := loop.Input{
		At: t.At, Dt: t.Dt, Report: &t.Report, Ask: t.Ask, Nudge: t.Nudge, Alive: t.Alive, Wrong: t.Wrong, Up: t.Up, Move: t.Move,
	}
	var cleared guard.Cleared
	cleared, p.notes = p.loop.Tick(&in, p.notes[:0])
	p.got.Take(&in, p.loop, &cleared)
	p.result.Stage, p.result.Fault = stages[p.got.Stage], p.got.Fault.Code
	if !p.based && p.got.Sequence != 0 && t.Sequence != 0 {
		p.base, p.based = t.Sequence-p.got.Sequence, true // it counts from the engine's start
	}
	if p.got.Sequence != 0 {
		p.got.Sequence += p.base
	}
	if p.got == *t {
		return
	}
	if d := p.differences(t); len(d) > 0 {
		p.differ(t.At, d)
	}
}

// differ counts a moment that came out otherwise.
func (p *player) differ(at time.Duration, d []Difference) {
	if p.result.Different++; p.result.Different == 1 {
		p.result.First, p.result.FirstTick, p.result.FirstAt = d, p.result.Ticks, at
	}
}

// differences are the figures of a tick that differ by more than they may.
func (p *player) differences(t *recording.Tick) (out []Difference) {
	p.a, p.b = t.Fields(p.a[:0]), p.got.Fields(p.b[:0])
	for i := range p.a {
		a, b := &p.a[i], &p.b[i]
		switch {
		case a.Text != b.Text:
			out = append(out, Difference{a.Name, quoted(a.Text), quoted(b.Text)})
		case !p.near(a.F, b.F):
			out = append(out, Difference{a.Name, number(a.F), number(b.F)})
		}
	}
	return out
}

// near says whether two figures are the same. A figure that is none is the same as another such.
func (p *player) near(a, b float64) bool {
	return a == b || a != a && b != b || math.Abs(a-b) <= p.result.Within*max(1, math.Abs(a))
}

// compareZones holds the zone map against the one that is in force now.
func (p *player) compareZones() {
	if p.loop == nil || p.loop.Session() == nil || p.result.Missing > 0 {
		return
	}
	now := p.loop.Session().Zones()
	var d []Difference
	add := func(name string, a, b float64) {
		if !p.near(a, b) {
			d = append(d, Difference{"zone map: " + name, number(a), number(b)})
		}
	}
	add("sacrum top", float64(p.zones.SacrumTop), float64(now.SacrumTop))
	add("flank from", float64(p.zones.FlankFrom), float64(now.FlankFrom))
	add("ribs from", float64(p.zones.RibsFrom), float64(now.RibsFrom))
	add("top", float64(p.zones.Top), float64(now.Top))
	add("doubt", float64(p.zones.Doubt), float64(now.Doubt))
	add("recline", float64(p.zones.Recline), float64(now.Recline))
	if p.zones.Made != now.Made {
		d = append(d, Difference{"zone map: made", fmt.Sprint(p.zones.Made), fmt.Sprint(now.Made)})
	}
	if len(d) > 0 {
		p.differ(p.result.Ended, d)
	}
}

// number writes a figure so that two that differ look different.
func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// stages are a session's, in the words of its record.
var stages = [...]string{
	session.Fresh: "before its first tick", session.Homing: "homing", session.Taring: "taring", session.Settling: "settling",
	session.Scanning: "scanning", session.Comfort: "comfort", session.Measuring: "measuring", session.Massage: "massage",
	session.Remeasuring: "measuring again", session.Finishing: "finishing", session.Retreating: "retreating", session.Done: "done",
}
