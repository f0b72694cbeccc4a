package campaign

import (
	"fmt"
	"strings"
	"time"
)

// judge holds a result to its case's claim.
func (o *Result) judge() {
	if !o.Reached {
		o.Broken = append(o.Broken, "the state was not reached: "+o.Reason)
		return
	}
	m := o.Case.Claim()
	wrong := func(format string, a ...any) { o.Broken = append(o.Broken, fmt.Sprintf(format, a...)) }
	var late time.Duration
	for i := range o.Case.Faults {
		late += o.Case.Faults[i].delays()
	}
	within := func(what string, got, most time.Duration) {
		switch {
		case most == 0 || got >= 0 && got <= most+late:
		case got < 0:
			wrong("%s never, claimed within %v", what, most+late)
		default:
			wrong("%s after %v, claimed within %v", what, got, most+late)
		}
	}
	if m.GoesOn && o.Case.Moment < Finishing && o.Noticed >= 0 {
		wrong("the session did not go on: %s %s", o.Code, o.Reason)
	}
	if o.Case.Moment >= m.From && o.Case.Moment < Finishing {
		within("noticed", o.Noticed, m.Notice)
	}
	within("force under 5 N", o.Force, m.Force)
	within("rollers home", o.Home, m.Home)
	within("bags empty", o.Bags, m.Bags)
	if o.Case.Moment >= sessionEnd {
		within("everything stands", o.Stand, m.Stand)
	}
	if !(o.Over <= m.Over) {
		wrong("true force %.1f N over the trip of its place, claimed at most %.1f", o.Over, m.Over)
	}
	if rise := o.Then - o.Last; m.Rise > 0 && !(rise <= m.Rise) {
		wrong("true force rose by %.1f N to %.1f once the retreat began, claimed at most %.1f", rise, o.Then, m.Rise)
	}
	if m.Drag > 0 && !(o.Drag <= m.Drag) {
		wrong("the carriage went on for %.1f mm with the rollers out, claimed at most %.1f", o.Drag, m.Drag)
	}
	if m.Skin > 0 && !(o.Skin <= m.Skin) {
		wrong("skin at %.1f °C, claimed at most %.1f", o.Skin, m.Skin)
	}
	if !o.Ended {
		wrong("the session does not end")
	}
	if o.Code != "" && !o.Latched {
		wrong("%s is latched, but a new session is not refused", o.Code)
	}
}

// String is how a case went, with every figure.
func (o *Result) String() string {
	verdict := "held"
	if len(o.Broken) > 0 {
		verdict = "BROKEN: " + strings.Join(o.Broken, "; ")
	}
	return fmt.Sprintf("%v\n  latched %q, %v %q; noticed %v; true force %.1f N before, %.1f until the retreat (%.1f in its last second), %.1f then, %.1f over the trip; "+
		"carriage on by %.1f mm; under 5 N %v, home %v, bags empty %v, stands %v; skin %.1f °C, pad %.1f °C\n  %s",
		o.Case, o.Code, o.Outcome, o.Reason, o.Noticed, o.Before, o.Until, o.Last, o.Then, o.Over, o.Drag, o.Force, o.Home, o.Bags, o.Stand, o.Skin, o.Pad, verdict)
}
