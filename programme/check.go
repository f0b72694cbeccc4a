package programme

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

// check judges the meaning of what was read, against the limits that hold for everyone.
func (c *compiler) check(r *diag.Reader) {
	c.checkNeeds(r)
	for _, w := range c.written {
		c.checkStroke(w)
	}
	c.checkWhole(r)
}

// checkStroke judges one stroke by itself.
func (c *compiler) checkStroke(w *written) {
	c.checkForce(w)
	c.checkTap(w)
	c.checkRecline(w)
}

// checkWhole judges what all of it adds up to.
func (c *compiler) checkWhole(r *diag.Reader) {
	c.checkHeat()
	if c.checkSession(r) {
		c.checkDose()
	}
}

// checkTap asks for narrow rollers where ribs and kidneys lie beside the lane.
func (c *compiler) checkTap(w *written) {
	s := &w.stroke
	if w.along || s.Taps() == 0 || !s.Narrowly() || s.Width == technique.Narrow {
		return
	}
	from := s.NarrowFrom()
	if w.tap != nil && !w.Has("width") {
		w = w.tap
	}
	w.Error(w.At("width"), NotNarrow, fmt.Sprintf("tapping at %v and above has to be narrow", from),
		fmt.Sprintf(`Ribs and kidneys lie beside it. Write width = "narrow", or keep to %v and below.`, from-1))
}

func (c *compiler) checkRecline(w *written) {
	if most := c.limits.Recline; !(w.stroke.Recline <= most.Max) {
		w.Error(w.At("recline"), OverLimit, fmt.Sprintf("recline of %s is over the limit for %s", angle(w.stroke.Recline), most.By),
			fmt.Sprintf("At most %s.", angle(most.Max)))
	}
}

func (c *compiler) checkHeat() {
	h := c.plan.Heat
	if h == nil {
		return
	}
	if most := c.limits.Heat; !(h.Target <= most.Max) {
		c.heat.Error(c.heat.At("target"), OverLimit, fmt.Sprintf("heat of %s is over the limit for %s", celsius(h.Target), most.By),
			fmt.Sprintf("At most %s.", celsius(most.Max)))
	}
	if h.Until <= h.From {
		c.heat.Error(c.heat.At("until"), diag.Contradiction, "heat ends before it begins",
			fmt.Sprintf("It comes on at %s: until has to be later.", Spoken(h.From)))
		return
	}
	if most := c.limits.HeatTime; h.Until-h.From > most.Max {
		c.heat.Error(c.heat.At("until"), TooLong, fmt.Sprintf("%s of heat", Spoken(h.Until-h.From)), fmt.Sprintf("At most %s in a session.", Spoken(most.Max)))
	}
	if end := c.plan.Duration(); h.Until > end {
		c.heat.Warn(c.heat.At("until"), NoEffect, "heat outlasts the massage",
			fmt.Sprintf("The massage ends after %s, and the heat with it.", Spoken(end)))
	}
}

// Around is what a session needs besides its plan, from first to last contact: scan, ways between strokes, slow
// finish. Assumption, with room to spare on the reference chair.
const Around = 150 * time.Second

// checkSession says whether the plan fits into a session. What fits only without scan, ways and finish is a
// warning: fitting to a chair will shorten it.
func (c *compiler) checkSession(r *diag.Reader) bool {
	most := c.limits.Session.Max
	d := c.plan.Duration()
	if d > most {
		r.Error(r.Header(), TooLong, fmt.Sprintf("this massage takes %s", Spoken(d)),
			fmt.Sprintf("At most %s: a session has %s, of which scan, ways and finish need %s.",
				Spoken(most-Around), Spoken(most), Spoken(Around)))
		return false
	}
	if d > most-Around {
		r.Warn(r.Header(), TooLong, fmt.Sprintf("this massage takes %s", Spoken(d)),
			fmt.Sprintf("A session has %s, of which scan, ways and finish need %s: the middle will be shortened. Write at most %s.",
				Spoken(most), Spoken(Around), Spoken(most-Around)))
	}
	return true
}

// ScanContact is what scan, ways between strokes and finish add to any part of the back. Assumption: a minute
// in all, over the length of the back.
const ScanContact = 20 * time.Second

// partReserve is one in how many of what a part of the back may have that is planned for nobody. Assumption: people's
// backs, and how they sit, make a session touch one part by up to a twentieth longer than its plan adds up to. Without
// it the longest of simulated sessions came within a second of its budget, and the guard would have ended a longer one.
const partReserve = 20

// PartRoom is what a plan may give any one part of the back, of what a session may give it: less what the scan needs,
// what is done besides, and the reserve. It is never negative.
func PartRoom(most, besides time.Duration) time.Duration {
	room := max(0, most-ScanContact-besides)
	return room - room/partReserve
}

// checkDose adds up what each stroke gives, in the order of playing, and reports each budget where it is first
// exceeded. It counts as the guard does, so that a programme that passes is not ended half-way.
func (c *compiler) checkDose() {
	spot := budget{most: c.limits.Spot.Max, way: "at a time. Hold for less time, or move on between."}
	still := budget{most: c.limits.Still.Max, way: "at a time. Hold for less time or less often, or move on between."}
	tapping := budget{most: c.limits.Tapping.Max, way: "in a session. Tap for less time."}
	stretching := budget{most: c.limits.Stretch.Max, way: "in a session. The way out and back counts too: stretch less far, or less often."}
	part := budget{most: c.limits.Zone.Max, way: "for each part of the back, about two levels. Spread the strokes over more levels, or put a rest between."}
	smallPart := budget{most: PartRoom(c.limits.Zone.Max, 0), way: fmt.Sprintf(
		"for each part of the back, about two levels: %s, less what the scan needs and a reserve. The middle will be shortened. Spread the strokes over more levels, or put a rest between.",
		Spoken(c.limits.Zone.Max))}
	average, small := technique.Contact{}, technique.Contact{Build: technique.Small}
	for _, w := range c.played {
		tapping.add(w, tapping.have+w.stroke.Taps(), "of tapping")
		stretching.add(w, stretching.have+w.stroke.Stretched(), "of stretching")
		average.Follow(w.trace(technique.Average))
		small.Follow(w.trace(technique.Small))
		spot.add(w, average.Spot, "at one spot without a pause")
		still.add(w, average.Still, "of pressing on one place without a pause")
		part.add(w, average.Part, fmt.Sprintf("of contact around %v", average.Middle))
		smallPart.add(w, small.Part, fmt.Sprintf("of contact around %v on a small back", small.Middle))
	}
	for _, b := range []budget{spot, still, tapping, stretching, part} {
		if b.over != nil {
			code, summary, detail := b.tell()
			b.over.Error(b.over.Header(), code, summary, detail)
		}
	}
	if smallPart.over != nil && part.over == nil {
		code, summary, detail := smallPart.tell()
		smallPart.over.Warn(smallPart.over.Header(), code, summary, detail)
	}
}

// budget is a time that a session may have of something.
type budget struct {
	have, most time.Duration
	way        string
	over       *written // the stroke that exceeds it first; nil: none
	summary    string
}

// add sets what there is after a stroke.
func (b *budget) add(w *written, have time.Duration, what string) {
	b.have = have
	if b.over == nil && have > b.most {
		b.over, b.summary = w, Spoken(have)+" "+what
	}
}

// tell is the report's code, summary and detail.
func (b *budget) tell() (diag.Code, string, string) {
	return TooLong, b.summary, fmt.Sprintf("At most %s %s", Spoken(b.most), b.way)
}
