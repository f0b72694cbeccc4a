package httpapi_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/store"
)

var feedPath = regexp.MustCompile(`<code>http://[^/<]+(/calendar/[0-9a-f]{32}\.ics)</code>`)

// feedOf turns the calendar of who is in a browser on, anew, and gives its path.
func feedOf(t *testing.T, h *house, b *http.Client) string {
	t.Helper()
	h.post(t, b, "/week", url.Values{"do": {"feed-new"}})
	_, text, _ := h.get(t, b, "/week")
	found := feedPath.FindStringSubmatch(text)
	if found == nil {
		t.Fatal("the page shows no address of a calendar")
	}
	return found[1]
}

func TestCalendar(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "4711")
	b := h.in(t, "4711")
	h.post(t, b, "/week", aPlan())
	if _, text, _ := h.get(t, b, "/week"); feedPath.MatchString(text) {
		t.Fatal("a calendar is on that nobody has turned on")
	}
	first := feedOf(t, h, b)
	path := feedOf(t, h, b)
	stranger := h.browser(t) // a calendar program has no cookie
	for _, wrong := range []string{first, "/calendar/.ics", strings.TrimSuffix(path, ".ics"), path[:len(path)-5] + "0.ics", "/calendar/" + strings.Repeat("0", 32) + ".ics"} {
		if wrong == path {
			continue // one in sixteen
		}
		if status, text, head := h.get(t, stranger, wrong); status != http.StatusNotFound || strings.Contains(text, "VCALENDAR") || head.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	status, text, head := h.get(t, stranger, path)
	if status != 200 || head.Get("Content-Type") != "text/calendar; charset=utf-8" || head.Get("X-Robots-Tag") != "noindex" || head.Get("Set-Cookie") != "" || head.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %v", status, head)
	}
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	// Six weeks of three sessions, each with its warm-up and its question.
	for what, least := range map[string]int{"SUMMARY:Warm-up": 17, "SUMMARY:In the chair": 17, "SUMMARY:A note in two taps": 17, "URL:" + h.URL + "/note/2040-03-": 3, "URL:" + h.URL + "/week/moves?of=floor": 17} {
		if n := strings.Count(unfolded, what); n < least {
			t.Errorf("%d of %q, want at least %d", n, what, least)
		}
	}
	// Nothing about anybody.
	for _, not := range []string{"Robin", h.person.ID, strings.TrimSuffix(strings.TrimPrefix(path, "/calendar/"), ".ics"), "pain", "check"} {
		if strings.Contains(unfolded, not) {
			t.Errorf("the calendar has %q", not)
		}
	}

	// A refusal takes the sessions out at once, and gives no reason.
	if err := h.store.PutCheck(t.Context(), h.key, store.Check{At: h.now(), Outcome: "D", Until: h.now().AddDate(0, 2, 0)}, chair.Limits{}); err != nil {
		t.Fatal(err)
	}
	if _, text, _ := h.get(t, stranger, path); strings.Contains(text, "VEVENT") || !strings.Contains(text, "END:VCALENDAR") {
		t.Error("after a refusal there are sessions in the calendar")
	}
	l := chair.Everyone()
	l.WeekSessions.Max = 1
	if err := h.store.PutCheck(t.Context(), h.key, store.Check{At: h.now(), Outcome: "M", Until: h.now().AddDate(0, 2, 0)}, l); err != nil {
		t.Fatal(err)
	}
	if _, text, _ := h.get(t, stranger, path); strings.Count(text, "SUMMARY:In the chair") > 6 {
		t.Error("a stricter check does not hold in the calendar")
	}

	h.post(t, b, "/week", url.Values{"do": {"feed-off"}})
	if status, _, _ := h.get(t, stranger, path); status != http.StatusNotFound {
		t.Errorf("turned off: %d", status)
	}
	if log := h.log.String(); strings.Contains(log, path[len("/calendar/"):len(path)-4]) || strings.Contains(log, "4711") {
		t.Errorf("logged: %s", log)
	}
}

// readBack is a foreign reader of iCalendar that counts events and names the first fault.
const readBack = `
import sys, icalendar
cal = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
seen = set()
for e in cal.walk("VEVENT"):
    uid = str(e["UID"])
    assert uid not in seen, uid
    seen.add(uid)
    assert not e.errors, e.errors
    assert e["DTSTART"].dt.tzinfo is not None and e["DURATION"].dt.total_seconds() > 0, uid
    assert str(e["URL"]).startswith("http://"), uid
print(len(seen))
`

// TestCalendarReadBack: the calendar is one to a reader that others have written, the icalendar of Python.
func TestCalendarReadBack(t *testing.T) {
	python := "python3"
	if p := os.Getenv("LUMBAR_PYTHON"); p != "" {
		python = p
	}
	if exec.Command(python, "-c", "import icalendar").Run() != nil {
		t.Skip("NOT CHECKED: python3 has no package icalendar (pip install icalendar; LUMBAR_PYTHON names another python3)")
	}
	h := newHouse(t, httpapi.Options{}, "")
	b := h.in(t, "")
	h.post(t, b, "/week", aPlan())
	_, text, _ := h.get(t, h.browser(t), feedOf(t, h, b))
	file := filepath.Join(t.TempDir(), "week.ics")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", readBack, file).CombinedOutput()
	if n := strings.Count(text, "BEGIN:VEVENT"); err != nil || strings.TrimSpace(string(out)) != strconv.Itoa(n) {
		t.Errorf("read back: %s, %v; %d events were written", out, err, n)
	}
}
