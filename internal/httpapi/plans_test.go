package httpapi_test

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

func plans() []programme.Plan {
	s := time.Second
	glide := func(a, b body.Level, v float64, d time.Duration) technique.Stroke {
		return technique.Stroke{Kind: technique.Glide, From: a, To: b, Force: 14, Speed: 30, For: d}
	}
	knead := func(a, b body.Level, f float64, d time.Duration) technique.Stroke {
		k := technique.Stroke{Kind: technique.Knead, From: a, To: b, Speed: 8, Rate: 22. / 60, For: d}
		k.Force = 24
		if f > 0 {
			k.Force = 36
		}
		return k
	}
	press := technique.Stroke{Kind: technique.Press, At: []body.Level{body.L5, body.L4, body.L3}, Force: 34, Hold: 8 * s, Ease: 3 * s, Repeat: 1}
	tap := technique.Stroke{Kind: technique.Tap, From: body.L5, To: body.L2, Force: 12, Rate: 200. / 60, Width: 50, For: 60 * s}
	stretch := technique.Stroke{Kind: technique.Stretch, Recline: 150, Hold: 20 * s, Repeat: 3}
	phase := func(name string, strokes ...technique.Stroke) programme.Phase {
		return programme.Phase{Name: name, Strokes: strokes}
	}
	return []programme.Plan{
		{Name: "after-desk", Title: "After the desk", About: "For a lower back that has sat all day: warm, slow, then long.",
			Heat: &programme.Heat{Target: 40, Until: 12 * time.Minute},
			Phases: []programme.Phase{
				phase("arrive", glide(body.S1, body.T12, 30, 90*s)),
				phase("work", knead(body.L5, body.L1, 0, 120*s), press, knead(body.L5, body.L1, 1, 120*s), press),
				phase("lengthen", stretch),
				phase("leave", tap, glide(body.T12, body.S1, 20, 60*s)),
			}},
		{Name: "evening", Title: "Slow evening", About: "Warmth and long even strokes, nothing firm.",
			Heat: &programme.Heat{Target: 40, Until: 10 * time.Minute},
			Phases: []programme.Phase{
				phase("arrive", glide(body.S1, body.T12, 20, 150*s)),
				phase("soften", knead(body.L5, body.L2, 0, 180*s), glide(body.S1, body.T12, 20, 120*s)),
				phase("leave", glide(body.T12, body.S1, 15, 120*s)),
			}},
		{Name: "short-break", Title: "Eight minutes", About: "A break at work that ends on time.",
			Phases: []programme.Phase{
				phase("arrive", glide(body.S1, body.T12, 30, 45*s)),
				phase("wake", tap, knead(body.L4, body.L1, 1, 150*s), tap),
				phase("leave", stretch, glide(body.T12, body.S1, 20, 45*s)),
			}},
	}
}

func cards() (out []web.Card) {
	for _, p := range plans() {
		out = append(out, web.NewCard(p))
	}
	return out
}

func bodies() []web.Body {
	return []web.Body{
		{ID: "average-woman", Label: "an average woman"}, {ID: "average-man", Label: "an average man"},
		{ID: "shortest-woman", Label: "the shortest woman"}, {ID: "tallest-man", Label: "the tallest man"}, {ID: "heavy-man", Label: "a heavy man"},
	}
}
