package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/rongtai"
)

type chairScanCmd struct {
	For     time.Duration `default:"10s" help:"How long to look."`
	Adapter string        `default:"hci0" placeholder:"NAME" help:"The Bluetooth adapter."`
	JSON    bool          `help:"As one JSON array."`
}

// Help teaches more than the flags.
func (chairScanCmd) Help() string {
	return `Looks for chairs over Bluetooth, by their name or by the service that they say they have. A chair has one link: one whose
own app is connected does not show. Nothing is sent to what is found, and nothing moves.

Exit status: 0, also if nothing was found; 1 if there is no Bluetooth here.

  lumbar chair scan
  lumbar chair scan --for 30s --json`
}

// inReach is one device as other programs read it.
type inReach struct {
	Link      string   `json:"link"` // bluetooth
	Name      string   `json:"name"`
	Address   string   `json:"address"`
	RSSI      int      `json:"rssi_dbm,omitempty"`
	Connected bool     `json:"connected"`
	Maybe     []string `json:"maybe"` // profiles that it may be of
}

// Run looks and lists what was found.
func (c *chairScanCmd) Run(ctx context.Context, a *app) error {
	list, err := lookAround(ctx, c.For, c.Adapter)
	if err != nil {
		return err
	}
	if c.JSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(a.out, "No chair was found over Bluetooth. Is it switched on, within a few metres, and its own app closed?")
		return err
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for _, s := range list {
		maybe := strings.Join(s.Maybe, ", ")
		if maybe == "unknown" {
			maybe = "not known: it has the service, which other makers use too"
		}
		fmt.Fprintf(t, "%s\t%s\tBluetooth\t%d dBm\tmay be: %s\n", s.Name, s.Address, s.RSSI, maybe)
	}
	return t.Flush()
}

// lookAround looks for chairs over Bluetooth.
func lookAround(ctx context.Context, d time.Duration, adapter string) ([]inReach, error) {
	names := map[string][]string{} // by how the radio's name begins: the profiles
	var all []string
	for _, model := range profile.ShippedClosed() {
		p, diags := profile.Load(model)
		if err := diags.Err(); err != nil {
			return nil, err
		}
		for _, n := range p.Closed.Names {
			names[n] = append(names[n], model)
			all = append(all, n)
		}
	}
	looking, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	found, err := rongtai.Scan(looking, "", adapter, all)
	if err != nil {
		return nil, err
	}
	list := []inReach{}
	for _, f := range found {
		s := inReach{Link: "bluetooth", Name: f.Name, Address: f.Address, RSSI: f.RSSI, Connected: f.Connected}
		for begins, models := range names {
			if strings.HasPrefix(f.Name, begins) {
				s.Maybe = append(s.Maybe, models...)
			}
		}
		if f.Serves && len(s.Maybe) == 0 { // the service alone is used by other makers too
			s.Maybe = append(s.Maybe, "unknown")
		}
		slices.Sort(s.Maybe)
		list = append(list, s)
	}
	return list, nil
}
