package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

type serveCmd struct {
	Config string `placeholder:"FILE" help:"Configuration; without it lumbar.hcl in the data directory, if there."`
	Data   string `placeholder:"DIR" help:"Where logs are kept; the platform's state directory otherwise."`
	Addr   string `placeholder:"HOST:PORT" help:"Where the page listens; 127.0.0.1:8420 otherwise. Port 0 takes any that is free."`
	Open   bool   `help:"Open the browser."`
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
		fmt.Fprintf(&b, "  %-6s %-13s %s\n", k.Name, k.Variable(), k.About)
	}
	return b.String()
}

// Run serves the page until it is interrupted; a session under way is stopped in order.
func (c *serveCmd) Run(ctx context.Context, a *app) error {
	conf, profile, err := c.prepare(a)
	if err != nil {
		return err
	}
	dir, err := dataDir(conf.Data)
	if err != nil {
		return err
	}
	logger, closeLog, err := openLog(dir)
	if err != nil {
		return err
	}
	defer closeLog()
	listener, err := net.Listen("tcp", conf.Addr)
	if err != nil {
		return taken(conf.Addr, err)
	}
	defer listener.Close()

	outliveReaders()
	clock := engine.NewVirtual(conf.Pace)
	sim := &simulation{profile: profile, clock: clock}
	e := engine.New(engine.Options{
		Open: known(conf.Body, sim.open), Clock: clock, Programme: shippedProgramme, Observe: sim.observe,
		HostWatch: true, IdleRest: true, Logger: logger,
	})
	cards, err := shippedCards()
	if err != nil {
		return err
	}
	page, err := httpapi.New(httpapi.Options{Engine: e, Programmes: cards, Bodies: bodies(conf.Body), Logger: logger, Version: version})
	if err != nil {
		return err
	}
	logger.Info("serving", "addr", listener.Addr().String(), "version", version, "chair", profile.Name)
	return c.serve(ctx, a, conf, listener, e, page)
}

// prepare finds out what is wanted, and everything that is wrong with it, before anything is opened or written.
func (c *serveCmd) prepare(a *app) (config.Config, chair.Profile, error) {
	conf, wrong := c.configure(a.env)
	profile, err := findChair(conf.Chair)
	wrong.add(err)
	_, _, err = findBody(conf.Body)
	wrong.add(err)
	return conf, profile, wrong.refuse(a)
}

// shippedProgramme finds a programme that ships. Whoever reaches the page must not have files of this machine opened.
func shippedProgramme(name string) (*programme.Plan, error) {
	if !slices.Contains(programmes.All(), name) {
		return nil, errors.New(unknown("programme", name, programmes.All(), "run a file with: lumbar run FILE"))
	}
	return findProgramme(name)
}

// known lets open seat the configured body and those of the population, and no other file of this machine.
func known(configured string, open opener) opener {
	return func(ctx context.Context, name string, seed uint64) (driver.Chair, string, error) {
		if name != configured && !strings.HasPrefix(name, ansurPrefix) {
			return nil, "", fmt.Errorf("no person is called %q here: choose one of the page's, or start lumbar with another body", name)
		}
		return open(ctx, name, seed)
	}
}

// taken explains why an address cannot be listened on.
func taken(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken: is lumbar running already? Open %s in a browser, or choose another with --addr 127.0.0.1:0", addr, browsable(addr))
	}
	return fmt.Errorf("cannot listen on %s: %w; choose another with --addr HOST:PORT", addr, err)
}

// closing is how long requests under way may take when the server ends.
const closing = 3 * time.Second

// serve runs engine, pump and HTTP until ctx is done or one of them fails.
func (c *serveCmd) serve(ctx context.Context, a *app, conf config.Config, l net.Listener, e *engine.Engine, page *httpapi.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{Handler: page, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 2)
	engineDone, pumpDone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(engineDone)
		if err := e.Run(ctx, conf.Body, conf.Seed); err != nil {
			failed <- fmt.Errorf("engine: %w", err)
		}
	}()
	go func() { defer close(pumpDone); page.Serve(ctx) }()
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	url := browsable(l.Addr().String())
	fmt.Fprintf(a.out, "Lumbar %s with a simulated chair: %s\n", version, url)
	if reachable(l.Addr()) {
		fmt.Fprintln(a.out, "Every device on this machine's networks can open the page, start and stop.")
	}
	fmt.Fprintln(a.out, "Ctrl-C ends it.")
	if conf.Open {
		openBrowser(url)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	cancel() // the chair first: what is printed may have no reader any more
	fmt.Fprintln(a.out, "\nstopping: rollers home, then off")
	<-engineDone
	<-pumpDone
	stopping, done := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer done()
	return errors.Join(err, server.Shutdown(stopping))
}

// reachable says whether others than this machine can reach an address.
func reachable(addr net.Addr) bool {
	at, ok := addr.(*net.TCPAddr)
	return ok && !at.IP.IsLoopback()
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
func shippedCards() ([]web.Card, error) {
	var cards []web.Card
	for _, name := range programmes.All() {
		file, src, _ := programmes.Source(name)
		p, list := programme.Compile(file, src, programme.Options{})
		if list.HasErrors() {
			return nil, &faulty{list, map[string][]byte{file: src}}
		}
		cards = append(cards, web.NewCard(*p))
	}
	return cards, nil
}
