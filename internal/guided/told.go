package guided

import (
	"time"

	"github.com/openlumbar/lumbar/driver/manual"
)

// Told is all of the session that others than its person may hear: where it stands, the programme as it was begun, and how long the
// massager may have been running, pauses left out. None of it depends on anybody's limits, but that a session ends. The zero
// stage: there is none. Any goroutine may ask; it lets no time go on, which Run does.
func (r *Room) Told() (stage manual.Stage, programme string, ran time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil {
		return 0, "", 0
	}
	return r.m.Stage(), r.plan, r.m.Dose()
}
