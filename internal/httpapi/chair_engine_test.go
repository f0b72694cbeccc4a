package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/unit"
)

// breakable is the simulated chair that an engine has open. Only the engine's goroutine uses it.
type breakable struct{ *sim.Chair }

func (b *breakable) Truth() engine.Truth {
	t := b.Chair.Truth()
	return engine.Truth{Force: t.Force, Depth: unit.Millimetre(t.Axes[chair.Depth]), Air: t.Air, Lost: t.Lost}
}

// bench is the profile that the tests' chairs have.
func bench(t testing.TB) chair.Profile {
	t.Helper()
	p, list := profile.Load("bench-4d")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// breakableAt is an engine on a simulated chair that can be broken, at a pace; find finds programmes besides those that ship.
func breakableAt(t testing.TB, pace float64, find func(string, map[string]string) (*programme.Plan, error)) (*engine.Engine, httpapi.Options) {
	t.Helper()
	p := bench(t)
	plans := map[string]*programme.Plan{}
	var cards []web.Card
	for _, name := range programmes.All() {
		file, src, _ := programmes.Source(name)
		plan, list := programme.Compile(file, src, programme.Options{})
		if err := list.Err(); err != nil {
			t.Fatal(err)
		}
		plans[name] = plan
		cards = append(cards, web.NewCard(*plan))
	}
	clock, b := engine.NewVirtual(pace), &breakable{}
	e := engine.New(engine.Options{
		Clock: clock, IdleRest: pace > 0, Simulation: b,
		Open: func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
			m, err := body.ANSUR(1)
			if err != nil {
				return nil, "", err
			}
			b.Chair = sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed}), Clock: clock.Now})
			return b.Chair, name, nil
		},
		Programme: func(name string, set map[string]string) (*programme.Plan, error) {
			if plan, ok := plans[name]; ok {
				return plan, nil
			}
			if find != nil {
				return find(name, set)
			}
			return nil, fmt.Errorf("no programme is called %q", name)
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx, "average-woman", 1) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error("engine:", err)
		}
	})
	return e, httpapi.Options{Programmes: cards, Chair: &p, Trials: claimed()}
}

// tried is a fault tried on the engine itself, without waiting for anything.
func tried(t testing.TB, failure string) *wire.Trial {
	t.Helper()
	e, o := breakableAt(t, engine.MaxPace, nil)
	ask := func(r wire.Request) wire.Reply {
		t.Helper()
		r.V = wire.Version
		reply, err := e.Do(t.Context(), r)
		if err != nil || reply.Error != "" {
			t.Fatal(r.Verb, err, reply.Error)
		}
		return reply
	}
	ask(wire.Request{Verb: wire.Start, Programme: o.Programmes[0].Name})
	for s := (wire.Snapshot{}); s.Stage != wire.Massage || s.Rollers[0].ForceN < 10; {
		s = ask(wire.Request{Verb: wire.Look}).Snapshot
		if s.Stage == wire.Done {
			t.Fatal("the session is over: ", s.Reason)
		}
	}
	trial := ask(wire.Request{Verb: wire.Break, Failure: failure}).Trial
	for trial.State != wire.TrialDone {
		trial = ask(wire.Request{Verb: wire.Tried}).Trial
	}
	ask(wire.Request{Verb: wire.Mend})
	return trial
}

// breakableOptions are the views' options without an engine.
func breakableOptions(t testing.TB) httpapi.Options {
	t.Helper()
	p := bench(t)
	return httpapi.Options{Chair: &p, Trials: claimed()}
}

// claimed is what can be tried, with claims to show.
func claimed() []web.Trial {
	all := web.Trials()
	for i := range all {
		all[i].Claim, all[i].ForceMS, all[i].HomeMS, all[i].BagsMS = "full retreat", 400, 2000, 3000
	}
	return all
}
