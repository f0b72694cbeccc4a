package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestUnreached: a chair that its control does not reach is said on every page, with why and the ways out for who may take them.
func TestUnreached(t *testing.T) {
	t.Parallel()
	g, f, p := newGarage(t), newFake(), bench(t)
	there, local, _ := callersOf(t, httpapi.Options{Engine: f, Chair: &p, Chairs: g})
	for _, title := range []string{"Den", "Attic"} {
		if _, err := g.Add(adding.Answers{Link: "ble", Like: "infinity", Title: title, Weight: "100"}); err != nil {
			t.Fatal(err)
		}
	}
	says := func(c *caller, path string, is bool, words ...string) {
		t.Helper()
		text := c.ask("GET", path, "").Body.String()
		for _, w := range words {
			if strings.Contains(text, w) != is {
				t.Errorf("%s: %q is said: not %v", path, w, is)
			}
		}
	}
	g.set(func(g *garage) {
		g.used, g.off = "den", "opening den: connecting to 192.168.1.20:502: refused\nand what is for the log"
	})
	says(local, "/chair", false, " is not reached</h2>") // it answers: what was is over
	f.set(func(f *fake) { f.down = errDown })
	says(local, "/", true, p.Title+" is not reached.", `id="link-way" href="/chair?off#off">`)
	says(local, "/chair", true, p.Title+" is not reached</h2>", "Opening den: connecting to 192.168.1.20:502: refused.", offLink, "whether its address is still 192.168.1.20:502",
		"Try again now", "Use the simulated chair", "Use Attic")
	says(local, "/chair", false, "Use Den", "for the log")
	if w := local.ask("POST", "/chair/again", ""); w.Code != http.StatusSeeOther || g.again != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	g.set(func(g *garage) { g.still = "nothing answers at 192.168.1.20:502" })
	if w := local.ask("POST", "/chair/again", ""); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Nothing answers at 192.168.1.20:502.") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	letIn(t, local, there, access.Sitter)
	says(there, "/chair", true, p.Title+" is not reached</h2>", "Whoever looks after it")
	says(there, "/chair", false, "192.168", "Try again now", "/chair/use", `action="/chair/again"`)
	if w := there.ask("POST", "/chair/again", ""); w.Code != http.StatusForbidden {
		t.Errorf("a sitter: %d", w.Code)
	}
	g.set(func(g *garage) { g.fixed = "The configuration names the chair." })
	says(local, "/chair", true, "Try again now", "The configuration names the chair.")
	says(local, "/chair", false, "Use the simulated chair")
	g.set(func(g *garage) { g.fixed = "" })
	if w := local.ask("POST", "/chair/use", form("name", "attic")); w.Code != http.StatusOK {
		t.Errorf("another chair is not taken: %d %s", w.Code, w.Body)
	}
	// A control that is silent, and may have its chair, is another matter.
	g.set(func(g *garage) { g.off = "" })
	says(local, "/chair", false, " is not reached</h2>")
	says(local, "/", true, "The control does not answer.")
	if w := local.ask("POST", "/chair/use", form("name", "den")); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "does not answer") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
