package standin

import (
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/twin"
)

// locked is a simulated chair behind units, which several goroutines use: those that serve, the one that lets time pass, a test.
// Whoever holds it, holds the units' own state too.
type locked struct {
	mu   sync.Mutex
	twin *twin.Twin
	deaf bool
}

// hold locks it until the function that it returns is called.
func (l *locked) hold() (free func()) {
	l.mu.Lock()
	return l.mu.Unlock
}

// Deaf has the units answer nobody, and hear nobody.
func (l *locked) Deaf() {
	defer l.hold()()
	l.deaf = true
}

// Truth is what really is.
func (l *locked) Truth() twin.Truth {
	defer l.hold()()
	return l.twin.Truth()
}

// Inject begins or ends a failure of the simulated chair.
func (l *locked) Inject(f twin.Failure, on bool) {
	defer l.hold()()
	l.twin.Inject(f, on)
}

// pass lets time pass, a tick of the units after the other.
func (l *locked) pass(d time.Duration, tick func()) {
	defer l.hold()()
	for end := l.twin.Now() + d; l.twin.Now() < end; {
		tick()
	}
}
