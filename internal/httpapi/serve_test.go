package httpapi_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs a server for one test, with the test's programmes and bodies.
func serve(t *testing.T, f *fake) *httptest.Server {
	t.Helper()
	return serveEngine(t, f, httpapi.Options{Programmes: cards()})
}

// built is whom the simulated chair is built for.
var built = chair.PersonRange{MaxWeight: 150, MinHeight: 1400, MaxHeight: 2100}

// serveEngine runs a server of an engine for one test.
func serveEngine(t *testing.T, e httpapi.Engine, o httpapi.Options) *httptest.Server {
	t.Helper()
	server, end := serveUntil(t, e, o)
	t.Cleanup(end)
	return server
}

// serveUntil is serveEngine whose end the caller sees to; it may be called again.
func serveUntil(t *testing.T, e httpapi.Engine, o httpapi.Options) (server *httptest.Server, end func()) {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	o.Engine, o.Bodies, o.Version, o.Check, o.Built = e, bodies(), "test", check, built
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Serve(ctx)
	}()
	server = httptest.NewServer(s)
	return server, func() {
		cancel() // the pump's end ends the streams; a server with open streams does not close
		<-ended
		server.Close()
	}
}
