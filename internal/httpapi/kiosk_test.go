package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestKiosk: nothing of a tablet's page leads away; in a shared place the chair's own screen has it by itself, and it shows phones
// the way in; a page without it is as ever.
func TestKiosk(t *testing.T) {
	p, _ := shared(t)
	v := p.visitor(t)
	_, usual := v.get("/?kiosk=off")
	if _, own := v.get("/"); !strings.Contains(own, "data-kiosk") {
		t.Error("the machine's own screen in a shared place is no kiosk")
	}
	status, kiosk := v.get("/?kiosk")
	if status != 200 || !strings.Contains(kiosk, "data-kiosk") || !strings.Contains(kiosk, "kiosk.js") || !strings.Contains(kiosk, `href="/?kiosk"`) {
		t.Errorf("%d: %.2000s", status, kiosk)
	}
	if strings.Contains(kiosk, `class="places"`) || strings.Contains(kiosk, `href="/massagers"`) {
		t.Error("it leads away")
	}
	if !strings.Contains(kiosk, "by-phone") && !strings.Contains(kiosk, "127.0.0.1") {
		t.Log("this machine is on no network: no code is shown")
	}
	if strings.Contains(usual, "kiosk") || !strings.Contains(usual, `class="places"`) {
		t.Error("without it the page is another")
	}
	for _, file := range []string{"kiosk.js", "kiosk.css"} {
		if status, _ := v.get("/static/" + file); status != 200 {
			t.Errorf("%s: %d", file, status)
		}
	}
}

// TestKioskByDevice: of the devices in a shared place the tablet alone, which was let in as a sitter with the machine's code, has
// the page of a tablet; at home none has it by itself.
func TestKioskByDevice(t *testing.T) {
	is := func(who *caller) bool { return strings.Contains(who.ask("GET", "/", "").Body.String(), "data-kiosk") }
	for _, inShared := range []bool{true, false} {
		there, local, door := callersOf(t, httpapi.Options{Engine: newFake(), Shared: inShared})
		if err := door.UseSign(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		if is(local) != inShared {
			t.Errorf("shared %v: the machine itself %v", inShared, is(local))
		}
		for role, want := range map[access.Role]bool{access.Sitter: inShared, access.Owner: false, access.Maker: false} {
			letIn(t, local, there, role)
			if got := is(there); got != want {
				t.Errorf("shared %v: a device let in as %v: %v, want %v", inShared, role, got, want)
			}
		}
		if !inShared {
			continue
		}
		there.cookies = map[string]*http.Cookie{}
		there.ask("GET", "/at/"+door.Sign(), "")
		if is(there) {
			t.Error("a phone that came by the sign has the tablet's page")
		}
	}
}
