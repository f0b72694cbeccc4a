package mqtt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// order is what may be asked for from afar.
type order int

const (
	none order = iota
	stop
	pause
	resume
	softer
	choose
	prepare
)

// gentler says whether an order only takes something away: it may come without its time.
func (o order) gentler() bool { return o == stop || o == pause || o == softer }

// letter is an order as it came.
type letter struct {
	id       string // of the entity
	payload  []byte
	retained bool // the broker has kept it
	again    bool // the broker says that it sends it once more
}

// Figures of orders.
const (
	stale      = 15 * time.Second // an order older than this, or so far ahead, is none: two clocks may differ by some seconds
	remembered = 32               // orders by which one that comes twice is known
	longest    = 256              // bytes of an order: four times the longest honest one
)

// Why an order is not followed. What these say goes to the log, and never to the broker.
var (
	errRetained = errors.New("it was kept by the broker: an order must not be retained; clear it there")
	errEmpty    = errors.New("it is empty")
	errAgain    = errors.New("it came twice")
	errUnknown  = errors.New("nothing goes by that name")
	errForm     = errors.New(`it is not understood: {"do": what, "at": seconds since 1970}`)
	errUntimed  = errors.New("it has no time: only what makes it gentler may come without")
	errTime     = errors.New("its time is not now: it is old, or the clocks of the two machines differ")
)

// desk reads orders. One goroutine at a time.
type desk struct {
	seen [remembered]said // the last, round and round
	next int
}

type said struct {
	id string
	do string
	at float64
}

// read says what a letter asks for, and which of the options of a select.
func (d *desk) read(l *letter, now time.Time) (o order, what string, err error) {
	for i := range table {
		if table[i].id == l.id {
			o = table[i].order
		}
	}
	switch {
	case o == none:
		return none, "", errUnknown
	case l.retained:
		return none, "", errRetained
	case len(bytes.TrimSpace(l.payload)) == 0:
		return none, "", errEmpty
	case o == stop: // is never refused for how it is written, for being late or for coming twice
		return stop, "", nil
	case len(l.payload) > longest:
		return none, "", errForm
	}
	s, timed, err := parse(l.id, l.payload)
	switch {
	case err != nil:
		return none, "", err
	case o != choose && s.do != l.id:
		return none, "", errForm
	case !timed && !o.gentler():
		return none, "", errUntimed
	case timed && !(math.Abs(s.at-float64(now.UnixMilli())/1000) <= stale.Seconds()):
		return none, "", errTime
	case l.again, timed && d.twice(s):
		return none, "", errAgain
	}
	return o, s.do, nil
}

// parse reads an order with its time, or a word without.
func parse(id string, payload []byte) (s said, timed bool, err error) {
	payload = bytes.TrimSpace(payload)
	if payload[0] != '{' {
		return said{id: id, do: string(payload)}, false, nil
	}
	var in struct {
		Do string   `json:"do"`
		At *float64 `json:"at"`
	}
	j := json.NewDecoder(bytes.NewReader(payload))
	j.DisallowUnknownFields()
	if err := j.Decode(&in); err != nil {
		return s, false, errForm
	}
	if err := j.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return s, false, errForm
	}
	if in.At == nil {
		return said{id: id, do: in.Do}, false, nil
	}
	return said{id, in.Do, *in.At}, true, nil
}

// twice says whether the very same order came before, and remembers it.
func (d *desk) twice(s said) bool {
	for _, old := range d.seen {
		if old == s {
			return true
		}
	}
	d.seen[d.next] = s
	d.next = (d.next + 1) % remembered
	return false
}

// own is the pause that came this way, for resume.
type own struct {
	asked time.Time // zero: none
	held  bool      // the chair has said since that it is paused
}

// pauseLasts is how long a pause can be taken back from where it came: our own choice; later, whoever sits there goes on.
const pauseLasts = 5 * time.Minute

// heldWithin is how soon a pause that was asked for shows: a later one is somebody else's.
const heldWithin = 2 * time.Second

// hear takes note of whether the session is paused: who goes on, or a session's end, ends it for good.
func (p *own) hear(now time.Time, paused, active bool) {
	age := now.Sub(p.asked)
	switch {
	case p.asked.IsZero():
	case !active, p.held && !paused, !p.held && !(age >= 0 && age <= heldWithin):
		*p = own{}
	case paused:
		p.held = true
	}
}

// mayResume says why a pause cannot be taken back from afar; nil is that it can.
func (p *own) mayResume(now time.Time, seated, seat, page bool) error {
	switch age := now.Sub(p.asked); {
	case p.asked.IsZero() || !p.held:
		return errors.New("no pause came this way: whoever sits there goes on")
	case !(age >= 0 && age <= pauseLasts):
		return fmt.Errorf("the pause is older than %v: whoever sits there goes on", pauseLasts)
	case !seat:
		return errors.New("this chair cannot tell whether somebody sits there")
	case !seated:
		return errors.New("nobody sits there")
	case !page:
		return errors.New("the page that started the session is not heard")
	}
	return nil
}
