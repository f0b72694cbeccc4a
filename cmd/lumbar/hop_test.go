//go:build unix

package main

import (
	"io"
	"net"
	"sync"
	"testing"
)

// hop is what lies between a page and its server, and can be cut.
type hop struct {
	address string
	mu      sync.Mutex
	off     bool
	open    map[net.Conn]bool
}

func newHop(t *testing.T, to string) *hop {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &hop{address: "http://" + l.Addr().String(), open: map[net.Conn]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return // closed
			}
			far, err := net.Dial("tcp", to)
			if err != nil || !w.take(near, far) {
				_ = near.Close()
				continue
			}
			for _, pair := range [][2]net.Conn{{near, far}, {far, near}} {
				all.Go(func() {
					_, _ = io.Copy(pair[0], pair[1]) // ends when either does
					_, _ = pair[0].Close(), pair[1].Close()
				})
			}
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		w.cut(true)
		all.Wait()
	})
	return w
}

// take says whether a connection may be; if not, both ends are closed.
func (w *hop) take(ends ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range ends {
		if w.off {
			_ = c.Close()
		} else {
			w.open[c] = true
		}
	}
	return !w.off
}

func (w *hop) cut(off bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.off = off; off {
		for c := range w.open {
			_ = c.Close()
		}
		clear(w.open)
	}
}
