//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

var stopTimes = flag.Int("stops", 0, "how many stops TestStopTimes times, in a browser, while 20 others watch and every core is busy; 0: none")

// TestStopTimes times STOP from the click in a browser until an answer tells that the guard's retreat has begun: page, server,
// socket and engine, and the way back of the answer, which a person does not wait for. It judges no time: it tells them.
//
//	go test ./cmd/lumbar -run TestStopTimes -stops 200 -v
func TestStopTimes(t *testing.T) {
	if *stopTimes == 0 {
		t.Skip("-stops is not given")
	}
	b := browser(t)
	_, address := served(t)
	for range 20 {
		stream, err := http.Get(address + "/events")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = stream.Body.Close() })
		go func() { _, _ = io.Copy(io.Discard, stream.Body) }() // ends with the stream
	}
	for range runtime.NumCPU() {
		load := exec.Command("lumbar", "load")
		in, err := load.StdinPipe() // it ends with its input
		if err != nil {
			t.Fatal(err)
		}
		if err := load.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = in.Close(), load.Wait() })
	}
	tab := tab(t, b)
	open(t, tab, address)
	random := rand.New(rand.NewPCG(1, 2))
	var taken, begun []float64
	for i := range *stopTimes {
		if status, answer := do(t, address, wire.Request{Verb: wire.Start, Programme: "break", Pace: 1, Seed: uint64(i + 2)}); status != http.StatusOK {
			t.Fatalf("start %d: %d %s", i, status, answer)
		}
		shows(t, tab, inSession)
		inTab(t, tab, chromedp.Sleep(time.Duration(random.IntN(100))*time.Millisecond)) // anywhere within a tick
		ctx, cancel := context.WithTimeout(tab, time.Minute)
		times, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](timedStop, chromedp.EvalAwaitPromise))
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if i%20 == 19 {
			t.Logf("%d stops", i+1)
		}
		taken, begun = append(taken, times[0]), append(begun, times[1])
		do(t, address, wire.Request{Verb: wire.Pace, Pace: 60}) // on to the next
		shows(t, tab, isAfter)
		inTab(t, tab, chromedp.Evaluate[chromedp.Void](`document.getElementById("other").click()`))
		shows(t, tab, onHome)
	}
	tell := func(what string, ms []float64) {
		slices.Sort(ms)
		q := func(p float64) float64 { return ms[min(len(ms)-1, int(p*float64(len(ms))))] }
		fmt.Printf("%s: %d stops, p50 %.1f ms, p99 %.1f ms, most %.1f ms\n", what, len(ms), q(.5), q(.99), q(1))
	}
	tell("click until the engine has it and says so", taken)
	tell("click until an answer tells that the retreat is under way", begun)
}

// timedStop clicks STOP and asks until the retreat is under way; when the page heard the answer to its stop, and when that.
const timedStop = `(async () => {
	const look = async () => (await (await fetch("/do", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ v: 1, verb: "look" }) })).json()).snapshot;
	const says = document.getElementById("stop");
	const began = performance.now();
	let heard = 0;
	const watch = new MutationObserver(() => { if (!heard && ["sent", "confirmed"].includes(says.dataset.state)) heard = performance.now() - began; });
	watch.observe(says, { attributes: true });
	says.click();
	let s;
	do { s = await look(); } while (s.stage !== "retreating" && s.stage !== "done");
	const moved = performance.now() - began;
	while (!heard) await new Promise((next) => setTimeout(next, 5));
	watch.disconnect();
	return [heard, moved];
})()`
