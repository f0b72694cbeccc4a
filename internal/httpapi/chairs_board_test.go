package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// patient gives a board more time than a machine that is busy with other tests takes.
func patient(t *testing.T, text string) string {
	t.Helper()
	for was, is := range map[string]string{
		`heartbeat     = "250 ms"`: `heartbeat = "1 s"`, `stale         = "200 ms"`: `stale = "900 ms"`, `answer     = "20 ms"`: `answer = "500 ms"`,
		`control       = "100 Hz"`: `control = "50 Hz"`,
	} {
		if strings.Count(text, was) != 1 {
			t.Fatalf("the profile has no %s", was)
		}
		text = strings.Replace(text, was, is, 1)
	}
	return strings.ReplaceAll(text, "250", "1000") // the board's own timer
}

// board is a stand-in for the open board, on Modbus TCP, with nobody in it.
func board(t *testing.T) (b *standin.Board, address string) {
	t.Helper()
	text, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	p, list := profile.Read("open-board", []byte(patient(t, string(text))))
	m, err := body.ANSUR(1)
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b = standin.NewBoard(1, twin.Options{Profile: &p, Body: m.Back(), Seed: 1})
	b.Inject(twin.SitterLeaves, true)
	b.Pass(time.Minute) // until the seat is empty
	ctx, end := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() { standin.Live(ctx, b) })
	both.Go(func() { standin.ServeTCP(l, b, nil) })
	t.Cleanup(func() { end(); _ = l.Close(); both.Wait() })
	return b, l.Addr().String()
}

// ownsChair is an engine that owns a chair in real time, as the engine's process does.
func ownsChair(t *testing.T, l *chairs.Linked, proof *chairs.Proof) *engine.Engine {
	t.Helper()
	clock := engine.NewReal()
	e := engine.New(engine.Options{
		Clock: clock, Tested: proof.Tested, Tried: func(x *tryout.Tried) (string, error) { return proof.Tried(x) }, Programme: library.Library{}.Plan,
		Open: func(ctx context.Context, _ string, _ uint64) (driver.Chair, string, error) {
			c, err := links.Open(ctx, l.Address, links.Options{Profile: &l.Profile, Clock: clock.Now})
			return c, "", err
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx, "", 1) }()
	t.Cleanup(func() { cancel(); <-ended })
	return e
}

// TestBoardOnPage: a board on Modbus is found by its address, added, and tried on the page; what is let go of stands, STOP ends
// the test, and without a record of one that ended well there is no session.
func TestBoardOnPage(t *testing.T) {
	if testing.Short() {
		t.Skip("moves axes in real time")
	}
	_, at := board(t)
	g, finder := newGarage(t), &chairs.Finder{For: time.Millisecond, Root: t.TempDir()}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+t.TempDir()+"/no-bus")
	g.set(func(g *garage) { g.look = finder.Look(t.Context(), at) })
	simulated := bench(t)
	_, local, _ := callersOf(t, httpapi.Options{Engine: newFake(), Chair: &simulated, Chairs: g})
	local.ask("POST", "/chair/scan", form("at", at))
	link := "modbus-tcp://" + at
	if text := local.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "link="+url.QueryEscape(link)) || !strings.Contains(text, "No adapter") {
		t.Fatal("the board is not found, or it is not said that there is no Bluetooth")
	}
	if w := local.ask("POST", "/chair/add", form("link", link, "like", "open-board", "title", "Bench", "weight", "110", "real", "yes")); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	text, err := os.ReadFile(g.File("bench"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(g.File("bench"), []byte(patient(t, string(text))), 0o600); err != nil { // held against the chair
		t.Fatal(err)
	}
	l, err := g.Find("bench", "")
	if err != nil || l.Profile.Simulated || l.Address != link {
		t.Fatal(l, err)
	}
	proof, err := g.ProofOf(&l.Profile, l.Address)
	if err != nil {
		t.Fatal(err)
	}
	e := ownsChair(t, &l, &proof)
	server := serveEngine(t, e, httpapi.Options{Chair: &l.Profile, Chairs: g, Tested: func() error { return proof.Tested(&l.Profile) }, Answer: 20 * time.Second})
	const me = "page-0123456789abcdef01"
	do := func(r wire.Request) (reply wire.Reply, why string) {
		t.Helper()
		r.V, r.By = wire.Version, me
		body, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.Post(server.URL+"/do", "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var said struct {
			wire.Reply
			Detail string `json:"detail"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
			t.Fatal(err)
		}
		return said.Reply, said.Detail
	}
	ask := func(a wire.TestAsk) *wire.Testing {
		t.Helper()
		reply, why := do(wire.Request{Verb: wire.Test, Test: &a})
		if why != "" {
			t.Fatalf("%+v: %s", a, why)
		}
		return reply.Test
	}
	session := func() string {
		t.Helper()
		limits := chair.Everyone()
		reply, err := e.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Start, Programme: "break", By: me, Limits: &limits})
		if err != nil {
			t.Fatal(err)
		}
		return reply.Error
	}
	if why := session(); !strings.Contains(why, "nobody sits in Bench yet") || !strings.Contains(why, "on the page, under Chair") {
		t.Fatalf("never tried: %q", why)
	}
	s := ask(wire.TestAsk{Do: wire.TestBegin, Who: "the maker"})
	for late := time.Now().Add(2 * time.Minute); s.Name != "axis tap_left" && s.Name != "axis carriage" && s.Outcome == ""; {
		if time.Now().After(late) {
			t.Fatalf("the depth is not tried within 2 min: %+v", s)
		}
		s = ask(wire.TestAsk{Do: map[string]wire.TestDo{"confirm": wire.TestYes, "hold": wire.TestHold, "wait": wire.TestLook}[s.How], Step: s.Name})
	}
	if n := len(s.Results); s.Outcome != "" || n < 3 || !s.Results[n-1].Passed || s.Results[0].Name != "link" {
		t.Fatalf("%+v", s)
	}
	if why := session(); why != tryout.ErrBusy.Error() {
		t.Errorf("a session meanwhile: %q", why)
	}
	if _, why := do(wire.Request{Verb: wire.Stop}); why != "" {
		t.Error(why)
	}
	for late := time.Now().Add(time.Minute); s.Outcome == ""; s = ask(wire.TestAsk{Do: wire.TestLook}) {
		if time.Now().After(late) {
			t.Fatalf("STOP does not end it: %+v", s)
		}
	}
	if s.Outcome != "aborted" || !strings.Contains(s.Record, "Nobody sits in this chair") {
		t.Errorf("%+v", s)
	}
	if why := session(); !strings.Contains(why, "did not end well") {
		t.Errorf("given up: %q", why)
	}
	// What else there is to try takes hands at the chair; TestTryOverHTTP goes through all of it on the simulated one.
	if _, err := proof.Tried(&tryout.Tried{Profile: &l.Profile, Who: "the maker", Began: time.Now(), Ended: time.Now(), Outcome: commission.Passed}); err != nil {
		t.Fatal(err)
	}
	if page := local.ask("GET", "/chair", "").Body.String(); !strings.Contains(page, "Tried, with a record that holds") {
		t.Error("the page does not say that it was tried")
	}
	if why := session(); why != "" {
		t.Errorf("tried: %q", why)
	}
	if _, why := do(wire.Request{Verb: wire.Stop}); why != "" {
		t.Error(why)
	}
}
