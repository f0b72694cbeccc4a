package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// TestMineScreenshots writes pictures of "My back" in every state into the folder that LUMBAR_SHOTS names.
func TestMineScreenshots(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t)
	states := map[string]func(*world){
		"empty": func(*world) {},
		"two-weeks": func(w *world) {
			w.live(2, 6, 6)
			w.day(14)
		},
		"twelve-weeks": func(w *world) {
			w.live(12, 6, 2)
			w.day(84)
			w.onOff(56)
		},
		"worse": func(w *world) {
			w.live(7, 4, 7)
			w.day(49)
			w.note(outcome.Daily, map[string]int{"pain": 7, "tight": 6})
		},
	}
	for _, name := range []string{"empty", "two-weeks", "twelve-weeks", "worse"} {
		w := newWorld(t)
		states[name](w)
		for _, scheme := range []string{"light", "dark"} {
			for _, size := range []struct {
				name          string
				width, height int64
			}{{"wide", 1440, 900}, {"phone", 390, 844}} {
				tab := newTab(t, browser)
				shot := func(what string) {
					t.Helper()
					run(t, tab, chromedp.Sleep(300*time.Millisecond))
					png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, "mine-"+what+"-"+scheme+"-"+size.name+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)), chromedp.Navigate(w.url+"/be/Robin"))
				until(t, tab, `document.querySelector("main.mine") !== null`)
				shot(name)
				if name == "twelve-weeks" {
					run(t, tab, js(`document.querySelectorAll("details.as-table, details.more").forEach((d) => { d.open = true })`))
					shot("table")
					run(t, tab, chromedp.Navigate(w.url+"/mine/sheet"))
					shot("sheet")
				}
				if name == "worse" {
					w.read(w.do(w.client("Robin"), "POST", "/mine/worse", "do", "worse"))
					run(t, tab, chromedp.Navigate(w.url+"/mine/worse"))
					until(t, tab, `document.querySelector(".worse .lines") !== null`)
					shot("felt-worse")
				}
			}
		}
		if name == "twelve-weeks" {
			printed(t, newTab(t, browser), w.url, filepath.Join(dir, "mine-print.pdf"))
		}
	}
}

// printed prints the sheet into a file.
func printed(t *testing.T, tab context.Context, url, path string) {
	t.Helper()
	run(t, tab, chromedp.Navigate(url+"/be/Robin"), chromedp.Navigate(url+"/mine/sheet"))
	pdf, err := chromedp.Run(tab, chromedp.PrintToPDF())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
}
