// Package browsertest starts this machine's browser for tests of the page, and does steps in it.
package browsertest

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Patience is how long a page is waited for: the tests of a busy machine share two cores with all others.
const Patience = 2 * time.Minute

// Start starts a browser that ends with the test. No browser is a failure; with -short the test is skipped.
func Start(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests are not short")
	}
	path := ""
	// The first has no windows around its pages, whose drawing takes two thirds of what the others take of a processor. What Debian
	// calls by its name is a script that it outlives.
	for _, name := range []string{"/usr/lib/chromium/chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		t.Fatal("no chromium: install it (Debian: apt-get install chromium-headless-shell), or give -short to leave these tests out")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("disable-background-networking", true), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	Do(t, ctx)
	return ctx
}

// Do does steps in a tab, and fails the test if one cannot be done.
func Do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, steps...); err != nil {
		t.Fatal(err)
	}
}
