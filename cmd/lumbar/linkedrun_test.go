//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/simlink"
)

// TestRunOverALink: a session in the terminal on a chair in another process: STOP takes the rollers home by the guard, and where
// nobody is left to do that, or no link, the chair does.
func TestRunOverALink(t *testing.T) {
	if testing.Short() {
		t.Skip("homes a chair in real time")
	}
	for _, tt := range []struct {
		name string
		lose func(host *process, c *cable)
		then func(t *testing.T, host *process, log *truth, p *chair.Profile)
	}{
		{"interrupted", func(host *process, c *cable) { host.signal(syscall.SIGINT) }, func(t *testing.T, host *process, log *truth, p *chair.Profile) {
			out := log.until(func(e *simlink.Entry) bool { return e.Event == simlink.EventHome || e.Event == simlink.EventGone })
			if out.Event != simlink.EventHome || out.Lost {
				t.Errorf("not home when it let go: %+v", out)
			}
			if code, said := host.ends(); code != exitStopped || !strings.Contains(strings.Join(said, "\n"), "stopped after") {
				t.Errorf("status %d: %s %s", code, strings.Join(said, "\n"), host.errs.String())
			}
		}},
		{"killed", func(host *process, c *cable) { host.signal(syscall.SIGKILL) }, func(t *testing.T, host *process, log *truth, p *chair.Profile) {
			retreats(t, p, log, log.until(event(simlink.EventLinkLost)))
		}},
		{"cut off", func(host *process, c *cable) { c.cut() }, func(t *testing.T, host *process, log *truth, p *chair.Profile) {
			retreats(t, p, log, log.until(event(simlink.EventLinkLost)))
			code, said := host.ends()
			if text := strings.Join(said, "\n"); code != exitFault || !strings.Contains(text, "FAULT") || !strings.Contains(text, "fault after") {
				t.Errorf("status %d: %s", code, text)
			}
			if !strings.Contains(host.errs.String(), "NOT CONFIRMED") {
				t.Errorf("how it was left is not said: %s", host.errs.String())
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			model, p := patientChair(t, "stop_button   = true", "stop_button = false")
			socket, log, _ := twinProcess(t, model)
			c := newCable(t, socket)
			host := pressingBy(t, log, "lumbar", "run", "break", "--chair", model, "--link", "unix:"+c.path)
			tt.lose(host, c)
			tt.then(t, host, log, &p)
		})
	}
}

// TestHeardOverALink: a chair without a button is gentle when its page is not heard for ten seconds; a terminal is heard all the
// time.
func TestHeardOverALink(t *testing.T) {
	if testing.Short() {
		t.Skip("homes a chair in real time")
	}
	t.Parallel()
	model, _ := patientChair(t, "stop_button   = true", "stop_button = false")
	for range 3 {
		socket, log, _ := twinProcess(t, model)
		host := pressingBy(t, log, "lumbar", "run", "break", "--chair", model, "--link", "unix:"+socket)
		log.until(after(log.last().TimeMS + 12_000))
		host.signal(syscall.SIGINT)
		code, said := host.ends()
		text := strings.Join(said, "\n")
		if strings.Contains(text, "heard") || code != exitStopped && code != exitFault {
			t.Fatalf("status %d: %s %s", code, text, host.errs.String())
		}
		if code == exitStopped {
			return
		}
		t.Logf("a machine that is late ended it by a fault of its own; once more: %s", text)
	}
	t.Error("no session lasted until it was stopped")
}

// TestRunOverALinkRefuses: nothing is opened for what cannot be.
func TestRunOverALinkRefuses(t *testing.T) {
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	board := filepath.Join(t.TempDir(), "board.lumbar-chair.hcl")
	if err := os.WriteFile(board, src, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--link", "unix:/run/chair", "--pace", "8"}, "leave out --link"},
		{[]string{"--link", "unix:/run/chair", "--sweep"}, "leave out --link"},
		{[]string{"--link", "ble"}, "none is reached over Bluetooth"},
		{[]string{"--chair", "my-chair", "--data", t.TempDir()}, "no chair is called"},
		{[]string{"--chair", "open-board"}, "profile of a real chair"},
		{[]string{"--chair", "open-board", "--link", "modbus-tcp://127.0.0.1:1"}, "run this in a terminal"},
		{[]string{"--chair", board, "--link", "modbus-tcp://127.0.0.1:1", "--json"}, "run this in a terminal"},
	} {
		code, out, errs := lumbar("", append([]string{"run", "break"}, tt.args...)...)
		if code != exitRefused || !strings.Contains(errs, tt.want) || out != "" {
			t.Errorf("%v: %d %s%s; want %q", tt.args, code, out, errs, tt.want)
		}
	}
}
