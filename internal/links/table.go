package links

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/driver/simlink"
	"github.com/openlumbar/lumbar/internal/twin"
)

// kind is one kind of link.
type kind struct {
	begins string // what its address begins with, up to the colon
	form   string
	about  string
	driver Driver
	check  func(rest string, p *chair.Profile) error // nothing is opened
	open   func(ctx context.Context, rest string, o *Options) (driver.Chair, error)
}

// table is every kind of link.
func table() []kind {
	return []kind{
		{Simulated, "simulated", "a simulated chair in this process", Driver{"sim", 1}, checkSimulated, openSimulated},
		{"unix", "unix:/path/to/socket", "a simulated chair of lumbar twin, or another that speaks its protocol, on this machine", Driver{"simlink", 1}, checkUnix, openUnix},
		{"ble", "ble:AA:BB:CC:DD:EE:FF", "a RongTai or Infinity chair over Bluetooth; ble alone is the one whose name fits its profile", Driver{"rongtai", 1}, checkBLE, openBLE},
		{"modbus-tcp", "modbus-tcp://host:502", "drives and boards that speak Modbus, as the profile's block modbus says", Driver{"modbus", 1}, checkModbus("modbus-tcp:"), openModbus("modbus-tcp:")},
		{"modbus-rtu", "modbus-rtu:///dev/ttyUSB0?baud=115200", "the same on a serial line", Driver{"modbus", 1}, checkModbus("modbus-rtu:"), openModbus("modbus-rtu:")},
	}
}

func checkSimulated(rest string, p *chair.Profile) error {
	switch {
	case rest != "":
		return errors.New("write simulated alone")
	case p.Closed != nil && p.Closed.Protocol == "rongtai":
	case !p.Simulated:
		return errors.New("this is the profile of a real chair: name its link, or choose a simulated chair")
	}
	return nil
}

func openSimulated(_ context.Context, _ string, o *Options) (driver.Chair, error) {
	if o.Profile.Closed != nil { // the stand-in's chair: it has no sitter
		c, _, err := rongtai.Simulated(rongtai.Options{Profile: o.Profile, Clock: o.Clock, Trace: o.Trace, Patient: o.Patient}, standin.NewChair())
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	who := o.Sitter
	who.Profile = o.Profile
	return sim.New(sim.Options{Twin: twin.New(who), Clock: o.Clock}), nil
}

var errClosed = errors.New("write ble:AA:BB:CC:DD:EE:FF, as lumbar chair scan shows it: this chair moves by its own computer, over Bluetooth")

func checkUnix(rest string, p *chair.Profile) error {
	switch {
	case p.Closed != nil:
		return errClosed
	case rest == "":
		return errors.New("write the path of its socket after it")
	}
	return nil
}

func openUnix(ctx context.Context, path string, o *Options) (driver.Chair, error) {
	c, err := simlink.Dial(ctx, path, simlink.Options{Profile: o.Profile, Clock: o.Clock})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// device is the address of a Bluetooth device.
var device = regexp.MustCompile(`^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$`)

func checkBLE(rest string, p *chair.Profile) error {
	switch {
	case p.Closed == nil:
		return errors.New("the axes of this chair are driven, and none is reached over Bluetooth")
	case p.Closed.Protocol != "rongtai":
		return fmt.Errorf("no driver here speaks %q over Bluetooth", p.Closed.Protocol)
	case rest != "" && !device.MatchString(rest):
		return fmt.Errorf("%q is no Bluetooth address: write it like AA:BB:CC:DD:EE:FF, as lumbar chair scan shows it", rest)
	}
	return nil
}

func openBLE(ctx context.Context, address string, o *Options) (driver.Chair, error) {
	c, err := rongtai.Open(ctx, rongtai.Options{
		Profile: o.Profile, Clock: o.Clock, Address: address, Adapter: o.Adapter, Bus: o.Bus, Trace: o.Trace, Patient: o.Patient,
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

func checkModbus(begins string) func(rest string, p *chair.Profile) error {
	return func(rest string, p *chair.Profile) error {
		switch {
		case p.Closed != nil:
			return errClosed
		case p.Wiring == "":
			return errors.New("its profile has no block modbus, which says where its axes and sensors lie: see docs/drivers.md")
		}
		_, err := modbus.ParseLink(begins + rest)
		return err
	}
}

func openModbus(begins string) func(ctx context.Context, rest string, o *Options) (driver.Chair, error) {
	return func(ctx context.Context, rest string, o *Options) (driver.Chair, error) {
		link, err := modbus.ParseLink(begins + rest)
		if err != nil {
			return nil, err
		}
		_, template, wrong := modbus.Read(o.Profile.Name, []byte(o.Profile.Wiring))
		if err := wrong.Err(); err != nil {
			return nil, fmt.Errorf("the block modbus of %s: %w", o.Profile.Name, err)
		}
		c, err := modbus.Open(ctx, modbus.Options{Profile: o.Profile, Template: template, Link: link, Clock: o.Clock, Trace: o.Trace})
		if err != nil {
			return nil, err
		}
		return c, nil
	}
}
