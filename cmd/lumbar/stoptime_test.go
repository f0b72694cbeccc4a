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
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

var stopTimes = flag.Int("stops", 0, "how many stops TestStopTimes times, in a browser, while 20 others watch and every core is busy; 0: none")

// TestStopTimes times STOP while 20 pages watch and every core is busy: from the press in a browser until the page has sent
// it, from the server's receipt until the engine has told its guard and answers, and from the press until the page knows. The
// same is timed without a browser. It judges no time: it tells them.
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
	random := rand.New(rand.NewPCG(1, 2))
	var direct, alone times
	for i := range *stopTimes {
		startBreak(t, address, i)
		time.Sleep(time.Duration(random.IntN(100)) * time.Millisecond) // anywhere within a tick
		began := time.Now()
		engine := stopDirectly(t, address)
		direct.add(float64(time.Since(began).Microseconds()) / 1000)
		alone.add(engine)
		toEnd(t, address)
	}
	direct.tell("without a browser: request until its answer")
	alone.tell("without a browser: server's receipt until the guard is told")
	tab := tab(t, b)
	open(t, tab, address)
	var sent, took, heard times
	for i := range *stopTimes {
		startBreak(t, address, i)
		shows(t, tab, inSession)
		inTab(t, tab, chromedp.Evaluate[chromedp.Void](timedStop), chromedp.Sleep(time.Duration(random.IntN(100))*time.Millisecond), chromedp.Click("#stop"))
		ctx, cancel := context.WithTimeout(tab, time.Minute)
		ms, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`timed`, chromedp.EvalAwaitPromise))
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		sent.add(ms[0])
		took.add(ms[1])
		heard.add(ms[2])
		toEnd(t, address)
		shows(t, tab, isAfter)
		inTab(t, tab, chromedp.Evaluate[chromedp.Void](`document.getElementById("other").click()`))
		shows(t, tab, onHome)
	}
	sent.tell("in a browser: press until the page has sent it")
	took.tell("in a browser: server's receipt until the guard is told")
	heard.tell("in a browser: press until the page has the answer")
}

// startBreak starts a session in real time, for which no two have the same person.
func startBreak(t *testing.T, address string, i int) {
	t.Helper()
	if status, answer := do(t, address, wire.Request{Verb: wire.Start, Programme: "break", Pace: 1, Seed: uint64(i + 2)}); status != http.StatusOK {
		t.Fatalf("start %d: %d %s", i, status, answer)
	}
}

// toEnd lets the simulated chair come home fast.
func toEnd(t *testing.T, address string) {
	t.Helper()
	do(t, address, wire.Request{Verb: wire.Pace, Pace: 60})
	for {
		if _, answer := do(t, address, wire.Request{Verb: wire.Look}); strings.Contains(answer, `"stage":"done"`) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// engineTook reads how many ms the control took, by the server that asked it.
var engineTook = regexp.MustCompile(`engine;dur=([0-9.]+)`)

// stopDirectly stops as a page does, and says how long the control took in ms.
func stopDirectly(t *testing.T, address string) float64 {
	t.Helper()
	answer, err := http.Post(address+"/do", "application/json", strings.NewReader(`{"v":1,"verb":"stop","by":"terminal"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	m := engineTook.FindStringSubmatch(answer.Header.Get("Server-Timing"))
	if answer.StatusCode != http.StatusOK || m == nil {
		t.Fatalf("stop: %d, Server-Timing %q", answer.StatusCode, answer.Header.Get("Server-Timing"))
	}
	ms, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return ms
}

// times are milliseconds.
type times struct{ ms []float64 }

func (s *times) add(ms float64) { s.ms = append(s.ms, ms) }

func (s *times) tell(what string) {
	slices.Sort(s.ms)
	q := func(p float64) float64 { return s.ms[min(len(s.ms)-1, int(p*float64(len(s.ms))))] }
	fmt.Printf("%s: %d stops, p50 %.1f ms, p99 %.1f ms, most %.1f ms\n", what, len(s.ms), q(.5), q(.99), q(1))
}

// timedStop has the next press of STOP timed: until it is sent, how long the control took, and until the answer is there.
const timedStop = `globalThis.timed = new Promise((done, fail) => {
	let pressed = 0;
	document.getElementById("stop").addEventListener("pointerdown", (e) => { pressed = e.timeStamp; }, { once: true, capture: true });
	const real = fetch;
	globalThis.fetch = async (to, options) => {
		const sent = performance.now(), answer = await real(to, options);
		if (!String(options?.body).includes('"verb":"stop"')) return answer;
		const heard = performance.now();
		globalThis.fetch = real;
		const took = /engine;dur=([0-9.]+)/.exec(answer.headers.get("Server-Timing") ?? "");
		if (took) done([sent - pressed, Number(took[1]), heard - pressed]);
		else fail(new Error("the answer to the stop does not say how long the control took"));
		return answer;
	};
}); timed.catch(() => {})`
