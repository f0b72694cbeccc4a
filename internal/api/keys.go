package api

import (
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// How long the outcome of a request is remembered, and of how many. Our own choice: longer than a client goes on trying.
const (
	remembered = 10 * time.Minute
	mostKeys   = 1024
)

// keys makes sure that a request which is sent twice is done once.
type keys struct {
	mu  sync.Mutex
	all map[string]*outcome
}

// outcome is what came of one request.
type outcome struct {
	request  string
	at       time.Time
	done     chan struct{} // closed when what follows is known
	snapshot wire.Snapshot
	err      error
}

func newKeys() *keys { return &keys{all: map[string]*outcome{}} }

// once does what is asked under a key, or gives the outcome of the one who did; whoever comes while it is under way
// waits. fits is false where the key stands for another request.
func (k *keys) once(key, request string, at time.Time, do func() (wire.Snapshot, error)) (s wire.Snapshot, err error, fits bool) {
	k.mu.Lock()
	k.sweep(at)
	o, known := k.all[key]
	if !known {
		o = &outcome{request: request, at: at, done: make(chan struct{})}
		k.all[key] = o
	}
	k.mu.Unlock()
	switch {
	case o.request != request:
		return s, nil, false
	case !known:
		defer close(o.done) // also where do panics: nobody must wait for ever
		o.snapshot, o.err = do()
	default:
		<-o.done
	}
	return o.snapshot, o.err, true
}

// sweep forgets what is old, and the oldest where there are too many. The mutex is held.
func (k *keys) sweep(at time.Time) {
	var oldest string
	for key, o := range k.all {
		if age := at.Sub(o.at); age >= remembered || age <= -remembered {
			delete(k.all, key)
		} else if first, ok := k.all[oldest]; !ok || o.at.Before(first.at) {
			oldest = key
		}
	}
	if len(k.all) >= mostKeys {
		delete(k.all, oldest)
	}
}
