package modbus_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/unit"
)

var rates = flag.Duration("rates", 0, "how long TestRates measures each link; 0: it does not")

// TestRates measures how punctual cycles are, for docs/drivers.md: nothing is asserted, because a machine may be busy. The
// line's bytes take as long as on one of 115,200 baud.
func TestRates(t *testing.T) {
	if *rates == 0 {
		t.Skip("a measurement: go test ./driver/modbus -run TestRates -v -rates 60s")
	}
	for _, c := range []struct {
		name  string
		hertz unit.Hertz
		serve func(*rig) modbus.Link
	}{
		{"rtu at 115,200 baud", 100, func(r *rig) modbus.Link { return r.rtu(standin.Line{Baud: 115200}) }},
		{"tcp", 500, func(r *rig) modbus.Link { return r.tcp(nil) }},
		{"tcp", 1000, func(r *rig) modbus.Link { return r.tcp(nil) }},
	} {
		r := newRig(t)
		r.profile.Control = c.hertz
		link := c.serve(r)
		ctx, stop := context.WithCancel(context.Background())
		lived := make(chan struct{})
		go func() {
			defer close(lived)
			standin.Live(ctx, r.board)
		}()
		chair, err := modbus.Open(ctx, modbus.Options{Profile: &r.profile, Template: r.template, Link: link, Clock: realtime.Now})
		if err != nil {
			t.Fatal(err)
		}
		granted := realtime.Enter()
		failed := 0
		for next, end := realtime.Now(), realtime.Now()+*rates; next < end; next += r.profile.Period() {
			realtime.SleepUntil(next)
			if _, err := chair.Read(ctx); err != nil {
				failed++
			}
			if err := chair.Apply(ctx, guard.Cleared{}); err != nil {
				failed++
			}
		}
		realtime.Leave()
		n := chair.Counts()
		us := func(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
		t.Logf("%s at %v Hz, scheduling %s: %d cycles, %d missed, %d without answer, %d calls failed; jitter p50 %v p99 %v max %v; a cycle took p50 %v p99 %v max %v",
			c.name, float64(c.hertz), granted.Scheduling.Detail, n.Cycles, n.Missed, n.NoAnswer, failed, us(n.Jitter.Quantile(0.5)), us(n.Jitter.Quantile(0.99)), us(n.Jitter.Max()),
			us(n.Took.Quantile(0.5)), us(n.Took.Quantile(0.99)), us(n.Took.Max()))
		_ = chair.Close() // the figures are taken
		stop()
		<-lived
	}
}
