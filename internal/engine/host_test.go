package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// kept is what an engine handed over to outlive it.
type kept struct {
	events  []wire.Event
	latched []chair.Code
	cleared int
	doses   []time.Duration
	persons []string
	had     chair.Spent
	gone    []string
	trouble error
}

func (k *kept) Event(ev *wire.Event)     { k.events = append(k.events, *ev) }
func (k *kept) Latch(f chair.Fault)      { k.latched = append(k.latched, f.Code) }
func (k *kept) Clear()                   { k.cleared++ }
func (k *kept) Trouble() error           { return k.trouble }
func (k *kept) Forget(person string)     { k.gone = append(k.gone, person) }
func (k *kept) Spent(string) chair.Spent { return k.had }
func (k *kept) Spend(person string, _ uint64, t time.Duration) {
	k.persons, k.doses = append(k.persons, person), append(k.doses, t)
}

func (k *kept) has(event, text string) bool {
	return slices.ContainsFunc(k.events, func(e wire.Event) bool { return e.Event == event && e.Text == text })
}

// wall is a clock of the wall that the test moves.
type wall struct{ now time.Duration }

// onWall is an engine by hand, its wall clock and what it hands over.
func onWall(t *testing.T, o Options) (*Engine, *wall, *kept) {
	t.Helper()
	w, k := &wall{now: time.Hour}, &kept{}
	o.Keep = k
	e := byHand(t, o)
	e.host.now = func() time.Duration { return w.now }
	e.host.hear()
	return e, w, k
}

// tick takes one tick, in which nobody asks anything.
func quietTick(t *testing.T, e *Engine) {
	t.Helper()
	if err := e.tick(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestHostSilence: at each bound, to the tick: the session goes on, pauses, retreats.
func TestHostSilence(t *testing.T) {
	e, w, k := onWall(t, Options{HostWatch: true})
	massaging(t, e, wire.Request{})
	paused := func() bool { return e.loop.Session().View().Paused }

	w.now += PauseSilence - 1
	quietTick(t, e)
	if paused() || k.has("host", "silent") {
		t.Fatal("paused before its time")
	}
	w.now++
	quietTick(t, e)
	if !paused() || !k.has("host", "silent") || !k.has("ask", "pause") {
		t.Fatalf("after %v: paused %v, events %+v", PauseSilence, paused(), k.events[len(k.events)-2:])
	}
	for range 1000 {
		quietTick(t, e)
	}
	n := len(k.events)
	e.host.hear()
	quietTick(t, e)
	if !paused() || !k.has("host", "back") || len(k.events) != n+1 {
		t.Fatalf("a host that is back: paused %v, %d new events; want a pause until somebody goes on, told once", paused(), len(k.events)-n)
	}
	w.now += HostSilence - 1
	quietTick(t, e)
	if e.loop.Guard().State() != guard.Armed {
		t.Fatalf("the guard is %v before its time", e.loop.Guard().State())
	}
	w.now++
	quietTick(t, e)
	if f := e.loop.Fault(); f == nil || f.Code != chair.FaultHost {
		t.Fatalf("after %v: fault %v, want %s", HostSilence, f, chair.FaultHost)
	}
	for e.loop.Active() {
		quietTick(t, e)
	}
	if !slices.Equal(k.latched, []chair.Code{chair.FaultHost}) || !e.home() {
		t.Errorf("latched %v, at home %v; want %s once, and home", k.latched, e.home(), chair.FaultHost)
	}
}

// TestNoHostNoWatch: a run in the terminal has no host that could fall silent.
func TestNoHostNoWatch(t *testing.T) {
	e, w, k := onWall(t, Options{})
	massaging(t, e, wire.Request{})
	w.now += time.Hour
	quietTick(t, e)
	if e.loop.Fault() != nil || k.has("host", "silent") {
		t.Error("without HostWatch a silent host mattered")
	}
}

// TestForsaken: an engine that nobody talks to ends, but not in a session, and not with rollers out.
func TestForsaken(t *testing.T) {
	e, w, _ := onWall(t, Options{Linger: time.Minute})
	quietTick(t, e)
	w.now += time.Minute
	if e.forsaken() {
		t.Error("ended before its time")
	}
	w.now++
	if !e.forsaken() {
		t.Error("an engine that nobody talks to goes on")
	}
	e.report.Axes[chair.Depth].Pos = e.profile.Axes[chair.Depth].Home + homeWithin + 0.1
	if e.forsaken() {
		t.Error("ended with rollers out")
	}
	massaging(t, e, wire.Request{})
	w.now += time.Hour
	if e.forsaken() {
		t.Error("ended in a session")
	}
	e, w, _ = onWall(t, Options{})
	quietTick(t, e)
	if w.now += 1000 * time.Hour; e.forsaken() {
		t.Error("without Linger an engine ended by itself")
	}
}

// TestWrong: it stops a session and latches; it can still be said for ten minutes, and no longer.
func TestWrong(t *testing.T) {
	e, w, k := onWall(t, Options{})
	quietTick(t, e)
	wrong := wire.Request{V: wire.Version, Verb: wire.Wrong}
	if err := e.heed(&wrong); err == nil {
		t.Error("something felt wrong without any session")
	}
	massaging(t, e, wire.Request{})
	if err := e.heed(&wrong); err != nil {
		t.Fatal(err)
	}
	quietTick(t, e)
	if f := e.loop.Fault(); f == nil || f.Code != chair.FaultFelt || e.loop.Guard().State() != guard.Retreating {
		t.Fatalf("fault %v, guard %v; want %s and a retreat", f, e.loop.Guard().State(), chair.FaultFelt)
	}
	for e.loop.Active() {
		quietTick(t, e)
	}
	if err := e.clear(); err != nil || k.cleared != 1 || !k.has("cleared", string(chair.FaultFelt)) {
		t.Fatalf("clear: %v, %d cleared", err, k.cleared)
	}
	w.now += wrongWithin
	if err := e.heed(&wrong); err != nil {
		t.Fatal("within ten minutes of the end:", err)
	}
	quietTick(t, e)
	for e.loop.Guard().State() == guard.Retreating {
		quietTick(t, e)
	}
	if n := len(k.latched); n != 2 || k.latched[1] != chair.FaultFelt {
		t.Errorf("latched %v, want %s twice", k.latched, chair.FaultFelt)
	}
	if last := k.events[len(k.events)-1]; last.Event != "fault" || last.Fault.Code != string(chair.FaultFelt) || last.Fault.Clears == "" || last.Fault.Severity == "" {
		t.Errorf("the last event is %+v, want the fault", last)
	}
	if err := e.clear(); err != nil {
		t.Fatal(err)
	}
	w.now++
	if err := e.heed(&wrong); err == nil {
		t.Error("taken after more than ten minutes")
	}
}

// TestUp: back and leg rest come up while it is held, for 400 ms after each request, and stop with STOP.
func TestUp(t *testing.T) {
	e, w, _ := onWall(t, Options{})
	massaging(t, e, wire.Request{})
	ask := func(v wire.Verb) {
		t.Helper()
		if err := e.heed(&wire.Request{V: wire.Version, Verb: v}); err != nil {
			t.Fatal(v, err)
		}
	}
	var s wire.Snapshot
	look := func() *wire.Snapshot { e.fill(&s, false); return &s }
	ask(wire.Stop)
	for e.loop.Active() {
		quietTick(t, e)
	}
	quietTick(t, e)
	lay := look().ReclineDeg
	if !s.CanUp || s.Rising {
		t.Fatalf("after a stop at %.0f°: can up %v, rising %v", lay, s.CanUp, s.Rising)
	}
	ask(wire.Up)
	quietTick(t, e)
	if !look().Rising {
		t.Fatal("does not rise while it is held")
	}
	w.now += upHeld - 1
	for range 250 {
		quietTick(t, e)
	}
	if got := look().ReclineDeg; !s.Rising || got >= lay {
		t.Fatalf("rising %v at %.1f°, want under %.1f°", s.Rising, got, lay)
	}
	w.now++
	for range 250 { // it comes to a stand
		quietTick(t, e)
	}
	if look().Rising {
		t.Error("goes on rising after it was let go")
	}
	ask(wire.Up)
	quietTick(t, e)
	ask(wire.Stop)
	for range 250 {
		quietTick(t, e)
	}
	if look().Rising {
		t.Error("goes on rising after STOP")
	}
}

// TestOwner: who set a personal limit is told to whoever started the session, and to nobody else, in no event either.
func TestOwner(t *testing.T) {
	limits := chair.Everyone()
	limits.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 15, By: chair.ByAnswers}
	e, _, k := onWall(t, Options{Limits: &limits})
	const owner = "page-0123456789abcdef"
	massaging(t, e, wire.Request{By: owner})
	var s wire.Snapshot
	tells := func(by string) string {
		s = wire.Snapshot{}
		e.fill(&s, e.owns(by))
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := tells(owner); s.LimitBy != string(chair.ByAnswers) || !strings.Contains(text, "15 N instead of 24 N (your answers)") {
		t.Errorf("the owner is told %q and %v", s.LimitBy, s.Changed)
	}
	for _, by := range []string{"page", "", "page-0123456789abcdee", owner + "0", "form"} {
		if text := tells(by); s.LimitBy != aLimit || strings.Contains(text, string(chair.ByAnswers)) || !strings.Contains(text, "15 N instead of 24 N ("+aLimit+")") {
			t.Errorf("%q is told %q and %v", by, s.LimitBy, s.Changed)
		}
	}
	e.asks = append(e.asks, session.Finish)
	for e.loop.Active() {
		quietTick(t, e)
	}
	record, err := json.Marshal(k.events)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(record) + tells("page"); strings.Contains(text, owner) || strings.Contains(text, string(chair.ByAnswers)) {
		t.Error("the record, or the snapshot for everybody, tells who it was or why")
	}
	if !strings.Contains(string(record), aLimit) {
		t.Error("the summary does not say that the plan was changed")
	}
	for _, by := range []string{"", "page", "terminal"} { // nobody's
		massaging(t, e, wire.Request{By: by})
		if e.owns(by) {
			t.Errorf("whoever says %q owns the session", by)
		}
		e.asks = append(e.asks, session.Stop)
		for e.loop.Active() {
			quietTick(t, e)
		}
	}
}

// TestWhoStarts: the record is told whose session starts; log and observers are not.
func TestWhoStarts(t *testing.T) {
	var log bytes.Buffer
	seen := 0
	e, _, k := onWall(t, Options{
		Logger: slog.New(slog.NewJSONHandler(&log, nil)),
		Observe: func(ev *wire.Event) {
			if seen++; ev.Person != "" {
				t.Errorf("observers are told %s", ev.Person)
			}
		},
	})
	massaging(t, e, wire.Request{Person: "7f3a"})
	told := 0
	for i := range k.events {
		if ev := &k.events[i]; ev.Person != "" {
			told++
			if ev.Event != "start" || ev.Person != "7f3a" {
				t.Errorf("the record is told %s with %s", ev.Person, ev.Event)
			}
		}
	}
	if told != 1 || seen == 0 || log.Len() == 0 || strings.Contains(log.String(), "7f3a") {
		t.Errorf("the record is told %d times, %d events were seen, the log is %s", told, seen, log.String())
	}
}

// TestDoses: progress at least every half second, and the end; nobody's session counts towards nothing.
func TestDoses(t *testing.T) {
	e, _, k := onWall(t, Options{})
	massaging(t, e, wire.Request{Person: "7f3a"})
	for e.loop.Active() {
		quietTick(t, e)
	}
	if len(k.doses) < 5 {
		t.Fatalf("doses %v", k.doses)
	}
	last := time.Duration(0)
	for i, d := range k.doses {
		if k.persons[i] != "7f3a" || d < last || d-last > doseStep+e.profile.Period() {
			t.Fatalf("dose %d is %v of %q after %v, want at most %v more", i, d, k.persons[i], last, doseStep)
		}
		last = d
	}
	if d := last - e.loop.Guard().SessionTime(); d != 0 {
		t.Errorf("the last dose is off by %v", d)
	}
	n := len(k.doses)
	massaging(t, e, wire.Request{})
	if len(k.doses) != n {
		t.Error("nobody's session counted")
	}
	e, _, k = onWall(t, Options{})
	k.had = chair.Spent{Day: 31 * time.Minute, DaySessions: 1, WeekSessions: 1, Since: 10 * time.Hour}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1, Person: "7f3a"}); err == nil {
		t.Error("a session beyond the day's budget begins")
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}); err != nil {
		t.Error("a simulated person's session:", err)
	}
}

// TestLatchedBefore: what an earlier engine left latched holds, is told at once, and is not latched again.
func TestLatchedBefore(t *testing.T) {
	e, _, k := onWall(t, Options{Latched: &chair.Fault{Code: chair.FaultHeatHot}})
	begin := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}
	var s wire.Snapshot
	if e.fill(&s, false); s.Fault == nil || s.Fault.Code != string(chair.FaultHeatHot) {
		t.Errorf("fault %+v, want %s before the first tick", s.Fault, chair.FaultHeatHot)
	}
	for range 3 {
		if err := e.heed(&begin); err == nil {
			t.Fatal("a session begins over a latched fault")
		}
		begin.Seed++ // another person does not change that
		quietTick(t, e)
	}
	if len(k.latched) > 0 {
		t.Errorf("latched again: %v", k.latched)
	}
	if err := e.clear(); err != nil || k.cleared != 1 {
		t.Fatal(err, k.cleared)
	}
	if err := e.heed(&begin); err != nil {
		t.Error("a start after clearing:", err)
	}
}

// TestStopGoesFirst: whatever waits, a stop that has come is the first to be answered.
func TestStopGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _, _ := onWall(t, Options{})
		massaging(t, e, wire.Request{})
		const many = 3 * mostAnswers
		answered := make(chan wire.Verb, many+1)
		ask := func(v wire.Verb) {
			if _, err := e.Do(t.Context(), wire.Request{V: wire.Version, Verb: v}); err == nil {
				answered <- v
			}
		}
		for range many {
			go ask(wire.Look)
		}
		synctest.Wait() // they wait
		go ask(wire.Stop)
		synctest.Wait()
		e.answer()
		synctest.Wait()
		if n := len(answered); n != mostAnswers || !e.asked {
			t.Fatalf("%d of %d requests answered between two ticks, stop taken %v; want %d, the stop among them", n, many+1, e.asked, mostAnswers)
		}
		quietTick(t, e)
		if e.loop.Guard().State() != guard.Retreating {
			t.Errorf("the guard is %v in the tick after the stop was taken", e.loop.Guard().State())
		}
		for len(answered) < many+1 {
			e.answer()
			synctest.Wait()
		}
	})
}
