package httpapi_test

import (
	"context"
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/store"
)

// TestWeekScreenshots writes pictures of "My week" and what belongs to it into the folder that LUMBAR_SHOTS names.
func TestWeekScreenshots(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, size := range []struct {
			name          string
			width, height int64
		}{{"wide", 1440, 900}, {"phone", 390, 844}} {
			t.Run(scheme+"-"+size.name, func(t *testing.T) {
				tab := newTab(t, browser)
				run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)))
				shootWeek(t, tab, filepath.Join(dir, "week-"+scheme+"-"+size.name+"-"))
			})
		}
	}
}

// write keeps a picture.
func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func shootWeek(t *testing.T, tab context.Context, prefix string) {
	h := newHouse(t, httpapi.Options{}, "", "Kim", "Sam")
	if err := h.store.PutCheck(t.Context(), h.key, store.Check{At: h.now(), Outcome: "M", Rules: []string{"C-OSTP"}, Until: h.now().AddDate(0, 6, 0)}, chair.Everyone()); err != nil {
		t.Fatal(err)
	}
	yesterday := h.now().AddDate(0, 0, -1)
	if err := h.store.PutVisit(t.Context(), h.key, &store.Visit{ID: "v1", At: yesterday, Session: &store.Dose{Ended: yesterday, Level: 2, PainBefore: 3, PainNext: -1, Soreness: -1}}); err != nil {
		t.Fatal(err)
	}
	shot := func(name string, whole bool) {
		t.Helper()
		run(t, tab, chromedp.Sleep(300*time.Millisecond))
		png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		if whole {
			png, err = chromedp.Run(tab, chromedp.FullScreenshot(100))
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, prefix+name+".png", png)
	}
	print := func(name string) {
		t.Helper()
		pdf, err := chromedp.Call(tab, page.PrintToPDF, page.PrintToPDFParams{})
		if err != nil {
			t.Fatal(err)
		}
		content, err := base64.StdEncoding.DecodeString(string(pdf.Data))
		if err != nil {
			content = []byte(pdf.Data)
		}
		write(t, prefix+name+".pdf", content)
	}
	note := h.URL + "/note/" + h.now().Format(time.DateOnly)
	run(t, tab, chromedp.Navigate(note))
	shot("01-who", false)
	run(t, tab, js(`document.querySelector(".names button[value='`+h.person.ID+`']").click()`))
	land(t, tab, `document.querySelector(".taps") !== null`)
	shot("02-note", false)
	run(t, tab, js(`document.querySelector(".taps button[value='2']").click()`))
	land(t, tab, `document.querySelector(".taps button[name='sore']") !== null`)
	shot("03-sore", false)
	run(t, tab, chromedp.Navigate(h.URL+"/week"))
	shot("04-empty", true)
	b := h.in(t, "")
	h.post(t, b, "/week", aPlan("sessions", "5", "hard-sat", "1", "break-tue", "1"))
	run(t, tab, chromedp.Navigate(h.URL+"/week?did=plan"))
	land(t, tab, `document.querySelector(".bars") !== null`)
	shot("05-week", true)
	print("05-week")
	for _, do := range []string{"sit", "change"} {
		h.post(t, b, "/week", url.Values{"do": {do}})
	}
	h.post(t, b, "/week", url.Values{"do": {"feed-new"}})
	run(t, tab, chromedp.Navigate(h.URL+"/week"), js(`document.querySelector(".change").open = true`))
	shot("06-open", true)
	run(t, tab, chromedp.Navigate(h.URL+"/week/moves?of=floor"))
	shot("07-moves", true)
	print("07-moves")
	run(t, tab, chromedp.Navigate(h.URL+"/sign"))
	shot("08-sign", true)
	print("08-sign")
	run(t, tab, chromedp.Navigate(h.URL+"/sign?size=a4"))
	print("09-sign-a4")
	// Long ago, so that on the browser's own clock a break is due.
	old := newHouse(t, httpapi.Options{}, "")
	old.set(wednesday.AddDate(-20, 0, 1))
	old.post(t, old.in(t, ""), "/week", aPlan("break-tue", "1", "break-thu", "1", "break-fri", "1", "break-sat", "1", "break-sun", "1"))
	run(t, tab, chromedp.Navigate(old.URL+"/note/"+old.now().Format(time.DateOnly)),
		js(`document.querySelector(".taps button[value='2']").click()`))
	land(t, tab, `document.querySelector("h1").textContent.startsWith("Noted")`)
	run(t, tab, chromedp.Navigate(old.URL+"/week"))
	land(t, tab, `document.querySelector(".break.due") !== null`)
	shot("10-break", false)
}

// land waits for a condition of the page that a press leads to; on the way there is none to ask.
func land(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if is, err := chromedp.Run(tab, chromedp.Evaluate[bool]("Boolean("+condition+")")); err == nil && is {
			return
		}
	}
	text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
	t.Fatalf("never came true: %s\nthe page says:\n%s", condition, text)
}
