package httpapi_test

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/internal/closedengine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
)

// keyed is a simulated closed chair with its engine, and a page of it.
type keyed struct {
	*httptest.Server
	engine  *closedengine.Engine
	clock   *closedengine.Clock
	profile chair.Profile

	mu    sync.Mutex
	chair *rongtai.Simulation // of the link that was made last
	wait  chan struct{}       // the link is not made before it is closed; nil: at once
	fails error               // the link is not made
}

// air is the chair and what can go wrong with it, of the link that was made last.
func (k *keyed) air() *rongtai.Simulation {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.chair
}

// next says how the next links are made: after wait is closed, or not at all.
func (k *keyed) next(wait chan struct{}, fails error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.wait, k.fails = wait, fails
}

func (k *keyed) open(ctx context.Context) (driver.Chair, error) {
	k.mu.Lock()
	wait, fails := k.wait, k.fails
	k.mu.Unlock()
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if fails != nil {
		return nil, fails
	}
	c, air, err := rongtai.Simulated(rongtai.Options{Profile: &k.profile, Clock: k.clock.Now}, standin.NewChair())
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	k.chair = air
	k.mu.Unlock()
	return c, nil
}

// serveKeyed runs a page of a simulated closed chair. Real says that it is not simulated, as far as anybody can tell.
func serveKeyed(t *testing.T, real bool, o httpapi.Options) *keyed {
	t.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	k := &keyed{profile: p, clock: closedengine.NewClock(1)}
	shelf := &library.Library{Dir: t.TempDir()}
	k.engine = closedengine.New(closedengine.Options{Profile: &k.profile, Open: k.open, Simulated: !real, Clock: k.clock, Programme: shelf.Plan, HostWatch: true,
		Tested: func(*chair.Profile) error { return nil }})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := k.engine.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		if air := k.air(); air != nil {
			air.Lose(false)
			air.Deafen(false)
		}
		cancel()
		<-ended
	})
	o.Programmes, o.Library, o.Chair, o.Simulated = cards(), shelf, &k.profile, !real
	k.Server = serveEngine(t, k.engine, o)
	return k
}
