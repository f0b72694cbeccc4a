package modbus

import "time"

// Patience sets how long units may take to answer from now on.
func (c *Chair) Patience(d time.Duration) {
	c.bus.mu.Lock()
	defer c.bus.mu.Unlock()
	c.bus.answer = d
}
