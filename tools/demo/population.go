package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
)

// reportFile is what came of a programme on many bodies, as a page.
const reportFile = "report.html"

// population shows a programme on many simulated backs, which no limit may be exceeded on.
func (d *demo) population(ctx context.Context) error {
	d.say(`Many backs. One is not enough: the same session, control and guard play a programme on %d of the 6,068 of ANSUR II, and
the simulation's own truth judges it.`, d.bodies)
	if err := d.run(ctx, 0, "verify", "break", "--bodies", strconv.Itoa(d.bodies), "--html", d.path(reportFile)); err != nil {
		return err
	}
	info, err := os.Stat(d.path(reportFile))
	if err != nil {
		return fmt.Errorf("looking for the report: %w", err)
	}
	if info.Size() < 10_000 || info.Size() > 1_000_000 {
		return fmt.Errorf("the report has %d bytes; a page of its kind has 10,000 to 1,000,000", info.Size())
	}
	return nil
}
