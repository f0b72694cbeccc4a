package keep

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/ago"
	"github.com/openlumbar/lumbar/internal/wire"
)

// The files, in the data directory.
const (
	SpoolName = "spool.jsonl"
	LatchName = "latch.json"
	dosesName = "doses.jsonl"
)

// Found is what an earlier engine left behind.
type Found struct {
	Latched *chair.Fault // nil: none
	Cut     bool         // it ended in a session, which now has its event "interrupted"
	Last    Last         // of that session; zero: nobody's, a guest's, or of none
}

// Last is what was counted last of the session that an engine's end has cut off.
type Last struct {
	Person  string
	Session uint64
	Spent   time.Duration
	Ago     time.Duration // since it was counted
}

// room is how many events may wait for the writer: many times what a session has in a second.
const room = 512

// retry is how soon the writer tries again when the disk refused.
const retry = time.Second

// Keeper hands over what must last. Its methods never wait for the disk; any goroutine may use them. Open makes
// it, Run writes.
type Keeper struct {
	dir    string
	now    func() moment
	room   func(dir string) (free uint64, known bool)
	logger *slog.Logger
	spool  *spool
	ledger *tail
	clean  int64 // the ledger's size when it was last written anew; whoever writes
	wake   chan struct{}

	mu      sync.Mutex // what follows; held for moments only, never over the disk
	queue   []wire.Event
	lost    int
	latch   *chair.Fault
	turn    bool // the latch on the disk is another
	fresh   []dose
	trouble error // why nothing can be kept now
	doses   doses
	anew    bool   // the ledger is to be written anew: somebody was forgotten, or the clock was set
	told    moment // when the clock was last found set, or at the opening
}

// Open reads what is there and mends what a kill has torn. What cannot be read of the latch, or of the doses, comes
// back as a latched fault: nothing may be forgotten in silence.
func Open(dir string, logger *slog.Logger) (*Keeper, Found, error) {
	return OpenBy(dir, logger, ago.System())
}

// OpenBy is Open by another clock than the machine's: for a machine of which a test tells the time.
func OpenBy(dir string, logger *slog.Logger, c Clock) (*Keeper, Found, error) {
	return openBy(dir, logger, c.Now)
}

// openBy is Open with a clock.
func openBy(dir string, logger *slog.Logger, now func() moment) (*Keeper, Found, error) {
	k := &Keeper{dir: dir, now: now, told: now(), room: roomOf, logger: logger, wake: make(chan struct{}, 1), queue: make([]wire.Event, 0, room)}
	var bad int
	var err error
	if k.spool, bad, err = openSpool(filepath.Join(dir, SpoolName)); err != nil {
		return nil, Found{}, err
	}
	if bad > 0 {
		k.Event(&wire.Event{V: wire.Version, Event: "lost", Lost: bad, Text: "the spool had lines that could not be read"})
	}
	var found Found
	if found.Latched, err = readLatch(filepath.Join(dir, LatchName)); err != nil {
		logger.Error("the latched fault cannot be read, which counts as one", "err", err)
	}
	broken, err := k.openDoses()
	if err != nil {
		return nil, Found{}, errors.Join(err, k.spool.tail.file.Close())
	}
	if broken > 0 {
		k.Event(&wire.Event{V: wire.Version, Event: "lost", Lost: broken, Text: "doses could not be read"})
		if found.Latched == nil {
			found.Latched = &chair.Fault{Code: chair.FaultRecord}
			k.Latch(*found.Latched)
		}
	}
	if k.spool.open != "" {
		found.Cut, found.Last = true, k.last()
		k.Event(&wire.Event{V: wire.Version, Event: "interrupted", Programme: k.spool.open, Text: "the control ended in mid-session"})
	}
	return k, found, nil
}

// openDoses reads the doses and leaves out those that no budget looks back to.
func (k *Keeper) openDoses() (broken int, err error) {
	path := filepath.Join(k.dir, dosesName)
	text, err := lines(path)
	if err != nil {
		return 0, err
	}
	k.doses, broken = readDoses(text)
	k.doses.settle(k.told)
	if k.ledger, err = openTail(path); err != nil {
		return 0, err
	}
	return broken, k.rewriteDoses()
}

// Event takes a copy; the writer numbers it and notes the time of day. Without room it is counted as lost, which is
// an event itself.
func (k *Keeper) Event(ev *wire.Event) {
	kept := *ev
	kept.Time = k.clock()
	k.mu.Lock()
	if len(k.queue) < room {
		k.queue = append(k.queue, kept)
	} else {
		k.lost++
	}
	k.mu.Unlock()
	k.rouse()
}

// clock is the time of day.
func (k *Keeper) clock() string { return time.UnixMilli(k.now().WallMS).UTC().Format(time.RFC3339Nano) }

// Latch keeps a fault until Clear.
func (k *Keeper) Latch(f chair.Fault) { k.setLatch(&f) }

// Clear lets go of the latched fault.
func (k *Keeper) Clear() { k.setLatch(nil) }

func (k *Keeper) setLatch(f *chair.Fault) {
	k.mu.Lock()
	k.latch, k.turn = f, true
	k.mu.Unlock()
	k.rouse()
}

// Spend says how long a session of a person has lasted since first contact. A guest's is not written: after a restart
// their visit asks for nothing more.
func (k *Keeper) Spend(person string, session uint64, t time.Duration) {
	k.heedClock()
	d := dose{person, session, max(1, t.Milliseconds()), k.now()}
	k.mu.Lock()
	if _, had := k.doses[of{person, session}]; !had {
		k.doses.prune(d.moment)
	}
	k.doses[of{person, session}] = d
	if guest(person) {
		k.mu.Unlock()
		return
	}
	k.fresh = append(k.fresh, d)
	k.mu.Unlock()
	k.rouse()
}

// Spent is what a person has had.
func (k *Keeper) Spent(person string) chair.Spent {
	k.heedClock()
	at := k.now()
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.doses.spent(person, at)
}

// Forget takes away what a person has had, here and, by the writer, on the disk; nobody else's.
func (k *Keeper) Forget(person string) {
	k.mu.Lock()
	maps.DeleteFunc(k.doses, func(o of, _ dose) bool { return o.person == person })
	k.anew = true
	k.mu.Unlock()
	k.rouse()
}

// rouse wakes the writer.
func (k *Keeper) rouse() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Run writes until ctx is done and everything is on the disk, or the disk refuses.
func (k *Keeper) Run(ctx context.Context) {
	spare := make([]wire.Event, 0, room)
	again := time.NewTimer(retry)
	defer again.Stop()
	look := time.NewTicker(looks)
	defer look.Stop()
	trouble := ""
	for {
		var err error
		spare, err = k.write(spare)
		k.judge(err)
		if text := errorText(err); text != trouble {
			trouble = text
			k.logger.Error("writing what must last; what fails is tried again", "err", text)
		}
		if k.Trouble() != nil {
			again.Reset(retry)
		}
		select {
		case <-k.wake:
			if err != nil && ctx.Err() == nil { // not in a circle
				select {
				case <-again.C:
				case <-ctx.Done():
				}
			}
		case <-again.C:
		case <-look.C:
			k.heedClock()
		case <-ctx.Done():
			if _, err := k.write(spare); err != nil {
				k.logger.Error("not everything that must last could be written", "err", err)
			}
			return
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// write puts on the disk what waits: the latch first. spare is an empty queue to go on with; it returns the next.
// What the disk refuses waits on.
func (k *Keeper) write(spare []wire.Event) ([]wire.Event, error) {
	k.mu.Lock()
	queue, lost, latch, turn, fresh, anew := k.queue, k.lost, k.latch, k.turn, k.fresh, k.anew
	k.queue, k.lost, k.turn, k.fresh, k.anew = spare[:0], 0, false, nil, false
	fresh = slices.DeleteFunc(fresh, func(d dose) bool { _, known := k.doses[of{d.Person, d.Session}]; return !known }) // forgotten since
	k.mu.Unlock()

	var errs [3]error
	if turn {
		if errs[0] = k.writeLatch(latch); errs[0] != nil {
			k.mu.Lock()
			if !k.turn { // nothing newer has come
				k.latch, k.turn = latch, true
			}
			k.mu.Unlock()
		}
	}
	if len(fresh) > 0 || anew {
		if errs[1] = k.writeDoses(fresh, anew); errs[1] != nil {
			k.mu.Lock()
			k.anew = true // then the newest of each session
			k.mu.Unlock()
		}
	}
	events := queue
	if lost > 0 {
		events = append(slices.Clone(queue), wire.Event{
			V: wire.Version, Event: "lost", Lost: lost, Time: k.clock(), Text: "there was no room to keep them",
		})
	}
	if len(events) > 0 {
		if errs[2] = k.spool.add(events); errs[2] != nil {
			k.mu.Lock()
			k.takeBack(queue, lost)
			k.mu.Unlock()
			return spare, errors.Join(errs[:]...)
		}
	}
	clear(queue)
	return queue[:0], errors.Join(errs[:]...)
}

// takeBack puts events that could not be written before those that have come since. The mutex is held.
func (k *Keeper) takeBack(queue []wire.Event, lost int) {
	all := slices.Concat(queue, k.queue)
	k.lost += lost + max(0, len(all)-room)
	k.queue = append(make([]wire.Event, 0, room), all[:min(len(all), room)]...)
}

func (k *Keeper) writeLatch(f *chair.Fault) error {
	path := filepath.Join(k.dir, LatchName)
	if f == nil {
		return remove(path)
	}
	text, err := encodeLatch(*f)
	if err != nil {
		return err
	}
	return replace(path, text)
}

func (k *Keeper) writeDoses(fresh []dose, anew bool) error {
	var text []byte
	for i := range fresh {
		line, err := json.Marshal(&fresh[i])
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	if anew || k.ledger.size+int64(len(text)) > k.clean+slack {
		return k.rewriteDoses()
	}
	return k.ledger.add(text)
}

// rewriteDoses writes the newest of each session alone: a session adds a line twice a second.
func (k *Keeper) rewriteDoses() error {
	k.mu.Lock()
	all := maps.Clone(k.doses)
	k.mu.Unlock()
	text, err := all.lasting(k.now()).encode()
	if err != nil {
		return err
	}
	if err := k.ledger.replace(text); err != nil {
		return err
	}
	k.clean = k.ledger.size
	return nil
}

// Since is up to most events after a number, and what is closed when there are more.
func (k *Keeper) Since(after uint64, most int) ([]wire.Event, <-chan struct{}) {
	return k.spool.since(after, most)
}

// Close lets go of the files, after Run.
func (k *Keeper) Close() error { return errors.Join(k.spool.tail.file.Close(), k.ledger.file.Close()) }

// Spool is the id of the spool whose numbers these are.
func (k *Keeper) Spool() string { return k.spool.id }

// Meet is told what a record holds already: the number of its last event, and the spool that gave it. If that was
// another, or an older state of this one, the numbers here go on above it.
func (k *Keeper) Meet(spool string, last uint64) error {
	if last > 0 && (spool != k.spool.id || last > k.spool.newest()) {
		return k.spool.above(last)
	}
	return k.Ack(last)
}

// Ack lets go of the events up to a number: the record has them.
func (k *Keeper) Ack(n uint64) error { return k.spool.ack(n) }
