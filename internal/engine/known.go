package engine

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

var errKnown = errors.New("what is known of this back cannot be read: start without it, and the chair feels and asks anew")

// known is what a start brings along, in the session's words. Of another version, it is nothing; what was felt by another
// chair is nothing to compare with.
func known(k *wire.Known, p *chair.Profile) (out session.Known, err error) {
	if k.Empty() {
		return out, nil
	}
	out.Given = true
	if b := k.Back; b != nil && k.Chair == p.Name {
		if out.Scan, err = estimateOf(b); err != nil {
			return session.Known{}, fmt.Errorf("%w (%w)", errKnown, err)
		}
		for _, at := range b.Levels {
			l, _ := body.ParseLevel(at.Name)
			out.Nudged[l] = unit.Millimetre(at.NudgedMM)
		}
	}
	if out.Comfort, err = comfortOf(k.Comfort); err != nil {
		return session.Known{}, fmt.Errorf("%w (%w)", errKnown, err)
	}
	return out, nil
}

// The most that a number of what is known may be, in mm and N: more than any chair has.
const mostMM, mostN = 2000, 200

// estimateOf is a scan as it was kept.
func estimateOf(b *wire.Back) (*scan.Estimate, error) {
	e := &scan.Estimate{Six: b.Six}
	bad, seen := 0, 0
	in := func(x, most float64) float64 {
		if !(math.Abs(x) <= most) {
			bad++
		}
		return x
	}
	for _, at := range b.Levels {
		l, ok := body.ParseLevel(at.Name)
		if !ok || e.Levels[l].SD != 0 || !(at.SDMM > 0) {
			return nil, fmt.Errorf("the level %q", at.Name)
		}
		seen++
		e.Levels[l] = scan.Level{Along: unit.Millimetre(in(at.AlongMM, mostMM)), SD: unit.Millimetre(in(at.SDMM, mostMM))}
		in(at.NudgedMM, float64(session.NudgeMost))
	}
	if seen != int(body.LevelEnd-body.S1) {
		return nil, fmt.Errorf("%d levels", seen)
	}
	m := &e.Landmarks
	edge := func(w *wire.Edge, at, sd *unit.Millimetre, ok *bool) {
		if w != nil {
			*at, *sd, *ok = unit.Millimetre(in(w.AlongMM, mostMM)), unit.Millimetre(in(w.SDMM, mostMM)), true
		}
	}
	edge(b.Sacrum, &m.Sacrum, &m.SacrumSD, &m.SacrumOK)
	edge(b.Ribs, &m.Ribs, &m.RibsSD, &m.RibsOK)
	edge(b.Apex, &m.Apex, &m.ApexSD, &m.ApexOK)
	m.Muscle = in(b.Muscle, mostN)
	if n := len(b.Out); n > 0 {
		if b.From < 0 || b.From > chair.ContourBins-n {
			return nil, errors.New("the contour")
		}
		c := &e.Contour
		c.First, c.Last = b.From, b.From+n-1
		for i, out := range b.Out {
			c.Out[c.First+i] = unit.Millimetre(in(out, mostMM))
		}
	}
	if in(b.Six, 1); bad > 0 {
		return nil, fmt.Errorf("%d of its numbers", bad)
	}
	return e, nil
}

// comfortOf is a calibration as it was kept.
func comfortOf(list []wire.Comfort) (out comfort.Limit, err error) {
	ends := map[string]comfort.End{comfort.Enough.String(): comfort.Enough, comfort.Cap.String(): comfort.Cap}
	for _, c := range list {
		if c.End == "" {
			continue // from the levels beside it
		}
		l, ok := body.ParseLevel(c.Name)
		end := ends[c.End]
		if !ok || end == 0 || !(c.FoundN >= 0 && c.FoundN <= mostN) {
			return comfort.Limit{}, fmt.Errorf("what is comfortable at %q", c.Name)
		}
		side := chair.Left
		if c.Side == chair.Right.String() {
			side = chair.Right
		}
		out.Levels[l] = comfort.Level{Force: unit.Newton(c.FoundN), Side: side, Took: time.Duration(c.TookS * float64(time.Second)), End: end}
	}
	return out, nil
}

var whos = [...]wire.Who{
	session.Alike: wire.WhoAlike, session.Unsure: wire.WhoUnsure, session.Stranger: wire.WhoDifferent,
	session.TheOne: wire.WhoMine, session.OtherOne: wire.WhoOther,
}

// roomFor is the room that what was found takes at most, so that the engine's goroutine only fills it in.
func roomFor() *wire.Known {
	const levels = int(body.LevelEnd - body.S1)
	return &wire.Known{
		Back: &wire.Back{
			Levels: make([]wire.Place, 0, levels), Out: make([]float64, 0, chair.ContourBins),
			Sacrum: new(wire.Edge), Ribs: new(wire.Edge), Apex: new(wire.Edge),
		},
		Comfort: make([]wire.Comfort, 0, levels), Stiffness: make([]wire.Stiffness, 0, levels*int(chair.SideEnd)),
	}
}

// found fills in what the session has found, for the one who started it, where there is room.
func (e *Engine) found(s *wire.Snapshot, l *session.Session, own bool) {
	f, ok := l.Found()
	k := s.Found
	if !own || !ok || k == nil {
		s.Found = nil
		return
	}
	k.V, k.Chair = wire.KnownVersion, e.profile.Name
	b, m := k.Back, &f.Scan.Landmarks
	for at := body.S1; at < body.LevelEnd; at++ {
		v := &f.Scan.Levels[at]
		b.Levels = append(b.Levels, wire.Place{
			Name: at.String(), AlongMM: hundredth(float64(v.Along)), SDMM: hundredth(float64(v.SD)), NudgedMM: tenth(float64(f.Nudged[at])),
		})
	}
	b.Sacrum = edgeOf(b.Sacrum, m.Sacrum, m.SacrumSD, m.SacrumOK)
	b.Ribs = edgeOf(b.Ribs, m.Ribs, m.RibsSD, m.RibsOK)
	b.Apex = edgeOf(b.Apex, m.Apex, m.ApexSD, m.ApexOK)
	b.Muscle, b.Six = math.Round(m.Muscle*1e4)/1e4, hundredth(f.Scan.Six)
	if c := &f.Scan.Contour; c.Known() {
		b.From = c.First
		for _, out := range c.Out[c.First : c.Last+1] {
			b.Out = append(b.Out, hundredth(float64(out)))
		}
	}
	if f.Comfort != nil {
		k.Comfort = comforts(k.Comfort, f.Comfort)
	}
	if f.Before != nil {
		k.Stiffness = stiffnesses(k.Stiffness, f.Before, f.After)
	}
}

// edgeOf fills in a landmark; nil if it was not felt.
func edgeOf(room *wire.Edge, at, sd unit.Millimetre, ok bool) *wire.Edge {
	if !ok {
		return nil
	}
	room.AlongMM, room.SDMM = hundredth(float64(at)), hundredth(float64(sd))
	return room
}
