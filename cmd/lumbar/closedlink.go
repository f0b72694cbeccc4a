package main

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/links"
)

// opening makes a link with a chair.
type opening func(ctx context.Context) (driver.Chair, error)

// closedLink is how a closed chair is opened at the address of its link, and whether it is simulated.
func closedLink(p *chair.Profile, address string, clock func() time.Duration) (open opening, simulated bool, err error) {
	if err := links.Check(address, p); err != nil {
		return nil, false, err
	}
	return func(ctx context.Context) (driver.Chair, error) {
		return links.Open(ctx, address, links.Options{Profile: p, Clock: clock})
	}, address == links.Simulated, nil
}
