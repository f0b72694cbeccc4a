package links

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/twin"
)

// Simulated is the address of a simulated chair in this very process.
const Simulated = "simulated"

// Options is what a link needs besides its address. Profile and Clock are required.
type Options struct {
	Profile *chair.Profile
	Clock   func() time.Duration // the engine's; drivers call it from goroutines of their own too

	Sitter  twin.Options  // of a simulated chair: who sits there; its profile is Profile
	Adapter string        // of Bluetooth; empty is hci0
	Bus     string        // D-Bus address; empty is the system's
	Trace   driver.Trace  // is told of what crosses the link, where a driver tells; nil: nobody is
	Patient time.Duration // how long closing waits for a stop to be seen; 0 is the driver's own time
}

// Link is one kind of link, for people.
type Link struct {
	Form  string // its address, such as unix:/path/to/socket
	About string // what it reaches
}

// Driver is what drives a chair over a kind of link. Its version rises when what it does on the wire changes: what was tried
// with the one before is to be tried again.
type Driver struct {
	Name    string
	Version int
}

// DriverOf is the driver of an address.
func DriverOf(address string) (Driver, error) {
	k, _, err := find(address)
	return k.driver, err
}

// All is every kind of link that there is.
func All() (all []Link) {
	for _, k := range table() {
		all = append(all, Link{k.form, k.about})
	}
	return all
}

// Check says what is wrong with an address for a chair, or nil. Nothing is opened.
func Check(address string, p *chair.Profile) error {
	k, rest, err := find(address)
	if err == nil {
		err = k.check(rest, p)
	}
	if err != nil {
		return fmt.Errorf("the link %q of %s: %w", address, p.Name, err)
	}
	return nil
}

// Open opens the chair at an address. ctx bounds the wait; what is opened goes on after it, until Close.
func Open(ctx context.Context, address string, o Options) (driver.Chair, error) {
	if o.Profile == nil || o.Clock == nil {
		return nil, errors.New("a chair is opened with its profile and a clock")
	}
	if err := Check(address, o.Profile); err != nil {
		return nil, err
	}
	k, rest, err := find(address)
	if err != nil {
		return nil, err
	}
	if o.Trace != nil && !Traced(address, o.Profile) {
		return nil, fmt.Errorf("nothing of the link %q is told: %w", address, ErrUntold)
	}
	return k.open(ctx, rest, &o)
}

// ErrUntold is that a driver does not tell what crosses its link.
var ErrUntold = errors.New("its driver tells no frames; those over Bluetooth and on Modbus do")

// Traced says whether the driver of an address tells what crosses the link: those of closed chairs, simulated ones too, and those
// on Modbus.
func Traced(address string, p *chair.Profile) bool {
	d, err := DriverOf(address)
	return err == nil && (d.Name == "modbus" || p.Closed != nil)
}

// Apart says whether the chair at an address lives outside this process, and so in real time.
func Apart(address string) bool { return address != Simulated && address != "" }

// find is the kind that an address is of, and the rest of the address.
func find(address string) (k kind, rest string, err error) {
	begins, rest, _ := strings.Cut(address, ":")
	var names, forms []string
	for _, k := range table() {
		if k.begins == begins {
			return k, rest, nil
		}
		names, forms = append(names, k.begins), append(forms, k.form)
	}
	slices.Sort(names)
	return kind{}, "", fmt.Errorf("no link begins with %q. %s Links are: %s", begins, diag.WayOut(begins, names), strings.Join(forms, ", "))
}
