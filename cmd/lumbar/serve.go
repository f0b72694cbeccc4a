package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

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
	Addr   string `placeholder:"HOST:PORT" help:"Where the page listens; 127.0.0.1:8420 otherwise."`
	Open   bool   `help:"Open the browser."`
}

// Help teaches more than the flags.
func (serveCmd) Help() string {
	var b strings.Builder
	b.WriteString("Keys of lumbar.hcl, all optional; the variable in brackets says the same:\n\n")
	for _, k := range config.Keys() {
		fmt.Fprintf(&b, "  %-6s %s [%s]\n", k.Name, k.About, k.Variable())
	}
	return b.String()
}

// Run serves the page until it is interrupted; a session under way is stopped in order.
func (c *serveCmd) Run(ctx context.Context, a *app) error {
	conf, err := c.configure(a)
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
	profile, err := findChair(conf.Chair)
	if err != nil {
		return refused(a, err)
	}
	if _, _, err := findBody(conf.Body); err != nil {
		return refused(a, err)
	}
	listener, err := net.Listen("tcp", conf.Addr)
	if err != nil {
		return taken(conf.Addr, err)
	}
	defer listener.Close()

	clock := engine.NewVirtual(conf.Pace)
	sim := &simulation{profile: profile, clock: clock}
	e := engine.New(engine.Options{
		Open: sim.open, Clock: clock, Programme: findProgramme, Observe: sim.observe, HostWatch: true, IdleRest: true, Logger: logger,
	})
	cards, err := shippedCards()
	if err != nil {
		return err
	}
	page, err := httpapi.New(httpapi.Options{Engine: e, Programmes: cards, Bodies: bodies(conf.Body), Logger: logger, Version: version})
	if err != nil {
		return err
	}
	return c.serve(ctx, a, conf, listener, e, page)
}

// configure reads flags over environment over file over defaults.
func (c *serveCmd) configure(a *app) (config.Config, error) {
	conf := config.Defaults()
	path := c.Config
	if path == "" {
		if dir, err := stateDir(); err == nil && c.Data == "" {
			path = filepath.Join(dir, configName)
		} else if c.Data != "" {
			path = filepath.Join(c.Data, configName)
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			path = ""
		}
	}
	if path != "" {
		src, err := text("configuration", path)
		if err != nil {
			return conf, &status{exitRefused, err}
		}
		read, list := config.Read(path, src)
		if list.HasErrors() {
			return conf, refused(a, &faulty{list, map[string][]byte{path: src}})
		}
		conf = read
	}
	conf, list := config.FromEnv(a.env, conf)
	if list.HasErrors() {
		return conf, refused(a, &faulty{list, nil})
	}
	if c.Data != "" {
		conf.Data = c.Data
	}
	if c.Addr != "" {
		conf.Addr = c.Addr
	}
	conf.Open = conf.Open || c.Open
	return conf, nil
}

// configName is the configuration's file in the data directory.
const configName = "lumbar.hcl"

// stateDir is the platform's place for what a program keeps.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "lumbar"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "lumbar"), nil
	case "windows":
		return filepath.Join(home, "AppData", "Local", "lumbar"), nil
	}
	return filepath.Join(home, ".local", "state", "lumbar"), nil
}

// dataDir makes the data directory and checks that it can be written.
func dataDir(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = stateDir(); err != nil {
			return "", fmt.Errorf("no place to keep anything: %w; choose one with --data DIR", err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the data directory cannot be made: %w; choose another with --data DIR", err)
	}
	return dir, nil
}

// openLog opens the log in the data directory.
func openLog(dir string) (*slog.Logger, func(), error) {
	path := filepath.Join(dir, "lumbar.log")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("the data directory cannot be written: %w; choose another with --data DIR", err)
	}
	return slog.New(slog.NewJSONHandler(f, nil)), func() { _ = f.Close() }, nil
}

// taken explains why an address cannot be listened on.
func taken(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken: is lumbar running already? Open http://%s in a browser, or choose another with --addr 127.0.0.1:0", addr, addr)
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
	url := "http://" + l.Addr().String()
	fmt.Fprintf(a.out, "Lumbar %s with a simulated chair: %s\nCtrl-C ends it.\n", version, url)
	if conf.Open {
		openBrowser(url)
	}
	var err error
	select {
	case <-ctx.Done():
		fmt.Fprintln(a.out, "\nstopping: rollers home, then off")
	case err = <-failed:
	}
	cancel()
	<-engineDone // the chair first
	<-pumpDone
	stopping, done := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer done()
	return errors.Join(err, server.Shutdown(stopping))
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

// shippedCards is the shipped programmes as the page shows them, the longest first.
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

// bodies is whom one may choose on the page: the configured one first, then the named ones.
func bodies(configured string) []web.Body {
	var list []web.Body
	for _, e := range extremes {
		list = append(list, web.Body{ID: ansurPrefix + e.name, Label: strings.ToUpper(e.label[:1]) + e.label[1:]})
	}
	if _, label, err := findBody(configured); err == nil && configured != config.Defaults().Body {
		list = append([]web.Body{{ID: configured, Label: label}}, list...)
	}
	return list
}
