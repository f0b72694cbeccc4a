package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
)

// newBrowser starts a browser. No browser is a failure, unless -short is given.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	return browsertest.Start(t)
}

// newTab opens an empty page in a browser, and fails the test if a page throws or breaks its policy.
func newTab(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	tab, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	run(t, tab)
	listening, stop := context.WithCancel(tab)
	messages, ended := chromedp.Console(listening), make(chan struct{})
	go func() {
		defer close(ended)
		for m, err := range messages {
			switch {
			case err != nil:
				return
			case m.IsException() || m.Source == "security":
				t.Errorf("console: %v", m)
			}
		}
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return tab
}

// run does steps in a tab.
func run(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	browsertest.Do(t, tab, steps...)
}

// until waits for a condition of the page, and says what the page showed if it never came.
func until(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	untilWithin(t, tab, condition, browsertest.Patience)
}

// untilWithin is until for what takes longer.
func untilWithin(t *testing.T, tab context.Context, condition string, most time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, most)
	defer cancel()
	poll := chromedp.Poll[bool](condition, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(most))
	if _, err := chromedp.Run(ctx, poll); err != nil {
		text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
		t.Fatalf("never came true: %s: %v\nthe page says:\n%s", condition, err, text)
	}
}

// js runs a script for what it does.
func js(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](script)
}

// media asks the page for a colour scheme and for less motion.
func media(scheme, motion string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion},
		}})
		return err
	})
}
