package httpapi_test

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestPictures writes the pictures of the documents into the folder that LUMBAR_PICTURES names: few, and small.
func TestPictures(t *testing.T) {
	dir := os.Getenv("LUMBAR_PICTURES")
	if dir == "" {
		t.Skip("LUMBAR_PICTURES names no folder")
	}
	browser := newBrowser(t)
	picture := func(name, scheme string, width, height int64, scale float64, show func(tab context.Context)) {
		t.Helper()
		tab := newTab(t, browser)
		run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)))
		show(tab)
		shot, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		small, err := fewer(shot)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(small))
		write(t, filepath.Join(dir, name), small)
	}
	kneading := func(tab context.Context) {
		f := newFake()
		f.live = true
		run(t, tab, chromedp.Navigate(serve(t, f).URL))
		untilWithin(t, tab, atHome, time.Minute)
		run(t, tab, js(`document.querySelector("#start button").click()`))
		untilWithin(t, tab, inSession, time.Minute)
		f.goTo(massageFrom + 130*time.Second)
		untilWithin(t, tab, `document.getElementById("doing").textContent.startsWith("Kneading")`, time.Minute)
		run(t, tab, chromedp.Sleep(4*time.Second)) // some seconds of force on the chart
		if len(f.requests(wire.Start)) != 1 {
			t.Error("the session is not the page's own")
		}
	}
	const fullSize, twoThirds = 1, 2.0 / 3
	picture("home.png", "light", 1440, 900, twoThirds, func(tab context.Context) {
		run(t, tab, chromedp.Navigate(serve(t, newFake()).URL))
		untilWithin(t, tab, atHome, time.Minute)
		run(t, tab, chromedp.Sleep(time.Second)) // the back is drawn
	})
	picture("session-dark.png", "dark", 1440, 900, twoThirds, kneading)
	picture("phone.png", "light", 390, 844, fullSize, kneading)
	picture("my-back.png", "light", 1440, 1020, twoThirds, func(tab context.Context) {
		w := newWorld(t)
		w.live(12, 6, 2)
		w.day(84)
		w.onOff(56)
		run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
		untilWithin(t, tab, `document.querySelector("main.mine") !== null`, time.Minute)
		run(t, tab, js(`[...document.querySelectorAll("h2")].find((h) => h.textContent.startsWith("Over the weeks")).scrollIntoView(); scrollBy(0, -24)`))
		run(t, tab, chromedp.Sleep(time.Second))
	})
}

// fewer is a PNG with a palette: a third of the size, and hardly another picture.
func fewer(file []byte) ([]byte, error) {
	m, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	f := frame{image: image.NewNRGBA(m.Bounds())}
	draw.Draw(f.image, m.Bounds(), m, m.Bounds().Min, draw.Src)
	palette, nearest := reduce([]frame{f})
	small := image.NewPaletted(m.Bounds(), palette[:through])
	for i := range small.Pix {
		small.Pix[i] = nearest(f.image.Pix[4*i:])
	}
	out := &bytes.Buffer{}
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(out, small)
	return out.Bytes(), err
}
