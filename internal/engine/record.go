package engine

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/stiffness"
	"github.com/openlumbar/lumbar/internal/wire"
)

// emit numbers an event and hands it to the observer, to what keeps it, and to the log.
func (e *Engine) emit(at time.Duration, ev *wire.Event) {
	e.seq++
	ev.V, ev.Seq, ev.AtMS = wire.Version, e.seq, at.Milliseconds()
	e.counts.event(ev)
	if e.o.Observe != nil {
		e.o.Observe(ev)
	}
	e.takeEvent(at, ev)
	if e.o.Keep != nil {
		kept := *ev
		if kept.Event == "start" {
			kept.Person = e.person
		}
		e.o.Keep.Event(&kept)
	}
	if ev.Comfort != nil || ev.Stiffness != nil { // what a person's back is like is for the record, not for a log
		bare := *ev
		bare.Comfort, bare.Stiffness = nil, nil
		ev = &bare
	}
	if ev.Event == "ask" && (ev.Text == session.Mine.String() || ev.Text == session.Other.String()) {
		return // nor who sits there
	}
	e.o.Logger.Info(ev.Event, "event", ev)
}

// record turns a session's note into an event.
func (e *Engine) record(at time.Duration, n *session.Note) {
	ev := wire.Event{Event: n.Kind, Text: n.Text, Phase: n.PhaseName, Technique: n.Technique}
	switch n.Kind {
	case "stage":
		ev.Stage = stages[n.Stage]
	case "stroke":
		ev.Stroke = n.Stroke + 1
	case "scan":
		ev.Levels = levels(nil, n.Levels)
	case "comfort":
		ev.Comfort = comforts(nil, n.Comfort)
	case "stiffness":
		ev.Stiffness = stiffnesses(nil, n.Before, n.After)
	case "fault":
		ev.Fault = faultFor(n.Fault)
	}
	e.emit(at, &ev)
}

// stages is where a session stands, for pages. One that has begun and had no tick yet is no chair at rest: who looks then must not
// take it for over.
var stages = [...]wire.Stage{
	session.Fresh: wire.Homing, session.Homing: wire.Homing, session.Taring: wire.Taring, session.Settling: wire.Settle,
	session.Scanning: wire.Scan, session.Comfort: wire.Firmness, session.Measuring: wire.Measuring,
	session.Massage: wire.Massage, session.Remeasuring: wire.Remeasuring, session.Finishing: wire.Ending,
	session.Retreating: wire.Retreat, session.Done: wire.Done,
}

// asides is settling of somebody who was asked to sit in the middle.
var asides = [...]wire.Stage{session.InTheMiddle: wire.Settle, session.ToTheLeft: wire.AsideLeft, session.ToTheRight: wire.AsideRight}

// levels turns an estimate into messages, S1 first, and appends them to out.
func levels(out []wire.Level, l *[body.LevelEnd]scan.Level) []wire.Level {
	for at := body.S1; at < body.LevelEnd; at++ {
		out = append(out, wire.Level{Name: at.String(), AlongMM: tenth(float64(l[at].Along)), DoubtMM: tenth(float64(l[at].Doubt()))})
	}
	return out
}

// comforts turns what was found comfortable into messages, S1 first, and appends them to out.
func comforts(out []wire.Comfort, l *comfort.Limit) []wire.Comfort {
	for at := body.S1; at < body.LevelEnd; at++ {
		c := wire.Comfort{Name: at.String(), ForceN: tenth(float64(l.At(at)))}
		if found := &l.Levels[at]; found.End != 0 {
			c.FoundN, c.End, c.Side, c.TookS = tenth(float64(found.Force)), found.End.String(), found.Side.String(), tenth(found.Took.Seconds())
		}
		out = append(out, c)
	}
	return out
}

// stiffnesses turns measurements into messages: those before the massage, or those after it and what changed; and appends
// them to out.
func stiffnesses(out []wire.Stiffness, before, after *stiffness.Back) []wire.Stiffness {
	now := before
	var changes [body.LevelEnd][chair.SideEnd]stiffness.Change
	if after != nil {
		now = after
		changes, _ = stiffness.Compare(before, after)
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		for side := chair.Left; side < chair.SideEnd; side++ {
			v := &now.Levels[l].Sides[side]
			if v.Stiffness == 0 {
				continue
			}
			w := wire.Stiffness{Name: l.String(), Side: side.String(), NPerMM: hundredth(float64(v.Stiffness)), SD: hundredth(float64(v.SD))}
			if c := &changes[l][side]; c.Verdict != 0 {
				w.Was, w.Verdict = hundredth(float64(before.Levels[l].Sides[side].Stiffness)), c.Verdict.String()
				w.ChangePct, w.LeastPct = tenth(100*c.Share), tenth(100*c.Least)
			}
			out = append(out, w)
		}
	}
	return out
}

// faultFor tells a fault to people.
func faultFor(f *chair.Fault) *wire.Fault {
	if f == nil {
		return nil
	}
	i := f.Code.Info()
	return &wire.Fault{
		Code: string(f.Code), Title: i.Title, Text: i.Text, Does: i.Does, Do: i.Do, AtMS: f.At.Milliseconds(), Line: f.Error(),
		Severity: i.Severity.String(), Clears: i.Clear.String(),
	}
}

// summary is what the session that just ended came to.
func (e *Engine) summary(at time.Duration) *wire.Event {
	s := e.loop.Session()
	v := s.View()
	sum := &wire.Summary{
		Outcome: v.Outcome.String(), Reason: e.reason(&v), Body: e.body, Seed: e.seed,
		DurationS: tenth((at - e.started).Seconds()), MassageS: tenth(v.Elapsed.Seconds()),
		PhasesDone: s.PhasesDone(), Phases: len(s.Plan.Phases),
		HeatDose: math.Round(float64(e.loop.Guard().HeatDose())*1e4) / 1e4,
		Faults:   []string{}, Changed: []string{}, Contact: []wire.LevelSummary{},
	}
	if f := e.loop.Fault(); f != nil {
		sum.Faults = append(sum.Faults, string(f.Code))
	}
	sum.Changed = append(sum.Changed, e.changed.all...)
	t := s.Tally()
	for l := body.S1; l < body.LevelEnd; l++ {
		lt := &t.Levels[l]
		sum.Contact = append(sum.Contact, wire.LevelSummary{
			Level: l.String(), ContactS: tenth(lt.Contact.Seconds()), MeanN: tenth(float64(lt.Mean())), PeakN: tenth(float64(lt.Peak)),
		})
	}
	return &wire.Event{Event: "summary", Programme: s.Plan.Name, Summary: sum}
}

// tenth rounds for people and for equal bytes everywhere.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

func hundredth(x float64) float64 { return math.Round(x*100) / 100 }
