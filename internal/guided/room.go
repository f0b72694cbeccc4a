package guided

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// Times of the room. Our own choices.
const (
	beat = 500 * time.Millisecond // between two looks at the clock
	mark = time.Minute            // at least so often the record hears that it may still be running
)

// ErrBusy is that a session is under way, ErrNone that none is.
var (
	ErrBusy = errors.New("a session is under way on a massager, or nobody has said that it has stopped: look there first")
	ErrNone = errors.New("no session is under way on a massager")
	// ErrEnough is that what a person has had leaves nothing for now.
	ErrEnough = errors.New("today's massage is used")
)

// Record is where everything that happens goes; *store.Store is one.
type Record interface {
	AppendApart(ctx context.Context, spool string, events []wire.Event) error
	OpenApart(ctx context.Context) (store.Session, []wire.Event, bool, error)
}

// Options is what a room is made of. Shelf and Programme are required.
type Options struct {
	Shelf  *Shelf
	Record Record // nil: nothing is kept
	// Programme finds a plan by the name that a start gives, with what it chooses of the variables.
	Programme func(name string, set map[string]string) (*programme.Plan, error)
	// Spent is what a person has had by the record; nil: it is not asked.
	Spent func(ctx context.Context, person string) (chair.Spent, error)
	// Guided is what of it they have had on massagers; nil: it is not asked.
	Guided func(ctx context.Context, person string) (chair.Spent, error)
	Now    func() time.Time // nil: time.Now
	Logger *slog.Logger     // nil logs nothing
}

// Room holds the session under way. Any goroutine may use it.
type Room struct {
	o Options

	mu      sync.Mutex
	m       *manual.Machine // nil: there was none yet
	base    time.Time       // the machine's 0
	by      string          // the page that began it; empty: nobody that is known
	plan    string          // the programme's name, as it was begun
	spool   string
	seq     uint64
	pending []wire.Event  // not on record yet
	told    time.Duration // when the record last heard something
	changes []string
	failing bool
	last    had           // of the session that is held, once it is over
	before  time.Duration // what the same person had just before, if it is the same session
}

// Open makes a room, and takes up the session that the record has open.
func Open(ctx context.Context, o Options) (*Room, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Room{o: o}
	if o.Record == nil {
		return r, nil
	}
	x, events, ok, err := o.Record.OpenApart(ctx)
	if err != nil || !ok || len(events) == 0 {
		return r, err
	}
	r.adopt(x, events)
	r.mu.Lock()
	defer r.mu.Unlock()
	return r, r.keep(ctx)
}

// adopt takes up a session of which no end is known.
func (r *Room) adopt(x store.Session, events []wire.Event) {
	first, last := &events[0], &events[len(events)-1]
	m, err := r.o.Shelf.Get(first.Massager)
	if err != nil { // it was taken away since: what it says of itself is not known any more
		m = manual.Massager{Title: first.Text, Kind: manual.Chair, On: "the switch", Off: "the switch"}
	}
	told := time.Duration(last.AtMS) * time.Millisecond
	on := told // the last sign of it; but once it was to be switched off, nothing has switched it on
	for i := range events {
		if events[i].Event == string(manual.Ended) {
			on = time.Duration(events[i].AtMS) * time.Millisecond
			break
		}
	}
	r.base = x.Began
	r.m = manual.Adopt(m, 0, on, r.o.Now().Sub(r.base))
	r.plan = first.Programme
	r.spool = x.Key[:len(x.Key)-len(fmt.Sprintf("/%d", first.Seq))]
	r.seq, r.told = last.Seq, told
}

// fresh is how long after a session a start by the same person is the same one: what it had stays had. It is the visit's
// figure, product journey J4.
const fresh = 10 * time.Minute

// had is what the last session held here has given, and whom.
type had struct {
	person string
	dose   time.Duration
	ended  time.Time
}

// budget is the limits that are left to a person by what they have had, or why there is nothing now.
func (r *Room) budget(ctx context.Context, person string, l chair.Limits) (chair.Limits, error) {
	if h := r.last; person != "" && h.person == person && r.o.Now().Sub(h.ended) < fresh {
		l.Session.Max -= h.dose
		return l, nil // the limits of the day counted it when it began
	}
	if person == "" || r.o.Spent == nil {
		return l, nil
	}
	s, err := r.o.Spent(ctx, person)
	if err != nil {
		return l, err
	}
	return r.less(l, &s)
}

// Beside is the limits that are left to a person at a linked chair by what they have had on massagers, or why there is
// nothing now. The chair's engine counts its own sessions.
func (r *Room) Beside(ctx context.Context, person string, l chair.Limits) (chair.Limits, error) {
	if person == "" || r.o.Guided == nil {
		return l, nil
	}
	s, err := r.o.Guided(ctx, person)
	if err != nil {
		return l, err
	}
	if l, err = r.less(l, &s); err != nil {
		return l, err
	}
	l.DaySessions.Max -= s.DaySessions
	l.WeekSessions.Max -= s.WeekSessions
	return l, nil
}

// less is limits less what a person has had.
func (r *Room) less(l chair.Limits, s *chair.Spent) (chair.Limits, error) {
	switch {
	case s.DaySessions > 0 && s.DaySessions >= l.DaySessions.Max, s.WeekSessions > 0 && s.WeekSessions >= l.WeekSessions.Max:
		return l, ErrEnough
	case s.WeekSessions > 0 && s.Since < l.Gap.Min:
		return l, fmt.Errorf("%w: the next may begin on %s", ErrEnough, r.o.Now().Add(l.Gap.Min-s.Since+time.Minute).Format("Monday at 15:04"))
	}
	l.Day.Max -= s.Day
	if l.Day.Max <= 0 {
		return l, ErrEnough
	}
	if l.Day.Max < l.Session.Max {
		l.Session = l.Day
	}
	return l, nil
}

// Start is what a session is begun with.
type Start struct {
	By        string // who asks: a page's own id, or terminal
	Person    string // opaque; empty is nobody's
	Massager  string // its name
	Programme string
	Set       map[string]string // what is chosen of its variables
	Limits    chair.Limits
}

// Plan is what a session would be.
func (r *Room) Plan(s *Start) (*manual.Plan, error) {
	m, err := r.o.Shelf.Get(s.Massager)
	if err != nil {
		return nil, err
	}
	p, err := r.o.Programme(s.Programme, s.Set)
	if err != nil {
		return nil, err
	}
	return manual.Fit(&m, p, s.Limits)
}

// Begin begins a session, unless one is under way. It has not begun before it is on record.
func (r *Room) Begin(ctx context.Context, s *Start) error {
	r.mu.Lock()
	l, err := r.budget(ctx, s.Person, s.Limits)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	within := *s
	within.Limits = l
	plan, err := r.Plan(&within)
	if err != nil {
		return err
	}
	return r.beginPlan(ctx, s, plan)
}

// beginPlan begins a session by a plan.
func (r *Room) beginPlan(ctx context.Context, s *Start, plan *manual.Plan) error {
	var id [8]byte
	if _, err := rand.Read(id[:]); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m != nil && r.m.Stage() != manual.Done {
		return ErrBusy
	}
	was := *r.bare()
	sum := time.Duration(0)
	if h := r.last; s.Person != "" && h.person == s.Person && r.o.Now().Sub(h.ended) < fresh {
		sum = h.dose
	}
	r.base, r.by, r.plan, r.spool, r.seq, r.told, r.changes = r.o.Now(), s.By, plan.Programme, store.ApartSpool(hex.EncodeToString(id[:])), 0, 0, plan.Changes
	r.m, r.pending = manual.Begin(plan, 0), nil
	r.add(wire.Event{Event: "start", Programme: plan.Programme, Person: s.Person, Massager: plan.Massager.Name, Text: plan.Massager.Title, Chosen: choices(plan.Variables)}, 0)
	if err := r.keep(ctx); err != nil {
		r.restore(&was)
		return fmt.Errorf("it cannot be put on record, and so it has not begun: %w", err)
	}
	r.last, r.before = had{person: s.Person}, sum
	return nil
}

// choices is what a plan's variables are.
func choices(variables []programme.Variable) (all []wire.Choice) {
	for i := range variables {
		v := &variables[i]
		all = append(all, wire.Choice{Name: v.Name, About: v.Description, Value: v.Value, Usual: v.Value == v.Default})
	}
	return all
}

// session is what a room holds of one, so that a start that failed leaves what was before.
type session struct {
	m       *manual.Machine
	base    time.Time
	by      string
	plan    string
	spool   string
	seq     uint64
	pending []wire.Event
	told    time.Duration
	changes []string
}

func (r *Room) bare() *session {
	return &session{r.m, r.base, r.by, r.plan, r.spool, r.seq, r.pending, r.told, r.changes}
}

func (r *Room) restore(s *session) {
	r.m, r.base, r.by, r.plan, r.spool, r.seq, r.pending, r.told, r.changes = s.m, s.base, s.by, s.plan, s.spool, s.seq, s.pending, s.told, s.changes
}

// Do takes what a person says of a step; 0 is the one that stands. What is said is taken even if it cannot be put on record
// at once: it is tried again.
func (r *Room) Do(ctx context.Context, v manual.Verb, step int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil {
		return ErrNone
	}
	err := r.m.Do(r.now(), v, step)
	r.try(ctx)
	return err
}

// Look is what is shown now; false if there was no session yet.
func (r *Room) Look(ctx context.Context) (manual.View, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil {
		return manual.View{}, false
	}
	r.m.Tick(r.now())
	r.try(ctx)
	return r.m.View(), true
}

// Active says whether a session is under way, or not said to have stopped.
func (r *Room) Active() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.m != nil && r.m.Stage() != manual.Done
}

// End is how a page's session ended; false while it has not, or if it is not the page's.
func (r *Room) End(by string) (outcome string, wrong, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil || r.by != by || r.m.Stage() != manual.Done {
		return "", false, false
	}
	return r.m.Outcome(), r.m.Wrong(), true
}

// Run lets time go on until ctx ends.
func (r *Room) Run(ctx context.Context) {
	t := time.NewTicker(beat)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			r.Look(ctx)
		}
	}
}

// now is the moment on the machine's clock. The mutex is held.
func (r *Room) now() time.Duration { return r.o.Now().Sub(r.base) }

// try puts on record what is not there yet; what fails is tried again at the next look. The mutex is held.
func (r *Room) try(ctx context.Context) {
	err := r.keep(context.WithoutCancel(ctx))
	if (err != nil) != r.failing {
		r.failing = err != nil
		r.o.Logger.Error("the record of a guided session", "written", err == nil, "err", err)
	}
}

// keep puts what has happened on record. The mutex is held.
func (r *Room) keep(ctx context.Context) error {
	for _, e := range r.m.Events() {
		r.take(&e)
	}
	if at := min(r.now(), r.m.Last()); r.m.Stage() != manual.Done && at >= r.told+mark {
		r.add(wire.Event{Event: "mark"}, at)
	}
	if r.o.Record == nil {
		r.pending = nil
	}
	if len(r.pending) == 0 {
		return nil
	}
	if err := r.o.Record.AppendApart(ctx, r.spool, r.pending); err != nil {
		return err
	}
	r.pending = nil
	return nil
}

// take makes an event of the machine's one of the record's.
func (r *Room) take(e *manual.Event) {
	at := e.At
	if s := r.m.Stage(); s == manual.Stopping || s == manual.Done { // what is said long after it was off does not lengthen it
		at = min(at, r.m.Last())
	}
	ev := wire.Event{Event: string(e.Kind), Phase: e.Phase, Stroke: e.Step, Text: e.Text}
	if e.Technique.Valid() {
		ev.Technique = e.Technique.String()
	}
	switch e.Kind {
	case manual.Began:
		ev.Stage = wire.Massage
	case manual.Over:
		ev.Event, ev.Summary = "summary", r.summary()
		r.last.dose, r.last.ended = r.before+r.m.Dose(), r.base.Add(r.m.Last())
	}
	r.add(ev, at)
}

// add numbers an event. The start comes first, whatever the machine has told already.
func (r *Room) add(ev wire.Event, at time.Duration) {
	ev.V, ev.AtMS, ev.Time = wire.Version, at.Milliseconds(), r.base.Add(at).UTC().Format(time.RFC3339Nano)
	r.seq++
	ev.Seq = r.seq
	r.pending = append(r.pending, ev)
	r.told = max(r.told, at)
}

// summary is what the session came to, by the person's word alone.
func (r *Room) summary() *wire.Summary {
	over, all := r.m.Steps()
	s := &wire.Summary{
		Outcome: r.m.Outcome(), Reason: r.m.Why(), Unverified: true, DurationS: r.m.Last().Seconds(), MassageS: r.m.Dose().Seconds(),
		PhasesDone: min(over, all), Phases: all, Contact: []wire.LevelSummary{}, Faults: []string{}, Changed: append([]string{}, r.changes...),
	}
	if r.m.Wrong() {
		s.Faults = append(s.Faults, string(chair.FaultFelt))
	}
	return s
}

// Mine says whether the session that is held is one that a page has begun.
func (r *Room) Mine(by string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.m != nil && by != "" && r.by == by
}
