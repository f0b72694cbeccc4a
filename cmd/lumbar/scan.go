package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
)

type chairScanCmd struct {
	For     time.Duration `default:"10s" help:"How long to look over Bluetooth."`
	Adapter string        `default:"hci0" placeholder:"NAME" help:"The Bluetooth adapter."`
	At      string        `placeholder:"HOST" help:"Also look whether something listens there, as a board on Modbus TCP would; HOST:PORT if it is not 502."`
	JSON    bool          `help:"As one JSON array."`
}

// Help teaches more than the flags.
func (chairScanCmd) Help() string {
	return `Looks for chairs over Bluetooth, by their name or by the service that they say they have; for serial ports, behind which a
board on Modbus may be; and at an address, if you name one. A chair has one link: one whose own app is connected does not show.
Nothing is sent to what is found, and nothing moves.

Exit status: 0, also if nothing was found; 1 if there is no Bluetooth here and nothing else was found.

  lumbar chair scan
  lumbar chair scan --for 30s --json
  lumbar chair scan --at 192.168.1.20`
}

// inReach is one device as other programs read it.
type inReach struct {
	Link      string   `json:"link"` // bluetooth, serial, network
	Name      string   `json:"name"`
	Address   string   `json:"address"` // of serial ports and hosts: the link to add a chair by
	RSSI      int      `json:"rssi_dbm,omitempty"`
	Connected bool     `json:"connected"`
	Taken     string   `json:"taken,omitempty"` // why it cannot be used as it stands
	Maybe     []string `json:"maybe"`           // profiles that it may be of
}

// Run looks and lists what was found.
func (c *chairScanCmd) Run(ctx context.Context, a *app) error {
	look := (&chairs.Finder{For: c.For, Adapter: c.Adapter}).Look(ctx, c.At)
	if c.JSON {
		list := []inReach{}
		for i := range look.Found {
			list = append(list, reached(&look.Found[i]))
		}
		return errors.Join(a.json(list), noBluetooth(&look))
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for i := range look.Found {
		f := &look.Found[i]
		maybe := "may be: " + strings.Join(f.Maybe, ", ")
		if len(f.Maybe) == 0 {
			maybe = "may be: not known; it has the service, which other makers use too"
		}
		if f.Taken != "" {
			maybe += ". " + f.Taken
		}
		how := map[adding.Way]string{adding.Bluetooth: fmt.Sprintf("Bluetooth, %d dBm", f.RSSI), adding.Serial: "serial port", adding.Network: "network"}[f.Way]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f.Name, strings.TrimPrefix(f.Link, "ble:"), how, maybe)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	wrong := noBluetooth(&look)
	for _, n := range look.Notes {
		if wrong != nil && n.What == bluetooth {
			continue
		}
		line := n.String()
		if !n.Looked {
			line = n.What + ": " + line
		}
		fmt.Fprintln(a.out, line)
	}
	return wrong
}

// bluetooth is what a note of it is called.
const bluetooth = "Bluetooth"

// noBluetooth is that there is none here, where nothing else was found either.
func noBluetooth(l *adding.Look) error {
	if len(l.Found) > 0 {
		return nil
	}
	for _, n := range l.Notes {
		if n.What == bluetooth && !n.Looked {
			return fmt.Errorf("no Bluetooth here: %s. lumbar doctor says what to do", n.Found)
		}
	}
	return nil
}

func reached(f *adding.Found) inReach {
	x := inReach{Link: string(f.Way), Name: f.Name, Address: strings.TrimPrefix(f.Link, "ble:"), RSSI: f.RSSI, Connected: f.Way == adding.Bluetooth && f.Taken != "", Taken: f.Taken, Maybe: f.Maybe}
	if len(x.Maybe) == 0 {
		x.Maybe = []string{"unknown"}
	}
	return x
}
