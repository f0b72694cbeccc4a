//go:build unix

package main

import (
	"context"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/internal/browsertest"
)

// browser starts a browser for the page that the real server serves. No browser is a failure, unless -short is given.
func browser(t *testing.T) context.Context {
	t.Helper()
	return browsertest.Start(t)
}

// tab opens an empty page; alone, with cookies and a store that no other has: as another browser.
func tab(t *testing.T, browser context.Context, alone ...chromedp.ContextOption) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, alone...)
	t.Cleanup(cancel)
	inTab(t, ctx, chromedp.EmulateViewport(1440, 900))
	return ctx
}

// inTab does steps in a tab.
func inTab(t *testing.T, tab context.Context, all ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	browsertest.Do(t, tab, all...)
}

// shows waits for a condition of the page, over a change of page too, and says what the page showed if it never came.
func shows(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); ; {
		is, err := chromedp.Run(tab, chromedp.Evaluate[bool](`Boolean(`+condition+`)`))
		switch {
		case err == nil && is:
			return
		case time.Now().After(deadline):
			text, _ := chromedp.Run(tab, chromedp.Evaluate[string](`document.body.dataset.view + " " + document.body.dataset.link + ", focus " + document.activeElement?.id + "\n" + document.body.innerText`))
			t.Fatalf("never came true: %s: %v\nthe page says:\n%s", condition, err, text)
		}
		inTab(t, tab, chromedp.Sleep(20*time.Millisecond))
	}
}

// tabTo presses Tab until something has the focus.
func tabTo(t *testing.T, tab context.Context, what string) {
	t.Helper()
	for range 60 {
		inTab(t, tab, chromedp.KeyEvent(kb.Tab))
		there, err := chromedp.Run(tab, chromedp.Evaluate[bool]("document.activeElement.matches(`"+what+"`)"))
		if err != nil {
			t.Fatal(err)
		}
		if there {
			return
		}
	}
	t.Fatalf("Tab does not reach %s", what)
}

// beforeAll has a script run in a tab before each page's own.
func beforeAll(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, cdp.AddScriptToEvaluateOnNewDocument, cdp.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}
