// Package calendar writes an iCalendar feed (RFC 5545) of a routine, for the person's own calendar program.
//
// Every occurrence is an event of its own with its moments in UTC: then no time zone table can be wrong, and the change
// to summer time falls where the person's clock puts it. Events carry a link, and neither answers nor reasons: calendars
// are read by others. The package is pure.
package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// An Event is one entry.
type Event struct {
	// ID is stable for the same moment of the same routine, so that a calendar program replaces it and does not double it.
	ID      string
	Start   time.Time
	Length  time.Duration
	Summary string // may be empty
	Text    string // may be empty
	URL     string // http or https; may be empty
	Alarm   bool   // a reminder at the start
}

// A Feed is a calendar.
type Feed struct {
	Name string
	// Host makes the ids unique in the world, as the part after the @: a random name of this installation, not its address.
	Host    string
	Refresh time.Duration // how often a program should look again; zero says nothing
	Events  []Event
}

// product names the writer, as the standard asks.
const product = "-//openlumbar//Lumbar//EN"

// Write is the feed as text, as of stamp, which calendar programs take for the time of its making.
func (f Feed) Write(stamp time.Time) (string, error) {
	if err := f.check(); err != nil {
		return "", err
	}
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", product)
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	if f.Name != "" {
		w.line("X-WR-CALNAME", text(f.Name))
	}
	if f.Refresh > 0 {
		w.line("REFRESH-INTERVAL;VALUE=DURATION", duration(f.Refresh))
		w.line("X-PUBLISHED-TTL", duration(f.Refresh))
	}
	for _, e := range f.Events {
		w.event(e, f.Host, stamp)
	}
	w.line("END", "VCALENDAR")
	return w.String(), nil
}

func (f Feed) check() error {
	var errs []error
	if f.Host == "" || strings.ContainsFunc(f.Host, notPlain) {
		errs = append(errs, fmt.Errorf("write the calendar: the host %q must be letters, digits, dots and hyphens", f.Host))
	}
	seen := map[string]bool{}
	for _, e := range f.Events {
		switch {
		case e.ID == "" || strings.ContainsFunc(e.ID, notPlain):
			errs = append(errs, fmt.Errorf("write the calendar: the id %q must be letters, digits, dots and hyphens", e.ID))
		case seen[e.ID]:
			errs = append(errs, fmt.Errorf("write the calendar: the id %q comes twice; every event needs its own", e.ID))
		}
		seen[e.ID] = true
		if e.Start.IsZero() || e.Start.UTC().Year() < 1 || e.Start.UTC().Year() > 9999 || e.Length < 0 {
			errs = append(errs, fmt.Errorf("write the calendar: %s has no start, or ends before it", e.ID))
		}
		if e.URL != "" && (!strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") || strings.ContainsFunc(e.URL, notInURL)) {
			errs = append(errs, fmt.Errorf("write the calendar: the address %q of %s must be http or https, with other characters as %%20", e.URL, e.ID))
		}
	}
	return errors.Join(errs...)
}

func notPlain(r rune) bool {
	return r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

func notInURL(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>\^{|}`+"`", r) }

type writer struct{ strings.Builder }

func (w *writer) event(e Event, host string, stamp time.Time) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", e.ID+"@"+host)
	w.line("DTSTAMP", utc(stamp))
	w.line("DTSTART", utc(e.Start))
	w.line("DURATION", duration(e.Length))
	if e.Summary != "" {
		w.line("SUMMARY", text(e.Summary))
	}
	if e.Text != "" {
		w.line("DESCRIPTION", text(e.Text))
	}
	if e.URL != "" {
		w.line("URL", e.URL)
	}
	w.line("CLASS", "PRIVATE")
	w.line("TRANSP", "TRANSPARENT") // a pause does not make a person busy for others
	if e.Alarm {
		w.line("BEGIN", "VALARM")
		w.line("ACTION", "DISPLAY")
		w.line("DESCRIPTION", text(e.Summary))
		w.line("TRIGGER", "PT0S")
		w.line("END", "VALARM")
	}
	w.line("END", "VEVENT")
}

// longest is how many octets a line may have without its end (RFC 5545, 3.1).
const longest = 75

// line writes one content line, folded between characters and never within one.
func (w *writer) line(name, value string) {
	rest := name + ":" + value
	room := longest
	for len(rest) > room {
		cut := room
		for cut > 1 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], longest-1 // the space counts
	}
	w.WriteString(rest + "\r\n")
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// duration is whole seconds as the standard writes them.
func duration(d time.Duration) string { return fmt.Sprintf("PT%dS", int64(d/time.Second)) }

// text escapes a value of the type TEXT, and leaves out what the type may not hold.
func text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	var out strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			out.WriteRune('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t' || r >= ' ' && r != 0x7f:
			out.WriteRune(r)
		}
	}
	return out.String()
}
