package httpapi_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestViewsBrowser walks what authors do, and presses one place.
func TestViewsBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	t.Run("edits", func(t *testing.T) { edits(t, browser) })
	t.Run("presses here", func(t *testing.T) { pressesHere(t, browser) })
}

// edits is a programme with a mistake: found, mended, saved, and chosen at home.
func edits(t *testing.T, browser context.Context) {
	lib := library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	o := breakableOptions(t)
	o.Library = &lib
	server := serveEngine(t, newFake(), o)
	tab := view(t, browser, server.URL+"/programmes/break")
	until(t, tab, `document.querySelector('a[href="/programmes/break/edit"]') !== null`)
	run(t, tab, chromedp.Navigate(server.URL+"/programmes/break/edit"))
	const right = `document.querySelector('.checked[data-right="true"][data-name="my-break"]') !== null`
	until(t, tab, right+` && document.getElementById("text").value.includes('programme "my-break"') && !document.getElementById("save-it").disabled`)
	run(t, tab, js(`const f = document.getElementById("text"); f.value = f.value.replace("glide {", "glied {"); f.dispatchEvent(new Event("input"))`))
	until(t, tab, `document.querySelector(".problems li.error button")?.textContent.includes("glied") && document.querySelectorAll("#gutter li.error").length > 0`)
	until(t, tab, `document.querySelector("#shade mark.error").textContent === "glied" && document.getElementById("score").classList.contains("stale")`)
	run(t, tab, js(`const l = document.getElementById("text"), was = l.value; l.value = was + "\n".repeat(90) + "#".repeat(400); l.dispatchEvent(new Event("input")); [l.scrollTop, l.scrollLeft] = [1e6, 1e6]`))
	until(t, tab, `document.getElementById("text").scrollTop > 100 && ["scrollTop", "scrollLeft"].every((way) => document.getElementById("text")[way] === document.getElementById("shade")[way])`)
	run(t, tab, js(`l.value = was; l.dispatchEvent(new Event("input"))`))
	until(t, tab, `document.querySelector(".problems li.error button")?.textContent.includes("glied") && document.querySelector("#shade mark.error")?.textContent === "glied"`)
	run(t, tab, js(`document.querySelector(".problems li.error button").click()`))
	until(t, tab, `document.activeElement.id === "text" && document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd) === "glied"`)
	until(t, tab, `document.getElementById("save-it").disabled`)
	run(t, tab, js(`const g = document.getElementById("text"); g.value = g.value.replace("glied {", "glide {"); g.dispatchEvent(new Event("input"))`))
	until(t, tab, right+` && document.querySelectorAll("#gutter li.error").length === 0 && !document.getElementById("save-it").disabled`)
	// What can stand behind "force = ", and what a word means, as the language server has it; a choice is undone like a key.
	run(t, tab, js(`(() => { const h = document.getElementById("text"); h.focus(); const i = h.value.indexOf("force"); h.setSelectionRange(i + 2, i + 2); })()`))
	until(t, tab, says("means", "force: How firmly")+` && !document.getElementById("suggested").hidden`)
	run(t, tab, js(`(() => { const h = document.getElementById("text"), i = h.value.indexOf('"', h.value.indexOf("force")) + 1; h.setSelectionRange(i, i); })()`))
	until(t, tab, `document.querySelector("#can button b")?.textContent === "gentle" && document.querySelector("#can span").textContent.includes("14 N")`)
	run(t, tab, browsertest.Click("#can li:nth-child(3) button"))
	until(t, tab, `document.activeElement.id === "text" && /force += "firm"/.test(document.activeElement.value) && !document.getElementById("save-it").disabled && `+right)
	run(t, tab, browsertest.Click("#save-it"))
	until(t, tab, says("edit-says", "Saved as my-break"))
	until(t, tab, `document.getElementById("saved").getAttribute("href") === "/programmes/my-break"`)
	run(t, tab, chromedp.Navigate(server.URL+"/programmes/my-break"))
	until(t, tab, `location.pathname === "/programmes/my-break" && document.querySelector("a.primary").textContent === "Start with this"`)
	until(t, tab, `document.querySelector("a.primary").getAttribute("href") === "/?programme=my-break"`)
	run(t, tab, chromedp.Navigate(server.URL+"/?programme=my-break"))
	until(t, tab, atHome+` && document.querySelector('input[value="my-break"]').checked && `+says("choice", "A break"))
}

// pressesHere touches the picture, and starts what it says there; STOP ends it.
func pressesHere(t *testing.T, browser context.Context) {
	f := newFake()
	f.plans = append(f.plans, placed(t, "here-l2-medium-40"))
	o := breakableOptions(t)
	o.Library = &library.Library{}
	server := serveEngine(t, f, o)
	tab := view(t, browser, server.URL+"/here")
	until(t, tab, `document.getElementById("back").width > 300`)
	// The picture is touched from top to bottom until L2 is chosen: where it lies is the picture's to say.
	run(t, tab, js(`(() => {
		const back = document.getElementById("back"), box = back.getBoundingClientRect();
		for (let y = 0; y < box.height && document.querySelector("input[name=level]:checked").value !== "L2"; y += 4)
			back.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + y }));
	})()`))
	until(t, tab, `document.querySelector("input[name=level]:checked").value === "L2" && `+says("here-says", "L2. Press there")+` && document.getElementById("as-me").getAttribute("href") === "/?programme=here-l2-medium-40"`)
	run(t, tab, browsertest.Click("#press-it"))
	until(t, tab, `!document.getElementById("held").hidden && document.activeElement.id === "stop" && document.getElementById("stop").getBoundingClientRect().height >= 96`)
	if got := f.requests(wire.Start); len(got) != 1 || got[0].Programme != "here-l2-medium-40" || got[0].Pace != 8 || got[0].By == "" {
		t.Errorf("it asked for %+v", got)
	}
	f.goTo(massageFrom + 20*time.Second)
	until(t, tab, `document.getElementById("held-stage").textContent.startsWith("Pressing at L2") && parseInt(document.getElementById("held-force").textContent) >= 18`)
	until(t, tab, `document.body.hasAttribute("data-running")`)
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, `!document.getElementById("press").hidden && `+says("here-says", "Stopped"))
	if got := f.requests(wire.Stop); len(got) == 0 {
		t.Error("Esc did not stop")
	}
	run(t, tab, chromedp.Navigate(server.URL+"/?programme=here-l2-medium-40"))
	until(t, tab, `location.pathname === "/" && document.querySelector('input[value="here-l2-medium-40"]')?.checked`)
}
