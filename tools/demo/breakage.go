package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/campaign"
)

// breakage shows a fault in the middle of a massage, by the fault campaign that SAFETY.md is held to, and what the guard did.
func (d *demo) breakage(ctx context.Context) error {
	setting, err := campaign.NewSetting()
	if err != nil {
		return fmt.Errorf("the fault campaign: %w", err)
	}
	cases := setting.Systematic()
	i := slices.IndexFunc(cases, func(c campaign.Case) bool { return c.Name == d.jam })
	if i < 0 {
		return fmt.Errorf("the fault campaign has no case %q", d.jam)
	}
	c := &cases[i]
	claim := c.Claim()
	d.say(`A jam. Somebody else sits there (row %d of the ANSUR II survey). While the rollers knead, %g s after the stroke began,
the carriage is stuck and goes neither up nor down. The guard, which knows nothing of the plan, has to take the rollers
back; the simulation's own truth is the judge.`, c.Row, c.Into.Seconds())
	var r campaign.Result
	if err := setting.Run(ctx, cases[i:i+1], func(got *campaign.Result) { r = *got }); err != nil {
		return fmt.Errorf("the fault campaign: %w", err)
	}
	if err := retreated(&r, &claim); err != nil {
		return err
	}
	fmt.Fprintf(d.out, `
  $ go run ./tools/faults --case %s

    noticed            %s after the jam, by the guard: fault %q, latched
    force on the back  %.0f N before the jam, at most %.0f N until the retreat, %.0f N in it
    under 5 N          %s after the retreat began; SAFETY.md claims %s
    rollers home       %s after it; claimed %s
    airbags empty      %s; claimed %s
`, c.Name, since(r.Noticed), r.Code, r.Before, r.Until, r.Then, since(r.Force), since(claim.Force), since(r.Home), since(claim.Home), empty(r.Bags), since(claim.Bags))
	d.say(`Every claim of its class held, and the latched fault refuses the next session. Every other fault in every state of a
session: make faults. What a chair with a lost depth drive cannot do, and what else is not proven: SAFETY.md`)
	return nil
}

// retreated says what is wrong with a retreat that ought to have been the guard's own, from rollers that pressed.
func retreated(r *campaign.Result, claim *campaign.Claim) error {
	const pressed = 10.0 // N: less would show nothing
	switch {
	case len(r.Broken) > 0:
		return fmt.Errorf("%s: claims of SAFETY.md do not hold: %v", r.Case.Name, r.Broken)
	case !r.Reached || r.Before < pressed:
		return fmt.Errorf("%s: the rollers pressed %.1f N before the fault, want %.0f or more", r.Case.Name, r.Before, pressed)
	case r.Noticed < 0 || r.Code == "" || !r.Latched:
		return fmt.Errorf("%s: nobody but STOP ended it, or without a fault that is latched", r.Case.Name)
	case claim.Force <= 0 || claim.Home <= 0 || claim.Bags <= 0:
		return fmt.Errorf("%s: %q claims no time for force, rollers or bags", r.Case.Name, claim.Text)
	case r.Force < 0 || r.Force > claim.Force || r.Home < 0 || r.Home > claim.Home || r.Bags < 0 || r.Bags > claim.Bags:
		return fmt.Errorf("%s: force gone after %v of %v, home after %v of %v, bags after %v of %v",
			r.Case.Name, r.Force, claim.Force, r.Home, claim.Home, r.Bags, claim.Bags)
	}
	return nil
}

// empty is when the airbags were empty.
func empty(d time.Duration) string {
	if d == 0 {
		return "they were"
	}
	return since(d) + " after it"
}

// since writes a time as people read a stopwatch.
func since(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
