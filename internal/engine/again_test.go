package engine

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestGoesOnToItsEnd: however often a session is stopped and gone on with, what it has used up is planned for, so that
// no budget trips: it ends by itself, or there is nothing left of it.
func TestGoesOnToItsEnd(t *testing.T) {
	e, _, k := onWall(t, Options{})
	tight := asked(func(l *chair.Limits) { gentle(l); l.Zone.Max, l.Session.Max = 110*time.Second, 10*time.Minute })
	rounds := 0
	for ; rounds < 12; rounds++ {
		r := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: e.seed, Person: "7f3a", Limits: tight}
		if err := e.heed(&r); err != nil {
			break
		}
		from := e.loop.Guard().SessionTime()
		for e.loop.Active() && e.loop.Guard().SessionTime() < from+50*time.Second {
			quietTick(t, e)
		}
		if f := e.loop.Fault(); f != nil {
			t.Fatalf("round %d ended by %v", rounds, f)
		}
		end(t, e)
		k.had = chair.Spent{Day: time.Second, DaySessions: 1, WeekSessions: 1, Since: time.Second}
	}
	if rounds < 2 || rounds == 12 {
		t.Errorf("nothing was left after %d rounds", rounds)
	}
}
