package programme

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

// togetherWord is the block that holds what runs at once.
const togetherWord = "together"

// together reads techniques that run at once as one stroke of a phase: one that leads, and the tapping that goes along with
// it. Nothing is added to the phase if they do not go together.
func (c *compiler) together(r *diag.Reader, s *section) {
	good := !noHeat(r)
	blocks := r.Blocks(strokes()...)
	if len(blocks) < 2 {
		r.Error(r.Header(), Empty, fmt.Sprintf("together holds %s", []string{"nothing", "one technique"}[len(blocks)]),
			"Put two in it that run at once, glide or knead with tap, or write a stroke without together.")
		good = false
	}
	for i, b := range blocks {
		k, _ := technique.ByWord(b.Kind())
		if shared, with := c.sharing(k, blocks[:i]); with != "" {
			b.Error(b.Header(), Clash, fmt.Sprintf("%s and %s both need %s", with, k.Word, strings.Join(quoted(shared), " and ")),
				"One chair cannot do both at once: play them one after the other, without together. At once go glide or knead with tap; heat goes with everything.")
			good = false
		}
	}
	p := c.part(func(c *compiler) *written { return c.both(blocks) })
	if good {
		s.parts = append(s.parts, p)
	}
}

// both reads what stands in together: all of it, and makes one stroke of it; nil if it is not good.
func (c *compiler) both(blocks []*diag.Reader) *written {
	var lead, tap *written
	good := true
	alone := !slices.ContainsFunc(blocks, func(b *diag.Reader) bool { return b.Kind() != technique.Tap.String() })
	for _, b := range blocks {
		if b.Kind() == technique.Tap.String() && !alone {
			tap = c.beside(b)
			continue
		}
		w := c.read(b)
		if w == nil {
			good = false
			continue
		}
		if lead == nil {
			lead = w
		}
	}
	if !good || lead == nil || tap == nil {
		return nil
	}
	if !lead.stroke.Kind.Leads() {
		tap.Error(tap.Header(), Clash, fmt.Sprintf("tapping does not go along with %s", lead.technique.Word),
			"It goes along with glide and knead, whose rollers move over muscle all the time.")
		return nil
	}
	return c.join(lead, tap)
}

// noHeat tells of heat that stands among strokes, and says whether it does.
func noHeat(r *diag.Reader) bool {
	h := r.Stray("heat")
	if h == nil {
		return false
	}
	block := technique.HeatBlock()
	for _, p := range block.Params {
		h.Has(p.Name) // read where it belongs
	}
	h.Error(h.Header(), Astray, "heat stands in the programme itself, not in "+r.Kind(),
		"It runs beside all strokes: put it before the phases, with from and until counted from the start of the massage.")
	return true
}

// sharing is what a technique needs that one of the blocks needs too, and which technique that is.
func (c *compiler) sharing(k technique.Technique, blocks []*diag.Reader) (shared []chair.Ability, with string) {
	for _, b := range blocks {
		other, _ := technique.ByWord(b.Kind())
		for _, a := range k.Kind.Moves() {
			if slices.Contains(other.Kind.Moves(), a) {
				shared = append(shared, a)
			}
		}
		if len(shared) > 0 {
			return shared, other.Word
		}
	}
	return nil, ""
}

// beside reads tapping that goes along with something: where and how long is the other's to say.
func (c *compiler) beside(b *diag.Reader) *written {
	w := &written{Reader: b, along: true}
	w.technique, _ = technique.ByWord(b.Kind())
	w.stroke.Kind = w.technique.Kind
	c.written = append(c.written, w)
	block := w.technique.Block
	block.Params = slices.DeleteFunc(slices.Clone(block.Params), func(p technique.Param[technique.Stroke]) bool {
		return p.Name == "over" || p.Name == "for"
	})
	good := true
	for _, name := range []string{"over", "for"} {
		if b.Has(name) {
			b.Error(b.At(name), diag.Contradiction, fmt.Sprintf("tapping that goes along has no %s of its own", name),
				"It goes where the other technique goes, for as long. Take this line away.")
			good = false
		}
	}
	if !decode(b, &block, c.comfort, &w.stroke) || !good {
		w.stroke = technique.Stroke{}
		return nil
	}
	return w
}

// join makes a stroke of one that leads and tapping that goes along with it; nil if they do not go together.
func (c *compiler) join(lead, tap *written) *written {
	s := &tap.stroke
	if tap.Has("width") && lead.Has("width") && s.Width != lead.stroke.Width {
		tap.Error(tap.At("width"), diag.Contradiction, "two widths at once", fmt.Sprintf("Leave the width to %s, or to tap.", lead.technique.Word))
		return nil
	}
	if tap.Has("width") {
		lead.stroke.Width = s.Width
	}
	w := &lead.stroke
	if w.Side != technique.BothSides && s.Side != w.Side {
		tap.Error(tap.At("side"), diag.Contradiction, fmt.Sprintf("tapping is for %v, %s for the %v", sideWords(s.Side), lead.technique.Word, w.Side),
			fmt.Sprintf("The other roller is not at the back: write side = %q here too.", w.Side.String()))
		return nil
	}
	s.From, s.To, s.For, s.Width = w.From, w.To, w.For, w.Width
	lead.tap = tap
	w.With = technique.Tapping{Rate: s.Rate, Force: s.Force, Share: s.Share, Both: s.Both, Side: s.Side}
	if over := w.Force * technique.PeakOver; s.Force < over && (s.Share == 0 || w.Share == 0 || s.Share <= w.Share) {
		tap.Error(tap.At("force"), diag.Contradiction,
			fmt.Sprintf("the strokes, %s, are not felt over %s of %s", newtons(s.Force), newtons(w.Force), lead.technique.Word),
			fmt.Sprintf("They come on top of what the rollers hold. Write at least %s here, or less there: gentle with medium, medium with firm.", newtons(over)))
		return nil
	}
	return lead
}

// sideWords is a side in a sentence.
func sideWords(s technique.Sides) string {
	if s == technique.BothSides {
		return "both sides"
	}
	return "the " + s.String()
}
