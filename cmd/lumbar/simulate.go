package main

import (
	"context"
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/verify"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// opener seats a body in a chair, and says for people who it is.
type opener func(ctx context.Context, body string, seed uint64) (c driver.Chair, label string, err error)

// simulation opens simulated chairs for an engine and judges scans against their truth.
type simulation struct {
	profile chair.Profile
	clock   engine.Clock
	sweep   bool       // draw people the more widely the less is known of them
	chair   *sim.Chair // the one that is open; engine's goroutine only
	scan    *wire.ScanError
	meter   *verify.Meter // of the truth, for one session; nil: nobody asks
	push    float64       // N, with which rollers are pressed in a test of the chair; 0 is what is usual
}

// open seats a body in a new simulated chair. The seed decides everything that differs from person to person.
func (s *simulation) open(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
	m, label, err := findBody(name)
	if err != nil {
		return nil, "", err
	}
	s.chair = sim.New(sim.Options{
		Twin:  twin.New(twin.Options{Profile: &s.profile, Body: m.Back(), Seed: seed, Age: m.Age, Sex: m.Sex, Sweep: s.sweep}),
		Clock: s.clock.Now,
	})
	s.scan = nil
	if s.meter != nil {
		s.meter = verify.NewMeter(chair.Everyone(), s.profile.Period())
	}
	return s.chair, label, nil
}

// apart opens a chair that lives outside this process, where one person sits until that ends.
func apart(address string, o links.Options) opener {
	return func(ctx context.Context, body string, _ uint64) (driver.Chair, string, error) {
		ctx, cancel := context.WithTimeout(ctx, apartWithin)
		defer cancel()
		c, err := links.Open(ctx, address, o)
		if err != nil {
			return nil, "", err
		}
		return c, body, nil
	}
}

// apartWithin is how long a chair in another process may take to answer.
const apartWithin = 10 * time.Second

// enough says whether the simulated person says so now. The engine asks in every tick, in its own goroutine, after the
// reading of that tick: the moment at which the truth is measured.
func (s *simulation) enough() bool {
	if s.meter != nil {
		truth := s.chair.Truth()
		s.meter.Add(&truth)
	}
	return s.chair.Answer() == twin.Enough
}

// Knows, Break and Mend try faults on the chair that is open.
func (s *simulation) Knows(failure string) error { return s.chair.Knows(failure) }
func (s *simulation) Break(failure string) error { return s.chair.Break(failure) }
func (s *simulation) Mend()                      { s.chair.Mend() }

// usualPush is what a test of the chair takes a push to be unless told, N.
const usualPush = 20

// Help does what a test of the chair asks of the person beside it.
func (s *simulation) Help(v *commission.View, said bool) {
	step, push := v.Name, s.push
	if v.Outcome != commission.UnderWay {
		step = ""
	}
	if push == 0 {
		push = usualPush
	}
	s.chair.Assist(step, said, v.Moving, unit.Newton(push))
}

// Truth is what a trial is measured by.
func (s *simulation) Truth() engine.Truth {
	t := s.chair.Truth()
	return engine.Truth{Force: t.Force, Depth: unit.Millimetre(t.Axes[chair.Depth]), Air: t.Air, Lost: t.Lost}
}

// observe holds a scan against what is true, and puts the result into the summary. It runs in the engine's
// goroutine, between two ticks.
func (s *simulation) observe(ev *wire.Event) {
	switch ev.Event {
	case "scan":
		s.scan = judge(ev.Levels, s.chair.Truth())
	case "summary":
		ev.Scan = s.scan
		if s.meter != nil {
			ev.Truth = truthOf(s.meter.Truth())
		}
	}
}

// truthOf turns what the meter says into a message.
func truthOf(t verify.Truth) *wire.Truth {
	out := &wire.Truth{
		PeakN: t.PeakN, TripShare: t.TripShare, BothN: t.BothN, ComfortShare: t.ComfortShare,
		SpotS: t.SpotS, PartS: t.PartS, SkinC: t.SkinC, Dose: t.Dose,
	}
	for i, l := range t.Levels {
		out.Levels = append(out.Levels, wire.LevelSummary{Level: verify.Level(i).String(), ContactS: l.ContactS, MeanN: l.MeanN, PeakN: l.PeakN})
	}
	return out
}

// judge compares found levels with the true ones.
func judge(found []wire.Level, truth twin.Truth) *wire.ScanError {
	e := &wire.ScanError{ByMM: map[string]float64{}, Levels: len(found)}
	for _, l := range found {
		at, ok := body.ParseLevel(l.Name)
		if !ok {
			continue
		}
		d := l.AlongMM - float64(truth.Levels[at])
		e.ByMM[l.Name] = tenth(d)
		e.MeanMM += math.Abs(d) / float64(len(found))
		e.MaxMM = max(e.MaxMM, math.Abs(d))
		if math.Abs(d) <= l.DoubtMM {
			e.Within++
		}
	}
	e.MeanMM, e.MaxMM = tenth(e.MeanMM), tenth(e.MaxMM)
	return e
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }
