package mqtt

import (
	"encoding/json"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Told is the bytes that are told of a snapshot.
func Told(h *Home, s *wire.Snapshot) []byte {
	c := h.scene()
	text, _ := json.Marshal(c.state(s))
	return text
}

// ToldGuided is the bytes that are told while there is a guided session, and nothing else.
func ToldGuided(h *Home, g Guided) []byte {
	c := h.scene()
	s := c.state(&wire.Snapshot{})
	c.guided(g, &s)
	text, _ := json.Marshal(s)
	return text
}

// Explain is what people are told of an error.
func Explain(err error, b *Broker) error { return explain(err, b) }

// Waits is the waits before the attempts of an outage, n of them, of which each ends with err. The clock goes on with them.
func Waits(n int, err error) (waits []time.Duration) {
	at := time.Unix(1_800_000_000, 0)
	w := &backoff{now: func() time.Time { return at }}
	w.lost()
	for i := range n {
		wait := w.before(i)
		waits = append(waits, wait)
		at = at.Add(wait)
		w.failed(err)
	}
	return waits
}

// Desk reads orders.
type Desk struct{ d desk }

// Read reads one: what is asked for, as a word, or why not.
func (d *Desk) Read(id, payload string, retained, again bool, now time.Time) (string, error) {
	o, what, err := d.d.read(&letter{id, []byte(payload), retained, again}, now)
	if err != nil {
		return "", err
	}
	return map[order]string{stop: "stop", pause: "pause", resume: "resume", softer: "softer", choose: "choose " + what, prepare: "prepare"}[o], nil
}

// Own is a pause that came this way.
type Own struct{ o own }

// Ask notes that it was asked for.
func (p *Own) Ask(now time.Time) { p.o = own{asked: now} }

// Hear notes what the chair says.
func (p *Own) Hear(now time.Time, paused, active bool) { p.o.hear(now, paused, active) }

// May says why it cannot be taken back.
func (p *Own) May(now time.Time, seated, seat, page bool) error {
	return p.o.mayResume(now, seated, seat, page)
}

// Heard is how many snapshots and orders wait to be handled: what memory holds while nobody takes them.
func (b *Bridge) Heard() int {
	return len(b.heard) + len(b.up) + len(b.stops) + len(b.asks) + len(b.birth)
}
