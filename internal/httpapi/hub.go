package httpapi

import (
	"sync"
	"time"
)

// news is all that a stream tells: the newest snapshot, whether the engine is silent, and how many watch.
type news struct {
	seq      uint64
	snapshot []byte // JSON; nil: none yet
	silent   bool
	// unreached is the chair that the control is known not to reach, if it is silent.
	unreached string
	active    bool // a session is under way
	viewers   int
}

// hub hands news to any number of watchers. A watcher holds one piece of news at most: one that reads slowly
// loses what it has not read yet, and nobody waits for it.
type hub struct {
	most    int
	watched chan bool // tells the pump when the first comes or the last goes; holds the newest only

	mu       sync.Mutex
	latest   news
	told     time.Time
	watchers map[chan news]struct{}
}

func newHub(most int) *hub {
	return &hub{most: most, watched: make(chan bool, 1), watchers: map[chan news]struct{}{}}
}

// join adds a watcher, which is told the latest at once, unless the house is full.
func (h *hub) join() (<-chan news, func(), bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.watchers) >= h.most {
		return nil, nil, false
	}
	w := make(chan news, 1)
	h.watchers[w] = struct{}{}
	h.counted()
	return w, func() { h.leave(w) }, true
}

func (h *hub) leave(w chan news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
	h.counted()
}

// counted tells everybody how many watch now. The mutex is held.
func (h *hub) counted() {
	h.latest.viewers = len(h.watchers)
	for w := range h.watchers {
		put(w, h.latest)
	}
	put(h.watched, len(h.watchers) > 0)
}

// publish tells everybody, unless nothing has changed and it was said not long ago.
func (h *hub) publish(n news, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n.viewers = len(h.watchers)
	if n.silent {
		n.seq, n.snapshot = h.latest.seq, h.latest.snapshot
	}
	same := n.seq == h.latest.seq && n.silent == h.latest.silent && n.unreached == h.latest.unreached
	if same && now.Sub(h.told) < repeat {
		return
	}
	h.latest, h.told = n, now
	for w := range h.watchers {
		put(w, n)
	}
}

// last is the newest news.
func (h *hub) last() (news, time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.latest, h.told
}

// put replaces what c holds. There is one sender at a time, by the hub's mutex.
func put[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	c <- v
}
