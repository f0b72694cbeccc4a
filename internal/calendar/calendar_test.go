package calendar

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/routine"
)

var stamp = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// lines takes a feed apart by the letter of the standard, or says what is wrong with it.
func lines(feed string) ([]string, error) {
	if !strings.HasSuffix(feed, "\r\n") {
		return nil, fmt.Errorf("the last line is not ended")
	}
	var out []string
	for _, l := range strings.Split(strings.TrimSuffix(feed, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(l, "\r\n"):
			return nil, fmt.Errorf("a bare line end in %q", l)
		case len(l) > longest:
			return nil, fmt.Errorf("%d octets in %q", len(l), l)
		case !utf8.ValidString(l):
			return nil, fmt.Errorf("a character is cut in %q", l)
		case strings.HasPrefix(l, " ") && len(out) > 0:
			out[len(out)-1] += l[1:]
		case l == "":
			return nil, fmt.Errorf("an empty line")
		default:
			out = append(out, l)
		}
	}
	return out, nil
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
}

// TestRoundTrip sends any text through and reads it with our own strict reader and with a foreign one.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.RuneFrom([]rune("aZ9 ,;:\\\"\n\té€漢🪑=%"))
		summary := strings.TrimSpace(rapid.StringOfN(runes, 0, 200, -1).Draw(t, "summary"))
		long := rapid.StringOfN(runes, 0, 400, -1).Draw(t, "text")
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0)
		feed, err := Feed{Host: "a1.example", Events: []Event{{ID: "session-1", Start: start, Length: 20 * time.Minute, Summary: summary, Text: long, Alarm: rapid.Bool().Draw(t, "alarm")}}}.Write(stamp)
		if err != nil {
			t.Fatal(err)
		}
		all, err := lines(feed)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		inAlarm := false
		for _, l := range all {
			name, value, ok := strings.Cut(l, ":")
			if !ok {
				t.Fatalf("no value in %q", l)
			}
			inAlarm = inAlarm || l == "BEGIN:VALARM"
			if !inAlarm {
				got[name] = value
			}
			inAlarm = inAlarm && l != "END:VALARM"
		}
		if unescape(got["SUMMARY"]) != summary || unescape(got["DESCRIPTION"]) != long {
			t.Fatalf("%q and %q came back as %q and %q", summary, long, unescape(got["SUMMARY"]), unescape(got["DESCRIPTION"]))
		}
		c, err := ics.ParseCalendar(strings.NewReader(feed))
		if err != nil {
			t.Fatalf("the foreign reader: %v\n%s", err, feed)
		}
		e := c.Events()[0]
		if at, err := e.GetStartAt(); err != nil || !at.Equal(start) {
			t.Fatalf("starts at %v %v, want %v", at, err, start)
		}
		if p := e.GetProperty(ics.ComponentPropertySummary); summary != "" && (p == nil || p.Value != summary) {
			t.Fatalf("the foreign reader has %v, want %q", p, summary)
		}
	})
}

func TestRefuses(t *testing.T) {
	good := Event{ID: "a", Start: stamp}
	tests := []struct {
		name string
		feed Feed
		want string
	}{
		{"no host", Feed{}, "host"},
		{"a host with a line end", Feed{Host: "a\r\nb"}, "host"},
		{"the same id twice", Feed{Host: "h", Events: []Event{good, good}}, "twice"},
		{"an id with a line end", Feed{Host: "h", Events: []Event{{ID: "a\nb", Start: stamp}}}, "id"},
		{"no start", Feed{Host: "h", Events: []Event{{ID: "a"}}}, "start"},
		{"a negative length", Feed{Host: "h", Events: []Event{{ID: "a", Start: stamp, Length: -1}}}, "ends before"},
		{"a script for an address", Feed{Host: "h", Events: []Event{{ID: "a", Start: stamp, URL: "javascript:alert(1)"}}}, "http"},
		{"an address with a line end", Feed{Host: "h", Events: []Event{{ID: "a", Start: stamp, URL: "http://x/\r\nATTENDEE:x"}}}, "%20"},
	}
	for _, tt := range tests {
		if _, err := tt.feed.Write(stamp); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	// All problems come at once.
	if _, err := (Feed{Events: []Event{{}}}).Write(stamp); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want three problems", err)
	}
}

func TestTextLeavesOut(t *testing.T) {
	if got, want := text("a\x00b\x1b\x7f\r\nc\xff"), `ab\nc`+"\uFFFD"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// feedOf is the feed of a routine, as a page makes it.
func feedOf(t testing.TB, from time.Time) string {
	t.Helper()
	week := routine.PlanWeek(routine.Wish{Sessions: 2, At: 18 * 60, Free: [7]bool{time.Wednesday: true, time.Saturday: true}}, routine.Dose{PerWeek: 3, DaysOff: 2})
	f := Feed{Name: "Lumbar", Host: "k3v9.lumbar", Refresh: 12 * time.Hour}
	titles := map[routine.What]string{routine.WarmUp: "Move a little", routine.Session: "A break in the chair", routine.Question: "One question"}
	for _, o := range routine.Occurrences(week, from, 14, routine.Quiet{From: 22 * 60, To: 7 * 60}) {
		e := Event{ID: o.ID(), Start: o.Start, Length: o.Length, Summary: titles[o.What]}
		if o.What == routine.Question {
			e.URL = "http://chair.local:8420/note?kind=daily&day=" + o.Day
		}
		f.Events = append(f.Events, e)
	}
	feed, err := f.Write(stamp)
	if err != nil {
		t.Fatal(err)
	}
	return feed
}

// TestSummerTime reads a routine's feed with the foreign reader over the change to summer time.
func TestSummerTime(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	feed := feedOf(t, time.Date(2026, 3, 23, 0, 0, 0, 0, zone))
	c, err := ics.ParseCalendar(strings.NewReader(feed))
	if err != nil {
		t.Fatal(err)
	}
	sessions := 0
	for _, e := range c.Events() {
		at, err := e.GetStartAt()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(e.Id(), "session-") {
			sessions++
			if local := at.In(zone); local.Hour() != 18 || local.Minute() != 0 {
				t.Errorf("%s is at %v on the person's clock, want 18:00", e.Id(), local)
			}
		}
	}
	if sessions != 4 {
		t.Errorf("%d sessions in two weeks, want 4\n%s", sessions, feed)
	}
	// The same days give the same ids a day later: a calendar program replaces and does not double.
	later, err := ics.ParseCalendar(strings.NewReader(feedOf(t, time.Date(2026, 3, 24, 0, 0, 0, 0, zone))))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, e := range c.Events() {
		known[e.Id()] = true
	}
	same := 0
	for _, e := range later.Events() {
		if known[e.Id()] {
			same++
		}
	}
	if same < len(c.Events())-1 {
		t.Errorf("only %d of %d ids came again", same, len(c.Events()))
	}
	if out := os.Getenv("LUMBAR_FEED"); out != "" {
		if err := os.WriteFile(out, []byte(feed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func ExampleFeed_Write() {
	feed, err := Feed{Host: "k3v9.lumbar", Events: []Event{{
		ID: "daily-2026-03-29", Start: time.Date(2026, 3, 29, 16, 0, 0, 0, time.UTC), Length: time.Minute,
		Summary: "One question", URL: "http://chair.local:8420/note?kind=daily&day=2026-03-29",
	}}}.Write(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
	fmt.Println(strings.ReplaceAll(feed, "\r\n", "\n"), err)
	// Output:
	// BEGIN:VCALENDAR
	// VERSION:2.0
	// PRODID:-//openlumbar//Lumbar//EN
	// CALSCALE:GREGORIAN
	// METHOD:PUBLISH
	// BEGIN:VEVENT
	// UID:daily-2026-03-29@k3v9.lumbar
	// DTSTAMP:20260301T080000Z
	// DTSTART:20260329T160000Z
	// DURATION:PT60S
	// SUMMARY:One question
	// URL:http://chair.local:8420/note?kind=daily&day=2026-03-29
	// CLASS:PRIVATE
	// TRANSP:TRANSPARENT
	// END:VEVENT
	// END:VCALENDAR
	//  <nil>
}
