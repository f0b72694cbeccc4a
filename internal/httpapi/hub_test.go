package httpapi

import (
	"testing"
	"time"
)

func TestHubSlowWatcherLosesOldNews(t *testing.T) {
	h := newHub(4)
	slow, leave, ok := h.join()
	if !ok {
		t.Fatal("no room in an empty house")
	}
	defer leave()
	start := time.Now()
	for seq := range uint64(100) {
		h.publish(news{seq: seq + 1}, start) // would block here for ever if it waited for the reader
	}
	if got := <-slow; got.seq != 100 {
		t.Errorf("slow watcher reads seq %d, want the newest, 100", got.seq)
	}
	select {
	case n := <-slow:
		t.Errorf("slow watcher has more to read: seq %d", n.seq)
	default:
	}
}

func TestHubFull(t *testing.T) {
	h := newHub(2)
	_, leave, _ := h.join()
	h.join()
	if _, _, ok := h.join(); ok {
		t.Error("a third watcher came into a house of two")
	}
	leave()
	if _, _, ok := h.join(); !ok {
		t.Error("no room after one has left")
	}
}

func TestHubCountsWatchers(t *testing.T) {
	h := newHub(8)
	first, _, _ := h.join()
	if n := <-first; n.viewers != 1 {
		t.Errorf("alone: %d viewers, want 1", n.viewers)
	}
	_, leave, _ := h.join()
	if n := <-first; n.viewers != 2 {
		t.Errorf("with another: %d viewers, want 2", n.viewers)
	}
	leave()
	if n := <-first; n.viewers != 1 {
		t.Errorf("alone again: %d viewers, want 1", n.viewers)
	}
}

func TestHubHoldsBackWhatIsKnown(t *testing.T) {
	h := newHub(8)
	w, leave, _ := h.join()
	defer leave()
	<-w // the count
	start := time.Now()
	for _, c := range []struct {
		name   string
		news   news
		after  time.Duration
		spoken bool
	}{
		{"first", news{seq: 1, snapshot: []byte("{}")}, 0, true},
		{"same, soon", news{seq: 1, snapshot: []byte("{}")}, repeat / 2, false},
		{"same, later", news{seq: 1, snapshot: []byte("{}")}, repeat, true},
		{"new, at once", news{seq: 2, snapshot: []byte("{}")}, repeat, true},
		{"silent, at once", news{silent: true}, repeat, true},
		{"still silent, soon", news{silent: true}, repeat + repeat/2, false},
	} {
		h.publish(c.news, start.Add(c.after))
		select {
		case n := <-w:
			if !c.spoken {
				t.Errorf("%s: told seq %d, want silence", c.name, n.seq)
			}
		default:
			if c.spoken {
				t.Errorf("%s: told nothing", c.name)
			}
		}
	}
	if last, _ := h.last(); last.snapshot == nil {
		t.Error("a silent engine took away the last snapshot")
	}
}
