package httpapi_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// had puts sessions on record for somebody, quiet ones, three days apart, up to three days ago; the last of them not asked
// about yet if not all are.
func (v *visitor) had(name string, n int, all bool) {
	v.Helper()
	who, err := v.p.store.Find(v.Context(), name)
	if err != nil {
		v.Fatal(err)
	}
	key, err := v.p.store.Unlock(v.Context(), who.ID, "2468")
	if err != nil {
		v.Fatal(err)
	}
	for i := range n {
		at := v.p.clock.now().AddDate(0, 0, 3*(i-n))
		d := store.Dose{Ended: at, Level: 2, PainBefore: 3, PainNext: 3, Soreness: 1, AskAt: at.Add(20 * time.Hour), Asked: true}
		if i == n-1 && !all {
			d.PainNext, d.Soreness, d.Asked = -1, -1, false
		}
		if err := v.p.store.PutVisit(v.Context(), key, &store.Visit{ID: fmt.Sprint("before-", i), At: at, Session: &d, Figures: &store.Figures{At: at, Age: 43, Height: 1710, Weight: 68}}); err != nil {
			v.Fatal(err)
		}
	}
}

const firm = "Deep and slow is not for you yet"

// TestQuietSessions: a programme that is for after six quiet sessions is begun by nobody who has had fewer, and by whoever
// has had six; a sixth that is told of in the same visit counts, if it was quiet.
func TestQuietSessions(t *testing.T) {
	begin := []string{"do", "begin", "who", "me", "programme", "deep-slow", "body", "average-man", "pace", "1"}
	for _, c := range []struct {
		name  string
		had   int
		told  bool
		sore  string // of the last, where it is told now
		first string // the step that begins
		ready bool
	}{
		{"nobody's first", 0, true, "", "over", false},
		{"five", 5, true, "", "over", false},
		{"six", 6, true, "", "feel", true},
		{"six, the last told now", 6, false, "1", "next-day", true},
		{"six, the last was not quiet", 6, false, "5", "next-day", false},
		{"five, the last told now", 5, false, "1", "over", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlace(t, httpapi.Options{Library: &library.Library{}})
			v := p.visitor(t)
			v.adds("Robin", "2468")
			v.had("Robin", c.had, c.told)
			text := v.does(c.first, begin...)
			if c.first == "over" {
				if !strings.Contains(text, firm) {
					t.Errorf("it is not said why: %s", text)
				}
				if text := v.does("", "do", "begin", "who", "me", "programme", "gentle"); strings.Contains(text, `data-step="over"`) {
					t.Error("nor is anything else")
				}
				return
			}
			if c.first == "next-day" {
				text = v.does("", "do", "next-day", "pain", "3", "sore", c.sore)
				if strings.Contains(text, `data-step="cards"`) {
					text = v.does("", "do", "choose")
				}
			}
			if !c.ready && strings.Contains(text, `data-step="later"`) {
				return // sore: no session today at all
			}
			stands(t, text, "feel")
			v.does("cards", "do", "feel", "pain", "3")
			v.cards()
			v.does("water", "do", "skip")
			v.does("sit", "do", "next")
			v.does("ready", "do", "next")
			text = v.does("", "do", "start")
			if starts := len(p.fake.requests(wire.Start)); (starts == 1) != c.ready || strings.Contains(text, firm) == c.ready {
				t.Errorf("%d starts: %s", starts, text)
			}
		})
	}
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	v := p.visitor(t)
	if text := v.does("over", "do", "begin", "who", "guest", "programme", "deep-slow"); !strings.Contains(text, firm) {
		t.Errorf("a guest: %s", text)
	}
	v.does("about", "do", "begin", "who", "guest", "programme", "gentle")
}

// chosenFirst is the programmes of home in their order; the first is chosen beforehand.
var chosenFirst = regexp.MustCompile(`name="programme" value="([a-z0-9-]+)"`)

// TestProposed: home puts before the others what suits whoever is unlocked, and says why; to nobody it proposes nothing.
func TestProposed(t *testing.T) {
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	v := p.visitor(t)
	first := func(want, says string) {
		t.Helper()
		_, home := v.get("/")
		m := chosenFirst.FindStringSubmatch(home)
		if m == nil || m[1] != want || says != "" && !strings.Contains(home, says) {
			t.Errorf("first is %v, want %s with %q", m, want, says)
		}
	}
	first("after-desk", "Only after 6 quiet sessions.")
	v.adds("Robin", "2468")
	first("gentle", "A good one to begin with.")
	v.had("Robin", 4, true)
	first("after-desk", "Only after 6 quiet sessions; you have had 4.")
	who, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.store.Unlock(t.Context(), who.ID, "2468")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[routine.Kind]string{routine.Sitting: "after-desk", routine.Standing: "standing-day", routine.Training: "after-training"} {
		if err := p.store.PutRoutine(t.Context(), key, store.Routine{Wish: routine.Wish{Kind: day, Sessions: 2, At: 18 * 60}}); err != nil {
			t.Fatal(err)
		}
		first(want, "For a day of "+day.String()+".")
	}
	if _, home := v.get("/?programme=warmth"); !strings.Contains(home, `value="warmth" data-title="Warmth" checked`) || strings.Contains(home, "For a day of") {
		t.Error("what was chosen elsewhere is not chosen here")
	}
	v.had("Robin", 6, true)
	if _, one := v.get("/programmes/deep-slow"); !strings.Contains(one, "Start with this") || strings.Contains(one, "not-yet") {
		t.Error("after six it is offered")
	}
	v.post("/who", "do", "leave")
	if _, one := v.get("/programmes/deep-slow"); !strings.Contains(one, "Watch it on a simulated person") || strings.Contains(one, "Start with this") {
		t.Error("to nobody it is shown on a simulated person")
	}
}

// TestFilters: the programmes for one kind of person, and a word that is none shows all.
func TestFilters(t *testing.T) {
	s, _ := shelved(t)
	for path, want := range map[string]string{
		"/programmes?for=standing":   "break evening-unwind gentle mobility standing-day warmth deep-slow",
		"/programmes?for=first+time": "gentle warmth",
		"/programmes?for=%3Cb%3E":    "after-desk gentle",
		"/programmes":                "after-desk deep-slow",
	} {
		_, text, _ := read(t, asked(s, "GET", path, "", ""))
		for _, name := range strings.Fields(want) {
			if !strings.Contains(text, `href="/programmes/`+name+`"`) {
				t.Errorf("%s lacks %s", path, name)
			}
		}
		if strings.Contains(path, "first") && strings.Contains(text, `href="/programmes/after-desk"`) {
			t.Errorf("%s has after-desk", path)
		}
		if strings.Count(text, `aria-current="true"`) != 1 || strings.Contains(text, "<b>\"") {
			t.Errorf("%s: which is chosen", path)
		}
	}
}
