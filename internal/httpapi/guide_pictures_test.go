package httpapi_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// The owner's guide and its pictures, from here. All of them together weigh less than guideMost bytes.
const (
	ownersGuide = "../../docs/owner.md"
	guideFolder = "../../docs/pictures/guide"
	guideMost   = 600_000
)

// guidePicture is one view of the guide, shown in a tab whose size and colours are set.
type guidePicture struct {
	name   string
	show   func(*testing.T, context.Context)
	taller int64 // than the usual, on a wide screen
}

// guidePictures is every view of the owner's guide, in its order. Each is taken in four forms.
func guidePictures() []guidePicture {
	return []guidePicture{
		{name: "home", show: showHome}, {name: "massager", show: showMassager}, {name: "guided", show: showGuided},
		{name: "check", show: showCheck}, {name: "warm-up", show: showWarmUp}, {name: "session", show: showSession, taller: 100},
		{name: "why", show: showWhy, taller: -100}, {name: "my-back", show: showMyBack}, {name: "my-week", show: showMyWeek},
		{name: "people", show: showPeople}, {name: "fault", show: showFault},
	}
}

// guideForm is a form of each picture: which colours, on what screen, and how much smaller than it.
type guideForm struct {
	size, scheme  string
	width, height int64
	scale         float64
}

func guideForms() []guideForm {
	const twoThirds = 2.0 / 3
	return []guideForm{
		{"wide", "light", 1280, 720, twoThirds}, {"wide", "dark", 1280, 720, twoThirds}, {"phone", "light", 390, 780, 0.9}, {"phone", "dark", 390, 780, 0.9},
	}
}

func (f guideForm) file(name string) string { return name + "-" + f.size + "-" + f.scheme + ".webp" }

// TestGuidePictures writes the pictures of the owner's guide into the folder guide of the one that LUMBAR_PICTURES names; those of
// one view alone where LUMBAR_PICTURES_OF names it.
func TestGuidePictures(t *testing.T) {
	dir := os.Getenv("LUMBAR_PICTURES")
	if dir == "" {
		t.Skip("LUMBAR_PICTURES names no folder")
	}
	dir = filepath.Join(dir, "guide")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	browser, quality := newBrowser(t), int64(25)
	for _, p := range guidePictures() {
		if only := os.Getenv("LUMBAR_PICTURES_OF"); only != "" && only != p.name {
			continue
		}
		for _, f := range guideForms() {
			t.Run(f.file(p.name), func(t *testing.T) {
				tab := newTab(t, browser)
				height := f.height
				if f.size == "wide" {
					height += p.taller
				}
				run(t, tab, media(f.scheme, "reduce"), chromedp.EmulateViewport(f.width, height, chromedp.EmulateScale(f.scale)))
				p.show(t, tab)
				run(t, tab, chromedp.Sleep(500*time.Millisecond)) // what is drawn comes to rest
				shot, err := chromedp.Call(tab, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
				if err != nil {
					t.Fatal(err)
				}
				write(t, filepath.Join(dir, f.file(p.name)), shot.Data)
				t.Logf("%d bytes", len(shot.Data))
			})
		}
	}
}

func showHome(t *testing.T, tab context.Context) {
	run(t, tab, chromedp.Navigate(serve(t, newFake()).URL))
	until(t, tab, atHome)
}

func showMassager(t *testing.T, tab context.Context) {
	run(t, tab, chromedp.Navigate(someStudy(t).URL+"/massagers?new=cushion"))
	arrives(t, tab, `document.querySelector('[name="title"]') !== null`)
}

func showGuided(t *testing.T, tab context.Context) {
	s := someStudy(t).with(t, manual.Cushion)
	if err := s.room.Begin(t.Context(), &guided.Start{By: "x", Massager: "cushion", Programme: "after-desk", Limits: firstLimits()}); err != nil {
		t.Fatal(err)
	}
	run(t, tab, chromedp.Navigate(s.URL+"/guide"))
	until(t, tab, pressing("asking"))
}

func showCheck(t *testing.T, tab context.Context) {
	showHome(t, tab)
	toCards(t, tab)
	until(t, tab, card(1))
	run(t, tab, mark("line", "RF-CES-1"))
}

func showWarmUp(t *testing.T, tab context.Context) {
	showHome(t, tab)
	toCards(t, tab)
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
}

// showSession shows a session of the page's own, kneading.
func showSession(t *testing.T, tab context.Context) { kneads(t, tab) }

func kneads(t *testing.T, tab context.Context) *fake {
	f := newFake()
	f.live = true
	run(t, tab, chromedp.Navigate(serve(t, f).URL))
	until(t, tab, atHome)
	run(t, tab, js(`document.querySelector("#start button").click()`))
	until(t, tab, inSession)
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, `document.getElementById("doing").textContent.startsWith("Kneading")`)
	run(t, tab, chromedp.Sleep(3*time.Second)) // some seconds of force on the chart
	return f
}

func showWhy(t *testing.T, tab context.Context) {
	f := kneads(t, tab)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, after)
}

func showMyBack(t *testing.T, tab context.Context) {
	w := newWorld(t)
	w.live(12, 6, 2)
	w.day(84)
	w.onOff(56)
	run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
	until(t, tab, `document.querySelector("main.mine") !== null`)
	run(t, tab, js(`[...document.querySelectorAll("h2")].find((h) => h.textContent.startsWith("Over the weeks")).scrollIntoView(); scrollBy(0, -24)`))
}

func showMyWeek(t *testing.T, tab context.Context) {
	h := newHouse(t, httpapi.Options{}, "", "Kim")
	yesterday := h.now().AddDate(0, 0, -1)
	if err := h.store.PutVisit(t.Context(), h.key, &store.Visit{ID: "v1", At: yesterday, Session: &store.Dose{Ended: yesterday, Level: 2, PainBefore: 3, PainNext: -1, Soreness: -1}}); err != nil {
		t.Fatal(err)
	}
	h.post(t, h.in(t, ""), "/week", aPlan("sessions", "3", "hard-sat", "1", "break-tue", "1"))
	run(t, tab, chromedp.Navigate(h.URL+"/note/"+h.now().Format(time.DateOnly)), js(`document.querySelector(".names button[value='`+h.person.ID+`']").click()`))
	land(t, tab, `document.querySelector(".taps") !== null`)
	run(t, tab, chromedp.Navigate(h.URL+"/week"))
	land(t, tab, `document.querySelector(".bars") !== null`)
}

func showPeople(t *testing.T, tab context.Context) {
	p := newPlace(t, httpapi.Options{})
	for name, pin := range map[string]store.PIN{"Kim": "2468", "Sam": ""} {
		if _, _, err := p.store.AddPerson(t.Context(), name, pin); err != nil {
			t.Fatal(err)
		}
	}
	run(t, tab, chromedp.Navigate(p.URL))
	arrives(t, tab, locked)
	run(t, tab, js(`document.getElementById("sitting").scrollIntoView(); scrollBy(0, -24)`))
}

func showFault(t *testing.T, tab context.Context) {
	f := kneads(t, tab)
	f.fail(chair.FaultTracking)
	until(t, tab, `document.body.textContent.includes("An axis is not where")`)
}

// guideImage is a picture that the guide names.
var guideImage = regexp.MustCompile(`(?:src|srcset)="pictures/guide/([^"]+)"`)

// TestGuidePicturesAreShown: the guide shows every picture of the list, in its order and in all its forms, and says in words what
// each shows; there is no other; together they are small.
func TestGuidePicturesAreShown(t *testing.T) {
	text, err := os.ReadFile(ownersGuide)
	if err != nil {
		t.Fatal(err)
	}
	var want, shown []string
	for _, p := range guidePictures() {
		for _, f := range guideForms() {
			want = append(want, f.file(p.name))
		}
	}
	for _, block := range regexp.MustCompile(`(?s)<picture>.*?</picture>`).FindAllString(string(text), -1) {
		var names []string
		for _, m := range guideImage.FindAllStringSubmatch(block, -1) {
			names = append(names, m[1])
		}
		slices.SortFunc(names, func(a, b string) int { return slices.Index(want, a) - slices.Index(want, b) })
		shown = append(shown, names...)
		if alt := regexp.MustCompile(`<img [^>]*alt="([^"]{20,})"`).FindString(block); alt == "" {
			t.Errorf("no words for whoever does not see it: %s", block)
		}
	}
	if !slices.Equal(shown, want) {
		t.Errorf("the guide shows\n%s\nwant\n%s", strings.Join(shown, "\n"), strings.Join(want, "\n"))
	}
	there, total := []string{}, int64(0)
	files, err := os.ReadDir(guideFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		there = append(there, f.Name())
		if i, err := f.Info(); err == nil {
			total += i.Size()
		}
	}
	slices.Sort(want)
	if !slices.Equal(there, want) {
		t.Errorf("%s holds\n%s\nwant\n%s\nmake pictures makes them", guideFolder, strings.Join(there, "\n"), strings.Join(want, "\n"))
	}
	if total > guideMost {
		t.Errorf("the pictures have %d bytes, want at most %d", total, guideMost)
	}
}

// guidePath is an address of the page as the guide writes it.
var guidePath = regexp.MustCompile("`(/[a-z][a-z/?=-]*|/\\?kiosk(?:=off)?)`")

// TestGuideAddresses: each address that the guide names is one that the page answers.
func TestGuideAddresses(t *testing.T) {
	text, err := os.ReadFile(ownersGuide)
	if err != nil {
		t.Fatal(err)
	}
	s := someStudy(t)
	named := 0
	for _, m := range guidePath.FindAllStringSubmatch(string(text), -1) {
		if _, err := url.Parse(m[1]); err != nil || strings.HasPrefix(m[1], "/var/") || strings.HasPrefix(m[1], "/etc/") {
			continue
		}
		named++
		r, err := s.Client().Get(s.URL + m[1])
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode >= 400 {
			t.Errorf("%s: %s", m[1], r.Status)
		}
	}
	if named < 8 {
		t.Errorf("found only %d addresses", named)
	}
}
