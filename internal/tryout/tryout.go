package tryout

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Tried is a chair's test that is over.
type Tried struct {
	Profile      *chair.Profile
	Who          string // who tried it, as they said
	Began, Ended time.Time
	Outcome      commission.Outcome
	Why          string
	Results      []commission.Result
}

// Times, on the wall.
const (
	// HoldFor is how long a request to hold counts. Whoever holds a key says so again before.
	HoldFor = 300 * time.Millisecond
	// AskerSilence is how long whoever tries a chair may say nothing: a page looks several times a second. Assumption.
	AskerSilence = 5 * time.Second
)

// leastOwner is how long the name of whoever tries a chair must be to be theirs alone: shorter ones are everybody's.
const leastOwner = 20

// What is said beforehand is kept to what can be.
const (
	mostName            = 80     // bytes
	leastPush, mostPush = 5, 100 // N
	coldRoom, warmRoom  = 5, 40  // °C
)

// Why something is not done.
var (
	ErrBusy  = errors.New("the chair is being tried, with nobody in it: end that first")
	ErrNone  = errors.New("the chair is not being tried: begin a test first")
	ErrOther = errors.New("somebody else tries the chair now")
)

// Test is one test of a chair. The zero value is none. One goroutine uses it. Moments, called now, are of the wall, and only
// ever go on.
type Test struct {
	bench  *commission.Bench
	by     string // who began it
	who    string
	began  time.Time
	heard  time.Duration // when they last asked
	held   time.Duration // until when the key counts as held
	yes    bool
	no     bool
	stop   bool
	away   bool // the chair is being reached
	record string
	done   bool
	missed string // why the chair was not reached, so that nothing was tried
}

// Begin is a test that was asked for by a request that may begin one; the error says what is wrong with what was said
// beforehand.
func Begin(p *chair.Profile, r *wire.Request, now time.Duration, at time.Time) (Test, error) {
	a := r.Test
	var err error
	switch {
	case len(r.By) < leastOwner:
		err = errors.New("a chair is tried from a page or a terminal, which says who it is")
	case strings.TrimSpace(a.Who) == "":
		err = errors.New("who tries the chair? Their name goes into its record")
	case len(a.Who) > mostName || strings.ContainsFunc(a.Who, unicode.IsControl):
		err = fmt.Errorf("that is no name for a record: at most %d letters, on one line", mostName)
	case a.PushN != 0 && !(a.PushN >= leastPush && a.PushN <= mostPush):
		err = fmt.Errorf("a push of %g N is not one from %d to %d", a.PushN, leastPush, mostPush)
	case a.RoomC != 0 && !(a.RoomC >= coldRoom && a.RoomC <= warmRoom):
		err = fmt.Errorf("a room of %g °C is not one from %d to %d", a.RoomC, coldRoom, warmRoom)
	}
	if err != nil {
		return Test{}, err
	}
	return Test{bench: commission.New(commission.Options{Profile: p, Push: a.PushN, Room: a.RoomC}), by: r.By, who: a.Who, began: at, heard: now}, nil
}

// Active says whether the chair is being tried.
func (t *Test) Active() bool { return t.bench != nil && !t.done }

// Stop gives the test up: STOP, by whomever.
func (t *Test) Stop() { t.stop = true }

// Reaching says that the chair is being reached, or is.
func (t *Test) Reaching(away bool) { t.away = away }

// Away says whether the chair is being reached, so that nothing has been tried yet.
func (t *Test) Away() bool { return t.Active() && t.away }

// Silent says whether whoever tries the chair has not been heard for too long.
func (t *Test) Silent(now time.Duration) bool { return now-t.heard >= AskerSilence }

// Missed ends a test of a chair that was not reached. Nothing was tried: what is on record stays.
func (t *Test) Missed(why string) { t.done, t.missed = true, why }

// Heed does what a request asks of a test, other than to begin one. An answer or a hold of a step that is over does nothing.
func (t *Test) Heed(r *wire.Request, now time.Duration) error {
	a := r.Test
	if a == nil {
		return errors.New("a test is asked for with what is to be done: begin, look, hold, yes, no or end")
	}
	if a.Do == wire.TestLook {
		if t.bench != nil && r.By == t.by {
			t.heard = now
		}
		return nil
	}
	switch {
	case t.bench != nil && t.done && r.By == t.by:
		return nil // it was under way when it was asked: the answer says that it is over
	case !t.Active():
		return ErrNone
	case r.By != t.by:
		return ErrOther
	}
	t.heard = now
	if a.Do != wire.TestEnd && a.Step != t.bench.View().Name {
		return nil // of a step that is over: what it asked is no more
	}
	switch a.Do {
	case wire.TestHold:
		t.held = now + HoldFor
	case wire.TestYes:
		t.yes = true
	case wire.TestNo:
		t.no = true
	case wire.TestEnd:
		t.stop = true
	default:
		return fmt.Errorf("%q is nothing that can be asked of a test: begin, look, hold, yes, no or end", a.Do)
	}
	return nil
}

// Stopped says whether the test was given up.
func (t *Test) Stopped() bool { return t.stop }

// Moment is what the owner of the chair knows in one control period.
type Moment struct {
	At     time.Duration // on the engine's clock
	Now    time.Duration // on the wall
	Report *chair.Report
	Fresh  bool // the newest reading is new enough
	Took   bool // the chair has confirmed what was sent last
	Alive  bool // whoever talks to the engine is there
}

// View is the test as it stands, and whether an answer of yes waits for the next Tick.
func (t *Test) View() (v commission.View, said bool) { return t.bench.View(), t.yes }

// Tick is one control period: what is to be sent, and whether anything is. It is over when Over says so.
func (t *Test) Tick(m *Moment) (guard.Cleared, bool) {
	in := commission.In{
		At: m.At, Report: m.Report, Fresh: m.Fresh, Took: m.Took, Held: m.Now < t.held, Yes: t.yes, No: t.no, Stop: t.stop,
		Alive: m.Alive && !t.Silent(m.Now),
	}
	t.yes, t.no = false, false
	return t.bench.Tick(&in)
}

// Over is what came of a test that has just ended, with the chair at rest; nil while it goes on.
func (t *Test) Over(p *chair.Profile, at time.Time) *Tried {
	if !t.Active() || !t.bench.Over() {
		return nil
	}
	t.done = true
	v := t.bench.View()
	return &Tried{Profile: p, Who: t.who, Began: t.began, Ended: at, Outcome: v.Outcome, Why: v.Why, Results: v.Results}
}

// TakeDown has keep put a test that is over on record, if there is a keep, and notes for people what became of that. The
// error is keep's.
func (t *Test) TakeDown(over *Tried, keep func(*Tried) (note string, err error)) error {
	if keep == nil {
		return nil
	}
	note, err := keep(over)
	if err != nil {
		note = "The record could not be written, so that the chair does not count as tried: " + err.Error()
	}
	t.record = note
	return err
}
