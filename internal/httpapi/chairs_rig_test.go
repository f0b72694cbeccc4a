package httpapi_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// garage is a shelf of chairs in a folder of the test's own, and what is around as the test has it.
type garage struct {
	chairs.Shelf

	mu    sync.Mutex
	look  adding.Look
	at    string
	used  string
	fixed string
	said  string
	since int64
	off   string        // why the chair is not reached
	still string        // why it is not when it is tried again
	again int           // times that was asked
	wait  chan struct{} // looking ends when it is closed; nil: at once
}

func newGarage(t *testing.T) *garage {
	t.Helper()
	return &garage{Shelf: chairs.In(t.TempDir()), used: chairs.SimulatedOne, since: 1}
}

func (g *garage) set(change func(*garage)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(g)
}

func (g *garage) Look(ctx context.Context, at string) adding.Look {
	g.mu.Lock()
	g.at = at
	wait, look := g.wait, g.look
	g.mu.Unlock()
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
		}
	}
	return look
}

func (g *garage) Ask(link, like string) ([]adding.Question, error) {
	first := chairs.Like(link, nil)
	if like == "" {
		like = first.Usual
	}
	m, err := chairs.Shipped(like)
	if err != nil {
		return nil, err
	}
	first.Usual = like
	_, err = chairs.Reach(m, "", link)
	return append([]adding.Question{first}, chairs.About(&m.Profile)...), err
}

func (g *garage) Add(a adding.Answers) (adding.Chair, error) {
	m, err := chairs.Shipped(a.Like)
	if err != nil {
		return adding.Chair{}, err
	}
	return g.Shelf.Add(m, a, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
}

func (g *garage) Use(name string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fixed != "" {
		return errors.New(g.fixed)
	}
	if err := g.Shelf.Use(name); err != nil {
		return err
	}
	g.used = name
	g.since++ // as the next server says
	return nil
}

func (g *garage) Remove(name string) (adding.Removed, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if name == g.used {
		return adding.Removed{}, errors.New(name + " is in use: use another chair first")
	}
	return g.Shelf.Remove(name)
}

func (g *garage) State() httpapi.Used {
	g.mu.Lock()
	defer g.mu.Unlock()
	u := httpapi.Used{Name: g.used, Fixed: g.fixed, Said: g.said, Since: g.since, Off: g.off}
	if g.off != "" {
		u.Link, u.Mend = offLink, chairs.Mend(offLink)
	}
	return u
}

const offLink = "modbus-tcp://192.168.1.20:502"

func (g *garage) Again(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.again++
	if g.still != "" {
		return errors.New(g.still)
	}
	return nil
}

// reachable is what a look finds where there is a chair, a board and a port that is not ours to open.
func reachable() adding.Look {
	return adding.Look{
		Found: []adding.Found{
			{Way: adding.Bluetooth, Name: "EVOLUTION-10:13", Link: "ble:AA:BB:CC:00:10:13", RSSI: -61, Maybe: []string{"infinity"}, About: "By its name it is such a chair."},
			{Way: adding.Serial, Name: "ttyUSB0 (USB to RS-485)", Link: "modbus-rtu:///dev/ttyUSB0?baud=115200&parity=even", Maybe: []string{"open-board", "retrofit-az"},
				About: "A serial port. A board or drives on Modbus RTU may be behind it; the speed of the line is in its manual.",
				Taken: "Whoever runs Lumbar may not open it: sudo usermod -aG dialout $USER, then log in anew."},
		},
		Notes: []adding.Note{{What: "Network", Found: "nothing answers at 192.168.1.20:502", Mend: "look at its power, its cable and its address"}},
	}
}
