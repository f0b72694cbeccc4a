package httpapi_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/httpapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs a server for one test, with the test's programmes and bodies.
func serve(t *testing.T, f *fake) *httptest.Server {
	t.Helper()
	s, err := httpapi.New(httpapi.Options{Engine: f, Programmes: cards(), Bodies: bodies(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Serve(ctx)
	}()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		cancel() // the pump's end ends the streams; a server with open streams does not close
		<-ended
		server.Close()
	})
	return server
}
