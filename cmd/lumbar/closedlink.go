package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
)

// simulatedLink is the link of a closed chair that is simulated within this process, so that it can be tried without one.
const simulatedLink = "simulated"

// opening makes a link with a chair.
type opening func(ctx context.Context) (driver.Chair, error)

// closedLink is how a closed chair is reached: "simulated", a Bluetooth address, or empty for the one in reach whose name is
// such a chair's.
func closedLink(p *chair.Profile, link string, clock func() time.Duration) (open opening, simulated bool, err error) {
	switch protocol := p.Closed.Protocol; {
	case protocol != "rongtai":
		return nil, false, fmt.Errorf("%s: no driver speaks its protocol, %q", p.Title, protocol)
	case link == simulatedLink:
		sim := standin.NewChair()
		return func(context.Context) (driver.Chair, error) {
			c, _, err := rongtai.Simulated(rongtai.Options{Profile: p, Clock: clock}, sim)
			return c, err
		}, true, nil
	case link != "" && strings.Count(link, ":") != 5:
		return nil, false, fmt.Errorf("--link=%s is no link: write simulated, or a Bluetooth address such as AA:BB:CC:00:10:13 (see: lumbar chair scan)", link)
	}
	return func(ctx context.Context) (driver.Chair, error) {
		return rongtai.Open(ctx, rongtai.Options{Profile: p, Clock: clock, Address: link})
	}, false, nil
}
