package keep

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/openlumbar/lumbar/internal/wire"
)

// header is a spool's first line.
type header struct {
	Spool string `json:"spool"`           // its id, so that a record knows when the numbers are others
	After uint64 `json:"after"`           // the last number that is not in the file any more
	Open  string `json:"open,omitempty"`  // the programme of a session that began before, and has not ended
	Begun string `json:"begun,omitempty"` // when that was
}

// spool is the events that the record has not acknowledged yet. Its numbers rise for ever.
type spool struct {
	disk  sync.Mutex // whoever writes
	tail  *tail
	id    string
	open  string // the programme of the session under way
	begun string // when that began, as its event has it; empty: it is not known any more
	gone  int64  // bytes of the file that nobody needs any more

	mu      sync.Mutex // what follows
	kept    []entry
	last    uint64
	changed chan struct{} // closed when there is more
}

// entry is one event as it is on the disk.
type entry struct {
	event wire.Event
	bytes int64
}

// slack is how much of the file nobody may need before it is written anew.
const slack = 64 << 10

// openSpool reads a spool, or begins one. bad is how many whole lines could not be read.
func openSpool(path string) (s *spool, bad int, err error) {
	text, err := lines(path)
	if err != nil {
		return nil, 0, err
	}
	s = &spool{changed: make(chan struct{})}
	var h header
	if len(text) > 0 && json.Unmarshal(text[0], &h) == nil && h.Spool != "" {
		s.id, s.last, s.open, s.begun = h.Spool, h.After, h.Open, h.Begun
		text = text[1:]
	} else {
		var id [8]byte
		if _, err := rand.Read(id[:]); err != nil {
			return nil, 0, err
		}
		s.id = hex.EncodeToString(id[:])
	}
	for _, line := range text {
		var ev wire.Event
		if err := json.Unmarshal(line, &ev); err != nil || ev.Seq <= s.last {
			bad++
			continue
		}
		s.last = ev.Seq
		s.kept = append(s.kept, entry{ev, int64(len(line))})
		s.follow(&ev)
	}
	if s.tail, err = openTail(path); err != nil {
		return nil, 0, err
	}
	return s, bad, s.rewrite() // cuts a torn last line off
}

// follow keeps up with whether a session is under way.
func (s *spool) follow(ev *wire.Event) {
	switch ev.Event {
	case "start":
		s.open, s.begun = ev.Programme, ev.Time
	case "summary", "interrupted":
		s.open, s.begun = "", ""
	}
}

// rewrite writes the file anew with what is still needed. The caller holds disk, or is alone.
func (s *spool) rewrite() error {
	s.mu.Lock()
	kept, after := slices.Clone(s.kept), s.last
	s.mu.Unlock()
	// The session that is open at the header is the one that began before the first event kept.
	h := header{Spool: s.id, After: after, Open: s.open, Begun: s.begun}
	for i := range kept {
		if e := &kept[i].event; e.Event == "start" || e.Event == "summary" || e.Event == "interrupted" {
			h.Open, h.Begun = "", "" // it follows from the events
			break
		}
	}
	if len(kept) > 0 {
		h.After = kept[0].event.Seq - 1
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	for i := range kept {
		line, err := json.Marshal(&kept[i].event)
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	if err := s.tail.replace(text); err != nil {
		return err
	}
	s.gone = 0
	return nil
}

// add numbers events, puts them on the disk, and tells whoever waits for them. After an error nothing has happened.
func (s *spool) add(events []wire.Event) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.mu.Lock()
	next := s.last
	s.mu.Unlock()
	var text []byte
	var more []entry
	for _, ev := range events {
		next++
		ev.Seq = next
		line, err := json.Marshal(&ev)
		if err != nil {
			return fmt.Errorf("event %s: %w", ev.Event, err)
		}
		text = append(append(text, line...), '\n')
		more = append(more, entry{ev, int64(len(line)) + 1})
	}
	if err := s.tail.add(text); err != nil {
		return err
	}
	for i := range events {
		s.follow(&events[i])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept, s.last = append(s.kept, more...), next
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// since is up to most events after a number, and what is closed when there are more.
func (s *spool) since(after uint64, most int) ([]wire.Event, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []wire.Event
	for i := range s.kept {
		if s.kept[i].event.Seq > after && len(out) < most {
			out = append(out, s.kept[i].event)
		}
	}
	return out, s.changed
}

// newest is the last number given.
func (s *spool) newest() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// ack lets go of the events up to a number.
func (s *spool) ack(n uint64) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.mu.Lock()
	i := 0
	for ; i < len(s.kept) && s.kept[i].event.Seq <= n; i++ {
		s.gone += s.kept[i].bytes
	}
	s.kept = slices.Delete(s.kept, 0, i)
	s.mu.Unlock()
	if s.gone < slack {
		return nil
	}
	return s.rewrite()
}

// above makes the numbers go on above n, for a record that knows another spool's numbers.
func (s *spool) above(n uint64) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.mu.Lock()
	s.last = max(s.last, n)
	for i := range s.kept {
		s.last++
		s.kept[i].event.Seq = s.last
	}
	s.mu.Unlock()
	return s.rewrite()
}
