package library

import (
	"bytes"
	"sync"
)

// Compiled keeps what was compiled until its text is another: a page lists every programme, and compiling them all takes
// longer than everything else on it. Any goroutine may use it; the zero value is empty. Nobody may change what it hands out.
type Compiled struct {
	mu  sync.Mutex
	all map[string]Item
}

// item is a programme with the defaults of its variables; c may be nil.
func (c *Compiled) item(name, file string, src []byte, own bool) Item {
	if c == nil {
		return compiled(name, file, src, own, nil)
	}
	c.mu.Lock()
	it, ok := c.all[name]
	c.mu.Unlock()
	if ok && it.Own == own && bytes.Equal(it.Text, src) {
		return it
	}
	it = compiled(name, file, src, own, nil) // two that come together both do it, to the same
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil || len(c.all) > 2*mostSaved { // many were saved and taken out again
		c.all = map[string]Item{}
	}
	c.all[name] = it
	return it
}
