package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/minder"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programmes"
)

type serveCmd struct {
	Config string `placeholder:"FILE" help:"Configuration; without it lumbar.hcl in the data directory, if there."`
	Data   string `placeholder:"DIR" help:"Where logs are kept; the platform's state directory otherwise."`
	Addr   string `placeholder:"HOST:PORT" help:"Where the page listens; 127.0.0.1:8420 otherwise. Port 0 takes any that is free."`
	Open   bool   `help:"Open the browser."`
	Link   string `placeholder:"LINK" help:"How the chair is reached: simulated, unix:/path/to/socket, ble:AA:BB:CC:DD:EE:FF; simulated otherwise."`
	Twin   string `placeholder:"PATH" help:"Drive the simulated chair of a lumbar twin that listens there, in real time: --link unix:PATH."`
}

// Help teaches more than the flags.
func (serveCmd) Help() string {
	var b strings.Builder
	b.WriteString(`Ctrl-C ends it: a session under way is stopped, the rollers go home, then the page closes.

Exit status: 0 ended by Ctrl-C or a signal, 1 an error on this machine, 2 refused (nothing was started).

  lumbar
  lumbar --open
  lumbar serve --addr 127.0.0.1:0 --data ./state

Keys of lumbar.hcl, all optional. The variable beside each says the same and goes before the file; flags go before both.

`)
	for _, k := range config.Keys() {
		fmt.Fprintf(&b, "  %-13s %-20s %s\n", k.Path(), k.Variable(), k.About)
	}
	return b.String()
}

// Run serves the page until it is interrupted; a session under way is stopped in order. Where another chair is chosen on the
// page, everything ends in order and begins anew with that one; if it does not come up, with the one before.
func (c *serveCmd) Run(ctx context.Context, a *app) error {
	var ch change
	for {
		err := c.serve(ctx, a, &ch)
		if !ch.goesOn(ctx, a, err) {
			return err
		}
	}
}

// serve serves the page with one chair.
func (c *serveCmd) serve(ctx context.Context, a *app, ch *change) error {
	conf, profile, err := c.prepare(a)
	if err != nil {
		return err
	}
	dir, err := dataDir(conf.Data)
	if err != nil {
		return err
	}
	ch.with(dir, &conf)
	installed := &library.Library{Dir: filepath.Join(dir, programmesDir), Compiled: &library.Compiled{}}
	ships := readShipped(installed)
	logger, closeLog, err := openLog(dir)
	if err != nil {
		return err
	}
	defer closeLog()
	if ch.addr != "" {
		conf.Addr, conf.Open = ch.addr, false // as before the change, port 0 too
	}
	listener, err := net.Listen("tcp", conf.Addr)
	if err != nil {
		return taken(conf.Addr, err)
	}
	defer listener.Close()
	ch.addr = listener.Addr().String()

	lock, err := keep.Hold(dir, "server")
	if err != nil {
		return heldBy(err)
	}
	defer lock.Release()
	kept, err := openStore(ctx, dir, logger)
	if err != nil {
		return err
	}
	defer kept.Close()
	socket, err := link.SocketPath(dir)
	if err != nil {
		return err
	}

	outliveReaders()
	debug.SetGCPercent(serverGC)
	client := &link.Client{Socket: socket, Record: store.Record{Store: kept}, Logger: logger}
	starts := &starter{args: engineArgs(conf, dir, socket), path: filepath.Join(dir, "engine.err")}
	again := make(chan struct{}, 1) // the chair is tried again
	door := access.NewDoor(kept)
	if conf.Place == config.Shared {
		if err := door.UseSign(dir); err != nil {
			return err
		}
	}
	shelf := guided.ShelfIn(dir)
	room, err := guided.Open(ctx, guided.Options{Shelf: shelf, Record: kept, Programme: installed.Plan, Spent: kept.Spent, Guided: kept.SpentGuided, Logger: logger})
	if err != nil {
		return err
	}
	super := newSupervisor()
	var page *httpapi.Server
	prepared := &mqtt.Prepared{}
	home, err := openHouse(conf, &profile, dir, pageOf(listener.Addr().String()), kept, logger,
		func(ctx context.Context, r wire.Request) (wire.Reply, error) { return page.Do(ctx, r) },
		func(ctx context.Context) (time.Duration, error) { return page.Lateness(ctx) }, prepared, room)
	if err != nil {
		return err
	}
	// What ships is read, and the page made of it, while the engine starts.
	build := func() (*httpapi.Server, error) {
		s := <-ships
		if s.err != nil {
			return nil, s.err
		}
		proven, err := proofOf(dir, &profile, conf.Link)
		if err != nil {
			return nil, err
		}
		page, err = httpapi.New(httpapi.Options{
			Engine: client, Programmes: s.cards, Bodies: bodies(conf.Body), Logger: logger, Version: version, Unwatched: beat, Idle: idleBeat,
			Check: s.check, Built: profile.Person, Store: kept, Shared: conf.Place == config.Shared, Chair: &profile, Simulated: conf.Link == links.Simulated, Trials: trials(),
			Door: door, Addresses: addresses(listener.Addr()), Guided: room, Shelf: shelf,
			Library: installed, Heard: func(n wire.Snapshot, answers bool) { starts.heard(answers); home.hear(n, answers) }, Prepared: prepared.Name, House: home.status, Turned: super.turned, Tested: func() error { return proven.tested(&profile) }, Chairs: ch.page(starts, again),
		})
		return page, err
	}
	logger.Info("serving", "addr", listener.Addr().String(), "version", version, "chair", profile.Name)
	return (&server{
		app: a, conf: conf, chair: profile.Name, what: chairWords(&profile, conf.Link), listener: listener, build: build, door: door, client: client, room: room, house: home, super: super, change: ch, kept: kept, starts: starts,
		minder: &minder.Minder{Socket: socket, Command: starts.command, Why: starts.why, Again: ch.worth(), Now: again, Logger: logger},
	}).serve(ctx)
}

// readily is what the page needs of what ships, once it is read.
type readily struct {
	cards []web.Card
	check *screening.Check
	err   error
}

// readShipped reads it beside the rest of the start: it takes a processor as long as everything else before the engine.
func readShipped(l *library.Library) <-chan readily {
	done := make(chan readily, 1)
	go func() {
		var s readily
		var wrong error
		s.cards, s.err = shippedCards(l)
		s.check, wrong = checkfile.Load()
		s.err = errors.Join(s.err, wrong)
		done <- s
	}()
	return done
}

// chairWords is the chair in words.
func chairWords(p *chair.Profile, link string) string {
	switch {
	case p.Closed == nil:
		return "a simulated chair"
	case link == links.Simulated:
		return "a simulated chair that takes keys (" + p.Title + ")"
	}
	return p.Title
}

// serverGC is how much garbage the server lets lie, in per cent of what it uses: half of what is usual, as it stands beside the
// engine on a small machine and has time. Our own choice.
const serverGC = 50

// openStore opens the store, and takes over the record of a Lumbar that had none.
func openStore(ctx context.Context, dir string, logger *slog.Logger) (*store.Store, error) {
	kept, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return nil, storeError(err)
	}
	events, bad, err := kept.TakeOver(ctx)
	if err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	if events+bad > 0 {
		logger.Info("took over the record of an earlier lumbar", "events", events, "unreadable", bad)
	}
	return kept, nil
}

// beat is how often the page's pump looks at the engine at least. To the engine it is the sign that the host lives:
// several must fail before a session pauses.
const beat = engine.PauseSilence / 4

// idleBeat is the same while no session is under way. It is shorter than the silence that pauses one: whoever begins a
// session, it is never paused for want of a look.
const idleBeat = engine.PauseSilence * 3 / 4

// prepare finds out what is wanted, and everything that is wrong with it, before anything is opened or written.
func (c *serveCmd) prepare(a *app) (config.Config, chair.Profile, error) {
	conf, wrong := c.configure(a.env)
	wrong.add(useChosen(&conf))
	profile, err := findLinked(conf.Chair, conf.Link)
	wrong.add(err)
	_, _, err = findBody(conf.Body)
	wrong.add(err)
	if conf.Place == config.Shared && conf.Record != config.RecordNever {
		wrong.add(errors.New("nothing is kept of whoever sits in a shared place, and a recording would be: leave record out, or set place to \"home\""))
	}
	return conf, profile, wrong.refuse(a)
}

// taken explains why an address cannot be listened on.
func taken(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken: is lumbar running already? Open %s in a browser, or choose another with --addr 127.0.0.1:0", addr, browsable(addr))
	}
	return fmt.Errorf("cannot listen on %s: %w; choose another with --addr HOST:PORT", addr, err)
}

// browsable is where a browser on this machine finds the page.
func browsable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		addr = net.JoinHostPort("localhost", port)
	}
	return "http://" + addr
}

// openBrowser opens the page; failing to is no harm, the address is printed.
func openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	if cmd := exec.Command(name, args...); cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

// shippedCards is the shipped programmes as the page shows them, in alphabetical order.
func shippedCards(l *library.Library) (cards []web.Card, err error) {
	for _, name := range programmes.All() {
		it, err := l.Find(name)
		if err != nil {
			return nil, err
		}
		if it.List.HasErrors() {
			return nil, &faulty{it.List, map[string][]byte{it.File: it.Text}}
		}
		cards = append(cards, web.NewCard(*it.Plan))
	}
	return cards, nil
}
