package httpapi_test

import (
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestTwoPorts: who sits at one chair does so still after sitting down at another of the same machine, in the same browser.
func TestTwoPorts(t *testing.T) {
	one, other := newPlace(t, httpapi.Options{}), newPlace(t, httpapi.Options{})
	v := one.visitor(t)
	v.adds("Ada", "")
	w := other.visitor(t)
	w.web = v.web // one browser
	w.adds("Bea", "")
	if _, text := v.get("/who"); !strings.Contains(text, "Ada") || !strings.Contains(text, `data-who="me"`) {
		t.Error("whoever sat at the first chair sits there no more")
	}
	w.post("/who", "do", "leave")
	if _, text := v.get("/who"); !strings.Contains(text, `data-who="me"`) {
		t.Error("leaving at the second chair locked who sits at the first")
	}
}

// TestDeviceAtTwoPorts: a device that is let in at two chairs of one machine is known at both.
func TestDeviceAtTwoPorts(t *testing.T) {
	there, local := callers(t, newFake())
	second, local2 := callers(t, newFake())
	letIn(t, local, there, access.Sitter)
	second.host = "192.0.2.1:8421"
	letIn(t, local2, second, access.Sitter)
	for name, c := range second.cookies { // one browser
		there.cookies[name] = c
	}
	second.cookies = there.cookies
	for _, c := range []*caller{there, second} {
		if w := c.ask("GET", "/", ""); w.Code != 200 {
			t.Errorf("at %q: %d", c.host, w.Code)
		}
	}
}
