package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// realEngine is an engine on the simulated chair, which tells how long each person has had.
func realEngine(t *testing.T) (*engine.Engine, []web.Card) {
	t.Helper()
	p, list := profile.Load("bench-4d")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
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
	clock := engine.NewVirtual(1)
	e := engine.New(engine.Options{
		Clock: clock, IdleRest: true,
		Open: func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
			m, err := body.ANSUR(1)
			return sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed}), Clock: clock.Now}), name, err
		},
		Programme: func(name string, _ map[string]string) (*programme.Plan, error) {
			if plan := plans[name]; plan != nil {
				return plan, nil
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
	return e, cards
}

// realChair is J2 and J4 with the engine itself at 8 times real time, at which a busy browser still stops a session before
// it ends: the limits of the check hold on the chair, and after "too hard" the same session goes on one level lower.
func realChair(t *testing.T, browser context.Context) {
	e, cards := realEngine(t)
	server := serveEngine(t, e, httpapi.Options{Programmes: cards, Answer: 5 * time.Second})
	tab := home(t, browser, server)
	other := home(t, browser, server)
	run(t, tab, browsertest.Click(`input[name="pace"][value="8"]`))
	toCards(t, tab)
	none(t, tab, 1, 10)
	toSession(t, tab)
	until(t, tab, says("force", "of 24")+` && `+says("force-note", "because of your budget"))
	until(t, other, says("force", "of 24")+` && `+says("force-note", "a limit of this session"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, at("why"))
	run(t, tab, does("why", "hard"))
	until(t, tab, at("stopped"))
	run(t, tab, does("do", "start"))
	until(t, tab, inSession)
	until(t, tab, says("force", "of 12")+` && `+says("force-note", "because of your choice"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, at("why")+` || `+at("cards"))
	if reply, err := e.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Look}); err != nil || reply.Snapshot.Fault != nil || reply.Snapshot.Outcome != "stopped" {
		t.Fatalf("it ended %q with %v, %v, where STOP was pressed", reply.Snapshot.Outcome, reply.Snapshot.Fault, err)
	}
	run(t, tab, does("why", "hard")) // there is no lower level
	until(t, tab, at("rate"))
	if chair.Everyone().Force[chair.ZoneMuscle].Max <= 24 {
		t.Error("24 N is everyone's limit: the test shows nothing")
	}
}
