package httpapi_test

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/browsertest"
)

// letInFromAfar is a form of the page at an address of the network. There, without TLS, a browser sends no Sec-Fetch-Site, which
// it does to this machine itself: whether a form is ours is told by its Origin alone. Where this machine has no such address
// there is nothing to try.
func letInFromAfar(t *testing.T, browser context.Context, page http.Handler, door *access.Door, now time.Time) {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		at, err := netip.ParsePrefix(a.String())
		if err != nil || !at.Addr().Is4() || at.Addr().IsLoopback() || at.Addr().IsLinkLocalUnicast() {
			continue
		}
		l, err := net.Listen("tcp", netip.AddrPortFrom(at.Addr(), 0).String())
		if err != nil {
			continue
		}
		far := &http.Server{Handler: page, ReadHeaderTimeout: time.Minute}
		go func() { _ = far.Serve(l) }() // ends with Close
		t.Cleanup(func() { _ = far.Close() })
		code, _, err := door.Open(access.Sitter, now)
		if err != nil {
			t.Fatal(err)
		}
		tab := newTab(t, browser)
		run(t, tab, chromedp.Navigate("http://"+l.Addr().String()+"/"))
		if _, err := chromedp.RunResponse(tab, browsertest.Click(`#stop`)); err != nil {
			t.Fatal(err)
		}
		until(t, tab, `document.querySelector("main").textContent.includes("STOP was sent, and")`)
		run(t, tab,
			js(`document.querySelector('[name="code"]').value = "`+code+`"; document.querySelector('[name="name"]').value = "Phone"`))
		if _, err := chromedp.RunResponse(tab, browsertest.Click(`form.column button`)); err != nil {
			t.Fatal(err)
		}
		until(t, tab, `document.querySelector("h1").textContent === "Phone is let in."`)
		return
	}
}
