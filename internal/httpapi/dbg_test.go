package httpapi_test

import (
	"github.com/chromedp/chromedp"
	"github.com/openlumbar/lumbar/internal/wire"
	"testing"
	"time"
)

func TestDbg(t *testing.T) {
	f := newFake()
	f.live = true
	server := serve(t, f)
	tab := newTab(t)
	run(t, tab, chromedp.EmulateViewport(1440, 900, chromedp.EmulateScale(1)), chromedp.Navigate(server.URL))
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk", Body: "average-man"})
	f.goTo(massageFrom + 130*time.Second)
	time.Sleep(2 * time.Second)
	js := `new Promise(r=>{let n=0,sum=0,t0=performance.now();const raf=window.requestAnimationFrame.bind(window);window.requestAnimationFrame=(cb)=>raf((t)=>{const a=performance.now();cb(t);sum+=performance.now()-a;n++;if(performance.now()-t0>3000){r(String(sum/n)+" ms per frame "+n/3+" fps");}});})`
	v, err := chromedp.Run(tab, chromedp.Evaluate[string](js, chromedp.EvalAwaitPromise))
	t.Log("fps", v, err)
}
