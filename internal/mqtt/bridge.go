package mqtt

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Options is what a bridge is made of. Home, Broker and Do are required.
type Options struct {
	Home
	Broker   Broker
	Do       func(ctx context.Context, r wire.Request) (wire.Reply, error) // the engine; any goroutine
	Prepared *Prepared                                                     // nil: the bridge's own
	// Today is how long the chair was in use today, by whomever; nil: 0. It is asked once a minute.
	Today func(ctx context.Context, now time.Time) (time.Duration, error)
	// Lateness is that of 99 of 100 of the control's ticks; nil: 0. It is asked once a minute.
	Lateness func(ctx context.Context) (time.Duration, error)
	// Latest is the version that runs from the next start; nil: the one that runs. It is asked once a minute.
	Latest func(ctx context.Context) string
	// Guided is the session on a massager without a link; nil: there is none. It is asked four times a second, and must not wait.
	Guided func() Guided
	// Before is by what the chair was announced before, if by something else: that is taken away. Announced is called once what
	// holds now is announced; nil: nobody is told.
	Before    *Names
	Announced func()
	Logger    *slog.Logger     // nil: discards
	Now       func() time.Time // nil: time.Now
}

// Bridge is between a chair and a broker. Make it with New, run it with Run, and let it Hear.
type Bridge struct {
	o        Options
	scene    scene
	prepared *Prepared
	began    time.Time

	heard chan heard // the newest snapshot
	up    chan *link // the newest connection
	birth chan struct{}
	stops chan letter // the newest, as one is as good as many
	asks  chan letter

	mu      sync.Mutex
	status  Status
	own     own       // pause
	stopped time.Time // when a stop came this way; zero: none, or the next session has begun
	unheard bool      // and the control did not answer it
	chosen  string    // what prepare would take
	now     heard     // the newest snapshot, for orders
	refused int       // orders, since it was logged last
	told    time.Time // when it was logged last
}

type heard struct {
	snapshot wire.Snapshot
	answers  bool
}

// Status is how things stand with the broker.
type Status struct {
	Connected bool
	Since     time.Time // of the connection, or of the trouble
	Text      string    // for people, a sentence; no secret is in it
}

// mostAsks is how many orders may wait: more than anybody presses within a second.
const mostAsks = 8

// New makes a bridge that does not run yet.
func New(o Options) (*Bridge, error) {
	if o.Do == nil || o.Broker.URL == nil || len(o.Courses) == 0 {
		return nil, errors.New("mqtt: a bridge needs an engine, a broker and programmes")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Prepared == nil {
		o.Prepared = &Prepared{}
	}
	b := &Bridge{
		o: o, scene: o.scene(), prepared: o.Prepared, began: o.Now(), chosen: o.Courses[0].Name,
		heard: make(chan heard, 1), up: make(chan *link, 1), birth: make(chan struct{}, 1), stops: make(chan letter, 1), asks: make(chan letter, mostAsks),
	}
	b.status = Status{Since: b.began, Text: "Not connected yet to " + o.Broker.Name() + "."}
	return b, nil
}

// Status is how things stand now. Any goroutine may ask.
func (b *Bridge) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

// Hear takes the newest snapshot, or that the engine does not answer. It never waits. One goroutine calls it.
func (b *Bridge) Hear(s wire.Snapshot, answers bool) {
	newest(b.heard, heard{s, answers})
}

// newest replaces what c holds.
func newest[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	select {
	case c <- v:
	default:
	}
}

// Figures of the bridge.
const (
	atMost    = 250 * time.Millisecond // between two states: what changes in between is told together
	again     = expires * time.Second / 3
	aside     = time.Minute            // how often what is not in snapshots is asked for
	birthRest = 100 * time.Millisecond // after Home Assistant was born: it subscribes first
	birthMore = 800 * time.Millisecond // and so much more by chance, so that not every device speaks at once
)

// Run bridges until ctx ends, says goodbye and returns. Call it once. What the broker does is no error: it is in Status.
func (b *Bridge) Run(ctx context.Context) {
	c, err := b.connect(ctx)
	if err != nil { // nothing that a broker could have said
		b.trouble(err)
		return
	}
	var workers sync.WaitGroup
	workers.Go(func() { b.obey(ctx, b.stops) })
	workers.Go(func() { b.obey(ctx, b.asks) })
	b.tell(ctx)
	workers.Wait()
	c.bye()
}

// tell publishes what is to be told, until ctx ends. It alone does.
func (b *Bridge) tell(ctx context.Context) {
	t := teller{b: b}
	pace := time.NewTicker(atMost)
	defer pace.Stop()
	born := time.NewTimer(time.Hour)
	born.Stop()
	defer born.Stop()
	due := false // after a birth; more of them do not put it off
	for {
		select {
		case <-ctx.Done():
			return
		case h := <-b.heard:
			t.hear(h)
			continue
		case l := <-b.up:
			t.link, t.all = l, true
		case <-b.birth:
			if !due {
				due = true
				born.Reset(birthRest + rand.N(birthMore))
			}
			continue
		case <-born.C:
			due, t.all = false, true
		case <-pace.C:
		}
		t.say(ctx)
	}
}

// teller is what was told, and what is to be. Only the goroutine of tell uses it.
type teller struct {
	b     *Bridge
	link  *link // nil: there was none yet
	all   bool  // everything is to be told, beginning with the announcement
	known bool  // something was heard
	once  bool  // it was announced
	there bool  // the engine answers
	now   State

	told  []byte // the last state
	at    time.Time
	said  bool      // what was told of the engine
	asked time.Time // for what is not in snapshots
	today int
	diag  []byte
	upd   []byte
}

func (t *teller) hear(h heard) {
	t.known, t.there = true, h.answers
	if h.answers {
		t.now = t.b.scene.state(&h.snapshot)
	}
	t.b.note(h)
}

// say tells what has changed, or is due. What could not be told is due again with the next pace.
func (t *teller) say(ctx context.Context) {
	now := t.b.o.Now()
	if !t.known || t.link == nil || !t.link.up() {
		return
	}
	if age := now.Sub(t.asked); t.asked.IsZero() || age >= aside || age < 0 {
		t.asked = now
		t.look(ctx, now)
	}
	t.b.add(&t.now, now)
	t.now.TodayMin = t.today
	if t.b.o.Guided != nil {
		t.b.scene.guided(t.b.o.Guided(), &t.now)
	}
	state, err := json.Marshal(t.now)
	if err != nil {
		return // State has nothing that could not be written
	}
	if t.all && !t.everything(ctx, state, now) {
		return
	}
	if t.said != t.there && t.link.publish(ctx, t.availability()) == nil {
		t.said = t.there
	}
	age := now.Sub(t.at)
	if due := string(state) != string(t.told) || age >= again || age < 0; due && t.there && t.link.publish(ctx, told(t.b.o.state(), state)) == nil {
		if t.told, t.at = state, now; age >= again || age < 0 {
			_ = t.link.publish(ctx, told(t.b.o.diagnostics(), t.diag)) // comes again with the next
		}
	}
}

// everything tells all there is: announcement, values, and then that bridge and chair are there, since an entity is
// unavailable until a value comes.
func (t *teller) everything(ctx context.Context, state []byte, now time.Time) bool {
	n := t.b.o.Names
	announcement, err := t.b.o.Announcement()
	if err != nil {
		t.b.trouble(err)
		return false
	}
	var list []Message
	if before := t.b.o.Before; before != nil && !t.once {
		list = before.Removal()
	}
	list = append(list, announcement, told(n.diagnostics(), t.diag), Message{Topic: n.update(), Payload: t.upd, Retain: true, QoS: 1})
	if t.there {
		list = append(list, told(n.state(), state))
	}
	list = append(list, t.availability(), Message{Topic: n.bridgeThere(), Payload: []byte(online), Retain: true, QoS: 1})
	for _, m := range list {
		if t.link.publish(ctx, m) != nil {
			return false
		}
	}
	if !t.once {
		t.once = true
		if t.b.o.Announced != nil {
			t.b.o.Announced()
		}
	}
	t.all, t.said, t.told, t.at = false, t.there, state, now
	return true
}

func (t *teller) availability() Message {
	m := Message{Topic: t.b.o.chairThere(), Payload: []byte(offline), Retain: true, QoS: 1}
	if t.there {
		m.Payload = []byte(online)
	}
	return m
}

// told is a value: the broker gives it to whoever comes later, and forgets it when nobody says it again.
func told(topic string, payload []byte) Message {
	return Message{Topic: topic, Payload: payload, Retain: true, Expiry: expires}
}

// look asks for what is not in snapshots.
func (t *teller) look(ctx context.Context, now time.Time) {
	o := &t.b.o
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if o.Today != nil {
		if d, err := o.Today(ctx, now); err == nil {
			t.today = int(d.Minutes())
		}
	}
	d := Diagnostics{Version: o.Version, Since: t.b.began.UTC().Format(time.RFC3339)}
	if o.Lateness != nil {
		if l, err := o.Lateness(ctx); err == nil {
			d.LatenessMS = float64(l.Microseconds()/10) / 100
		}
	}
	u := Update{Installed: o.Version, Latest: o.Version, Title: "Lumbar"}
	if o.Latest != nil {
		u.Latest = o.Latest(ctx)
	}
	was := string(t.upd)
	t.diag, _ = json.Marshal(d)
	if t.upd, _ = json.Marshal(u); was != "" && was != string(t.upd) {
		_ = t.link.publish(ctx, Message{Topic: o.update(), Payload: t.upd, Retain: true, QoS: 1}) // else with the next announcement
	}
}
