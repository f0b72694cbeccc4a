package mqtt

import (
	"sync"
	"time"
)

// PreparedLasts is how long a programme that was prepared waits on the page: our own choice, from the way home to the chair.
const PreparedLasts = 30 * time.Minute

// Prepared is the programme that was prepared from afar. The zero value is none; any goroutine may use it.
type Prepared struct {
	mu   sync.Mutex
	name string
	at   time.Time
}

// Set prepares a programme.
func (p *Prepared) Set(name string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.name, p.at = name, now
}

// Clear takes it away.
func (p *Prepared) Clear() { p.Set("", time.Time{}) }

// Name is the programme that waits; empty if none does. A clock that was set back ends the wait.
func (p *Prepared) Name(now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if age := now.Sub(p.at); !(age >= 0 && age < PreparedLasts) {
		return ""
	}
	return p.name
}
