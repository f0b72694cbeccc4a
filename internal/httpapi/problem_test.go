package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestTroubleIsAView: a browser that goes to a page is told in a view, with STOP, why it does not get it; a program in JSON.
func TestTroubleIsAView(t *testing.T) {
	there, local, _ := callersOf(t, httpapi.Options{Engine: newFake()})
	letIn(t, local, there, access.Sitter)
	for _, c := range []struct {
		who        *caller
		path, says string
		status     int
	}{
		{local, "/nowhere", "Nothing is here.", 404}, {local, "/programmes/x/y/z", "Nothing is here.", 404},
		{there, "/devices", "Not from this device.", 403},
	} {
		c.who.headers = map[string]string{"Accept": "text/html,application/xhtml+xml"}
		w := c.who.ask(http.MethodGet, c.path, "")
		if text := w.Body.String(); w.Code != c.status || !strings.Contains(text, "<h1>"+c.says) || !strings.Contains(text, `id="stop"`) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %.300s", c.path, w.Code, text)
		}
		c.who.headers = nil
		if w := c.who.ask(http.MethodGet, c.path, ""); w.Code != c.status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: to a program: %d %s", c.path, w.Code, w.Header().Get("Content-Type"))
		}
	}
}
