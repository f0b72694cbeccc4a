package twin

import "github.com/openlumbar/lumbar/body"

// habit is how one person behaves in the chair: how they fidget, and whether they get up. Getting up is drawn for a sweep
// alone.
type habit struct {
	fidgets  float64 // mm along the back, SD
	keeps    float64 // s that a shift lasts
	up, back uint64  // ticks at which the person gets up and sits down again; 0 is never
}

func habitOf(o *Options) habit {
	h := habit{fidgets: body.FidgetSD.Middle(), keeps: body.FidgetTime.Middle()}
	if !o.Sweep {
		return h
	}
	r := stream(o.Seed, streamHabit+o.Sitting*streams)
	h.fidgets, h.keeps = body.FidgetSD.Sweep(r), body.FidgetTime.Sweep(r)
	const second, minute = perDT, 60 * perDT
	h.up = 1 + uint64(body.GetsUpAfter.Sweep(r)*minute)
	h.back = h.up + uint64(body.StaysAway.Sweep(r)*second)
	return h
}

// away says whether the person has got up by themselves at a tick.
func (h *habit) away(tick uint64) bool { return tick >= h.up && tick < h.back }
