package httpapi_test

import (
	"strings"
	"testing"
)

// TestKiosk: nothing of a tablet's page leads away; in a shared place it shows phones the way in; a page without it is as ever.
func TestKiosk(t *testing.T) {
	p, _ := shared(t)
	v := p.visitor(t)
	_, usual := v.get("/")
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
