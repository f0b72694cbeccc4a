package mqtt_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/unit"
)

// stand is a clock without a wall, which stands still every half second until it is let go.
type stand struct {
	now   atomic.Int64
	next  time.Duration // engine's goroutine only
	stood chan struct{}
	goOn  chan struct{}
}

const every = 500 * time.Millisecond

func (c *stand) Now() time.Duration { return time.Duration(c.now.Load()) }

func (c *stand) Until(ctx context.Context, t time.Duration) error {
	c.now.Store(int64(t))
	if t < c.next {
		return ctx.Err()
	}
	c.next += every
	select {
	case c.stood <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-c.goOn:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// ask is what somebody presses at a moment of a session.
type ask struct {
	at   time.Duration
	verb wire.Verb
}

// real is the programme that ships and a chair, as a house is told of them.
func real(t *testing.T, name string) (mqtt.Home, *programme.Plan, chair.Profile) {
	t.Helper()
	file, src, _ := programmes.Source(name)
	plan, list := programme.Compile(file, src, programme.Options{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	p, list := profile.Load("bench-4d")
	if list.HasErrors() {
		t.Fatal(list)
	}
	h := home()
	course := mqtt.Course{Name: plan.Name, Title: plan.Title, Length: plan.Duration(), HeatFrom: plan.Heat.From, HeatTill: plan.Heat.Until}
	course.Phases = parts(plan)
	h.Courses, h.SittingDeg, h.Seat = []mqtt.Course{course}, float64(p.Axes[chair.Recline].Home), p.SeatSensor
	return h, plan, p
}

// parts is a programme's phases as they are written.
func parts(plan *programme.Plan) (all []mqtt.Part) {
	for i, phase := range plan.Phases {
		upTo := programme.Plan{Phases: plan.Phases[:i+1]}
		all = append(all, mqtt.Part{Name: phase.Name, Till: upTo.Duration()})
	}
	return all
}

// played is what a house is told of a whole session, every half second, with the same chair, back and seed.
func played(t *testing.T, name string, limits *chair.Limits, asks ...ask) (told []string, outcome string) {
	h, plan, p := real(t, name)
	synctest.Test(t, func(t *testing.T) {
		clock := &stand{stood: make(chan struct{}), goOn: make(chan struct{})}
		e := engine.New(engine.Options{
			Clock: clock,
			Open: func(_ context.Context, body_ string, seed uint64) (driver.Chair, string, error) {
				m, err := body.ANSUR(1)
				if err != nil {
					return nil, "", err
				}
				return sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed, Age: m.Age, Sex: m.Sex}), Clock: clock.Now}), body_, nil
			},
			Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
			First:     []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: plan.Name, Body: "ansur:1", Seed: 1, Limits: limits}},
		})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx, "ansur:1", 1) }()
		for outcome == "" {
			verb := wire.Look
			<-clock.stood
			if len(asks) > 0 && clock.Now() >= asks[0].at {
				verb, asks = asks[0].verb, asks[1:]
			}
			answers := make(chan wire.Reply, 1)
			go func() {
				r, err := e.Do(ctx, wire.Request{V: wire.Version, Verb: verb, By: "page"})
				if err != nil || r.Error != "" {
					t.Error(err, r.Error)
				}
				answers <- r
			}()
			synctest.Wait() // the request waits at the engine's door
			clock.goOn <- struct{}{}
			s := (<-answers).Snapshot
			told = append(told, fmt.Sprintf("%d ms %s", s.AtMS, mqtt.Told(&h, &s)))
			if s.Stage == wire.Done {
				outcome = s.Outcome
			}
			if t.Failed() {
				break
			}
		}
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return told, outcome
}

// weaker is limits as answers set them, that change how hard and how warm, and not for how long.
func weaker(share float64) *chair.Limits {
	l := chair.Everyone()
	for z := range l.Force {
		l.Force[z] = chair.Bound[unit.Newton]{Max: l.Force[z].Max * unit.Newton(share), By: chair.ByAnswers}
		l.Trip[z] = chair.Bound[unit.Newton]{Max: l.Trip[z].Max * unit.Newton((1+share)/2), By: chair.ByAnswers}
	}
	l.BothForce = chair.Bound[unit.Newton]{Max: l.BothForce.Max * unit.Newton(share), By: chair.ByAnswers}
	l.Heat = chair.Bound[unit.Celsius]{Max: 37, By: chair.ByAnswers}
	return &l
}

// shorter is limits that end a session sooner.
func shorter() *chair.Limits {
	l := weaker(0.6)
	l.Recline = chair.Bound[unit.Degree]{Max: 135, By: chair.ByAnswers}
	l.Session = chair.Bound[time.Duration]{Max: 9 * time.Minute, By: chair.ByAnswers}
	return l
}

// TestTwoPeople: of people with other limits a house is told the very same, byte by byte, and each of it at the same moment but for
// what rollers need to leave a back and to go up to where a vertebra was felt, which differs from person to person with any limits,
// and from one scan to the next. Where a limit
// ends a session sooner, that it ends can be seen, and nothing of it before.
func TestTwoPeople(t *testing.T) {
	if testing.Short() {
		t.Skip("plays whole sessions")
	}
	asks := []ask{{100 * time.Second, wire.Stronger}, {110 * time.Second, wire.Stronger}, {150 * time.Second, wire.Pause}, {160 * time.Second, wire.Resume}, {200 * time.Second, wire.Softer}}
	all, outcome := played(t, "after-desk", nil, asks...)
	if outcome != "finished" || len(all) < 600 {
		t.Fatalf("%s after %d moments", outcome, len(all))
	}
	words := strings.Join(all, "\n")
	for _, want := range []string{`"preparing"`, `"massage"`, `"paused"`, `"ending"`, `"idle"`, `"heat":true`, `"heat":false`, `"reclined"`, `"upright"`, `"intensity":2`, `"phase":"leave"`} {
		if !strings.Contains(words, want) {
			t.Errorf("nothing is told of %s", want)
		}
	}
	cold := chair.Everyone()
	cold.Heat = chair.Bound[unit.Celsius]{By: chair.ByAnswers}
	for what, limits := range map[string]*chair.Limits{"much weaker": weaker(0.4), "no heat at all": &cold} {
		other, outcome := played(t, "after-desk", limits, asks...)
		if alike(t, what, all, other); outcome != "finished" {
			t.Errorf("%s: %s", what, outcome)
		}
	}
	short, _ := played(t, "after-desk", shorter(), asks...)
	end := slices.IndexFunc(short, func(s string) bool { return strings.Contains(s, `"ending"`) })
	if end < 300 || len(short) > len(all)-100 {
		t.Fatalf("the shorter session has %d moments and ends at %d, the longer one has %d", len(short), end, len(all))
	}
	alike(t, "shorter, until it ends", all[:end], short[:end])
	for _, s := range short[end:] {
		if !strings.Contains(s, `"phase":"none","left_min":0,`) {
			t.Errorf("while it ends it is told that %s", s)
		}
	}
}

// turns is when what is told became another, and what it became.
func turns(t *testing.T, told []string) (at []time.Duration, words []string) {
	t.Helper()
	for _, s := range told {
		ms, said, ok := strings.Cut(s, " ms ")
		n, err := strconv.ParseInt(ms, 10, 64)
		if !ok || err != nil {
			t.Fatalf("no moment: %s", s)
		}
		if len(words) == 0 || words[len(words)-1] != said {
			at, words = append(at, time.Duration(n)*time.Millisecond), append(words, said)
		}
	}
	return at, words
}

// alike compares what was told, and when it became another, to a second.
func alike(t *testing.T, what string, a, b []string) {
	t.Helper()
	first, one := turns(t, a)
	second, other := turns(t, b)
	if !slices.Equal(one, other) {
		t.Errorf("%s: it differs:\n%s\n\n%s", what, strings.Join(one, "\n"), strings.Join(other, "\n"))
		return
	}
	for i := range first {
		if apart := (first[i] - second[i]).Abs(); apart > time.Second {
			t.Errorf("%s: told %v apart: %s", what, apart, one[i])
		}
	}
}

// same compares what was told, moment by moment.
func same(t *testing.T, what string, a, b []string) {
	t.Helper()
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Errorf("%s: it differs, first of %d and %d moments:\n%s\n%s", what, len(a), len(b), a[i], b[i])
			return
		}
	}
	if len(a) != len(b) {
		t.Errorf("%s: one is told for %d moments, the other for %d", what, len(a), len(b))
	}
}
